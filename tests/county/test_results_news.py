"""Results over the line: news that come late, twice or in another order leave the desk's book as it is."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desk_app.county.client import HttpCounty
from desk_app.county_server.decide import Ruling
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import Application, MatterCase
from desk_app.domain.letters import NewsBatch, NewsItem
from desk_app.services.parts import Parts
from tests.county.couriers import book
from tests.county.letters import PICTURE, accept
from tests.fakes import NOW
from tests.people import nth_number

CARD = f"{nth_number(0)}72"
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("cert_new", "accept", {}),
    ("cert_new", "assess", {}),
    ("cert_new", "conclude", {"assessed": "肢体二级、智力三级", "issued_on": "20261120"}),
    ("living_subsidy", "conclude", {"amount": "120"}),
)


@dataclass(frozen=True)
class Told:
    """An application that the county has, and its news as the client reads them, in their order."""

    parts: Parts
    application: Application
    news: tuple[NewsItem, ...]

    def apply(self, *items: NewsItem) -> tuple[MatterCase, ...]:
        """Let the desk's book take news, each in a batch of its own; returns the matters as they then are."""
        for item in items:
            self.parts.store.inbox.apply(NewsBatch((item,), item.seq), NOW)
        found = self.parts.store.applications.one(self.application.id)
        assert found is not None
        return found.matters


@pytest.fixture
def told(parts: Parts, county: EmbeddedCounty, tmp_path: Path) -> Iterator[Told]:
    application, letter = accept(parts)
    line = HttpCounty(*county.start(), window="3")
    line.send_file(letter.files[0], PICTURE)
    parts.store.outbox.delivered(letter.id, line.send_letter(letter), NOW)
    with closing(book(tmp_path)) as held:
        for matter, act, values in STEPS:
            held.decide(application.number, Ruling(matter, act, values), NOW)
    yield Told(parts, application, line.news(0).items)
    line.close()


def test_a_result_comes_home_as_it_was_completed(told: Told) -> None:
    first, living, care = told.apply(*told.news)
    assert first.state == "concluded"
    assert first.facts["certificate_number"] == CARD
    assert [tuple(row.values()) for row in first.facts["assessed"]] == [("4", "2"), ("5", "3")]
    assert (first.facts["issued_on"], first.facts["expires_on"]) == ("2026-11-20", "2036-11-20")
    assert (living.facts["amount"], living.facts["first_month"]) == ("120", "2026-11")
    assert care.state == "accepted"


def test_older_news_after_newer_ones_take_nothing_back(told: Told) -> None:
    *earlier, last = told.news
    newest = told.apply(*told.news)
    assert last.event is not None
    assert last.event.act == "conclude"
    for item in reversed(earlier):
        assert told.apply(item) == newest
    assert told.apply(*told.news) == newest
    assert told.parts.store.inbox.set_aside() == ()


def test_a_conclusion_that_comes_before_what_led_to_it_stands(told: Told) -> None:
    own = [i for i in told.news if i.event and i.event.proceeding.endswith("/cert_new")]
    assert [i.event.act for i in own if i.event] == ["accept", "assess", "conclude"]
    for item in (own[2], own[1], own[0]):
        first, *_ = told.apply(item)
        assert first.state == "concluded"
        assert first.facts["certificate_number"] == CARD
    assert told.parts.store.inbox.set_aside() == ()


def test_other_words_under_a_known_id_are_set_aside(told: Told) -> None:
    before = told.apply(*told.news)
    item = next(i for i in told.news if i.event and i.event.act == "conclude")
    assert item.event is not None
    other = replace(item.event, payload={**item.event.payload, "certificate_number": f"{nth_number(1)}42"})
    assert told.apply(replace(item, event=other)) == before
    assert [s.id for s in told.parts.store.inbox.set_aside()] == [item.id]
