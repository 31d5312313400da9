"""The law is applied to a case once and the result handed on; what is sent is what was shown."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain import seals
from desk_app.domain.applications import Draft, Page
from desk_app.errors import RuleError
from desk_app.services import reading
from desk_app.services.counter import capture, inform, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, papers
from forms import check, judging, rules
from forms.schema import Seal, Value
from printing import layout, plans
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

EMPLOYED: dict[str, Value] = {
    "willing_to_work": True,
    "able_to_work": True,
    "employed": True,
    "identity_kinds": ("3",),
    "employment_kind": "1",
    "unit_name": "样例纺织厂",
}
JOBLESS: dict[str, Value] = {
    "employed": False,
    "unemployment_place": "1",
    "unemployment_reason": "8",
    "unemployment_benefit": False,
}
GIVEN = {"proof": "低保证明", "content": "家庭已纳入低保", "agent": "李样例"}


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "book")
    yield made
    made.store.close()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts how often rules are completed and judged, answers checked, and layouts read."""
    counts: Counter[str] = Counter()

    def wrap(module: Any, name: str) -> None:
        work: Callable[..., object] = getattr(module, name)

        def counting(*args: Any, **more: Any) -> object:
            counts[name] += 1
            return work(*args, **more)

        monkeypatch.setattr(module, name, counting)

    for module, name in ((rules, "complete"), (judging, "judge"), (check, "problems"), (layout, "read")):
        wrap(module, name)
    return counts


def worker(parts: Parts, **more: Value) -> Draft:
    """A draft with a fourth matter, of someone with an employer."""
    draft = sound_draft(parts)
    return replace(draft, answers={**draft.answers, **EMPLOYED, **more}, chosen=(*draft.chosen, "employment"))


def test_one_reading_judges_once(parts: Parts, counted: Counter[str]) -> None:
    read = reading.of(parts, worker(parts))
    for _ in range(3):
        assert read.blocking == ()
        assert read.findings
        assert read.needs
        assert read.fields
        assert [e.id for e in read.questions] == ["pension_joined"]
    assert counted == {"complete": 1, "judge": 1, "problems": 1}


def test_every_paper_of_one_reading_costs_no_more(parts: Parts, counted: Counter[str]) -> None:
    read = reading.of(parts, worker(parts))
    for large in (False, True):
        papers.notice(parts, read, large)
    papers.form(parts, read)
    for document in documents.offered(parts, read):
        given = {q.name: GIVEN.get(q.name, "样例") for q in documents.questions(parts, read, document.id)}
        if not documents.missing(parts, read, document.id, given):
            documents.draw(parts, read, document.id, given)
    assert (counted["complete"], counted["judge"], counted["problems"]) == (1, 1, 0)


