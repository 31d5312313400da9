"""The county relies on its own book: of two windows with one matter the first wins; versions stay."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.county import frame
from desk_app.county.shapes import LetterBody, application_row, read_application
from desk_app.county_server import review
from desk_app.domain.applications import MatterState
from desk_app.domain.history import EarlierMatter, History
from desk_app.domain.letters import Envelope
from desk_app.domain.receipts import receipt_number
from desk_app.domain.settling import Settling
from forms import calendar, library, loader
from forms.library import Library, Versions
from forms.schema import Value
from tests import versions
from tests.county_server.offices import Office, body_of, office
from tests.fakes import NOW
from tests.people import id_number
from tests.versions import STRICTER

PACK = loader.shipped()
TODAY = NOW.date()
OPEN = (EarlierMatter("living_subsidy", open=True),)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> LetterBody:
    """cert_new with both subsidies held for it, as accepted at the window."""
    return body_of(tmp_path_factory.mktemp("desk"))


def of(letter: LetterBody, counter: int, *chosen: str, **answers: Value) -> LetterBody:
    """Another application of the same person, from another window."""
    return replace(
        letter,
        id=f"application-{counter}",
        window="7",
        number=receipt_number("620403", "7", TODAY, counter),
        chosen=chosen or letter.chosen,
        answers={**letter.answers, **answers},
    )


def cancelling(letter: LetterBody) -> LetterBody:
    """An application of the same person to cancel the certificate."""
    return of(letter, 2, "cert_cancel", certificate_state="1", cancel_categories=("4",), cancel_reason="2")


def told(letter: LetterBody, *records: EarlierMatter) -> str:
    return "".join(p.message for p in review.problems(PACK, letter, TODAY, History(records)))


def records(county: Office, number: str = id_number()) -> tuple[EarlierMatter, ...]:
    with closing(county.book()) as book:
        return book.history(number).matters


@pytest.fixture
def county(tmp_path: Path) -> Office:
    return office(tmp_path)


def test_a_window_can_not_say_what_stands_in_the_countys_book(letter: LetterBody) -> None:
    assert letter.answers["open_matters"] == ("0",)
    assert "同一事项已经受理,正在办理" in told(letter, *OPEN)
    claimed = replace(letter, answers={**letter.answers, "open_matters": ("living_subsidy",)})
    assert told(claimed) == ""


def test_a_certificate_cancelled_within_the_year_bars_a_new_one_whatever_was_answered(
    letter: LetterBody,
) -> None:
    lately = EarlierMatter("cert_cancel", open=False, concluded_on=TODAY - timedelta(days=100))
    long_ago = replace(lately, concluded_on=TODAY - timedelta(days=800))
    denied = replace(letter, answers={**letter.answers, "cancelled_lately": False})
    assert "注销残疾人证后一年内不能重新申请" in told(denied, lately)
    assert told(denied, long_ago) == ""
    assert "注销残疾人证后一年内不能重新申请" in told(denied, long_ago, lately)


def test_matters_of_a_person_are_told_with_the_day_they_were_concluded(
    county: Office, letter: LetterBody
) -> None:
    assert records(county) == ()
    other = cancelling(letter)
    county.take(other)
    begun = EarlierMatter("cert_cancel", True, None, other.id, TODAY, told={"cancel_reason": "2"})
    assert records(county) == (begun,)
    county.say("cert_cancel", "conclude")
    (found,) = records(county)
    assert replace(found, order=0) == replace(begun, open=False, concluded_on=TODAY)
    assert found.order > 0
    assert records(county, id_number("19900101")) == ()
    assert records(county, "") == ()


def test_what_was_handed_over_stays_concluded_on_its_day(county: Office, letter: LetterBody) -> None:
    other = cancelling(letter)
    county.take(other)
    county.say("cert_cancel", "conclude")
    first = frame.read(json.dumps(application_row(other) | {"version": 1})).events[0]
    handed = replace(
        first,
        id="handed-over",
        act="hand_over",
        proceeding=f"{other.id}/cert_cancel",
        payload={"receiver": "张样例"},
        at=NOW + timedelta(days=9),
    )
    county.receive(Envelope("letter-2", handed.subject, (handed,)), NOW + timedelta(days=9))
    assert county.states() == [MatterState.HANDED_OVER]
    (found,) = records(county)
    assert (found.matter, found.open, found.concluded_on) == ("cert_cancel", False, TODAY)


def test_held_matters_are_judged_again_beside_the_same_records(county: Office, letter: LetterBody) -> None:
    """Records that came later do not count against earlier ones."""
    county.take(letter)
    assert [r.open for r in records(county)] == [True, True, True]
    county.say("cert_new", "conclude", assessed="肢体2")
    assert [(r.matter, r.open) for r in records(county)] == [
        ("cert_new", False),
        ("living_subsidy", True),
        ("care_subsidy", True),
    ]
    assert county.states() == [MatterState.CONCLUDED, MatterState.ACCEPTED, MatterState.ACCEPTED]


def test_an_application_is_decided_by_the_pack_it_came_in_with(tmp_path: Path, letter: LetterBody) -> None:
    """A stricter law in force since then does not end a care subsidy asked for before."""
    kept = Library(tmp_path / "packs")
    library.in_force(kept).keep()
    newer = library.in_force(kept, versions.write(tmp_path / "county", "2026.12", STRICTER))
    states = []
    for number, known in enumerate((newer, Versions(newer.current)), 1):
        mine = of(letter, number, **{"id_number": id_number(order=f"00{2 * number}")})
        county = Office(f"sqlite:///{tmp_path}/county-{number}.db")
        county.take(mine)
        county.law = Settling(known, calendar.shipped())
        county.say("cert_new", "conclude", assessed="肢体2")
        states.append(county.states()[-1])
    assert states == [MatterState.ACCEPTED, MatterState.CLOSED]


def test_a_letter_is_read_strictly_even_where_its_words_are_not_believed(letter: LetterBody) -> None:
    row = application_row(letter)
    row["answers"]["open_matters"] = "0"
    spoiled = read_application(json.loads(json.dumps(row)))
    assert "不是规定的形式" in told(spoiled)
