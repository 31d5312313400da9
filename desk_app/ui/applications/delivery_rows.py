"""Rows of results on their way: one to post, one to bring, one that waits for its receipt."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desk_app.services.applications.delivering import Delivery
from desk_app.services.lookup import masking
from desk_app.ui.kit import style, words
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.guard import SCAN, TAKES_SCANS
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.widgets import Card, button, chip, label
from forms.typesetting import typeset

_PAGE: Final = 20
"""Rows that are shown at first, and by how many more each time."""
KEEPING: Final = ("kept", "不再送达…")
"""The act that ends a delivery for good, and the word on its button."""
_AT_ONCE: Final = 4
"""Rows made in one go; the window answers before the next are made."""


class RowList(QWidget):
    """Rows below one another, made a few at a time; a button makes more than the first ones."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[DeliveryRow] = []
        self._those: tuple[Delivery, ...] = ()
        self._maker: Callable[[Delivery], DeliveryRow] = DeliveryRow
        self._kept: dict[Delivery, DeliveryRow] = {}
        self._limit = _PAGE
        self._lines = column(spacing=8)
        self._more = button("", "link", name="deliveries-more")
        self._more.hide()
        self._more.clicked.connect(lambda: self.reach(len(self.rows)))
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._go_on)
        whole = column(self, spacing=8)
        whole.addLayout(self._lines)
        whole.addWidget(self._more)

    def show_rows(
        self, those: Sequence[Delivery], maker: Callable[[Delivery], "DeliveryRow"], *, anew: bool = True
    ) -> None:
        """Show a row for each of these, the first ones at once; what is unchanged stays as it is.

        ``anew`` shows as many as at first, else as many as were shown before.
        """
        self._later.stop()
        self._those, self._maker = tuple(those), maker
        self._limit = _PAGE if anew else self._limit
        here = dict.fromkeys(self._those[: self._limit])
        self._kept = {row.delivery: row for row in self.rows if row.delivery in here}
        for had in self.rows:
            self._lines.removeWidget(had)
            if had.delivery not in here:
                had.hide()
                had.deleteLater()
        self.rows = []
        while self._kept:  # none of them may float outside the list meanwhile
            self._make()
        self._go_on()

    def reach(self, place: int) -> "DeliveryRow | None":
        """The row at a place, from 0, made now if it was not; None when there is none."""
        if place >= len(self._those):
            return None
        self._limit = max(self._limit, place // _PAGE * _PAGE + _PAGE)
        while len(self.rows) <= place:
            self._make()
        self._go_on()
        return self.rows[place]

    def _make(self) -> None:
        wanted = self._those[len(self.rows)]
        made = self._kept.pop(wanted, None) or self._maker(wanted)
        self.rows.append(made)
        self._lines.addWidget(made)
        made.show()  # what is not shown yet can not have the keyboard

    @Slot()
    def _go_on(self) -> None:
        wanted = min(self._limit, len(self._those))
        for _ in range(min(_AT_ONCE, wanted - len(self.rows))):
            self._make()
        left = len(self._those) - wanted
        self._more.setText(f"再列{min(left, _PAGE)}件(还有{left}件没有列出)")
        self._more.setVisible(left > 0)
        if len(self.rows) < wanted:
            self._later.start()

    @property
    def whole(self) -> bool:
        """Whether every row is made that is to be shown."""
        return len(self.rows) >= min(self._limit, len(self._those))


class DeliveryRow(Card):
    """One delivery: whom it is for, what is in it, and what may be wrong with it."""

    wanted = Signal(object, str)
    """The row, and what its form is asked for: ``received``, ``returned``, ``renumber`` or ``kept``."""

    def __init__(self, delivery: Delivery, problem: str = "") -> None:
        super().__init__()
        self.delivery = delivery
        self.first: QWidget | None = None
        """What takes the keyboard first, if anything here can."""
        self.head = FlowLayout(spacing=8)
        self.head.addWidget(label(self._who(), "strong", name=f"who:{delivery.application}"))
        self.body.addLayout(self.head)
        back = f"。送出过,退回:{delivery.back}" if delivery.back else ""
        told = f"{delivery.content}。{self._where()}{back}"
        self.body.addWidget(label(typeset(told), "quiet", wrap=True))
        self._problem = label(problem, "problem", wrap=True, name=f"problem:{delivery.application}")
        if not problem:
            self._problem.hide()

    def _who(self) -> str:
        delivery = self.delivery
        other = f"({delivery.name})" if delivery.recipient != delivery.name else ""
        return typeset(f"{delivery.recipient}{other} …{delivery.number[-8:]}")

    def _where(self) -> str:
        delivery = self.delivery
        phone = f",{masking.phone(delivery.phone)}" if delivery.phone else ""
        return f"{delivery.address or '没有地址'}{phone}"

    def tell(self, problem: str) -> None:
        """Show what is wrong with this row; nothing for an empty text."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def put_problem(self) -> None:
        """Place the line for what is wrong below everything else, and there the place of a form."""
        self.form = column()
        self.body.addWidget(self._problem)
        self.body.addLayout(self.form)

    def add_keeping(self) -> None:
        """Put the button into the head by which it is never delivered, where something of it can be kept."""
        if self.delivery.kept.matters:
            self.head.addWidget(self.way(*KEEPING))

    def way(self, act: str, word: str) -> QPushButton:
        """A button that opens the form of an act in this row."""
        made = button(word, name=f"{act}:{self.delivery.application}")
        made.setAccessibleName(f"{self.delivery.recipient} {word.rstrip('…')}")
        made.clicked.connect(lambda: self.wanted.emit(self, act))
        return made


class PostRow(DeliveryRow):
    """A letter to be posted, with a line for its postal number: typed, or scanned from the sticker."""

    entered = Signal(object)
    """The row whose line was ended by Enter, as a scanner does."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery, delivery.not_posted)
        self.line = Edit()
        self.line.setObjectName(f"post-number:{delivery.application}")
        self.line.setAccessibleName(f"{delivery.recipient} 邮寄单号")
        self.line.setPlaceholderText(typeset("扫面单上的条码,或录入单号"))
        self.line.setProperty(TAKES_SCANS, True)
        self.line.setEnabled(not delivery.not_posted)
        self.line.returnPressed.connect(self._enter)
        self._before = ""
        self.add_keeping()
        self.body.addWidget(beside("邮寄单号", self.line))
        self.put_problem()

    @property
    def number(self) -> str:
        """What stands in the line."""
        return self.line.text().strip()

    @property
    def open(self) -> bool:
        """Whether a number can still be written here."""
        return self.line.isEnabled() and not self.number

    def take(self, number: str) -> None:
        """Write a scanned number into the line."""
        self.line.setText(number)
        self.line.setModified(True)
        self._before = number

    @Slot()
    def _enter(self) -> None:
        """A sticker scanned into a line that has a number already replaces it."""
        now, before = self.number, self._before
        if before and now != before:
            rest = now.removeprefix(before) if now.startswith(before) else now.removesuffix(before)
            if rest != now and len(plain_code(rest)) >= SCAN:
                self.take(rest.strip())
        self.entered.emit(self)

    def tell(self, problem: str) -> None:
        """Show what is wrong with the number."""
        super().tell(problem)
        style.set_property(self.line, "state", "wrong" if problem else "")
        self.line.setAccessibleDescription(problem)


class BringRow(DeliveryRow):
    """A result that lies at the window, with a tick for those that somebody takes along."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery, delivery.problem)
        self.box = QCheckBox("带走")
        self.box.setObjectName(f"bring:{delivery.application}")
        self.box.setAccessibleName(f"{delivery.recipient} 带走")
        self.box.setEnabled(not delivery.problem)
        self.head.addWidget(self.box)
        self.add_keeping()
        self.put_problem()


class SentRow(DeliveryRow):
    """A result that is under way, with the ways its receipt can end it."""

    def __init__(self, delivery: Delivery, today: date) -> None:
        super().__init__(delivery)
        if delivery.due:
            late = delivery.late(today)
            told = f"应在{words.day(delivery.due)}前有回执" if late else f"回执{words.day(delivery.due)}前"
            self.head.addWidget(chip(told, "caution" if late else "plain", "caution" if late else "ring"))
        buttons, made_ones = FlowLayout(spacing=8), list[QPushButton]()
        ways = [("received", "签收…"), ("returned", "退回…")]
        ways += [("renumber", "更正单号…")] if delivery.by_post else []
        for way in (*ways, KEEPING):
            made = self.way(*way)
            buttons.addWidget(made)
            made_ones.append(made)
        self.first = made_ones[0]
        self.body.addLayout(buttons)
        self.put_problem()

    def _where(self) -> str:
        delivery = self.delivery
        day = words.day(delivery.sent_on) if delivery.sent_on else ""
        how = (
            f"邮寄,单号{delivery.post_number}"
            if delivery.by_post
            else f"交{delivery.sent_to}送达,带走人{delivery.carrier}"
        )
        return f"{day}{how}"


def beside(title: str, field: QWidget) -> QWidget:
    """A field with its title before it, which stay on one line."""
    made = QWidget()
    line, caption = row(made), label(title)
    caption.setBuddy(field)
    line.addWidget(caption)
    line.addWidget(field, 1)
    return made


def plain_code(text: str) -> str:
    """A number without gaps and without the seal behind it, as codes on papers and stickers are compared."""
    return "".join(c for c in text.partition(":")[0].upper() if c.isalnum())


def place_of(those: Sequence[Delivery], text: str) -> int | None:
    """The place of the delivery whose application, letter or list bears this code; None when none does."""
    scanned = plain_code(text)
    bears = (place for place, d in enumerate(those) if scanned in map(plain_code, d.codes))
    return next(bears, None) if scanned else None
