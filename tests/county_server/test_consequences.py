"""What a decision causes for the other matters of the same person, in every application."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.county_server.decide import Ruling
from desk_app.domain import holdings
from desk_app.domain.applications import MatterState
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from forms.procedures import COUNTY
from forms.schema import Outcome, Value
from tests.law.world import TYPED, World, world
from tests.people import id_number

OWN = id_number()
HOLDER: dict[str, Value] = dict(TYPED) | {
    "id_number": OWN,
    "certificate_state": "1",
    "certificate_number": f"{OWN}42",
    "certificate_until": "2030-05-06",
    "has_impairment": True,
    "registered_here": True,
    "low_income": True,
    "other_benefits": ("0",),
    "willing_to_work": True,
    "able_to_work": True,
    "cancel_categories": ("4",),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("reason", "state"), [("1", MatterState.CLOSED), ("2", MatterState.TAKEN)], ids=["died", "recovered"]
)
def test_a_death_ends_what_hangs_on_no_certificate_too(place: World, reason: str, state: str) -> None:
    # GIVEN employment help under way WHEN the certificate is cancelled
    helped = place.accept(HOLDER, ("employment",))
    cancelled = place.accept(HOLDER | {"cancel_reason": reason}, ("cert_cancel",))
    assert place.states(helped)["employment"][0] == MatterState.TAKEN
    place.decide(cancelled, "cert_cancel", "conclude")
    # THEN it ends at both ends when the holder died, and goes on when they recovered
    assert place.states(helped)["employment"] == (state, state)


def test_what_was_paid_and_what_was_open_end_with_the_certificate(place: World) -> None:
    paid = place.accept(HOLDER, ("living_subsidy",))
    place.decide(paid, "living_subsidy", "conclude", amount="110")
    place.clock.moment += timedelta(days=3)
    open_ = place.accept(HOLDER, ("care_subsidy",))
    cancelled = place.accept(HOLDER | {"cancel_reason": "3"}, ("cert_cancel",))
    place.decide(cancelled, "cert_cancel", "conclude")
    assert place.states(paid)["living_subsidy"] == ("stopped", "stopped")
    assert place.states(open_)["care_subsidy"] == (MatterState.CLOSED, MatterState.CLOSED)
    facts = place.draft(HOLDER, ()).records
    assert (facts["receives"], facts["recorded_state"]) == (("0",), "5")


def test_a_refused_cancellation_changes_nothing(place: World) -> None:
    paid = place.accept(HOLDER, ("living_subsidy",))
    place.decide(paid, "living_subsidy", "conclude")
    cancelled = place.accept(HOLDER | {"cancel_reason": "3"}, ("cert_cancel",))
    place.decide(cancelled, "cert_cancel", "refuse", text="本人没有签字")
    assert place.states(paid)["living_subsidy"] == (MatterState.CONCLUDED, MatterState.CONCLUDED)
    assert place.draft(HOLDER, ()).records["receives"] == ("living_subsidy",)


def test_a_change_to_grade_four_stops_care_and_leaves_the_living_subsidy(place: World) -> None:
    both = place.accept(HOLDER, ("living_subsidy", "care_subsidy"))
    for matter in ("living_subsidy", "care_subsidy"):
        place.decide(both, matter, "conclude")
    change = place.accept(HOLDER | {"apply_categories": ("4",)}, ("cert_change",))
    place.decide(
        change,
        "cert_change",
        "conclude",
        assessed=({"category": "4", "grade": "4"},),
        expires_on="2036-11-22",
    )
    assert place.states(both)["care_subsidy"] == ("stopped", "stopped")
    assert place.states(both)["living_subsidy"] == (MatterState.CONCLUDED, MatterState.CONCLUDED)


def test_a_certificate_of_another_county_is_taken_over_after_a_cancellation_here(place: World) -> None:
    cancelled = place.accept(HOLDER | {"cancel_reason": "3"}, ("cert_cancel",))
    place.decide(cancelled, "cert_cancel", "conclude")
    place.clock.moment += timedelta(days=500)
    who = Who("演示审核人", COUNTY)
    new = {"certificate_number": f"{OWN}43", "issued_on": "2028-01-05", "expires_on": "2038-01-05"}
    assert place.county.record(OWN, new, who, place.clock.now())
    held = holdings.held_certificate(place.desk.pack, place.county.history(OWN), place.today)
    assert held is not None
    assert (held.number, held.state) == (f"{OWN}43", holdings.VALID)
    moved = HOLDER | {"certificate_number": f"{OWN}43", "certificate_until": "2038-01-05"}
    place.ask(place.desk, moved)
    assert place.read(moved, ("cert_move",)).finding("cert_move").outcome is Outcome.APPLIES


def test_two_departments_can_not_conclude_the_same_matter(place: World) -> None:
    paid = place.accept(HOLDER, ("living_subsidy",))
    place.decide(paid, "living_subsidy", "conclude", amount="110")
    ruling = Ruling("living_subsidy", "conclude", {"amount": "120"})
    with pytest.raises(RuleError, match="已办结"):
        place.county.decide(paid.number, ruling, place.clock.now())
    (record,) = place.county.history(OWN).matters
    assert record.result["amount"] == "110"
    assert record.concluded_on == date(2026, 11, 23)


def test_a_cancellation_made_by_mistake_is_withdrawn(place: World) -> None:
    # GIVEN somebody whose certificate was cancelled as of a dead person
    dead = HOLDER | {"cancel_reason": "1"}
    cancelled = place.accept(dead, ("cert_cancel",))
    place.decide(cancelled, "cert_cancel", "conclude")
    place.ask(place.desk, HOLDER)
    assert place.read(HOLDER, ("employment",)).finding("employment").outcome is Outcome.NOT
    # WHEN the county withdraws it
    place.clock.moment += timedelta(days=2)
    place.county.mark(OWN, "reinstate", "报错了人", Who("演示审核人", COUNTY), place.clock.now())
    place.ask(place.desk, HOLDER)
    # THEN the certificate is held again, nobody is dead, and no year has to pass
    records = place.draft(HOLDER, ()).records
    assert not {"deceased", "cancelled_on"} & records.keys()
    assert records["recorded_state"] == "0", "a number that was only typed is asked again"
    for matter in ("employment", "care_subsidy", "cert_renew"):
        chosen = place.read(HOLDER | {"renew_reason": "1"}, (matter,))
        assert chosen.finding(matter).outcome is Outcome.APPLIES, matter
    # AND it can not be withdrawn twice, but cancelled again
    with pytest.raises(RuleError, match="不能撤销注销"):
        place.note(OWN, "reinstate")
    again = place.accept(HOLDER | {"cancel_reason": "3"}, ("cert_cancel",))
    place.decide(again, "cert_cancel", "conclude")
    assert place.draft(HOLDER, ()).records["recorded_state"] == "5"


def test_nobody_is_joined_to_somebody_of_another_name(place: World) -> None:
    place.accept(HOLDER, ("living_subsidy",))
    other = HOLDER | {"id_number": id_number(order="004"), "name": "李样例", "former_number": "1"}
    taken = place.accept(other, ("employment",), place.elsewhere)
    (letter,) = place.elsewhere.store.outbox.letters(taken.subject)
    with pytest.raises(RuleError, match="另一个人的"):
        place.receive(letter, place.elsewhere)
    assert place.county.history(OWN).numbers == (OWN,)
