"""试读: what the card reader says, and a card laid on it, without any case."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.cards import LONG, IdCard
from desk_app.services.parts import CardReader
from desk_app.ui.kit import words
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import Strip, button, label
from forms.particulars import ID_NUMBER, NAME
from forms.sentences import plain_date

_LOOK_MS: Final = 300
"""Between two looks at the state of the reader."""
_LAY: Final = "把身份证放到读卡器上。读到的只在这里显示,不存。"


class ReaderDialog(DeskDialog):
    """Shows the reader's state, and what of a card was read: masked, as for everybody who stands by."""

    def __init__(self, reader: CardReader, today: date, parent: QWidget) -> None:
        super().__init__("reader", "试读身份证", parent, 560, 330)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._reader, self._today = reader, today
        self._state = label("", "strong", wrap=True, name="reader:state")
        self._read = Strip("", "good")
        self._read.setObjectName("reader:read")
        self._read.hide()
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(self._state)
        body.addWidget(label(_LAY, "quiet", wrap=True))
        if reader.samples:
            body.addLayout(self._samples())
        body.addWidget(self._read)
        done = button("知道了", "primary", "Escape", name="reader:done")
        done.clicked.connect(self.accept)
        self.default = done
        self.lay_out(content, feet(done))
        done.setFocus()
        watch = QTimer(self, interval=_LOOK_MS)
        watch.timeout.connect(self._show_state)
        watch.start()
        self._show_state()

    def _samples(self) -> FlowLayout:
        """The cards a demo reader can be shown."""
        ways = FlowLayout(spacing=8)
        for sample in self._reader.samples:
            lay = button(sample, "soft", name=f"reader:{sample}")
            lay.clicked.connect(partial(self._reader.lay, sample))
            ways.addWidget(lay)
        return ways

    @Slot()
    def _show_state(self) -> None:
        self._state.setText(self._reader.state.sentence)

    def take_card(self, read: IdCard | str) -> bool:
        """Show what was read, or why nothing was."""
        if isinstance(read, str):
            self._read.show_text(read, "caution")
        else:
            over = read.expired(self._today)
            self._read.show_text(_told(read, over), "caution" if over else "good")
        self._read.show()
        return True


def _told(card: IdCard, over: bool) -> str:
    until = card.until if card.until == LONG or not card.until else f"到{plain_date(card.until)}"
    good = f",有效期{until}" if until else ""
    who = words.who({NAME: card.name, ID_NUMBER: card.number})
    return f"读到{who}的{card.kind.value}{good}" + (",已经过期" if over else "")
