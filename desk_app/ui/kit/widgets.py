"""Small widgets shared by all pages: labels, buttons with their key, chips, strips, cards."""

from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desk_app.ui.kit import style
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.shortcuts import on_key
from forms.typesetting import typeset

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYCAPS: Final = {"Return": "⏎", "Left": "←", "Right": "→", "Escape": "Esc", "Delete": "Del"}
_SHAPES: Final = {"good": "good", "caution": "caution", "wrong": "wrong", "info": "info", "plain": "ring"}
TINTS: Final = {
    "good": "good",
    "caution": "caution",
    "wrong": "wrong",
    "info": "accent_dark",
    "plain": "quiet",
}
"""Name of the colour of each tone's shape and words."""


class PlainWords(QLabel):
    """A label of plain text, never markup, with Chinese punctuation; ``text`` returns what was set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        """The text as it was set, before typesetting."""
        return self._text

    def setText(self, text: str) -> None:
        """Show this text."""
        self._text = text
        super().setText(typeset(text))


class Button(QPushButton):
    """A push button with Chinese punctuation; ``text`` returns what was set. Enter presses it too."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setText(text)

    def text(self) -> str:
        """The text as it was set, before typesetting."""
        return self._text

    def setText(self, text: str) -> None:
        """Show this text."""
        self._text = text
        super().setText(typeset(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, once however long it is held."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def label(text: str, role: str = "", *, wrap: bool = False, name: str = "", verbatim: bool = False) -> QLabel:
    """A label; with ``verbatim`` for what a person typed, shown without change of punctuation.

    Roles: headline, title, strong, quiet, problem, caution.
    """
    made = QLabel() if verbatim else PlainWords()
    made.setText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        style.set_property(made, "role", role)
    if name:
        made.setObjectName(name)
    return made


def rule() -> QFrame:
    """A thin horizontal line."""
    made = QFrame()
    style.set_property(made, "role", "rule")
    return made


def button(text: str, role: str = "secondary", key: str = "", *, name: str = "") -> QPushButton:
    """A push button that shows its key as a badge.

    Roles: primary, secondary, link, danger, choice. A choice is checkable and only shows its number;
    every other button is also pressed by ``key`` (as Qt writes it, e.g. ``Ctrl+Return``).
    """
    made = ChoiceButton(text) if role == "choice" else Button(text)
    style.set_property(made, "role", role)
    if key:
        show_key(made, key)
    if key and role != "choice":
        bind(made, key)
    if name:
        made.setObjectName(name)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def bind(on: QAbstractButton, key: str) -> None:
    """Let a key click a visible button at once (Qt's own shortcuts wait 100 ms).

    A key held down clicks once.
    """
    on_key(on, key, on.click)
    on.setAccessibleDescription(f"按键 {key}")


def show_key(on: QPushButton, key: str) -> None:
    """Draw a key's badge on a button: before the words of a choice, behind those of all others."""
    role = on.property("role")
    tint = "surface" if role == "primary" else "quiet"
    style.draw(on, partial(key_badge, key, tint), partial(key_badge, key, "faint"))
    if role != "choice":
        on.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def key_badge(key: str, tint: str) -> QPixmap:
    """A small picture of a key, e.g. ``Ctrl ⏎``, with a gap on both sides."""
    parts = [key] if key == "+" else key.split("+")
    text = " ".join(_KEYCAPS.get(part, part) for part in parts)
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * 0.8)
    metrics = QFontMetrics(font)
    gap, height = style.px(4), style.px(20)
    width = max(height - 1, metrics.horizontalAdvance(text) + style.px(8))
    pixmap = style.blank(width + 2 * gap, height)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QPen(style.colour(tint), 1))
    box = QRectF(gap + 0.5, 0.5, width - 1, height - 1)
    painter.setOpacity(0.65)
    painter.drawRoundedRect(box, 3, 3)
    painter.setOpacity(1)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


class ChoiceButton(Button):
    """A checkable answer; the chosen one has a border, bold words and a ticked corner."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the tick in its lower right corner when chosen."""
        super().paintEvent(event)
        if self.isChecked():
            self._draw_corner()

    def _draw_corner(self) -> None:
        side = style.px(17)
        right, bottom = float(self.width() - 1), float(self.height() - 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("accent"))
        painter.drawPolygon(
            [QPointF(right, bottom - side), QPointF(right, bottom), QPointF(right - side, bottom)]
        )
        painter.setPen(QPen(style.colour("surface"), 1.6))
        a, b, c = (0.52, 0.27), (0.38, 0.14), (0.12, 0.46)
        points = [QPointF(right - side * x, bottom - side * y) for x, y in (a, b, c)]
        painter.drawPolyline(points)
        painter.end()


