"""The key of a book: begun once, opened by its slots, and told clearly when nothing opens it."""

import json
import re
import stat
import sys
from pathlib import Path

import pytest
from keyring.backends import fail

from desk_app.devices.keys import slots, tries
from desk_app.devices.keys.demo import demo_key
from desk_app.devices.keys.keyrings import SERVICE
from desk_app.devices.keys.main import book_key, standing
from desk_app.devices.keys.window import window_own_key
from desk_app.domain import recovery
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import OpeningWay
from desk_app.domain.recovery import RecoverySheet
from desk_app.errors import WorldError
from tests.devices.keyrings import AGAIN, BETTER, GOOD, Drawer, Person, installed, opened, phrase, typed


@pytest.fixture
def drawer() -> "Drawer":
    """The computer's keyring, which may be trusted."""
    made = Drawer()
    with installed(made):
        yield made


@pytest.fixture
def no_keyring() -> None:
    """A computer without one."""
    with installed(fail.Keyring()):
        yield


def begun(folder: Path, person: Person | None = None) -> tuple[BookKey, str]:
    """A new book's key and its recovery key; by a passphrase where there is no keyring."""
    person = person or Person(phrases=[GOOD])
    key = opened(folder, person)
    assert person.sheet is not None
    return key, person.sheet.code


def _files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())} if folder.exists() else {}


# ---- the first start -----------------------------------------------------------------------------


def test_with_a_keyring_nothing_is_typed(tmp_path: Path, drawer: Drawer) -> None:
    key, _ = begun(tmp_path)
    assert drawer.kept == {(SERVICE, key.id): key.secret.hex()}
    assert opened(tmp_path) == key


def test_without_a_keyring_a_passphrase_opens(tmp_path: Path, no_keyring: None) -> None:
    key, _ = begun(tmp_path)
    person = Person(phrase(f"  {GOOD}"))  # a blank at its end was not meant
    assert opened(tmp_path, person) == key
    assert person.ways == (OpeningWay.PASSPHRASE, OpeningWay.RECOVERY)
    assert person.waited == ["正在核对口令"]


def test_nothing_begins_without_keyring_and_person(tmp_path: Path, drawer: Drawer) -> None:
    with pytest.raises(WorldError, match="desk-app keys begin"):
        opened(tmp_path)
    assert _files(tmp_path) == {}


def test_nothing_begins_without_passphrase(tmp_path: Path, no_keyring: None) -> None:
    with pytest.raises(WorldError, match="没有设口令"):
        opened(tmp_path, Person())
    assert _files(tmp_path) == {}


@pytest.mark.parametrize("way", ["forgets", "locked"])
def test_a_keyring_that_does_not_keep_is_not_relied_on(tmp_path: Path, drawer: Drawer, way: str) -> None:
    setattr(drawer, way, True)
    person = Person(phrases=[GOOD])
    begun(tmp_path, person)
    assert "口令保护" in person.told[0]
    held = slots.read(tmp_path)
    assert held is not None
    assert [s["kind"] for s in held.slots] == [slots.PASSPHRASE, slots.RECOVERY]


def test_nothing_begins_until_the_sheet_lies_in_the_cupboard(tmp_path: Path, drawer: Drawer) -> None:
    with pytest.raises(WorldError, match="恢复密钥没有收好"):
        opened(tmp_path, Person(keeps=False))
    assert _files(tmp_path) == {}
    assert drawer.kept == {}


def test_of_two_that_begin_at_once_one_counts(tmp_path: Path, drawer: Drawer) -> None:
    class Slower(Person):
        def keep_recovery(self, sheet: RecoverySheet) -> bool:
            self.first = begun(tmp_path)[0]
            return super().keep_recovery(sheet)

    slower = Slower()
    with pytest.raises(WorldError, match=r"另一个程序.*重新启动"):
        opened(tmp_path, slower)
    assert opened(tmp_path) == slower.first


def test_no_secret_stands_in_the_files(tmp_path: Path, no_keyring: None) -> None:
    key, code = begun(tmp_path)
    for content in _files(tmp_path).values():
        assert key.secret.hex().encode() not in content.lower()
        assert key.secret not in content
        assert code.encode() not in content
        assert recovery.read(code).hex().encode() not in content
        assert json.dumps(GOOD)[1:-1].encode() not in content
    assert key.secret.hex() not in repr(key)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_their_owner_may_read_them(tmp_path: Path, drawer: Drawer) -> None:
    begun(tmp_path / "data")
    for path in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_demo_lies_in_a_file_and_a_real_book_does_not(tmp_path: Path, drawer: Drawer) -> None:
    demo = book_key(tmp_path / "demo", demo=True)
    assert demo == demo_key(tmp_path / "demo")
    with pytest.raises(WorldError, match="演示数据"):
        opened(tmp_path / "demo", Person())
    key, _ = begun(tmp_path / "real")
    assert book_key(tmp_path / "real", demo=True, trusted=frozenset({"tests.devices.keyrings.Drawer"})) == key


# ---- passphrases ---------------------------------------------------------------------------------