def test_a_layout_is_read_once_until_its_file_changes(
    parts: Parts, counted: Counter[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "_KEPT", {})
    read, own = reading.of(parts, worker(parts)), tmp_path / "layouts"
    own.mkdir()
    layout.use(own)
    try:
        for _ in range(3):
            documents.questions(parts, read, "undertaking")
            documents.draw(parts, read, "undertaking", GIVEN)
        assert counted["read"] == 1
        shipped = (layout.LAYOUTS / "undertaking.toml").read_text(encoding="utf-8")
        (own / "undertaking.toml").write_text(
            shipped.replace("告知承诺书", "告知承诺书样例"), encoding="utf-8"
        )
        said = squeezed(text_of(documents.draw(parts, read, "undertaking", GIVEN)))
        assert "告知承诺书样例" in said
        assert counted["read"] == 2
    finally:
        layout.use(None)


def test_acceptance_judges_once(parts: Parts, counted: Counter[str]) -> None:
    application = intake.accept(parts, worker(parts))
    assert counted == {"complete": 1, "judge": 1, "problems": 1}
    papers.receipt(parts, application)
    documents.draw(parts, application, "file_cover", {"title": "样例"})
    assert (counted["complete"], counted["judge"]) == (1, 1)


def test_what_the_window_has_judged_is_not_judged_again(parts: Parts, counted: Counter[str]) -> None:
    read = reading.of(parts, inform.recalled(parts, worker(parts)))
    assert not read.blocking
    intake.accept(parts, read)
    assert counted == {"complete": 1, "judge": 1, "problems": 1}


def test_a_reading_the_book_has_overtaken_is_judged_again(parts: Parts) -> None:
    read = reading.of(parts, inform.recalled(parts, worker(parts)))
    assert not read.blocking
    intake.accept(parts, replace(worker(parts), id="the-same-person-elsewhere"))
    with pytest.raises(RuleError, match="正在办理"):
        intake.accept(parts, read)
    assert len(parts.store.applications.search()) == 1


def test_a_reading_of_yesterday_is_judged_again(parts: Parts, counted: Counter[str]) -> None:
    held = inform.recalled(parts, worker(parts))
    read = reading.Reading(parts.pack, held, parts.clock.today() - timedelta(days=1))
    assert not read.blocking
    intake.accept(parts, read)
    assert counted == {"complete": 2, "judge": 2, "problems": 2}


# ---- what is not seen does not leave -------------------------------------------------------------


def test_a_hidden_employer_leaves_with_nothing(parts: Parts) -> None:
    draft = worker(parts, **JOBLESS)
    application = intake.accept(parts, draft)
    assert draft.answers["unit_name"] == "样例纺织厂"
    assert not application.answers.keys() & {"unit_name", "employment_kind"}
    assert application.answers["unemployment_reason"] == "8"
    (letter,) = parts.store.outbox.letters(application.subject)
    assert "样例纺织厂" not in json.dumps(json.loads(letter.body), ensure_ascii=False)
    assert "样例纺织厂" not in squeezed(text_of(papers.form(parts, draft)))


def test_what_is_accepted_was_on_the_form_or_asked(parts: Parts) -> None:
    stray: dict[str, Value] = {"cancel_reason": "1", "cancel_categories": ("4",), "renew_reason": "2"}
    application = intake.accept(parts, worker(parts, **stray, delivery_name="李样例", shoe_size="43"))
    pack = parts.pack
    shown = {e.id for e in rules.fields(pack, application.answers, application.chosen)}
    beside = {e.id for e in pack.elements.values() if not e.section}
    asked = {"low_income", "able_to_work"}
    assert set(application.answers) <= shown | beside | asked
    assert "willing_to_work" in application.answers


def test_a_picture_nobody_asks_for_any_more_leaves_with_nothing(parts: Parts) -> None:
    draft, picture = worker(parts), parts.store.pages.keep(b"\xff\xd8\xff of a matter taken out since")
    pages = tuple(
        Page(picture, m, "图", "image/jpeg", 9) for m in ("guardian_id", "id_card", capture.SIGNED_FORM)
    )
    draft = replace(draft, pages=pages, seen=(*draft.seen, "residence_permit"))
    application = intake.accept(parts, draft)
    assert [p.material for p in application.pages] == ["id_card", capture.SIGNED_FORM]
    assert "residence_permit" not in application.seen


def test_a_form_drawn_of_an_older_application_shows_no_more(parts: Parts) -> None:
    application = intake.accept(parts, worker(parts, **JOBLESS))
    older = replace(application, answers={**application.answers, "unit_name": "样例纺织厂"})
    assert "unit_name" not in reading.of(parts, older).facts


# ---- what stands beside the form is checked ------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "wrong"),
    [("certificate_until", "2026-02-30"), ("other_benefits", ("99",)), ("certificate_number", "123")],
)
def test_a_bad_answer_beside_the_form_is_refused_and_nothing_is_lost(
    parts: Parts, element: str, wrong: Value
) -> None:
    draft = worker(parts, **{element: wrong})
    parts.store.drafts.keep(draft)
    with pytest.raises(RuleError) as refused:
        intake.accept(parts, draft)
    assert element in [p.element for p in refused.value.problems]
    assert parts.store.drafts.one(draft.id) is not None


def test_every_seal_of_a_paper_is_one_the_county_knows() -> None:
    assert set(Seal) == set(seals.KINDS)