class Chip(QFrame):
    """A short state in a pill; word and shape carry the meaning, the colour only supports it."""

    def __init__(
        self, text: str, tone: str = "plain", shape: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shape = QLabel(self)
        self._text = label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(8), style.px(1), style.px(10), style.px(1))
        row.setSpacing(style.px(5))
        row.addWidget(self._shape)
        row.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        style.set_property(self, "role", "chip")
        self.show_text(text, tone, shape)

    @property
    def text(self) -> str:
        """The words on the chip."""
        return self._text.text()

    def show_text(self, text: str, tone: str = "plain", shape: str = "") -> None:
        """Show other words; ``shape`` is an icon in place of the tone's own."""
        style.set_property(self, "tone", tone)
        style.set_icon(self._shape, f"tone-{shape or _SHAPES[tone]}", TINTS[tone], 14)
        self._text.setText(text)
        self.setAccessibleName(text)


def chip(text: str, tone: str = "plain", shape: str = "") -> Chip:
    """Make a chip. Tones: good, caution, wrong, info, plain; shapes: these but plain, and ring, half."""
    return Chip(text, tone, shape)


class Strip(QFrame):
    """A message over the full width, with a shape and with links that say what to do."""

    def __init__(self, text: str = "", tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = QLabel(self)
        self._sentence = self._before = ""
        self._text = label("", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(style.px(12), style.px(6), style.px(12), style.px(6))
        self._row.setSpacing(style.px(8))
        # On one line with the first line of words, however many follow.
        self._shape.setFixedHeight(self._text.fontMetrics().lineSpacing())
        self._row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        style.set_property(self, "role", "strip")
        self.show_text(text, tone)

    @property
    def text(self) -> str:
        """The sentence on the strip."""
        return self._sentence

    def show_text(self, text: str, tone: str) -> None:
        """Show another sentence; tones as for chips."""
        style.set_property(self, "tone", tone)
        style.set_icon(self._shape, f"tone-{_SHAPES[tone]}", TINTS[tone], 20)
        self._sentence = text
        self._say()

    def begin_with(self, words: str) -> None:
        """Say these words before every sentence, where there is no room for a line of their own."""
        self._before = words
        self._say()

    def _say(self) -> None:
        self._text.setText(self._before + self._sentence)
        self.setAccessibleName(self._before + self._sentence)
        if self.isVisible():
            self._fit()
        else:
            self.setMinimumHeight(0)  # its width is not known yet

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the sentence needs, which may be another than when it was last shown."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the sentence needs at this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Ask for all lines of the sentence: Qt guesses a width for it, and gives no line more than that."""
        if self._row.count() > 1:
            self.setMinimumHeight(max(0, self._row.totalHeightForWidth(self.width())))
            self._row.setGeometry(self.contentsRect())  # while it is being shown no other resize is told

    def add_link(self, link: QPushButton) -> None:
        """Add a button at the right end."""
        self._row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)


class Card(QFrame):
    """A white card; widgets are added to its column ``body``."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "card")
        self.body = column(self, margins=16, spacing=8)
        if title:
            self.body.addWidget(label(title, "title"))


class Confirm(QWidget):
    """A button that asks once, in its own place, before something is deleted or done for good.

    Without a ``question`` only the two answers are shown.
    """

    confirmed = Signal()
    asking = Signal(bool)
    """Whether the question is shown now."""

    def __init__(
        self,
        text: str,
        question: str,
        *,
        yes: str,
        no: str,
        name: str,
        role: str = "danger",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask = button(text, "link", name=name)
        self._question = label(question, "strong")
        self._yes = button(yes, role, name=f"confirm-{name}")
        self._no = button(no, name=f"keep-{name}")
        self._answers = QWidget(self)
        answers = row(self._answers)
        answers.addWidget(self._yes)
        answers.addWidget(self._no)
        line = FlowLayout(self)  # a narrow card takes the buttons below the question
        for widget in (self._ask, self._question, self._answers):
            line.addWidget(widget)
        self._ask.clicked.connect(self.ask)
        self._no.clicked.connect(self._close)
        self._yes.clicked.connect(self._agree)
        self._show(asking=False)

    @property
    def is_asking(self) -> bool:
        """Whether the question is shown now."""
        return not self._answers.isHidden()

    def _show(self, *, asking: bool) -> None:
        self._ask.setVisible(not asking)
        self._question.setVisible(asking and bool(self._question.text()))
        self._answers.setVisible(asking)
        self.asking.emit(asking)

    @Slot()
    def ask(self) -> None:
        """Show the question."""
        self._show(asking=True)
        self._no.setFocus()

    def fold(self) -> None:
        """Ask no longer: what was asked about is not before the clerk any more."""
        if self.is_asking:
            self._show(asking=False)

    @Slot()
    def _close(self) -> None:
        self._show(asking=False)
        self._ask.setFocus()

    @Slot()
    def _agree(self) -> None:
        self._show(asking=False)
        self.confirmed.emit()
