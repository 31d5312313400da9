"""补正 and 不予受理 handed out for what is not accepted at all: offered, drawn, noted, and the note stays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.applications import Draft
from desk_app.domain.events import Subject
from desk_app.services import ledger
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, printouts, prints
from desk_app.services.printing.prints import ENQUIRY
from forms.schema import Document
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.printing.reading import text_of

BOTH = ("correction", "not_accepted")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def poor(parts: Parts) -> Draft:
    """A woman whose household has no low-income support, and who asks for the living subsidy all the same."""
    draft = sound_draft(parts)
    return replace(draft, answers={**draft.answers, "low_income": False})


def offered(parts: Parts, draft: Draft) -> list[str]:
    return [d.id for d in documents.offered(parts, draft) if d.id in BOTH]


def paper(parts: Parts, name: str) -> Document:
    return next(d for d in parts.pack.documents if d.id == name)


def hand_out(parts: Parts, draft: Draft, name: str) -> None:
    """Print a paper and say that it is clear."""
    made = printouts.document(parts, draft, paper(parts, name), dict)
    count = prints.count_of(parts, made)
    made.draw(0, (0.0, 0.0))
    count.note(count.claim(""), "")


def test_they_are_offered_where_there_is_a_reason(parts: Parts, poor: Draft) -> None:
    sound = sound_draft(parts)
    assert offered(parts, sound) == []
    assert offered(parts, poor) == ["not_accepted"]
    assert offered(parts, replace(poor, seen=("photo",))) == ["correction", "not_accepted"]
    promised = capture.promise(parts, capture.mark_seen(sound, "household", None), "household")
    assert offered(parts, promised) == []


def test_the_refusal_names_reason_clause_next_step_and_remedies(parts: Parts, poor: Draft) -> None:
    text = text_of(documents.draw(parts, poor, "not_accepted", {})).replace("\n", "")
    for words in (
        "困难残疾人生活补贴",
        "低保",
        "国发〔2015〕52号",
        "白银市平川区人民政府",
        "白银市平川区人民法院",
    ):
        assert words in text, words
    assert "残疾人证新办" not in text
    assert "重新评定" not in text


def test_the_correction_lists_what_is_missing_and_says_that_nothing_is_accepted(
    parts: Parts, poor: Draft
) -> None:
    draft = replace(poor, seen=("photo", "id_card"))
    text = text_of(documents.draw(parts, draft, "correction", {})).replace("\n", "")
    for words in ("户口簿", "没有带", "还没有受理", "收下申请之日受理"):
        assert words in text, words
    lacking, _, rest = text.partition("补正时间")
    assert "身份证" not in lacking
    assert "身份证(看了原件);照片(看了原件)。没有受理的,原件和复印件当场退还" in rest
    for words in ("受理日期仍是", "停止计算"):
        assert words not in text, words


def test_handing_out_is_noted_and_stays_when_the_draft_is_given_up(parts: Parts, poor: Draft) -> None:
    # GIVEN a draft on the disk
    parts.store.drafts.keep(poor)
    # WHEN both papers are handed out, and the draft is given up
    hand_out(parts, replace(poor, seen=()), "correction")
    hand_out(parts, poor, "not_accepted")
    parts.store.drafts.drop(poor.id)
    # THEN the ledger says who got which paper for what
    told = [e.text for e in ledger.timeline(parts, Subject(ENQUIRY, poor.id))]
    assert told == [
        # What can not be taken at all is not asked to be completed.
        "补正通知书(张样例:残疾人证新办、重度残疾人护理补贴)",
        "不予受理通知书(张样例:困难残疾人生活补贴)",
    ]
    # AND the next print of one is a reprint
    count = prints.count_of(parts, printouts.document(parts, poor, paper(parts, "not_accepted"), dict))
    assert count.next() == 1
    with pytest.raises(prints.WhyAgain):
        count.claim("")


def test_what_was_handed_out_stands_in_the_ledger_of_the_application_that_came_of_it(parts: Parts) -> None:
    draft = sound_draft(parts)
    hand_out(parts, replace(draft, seen=()), "correction")
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    told = [e.text for e in ledger.timeline(parts, application.subject)]
    assert told[0].startswith("补正通知书(张样例")
    assert application.matters[0].state == "taken"
