"""The first column of 待办 holds every wording whole, in every look."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk_app.domain.events import Subject
from desk_app.domain.put_offs import PutOff
from desk_app.services.parts import Parts
from desk_app.services.todos.todos import Todo, Urgency
from desk_app.ui.kit import style
from desk_app.ui.kit.style import Looks
from desk_app.ui.todos.row import TodoRow
from tests.dressed import dressed
from tests.fakes import make_parts

DAYS = (0, 1, 9, 30, 366, 999)


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


@pytest.fixture(params=list(Looks), ids=lambda look: look.name)
def look(request: pytest.FixtureRequest) -> Iterator[Looks]:
    app = dressed()
    style.apply(app, request.param.value)
    yield request.param
    dressed()


def every(now: datetime) -> Iterator[Todo]:
    """To-dos with every kind of day in the first column."""
    for back in DAYS:
        then = now - timedelta(days=back)
        plain = Todo(Subject("application", "a"), "转交部门", "应在今天前转交", then)
        yield plain
        yield replace(plain, urgency=Urgency.OVERDUE, due=then.date())
        yield replace(plain, urgency=Urgency.SOON, due=(now + timedelta(days=back)).date())
        off = PutOff("k", then.date(), "没有人接电话", "样甲", then)
        yield replace(plain, put_off=off)


def test_no_day_is_cut(look: Looks, parts: Parts, qtbot: QtBot) -> None:
    for todo in every(parts.clock.now()):
        row = TodoRow(todo, parts)
        qtbot.addWidget(row)
        row.show()
        when = row.findChild(QLabel, "todo-when")
        assert when is not None
        lines = when.text().split("\n")
        widest = max(when.fontMetrics().horizontalAdvance(line) for line in lines)
        assert widest <= when.contentsRect().width(), (look, when.text())
        assert "\n" not in row.accessibleName()
