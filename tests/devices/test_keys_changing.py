"""Changes of how a book is opened: the new way is proven before the old one goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.devices.keys import slots
from desk_app.devices.keys.changing import KeyChanges
from desk_app.devices.keys.keyrings import BookKeyring
from desk_app.domain.book_key import BookKey
from desk_app.errors import RuleError, WorldError
from forms import files
from tests.devices.keyrings import BETTER, GOOD, HERE, Drawer, Person, installed, opened, phrase, typed


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    """The computer's keyring, which may be trusted."""
    made = Drawer()
    with installed(made):
        yield made


def _changes(folder: Path, key: BookKey) -> KeyChanges:
    return KeyChanges(folder, key, BookKeyring(None, HERE, 5.0))


def _refused(folder: Path, *given: object) -> None:
    with pytest.raises(WorldError, match=r"没有打开数据|恢复密钥"):
        opened(folder, Person(*given) if given else None)  # type: ignore[arg-type]


def test_from_keyring_to_passphrase_and_back(tmp_path: Path, drawer: Drawer) -> None:
    key = opened(tmp_path, Person())
    assert _changes(tmp_path, key).to_passphrase(GOOD)
    assert drawer.kept == {}
    assert opened(tmp_path, Person(phrase(GOOD))) == key
    _changes(tmp_path, key).to_keyring()
    assert opened(tmp_path) == key
    drawer.kept.clear()
    _refused(tmp_path, phrase(GOOD))


def test_what_can_not_be_removed_from_a_locked_keyring_is_told(tmp_path: Path, drawer: Drawer) -> None:
    key = opened(tmp_path, Person())
    drawer.locked = True
    assert not _changes(tmp_path, key).to_passphrase(GOOD)
    assert opened(tmp_path, Person(phrase(GOOD))) == key


def test_another_passphrase(tmp_path: Path, drawer: Drawer) -> None:
    drawer.locked = True
    key = opened(tmp_path, Person(phrases=[GOOD]))
    changes = _changes(tmp_path, key)
    with pytest.raises(RuleError, match="太短"):
        changes.to_passphrase("12")
    assert opened(tmp_path, Person(phrase(GOOD))) == key
    changes.to_passphrase(BETTER)
    assert opened(tmp_path, Person(phrase(BETTER))) == key
    _refused(tmp_path, phrase(GOOD))


@pytest.mark.parametrize("way", ["locked", "forgets"])
def test_a_keyring_that_does_not_keep_leaves_the_passphrase(tmp_path: Path, drawer: Drawer, way: str) -> None:
    drawer.locked = True
    key = opened(tmp_path, Person(phrases=[GOOD]))
    drawer.locked = False
    setattr(drawer, way, True)
    with pytest.raises(WorldError, match="系统密钥环"):
        _changes(tmp_path, key).to_keyring()
    assert opened(tmp_path, Person(phrase(GOOD))) == key


def test_a_new_sheet_voids_the_old_one_when_it_was_put_away(tmp_path: Path, drawer: Drawer) -> None:
    person = Person()
    key = opened(tmp_path, person)
    assert person.sheet is not None
    changes = _changes(tmp_path, key)
    sheet, slot = changes.new_recovery()
    assert sheet.voids
    drawer.kept.clear()
    assert opened(tmp_path, Person(typed(person.sheet.code))) == key  # until then the old one counts
    changes.put_recovery(slot)
    drawer.kept.clear()
    _refused(tmp_path, typed(person.sheet.code))
    assert opened(tmp_path, Person(typed(sheet.code))) == key


def test_a_full_disk_leaves_every_old_way(
    tmp_path: Path, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person()
    key = opened(tmp_path, person)
    before = {name: (tmp_path / name).read_bytes() for name in (slots.FILE_NAME, slots.COPY_NAME)}

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(WorldError, match="磁盘满了"):
            _changes(tmp_path, key).to_passphrase(GOOD)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert opened(tmp_path) == key


def test_another_books_file_is_not_changed(tmp_path: Path, drawer: Drawer) -> None:
    key = opened(tmp_path / "a", Person())
    opened(tmp_path / "b", Person())
    before = (tmp_path / "b" / slots.FILE_NAME).read_bytes()
    with pytest.raises(WorldError, match="另一本"):
        _changes(tmp_path / "b", key).to_passphrase(GOOD)
    assert (tmp_path / "b" / slots.FILE_NAME).read_bytes() == before
