"""A backup folder and the printed recovery key are enough to go on at another computer."""

import shutil
from pathlib import Path

import pytest
from keyring.backends import fail

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk
from desk_app.commands import opening
from desk_app.commands.choosing import at_hand, moved_in
from desk_app.commands.opening import is_demo, key_of
from desk_app.devices.keys.local import local_key
from desk_app.devices.keys.opened import forget_opened
from desk_app.devices.keys.window import window_own_key
from desk_app.domain.standing import BookTrouble
from desk_app.errors import WorldError
from desk_app.services.counter import intake
from desk_app.storage import belongings
from forms import sources
from tests.devices.keyrings import BETTER, GOOD, Person, installed, phrase, typed
from tests.people import sound_draft


def _accept(desk: Desk, person: int) -> tuple[str, str]:
    taken = intake.accept(desk.parts, sound_draft(desk.parts, person=person))
    return taken.id, taken.number


def _lands_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """From now on the computer is another one."""
    forget_opened()
    monkeypatch.setenv("DESK_DATA", str(folder / "data"))
    monkeypatch.setenv("DESK_STATE", str(folder / "state"))
    return folder / "data"


def test_a_real_book_opens_on_another_computer_by_backup_and_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installed(fail.Keyring()):
        old = _lands_in(tmp_path / "old", monkeypatch)
        settings.keep(old, "county_url", "https://county.example")
        settings.keep(old, "window", "7")
        begins = Person(phrases=[GOOD])
        key = key_of(settings.load(), ask=begins)
        assert begins.sheet is not None
        with Desk(settings.load(), seated=True) as desk:
            assert not is_demo(desk.settings, desk.versions)
            page = desk.parts.store.pages.keep(b"a picture of a paper")
            given = _accept(desk, 0)
            packs = sorted(p.name for p in (old / "packs").iterdir() if p.is_dir())
        window, seal = window_own_key(old, key).public, local_key(old, key)
        made = at_hand().back_up(tmp_path / "stick")
        shutil.rmtree(tmp_path / "old")

        new = _lands_in(tmp_path / "new", monkeypatch)
        comes = Person(typed(begins.sheet.code), phrases=[BETTER])
        book = moved_in(made.path, comes)
        assert book.key == key
        book.restore(made.path)
        with Desk(settings.load(), seated=True) as desk:
            assert (desk.settings.window, desk.settings.county_url) == ("7", "https://county.example")
            found = desk.parts.store.applications.one(given[0])
            assert found is not None
            assert found.number == given[1]
            assert desk.parts.store.pages.read(page) == b"a picture of a paper"
            assert int(_accept(desk, 1)[1].split("-")[3][:4]) == 1002
        assert (window_own_key(new, key).public, local_key(new, key)) == (window, seal)
        assert sorted(p.name for p in (new / "packs").iterdir() if p.is_dir()) == packs
        # The passphrase that was set with the sheet opens from now on.
        forget_opened()
        assert key_of(settings.load(), ask=Person(phrase(BETTER))) == key


def test_without_sheet_and_passphrase_a_backup_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installed(fail.Keyring()):
        old = _lands_in(tmp_path / "old", monkeypatch)
        settings.keep(old, "county_url", "https://county.example")
        key = key_of(settings.load(), ask=Person(phrases=[GOOD]))
        with Desk(settings.load(), seated=True) as desk:
            _accept(desk, 0)
        made = at_hand().back_up(tmp_path / "stick")
        new = _lands_in(tmp_path / "new", monkeypatch)
        with pytest.raises(WorldError, match="没有打开数据,什么也没有改动"):
            moved_in(made.path, Person(phrase("not the one at all")))
        # What moved in went again: the folder is as free as it was.
        assert belongings.is_free(new)
        assert [p.name for p in new.rglob("*")] == ["book.tries"], "wrong ones count on"
        # Nothing is begun anew in silence between the keys and the book.
        moved_in(made.path, Person(phrase(GOOD)))
        assert key_of(settings.load(), ask=Person(phrase(GOOD))) == key
        with pytest.raises(BookTrouble, match="不见了"):
            Desk(settings.load(), seated=True)
        assert not (new / belongings.BOOK).exists()


