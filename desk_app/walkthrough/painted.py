"""The words a widget really draws, with their places: what is elided or cut is seen whoever draws it.

A widget is drawn once more on a device that keeps nothing but text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import (
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QRegion,
    QTextItem,
    QTransform,
)
from PySide6.QtWidgets import QWidget

_Metric = QPaintDevice.PaintDeviceMetric
_DPI: Final = 96
_FINE: Final = 65536
"""The unit of Qt's scaled device pixel ratio."""


@dataclass(frozen=True, slots=True)
class DrawnWords:
    """A piece of one line of text as it was drawn, all lengths in pixels at 100 %."""

    text: str
    box: QRectF
    """From ascent to descent, in the coordinates of the widget."""
    size: float
    """Height of the type."""
    bold: bool


class _Engine(QPaintEngine):
    """Keeps the text that is drawn and passes over everything else."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.words: list[DrawnWords] = []
        self._way = QTransform()

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        if state.state() & QPaintEngine.DirtyFlag.DirtyTransform:
            self._way = state.transform()

    def drawTextItem(self, place: Any, item: QTextItem) -> None:
        at = self._way.map(QPointF(place))
        font = item.font()
        size = float(font.pixelSize()) if font.pixelSize() > 0 else font.pointSizeF() * _DPI / 72
        box = QRectF(at.x(), at.y() - item.ascent(), item.width(), item.ascent() + item.descent())
        self.words.append(DrawnWords(item.text(), box, size, font.bold()))

    def drawPixmap(self, *_what: Any) -> None:
        pass

    def drawImage(self, *_what: Any) -> None:
        pass

    def drawTiledPixmap(self, *_what: Any) -> None:
        pass

    def drawPath(self, *_what: Any) -> None:
        pass

    def drawRects(self, *_what: Any) -> None:
        pass

    def drawLines(self, *_what: Any) -> None:
        pass

    def drawPolygon(self, *_what: Any) -> None:
        pass

    def drawEllipse(self, *_what: Any) -> None:
        pass

    def drawPoints(self, *_what: Any) -> None:
        pass


class _Device(QPaintDevice):
    """As large as one widget, at 100 %."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.engine = _Engine()
        self._told = {
            _Metric.PdmWidth: widget.width(),
            _Metric.PdmHeight: widget.height(),
            _Metric.PdmDpiX: widget.logicalDpiX(),
            _Metric.PdmDpiY: widget.logicalDpiY(),
            _Metric.PdmPhysicalDpiX: _DPI,
            _Metric.PdmPhysicalDpiY: _DPI,
            _Metric.PdmDepth: 32,
            _Metric.PdmDevicePixelRatio: 1,
            _Metric.PdmDevicePixelRatioScaled: _FINE,
        }

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._told.get(metric, 0)


def words_of(widget: QWidget) -> tuple[DrawnWords, ...]:
    """What this widget itself, without the widgets in it, draws as text; empty pieces are left out."""
    device = _Device(widget)
    painter = QPainter(device)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    return tuple(w for w in device.engine.words if w.text.strip())


def visible(top: QWidget) -> Iterator[QWidget]:
    """A window and every visible widget in it, but not the windows that belong to it."""
    yield top
    for child in top.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield from visible(child)
