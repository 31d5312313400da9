"""A picture comes back from the county to the window that sent it, and to no other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.county.asking import CountyQuestions
from desk_app.county.client import HttpCounty
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.retention import AWAY
from desk_app.errors import LineError, WorldError
from desk_app.services.parts import Parts
from desk_app.services.retention import purge
from forms import loader
from forms.library import Versions
from tests.county.letters import PICTURE, accept, digest
from tests.county.lines import Peer, answer, closed_port, say
from tests.fakes import NOW, StillClock, make_parts
from tests.opened import key_beside

TOKEN = "token-of-a-test-window"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    place = tmp_path / "county.db"
    with EmbeddedCounty(place, Versions(loader.shipped()), key=key_beside(place)) as line:
        yield line


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "desk")
    yield made
    made.store.close()


def delivered(parts: Parts, served: tuple[str, str]) -> tuple[str, str]:
    """A page the county has, and the application it was sent for."""
    application, letter = accept(parts)
    county = HttpCounty(*served, window="3")
    county.send_file(letter.files[0], PICTURE)
    parts.store.outbox.delivered(letter.id, county.send_letter(letter), NOW)
    county.close()
    return letter.files[0], application.id


def test_only_the_window_that_sent_a_page_gets_it_back(parts: Parts, served: tuple[str, str]) -> None:
    page, subject = delivered(parts, served)
    assert HttpCounty(*served, window="3").file(page, subject) == PICTURE
    assert HttpCounty(*served, window="4").file(page, subject) is None
    assert HttpCounty(*served).file(page, subject) is None
    assert HttpCounty(*served, window="3").file(page, "another") is None
    stray = b"sent, but in no letter"
    HttpCounty(*served, window="3").send_file(digest(stray), stray)
    assert HttpCounty(*served, window="3").file(digest(stray), subject) is None
    assert HttpCounty(*served, window="3").has_file(page)


@pytest.mark.parametrize(
    "reply",
    [
        answer(200, b"", headers=f'ETag: "{digest(PICTURE)}"\r\n'.encode()),  # the release before this one
        answer(200, b"not it", headers=f'ETag: "{digest(PICTURE)}"\r\n'.encode()),
        answer(404, b""),
        answer(405, b""),
        answer(400, b""),
    ],
)
def test_an_older_county_does_not_give_it(reply: bytes) -> None:
    with Peer(say(reply)) as peer:
        assert HttpCounty(peer.url, TOKEN, window="3").file(digest(PICTURE), "a") is None


def test_a_purged_page_is_fetched_when_it_is_looked_at(parts: Parts, served: tuple[str, str]) -> None:
    page, _ = delivered(parts, served)
    later = replace(parts, clock=StillClock(NOW.replace(year=2027)))
    assert purge.purge(later).pages == 1
    gone = CountyQuestions(lambda: HttpCounty(f"http://127.0.0.1:{closed_port()}", TOKEN), parts.clock)
    parts.store.pages.fetch_from(gone.page)
    with pytest.raises(LineError):
        gone.page(page, "a")
    with pytest.raises(WorldError, match=AWAY):
        parts.store.pages.read(page)
    line = CountyQuestions(lambda: HttpCounty(*served, window="3"), parts.clock)
    parts.store.pages.fetch_from(line.page)
    assert parts.store.pages.read(page) == PICTURE
    line.close()
