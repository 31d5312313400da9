"""Corrections as they are stored and folded: values round, order, and packs of before the act."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desk_app.domain import amending
from desk_app.domain.amending import AMEND, AmendedAnswer, Amendment
from desk_app.domain.applications import subject_of
from desk_app.domain.events import Event, Who
from forms import live, loader, rights
from forms.schema import Facts, Value
from tests.people import id_number

PACK = loader.shipped()
DAY = date(2026, 11, 23)
CHOSEN = ("cert_new", "care_subsidy")


def accepted() -> Facts:
    told: dict[str, Value] = {
        "name": "张样例",
        "id_number": id_number(),
        "phone": "13809430000",
        "bank_card": "6217000000000000004",
        "low_income": True,
        "other_benefits": ("0",),
        "open_matters": ("0",),
        "recorded_state": "0",
    }
    return live.facts(PACK, told, CHOSEN, DAY)


def made(*amended: AmendedAnswer, at: int = 9, **more: object) -> Amendment:
    payload = {"rows": amending.rows(amended), **more}
    moment = datetime(2026, 11, 24, at, tzinfo=UTC)
    event = Event(f"e{at}", moment, Who("王样例"), subject_of("a"), AMEND, payload, "a")
    return Amendment(event, amended)


@pytest.mark.parametrize(
    ("element", "value"),
    [("phone", "13912345678"), ("low_income", True), ("low_income", False), ("other_benefits", ("2", "4"))],
)
def test_a_value_is_read_as_it_was_written(element: str, value: Value) -> None:
    assert amending.read(PACK, element, amending.written(value)) == value
    assert amending.read(PACK, element, "") == ""


def test_a_flag_that_is_neither_yes_nor_no_is_damaged() -> None:
    with pytest.raises(ValueError, match="maybe"):
        amending.read(PACK, "low_income", "maybe")


def test_without_corrections_the_answers_are_those_accepted() -> None:
    assert amending.answers(PACK, accepted(), CHOSEN, DAY, ()) == accepted()


def test_one_correction_changes_its_answer_and_what_follows_and_nothing_else() -> None:
    right = id_number("20100312", "004")
    now = amending.answers(
        PACK, accepted(), CHOSEN, DAY, (made(AmendedAnswer("id_number", id_number(), right, "录错")),)
    )
    assert (now["id_number"], now["age"], now["birth"], now["sex"]) == (right, "16", "2010-03-12", "2")
    untouched = {"name", "phone", "bank_card", "low_income", "other_benefits"}
    assert {k: now[k] for k in untouched} == {k: accepted()[k] for k in untouched}


def test_what_the_records_say_of_a_corrected_number_comes_instead_of_the_wrong_ones() -> None:
    right = id_number("20100312", "004")
    one = AmendedAnswer("id_number", id_number(), right, "录错")
    known = amending.known_rows({"recorded_state": "1", "open_matters": ("living_subsidy",)})
    now = amending.answers(PACK, accepted(), CHOSEN, DAY, (made(one, known=known),))
    assert (now["recorded_state"], now["open_matters"]) == ("1", ("living_subsidy",))
    bare = amending.answers(PACK, accepted(), CHOSEN, DAY, (made(one),))
    assert "recorded_state" not in bare


def test_a_corrected_account_needs_no_second_typing() -> None:
    card = "6228480402564890018"
    now = amending.answers(
        PACK, accepted(), CHOSEN, DAY, (made(AmendedAnswer("bank_card", "6217000000000000004", card, "错")),)
    )
    assert now["bank_card"] == card
    assert now.get("bank_card_again", card) == card


def test_corrections_build_on_one_another() -> None:
    first = made(AmendedAnswer("phone", "13809430000", "13900000001", "一"), at=9)
    second = made(AmendedAnswer("phone", "13900000001", "13900000002", "二"), at=10)
    now = amending.answers(PACK, accepted(), CHOSEN, DAY, (first, second))
    assert now["phone"] == "13900000002"


def test_damaged_rows_are_no_correction() -> None:
    procedure = PACK.procedures["application"]
    start = Event("s", datetime(2026, 11, 23, tzinfo=UTC), Who("王"), subject_of("a"), "accept", {}, "a")
    for rows in ("text", [1], [{"element": 7}], [{"element": "low_income", "now": "maybe"}]):
        event = replace(made(at=11).event, payload={"rows": rows})
        assert amending.amendments(PACK, procedure, (start, event)) == ()


def test_a_pack_of_before_the_act_gets_it_and_one_without_its_states_does_not() -> None:
    mine = PACK.procedures["application"]
    without = replace(mine, acts=tuple(a for a in mine.acts if a.code != AMEND))
    assert rights.procedures({"application": without})["application"].act(AMEND) == mine.act(AMEND)
    bare = replace(without, states=tuple(s for s in mine.states if s.code != "delivered"))
    assert rights.procedures({"application": bare})["application"].act(AMEND) is None
