"""容缺: a material may follow only where the county allows it, by a day; nothing else changes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk_app.county import frame, shapes
from desk_app.county.strict import WireError
from desk_app.county_server import review
from desk_app.domain.applications import Application, Draft, HandedIn
from desk_app.domain.promises import Promise
from desk_app.errors import RuleError
from desk_app.services import reading
from desk_app.services.counter import capture, inform, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from desk_app.storage import rows
from forms import loader
from tests.fakes import StillClock, open_book
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

PACK = loader.shipped()
DAY = 24 * 3600
JPEG = Path("resources/samples/01/bank-card.jpg")


def without(parts: Parts, *materials: str) -> Draft:
    """The sound draft without these materials."""
    draft = sound_draft(parts)
    for material in materials:
        draft = capture.mark_seen(draft, material, None)
    return draft


def told(parts: Parts, draft: Draft) -> dict[str, bool]:
    return {
        p.message: p.blocks for p in reading.of(parts, draft).problems if p.element.startswith("material:")
    }


def test_a_promised_material_does_not_stand_in_the_way(parts: Parts) -> None:
    draft = without(parts, "household")
    assert list(told(parts, draft).values()) == [True]
    draft = capture.promise(parts, draft, "household")
    # 2026-11-23 is a Monday: five working days later is the next Monday.
    assert draft.promises == (Promise("household", date(2026, 11, 30)),)
    assert told(parts, draft) == {"容缺:户口簿,请于11月30日前补交": False}
    assert told(parts, capture.take_back_promise(draft, "household")) == told(
        parts, without(parts, "household")
    )


def test_promising_twice_is_promising_once(parts: Parts, clock: StillClock) -> None:
    draft = capture.promise(parts, without(parts, "household"), "household")
    clock.move(DAY)
    assert capture.promise(parts, draft, "household").promises == (Promise("household", date(2026, 12, 1)),)


@pytest.mark.parametrize("material", ["photo", "id_card", "guardian_id"])
def test_a_main_paper_is_never_promised(parts: Parts, material: str) -> None:
    draft = without(parts, material)
    with pytest.raises(RuleError, match="不能容缺,受理时要齐"):
        capture.promise(parts, draft, material)


def test_no_promise_goes_beyond_the_promised_limit(parts: Parts) -> None:
    (household,) = (m for m in PACK.materials if m.id == "household")
    now = parts.clock.now()
    most = capture.promised(parts, PACK, replace(household, follows_in=13), now)
    assert most.until == intake.dates(parts, parts.pack, now).promised
    with pytest.raises(RuleError, match="超过了承诺时限13个工作日"):
        capture.promised(parts, PACK, replace(household, follows_in=14), now)


def test_a_promise_nobody_may_give_does_not_help(parts: Parts) -> None:
    draft = replace(without(parts, "photo"), promises=(Promise("photo", date(2026, 11, 30)),))
    assert list(told(parts, draft).values()) == [True]
    with pytest.raises(RuleError, match="还缺照片"):
        intake.accept(parts, draft)


@pytest.mark.parametrize("how", ["original", "copy", "page"])
def test_a_promise_falls_away_when_the_material_comes(parts: Parts, how: str) -> None:
    draft = capture.promise(parts, without(parts, "household", "bank_card_copy"), "household")
    draft = capture.promise(parts, draft, "bank_card_copy")
    if how == "page":
        draft = capture.add_page(parts, draft, "household", JPEG.read_bytes(), "1.jpg")
    else:
        draft = capture.mark_seen(draft, "household", HandedIn(how))
    assert [p.material for p in draft.promises] == ["bank_card_copy"]


def test_the_day_is_counted_anew_from_acceptance(parts: Parts, clock: StillClock) -> None:
    draft = capture.promise(parts, without(parts, "household"), "household")
    clock.move(3 * DAY)
    accepted = intake.accept(parts, draft)
    assert accepted.promises == (Promise("household", date(2026, 12, 3)),)


def test_a_promise_no_longer_needed_is_not_accepted(parts: Parts) -> None:
    draft = capture.promise(parts, without(parts, "household"), "household")
    draft = replace(draft, promises=(*draft.promises, Promise("residence_permit", date(2026, 11, 30))))
    assert [p.material for p in intake.accept(parts, draft).promises] == ["household"]


def test_how_a_paper_was_seen_can_be_changed(parts: Parts) -> None:
    draft = capture.mark_seen(inform.new_draft(parts), "household", HandedIn.COPY)
    assert (draft.seen, draft.copies) == (("household",), ("household",))
    draft = capture.mark_seen(draft, "household", HandedIn.ORIGINAL)
    assert (draft.seen, draft.copies) == (("household",), ())
    draft = capture.mark_seen(draft, "household", None)
    assert (draft.seen, draft.copies) == ((), ())


def promised(parts: Parts) -> Draft:
    """A draft with a copy and a promise."""
    draft = capture.mark_seen(without(parts, "household"), "id_card", HandedIn.COPY)
    return capture.promise(parts, draft, "household")


def sent(parts: Parts, application: Application) -> dict[str, object]:
    """The application as its letter has it."""
    (letter,) = parts.store.outbox.letters(application.subject)
    row: dict[str, object] = json.loads(letter.body)["application"]
    return row


def test_copies_and_promises_are_kept_and_sent(parts: Parts, tmp_path: Path) -> None:
    draft = promised(parts)
    parts.store.drafts.keep(draft)
    assert parts.store.drafts.all() == (draft,)
    application = intake.accept(parts, draft)
    parts.store.close()
    assert open_book(tmp_path).applications.one(application.id) == application
    row = sent(parts, application)
    body = shapes.read_application(row)
    assert (body.copies, body.promises) == (("id_card",), application.promises)
    assert shapes.application_row(body) == row


def test_a_draft_of_the_version_before_is_read(parts: Parts) -> None:
    draft = promised(parts)
    old = json.loads(rows.draft_body(draft))
    del old["copies"], old["promises"]
    read = rows.read_draft(draft.id, draft.updated_at.isoformat(), json.dumps(old))
    assert read == replace(draft, copies=(), promises=())


def test_a_letter_of_the_version_before_is_read(parts: Parts) -> None:
    row = sent(parts, intake.accept(parts, promised(parts))) | {"version": 1}
    del row["copies"], row["promises"]
    body = frame.read(json.dumps(row)).application
    assert body is not None
    assert (body.copies, body.promises) == ((), ())


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("copies", None, "“copies”应为文字列表"),
        ("promises", None, "“promises”应为列表"),
        ("promises", [{"material": "household"}], "缺少“until”"),
        ("promises", [{"material": "household", "until": "明天"}], "“until”不是日期"),
        ("promises", [{"material": "household", "until": "2026-11-30"}] * 2, "重复"),
    ],
)
def test_a_misshapen_promise_is_refused_by_name(parts: Parts, key: str, value: object, words: str) -> None:
    row = sent(parts, intake.accept(parts, promised(parts)))
    with pytest.raises(WireError, match=words):
        shapes.read_application(row | {key: value})


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (Promise("household", date(2026, 11, 30)), ""),
        (Promise("household", date(2026, 12, 10)), ""),
        (Promise("household", date(2026, 12, 11)), "户口簿的补交日期应在受理后13个工作日以内"),
        (Promise("household", date(2026, 11, 20)), "户口簿的补交日期应在受理后13个工作日以内"),
        (Promise("photo", date(2026, 11, 30)), "照片不能容缺"),
        (Promise("dowry", date(2026, 11, 30)), "dowry不能容缺"),
    ],
)
def test_the_county_holds_promises_to_the_same_law(parts: Parts, promise: Promise, words: str) -> None:
    body = shapes.read_application(sent(parts, intake.accept(parts, promised(parts))))
    found = review.problems(PACK, replace(body, promises=(promise,)), date(2026, 11, 23))
    assert [words] * bool(words) == [p.message[: len(words)] for p in found]


def test_papers_say_what_became_of_each_material(parts: Parts) -> None:
    notice = text_of(papers.notice(parts, without(parts, "bank_card_copy")))
    assert "可容缺,5个工作日内补交" in notice
    receipt = text_of(papers.receipt(parts, intake.accept(parts, promised(parts))))
    for words in (
        "容缺,2026年11月30日前补交",
        "已收(复印件)",
        "已收(原件核对后退还)",
        "已收(原件)",
        "主件齐全",
    ):
        assert squeezed(words) in receipt, words
