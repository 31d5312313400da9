"""A drawn pair for each piece of advice on a photo: what is not meant, and what is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPixmap

from desk_app.domain.photo_advice import PhotoPoint
from desk_app.ui.kit import style

_WIDE, _HIGH, _GAP, _MARK = 40, 56, 6, 14
"""A tile, what is between two, and the sign on each, in grid pixels."""
_SKIN, _HAIR, _COAT, _INK = (QColor(c) for c in ("#E2B48C", "#3A3028", "#3C6496", "#2A2420"))


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """How a little photo is drawn; a sound one unless told otherwise. Lengths are parts of its height."""

    ground: str = "#FFFFFF"
    head: float = 0.5
    x: float = 0.5
    """Where the head stands from left to right, as a part of the width."""
    top: float = 0.14
    turn: int = 0
    """Degrees it is turned by."""
    pixels: int = 0
    """How many rows it is drawn with; 0: as many as the screen has."""
    smooth: bool = False
    veil: str = ""
    """A colour, with its strength, over the whole."""
    shade: bool = False
    """Whether one side lies in shadow."""
    open_eyes: bool = True
    aside: bool = False
    """Whether the face looks to the side."""
    second: bool = False
    square: bool = False
    """Whether the picture is as wide as high."""
    empty: bool = False


_SOUND: Final = DrawnPhoto()
_WRONG: Final[Mapping[PhotoPoint, DrawnPhoto]] = {
    PhotoPoint.PIXELS: DrawnPhoto(pixels=12),
    PhotoPoint.SHAPE: DrawnPhoto(square=True),
    PhotoPoint.GROUND: DrawnPhoto(ground="#8FA9C4"),
    PhotoPoint.SHARP: DrawnPhoto(pixels=12, smooth=True),
    PhotoPoint.LIGHT: DrawnPhoto(veil="#C8000000"),
    PhotoPoint.EVEN: DrawnPhoto(shade=True),
    PhotoPoint.FACE: DrawnPhoto(aside=True),
    PhotoPoint.HEAD: DrawnPhoto(head=0.26, top=0.3),
    PhotoPoint.PLACE: DrawnPhoto(x=0.22, top=-0.1),
    PhotoPoint.EYES: DrawnPhoto(open_eyes=False),
    PhotoPoint.OTHERS: DrawnPhoto(second=True),
    PhotoPoint.TURNED: DrawnPhoto(turn=180),
    PhotoPoint.EMPTY: DrawnPhoto(empty=True, ground="#101418"),
}


def pair(point: PhotoPoint) -> QPixmap:
    """The two little photos of a piece of advice, each with its sign: a cross, and a tick."""
    made = style.blank(style.px(2 * _WIDE + _GAP), style.px(_HIGH))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place, (drawn, icon, tint) in enumerate(
        ((_WRONG[point], "tone-wrong", "wrong"), (_SOUND, "tone-good", "good"))
    ):
        tile = QRectF(place * style.px(_WIDE + _GAP), 0, style.px(_WIDE), style.px(_HIGH))
        _paint_tile(painter, tile, drawn, made.devicePixelRatio())
        mark = style.icon_pixmap(icon, tint, _MARK)
        corner = tile.bottomRight() - QPointF(style.px(_MARK), style.px(_MARK))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("surface"))
        painter.drawEllipse(QRectF(corner, QSizeF(style.px(_MARK), style.px(_MARK))))
        painter.drawPixmap(corner, mark)
    painter.end()
    return made


def _paint_tile(painter: QPainter, tile: QRectF, drawn: DrawnPhoto, ratio: float) -> None:
    shown = QRectF(tile)
    if drawn.square:
        shown.setHeight(tile.width())
        shown.moveCenter(tile.center())
    photo = _photo(shown.size(), drawn, ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, drawn.smooth or not drawn.pixels)
    painter.drawPixmap(shown, photo, QRectF(photo.rect()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.colour("control"), 1))
    painter.drawRect(shown.adjusted(0.5, 0.5, -0.5, -0.5))


def _photo(size: QSizeF, drawn: DrawnPhoto, ratio: float) -> QPixmap:
    """The photo in as many pixels as it has."""
    rows = drawn.pixels or max(1, round(size.height() * ratio))
    made = QPixmap(max(1, round(rows * size.width() / size.height())), rows)
    made.fill(QColor(drawn.ground))
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(made.rect())
    painter.translate(whole.center())
    painter.rotate(drawn.turn)
    painter.translate(-whole.center())
    if not drawn.empty:
        if drawn.second:
            _paint_person(painter, whole, 0.86, 0.3, 0.3, drawn)
        _paint_person(painter, whole, 0.34 if drawn.second else drawn.x, drawn.top, drawn.head, drawn)
    _paint_light(painter, whole, drawn)
    painter.end()
    return made


def _paint_person(
    painter: QPainter, whole: QRectF, x: float, top: float, head: float, drawn: DrawnPhoto
) -> None:
    """Shoulders, face, hair and eyes; ``head`` is the height from hair to chin."""
    high, middle = whole.height(), whole.width() * x
    tall, crown = head * high, top * high
    wide = tall * 0.74
    face = QRectF(middle - wide / 2, crown, wide, tall)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_COAT)
    painter.drawEllipse(QRectF(middle - tall * 0.8, crown + tall * 1.06, tall * 1.6, tall * 1.6))
    painter.setBrush(_HAIR)
    painter.drawEllipse(face.adjusted(-wide * 0.05, -tall * 0.03, wide * 0.05, -tall * 0.25))
    painter.setBrush(_SKIN)
    painter.drawEllipse(face.adjusted(wide * 0.04, tall * 0.16, -wide * 0.04, 0))
    painter.setPen(QPen(_INK, max(1.0, tall * 0.035)))
    painter.setBrush(_INK)
    aside = wide * 0.26 if drawn.aside else 0.0
    for side in (1,) if drawn.aside else (-1, 1):
        eye = QPointF(middle + side * wide * 0.2 + aside * 0.2, crown + tall * 0.5)
        if drawn.open_eyes:
            painter.drawEllipse(eye, tall * 0.025, tall * 0.025)
        else:
            painter.drawLine(eye - QPointF(wide * 0.09, 0), eye + QPointF(wide * 0.09, 0))
    mouth = QPointF(middle + aside, crown + tall * 0.8)
    painter.drawLine(mouth - QPointF(wide * 0.12, 0), mouth + QPointF(wide * 0.12, 0))


def _paint_light(painter: QPainter, whole: QRectF, drawn: DrawnPhoto) -> None:
    if drawn.veil:
        painter.fillRect(whole, QColor(drawn.veil))
    if drawn.shade:
        dark = QLinearGradient(whole.topLeft(), whole.topRight())
        for at, strength in ((0.4, 0), (0.6, 190), (1, 210)):
            dark.setColorAt(at, QColor(0, 0, 0, strength))
        painter.fillRect(whole, dark)
