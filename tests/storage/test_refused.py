"""What is refused when it is opened is left alone: no thread works on it, nothing keeps it open."""

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app import settings
from desk_app.bootstrap import Desk
from desk_app.domain.book_key import BookKey
from desk_app.domain.settling import Settling
from desk_app.domain.standing import BookTrouble
from desk_app.errors import RuleError
from desk_app.storage.book import BOOK, Book
from forms import calendar, library
from tests.fakes import make_parts
from tests.opened import KEY


def test_a_desk_that_is_refused_leaves_no_thread_and_no_lock() -> None:
    before = set(threading.enumerate())
    with Desk(settings.load()) as desk:
        clerks = desk.parts.store.clerks
        clerks.add(replace(clerks.all()[0], id="another", name="王样甲", demo=False))
    for _ in range(2):
        with pytest.raises(RuleError, match="已登记了人员"):
            Desk(settings.load(), seated=True)
    assert set(threading.enumerate()) == before
    Desk(settings.load()).close()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system for the open files")
def test_a_book_that_is_refused_is_not_kept_open(tmp_path: Path) -> None:
    make_parts(tmp_path).store.close()

    law = Settling(library.in_force(library.Library(tmp_path / "packs")), calendar.shipped())
    with pytest.raises(BookTrouble) as told:
        Book(tmp_path, law, key=BookKey("another", KEY.secret))
    assert told.value.trouble == "foreign"
    opened = [os.path.realpath(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")]
    assert [p for p in opened if p.startswith(str(tmp_path / BOOK))] == []
