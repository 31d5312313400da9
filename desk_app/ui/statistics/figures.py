"""Large figures with their divisor below; a press opens the list behind the figure."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desk_app.services.lists.statistic_kinds import KeyFigure
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.widgets import Card, button, label

_NONE: Final = "—"


class FigureCard(Card):
    """One figure: its name, number, unit, and out of how many."""

    chosen = Signal(object)
    """The Wanted behind the figure that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._figure: KeyFigure | None = None
        self._title, self._unit = label(""), label("")
        self._division = label("", "quiet", wrap=True)
        self._value: QPushButton = button("", "figure-link")
        self._value.clicked.connect(self._choose)
        self.body.setSpacing(style.px(2))
        self.body.setContentsMargins(*(style.px(n) for n in (16, 10, 16, 10)))
        line = layouts.row(spacing=8)
        line.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addLayout(line)
        self.body.addWidget(self._division)

    def show_figure(self, figure: KeyFigure) -> None:
        """Show this figure; a figure of no records can not be pressed."""
        self._figure = figure
        self._title.setText(figure.title)
        self._value.setObjectName(f"figure-{figure.id}")
        self._value.setText(figure.value or _NONE)
        self._value.setEnabled(figure.behind.opens)
        self._value.setCursor(
            Qt.CursorShape.PointingHandCursor if figure.behind.opens else Qt.CursorShape.ArrowCursor
        )
        self._unit.setText(figure.unit)
        self._division.setText(figure.division)
        opens = f",看{figure.behind.count}件的名单" if figure.behind.opens else ""
        said = f"{figure.value}{figure.unit}" if figure.value else "算不出"
        self._value.setAccessibleName(f"{figure.title} {said},{figure.division}{opens}")

    @Slot()
    def _choose(self) -> None:
        if self._figure is not None:
            self.chosen.emit(self._figure.behind.wanted)


class FigureCards(QWidget):
    """All figures, four in a line or two."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[FigureCard] = []
        self._beside = 4
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(style.px(10))

    def show_figures(self, figures: tuple[KeyFigure, ...]) -> None:
        """Show exactly these figures."""
        while len(self._cards) < len(figures):
            card = FigureCard()
            card.chosen.connect(self.chosen)
            self._cards.append(card)
            self._arrange()
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(figures))
            if place < len(figures):
                card.show_figure(figures[place])

    def narrow(self, *, narrow: bool) -> None:
        """Put two in a line where there is little room, else four."""
        if self._beside != (2 if narrow else 4):
            self._beside = 2 if narrow else 4
            self._arrange()

    def _arrange(self) -> None:
        for place, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, place // self._beside, place % self._beside)
        for place in range(4):
            self._grid.setColumnStretch(place, 1 if place < min(self._beside, len(self._cards)) else 0)
