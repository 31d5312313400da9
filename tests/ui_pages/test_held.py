"""Step 1: what the person holds, as county and window know it; a certificate on another number."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.domain.history import EarlierMatter, History
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import LineError, SignInNeeded
from desk_app.services.counter import inform, intake
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.people import id_number, sound_draft
from tests.ui_pages.conftest import ACCEPT, CONFIRM, FILL, NOTICE, SITUATION, Desk

OWN, OTHER = id_number(), id_number(order="332")
B0, B1 = f"{OWN}43", f"{OWN}43B1"


class Answers:
    """A county that answers as told, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.say: Callable[[Sequence[str]], HistoryAnswer | None] = holder
        self.open = threading.Event()
        self.open.set()

    def __call__(self, numbers: Sequence[str]) -> HistoryAnswer | None:
        self.asked.append(tuple(numbers))
        assert self.open.wait(10)
        return self.say(numbers)


def certificate(matter: str, on: date, number: str, application: str) -> EarlierMatter:
    result = {"certificate_number": number, "assessed": [{"category": "4", "grade": "3"}]}
    return EarlierMatter(
        matter, False, on, application, on, result | {"expires_on": on.replace(on.year + 10).isoformat()}
    )


def holder(numbers: Sequence[str]) -> HistoryAnswer:
    """Somebody whose certificate was reissued, who is paid one subsidy and waits for the other."""
    paid = {"first_month": "2024-05", "amount": "110"}
    return HistoryAnswer(
        History(
            (
                certificate("cert_new", date(2020, 3, 2), B0, "a1"),
                certificate("cert_lost", date(2024, 5, 6), B1, "a2"),
                EarlierMatter("living_subsidy", False, date(2024, 6, 6), "a3", date(2024, 5, 6), paid),
                EarlierMatter("care_subsidy", True, None, "a4", date(2026, 11, 2)),
            ),
            numbers=tuple(numbers),
        ),
        7,
    )


def nobody(numbers: Sequence[str]) -> HistoryAnswer:
    return HistoryAnswer(History(numbers=tuple(numbers)), 0)


@pytest.fixture
def county() -> Answers:
    return Answers()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, county: Answers) -> Iterator[Desk]:
    dressed()
    parts = replace(make_parts(tmp_path / "book", StillClock()), ask_county=county)
    made = Desk(qtbot, parts)
    yield made
    county.open.set()
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()


def begin(desk: Desk, number: str = OWN) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("id_number", number)


def test_what_the_county_knows_stands_beside_the_number(desk: Desk, county: Answers) -> None:
    begin(desk)
    desk.until(lambda: "困难残疾人生活补贴" in desk.texts())
    shown = desk.texts()
    for words in (
        *("43B1", "肢体三级,有效期至2034年5月6日\n区县记录", "有效", "已换新证", "2024年5月起,每月110元"),
        *("在领", "重度残疾人护理补贴", "办理中", "09:15问过区县"),
    ):
        assert words in shown
    assert B1 not in shown
    assert county.asked == [(OWN,)]
    assert desk.case.facts["grade"] == "3"
    assert desk.case.open_matters == ("care_subsidy",)
    kept = desk.parts.store.told.of(OWN)
    assert kept is not None
    assert kept.history == holder([OWN]).history


def test_the_clerk_goes_on_while_the_county_is_asked(desk: Desk, county: Answers) -> None:
    county.open.clear()
    begin(desk)
    desk.until(lambda: "正在问区县" in desk.texts())
    desk.type("name", "张样例")
    desk.go(FILL)
    assert desk.case.draft.answers["name"] == "张样例"
    assert "certificate_number" not in desk.case.facts
    heard: list[tuple[str, str]] = []
    desk.case.told.connect(lambda tone, words: heard.append((tone, words)))
    desk.case.go_to(FILL)
    county.open.set()
    desk.until(lambda: heard)
    masked = "…43B1"
    assert heard == [("info", f"区县记录:残疾人证 {masked},肢体三级,有效期至2034年5月6日,有效")]
    assert desk.case.facts["certificate_number"] == B1


@pytest.mark.parametrize("fault", [LineError("区县没有答复"), SignInNeeded("密钥不对")])
def test_without_an_answer_the_own_book_counts(desk: Desk, county: Answers, fault: Exception) -> None:
    def silent(_numbers: Sequence[str]) -> HistoryAnswer:
        raise fault

    county.say = silent
    failed: list[object] = []
    begin(desk)
    desk.case.failed.connect(failed.append)
    desk.until(lambda: "没有记录;区县没有回答,按本窗口的记录" in desk.texts())
    application = intake.accept(desk.parts, sound_draft(desk.parts))
    desk.type("id_number", "")
    desk.type("id_number", str(application.answers["id_number"]))
    desk.until(lambda: "办理中" in desk.texts())
    assert "本窗口记录" in desk.texts()
    assert not failed


