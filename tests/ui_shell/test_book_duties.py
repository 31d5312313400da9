"""What an administrator has to mend stands in 待办: it opens the settings, and a date is confirmed there."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app.domain.clerks import ADMINISTRATOR
from desk_app.domain.duties import BookDuty
from desk_app.services.retention import purge
from desk_app.ui.todos.row import TodoRow
from forms.procedures import CLERK
from tests.fakes import NOW, StillClock, make_parts
from tests.people import sound_draft
from tests.ui_shell.conftest import Desk

DAMAGED = BookDuty(
    "damage",
    "账本有1处数据损坏",
    "办件 620403-03-20261123-000133(12ab) 的内容与校验不符。损坏的不显示、不上传,其他的照常办。"
    "请用 desk-app book check 核对,从备份里恢复",
    NOW,
)


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A window at which an administrator sits; a row of its book is damaged."""
    clock = StillClock()
    parts = replace(make_parts(tmp_path, clock, asks=True), duties=lambda: (DAMAGED,))
    parts.window.seat.give(parts.window.who, (CLERK, ADMINISTRATOR))
    made = Desk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


def to_dos(desk: Desk) -> list[str]:
    desk.window.show_room("todos")
    desk.settle()
    found = [row for row in desk.window.findChildren(TodoRow) if row.isVisible()]
    return [row.link.title.text() for row in found]


def test_damage_leads_to_the_settings(hall: Desk) -> None:
    hall.open()
    assert to_dos(hall) == ["账本有1处数据损坏"]
    hall.click("do-damage")
    hall.settle()
    assert hall.window.settings.isVisible()


def test_a_date_that_jumped_is_confirmed_in_one_act(hall: Desk) -> None:
    draft = sound_draft(hall.parts)
    hall.parts.store.drafts.keep(draft)
    purge.purge(hall.parts)
    hall.clock.move(400 * 86400)
    purge.purge(hall.parts)
    assert hall.parts.store.drafts.one(draft.id) is not None
    hall.open()
    assert any("电脑的日期一下走了400天" in title for title in to_dos(hall))
    hall.click("away-clock")
    hall.until(lambda: not any("电脑的日期" in title for title in to_dos(hall)))
    purge.purge(hall.parts)
    assert hall.parts.store.drafts.one(draft.id) is None