def test_a_wrong_passphrase_is_told_and_the_pause_grows_over_restarts(
    tmp_path: Path, no_keyring: None
) -> None:
    begun(tmp_path)
    person = Person(*[phrase("wrong wrong wrong")] * 3)
    with pytest.raises(WorldError, match="没有打开数据"):
        opened(tmp_path, person)
    assert person.told[0] == ""
    assert "口令不对" in person.told[1]
    assert person.pauses[:3] == [0.0] * 3
    assert 1.0 < person.pauses[3] <= 2.0
    assert tries.wrong(tmp_path) == 3
    again = Person(phrase(GOOD))
    with pytest.raises(WorldError):
        opened(tmp_path, again)  # typed without waiting: not even tried
    assert 1.0 < again.pauses[0] <= 2.0
    assert "请等" in again.told[1]
    assert tries.wrong(tmp_path) == 3


def test_the_pause_grows_to_five_minutes() -> None:
    assert [tries.pause(n) for n in (0, 2, 3, 4, 5, 10, 10_000)] == [0, 0, 2, 4, 8, 256, 300]


def test_the_right_one_ends_the_count(tmp_path: Path, no_keyring: None) -> None:
    begun(tmp_path)
    opened(tmp_path, Person(phrase("wrong"), phrase(GOOD)))
    assert tries.wrong(tmp_path) == 0


def test_a_damaged_count_is_no_way_around(tmp_path: Path) -> None:
    (tmp_path / tries.FILE_NAME).write_bytes(b"\xff")
    assert tries.pause(tries.wrong(tmp_path)) > 10


def test_without_a_person_it_is_told_where_to_type(tmp_path: Path, no_keyring: None) -> None:
    begun(tmp_path)
    with pytest.raises(WorldError, match=r"口令保护.*终端"):
        opened(tmp_path)


# ---- the keyring's faults ------------------------------------------------------------------------


def _spoil(drawer: Drawer, how: str) -> None:
    match how:
        case "locked":
            drawer.locked = True
        case "emptied":
            drawer.kept.clear()
        case "other":
            drawer.kept = dict.fromkeys(drawer.kept, bytes(32).hex())
        case "rubbish":
            drawer.kept = dict.fromkeys(drawer.kept, "中文")
        case "silent":
            drawer.answers.clear()


FAULTS = {
    "locked": "打不开,可能还锁着",
    "emptied": "没有这本数据的密钥",
    "other": "不是这本数据的",
    "rubbish": "不是这本数据的",
    "silent": "秒没有答复",
}


@pytest.mark.parametrize("how", FAULTS)
def test_what_is_wrong_with_the_keyring_is_told(tmp_path: Path, drawer: Drawer, how: str) -> None:
    begun(tmp_path)
    before = _files(tmp_path)
    _spoil(drawer, how)
    with pytest.raises(WorldError, match=f"{FAULTS[how]}.*恢复密钥"):
        opened(tmp_path, patience=0.05)
    assert _files(tmp_path) == before
    drawer.answers.set()


@pytest.mark.parametrize("how", FAULTS)
def test_the_sheet_of_the_cupboard_opens_it_all_the_same(tmp_path: Path, drawer: Drawer, how: str) -> None:
    key, code = begun(tmp_path)
    _spoil(drawer, how)
    person = Person(typed(code), phrases=[GOOD])
    assert opened(tmp_path, person, patience=0.05) == key
    assert FAULTS[how] in person.told[0]
    assert person.waited[0].startswith("正在等系统密钥环")
    drawer.answers.set()
    drawer.locked = False
    assert opened(tmp_path, Person(phrase(GOOD))) == key  # by the keyring where it could be mended


def test_a_keyring_unlocked_meanwhile_is_asked_again(tmp_path: Path, drawer: Drawer) -> None:
    key, _ = begun(tmp_path)
    drawer.locked = True

    class Unlocking(Person):
        def open_with(self, *asked: object) -> object:
            drawer.locked = len(self.told) < 1
            return super().open_with(*asked)  # type: ignore[arg-type]

    person = Unlocking(AGAIN, AGAIN)
    assert opened(tmp_path, person) == key
    assert all("锁着" in told for told in person.told)
    assert len(person.told) == 2


# ---- the sheet -----------------------------------------------------------------------------------


def test_a_typing_error_is_told_at_its_group(tmp_path: Path, no_keyring: None) -> None:
    key, code = begun(tmp_path)
    groups = code.split("-")
    groups[2] = groups[2][:-1] + ("7" if groups[2][-1] != "7" else "8")
    person = Person(typed("-".join(groups)), typed(code.lower().replace("-", " ")), phrases=[BETTER])
    assert opened(tmp_path, person) == key
    assert f"第3组“{groups[2]}”输错了" in person.told[1]
    assert opened(tmp_path, Person(phrase(BETTER))) == key


def test_the_sheet_of_another_book_is_told(tmp_path: Path, no_keyring: None) -> None:
    begun(tmp_path / "a")
    _, other = begun(tmp_path / "b")
    person = Person(typed(other))
    with pytest.raises(WorldError, match="没有打开数据"):
        opened(tmp_path / "a", person)
    assert "不是这本数据的,或已被后来打印的一张作废" in person.told[1]


