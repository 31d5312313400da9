"""An account that is no usual card number is typed twice, and only then accepted, at window and county."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk_app.county_server import review
from desk_app.errors import RuleError
from desk_app.services import reading
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from forms import loader
from forms.schema import Problem, Value
from printing.papers import form
from tests.county_server.offices import body_of
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.printing import sheets
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder

PASSBOOK, CARD, OLD_CARD = "190001508000123", "6217000000000000004", "6214832018989180"
ACCEPTED = date(2026, 11, 23)


def told(parts: Parts, **answers: Value) -> list[Problem]:
    """The problems of the two entries, with these answers."""
    draft = sound_draft(parts)
    read = reading.of(parts, replace(draft, answers={**draft.answers, **answers}))
    return [p for p in read.problems if p.element.startswith("bank_card")]


def test_a_usual_card_is_typed_once(parts: Parts) -> None:
    assert told(parts, bank_card=CARD) == []


@pytest.mark.parametrize("number", [PASSBOOK, OLD_CARD, "62170000000000", "1234567890123456789012"])
def test_an_unusual_account_waits_for_its_second_entry(parts: Parts, number: str) -> None:
    caution, missing = told(parts, bank_card=number)
    assert (caution.element, caution.blocks) == ("bank_card", False)
    assert (missing.element, missing.blocks) == ("bank_card_again", True)
    assert "再录一遍账号" in missing.message
    assert told(parts, bank_card=number, bank_card_again=number) == []


def test_two_entries_that_differ_block(parts: Parts) -> None:
    _, wrong = told(parts, bank_card=PASSBOOK, bank_card_again=PASSBOOK[:-1] + "4")
    assert wrong.blocks
    assert "从第15位起不同" in wrong.message
    _, wrong = told(parts, bank_card=PASSBOOK[:-1] + "4", bank_card_again=PASSBOOK)
    assert wrong.blocks


def test_a_second_entry_that_is_no_longer_asked_does_not_block(parts: Parts) -> None:
    assert told(parts, bank_card=CARD, bank_card_again=PASSBOOK) == []


@pytest.mark.parametrize("number", ["4" * 13, "4" * 23])
def test_what_is_no_account_is_refused_and_not_asked_twice(parts: Parts, number: str) -> None:
    (refused,) = told(parts, bank_card=number)
    assert (refused.element, refused.blocks) == ("bank_card", True)


def test_nothing_is_accepted_before_the_account_is_confirmed(parts: Parts) -> None:
    draft = sound_draft(parts)
    once = replace(draft, answers={**draft.answers, "bank_card": PASSBOOK})
    parts.store.drafts.keep(once)
    with pytest.raises(RuleError, match="再录一遍账号"):
        intake.accept(parts, once)
    taken = intake.accept(parts, replace(once, answers={**once.answers, "bank_card_again": PASSBOOK}))
    said = squeezed(text_of(papers.form(parts, reading.of(parts, taken))))
    assert said.count(PASSBOOK) == 1  # the form prints the account once, as before


def test_the_second_entry_is_in_the_draft_that_the_next_start_finds(tmp_path: Path) -> None:
    before = make_parts(tmp_path)
    draft = sound_draft(before)
    twice = {**draft.answers, "bank_card": PASSBOOK, "bank_card_again": PASSBOOK}
    before.store.drafts.keep(replace(draft, answers=twice))
    before.store.close()
    after = make_parts(tmp_path)
    found = after.store.drafts.one(draft.id)
    assert found is not None
    assert not [p for p in reading.of(after, found).problems if p.blocks]
    after.store.close()


def test_the_county_takes_the_confirmed_account_and_no_other(tmp_path: Path) -> None:
    letter, pack = body_of(tmp_path), loader.shipped()

    def refused(**answers: Value) -> tuple[Problem, ...]:
        return review.problems(pack, replace(letter, answers={**letter.answers, **answers}), ACCEPTED)

    assert refused(bank_card=PASSBOOK, bank_card_again=PASSBOOK) == ()
    (wrong,) = refused(bank_card=PASSBOOK, bank_card_again=PASSBOOK[::-1])
    assert wrong.element == "bank_card_again"
    # A window of an older release does not ask for the second entry: its letters are not held up for it.
    assert refused(bank_card=PASSBOOK) == ()


@pytest.mark.parametrize(
    ("named", "said"),
    [("bankcard", "没有别的要素“bankcard”"), ("bank_card_again", "没有别的要素"), ("phone", "写 phone")],
)
def test_a_second_entry_names_an_answer_of_its_kind(tmp_path: Path, named: str, said: str) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change("elements.toml", 'repeats = "bank_card"', f'repeats = "{named}"')
    folder.tells("elements.toml", f'repeats = "{named}"', said)


def test_no_paper_needs_a_place_for_a_second_entry() -> None:
    again = loader.shipped().elements["bank_card_again"]
    assert again.section
    assert again.repeats == "bank_card"
    assert again.id not in form.places(sheets.pack())
