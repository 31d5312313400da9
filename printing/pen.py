"""Draws marks on a canvas of reportlab."""

import io
from typing import Final

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing import fonts, pictures
from printing.marks import Fill, Frame, Mark, Picture, Ring, Rule, Tick, Turned, Veil, Words

POINTS: Final = 72 / 25.4
"""Points in a millimetre."""

_VEIL: Final = 0.5
"""How far a picture is lightened below words that let it be seen."""


class Pen:
    """Draws marks on a reportlab canvas, whose origin is the bottom left corner, in points."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def draw(self, mark: Mark) -> None:
        """Draw one mark."""
        match mark:
            case Words():
                self._words(mark)
            case Rule():
                self._rule(mark)
            case Frame():
                self._frame(mark)
            case Ring():
                self._ring(mark)
            case Turned():
                self._turned(mark)
            case Veil():
                self._veil(mark)
            case Tick():
                self._tick(mark)
            case Fill():
                self._fill(mark)
            case Picture():
                self._picture(mark)

    def watermark(self, word: str, wide: float, high: float) -> None:
        """Draw the word in large light letters across the page; called before all marks."""
        canvas = self._canvas
        size = min(96.0, wide * 0.46)
        canvas.saveState()
        canvas.setFillGray(0.9)
        canvas.setFont(fonts.first(heavy=True), size)
        for part in (0.2, 0.5, 0.8) if high > wide else (0.5,):
            canvas.saveState()
            canvas.translate(wide / 2 * POINTS, self._up(high * part))
            canvas.rotate(30)
            canvas.drawCentredString(0, -size * 0.375, word)
            canvas.restoreState()
        canvas.restoreState()

    def _up(self, y: float) -> float:
        """The distance from the bottom edge in points, for ``y`` mm from the top."""
        return (self._height - y) * POINTS

    def _stroke(self, width: float, grey: float) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeGray(grey)

    def _words(self, mark: Words) -> None:
        canvas, x, y = self._canvas, mark.x * POINTS, self._up(mark.y)
        canvas.setFillGray(mark.grey)
        stretches = tuple(fonts.runs(mark.text, mark.heavy))
        for number, (name, stretch) in enumerate(stretches, 1):
            canvas.setFont(name, mark.size)
            # What drawString writes, without measuring the text for a direction it does not have.
            line = canvas.beginText(x, y)
            line.textLine(stretch)
            canvas.drawText(line)
            if number < len(stretches):
                x += fonts.width(stretch, mark.heavy) * mark.size

    def _turned(self, mark: Turned) -> None:
        canvas = self._canvas
        wide = fonts.width(mark.text, mark.heavy) * mark.size
        canvas.saveState()
        canvas.translate(mark.x * POINTS, self._up(mark.y))
        canvas.rotate(mark.angle)
        canvas.setFillGray(mark.grey, alpha=mark.alpha)
        x = -wide / 2
        for name, stretch in fonts.runs(mark.text, mark.heavy):
            canvas.setFont(name, mark.size)
            canvas.drawString(x, -0.38 * mark.size, stretch)
            x += fonts.width(stretch, mark.heavy) * mark.size
        canvas.restoreState()

    def _veil(self, mark: Veil) -> None:
        canvas, wide, high = self._canvas, mark.w * POINTS, mark.h * POINTS
        canvas.saveState()
        canvas.translate(mark.x * POINTS, self._up(mark.y))
        canvas.rotate(mark.angle)
        canvas.setFillGray(1, alpha=_VEIL)
        canvas.rect(-wide / 2, -high / 2, wide, high, stroke=0, fill=1)
        canvas.restoreState()

    def _rule(self, mark: Rule) -> None:
        self._stroke(mark.width, mark.grey)
        if mark.dotted:
            self._canvas.setDash(0.8, 1.6)
        self._canvas.line(mark.x1 * POINTS, self._up(mark.y1), mark.x2 * POINTS, self._up(mark.y2))
        if mark.dotted:
            self._canvas.setDash()

    def _frame(self, mark: Frame) -> None:
        self._stroke(mark.width, mark.grey)
        if mark.dashed:
            self._canvas.setDash(2.5, 2)
        if mark.shade is not None:
            self._canvas.setFillGray(mark.shade)
        self._canvas.rect(
            mark.x * POINTS,
            self._up(mark.y + mark.h),
            mark.w * POINTS,
            mark.h * POINTS,
            stroke=int(mark.width > 0),
            fill=int(mark.shade is not None),
        )
        if mark.dashed:
            self._canvas.setDash()

    def _ring(self, mark: Ring) -> None:
        self._canvas.saveState()
        self._stroke(0.8, mark.grey)
        self._canvas.setDash(3, 2)
        self._canvas.circle(mark.x * POINTS, self._up(mark.y), mark.radius * POINTS)
        self._canvas.restoreState()

    def _tick(self, mark: Tick) -> None:
        """Draw the box as lines (no font here has ☑), with an invisible letter for text extraction."""
        canvas, side = self._canvas, mark.side * POINTS
        left, bottom = mark.x * POINTS, self._up(mark.y + mark.side)
        self._stroke(0.7, 0)
        canvas.rect(left, bottom, side, side)
        if mark.ticked:
            path = canvas.beginPath()
            path.moveTo(left + 0.18 * side, bottom + 0.50 * side)
            path.lineTo(left + 0.42 * side, bottom + 0.20 * side)
            path.lineTo(left + 0.86 * side, bottom + 0.84 * side)
            self._stroke(1.4, 0)
            canvas.drawPath(path)
        unseen = canvas.beginText(left, bottom + 0.1 * side)
        unseen.setFont(fonts.first(), side)
        unseen.setTextRenderMode(3)
        unseen.textOut("√" if mark.ticked else "□")
        unseen.setTextRenderMode(0)
        canvas.drawText(unseen)

    def _fill(self, mark: Fill) -> None:
        path = self._canvas.beginPath()
        for x, y, w, h in mark.rects:
            path.rect(x * POINTS, self._up(y + h), w * POINTS, h * POINTS)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _picture(self, mark: Picture) -> None:
        wide, high = pictures.size(mark.data)
        scale = min(mark.w / wide, mark.h / high)
        w, h = (mark.w, mark.h) if mark.exact else (wide * scale, high * scale)
        x, y = mark.x + (mark.w - w) / 2, mark.y + (mark.h - h) / 2
        with pictures.told():
            image = ImageReader(io.BytesIO(mark.data))
            self._canvas.drawImage(image, x * POINTS, self._up(y + h), w * POINTS, h * POINTS)
