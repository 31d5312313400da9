"""Work in parts: two works never share a round of the event loop, and what is hidden is styled in parts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from time import perf_counter

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.counter.workspace import Workspace
from desk_app.ui.kit.layouts import VerticalScroll, column
from desk_app.ui.kit.rounds import Rounds, styled
from desk_app.ui.kit.widgets import Button, PlainWords, button, label
from tests.ui_shell.conftest import Desk

POLISHED = Qt.WidgetAttribute.WA_WState_Polished


def test_two_works_at_once_take_turns_with_a_pause_between(qtbot: QtBot) -> None:
    # GIVEN two works of five parts each
    parent = QObject()
    done: list[tuple[str, float, float]] = []

    def parts(name: str) -> Iterator[None]:
        for _ in range(5):
            began = perf_counter()
            while perf_counter() - began < 0.001:
                pass
            done.append((name, began, perf_counter()))
            yield

    works = {name: Rounds(parent) for name in "ab"}
    # WHEN both begin at once
    for name, work in works.items():
        work.begin(parts(name))
    qtbot.waitUntil(lambda: len(done) == 10)
    # THEN between a part of one and a part of the other the event loop had its turn
    others = [(a, b) for a, b in pairwise(done) if a[0] != b[0]]
    assert others
    assert all(later[1] - before[2] >= 0.005 for before, later in others)


def test_a_hidden_page_is_styled_whole_in_more_parts_than_one(qtbot: QtBot) -> None:
    # GIVEN a page with two columns that scroll, in a window
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    page = QWidget(window)
    across = column(page)
    for name in "甲乙":
        content = QWidget()
        column(content).addWidget(label(name))
        across.addWidget(VerticalScroll(content))
    across.addWidget(button("好"))
    # WHEN it is styled
    parts = list(styled(page))
    # THEN nothing of it is left for the moment when it is shown
    words = [*page.findChildren(PlainWords), *page.findChildren(Button)]
    assert len(parts) == 3
    assert page.isHidden()
    assert len(words) == 3
    assert all(w.testAttribute(POLISHED) for w in words)


def test_of_two_drafts_taken_up_one_after_another_the_later_one_is_open(desk: Desk) -> None:
    # GIVEN two drafts
    first = desk.keep_draft()
    second = replace(first, id="another")
    desk.parts.store.drafts.keep(second)
    window = desk.open()
    # WHEN both are taken up before either is shown
    window.counter.resume(first.id)
    window.counter.resume(second.id)
    desk.until(lambda: window.case is not None and window.case.draft.id == second.id)
    desk.settle()
    # THEN the later one stays, and nothing of the first is left but what waits for the next person
    assert window.case is not None
    assert window.case.draft.id == second.id
    shown = [w for w in window.counter.findChildren(Workspace) if w.isVisible()]
    assert shown == [window.counter.workspace]
