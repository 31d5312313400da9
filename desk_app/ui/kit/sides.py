"""Parts of a page side by side, or one under another in one scrolling column where they have no room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.layouts import VerticalScroll, row

_LINES: Final = 4
"""Grid pixels for the lines around a card, which Qt does not count among what it needs."""
_ANY: Final = 16_777_215
"""Qt's own largest width."""
_ROOM: Final = (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Polish)
"""Events after which the parts may stand otherwise."""


@dataclass(frozen=True, slots=True)
class Side:
    """A part of a page."""

    widget: QWidget
    least: int
    """The width in grid pixels below which it does not stand beside others."""
    share: int = 1
    """How much it gets of the room that is left, as a stretch factor."""
    most: int = 0
    """The width in grid pixels it never exceeds beside others; 0 for any."""


class _Ground(QWidget):
    """Holds the parts; where they scroll by themselves it needs no more height than their least."""

    tight = True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumSize().height() if self.tight and layout else super().heightForWidth(width)


class Sides(VerticalScroll):
    """Parts from left to right while each has its least width, else from top to bottom.

    No part is taken out or rebuilt when that changes: what is typed, the keyboard and an input method's
    unfinished words stay. Scrolling columns within the parts grow while the whole scrolls.
    """

    turned = Signal(bool)
    """Whether the parts now stand one under another."""

    def __init__(
        self, parts: Sequence[Side], *, margins: int = 0, spacing: int = 12, parent: QWidget | None = None
    ) -> None:
        self._parts, self._margins, self._spacing = tuple(parts), margins, spacing
        self.stacked = False
        inner = self._ground = _Ground()
        self._line: QBoxLayout = row(inner, margins=margins, spacing=spacing)
        super().__init__(inner, parent)
        for part in self._parts:  # with each widget around that comes later Qt would style them all again
            self._line.addWidget(part.widget, part.share)
        self._scrolls = {part.widget: self._scrolls_of(part.widget) for part in self._parts}
        self._needs = [style.px(part.least) for part in self._parts]
        self._arrange()
        for scroll in (self, *(s for own in self._scrolls.values() for s in own)):
            scroll.rearranged.connect(self._turn)

    def event(self, event: QEvent) -> bool:
        """Look again for the direction when the room or the look has changed."""
        done = super().event(event)
        # Before the first styling nothing is measured: Qt would style all that is measured then once more.
        if event.type() in _ROOM and self.widget() is not None:
            self._turn()
        return done

    def least_width(self) -> int:
        """Pixels the widest part needs across."""
        widest = max(self._least(part) for part in self._parts)
        return widest + 2 * style.px(self._margins) + self.verticalScrollBar().sizeHint().width()

    def _least(self, part: Side) -> int:
        """Pixels below which a part does not stand beside others: its least, or what its words need."""
        around, needed = part.widget.minimumSizeHint().width(), style.px(part.least)
        for scroll in self._scrolls[part.widget]:
            frame = 0 if scroll is part.widget else max(0, around - scroll.minimumSizeHint().width())
            needed = max(needed, frame + scroll.least_width() + style.px(_LINES))
        return needed

    def grow(self, on: bool) -> None:
        """Be as high as the parts, or scroll."""
        super().grow(on)
        self._arrange()

    def show_part(self, widget: QWidget) -> None:
        """Scroll to the top of a part, or of a widget within one."""
        content = self.widget()
        if content is not None and self.stacked:
            self.verticalScrollBar().setValue(widget.mapTo(content, widget.rect().topLeft()).y())

    @Slot()
    def _turn(self) -> None:
        gaps = self._spacing * (len(self._parts) - 1) + 2 * self._margins
        before, self._needs = self._needs, [self._least(part) for part in self._parts]
        stacked = self.width() < sum(self._needs) + style.px(gaps)
        if stacked is not self.stacked:
            self.stacked = stacked
            self._arrange()
            self.turned.emit(stacked)
        elif self._needs != before:
            self._arrange()

    def _arrange(self) -> None:
        way = QBoxLayout.Direction
        self._ground.tight = not (self.stacked or self.grown)
        self._line.setDirection(way.TopToBottom if self.stacked else way.LeftToRight)
        for part, needed in zip(self._parts, self._needs, strict=True):
            most = 0 if self.stacked else part.most
            least = 0 if self.stacked else needed
            part.widget.setMinimumWidth(least)
            part.widget.setMaximumWidth(max(least, style.px(most)) if most else _ANY)
            self._line.setStretchFactor(part.widget, 0 if self.stacked else part.share)
            for scroll in self._scrolls[part.widget]:
                scroll.grow(self.stacked or self.grown)

    def _scrolls_of(self, part: QWidget) -> list[VerticalScroll]:
        """The scrolling columns of a part, without those within other sides."""
        found = [part, *part.findChildren(VerticalScroll)]
        return [s for s in found if isinstance(s, VerticalScroll) and _nearest(s) is self]


def _nearest(scroll: QWidget) -> QWidget | None:
    around = scroll.parentWidget()
    while around is not None and not isinstance(around, Sides):
        around = around.parentWidget()
    return around
