"""The filters above a list: rectangles with counts; the chosen one has a ticked corner."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desk_app.domain.lists import Shortcut
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.ticks import on_tick, show_ticked
from desk_app.ui.kit.widgets import TINTS, Button, ChoiceButton
from forms.typesetting import typeset

_MOST: Final = 100_000
"""Counts from this one on are shown as ``10万+``."""
_SIDES: Final = 32
"""Left and right of a filter's words, with the corner of the chosen one."""


def told(count: int) -> str:
    """A count as filters show it: with thousands separators, large ones as 10万+."""
    return f"{count:,}" if count < _MOST else "10万+"


class _Bold(ChoiceButton):
    """As wide as its words are in bold, so that nothing moves or is cut when it is chosen."""

    def sizeHint(self) -> QSize:
        """Width of the words in bold, the shape and the space at the sides."""
        bold = QFont(self.font())
        bold.setBold(True)
        wide = QFontMetrics(bold).horizontalAdvance(typeset(self.text()))
        if not self.icon().isNull():
            wide += self.iconSize().width() + style.px(4)
        return QSize(wide + style.px(_SIDES), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The size hint: it is hidden rather than cut."""
        return self.sizeHint()


class FilterChip(_Bold):
    """One ready filter: its shape, its word, and how many records it has."""

    def __init__(self, shortcut: Shortcut, parent: QWidget | None = None) -> None:
        super().__init__(shortcut.title, parent)
        self.ready = shortcut
        self.setObjectName(f"filter:{shortcut.id}")
        style.set_property(self, "role", "filter")
        if shortcut.shape:
            style.set_icon(self, f"tone-{shortcut.shape}", TINTS[shortcut.tone or "plain"], 16)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """Show how many records the filter has; None while they are not counted."""
        self.count = count
        title = self.ready.title
        self.setText(title if count is None else f"{title} {told(count)}")
        self.setAccessibleName(title if count is None else f"{title},{count}件")
        self.updateGeometry()


class _Dropped(_Bold):
    """A filter that was chosen from a menu; a click removes it."""

    def __init__(self, key: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(f"{text} ✕", parent)
        self.key = key
        self.setObjectName(f"filter-off:{key}")
        style.set_property(self, "role", "filter")
        self.setChecked(True)
        self.setAccessibleName(f"去掉条件 {text}")


class FilterLine(QWidget):
    """One line: ready filters, filters chosen from the menu, and 更多 with those that have no room."""

    chosen = Signal(str)
    """Id of the Shortcut that was pressed."""
    taken_off = Signal(str)
    """Key of a filter given to ``show_filters`` that was removed."""
    menu_wanted = Signal()
    """更多 is about to open; what is added to ``menu`` now stands below the filters without room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[FilterChip] = []
        self._off: list[_Dropped] = []
        self._rare: list[Shortcut] = []
        self._counts: Mapping[str, int] = {}
        self.menu = QMenu(self)
        self.more = Button("更多", self)
        self.more.setObjectName("list-more")
        self.more.setAccessibleName("更多筛选条件")
        style.set_property(self.more, "role", "menu")
        self.more.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self._line = layouts.row(self)
        self._line.addWidget(self.more)
        self._line.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        """The ready filters from left to right."""
        return tuple(self._chips)

    @property
    def walk(self) -> tuple[QWidget, ...]:
        """Every filter and 更多 in the order Tab visits them."""
        return (*self._chips, *self._off, self.more)

    @property
    def least(self) -> int:
        """The width for what is always shown: chosen filters and 更多."""
        kept = (w.sizeHint().width() for w in self._kept())
        return self.more.sizeHint().width() + sum(width + self._line.spacing() for width in kept)

    def _kept(self) -> list[QWidget]:
        return [*(c for c in self._chips if c.isChecked()), *self._off]

    def show_shortcuts(self, shortcuts: Sequence[Shortcut]) -> None:
        """Offer these ready filters."""
        for old in self._chips:
            self._line.removeWidget(old)
            old.deleteLater()
        self._chips = [FilterChip(s, self) for s in shortcuts if s.main]
        self._rare = [s for s in shortcuts if not s.main]
        for place, chip in enumerate(self._chips):
            on_tick(chip, partial(self._choose, chip.ready.id))
            self._line.insertWidget(place, chip)
        in_tab_order(self.walk)
        self._fit()

    def _choose(self, shortcut: str, _on: bool) -> None:
        self.chosen.emit(shortcut)

    def _take_off(self, key: str, _on: bool) -> None:
        self.taken_off.emit(key)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each filter has, by its id."""
        for chip in self._chips:
            chip.show_count(counts.get(chip.ready.id))
        self._counts = dict(counts)

    def show_chosen(self, shortcut: str) -> None:
        """Mark the filter with this id as chosen; none for an empty id."""
        for chip in self._chips:
            show_ticked(chip, chip.ready.id == shortcut)
        self._fit()

    def show_filters(self, filters: Sequence[tuple[str, str]]) -> None:
        """Show filters that are on beside the ready ones: key and words of each."""
        if [(o.key, o.text()) for o in self._off] == [(key, f"{text} ✕") for key, text in filters]:
            for old in self._off:
                show_ticked(old, True)
            return
        for old in self._off:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._off = [_Dropped(key, text, self) for key, text in filters]
        for each in self._off:
            on_tick(each, partial(self._take_off, each.key))
            self._line.insertWidget(self._line.indexOf(self.more), each)
        in_tab_order(self.walk)
        self._fit()

    # ---- room ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Choose which filters have room whenever size or counts change."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        """Show every chosen filter, then as many ready filters from the left as have room."""
        gap, kept = self._line.spacing(), self._kept()
        left = self.width() - self.least
        for chip in self._chips:
            if chip in kept:
                chip.show()
                continue
            left -= chip.sizeHint().width() + gap
            chip.setVisible(left >= 0)

    @Slot()
    def _fill(self) -> None:
        self.menu.clear()
        hidden = [c.ready for c in self._chips if not c.isVisible()]
        for shortcut in (*hidden, *self._rare):
            count = self._counts.get(shortcut.id)
            words = shortcut.title if count is None else f"{shortcut.title} {told(count)}"
            action = self.menu.addAction(typeset(words))
            action.setObjectName(f"menu-filter:{shortcut.id}")
            action.triggered.connect(lambda _on=False, wanted=shortcut.id: self.chosen.emit(wanted))
        if self.menu.actions():
            self.menu.addSeparator()
        self.menu_wanted.emit()