def test_opened_by_the_sheet_the_old_passphrase_is_void(tmp_path: Path, no_keyring: None) -> None:
    key, code = begun(tmp_path)
    opened(tmp_path, Person(typed(code), phrases=["short", BETTER]))
    with pytest.raises(WorldError):
        opened(tmp_path, Person(phrase(GOOD)))
    assert opened(tmp_path, Person(phrase(BETTER))) == key


def test_a_new_passphrase_may_be_left_for_later(tmp_path: Path, no_keyring: None) -> None:
    key, code = begun(tmp_path)
    assert opened(tmp_path, Person(typed(code))) == key
    assert opened(tmp_path, Person(phrase(GOOD))) == key


# ---- the files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [slots.FILE_NAME, slots.COPY_NAME])
@pytest.mark.parametrize("damage", ["missing", "torn", "empty", "rubbish", "changed"])
def test_one_damaged_file_is_made_anew_from_the_other(
    tmp_path: Path, drawer: Drawer, name: str, damage: str
) -> None:
    key, _ = begun(tmp_path)
    path = tmp_path / name
    whole = path.read_bytes()
    _damage(path, damage)
    assert opened(tmp_path) == key
    assert path.read_bytes() == whole


def _damage(path: Path, how: str) -> None:
    whole = path.read_bytes()
    row = json.loads(whole)
    row["slots"] = [{"kind": "passphrase"}]
    changed = json.dumps(row).encode()
    content = {"torn": whole[: len(whole) // 2], "empty": b"", "rubbish": b"\xff\x00", "changed": changed}
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(content[how])


def test_both_damaged_at_any_byte_are_told_and_left(tmp_path: Path, drawer: Drawer) -> None:
    begun(tmp_path)
    whole = (tmp_path / slots.FILE_NAME).read_bytes()
    for cut in range(0, len(whole) - 1, 23):
        for name in (slots.FILE_NAME, slots.COPY_NAME):
            (tmp_path / name).write_bytes(whole[:cut])
        with pytest.raises(WorldError, match=r"已损坏.*不要删除"):
            opened(tmp_path, Person())
        assert (tmp_path / slots.FILE_NAME).read_bytes() == whole[:cut]


@pytest.mark.parametrize("beside", ["window", "book"])
def test_missing_files_are_never_begun_anew(tmp_path: Path, drawer: Drawer, beside: str) -> None:
    key, _ = begun(tmp_path)
    if beside == "window":
        window_own_key(tmp_path, key)
    else:
        (tmp_path / "book.db").write_bytes(b"\x07" * 4096)
    for name in (slots.FILE_NAME, slots.COPY_NAME):
        (tmp_path / name).unlink()
    with pytest.raises(WorldError, match=r"book\.keys 不见了.*备份"):
        opened(tmp_path, Person())


def test_a_book_in_clear_is_no_reason_against_beginning(tmp_path: Path, drawer: Drawer) -> None:
    (tmp_path / "book.db").write_bytes(b"SQLite format 3\x00" + bytes(100))
    begun(tmp_path)


def test_slots_of_another_folder_are_told(tmp_path: Path, drawer: Drawer) -> None:
    key, _ = begun(tmp_path / "a")
    window_own_key(tmp_path / "a", key)
    begun(tmp_path / "b")
    for name in (slots.FILE_NAME, slots.COPY_NAME):
        (tmp_path / "a" / name).write_bytes((tmp_path / "b" / name).read_bytes())
    with pytest.raises(WorldError, match="另一本数据"):
        opened(tmp_path / "a", Person())


def test_a_measure_out_of_bounds_is_not_believed(tmp_path: Path, no_keyring: None) -> None:
    begun(tmp_path)
    for name in (slots.FILE_NAME, slots.COPY_NAME):
        text = (tmp_path / name).read_text()
        changed = re.sub(r'("memory": ?)\d+', r"\g<1>99999999", text)
        assert changed != text
        (tmp_path / name).write_text(changed)
    with pytest.raises(WorldError, match="已损坏"):
        opened(tmp_path, Person(phrase(GOOD)))


def test_it_is_told_where_the_key_lies(tmp_path: Path, drawer: Drawer) -> None:
    assert not standing(tmp_path, demo=False).well
    assert "没有保护" in standing(tmp_path, demo=True).sentence
    begun(tmp_path)
    told = standing(tmp_path, demo=False)
    assert told.well
    assert told.sentence.startswith("系统密钥环(20")
    assert "恢复密钥 20" in told.sentence
    # WHEN its file is lost beside an encrypted book, nobody is sent to make another key
    for name in (slots.FILE_NAME, slots.COPY_NAME):
        (tmp_path / name).unlink()
    assert "keys begin" in standing(tmp_path, demo=False).to_do
    (tmp_path / "book.db").write_bytes(b"sealed")
    lost = standing(tmp_path, demo=False)
    assert not lost.well
    assert "不见了" in lost.sentence
    assert not lost.to_do
