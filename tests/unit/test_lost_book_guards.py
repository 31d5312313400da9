"""A hall's book is restored by its administrator, and without one gone on with by the printed sheet alone."""

import io
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk
from desk_app.devices.keys.opened import forget_opened
from desk_app.domain import recovery
from desk_app.domain.events import Subject
from desk_app.domain.standing import BOOK as BOOK_KIND
from desk_app.storage import backups
from desk_app.storage.asides import BookAsides
from desk_app.storage.book import BOOK, Book
from tests.fakes import NOW
from tests.unit.test_command_guards import ADMINISTRATOR, BACKUP, SHEET, WORD, begun, standing_at, typed


def test_a_hall_restores_and_goes_on_only_by_its_own_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = begun(tmp_path)
    with standing_at(tmp_path):
        book = tmp_path / "data" / BOOK
        morning = book.read_bytes()
        # a book that is well is replaced by its administrator, and the new one says by whom
        typed(monkeypatch, WORD, ADMINISTRATOR)
        assert main(["book", "restore", names[BACKUP], "--yes"]) == 0
        assert choices() == [ADMINISTRATOR]
        # an older one is gone on with by the printed sheet alone, and so is nothing at all
        for command, there in (("go-on", morning), ("begin-anew", None)):
            book.write_bytes(morning)
            if there is None:
                book.unlink()
            before = book.read_bytes() if there else None
            monkeypatch.setattr("sys.stdin", Terminal(f"{recovery.written(recovery.new())}\n\n"))
            assert main(["book", command, "--yes"]) == 1
            assert "恢复密钥" in capsys.readouterr().err
            assert (book.read_bytes() if book.exists() else None) == before
            monkeypatch.setattr("sys.stdin", Terminal(f"{names[SHEET]}\n"))
            assert main(["book", command, "--yes"]) == 0
            assert choices() == ["管理员"]
    forget_opened()


class Terminal(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def choices() -> list[str]:
    """Who chose that the book is gone on with, as it notes."""
    with Desk(settings.load(), beside=True) as desk:
        store = desk.parts.store
        assert isinstance(store, Book)
        return [e.who.person for e in store.events.about(Subject(BOOK_KIND, store.identity.id))]


def test_what_is_set_aside_twice_in_a_second_stands_twice(tmp_path: Path) -> None:
    first, again, third = (backups.set_aside(tmp_path, NOW) for _ in range(3))
    assert (again.name, third.name) == (f"{first.name}-2", f"{first.name}-3")
    assert BookAsides(tmp_path, lambda: False).let_go(NOW.date() + timedelta(days=90), 90) == 3
