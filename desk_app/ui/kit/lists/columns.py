"""Which column of a table is which answer: a line of choices, laid as the headings propose."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.services.tables.laid import Layout
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import label
from forms.procedures import Ask
from forms.typesetting import typeset

_WIDE = 200
_NONE = "(表里没有)"


class ColumnChoices(QWidget):
    """For each ask the heading of its column, or none; changed by hand where the proposal is wrong."""

    changed = Signal()

    def __init__(self, asks: Sequence[Ask], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks = asks
        self._boxes: dict[str, QComboBox] = {}
        self._flow = FlowLayout(self)

    def show_layout(self, layout: Layout) -> None:
        """Offer the headings of a sheet, with the proposed ones chosen."""
        layouts.clear(self._flow)
        self._boxes.clear()
        for ask in self._asks:
            self._flow.addWidget(self._choice(ask, layout))

    @property
    def places(self) -> Mapping[str, int]:
        """By id of the ask, the place of the chosen column; asks without one are left out."""
        chosen = {ask: box.currentData() for ask, box in self._boxes.items()}
        return {ask: place for ask, place in chosen.items() if place is not None}

    def _choice(self, ask: Ask, layout: Layout) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(style.px(_WIDE))
        lines = column(holder, spacing=2)
        lines.addWidget(label(ask.label + ("(必有)" if ask.required else ""), "quiet"))
        box = self._boxes[ask.id] = QComboBox()
        box.setObjectName(f"column:{ask.id}")
        box.setAccessibleName(f"{ask.label}是哪一列")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(typeset(_NONE), None)
        for place, heading in enumerate(layout.headings):
            if heading:
                box.addItem(heading, place)
        box.setCurrentIndex(max(0, box.findData(layout.places.get(ask.id, -1))))
        box.activated.connect(self._picked)
        lines.addWidget(box)
        return holder

    def _picked(self, _index: int) -> None:
        self.changed.emit()
