"""The look as data: colours and one scale factor, filled into ``resources/styles/counter.qss``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from string import Template
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

import resources
from desk_app.ui.kit.lengths import rescale

COLOURS: Final[Mapping[str, str]] = {
    "ground": "#F3F5F8",
    "surface": "#FFFFFF",
    "line": "#D5DBE4",
    "row_line": "#E6EAF0",
    "control": "#7A8698",
    "handle": "#8793A5",
    "text": "#1B2430",
    "quiet": "#43505F",
    "faint": "#5C6778",
    "band": "#F7F9FC",
    "hover": "#F2F6FB",
    "pressed": "#DCE6F2",
    "accent": "#1F5FA8",
    "accent_hover": "#1A5293",
    "accent_dark": "#12396B",
    "tint": "#EAF2FB",
    "tint_strong": "#DDE9F7",
    "info_line": "#A9C6E6",
    "rail": "#173F73",
    "rail_text": "#D9E4F2",
    "rail_hover": "#1F4C86",
    "badge": "#B3261E",
    "focus": "#FFC24B",
    "good": "#1E7D4B",
    "good_text": "#186A3F",
    "good_ground": "#EAF6EF",
    "good_line": "#9CCFB3",
    "caution": "#7A4A00",
    "caution_ground": "#FFF6E3",
    "caution_line": "#E8BE6A",
    "wrong": "#B3261E",
    "wrong_ground": "#FDEFED",
    "wrong_line": "#E8A7A1",
    "paper_ground": "#DCE3EB",
}

CONTRAST: Final[Mapping[str, str]] = {
    **COLOURS,
    "ground": "#FFFFFF",
    "line": "#5A6472",
    "row_line": "#5A6472",
    "control": "#000000",
    "handle": "#5A6472",
    "text": "#000000",
    "quiet": "#1B2430",
    "faint": "#43505F",
    "band": "#FFFFFF",
    "accent": "#0B3D78",
    "accent_hover": "#082C57",
    "accent_dark": "#061F3E",
    "rail": "#061F3E",
    "rail_text": "#FFFFFF",
    "rail_hover": "#0B3D78",
    "good": "#0B5A31",
    "good_text": "#0B5A31",
    "caution": "#5A3600",
    "wrong": "#8A0F0A",
    "good_line": "#0B5A31",
    "caution_line": "#5A3600",
    "wrong_line": "#8A0F0A",
    "info_line": "#0B3D78",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look of the window: its colours and its scale factor."""

    title: str
    scale: float
    colours: Mapping[str, str] = field(repr=False)


class Looks(Enum):
    """The looks a clerk can choose; settings keep their names."""

    NORMAL = Look("标准", 1.0, COLOURS)
    LARGE = Look("大字", 1.25, COLOURS)
    CONTRAST = Look("高对比", 1.1, CONTRAST)


BODY: Final = 14.5
"""Height of body text in pixels at 100 %."""

_LENGTH = re.compile(r"\b(\d+(?:\.\d+)?)u\b")
_TEXT = re.compile(r"\b(\d+(?:\.\d+)?)t\b")
_POINTS_A_PIXEL = 0.75
_PICTURE: Final = "drawn_by"
"""Property of a widget: what makes its picture, and the one it has while it is disabled."""
_LARGER: Final = "larger_type"
"""Property of a widget: how much larger its letters are than body text, and its height in grid pixels."""
_RATIO: Final = "look_ratio"
"""Property of the application: device pixels to a logical pixel where its window stands."""


def sheet(look: Look) -> str:
    """The style sheet of a look."""
    icons = resources.path("icons").as_posix()
    qss = Template(resources.path("styles", "counter.qss").read_text("utf-8"))
    text = qss.substitute(look.colours, icons=icons)
    text = _LENGTH.sub(lambda m: f"{max(1, round(float(m[1]) * look.scale))}px", text)
    return _TEXT.sub(lambda m: f"{float(m[1]) * look.scale * _POINTS_A_PIXEL:.2f}pt", text)


def apply(app: QApplication, look: Look) -> None:
    """Give the whole application this look, also widgets made later; one it has already costs nothing."""
    if app.property("look") == look and app.styleSheet():
        return
    before = scale()
    app.setProperty("look_scale", look.scale)
    if look.scale != before:
        for window in app.topLevelWidgets():
            rescale(window, before, look.scale)
    app.setProperty("look", look)  # not the colours: Qt would make a dict of its own, anew for each reader
    font = app.font()
    font.setPointSizeF(BODY * look.scale * _POINTS_A_PIXEL)
    app.setFont(font)
    # Where one sheet replaces another, Qt styles a widget anew with each widget around it, here eleven times;
    # for a sheet that is taken away or set, once.
    app.setStyleSheet("")
    app.setStyleSheet(sheet(look))
    for window in app.topLevelWidgets():
        for each in window.findChildren(QWidget):
            if (larger := each.property(_LARGER)) is not None:
                in_large_type(each, *larger)
        redraw(window)


