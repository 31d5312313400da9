"""Shows the pages of a PDF, drawn in the background, as they will be printed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from desk_app.services.printing import drawing
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import column, row, show_if
from desk_app.ui.kit.style import colour, px, set_property
from desk_app.ui.kit.widgets import bind, button, label
from desk_app.ui.papers import page_picture

_A4: Final = 297 / 210
_SIZES: Final = (0.0, 1.0, 1.5, 2.0)
"""Widths of the paper in widths of the view; 0 shows the whole page."""
_WIDTH: Final = 1
"""Place among the sizes of a paper as wide as the view."""
_MOST: Final = 1000
"""Grid pixels: as wide as a paper becomes in a wide view before it is enlarged."""
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
SAMPLE: Final = "样张"
"""The word across a page that is only shown."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One page as a picture, and the words of all pages of its paper."""

    image: QImage
    texts: tuple[str, ...]
    """The words of each page."""

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.texts)


def render(pdf: bytes, page: int, width: int) -> Rendered:
    """A page of a PDF, ``width`` device pixels wide; may be called in any thread but the main one."""
    made = drawing.drawn(page_picture.draw, page_picture.PageWanted(pdf, page, width))
    picture = QImage(made.pixels, made.width, made.height, made.bytes_per_line, made.format)
    return Rendered(picture.copy(), made.texts)  # a copy, for the pixels belong to Python


