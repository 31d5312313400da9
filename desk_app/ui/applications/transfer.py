"""转交: the matters of a day by department, each with its sheet and the name of who received them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from desk_app.domain.applications import MATTER
from desk_app.domain.events import Subject
from desk_app.errors import DeskError, RuleError
from desk_app.services.applications import handover
from desk_app.services.applications.handover import SheetBatch
from desk_app.services.parts import Parts
from desk_app.services.printing import printouts
from desk_app.ui.kit import words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import clear, column, row
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import Card, button, chip, label
from desk_app.ui.papers.run import open_paper
from forms.typesetting import typeset


@dataclass(frozen=True, slots=True)
class DepartmentBatch:
    """One sheet of a day for one department."""

    sheet: SheetBatch
    phone: str
    summary: str
    """How many applications, and the states of their matters, in words."""

    @property
    def department(self) -> str:
        """The department's name in the matters."""
        return self.sheet.department

    @property
    def key(self) -> str:
        """What tells its parts apart: the department, and the sheet's number where the day has several."""
        count = self.sheet.number.rpartition("-J")[2].partition("-")[2]
        return f"{self.department}:{count}" if count else self.department

    @property
    def waiting(self) -> tuple[Subject, ...]:
        """Applications whose matters are not handed over yet, once for each matter."""
        return tuple(application.subject for application, _ in handover.waiting(self.sheet))


def _batches(parts: Parts, day: date) -> tuple[DepartmentBatch, ...]:
    """The sheets of a day by department, with the states of their matters in words."""
    return tuple(
        DepartmentBatch(batch, parts.pack.department(batch.department).phone, _summary(parts, batch))
        for of_one in handover.batches(parts, day).values()
        for batch in of_one
    )


def _summary(parts: Parts, batch: SheetBatch) -> str:
    states = Counter(
        parts.law.shown(row.application.pack_digest, MATTER, case.state).word
        for row in batch.rows
        for case in row.matters
    )
    told = "、".join(f"{word}{count}个" for word, count in states.items())
    joint = sum(len(row.joint) for row in batch.rows)
    own = f"的{states.total()}个事项:{told}" if told else ""
    beside = f"{';' if own else ':'}联办{joint}个事项,由主办部门签收" if joint else ""
    return f"{len(batch.rows)}件申请{own}{beside}"


@dataclass(frozen=True, slots=True)
class TypedCard:
    """What stands on a card that is still to be handed over."""

    receiver: str
    parted: bool
    """Whether the applications have ticks."""
    left: frozenset[str]
    """Ids of those that were unticked."""