def test_what_was_told_before_serves_while_the_line_is_down(desk: Desk, county: Answers) -> None:
    begin(desk)
    desk.until(lambda: "43B1" in desk.texts())

    def silent(_numbers: Sequence[str]) -> HistoryAnswer:
        raise LineError("区县没有答复")

    county.say = silent
    desk.case.inquiry.begin()
    desk.until(lambda: "区县没有回答,按09:15区县的答复和本窗口的记录" in desk.texts())
    assert "43B1" in desk.texts()


def test_a_county_that_can_not_be_asked_yet_is_no_fault(desk: Desk, county: Answers) -> None:
    county.say = lambda _numbers: None
    begin(desk)
    desk.until(lambda: "没有记录;没有问区县,按本窗口的记录" in desk.texts())


def test_another_number_wipes_what_was_shown_and_kept_of_the_first(desk: Desk, county: Answers) -> None:
    begin(desk)
    desk.until(lambda: "43B1" in desk.texts())
    county.say = nobody
    desk.type("id_number", OTHER)
    desk.until(lambda: "没有记录;09:15问过区县" in desk.texts())
    assert "43B1" not in desk.texts()
    desk.settle()
    assert desk.parts.store.told.of(OWN) is None


def test_an_answer_that_comes_after_the_person_left_is_not_kept(desk: Desk, county: Answers) -> None:
    county.open.clear()
    begin(desk)
    desk.until(lambda: county.asked)
    desk.case.give_up()
    desk.parts.store.drafts.drop(desk.case.draft.id)
    county.open.set()
    desk.settle()
    assert desk.parts.store.told.of(OWN) is None


def test_an_answer_that_is_old_is_asked_for_again_and_not_waited_for(desk: Desk, county: Answers) -> None:
    clock = desk.parts.clock
    assert isinstance(clock, StillClock)
    county.say = nobody
    desk.take_sound()
    desk.until(lambda: county.asked and not desk.errands.busy)
    desk.case.go_to(CONFIRM)
    assert len(county.asked) == 1
    clock.move(inform.FRESH.total_seconds() + 1)
    county.open.clear()
    desk.case.go_to(ACCEPT)
    desk.case.accept()
    desk.until(lambda: desk.case.application is not None)
    assert len(county.asked) == 2


# ---- the number typed, and the number on record ----------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (B0, "6043是以前的证号" if B0.endswith("6043") else "是以前的证号"),
        (f"{OWN}42", "记录里没有,请核对证件"),
    ],
)
def test_a_number_that_is_not_the_present_one_is_cautioned(desk: Desk, typed: str, told: str) -> None:
    begin(desk)
    desk.until(lambda: "43B1" in desk.texts())
    desk.leave(desk.type("certificate_number", typed))
    desk.until(lambda: told in desk.texts())
    problem = desk.case.problem("certificate_number")
    assert problem is not None
    assert not problem.blocks
    assert problem.message.endswith(f"现在的证号是{'*' * 18}43B1,按记录办理")
    assert desk.case.facts["certificate_number"] == B1


def test_the_present_number_is_not_cautioned(desk: Desk) -> None:
    begin(desk)
    desk.until(lambda: "43B1" in desk.texts())
    desk.leave(desk.type("certificate_number", B1))
    assert desk.case.problem("certificate_number") is None


def test_a_certificate_on_another_number_waits_for_its_reason(desk: Desk, county: Answers) -> None:
    county.say = nobody
    begin(desk)
    assert not desk.sees("former_number:1")
    desk.leave(desk.type("certificate_number", f"{OTHER}42"))
    whole = desk.find("former_number:1").rect()
    desk.until(lambda: desk.find("former_number:1").visibleRegion().boundingRect() == whole)
    problem = desk.case.problem("certificate_number")
    assert problem is not None
    assert problem.blocks
    assert "未经核实" in desk.texts()
    assert desk.page.open_count() == 2
    desk.go(NOTICE)
    desk.go(CONFIRM)
    desk.until(lambda: "残疾人证号的前18位与身份证号不一致" in desk.texts())
    desk.go(SITUATION)
    desk.click("former_number:1")
    assert desk.case.problem("certificate_number") is None
    assert desk.case.facts["grade"] == "2"
    desk.until(lambda: county.asked[-1] == (OWN, OTHER))
    desk.go(CONFIRM)
    desk.until(lambda: "证上还是老号码" in desk.texts())
    desk.go(SITUATION)
    desk.type("certificate_number", f"{OTHER}43")
    assert "former_number" not in desk.case.draft.answers


def test_what_only_became_known_is_not_said_to_be_saving(desk: Desk, county: Answers) -> None:
    county.open.clear()
    changed: list[str] = []
    case = desk.take_sound()
    desk.until(lambda: county.asked and case.draft.records)
    case.changed.connect(changed.append)
    before = case.draft
    county.open.set()
    desk.until(lambda: changed)
    assert set(changed) == {""}
    assert case.draft.kept == before.kept
