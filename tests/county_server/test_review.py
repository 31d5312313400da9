"""The county judges by the law of the day of acceptance, and derives by itself what nobody was asked."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk_app.county.shapes import LetterBody
from desk_app.county_server import review
from desk_app.domain.applications import MatterState
from forms import loader
from forms.schema import UNSURE, Value
from tests.county_server.offices import body_of, office
from tests.people import id_number

PACK = loader.shipped()
ACCEPTED = date(2026, 11, 23)


@pytest.fixture
def letter(tmp_path: Path) -> LetterBody:
    """A letter accepted at the window on 2026-11-23."""
    return body_of(tmp_path)


def job_seeker(letter: LetterBody, birth: date, **answers: Value) -> LetterBody:
    """The same letter for employment help, of a woman born on this day."""
    number = id_number(f"{birth:%Y%m%d}")
    given = {k: v for k, v in letter.answers.items() if k not in ("age", "birth")}
    given |= {"id_number": number, "willing_to_work": True, "able_to_work": True, "employed": True}
    return replace(letter, chosen=("employment",), answers=given | answers)


def told(letter: LetterBody, today: date) -> str:
    return "".join(p.message for p in review.problems(PACK, letter, today))


def test_a_lawful_letter_has_no_problems(letter: LetterBody) -> None:
    assert review.problems(PACK, letter, ACCEPTED) == ()


def test_a_letter_that_waited_for_the_line_is_judged_by_its_own_day(letter: LetterBody) -> None:
    fifty_nine = job_seeker(letter, date(1966, 11, 24))
    assert "周岁" not in told(fifty_nine, date(2027, 3, 1))
    sixty = job_seeker(letter, date(1966, 11, 23))
    assert "已满60周岁" in told(sixty, date(2027, 3, 1))


def test_a_window_whose_clock_runs_ahead_is_judged_by_the_countys_day(letter: LetterBody) -> None:
    ahead = replace(letter, accepted_at=letter.accepted_at.replace(year=2046))
    assert review.problems(PACK, ahead, ACCEPTED) == ()


def test_an_age_that_nobody_was_asked_for_is_worked_out_anew(letter: LetterBody) -> None:
    assert "已满60周岁" in told(job_seeker(letter, date(1950, 1, 1), age="30"), ACCEPTED)


def test_what_is_not_known_for_sure_is_no_fault_of_shape(letter: LetterBody) -> None:
    unsure = replace(letter, answers={**letter.answers, "has_impairment": UNSURE, "education": ""})
    assert review.problems(PACK, unsure, ACCEPTED) == ()


def test_matters_start_as_the_window_said(letter: LetterBody) -> None:
    found = review.matters(PACK, letter, ACCEPTED)
    assert [(m.matter, m.state, m.waits_for) for m in found] == [
        ("cert_new", MatterState.TAKEN, ""),
        ("living_subsidy", MatterState.HELD, "cert_new"),
        ("care_subsidy", MatterState.HELD, "cert_new"),
    ]
    assert found[1].note == "等“残疾人证新办”结果"


def test_a_window_with_another_pack_is_told_so(letter: LetterBody) -> None:
    assert review.remark(PACK, letter) == ""
    assert "请更新窗口" in review.remark(PACK, replace(letter, pack_digest="0" * 64))


# ---- the same answers count as at the window -----------------------------------------------------


def test_what_an_older_window_sends_along_unseen_decides_nothing_and_is_not_kept(
    letter: LetterBody, tmp_path: Path
) -> None:
    hidden: dict[str, Value] = {"unit_name": "很长" * 50, "employment_kind": "9"}
    older = replace(letter, answers={**letter.answers, **hidden})
    assert review.problems(PACK, older, ACCEPTED) == ()
    assert not hidden.keys() & review.seen(PACK, older).keys()
    at_county = office(tmp_path / "county")
    at_county.take(older)
    assert not hidden.keys() & at_county.case().facts.keys()
    assert at_county.case().facts["name"] == letter.answers["name"]


@pytest.mark.parametrize(
    ("element", "wrong"),
    [("certificate_until", "2026-02-30"), ("other_benefits", ("99",)), ("grade", "9")],
)
def test_a_bad_answer_beside_the_form_is_refused(letter: LetterBody, element: str, wrong: Value) -> None:
    found = review.problems(PACK, replace(letter, answers={**letter.answers, element: wrong}), ACCEPTED)
    assert [p.element for p in found] == [element]


def test_months_that_are_over_are_a_number_too(letter: LetterBody) -> None:
    over: dict[str, Value] = {"certificate_until": "2026-03-01", "months_to_expiry": "-8"}
    assert review.problems(PACK, replace(letter, answers={**letter.answers, **over}), ACCEPTED) == ()
    wrong = replace(letter, answers={**letter.answers, "months_to_expiry": "八"})
    assert [p.element for p in review.problems(PACK, wrong, ACCEPTED)] == ["months_to_expiry"]
