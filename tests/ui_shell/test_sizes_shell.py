"""The window, its rooms and lists at the counter's sizes and looks: nothing cut, hidden or unreachable."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.ui.kit import style
from desk_app.ui.kit.lists.table import ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.style import Looks
from desk_app.walkthrough import looking
from printing import layout
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.patient_bot import WaitedInVain
from tests.registers.conftest import KEYS
from tests.ui_shell import news
from tests.ui_shell.conftest import Desk

SIZES: Final = (
    (Looks.NORMAL, 1366, 768),
    (Looks.LARGE, 1366, 768),
    (Looks.CONTRAST, 1366, 768),
    (Looks.NORMAL, 911, 512),
    (Looks.NORMAL, 683, 384),
    (Looks.CONTRAST, 683, 384),
    (Looks.LARGE, 1920, 1080),
)
ROOMS: Final = ("applications", "todos", "registers", "statistics", "settings")
NAMES: Final = ("马志强", "买买提·吐尔逊江", "欧阳慧")
PASSED: Final = frozenset({"too-large", "faint"})
"""Offscreen the screen is 800 pixels square; contrast has its own tests."""


@pytest.fixture
def busy(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk with applications in several states and a register; its window is open."""
    layout.use(KEYS / layout.FOLDER)
    clock = StillClock()
    made = Desk(qtbot, make_parts(tmp_path / "desk", clock, KEYS), clock)
    for place, name in enumerate(NAMES):
        application = made.accepted(name)
        news.deliver(made.parts, application)
        news.tell(made.parts, application, "cert_new", ("correct", "accept", "conclude")[place])
        clock.move(24 * 3600)
    made.open()
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()
    layout.use(None)


def faults(desk: Desk) -> list[looking.Flaw]:
    """What is wrong with the window once it has come to rest."""
    found: list[looking.Flaw] = []

    def look() -> bool:
        seen = looking.faults(looking.view(desk.window))
        found[:] = [fault for fault in seen if fault.kind not in PASSED]
        return not found

    with contextlib.suppress(WaitedInVain):
        desk.qtbot.waitUntil(look)
    return found


@pytest.mark.parametrize(("look", "width", "height"), SIZES)
def test_every_room_is_whole_at_every_size(busy: Desk, look: Looks, width: int, height: int) -> None:
    style.apply(dressed(), look.value)
    busy.window.close()
    window = busy.open()
    window.resize(width, height)
    for room in ROOMS:
        window.show_room(room)
        busy.settle()
        assert (room, faults(busy)) == (room, [])
    assert window.size() == QSize(width, height)
    window.show_room("applications")
    table = window.applications.list.table
    table.selectRow(0)
    table.opened.emit(table.currentIndex())
    busy.settle()
    assert faults(busy) == []


def cells(table: ListTable) -> list[tuple[ShownColumn[object], int, int]]:
    """Each shown column that tells rows apart, its width, and the width its longest cell needs."""
    model, found = table.model(), []
    metrics = table.fontMetrics()
    for place in range(model.columnCount()):
        column = model.index(0, place).data(Qt.ItemDataRole.UserRole)
        if table.isColumnHidden(place) or not (column.telling or column.whole):
            continue
        texts = [str(model.index(row, place).data()) for row in range(model.rowCount())]
        found.append((column, table.columnWidth(place), max(map(metrics.horizontalAdvance, texts))))
    return found


@pytest.mark.parametrize(("look", "width", "height"), SIZES)
def test_what_tells_records_apart_is_never_cut(busy: Desk, look: Looks, width: int, height: int) -> None:
    style.apply(dressed(), look.value)
    busy.window.close()
    window = busy.open()
    window.resize(width, height)
    window.show_room("applications")
    busy.settle()
    table = busy.find(ListTable, "applications")
    busy.until(lambda: table.model().rowCount() == len(NAMES))
    if not table.two_lines:
        assert [(c.title, has, needs) for c, has, needs in cells(table) if has < needs] == []
    else:
        assert table.columnWidth(0) == table.viewport().width()


