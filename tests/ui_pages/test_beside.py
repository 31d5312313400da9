"""One judgement for each key; faults of answers outside the form are told, counted and led to."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from desk_app.ui.counter.links import step_of
from forms import check, judging, rules
from tests.people import id_number, sound_draft
from tests.ui_pages.conftest import ACCEPT, CONFIRM, FILL, NOTICE, SITUATION, Desk

WORK = {"willing_to_work": True, "able_to_work": True, "employed": True, "employment_kind": "1"}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts how often the rules are completed and judged, and the answers checked."""
    counts: Counter[str] = Counter()

    def wrap(module: Any, name: str) -> None:
        work: Callable[..., object] = getattr(module, name)

        def counting(*args: Any, **more: Any) -> object:
            counts[name] += 1
            return work(*args, **more)

        monkeypatch.setattr(module, name, counting)

    for module, name in ((rules, "complete"), (judging, "judge"), (check, "problems")):
        wrap(module, name)
    return counts


def take_worker(desk: Desk) -> None:
    draft = sound_draft(desk.parts)
    desk.take(replace(draft, answers={**draft.answers, **WORK}, chosen=(*draft.chosen, "employment")))


def test_a_key_in_step_3_judges_once_with_its_paper_drawn(desk: Desk, counted: Counter[str]) -> None:
    take_worker(desk)
    page = desk.go(FILL)
    desk.until(lambda: page.paper_is_current)  # type: ignore[attr-defined]
    desk.settle()
    counted.clear()
    desk.type("unit_name", "a")
    desk.until(lambda: page.paper_is_current)  # type: ignore[attr-defined]
    desk.settle()
    assert counted == {"complete": 1, "judge": 1, "problems": 1}


@pytest.mark.parametrize("step", [NOTICE, CONFIRM, ACCEPT])
def test_a_change_judges_once_on_every_step(desk: Desk, counted: Counter[str], step: int) -> None:
    desk.take_sound()
    desk.settle()
    desk.go(step)
    desk.settle()
    counted.clear()
    desk.case.answer("phone", "13809430001")
    desk.settle()
    assert counted == {"complete": 1, "judge": 1, "problems": 1}


def test_a_hidden_answer_is_there_again_when_its_question_comes_back(desk: Desk) -> None:
    take_worker(desk)
    desk.go(FILL)
    desk.type("unit_name", "样例纺织厂")
    desk.click("employed:no")
    assert "unit_name" not in desk.case.facts
    assert desk.kept.answers["unit_name"] == "样例纺织厂"
    desk.click("employed:yes")
    assert desk.find("unit_name", QLineEdit).text() == "样例纺织厂"
    assert desk.case.facts["unit_name"] == "样例纺织厂"


def test_a_bad_answer_of_the_interview_is_told_and_asked_again(desk: Desk) -> None:
    answers = {**sound_draft(desk.parts).answers, "other_benefits": ("99",)}
    desk.take_sound(answers=answers)
    desk.go(ACCEPT)
    assert "还不能受理,有 1 处要处理" in desk.texts()
    assert [p.open_count() for p in desk.pages[: FILL + 1]] == [0, 1, 0]
    (link,) = (b for b in desk.page.findChildren(QPushButton) if b.text() == "已享受的待遇")
    link.click()
    assert desk.page is desk.pages[NOTICE]
    desk.click("other_benefits:0")
    desk.click("other_benefits:confirm")
    desk.go(ACCEPT)
    assert "现在受理吗" in desk.texts()


def test_a_bad_certificate_number_leads_to_step_1(desk: Desk) -> None:
    answers = {**sound_draft(desk.parts).answers, "certificate_number": "123"}
    desk.take_sound(answers=answers)
    assert [p.element for p in desk.case.reading.blocking] == ["certificate_number"]
    desk.lead("certificate_number")
    assert desk.page is desk.pages[SITUATION]
    line = desk.find("certificate_number", QLineEdit)
    assert line.hasFocus()
    assert line.property("state") == "wrong"
    assert desk.page.open_count() == 1
    desk.case.answer("certificate_number", "")
    assert desk.page.open_count() == 0


def test_a_field_of_the_form_is_mended_on_the_form(desk: Desk) -> None:
    desk.take_sound()
    assert step_of(desk.case, "phone") == FILL
    assert step_of(desk.case, "low_income") == FILL
    desk.case.choose("living_subsidy", wanted=False)
    desk.case.choose("care_subsidy", wanted=False)
    assert step_of(desk.case, "low_income") == NOTICE


def test_a_certificate_of_another_person_holds_up_acceptance(desk: Desk) -> None:
    answers = {**sound_draft(desk.parts).answers, "certificate_number": f"{id_number('19600101')}42"}
    desk.take_sound(answers=answers, chosen=("living_subsidy",))
    assert "certificate_number" in [p.element for p in desk.case.reading.blocking]
