"""What a person holds, folded from every order in which things can be told, granted, cancelled and noted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desk_app.domain import holdings
from desk_app.domain.history import EarlierMatter, History, Mark
from desk_app.domain.records import facts_of, over
from desk_app.services.counter import holding
from forms import check, judging, loader, rules
from forms.schema import Value
from tests.people import id_number

PACK = loader.shipped()
WHO = id_number()
TODAY = date(2026, 11, 23)
LONG_AGO = date(2020, 1, 10)


def day(number: int) -> date:
    """The n-th day of a life in the records."""
    return LONG_AGO + timedelta(number)


def card(grade: str = "2", category: str = "4", suffix: str = "") -> str:
    return f"{WHO}{category}{grade}{suffix}"


def told(number: str, on: int = 0, matter: str = "employment", **more: Value) -> EarlierMatter:
    """An application that told of a certificate; nothing came of it yet."""
    answers: dict[str, Value] = {"certificate_number": number, **more}
    return EarlierMatter(matter, True, began_on=day(on), application=f"told-{on}", told=answers)


def granted(matter: str, on: int, **result: Any) -> EarlierMatter:
    """A matter that was concluded on a day with this result."""
    return EarlierMatter(matter, False, day(on), f"{matter}-{on}", day(on), result)


def issued(number: str, on: int, matter: str = "cert_new", until: str = "2030-01-10") -> EarlierMatter:
    rows = ({"category": number[18], "grade": number[19]},)
    days = {"issued_on": day(on).isoformat(), "expires_on": until}
    return granted(matter, on, certificate_number=number, assessed=rows, grade=number[19], **days)


def mark(act: str, on: int) -> Mark:
    return Mark(act, day(on), card())


CANCELLED = granted("cert_cancel", 5)
LOST_OPEN = EarlierMatter("cert_lost", True, application="lost", began_on=day(6))


def history(*what: EarlierMatter | Mark) -> History:
    return History(
        tuple(w for w in what if isinstance(w, EarlierMatter)),
        tuple(w for w in what if isinstance(w, Mark)),
        (WHO,),
    )


@pytest.mark.parametrize(
    ("what", "state", "number"),
    [
        ((), "0", ""),
        # typed from the card and believed: no record, asked again
        ((told(card()),), "0", ""),
        ((told(card()), LOST_OPEN), "2", ""),
        ((told(card()), CANCELLED), "5", ""),
        # a department's word stands, whatever is typed later or was typed before
        ((issued(card(), 1),), "1", card()),
        ((told(card("4"), 0), issued(card(), 1)), "1", card()),
        ((issued(card(), 1), told(card("4"), 2)), "1", card()),
        # one after the other
        ((issued(card(), 1), issued(card("1"), 3, "cert_change")), "1", card("1")),
        ((issued(card(), 1), issued(card(suffix="B1"), 3, "cert_lost")), "1", card(suffix="B1")),
        ((issued(card(), 1), LOST_OPEN), "2", card()),
        ((issued(card(), 1), EarlierMatter("cert_lost", False, began_on=day(2))), "1", card()),
        # the last day is a day of the certificate; the next one is not
        ((issued(card(), 1, until="2026-11-23"),), "1", card()),
        ((issued(card(), 1, until="2026-11-22"),), "3", card()),
        ((issued(card(), 1, until="2026-11-22"), LOST_OPEN), "2", card()),
        ((issued(card(), 1, until="2026-11-22"), issued(card(), 9, "cert_renew")), "1", card()),
        # cancelled: with its number, without, and what is typed afterwards brings nothing back
        ((issued(card(), 1), CANCELLED), "5", ""),
        ((CANCELLED,), "5", ""),
        ((CANCELLED, told(card(), 6)), "5", ""),
        ((told(card(), 1), CANCELLED, told(card("4"), 6)), "5", ""),
        ((issued(card(), 1), CANCELLED, told(card(), 6)), "5", ""),
        ((issued(card(), 1), CANCELLED, LOST_OPEN), "5", ""),
        ((issued(card(), 1, until="2021-01-01"), CANCELLED), "5", ""),
        ((issued(card(), 1), CANCELLED, issued(card("3"), 9)), "1", card("3")),
        # notes of the county
        ((issued(card(), 1), mark("freeze", 2)), "7", card()),
        ((issued(card(), 1, until="2021-01-01"), mark("freeze", 2)), "7", card()),
        ((issued(card(), 1), mark("freeze", 2), mark("restore", 3)), "1", card()),
        ((issued(card(), 1, until="2021-01-01"), mark("freeze", 2), mark("restore", 3)), "3", card()),
        ((issued(card(), 1), mark("move_away", 2)), "6", card()),
        ((issued(card(), 1), mark("move_away", 2), mark("return", 3)), "1", card()),
        ((issued(card(), 1), mark("freeze", 2), CANCELLED), "5", ""),
        ((issued(card(), 1), CANCELLED, mark("freeze", 6)), "5", ""),
        ((told(card()), mark("freeze", 2)), "7", ""),
        ((mark("freeze", 2),), "7", ""),
    ],
)
def test_state_and_number_on_record(what: Sequence[EarlierMatter | Mark], state: str, number: str) -> None:
    known = facts_of(PACK, history(*what), TODAY)
    assert known["recorded_state"] == state
    assert known.get("certificate_number", "") == number


@pytest.mark.parametrize("turned", [False, True])
def test_the_days_decide_and_not_the_order_in_which_applications_came(turned: bool) -> None:
    first, second = issued(card(), 1), issued(card("1"), 3, "cert_change")
    held = holdings.certificates(PACK, history(*((second, first) if turned else (first, second))), TODAY)
    assert [(c.number, c.state) for c in held] == [(card(), holdings.REPLACED), (card("1"), holdings.VALID)]


def test_on_one_day_what_is_told_comes_before_grants_and_notes_come_last() -> None:
    what = (mark("freeze", 3), issued(card(), 3), told(card("4"), 3))
    held = holdings.certificates(PACK, history(*what), TODAY)
    assert [(c.number, c.state) for c in held] == [
        (card("4"), holdings.REPLACED),
        (card(), holdings.FROZEN),
    ]


def test_of_two_grants_on_one_day_the_later_in_the_history_stands() -> None:
    changed, reissued = issued(card("1"), 3, "cert_change"), issued(card("1", suffix="B1"), 3, "cert_lost")
    held = holdings.held_certificate(PACK, history(issued(card(), 1), changed, reissued), TODAY)
    assert held is not None
    assert held.number == card("1", suffix="B1")


def test_categories_are_those_assessed() -> None:
    rows = ({"category": "5", "grade": "3"}, {"category": "4", "grade": "2"})
    whole = granted("cert_new", 1, certificate_number=card(category="7"), assessed=rows)
    known = facts_of(PACK, history(whole), TODAY)
    assert (known["categories"], known["grade"]) == (("5", "4"), "2")
    # AND a reissue of a book that wrote the number alone keeps them
    again = granted("cert_lost", 3, certificate_number=card(category="7", suffix="B1"))
    held = holdings.held_certificate(PACK, history(whole, again), TODAY)
    assert held is not None
    assert held.assessed == (("5", "3"), ("4", "2"))
    # BUT a certificate asked for after a cancellation takes nothing from the one before
    anew = holdings.held_certificate(PACK, history(whole, CANCELLED, granted("cert_new", 9)), TODAY)
    assert anew is not None
    assert (anew.number, anew.assessed) == ("", ())


def test_subsidies_are_paid_until_they_are_stopped() -> None:
    care = granted("care_subsidy", 3, first_month="2020-01", amount="120")
    living = EarlierMatter("living_subsidy", False, day(3), "a", day(0), ended_on=day(4))
    assert facts_of(PACK, history(care, living), TODAY)["receives"] == ("care_subsidy",)
    assert facts_of(PACK, history(living), TODAY)["receives"] == ("0",)
    # none after a cancellation, and again after a new grant
    assert facts_of(PACK, history(care, CANCELLED), TODAY)["receives"] == ("0",)
    again = granted("care_subsidy", 9)
    assert facts_of(PACK, history(care, CANCELLED, again), TODAY)["receives"] == ("care_subsidy",)
    (first, _) = holdings.subsidies(PACK, history(care, living))
    assert (first.first_month, first.amount, first.ended_on) == ("2020-01", "120", None)


def test_a_registration_stands_among_what_is_held_until_it_ends() -> None:
    done = granted("employment", 5, registered_on=day(5).isoformat())
    (line,) = holding.of(PACK, history(done), history(), TODAY).lines
    assert (line.kind, line.state.word, line.source) == ("registration", "已登记", "本窗口记录")
    assert line.text == "2020年1月15日登记"
    assert holding.of(PACK, history(replace(done, ended_on=day(9))), history(), TODAY).lines == ()


def test_a_death_is_known_of_the_cancellation_it_was_told_with() -> None:
    def cancelled(reason: str, **more: Any) -> EarlierMatter:
        record = {"open": False, "concluded_on": day(5), "began_on": day(4), **more}
        return EarlierMatter("cert_cancel", **record, told={"cancel_reason": reason})

    assert facts_of(PACK, history(cancelled("1")), TODAY).get("deceased") is True
    assert "deceased" not in facts_of(PACK, history(cancelled("2")), TODAY)
    assert "deceased" not in facts_of(PACK, history(cancelled("1", concluded_on=None)), TODAY)


def test_who_gave_a_certificate_up_can_ask_for_a_new_one_a_year_later() -> None:
    # GIVEN a certificate of our own that was cancelled: its number is no certificate the person shows
    answers: dict[str, Value] = {"id_number": WHO, "has_impairment": True}
    known = facts_of(PACK, history(issued(card(), 1), CANCELLED), TODAY)
    facts = rules.complete(PACK, over(PACK, answers, known), TODAY)
    (found,) = (f for f in judging.judge(PACK, facts, ("cert_new",)) if f.matter == "cert_new")
    assert found.outcome == "符合"
    assert check.value_problems(PACK, PACK.elements["certificate_state"], facts, TODAY) == []


def test_what_the_book_knows_goes_before_what_was_typed_and_the_rest_stays() -> None:
    known = facts_of(PACK, history(issued(card(), 1)), TODAY)
    typed: dict[str, Value] = {
        "id_number": WHO, "certificate_number": card("4"), "grade": "4", "certificate_until": "2099-01-01",
        "low_income": True, "open_matters": ("cert_new",), "receives": ("care_subsidy",),
    }  # fmt: skip
    whole = rules.complete(PACK, over(PACK, typed, known), TODAY)
    assert (whole["certificate_number"], whole["grade"]) == (card(), "2")
    assert whole["certificate_until"] == "2030-01-10"
    assert (whole["open_matters"], whole["receives"]) == (("0",), ("0",))
    assert (whole["certificate_state"], whole["holds_certificate"]) == ("1", True)
    assert whole["low_income"] is True


def test_own_applications_come_on_top_of_what_the_county_told() -> None:
    county = history(issued(card(), 1))
    mine = history(
        EarlierMatter("cert_new", True, application="cert_new-1", began_on=day(1)),
        EarlierMatter("cert_lost", True, application="mine", began_on=day(9)),
    )
    both = county.over(mine)
    assert [(m.matter, m.open) for m in both.matters] == [("cert_new", False), ("cert_lost", True)]
    assert facts_of(PACK, both, TODAY)["recorded_state"] == "2"
