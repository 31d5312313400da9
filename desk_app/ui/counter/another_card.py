"""A card of somebody else than the open case is of: asked about in words, before anything is done with it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.domain.cards import IdCard
from desk_app.services.counter import cards
from desk_app.ui.counter.case import Case
from desk_app.ui.kit import words
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, label
from forms.particulars import ID_NUMBER, NAME


class AnotherCardDialog(DeskDialog):
    """Asks whose case it becomes; a key that was meant for something else only closes it."""

    swap_wanted = Signal()
    """The next person's case begins with the card; the open one is put aside."""
    read_as_wanted = Signal(str)
    """The card's name goes into this element."""

    def __init__(self, case: Case, card: IdCard, parent: QWidget) -> None:
        super().__init__("another-card", "放的是另一个人的身份证", parent, 560)
        card_of = words.who({NAME: card.name, ID_NUMBER: card.number})
        here = words.who(case.draft.answers)
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label(f"放的是{card_of}的身份证", "headline", wrap=True))
        body.addWidget(label(f"正在办的是{here}。这张证用来做什么?", wrap=True))
        body.addWidget(label("换人:现在这件暂存,为证上的人另开一件。", "quiet", wrap=True))
        self._nothing = button("不用", "primary", "Escape", name="another-card:nothing")
        self._nothing.clicked.connect(self.reject)
        self.default = self._nothing
        self.lay_out(content, self._ways(case))
        self._nothing.setFocus()

    def _ways(self, case: Case) -> FlowLayout:
        ways = FlowLayout(spacing=8)
        swap = button("换人", name="another-card:swap")
        swap.clicked.connect(self._swap)
        ways.addWidget(swap)
        for element in cards.others(case.reading):
            made = button(f"读作{element.label}", name=f"another-card:{element.id}")
            made.clicked.connect(partial(self._read_as, element.id))
            ways.addWidget(made)
        ways.addWidget(self._nothing)
        return ways

    def _swap(self) -> None:
        self.accept()
        self.swap_wanted.emit()

    def _read_as(self, element: str) -> None:
        self.accept()
        self.read_as_wanted.emit(element)