@pytest.mark.parametrize("answer", ["不", "照办"])
def test_who_does_not_want_the_backup_leaves_the_folder_as_free_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    with installed(fail.Keyring()):
        old = _lands_in(tmp_path / "old", monkeypatch)
        settings.keep(old, "county_url", "https://county.example")
        key = key_of(settings.load(), ask=Person(phrases=[GOOD]))
        with Desk(settings.load(), seated=True) as desk:
            _accept(desk, 0)
        made = at_hand().back_up(tmp_path / "stick")
        new = _lands_in(tmp_path / "new", monkeypatch)
        monkeypatch.setattr(opening, "terminal", lambda *_: Person(phrase(GOOD)))
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", lambda _told: answer)
        wanted = answer == "照办"
        assert main(["book", "restore", str(made.path)]) == (0 if wanted else 1)
        assert belongings.is_free(new) != wanted
        if not wanted:
            assert [p.name for p in new.rglob("*")] == []
            monkeypatch.setattr("sys.stdin.isatty", lambda: False)  # nobody can be asked
            assert main(["book", "restore", str(made.path)]) == 1
            assert [p.name for p in new.rglob("*")] == []
        else:
            assert at_hand().key == key


def test_a_backup_of_another_book_is_told_before_a_key_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with installed(fail.Keyring()):
        for name in ("old", "new"):
            data = _lands_in(tmp_path / name, monkeypatch)
            settings.keep(data, "county_url", "https://county.example")
            key_of(settings.load(), ask=Person(phrases=[GOOD]))
            Desk(settings.load()).close()
            if name == "old":
                made = at_hand().back_up(tmp_path / "stick")
        before = (data / belongings.BOOK).read_bytes()
        asked = Person()
        forget_opened()
        with pytest.raises(WorldError, match=r"另一本账本的.*DESK_DATA"):
            moved_in(made.path, asked)
        assert asked.told == []
        assert (data / belongings.BOOK).read_bytes() == before


def test_the_county_s_own_pack_comes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installed(fail.Keyring()):
        old = _lands_in(tmp_path / "old", monkeypatch)
        shutil.copytree(sources.DEFINITIONS, tmp_path / "old" / "pack")
        settings.keep(old, "county_url", "https://county.example")
        settings.keep(old, "forms", str(tmp_path / "old" / "pack"))
        begins = Person(phrases=[GOOD])
        key_of(settings.load(), ask=begins)
        assert begins.sheet is not None
        with Desk(settings.load(), seated=True) as desk:
            given, law = _accept(desk, 0), desk.parts.pack.digest
        made = at_hand().back_up(tmp_path / "stick")
        shutil.rmtree(tmp_path / "old")
        _lands_in(tmp_path / "new", monkeypatch)
        moved_in(made.path, Person(typed(begins.sheet.code), phrases=[BETTER])).restore(made.path)
        with Desk(settings.load(), seated=True) as desk:
            assert desk.parts.pack.digest == law  # the last good one, as its folder is not here
            found = desk.parts.store.applications.one(given[0])
            assert found is not None
            assert found.pack_digest == law


def _laid(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f'{{"is": "{name}"}}')


def test_what_belongs_to_a_book_comes_along_and_nothing_else(tmp_path: Path) -> None:
    data, stick, new = tmp_path / "data", tmp_path / "stick", tmp_path / "new"
    comes = ["book.keys", "window.key", "seal.key", "regions.csv", "printers.toml"]
    comes += ["calendars/2027.toml", "packs/2026-aa/hall.toml", "packs/current.json"]
    _laid(data, *comes, "book.key", "book.tries", "packs/current.pickle", "packs/.new-x/hall.toml")
    (data / "settings.toml").write_text('window = "7"\nstate = "/here"\ncounty_token = "a secret"\n')
    belongings.keep(data, stick)
    for folder in (stick, new):
        if folder is new:
            assert belongings.move_in(stick, new)
        found = [str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()]
        assert sorted(found) == sorted([*comes, "settings.toml"])
        assert (folder / "settings.toml").read_text() == 'window = "7"\n'
        assert all(p.stat().st_mode & 0o077 == 0 for p in folder.rglob("*"))


def test_a_seal_key_in_clear_is_not_carried_about(tmp_path: Path) -> None:
    _laid(tmp_path / "data", "book.keys")
    (tmp_path / "data" / "seal.key").write_text("k" * 43)
    belongings.keep(tmp_path / "data", tmp_path / "stick")
    assert not (tmp_path / "stick" / "seal.key").exists()


@pytest.mark.parametrize("there", ["book.db", "book.keys", "book.keys.copy", "book.key"])
def test_a_folder_with_a_book_or_a_key_takes_nothing_over(tmp_path: Path, there: str) -> None:
    _laid(tmp_path / "stick", "book.keys", "window.key")
    _laid(tmp_path / "data", there)
    assert not belongings.move_in(tmp_path / "stick", tmp_path / "data")
    assert [p.name for p in (tmp_path / "data").iterdir()] == [there]
