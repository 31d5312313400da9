"""A full disk is said from the first refused write on until something can be written."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from desk_app.devices.lock import only_one
from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.domain.standing import BookTrouble, Trouble
from desk_app.errors import WorldError
from desk_app.services import ledger
from desk_app.services.counter import intake
from desk_app.storage import identity
from desk_app.storage.book import Book
from desk_app.storage.disk import DiskWatch
from tests.disks import ON_POSIX, full_disk
from tests.fakes import make_parts
from tests.opened import key_of
from tests.people import sound_draft

pytestmark = ON_POSIX


def test_a_book_on_a_full_disk_is_not_called_damaged(tmp_path: Path) -> None:
    # GIVEN a sound book that nobody has open WHEN it is looked at while the disk takes nothing
    parts = make_parts(tmp_path)
    parts.store.drafts.keep(sound_draft(parts))
    parts.store.close()
    with full_disk(), pytest.raises(WorldError) as told:
        identity.look(tmp_path / identity.FILE, key_of(tmp_path))
    # THEN the disk is told, and nobody is sent to a backup or to another book
    assert not isinstance(told.value, BookTrouble)
    assert "写不进去" in str(told.value)
    assert "不要另起" in str(told.value)
    assert not isinstance(identity.look(tmp_path / identity.FILE, key_of(tmp_path)), Trouble)


def test_why_a_folder_is_not_locked_is_told(tmp_path: Path) -> None:
    with full_disk(0), pytest.raises(WorldError, match="文件超过了允许的大小"):
        only_one(tmp_path)


@pytest.mark.parametrize("what", ["draft", "acceptance", "a read"])
def test_it_is_said_until_something_can_be_written(tmp_path: Path, what: str) -> None:
    parts = make_parts(tmp_path)
    assert isinstance(parts.store, Book)
    watch = DiskWatch(parts.store.database, tmp_path)
    watch.start()
    draft = sound_draft(parts)
    parts.store.drafts.keep(draft)
    assert not list(watch.words())
    about = Subject("application", "x")
    acts: dict[str, Callable[[], object]] = {
        "draft": lambda: parts.store.drafts.keep(sound_draft(parts, person=1)),
        "acceptance": lambda: intake.accept(parts, draft),
        "a read": lambda: ledger.note_read(parts, parts.window.who, ReadKind.OPENED, about),
    }
    with full_disk(), pytest.raises(WorldError):
        acts[what]()
    (sentence,) = watch.words()
    assert "什么都存不下" in sentence
    pause, tries = Event(), 0
    while list(watch.words()):
        tries += 1
        assert tries < 600, "it is still said"
        pause.wait(0.02)
    assert intake.accept(parts, draft).number
    watch.close()
    parts.store.close()