def test_with_less_room_the_day_goes_first_and_then_the_row_takes_two_lines(busy: Desk) -> None:
    window = busy.window
    window.show_room("applications")
    busy.settle()
    table = busy.find(ListTable, "applications")
    seen = []
    for width in (1920, 1300, 1000, 683):
        window.resize(width, 700)
        busy.settle()
        shown = [c for c in range(table.model().columnCount()) if not table.isColumnHidden(c)]
        seen.append("lines" if table.two_lines else len(shown))
    assert seen[0] == table.model().columnCount()
    assert seen[-1] in ("lines", seen[0] - 1)
    assert "lines" in seen


def test_in_a_low_window_rows_have_the_room_of_the_foot_and_orders_stand_in_more(busy: Desk) -> None:
    window = busy.window
    window.show_room("applications")
    window.resize(683, 384)
    busy.settle()
    listed = window.applications.list
    assert not busy.sees("list-order")
    listed.controls.filters.menu.aboutToShow.emit()
    menus = [a for a in listed.controls.filters.menu.actions() if a.text().startswith("排列")]
    assert len(menus) == 1
    inner = menus[0].menu()
    assert inner is not None
    falling = next(a for a in inner.actions() if a.objectName() == "order:label:down")  # type: ignore[attr-defined]
    falling.trigger()
    busy.settle()
    assert listed.controls.asked.order.column == "label"


def test_in_a_small_window_the_questions_of_the_statistics_are_menus(busy: Desk) -> None:
    window = busy.window
    window.show_room("statistics")
    window.resize(683, 384)
    busy.settle()
    menu = busy.find(QAbstractButton, "period-menu")
    before = menu.text()
    inner = menu.menu()  # type: ignore[attr-defined]
    next(a for a in inner.actions() if a.objectName() == "period-0").trigger()
    busy.settle()
    busy.until(lambda: busy.find(QAbstractButton, "period-menu").text() != before)


def test_the_rail_is_a_menu_with_the_name_and_the_count(busy: Desk) -> None:
    window = busy.window
    window.resize(683, 384)
    menu = busy.find(QAbstractButton, "rooms-menu")
    busy.until(lambda: "件待办" in menu.accessibleName())
    empty = menu.sizeHint().width()
    window.menu.show_count(0, 0)
    window.menu.show_count(2, 0)
    assert menu.sizeHint().width() < empty
    assert window.topbar.height() == style.px(44)


# ---- screens ----------------------------------------------------------------------------------------


def test_the_window_is_never_larger_than_its_screen(busy: Desk) -> None:
    window, room = busy.window, busy.window.screen().availableSize()
    window.resize(3000, 2000)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ScreenChangeInternal))
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    assert window.minimumWidth() <= 683
    assert window.minimumHeight() <= 384


@pytest.mark.parametrize("scale", [1.25, 1.5, 1.75, 2.0])
def test_icons_are_drawn_anew_for_a_screen_of_another_scale(
    busy: Desk, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    window, made = busy.window, list[float]()

    def picture() -> QPixmap:
        pixmap = style.icon_pixmap("find", "quiet", 16)
        made.append(pixmap.devicePixelRatio())
        return pixmap

    style.draw(QLabel(window), picture)
    style.draw(QPushButton(window), picture)
    monkeypatch.setattr(window, "devicePixelRatioF", lambda: scale)
    QApplication.sendEvent(window, QEvent(QEvent.Type.DevicePixelRatioChange))
    QApplication.sendEvent(window, QEvent(QEvent.Type.DevicePixelRatioChange))
    monkeypatch.undo()
    QApplication.sendEvent(window, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert made == [1.0, 1.0, scale, scale, 1.0, 1.0]


@pytest.mark.parametrize("look", list(Looks))
def test_an_icon_is_drawn_whole(busy: Desk, monkeypatch: pytest.MonkeyPatch, look: Looks) -> None:
    del busy
    app = dressed()
    style.apply(app, look.value)
    for ratio in (1.0, 1.25, 1.5, 1.75, 2.0):
        app.setProperty("look_ratio", ratio)
        image = style.icon_pixmap("tone-wrong", "wrong", 20).toImage()
        side = image.width()
        assert side == round(style.px(20) * ratio)
        corners = [image.pixelColor(x, y).alpha() for x in (0, side - 1) for y in (0, side - 1)]
        edges = [
            max(image.pixelColor(n, m).alpha() for m in range(side))
            for n in (round(side * 0.12), round(side * 0.88))
        ]
        assert corners == [0, 0, 0, 0]
        assert min(edges) > 60  # the octagon reaches both sides
    app.setProperty("look_ratio", None)
