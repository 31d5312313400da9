"""The window is told when its number belongs to another computer, as soon as the line is up."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk_app.errors import LineError, WorldError
from desk_app.services.parts import LineState
from desk_app.ui.kit.errands import Errands
from desk_app.ui.shell.enrolling import Enrolling
from desk_app.ui.shell.line import CountyLine
from desk_app.ui.shell.notices import Message, Notices

UP, DOWN = LineState(True, 0, ""), LineState(False, 0, "断了")


class Asked:
    """What the county says, one answer after the other."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.times = list(answers), 0

    def __call__(self) -> str:
        self.times += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)


@pytest.fixture
def errands() -> Iterator[Errands]:
    made = Errands()
    yield made
    made.close()


def told(notices: Notices) -> list[str]:
    found: list[str] = []
    notices.arrived.connect(lambda m: found.append(m.sentence if isinstance(m, Message) else ""))
    notices.open()
    return found


def test_it_asks_when_the_line_is_up_and_only_once(qtbot: QtBot, errands: Errands) -> None:
    line, notices, ask, parent = CountyLine(), Notices(), Asked("窗口号 3 已由另一台电脑登记"), QObject()
    heard = told(notices)
    made = Enrolling(ask, line, errands, notices, parent)
    line.state_changed.emit(DOWN)
    assert ask.times == 0
    line.state_changed.emit(UP)
    qtbot.waitUntil(lambda: made.answered)
    line.state_changed.emit(UP)
    assert ask.times == 1
    assert heard == ["窗口号 3 已由另一台电脑登记"]


def test_a_question_without_answer_is_asked_again(qtbot: QtBot, errands: Errands) -> None:
    line, notices, ask, parent = CountyLine(), Notices(), Asked(LineError("断了"), ""), QObject()
    heard = told(notices)
    made = Enrolling(ask, line, errands, notices, parent)
    line.state_changed.emit(UP)
    qtbot.waitUntil(lambda: not errands.busy)
    assert not made.answered
    line.state_changed.emit(UP)
    qtbot.waitUntil(lambda: made.answered)
    assert heard == []


def test_a_key_that_can_not_be_used_is_told(qtbot: QtBot, errands: Errands) -> None:
    line, notices, parent = CountyLine(), Notices(), QObject()
    heard = told(notices)
    made = Enrolling(Asked(WorldError("窗口密钥已损坏")), line, errands, notices, parent)
    line.state_changed.emit(UP)
    qtbot.waitUntil(lambda: made.answered)
    assert heard == ["窗口密钥已损坏"]
