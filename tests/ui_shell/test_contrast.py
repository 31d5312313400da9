"""Contrast: every pair of tokens that is used, and ring, ticks and row lines measured from pixels."""

from collections.abc import Iterator
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.focus import FocusRing
from desk_app.ui.kit.lists.table import RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.style import Looks
from desk_app.ui.kit.widgets import button
from tests.dressed import dressed

TEXT: Final = 4.5
"""Least contrast of words (WCAG 2.2, 1.4.3)."""
SHAPE: Final = 3.0
"""Least contrast of what is no word: edges of inputs, ring, ticks (WCAG 2.2, 1.4.11)."""
GROUNDS: Final = ("surface", "ground", "band", "hover", "tint", "tint_strong", "pressed")
WORDS: Final = (
    *((word, ground) for word in ("text", "quiet", "faint", "accent_dark") for ground in GROUNDS),
    *(("accent", ground) for ground in ("surface", "ground", "band", "tint", "tint_strong")),
    *(("wrong", ground) for ground in ("surface", "ground", "wrong_ground", "tint", "tint_strong")),
    *(("caution", ground) for ground in ("surface", "ground", "caution_ground", "tint", "tint_strong")),
    *(("good_text", ground) for ground in ("surface", "ground", "good_ground")),
    *(("surface", ground) for ground in ("accent", "accent_hover", "accent_dark", "badge", "rail")),
    *(("rail_text", ground) for ground in ("rail", "rail_hover")),
    ("surface", "good"),
    ("text", "paper_ground"),
    ("quiet", "paper_ground"),
)
SHAPES: Final = (
    *(("control", ground) for ground in ("surface", "ground", "tint", "tint_strong")),
    *((line, "surface") for line in ("accent", "wrong", "caution", "faint", "handle")),
    ("focus", "accent_dark"),
    ("focus", "rail"),
    ("focus", "accent"),
)


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """1 for the same colour, 21 for black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=list(Looks), ids=lambda look: look.name)
def look(request: pytest.FixtureRequest) -> Iterator[Looks]:
    """Each look of the program, worn while the test runs."""
    style.apply(dressed(), request.param.value)
    yield request.param
    dressed()


@pytest.mark.parametrize(("word", "ground"), WORDS, ids="/".join)
def test_words_can_be_read_on_their_ground(look: Looks, word: str, ground: str) -> None:
    assert contrast(style.colour(word), style.colour(ground)) >= TEXT


@pytest.mark.parametrize(("shape", "ground"), SHAPES, ids="/".join)
def test_shapes_can_be_told_from_their_ground(look: Looks, shape: str, ground: str) -> None:
    assert contrast(style.colour(shape), style.colour(ground)) >= SHAPE


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_an_empty_line_says_can_be_read(
    look: Looks, qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    edit = kind()
    qtbot.addWidget(edit)
    edit.ensurePolished()
    assert contrast(edit.palette().placeholderText().color(), style.colour("surface")) >= TEXT


def image_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(image: QImage, box: QRect) -> list[QColor]:
    inside = box.intersected(image.rect())
    return [
        image.pixelColor(x, y)
        for x in range(inside.left(), inside.right() + 1)
        for y in range(inside.top(), inside.bottom() + 1)
    ]


@pytest.mark.parametrize("enabled", [True, False])
def test_a_tick_can_be_seen_in_its_box(look: Looks, qtbot: QtBot, *, enabled: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    style.set_property(window, "role", "ground")
    box = QCheckBox("已带")
    layouts.column(window, margins=16).addWidget(box)
    box.setEnabled(enabled)
    window.show()
    side = style.px(24)
    place = QRect(box.mapTo(window, QPoint(0, (box.height() - side) // 2)), QSize(side, side))
    empty = image_of(window)
    box.setChecked(True)
    ticked = image_of(window)
    fill = ticked.pixelColor(place.left() + style.px(5), place.top() + style.px(5))
    assert max(contrast(each, fill) for each in colours(ticked, place.adjusted(6, 6, -6, -6))) >= SHAPE
    ground = style.colour("ground")
    assert max(contrast(each, ground) for each in colours(empty, place)) >= SHAPE


def test_rows_of_a_list_are_told_apart_by_lines(look: Looks, qtbot: QtBot) -> None:
    model: RowsModel[str] = RowsModel([ShownColumn("姓名", str)], str)
    table = ListTable(model, "rows", "名单")
    qtbot.addWidget(table)
    table.resize(400, 300)
    model.show_rows(["甲", "乙", "丙"])
    table.show()
    image = image_of(table.viewport())
    middle = table.rowViewportPosition(0) + table.rowHeight(0) // 2
    down = [image.pixelColor(300, middle + step) for step in range(table.rowHeight(0))]
    seen = max(contrast(each, style.colour("surface")) for each in down)
    assert seen >= (SHAPE if look is Looks.CONTRAST else 1.15)


def ring_on(window: QWidget, widget: QWidget) -> list[QColor]:
    """The colours from outside the widget's left edge to inside it, across the ring."""
    QApplication.setActiveWindow(window)
    widget.setFocus()
    image = image_of(window)
    corner = widget.mapTo(window, QPoint(0, widget.height() // 2))
    return [image.pixelColor(corner.x() + step, corner.y()) for step in range(-FocusRing.WIDTH - 3, 3)]


@pytest.mark.parametrize("ground", ["ground", "surface", "tint_strong", "accent", "rail", "caution_ground"])
@pytest.mark.parametrize("role", ["secondary", "primary", "link", "choice", "soft", "danger"])
def test_the_ring_is_seen_on_every_ground(look: Looks, qtbot: QtBot, role: str, ground: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setAutoFillBackground(True)
    window.setStyleSheet(f"QWidget {{ background: {style.colour(ground).name()}; }}")
    made = button("打印", role)
    layouts.column(window, margins=24).addWidget(made)
    ring = FocusRing(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    across = ring_on(window, made)
    assert ring.isVisible()
    amber = style.colour("focus")
    assert min(contrast(each, amber) for each in across) < 1.1  # it is drawn
    edge = max((contrast(each, amber), place) for place, each in enumerate(across[2:-2]))
    assert edge[0] >= SHAPE
    outside = across[0]
    assert max(contrast(each, outside) for each in across) >= SHAPE


def test_at_the_edge_of_a_window_the_ring_stays_inside(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = button("受理")
    layouts.column(window, margins=0).addWidget(made)
    ring = FocusRing(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    assert ring.isVisible()
    assert window.rect().contains(ring.geometry())
    image = image_of(window)
    left = [image.pixelColor(step, window.height() // 2) for step in range(FocusRing.WIDTH)]
    assert min(contrast(each, style.colour("focus")) for each in left) < 1.1