def scale() -> float:
    """The scale factor of the present look."""
    app = QCoreApplication.instance()
    return float((app.property("look_scale") if app else None) or 1.0)


def px(length: float) -> int:
    """A length on the 8-px grid (pixels at 100 %) in pixels of the present look."""
    return round(length * scale())


def colour(name: str) -> QColor:
    """The colour of this name in the present look."""
    app = QCoreApplication.instance()
    look: Look | None = app.property("look") if app else None
    return QColor((look.colours if look else COLOURS)[name])


def in_large_type(widget: QWidget, factor: float, height: int = 0) -> None:
    """Set a widget in larger letters than body text in every look, and ``height`` grid pixels high."""
    # The style sheet of the look wins over fonts and heights set from code, so this is one as well.
    high = f"min-height: {px(height)}px;" if height else ""
    widget.setProperty(_LARGER, (factor, height))
    widget.setStyleSheet(f"font-size: {BODY * factor * scale() * _POINTS_A_PIXEL:.2f}pt; {high}")


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet depends on, and restyle the widget and its children."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if name == "role":
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it is drawn for the first time with this value
    for each in (widget, *widget.findChildren(QWidget)):
        each.style().unpolish(each)
        each.style().polish(each)
    widget.update()


def icon_pixmap(name: str, tint: str, size: float = 20) -> QPixmap:
    """An icon of ``resources/icons`` in a named colour, ``size`` pixels high at 100 %."""
    side, shade = px(size), colour(tint).name()
    key = f"{name} {shade} {side} {ratio()}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    text = resources.path("icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(text.replace("currentColor", shade).encode())
    pixmap = blank(side, side)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))  # in points of the look, whatever the screen's scale
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def icon(name: str, tint: str, size: float = 20) -> QIcon:
    """The icon as ``icon_pixmap`` makes it; for a button use ``set_icon``, which ``redraw`` knows."""
    return _plain(icon_pixmap(name, tint, size))


def set_icon(on: QAbstractButton | QLabel, name: str, tint: str, size: float = 20) -> None:
    """Show an icon on a button or a label; ``redraw`` draws it anew for another screen or look."""
    draw(on, partial(icon_pixmap, name, tint, size))


def draw(
    on: QAbstractButton | QLabel,
    picture: Callable[[], QPixmap],
    disabled: Callable[[], QPixmap] | None = None,
) -> None:
    """Show a picture on a button or a label, and keep what makes it for ``redraw``.

    ``disabled`` is shown while the button is disabled; without one Qt makes the picture grey.
    """
    made = picture()
    on.setProperty(_PICTURE, (picture, disabled))
    if isinstance(on, QLabel):
        on.setPixmap(made)
    else:
        shown = _plain(made)
        if disabled is not None:
            shown.addPixmap(disabled(), QIcon.Mode.Disabled)
        on.setIcon(shown)
        on.setIconSize(made.deviceIndependentSize().toSize())


def _plain(picture: QPixmap) -> QIcon:
    """An icon that Qt does not tint in a chosen row."""
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made


def undraw(on: QAbstractButton) -> None:
    """Take the picture off a button that ``draw`` put there."""
    on.setProperty(_PICTURE, None)
    on.setIcon(QIcon())


def redraw(within: QWidget) -> None:
    """Draw every icon of a window anew: its screen has another scale, or the look was changed."""
    for each in within.findChildren(QWidget):
        pictures = each.property(_PICTURE)
        if pictures is not None and isinstance(each, QAbstractButton | QLabel):
            draw(each, *pictures)
        each.update()


def use_screen_of(window: QWidget) -> None:
    """From now on make pictures for the scale of this window's screen, and draw its icons anew if need be."""
    app, before = QCoreApplication.instance(), ratio()
    if app is not None:
        app.setProperty(_RATIO, window.devicePixelRatioF())
    if ratio() != before:
        for each in QApplication.topLevelWidgets():
            redraw(each)


def hatch(tint: str) -> QBrush:
    """A brush of 45° lines, 2 pixels wide and 6 apart at 100 %, in a named colour on transparent ground."""
    side = px(8)
    tile = blank(side, side)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(tint), px(2)))
    for shift in (-side, 0, side):  # the corners of the tile belong to the neighbours' lines
        painter.drawLine(shift, side, shift + side, 0)
    painter.end()
    return QBrush(tile)


def blank(width: int, height: int) -> QPixmap:
    """A transparent pixmap of this size in pixels, sharp on the screen of the window."""
    sharp = ratio()
    pixmap = QPixmap(round(width * sharp), round(height * sharp))
    pixmap.setDevicePixelRatio(sharp)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def ratio() -> float:
    """Device pixels to a logical pixel on the window's screen; before it is shown on the finest one."""
    app = QApplication.instance()
    known = app.property(_RATIO) if app else None
    return float(known or QApplication.devicePixelRatio(app))  # type: ignore[arg-type]
