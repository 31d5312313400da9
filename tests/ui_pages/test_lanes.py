"""Pictures are decoded in a lane of their own, so drafts and acceptance never wait for them."""

import threading
from collections.abc import Iterator

import pytest

from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.kit.errands import Lane
from tests.ui_pages.conftest import ACCEPT, CAPTURE, Desk, Pictures


@pytest.fixture
def held(desk: Desk) -> Iterator[threading.Event]:
    """An event until which the lane of pictures is blocked."""
    gate = threading.Event()
    desk.errands.run(gate.wait, lane=Lane.PICTURE)
    yield gate
    gate.set()


def test_a_draft_is_kept_while_pictures_are_waited_for(
    desk: Desk, held: threading.Event, pictures: Pictures
) -> None:
    desk.take_sound(seen=())
    page = desk.go(CAPTURE)
    assert isinstance(page, CapturePage)
    saved: list[object] = []
    desk.case.saved.connect(saved.append)
    for _ in range(10):
        page.add_file("household", pictures.page)
    desk.case.answer("phone", "13809430001")
    desk.until(lambda: desk.case.draft in saved)
    through: list[None] = []
    desk.errands.run(lambda: None, through.append)
    desk.until(lambda: through)
    kept = desk.parts.store.drafts.one(desk.case.draft.id)
    assert kept is not None
    assert (kept.answers["phone"], desk.case.draft.pages) == ("13809430001", ())
    held.set()
    assert len(desk.kept.pages) == 1  # the same bytes ten times are one page


def test_an_application_is_accepted_while_pictures_are_waited_for(desk: Desk, held: threading.Event) -> None:
    desk.take_sound()
    page = desk.go(ACCEPT)
    assert isinstance(page, AcceptPage)
    desk.case.accept()
    desk.until(lambda: desk.case.application)
    assert not held.is_set()
