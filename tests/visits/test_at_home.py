"""What is applied for at a home is an ordinary application: it knows its visit, and the visit its number."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.benches.book import draft_of
from desk_app.services import proceedings
from desk_app.services.counter import from_record, intake
from desk_app.services.parts import Parts
from tests.fakes import make_parts

ASKED = {"name": "张样例", "village": "样例村", "wish": "护理补贴,再换残疾人证", "channel": "2"}


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def test_an_application_of_a_visit_knows_it_and_the_visit_gets_its_number(parts: Parts) -> None:
    who = parts.window.who
    visit = proceedings.begin(parts, who, "home_visit", "request", ASKED)
    proceedings.act(parts, who, visit.id, "assign", {"doer": "李样乙"})
    proceedings.act(parts, who, visit.id, "agree", {"visit_on": parts.clock.today().isoformat()})
    # WHEN it is begun from the visit THEN the person and what they want stand there
    draft = from_record.begin(parts, visit.id, "begin_application")
    assert draft.answers["name"] == "张样例"
    assert draft.chosen == ("care_subsidy",)
    held = parts.store.drafts.one(draft.id)
    assert held is not None
    assert held.begun_from == visit.id
    # WHEN it is accepted THEN both know each other
    whole = draft_of(parts, 0)
    accepted = intake.accept(parts, replace(whole, id=draft.id, begun_from=held.begun_from))
    kept = parts.store.applications.one(accepted.id)
    assert kept is not None
    assert kept.begun_from == visit.id
    after = parts.store.proceedings.one(visit.id)
    assert after is not None
    assert after.facts["receipt"] == accepted.number


def test_an_application_stands_when_its_visit_takes_no_number_any_more(parts: Parts) -> None:
    who = parts.window.who
    visit = proceedings.begin(parts, who, "home_visit", "request", ASKED)
    proceedings.act(parts, who, visit.id, "withdraw", {})
    accepted = intake.accept(parts, replace(draft_of(parts, 0), begun_from=visit.id))
    assert parts.store.applications.one(accepted.id) is not None
