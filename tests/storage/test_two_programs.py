"""Two programs on one book whose lock fails, as on some network disks: no number twice, nothing lost."""

import threading

import pytest

from desk_app import settings
from desk_app.bootstrap import Desk
from desk_app.commands.choosing import at_hand
from desk_app.errors import WorldError
from desk_app.services.counter import intake
from desk_app.storage.book import Book
from tests.dressed import dressed
from tests.people import sound_draft

EACH = 8


def accepted(desk: Desk, begin: int, into: list[str], failed: list[BaseException]) -> None:
    try:
        for person in range(begin, begin + EACH):
            into.append(intake.accept(desk.parts, sound_draft(desk.parts, person=person)).number)
    except BaseException as error:
        failed.append(error)


def test_a_second_program_is_refused_and_told() -> None:
    dressed()
    with Desk(settings.load(), seated=True), pytest.raises(WorldError, match="另一个窗口程序"):
        Desk(settings.load(), seated=True)


def test_where_the_lock_fails_both_write_into_one_whole_book() -> None:
    dressed()
    numbers, failed = list[str](), list[BaseException]()
    with Desk(settings.load(), seated=True) as one:
        (one.settings.data / "desk.lock").unlink()
        with Desk(settings.load(), seated=True) as other:
            threads = [
                threading.Thread(target=accepted, args=(desk, begin, numbers, failed))
                for desk, begin in ((one, 0), (other, 100))
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert failed == []
            for desk in (one, other):
                assert len(desk.parts.store.applications.search()) == 2 * EACH
    assert len(set(numbers)) == 2 * EACH
    assert at_hand().trouble() is None
    with Desk(settings.load(), seated=True) as again:
        assert isinstance(again.parts.store, Book)
        assert again.parts.store.check().sound
        held = {a.number for a in again.parts.store.applications.search()}
    assert held == set(numbers)