class BatchCard(Card):
    """One sheet of a department: how many matters, its print, and a line for the name of who received them.

    ``sheet_wanted`` emits the ``SheetBatch`` to print, ``transfer_wanted`` this card and the receiver's name.
    """

    sheet_wanted = Signal(object)
    transfer_wanted = Signal(object, str)

    def __init__(self, batch: DepartmentBatch, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._batch = batch
        name, waiting = batch.key, len(batch.waiting)
        self._ticks: dict[str, QCheckBox] = {}
        self.receiver = Edit()
        self._go = button("登记转交", name=f"transfer:{name}")
        self._problem = label("", "problem", wrap=True, name=f"problem:{name}")
        head = row()
        head.addWidget(label(batch.department, "strong", wrap=True), 1)
        head.addWidget(chip(*self._stand(waiting)))
        self.body.addLayout(head)
        phone = f"电话{batch.phone}。" if batch.phone else ""
        self.body.addWidget(label(f"交接单{batch.sheet.number}。{phone}", "quiet", wrap=True))
        self.body.addWidget(label(batch.summary, "quiet", wrap=True))
        self.body.addLayout(self._line(waiting > 0))
        self._rows = column(spacing=4)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._problem)
        self._problem.hide()

    def _stand(self, waiting: int) -> tuple[str, str, str]:
        sheet = self._batch.sheet
        if sheet.handed_at is not None:
            return f"已转交{sheet.received_by} {sheet.handed_at:%H:%M}", "good", "good"
        return (f"{waiting}个事项未转交", "info", "ring") if waiting else ("没有要转交的", "plain", "")

    def take_focus(self) -> None:
        """Put the keyboard on the receiver's name."""
        self.receiver.setFocus()

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab visits, in order."""
        return (self._sheet, self.some, *self._ticks.values(), self.receiver, self._go)

    @property
    def chosen(self) -> frozenset[str] | None:
        """Ids of the applications that go now; None: all of them."""
        if not self._ticks:
            return None
        return frozenset(name for name, box in self._ticks.items() if box.isChecked())

    @property
    def wanted(self) -> SheetBatch:
        """The sheet as it is to be printed now: of those that are ticked, where some are chosen."""
        chosen = self.chosen
        return self._batch.sheet if chosen is None else self._batch.sheet.only(chosen)

    @Slot()
    def _choose_some(self) -> None:
        """Show a tick for each application that waits; those without one follow on the next sheet."""
        self._show_ticks()
        next(iter(self._ticks.values())).setFocus()

    def _show_ticks(self) -> None:
        self.some.setEnabled(False)
        for application in dict.fromkeys(a.id for a, _ in handover.waiting(self._batch.sheet)):
            row = next(r for r in self._batch.sheet.rows if r.application.id == application)
            titles = "、".join(case.title for case in row.matters)
            box = QCheckBox(typeset(f"{row.application.name} {titles} …{row.application.number[-8:]}"))
            box.setObjectName(f"goes:{application}")
            box.setChecked(True)
            self._ticks[application] = box
            self._rows.addWidget(box)
            box.show()
        in_tab_order((*self.stops(),))

    @property
    def typed(self) -> "TypedCard":
        """What was typed and unticked here."""
        left = frozenset(name for name, box in self._ticks.items() if not box.isChecked())
        return TypedCard(self.receiver.text(), bool(self._ticks), left)

    def take_up(self, typed: "TypedCard") -> None:
        """Show what was typed before the day was read anew."""
        self.receiver.setText(typed.receiver)
        if typed.parted and self.some.isVisibleTo(self):
            self._show_ticks()
            for name in typed.left & self._ticks.keys():
                self._ticks[name].setChecked(False)

    def wait(self) -> None:
        """Disable the button while the hand-over is being noted."""
        self._go.setEnabled(False)
        self._problem.hide()

    def refuse(self, error: DeskError) -> None:
        """Show why the hand-over was refused; the typed name stays."""
        problems = error.problems if isinstance(error, RuleError) else ()
        told = ";".join(p.message for p in problems) or str(error)
        self._go.setEnabled(True)
        self._problem.setText(told)
        self._problem.show()
        set_property(self.receiver, "state", "wrong")
        self.receiver.setAccessibleDescription(told)
        self.receiver.setFocus()

    def _line(self, waiting: bool) -> QVBoxLayout:
        name = self._batch.key
        sheet = self._sheet = button("打印交接单…", name=f"sheet:{name}")
        sheet.setAccessibleName(f"{name} 打印交接单")
        sheet.clicked.connect(lambda: self.sheet_wanted.emit(self.wanted))
        some = self.some = button("只交一部分…", name=f"some:{name}")
        some.setAccessibleName(f"{name} 只交一部分")
        some.clicked.connect(self._choose_some)
        caption = label("接收人")
        caption.setBuddy(self.receiver)
        self.receiver.setObjectName(f"receiver:{name}")
        self.receiver.setAccessibleName(f"{name} 接收人")
        self.receiver.returnPressed.connect(self._go.setFocus)
        self._go.setAccessibleName(f"{name} 登记转交")
        self._go.clicked.connect(lambda: self.transfer_wanted.emit(self, self.receiver.text()))
        line, lower = row(), row()
        line.addWidget(sheet)
        line.addWidget(some)
        line.addStretch()
        for part in (caption, self.receiver, self._go):
            lower.addWidget(part, 1 if part is self.receiver else 0)
        # Nothing is shown by hand before it has its place: alone it would be a window, and take the keys.
        away = (caption, self.receiver, self._go) if not waiting else ()
        for part in (*away, *([some] if len({*self._batch.waiting}) < 2 else [])):
            part.hide()
        both = column()
        both.addLayout(line)
        both.addLayout(lower)
        return both

    @property
    def batch(self) -> DepartmentBatch:
        """What the card is about."""
        return self._batch


class TransferDialog(DeskDialog):
    """A day and the departments that take over its matters; it stays open until the clerk closes it."""

    transferred = Signal(object, str)
    """Subjects of the applications that were handed over, and a sentence for the clerk."""
    printed = Signal(object)
    """Subject of the sheet a print was noted on."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__("transfer-dialog", "转交部门", parent, 760, 620)
        self._parts, self._errands = parts, errands
        self._under_way = False
        self._made: list[BatchCard] = []
        self._shown: date | None = None
        self.days = QComboBox()
        self.days.setObjectName("transfer:day")
        self.days.setAccessibleName("受理日期")
        self.days.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._told = label("", "quiet", wrap=True, name="transfer:told")
        self._cards = column(spacing=12)
        self._signs = label("", "quiet", name="transfer:clerk")
        self._close = button("关闭", name="transfer:close")
        self._build()
        self.days.currentIndexChanged.connect(self._read)
        self._close.clicked.connect(self.close)
        self.finished.connect(self.deleteLater)
        errands.run(
            lambda: handover.days(parts), while_alive(self, self._show_days), while_alive(self, self._fail)
        )

    def _build(self) -> None:
        head = row(spacing=12)
        caption = label("受理日期")
        caption.setBuddy(self.days)
        head.addWidget(caption)
        head.addWidget(self.days)
        head.addWidget(self._told, 1)
        body = QWidget()
        cards = column(body, spacing=12)
        cards.addWidget(label("转交部门", "headline"))
        cards.addLayout(head)
        cards.addLayout(self._cards)
        cards.addStretch(1)
        foot = row()
        foot.addWidget(self._signs, 1)
        foot.addWidget(self._close)
        self.lay_out(body, foot)

    def showEvent(self, event: QShowEvent) -> None:
        """Name who hands over now."""
        self._signs.setText(f"移交人:{self._parts.window.clerk}")
        super().showEvent(event)

    # ---- reading ------------------------------------------------------------------------------

    def _show_days(self, days: tuple[date, ...]) -> None:
        today = self._parts.clock.today()
        for day in days:
            self.days.addItem(
                typeset(f"今天 {words.weekday(day)}" if day == today else words.weekday(day)), day
            )
        self.days.setEnabled(len(days) > 1)

    @property
    def _day(self) -> date:
        chosen = self.days.currentData()
        return chosen if isinstance(chosen, date) else self._parts.clock.today()

    @Slot()
    def _read(self) -> None:
        day = self._day
        self._errands.run(
            lambda: _batches(self._parts, day),
            while_alive(self, self._show),
            while_alive(self, self._fail),
            topic="transfer",
        )

    def _show(self, batches: tuple[DepartmentBatch, ...]) -> None:
        day = self._day
        typed = {c.batch.department: c.typed for c in self._made if c.batch.waiting and self._shown == day}
        clear(self._cards)
        self._shown = day
        self._made = made = [BatchCard(batch) for batch in batches]
        for card in made:
            card.sheet_wanted.connect(self._print)
            card.transfer_wanted.connect(self._transfer)
            self._cards.addWidget(card)
            card.show()  # what is not shown yet can not have the keyboard
            if card.batch.waiting and (before := typed.get(card.batch.department)):
                card.take_up(before)
        in_tab_order((self.days, *(stop for card in made for stop in card.stops()), self._close))
        waiting = sum(len(batch.waiting) for batch in batches)
        nothing = "这一天没有要转交的事项。" if batches else "这一天没有受理的办件。"
        self._told.setText(f"还有{waiting}个事项没有转交" if waiting else nothing)
        first = next((card for card in made if card.batch.waiting), None)
        if first:
            first.take_focus()
        else:
            self._close.setFocus()

    def _fail(self, error: DeskError) -> None:
        self._told.setText(str(error))

    # ---- doing --------------------------------------------------------------------------------

    @Slot(object)
    def _print(self, batch: SheetBatch) -> None:
        paper = printouts.hand_over_sheet(self._parts, batch)
        subject = paper.subject
        open_paper(self._parts, self._errands, paper, self, lambda: self.printed.emit(subject), self._fail)

    @Slot(object, str)
    def _transfer(self, card: BatchCard, receiver: str) -> None:
        if self._under_way:
            return
        self._under_way = True
        card.wait()
        parts, day, department, chosen = self._parts, self._day, card.batch.department, card.chosen
        subjects = tuple(s for s in card.batch.waiting if chosen is None or s.id in chosen)
        who = parts.window.who
        only = frozenset(s.id for s in subjects)  # what came in since is on no sheet that was printed
        self._errands.run(
            lambda: handover.transfer(parts, who, day, department, receiver, only),
            while_alive(self, partial(self._done, department, receiver, subjects)),
            while_alive(self, partial(self._refuse, card)),
        )

    def _done(self, department: str, receiver: str, subjects: tuple[Subject, ...], count: int) -> None:
        self._under_way = False
        self._made = [card for card in self._made if card.batch.department != department]
        self.transferred.emit(
            tuple(dict.fromkeys(subjects)), f"已登记转交{department}{count}个事项,接收人{receiver.strip()}"
        )
        self._read()

    def _refuse(self, card: BatchCard, error: DeskError) -> None:
        self._under_way = False
        card.refuse(error)