class _Sheet(QWidget):
    """The page; shows the last picture, scaled, until a new one comes."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._image = QImage()
        self._mark = mark

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.drawImage(QRectF(self.rect()), self._image)
            self._draw_mark(painter)
        painter.setPen(colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw_mark(self, painter: QPainter) -> None:
        """Draw the word across the page, above the print and light enough to read through."""
        if not self._mark:
            return
        font = painter.font()
        font.setBold(True)
        font.setPixelSize(max(12, self.width() // 5))
        painter.save()
        painter.setFont(font)
        painter.setOpacity(0.10)
        painter.setPen(Qt.GlobalColor.black)
        painter.translate(self.rect().center())
        painter.rotate(-30)
        half = self.width()
        painter.drawText(QRect(-half, -half, 2 * half, 2 * half), Qt.AlignmentFlag.AlignCenter, self._mark)
        painter.restore()


class PaperView(QWidget):
    """The pages of a paper, fitted to the width and turned one by one; drawing never blocks."""

    zoom_wanted = Signal()
    """The clerk wants to see the paper larger."""

    def __init__(
        self, errands: Errands, title: str, *, zoom: bool = False, steps: bool = False, mark: str = ""
    ) -> None:
        """``zoom`` offers to show it larger elsewhere, ``steps`` to enlarge it here.

        ``mark`` is a word drawn across the page on the screen only, to say that this is no print.
        """
        super().__init__()
        self._size = _WIDTH
        self._errands, self._title, self._mark = errands, title, mark
        self.pdf = b""
        self.page = 0
        self._texts: tuple[str, ...] = ()
        self._drawn: dict[tuple[int, int], QImage] = {}
        self._resized = QTimer(self, singleShot=True, interval=60)
        self._resized.timeout.connect(self._draw)
        set_property(self, "role", "paper-ground")
        self._build(zoom=zoom, steps=steps)
        self._show_place()

    def show_pdf(self, pdf: bytes) -> None:
        """Show this PDF; the number of the page that is shown is kept."""
        if pdf == self.pdf:
            return
        self.pdf = pdf
        self._drawn.clear()
        self._draw()

    def turn(self, by: int) -> None:
        """Go on by so many pages, or back when negative."""
        page = max(0, min(self.page + by, self.count - 1))
        if page != self.page:
            self.page = page
            self._scroll.verticalScrollBar().setValue(0)
            self._draw()

    @property
    def count(self) -> int:
        """How many pages the paper has; 0 before it was drawn."""
        return len(self._texts)

    def turn_to(self, words: Collection[str]) -> None:
        """Go to the page with most of these words, unless the page that is shown has as many."""
        hits = [sum(word in text for word in words) for text in self._texts]
        if hits and max(hits) > hits[self.page]:
            self.turn(hits.index(max(hits)) - self.page)

    def enlarge(self, by: int) -> None:
        """Go on by so many sizes, from the whole page in view over the whole width to two widths."""
        size = max(0, min(self._size + by, len(_SIZES) - 1))
        if size != self._size:
            self._size = size
            self._drawn = {key: image for key, image in self._drawn.items() if key[1] <= px(_MOST) * 2}
            bars = Qt.ScrollBarPolicy
            sideways = bars.ScrollBarAsNeeded if _SIZES[size] > 1 else bars.ScrollBarAlwaysOff
            self._scroll.setHorizontalScrollBarPolicy(sideways)
            self._fit()
            self._draw()
            self._show_place()

    def move_by(self, key: int) -> bool:
        """Move the paper by an arrow key; False for any other key."""
        if key not in _ARROWS:
            return False
        across, down = _ARROWS[Qt.Key(key)]
        for bar, by in (
            (self._scroll.horizontalScrollBar(), across),
            (self._scroll.verticalScrollBar(), down),
        ):
            bar.setValue(bar.value() + by * px(80))
        return True

    def end_with(self, widget: QWidget) -> None:
        """Show a widget at the right end of the head."""
        self._head.addWidget(widget)

    def event(self, event: QEvent) -> bool:
        """Leave the title out where the head has no room for it: the paper bears its own."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self._fit_head()
        return done

    def _fit_head(self) -> None:
        sides = self._whole.contentsMargins()
        wide = self._head.sizeHint().width()
        if not self._name.isVisibleTo(self):
            wide += self._name.sizeHint().width() + self._head.spacing()
        show_if(self._name, wide <= self.width() - sides.left() - sides.right())

    def minimumSizeHint(self) -> QSize:
        """As narrow as the head is without its title."""
        hint = super().minimumSizeHint()
        spare = self._name.sizeHint().width() if self._name.isVisibleTo(self) else 0
        return QSize(hint.width() - spare, px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the old picture to the new width at once, then draw it sharply."""
        super().resizeEvent(event)
        self._fit()
        self._resized.start()

    # ---- building -----------------------------------------------------------------------------

    def _build(self, *, zoom: bool, steps: bool) -> None:
        self._place = label("", "quiet")
        self._name = label(self._title, "strong")
        self._back = self._small("上一页", "paper-back", lambda: self.turn(-1))
        self._forth = self._small("下一页", "paper-forth", lambda: self.turn(1))
        self._less = self._small("缩小", "paper-less", lambda: self.enlarge(-1))
        self._more = self._small("放大", "paper-more", lambda: self.enlarge(1))
        head = self._head = row()
        head.addWidget(self._name)
        head.addStretch()
        for each in (self._place, self._back, self._forth, self._less, self._more):
            head.addWidget(each)
        for each in () if steps else (self._less, self._more):
            each.hide()
        if zoom:
            larger = self._small("放大", "paper-zoom", self.zoom_wanted.emit)
            bind(larger, "F10")
            larger.setToolTip("F10")
            head.addWidget(larger)
        self._sheet = _Sheet(self._mark)
        self._sheet.setAccessibleName(self._title)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._sheet)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._sheet.setAutoFillBackground(False)
        whole = self._whole = column(self, margins=12, spacing=8)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)

    def _small(self, text: str, name: str, run: Callable[[], None]) -> QPushButton:
        made = button(text, "link", name=name)
        made.clicked.connect(run)
        return made

    # ---- drawing ------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        room = max(px(120), min(self._scroll.width() - bar, px(_MOST)))
        if _SIZES[self._size]:
            return round(room * _SIZES[self._size])
        return max(px(120), min(room, int((self._scroll.height() - 1) / self._ratio)))

    @property
    def _ratio(self) -> float:
        """Height to width of the page that is shown."""
        sizes = (i for (page, _), i in self._drawn.items() if page == self.page and i.width())
        return next((i.height() / i.width() for i in sizes), _A4)

    def _fit(self) -> None:
        self._sheet.resize(self._width, round(self._width * self._ratio))

    @property
    def _key(self) -> tuple[int, int]:
        return self.page, round(self._width * self.devicePixelRatioF())

    def _draw(self) -> None:
        key = self._key
        if key in self._drawn:
            self._show_page()
        elif self.pdf:
            self._ask(key, self._show_page)

    def _ask(self, key: tuple[int, int], then: Callable[[], None]) -> None:
        pdf = self.pdf

        def done(rendered: Rendered) -> None:
            if pdf is self.pdf:
                self._texts = rendered.texts
                self.page = min(self.page, max(0, rendered.count - 1))
                self._drawn[key] = rendered.image
                then()

        self._errands.run(
            lambda: render(pdf, *key), while_alive(self, done), lane=Lane.PAPER, topic=f"view-{id(self)}"
        )

    def _show_page(self) -> None:
        if image := self._drawn.get(self._key):
            self._sheet.show_image(image)
            self._fit()
        self._show_place()
        self._draw_ahead()

    def _draw_ahead(self) -> None:
        """Draw the other pages one by one, so that turning to them is instant."""
        if _SIZES[self._size] > 1:
            return  # such pictures are large; the one in view is enough
        width = self._key[1]
        waiting = [(page, width) for page in range(self.count) if (page, width) not in self._drawn]
        if waiting:
            # The page in view may be among them: its own drawing is dropped for this one.
            seen = waiting[0] == self._key
            self._ask(waiting[0], self._show_page if seen else self._draw_ahead)

    def _show_place(self) -> None:
        several = self.count > 1
        self._place.setText(f"第 {self.page + 1} / {self.count} 页" if self.count else "")
        for each, reachable in ((self._back, self.page > 0), (self._forth, self.page < self.count - 1)):
            each.setVisible(several)
            each.setEnabled(reachable)
        self._less.setEnabled(self._size > 0)
        self._more.setEnabled(self._size < len(_SIZES) - 1)
