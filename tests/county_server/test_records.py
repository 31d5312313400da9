"""The county trusts its own book: of two windows with one matter the first wins, and versions live on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.county import wire
from desk_app.county_server import review
from desk_app.county_server.decide import decide
from desk_app.county_server.store import CountyBook, Intake
from desk_app.domain.applications import MatterState
from desk_app.domain.letters import NewsKind
from desk_app.domain.records import Record
from forms import library, loader
from forms.library import Library, Versions
from forms.schema import Value
from tests import versions
from tests.county.letters import accept
from tests.fakes import NOW, make_parts
from tests.people import id_number
from tests.versions import STRICTER

PACK = loader.shipped()
TODAY = NOW.date()
OPEN = (Record("living_subsidy", MatterState.ACCEPTED),)


@pytest.fixture
def letter(tmp_path: Path) -> wire.LetterBody:
    """cert_new with both subsidies held for it, as accepted at the window."""
    return wire.read_letter(accept(make_parts(tmp_path / "desk"))[1].body)


def of(letter: wire.LetterBody, counter: int, *chosen: str, **answers: Value) -> wire.LetterBody:
    """Another application of the same person, from another window."""
    return replace(
        letter,
        id=f"application-{counter}",
        number=f"other-{counter}",
        chosen=chosen or letter.chosen,
        answers={**letter.answers, **answers},
    )


def told(letter: wire.LetterBody, *records: Record) -> str:
    return "".join(p.message for p in review.problems(PACK, letter, TODAY, records))


class County:
    """A county's book that takes letters in as its server does."""

    def __init__(self, url: str) -> None:
        self.url = url

    @contextmanager
    def book(self) -> Iterator[CountyBook]:
        book = CountyBook(self.url)
        try:
            yield book
        finally:
            book.close()

    def receive(self, letter: wire.LetterBody) -> tuple[Record, ...]:
        """Take it in; the records it was judged beside."""
        seen: list[tuple[Record, ...]] = []

        def judge(records: tuple[Record, ...]) -> Intake:
            seen.append(records)
            return Intake(review.matters(PACK, letter, TODAY, records), "", letter.pack_digest)

        with self.book() as book:
            book.receive(f"letter-{letter.id}", wire.write_letter(letter).encode(), judge, NOW)
        return seen[-1]

    def say(self, letter: wire.LetterBody, matter: str, kind: NewsKind, text: str = "", **more: str) -> None:
        decide(self.url, letter.number, matter, kind, text, **more, now=NOW)

    def records(self, number: str = id_number()) -> tuple[Record, ...]:
        with self.book() as book:
            return book.records(number)


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(f"sqlite:///{tmp_path}/county.db")


def test_a_window_can_not_say_what_stands_in_the_countys_book(letter: wire.LetterBody) -> None:
    assert letter.answers["open_matters"] == ("0",)
    assert "同一事项已经受理,正在办理" in told(letter, *OPEN)
    claimed = replace(letter, answers={**letter.answers, "open_matters": ("living_subsidy",)})
    assert told(claimed) == ""


def test_a_certificate_cancelled_within_the_year_bars_a_new_one_whatever_was_answered(
    letter: wire.LetterBody,
) -> None:
    lately = Record("cert_cancel", MatterState.CONCLUDED, TODAY - timedelta(days=100))
    long_ago = replace(lately, concluded_on=TODAY - timedelta(days=800))
    denied = replace(letter, answers={**letter.answers, "cancelled_lately": False})
    assert "注销残疾人证后一年内不能重新申请" in told(denied, lately)
    assert told(denied, long_ago) == ""
    assert "注销残疾人证后一年内不能重新申请" in told(denied, long_ago, lately)


def test_matters_of_a_person_are_told_with_the_day_they_were_concluded(
    county: County, letter: wire.LetterBody
) -> None:
    assert county.receive(letter) == ()
    other = of(letter, 2, "cert_cancel", holds_certificate=True)
    taken, held = MatterState.TAKEN, MatterState.HELD
    first = [("cert_new", taken), ("living_subsidy", held), ("care_subsidy", held)]
    assert [(r.matter, r.state) for r in county.receive(other)] == first
    county.say(other, "cert_cancel", NewsKind.CONCLUDED)
    assert county.records()[-1] == Record("cert_cancel", MatterState.CONCLUDED, TODAY)
    assert county.records(id_number("19900101")) == ()
    assert county.records("") == ()


def test_held_matters_are_judged_again_beside_the_same_records(
    county: County, letter: wire.LetterBody
) -> None:
    """What came later stands against nothing that came before."""
    county.receive(letter)
    county.receive(of(letter, 2, "living_subsidy", holds_certificate=True))
    county.say(letter, "cert_new", NewsKind.CONCLUDED, grade="2")
    assert [r.state for r in county.records()] == [
        MatterState.CONCLUDED,
        MatterState.ACCEPTED,
        MatterState.ACCEPTED,
        MatterState.TAKEN,
    ]


def test_a_book_without_a_register_gets_one(county: County, letter: wire.LetterBody) -> None:
    county.receive(letter)
    with county.book() as book, book._engine.begin() as line:
        line.exec_driver_sql("DROP TABLE register")
    assert len(county.records()) == 3
    with county.book() as book:
        assert [c.pack_digest for c in book.cases()] == [letter.pack_digest]


def test_an_application_is_decided_by_the_pack_it_came_in_with(
    tmp_path: Path, county: County, letter: wire.LetterBody
) -> None:
    """A stricter law in force since does not end a care subsidy that was asked for before."""
    kept = Library(tmp_path / "packs")
    library.in_force(kept).keep()
    newer = library.in_force(kept, versions.write(tmp_path / "county", "2026.12", STRICTER))
    states = []
    for number, known in enumerate((newer, Versions(newer.current))):
        mine = of(letter, number, **{"id_number": id_number(order=f"00{2 * number + 2}")})
        county.receive(mine)
        decide(county.url, mine.number, "cert_new", NewsKind.CONCLUDED, "", "2", versions=known, now=NOW)
        states.append(county.records(str(mine.answers["id_number"]))[-1].state)
    assert states == [MatterState.ACCEPTED, MatterState.CLOSED]


def test_a_letter_is_read_strictly_even_where_its_words_are_not_believed(letter: wire.LetterBody) -> None:
    row = json.loads(wire.write_letter(letter))
    row["answers"]["open_matters"] = "0"
    spoiled = wire.read_letter(json.dumps(row))
    assert "不是规定的形式" in told(spoiled)
