"""What is asked when a receipt or a letter comes back, a postal number was wrong, or nothing is delivered."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Delivery
from desk_app.services.parts import Parts
from desk_app.ui.applications.delivery_rows import beside
from desk_app.ui.kit import style
from desk_app.ui.kit.days import date_of, day_edit
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.widgets import button
from forms.typesetting import typeset

RECEIVED, RETURNED, RENUMBER, KEPT = "received", "returned", "renumber", "kept"
_WORDS: Final = {
    RECEIVED: "登记签收", RETURNED: "登记退回", RENUMBER: "更正单号", KEPT: "登记不再送达",
}  # fmt: skip
_TEXTS: Final = {
    RECEIVED: "签收人", RETURNED: "退回原因", RENUMBER: "正确的单号", KEPT: "怎样处理的",
}  # fmt: skip

_SENTENCE: Final = 240
"""Width of a line for a sentence, in grid pixels."""
_HINTS: Final = {RETURNED: "如:查无此人、拒收、家中无人", KEPT: "如:收回作废,装入案卷"}


class DeliveryForm(QWidget):
    """One line of fields for one act; ``agreed`` when its button is pressed."""

    agreed = Signal()
    given_up = Signal()

    def __init__(self, parts: Parts, delivery: Delivery, act: str) -> None:
        super().__init__()
        self.delivery = delivery
        self._parts, self._act = parts, act
        self._line = FlowLayout(self, spacing=8)
        self._choice = QComboBox()
        if act == KEPT:
            self._add_choice("form-kept-why", "不再送达的原因", "kept_why", chosen=bool(delivery.problem))
        self._text = self._edit(f"form-{act}", _TEXTS[act])
        self._why: Edit | None = None
        today = parts.clock.today()
        self._day = day_edit(today, f"form-{act}-day", "签收日期" if act == RECEIVED else "退回日期", today)
        if act == RECEIVED:
            self._text.setText(delivery.recipient)
            self._add_choice("form-relation", "签收人是", "receiver")
        if act == KEPT:
            self._text.setMinimumWidth(style.px(_SENTENCE))
        if act in _HINTS:
            self._text.setPlaceholderText(typeset(_HINTS[act]))
        if act == RENUMBER:
            self._why = self._edit("form-why", "更正原因")
        elif act != KEPT:
            self._line.addWidget(beside(self._day.accessibleName(), self._day))
        go, back = button(_WORDS[act], "primary", name=f"form-{act}-go"), button("取消", name="form-cancel")
        for line, after in ((self._text, self._why or go), (self._why, go)):
            if line is not None:
                line.returnPressed.connect(after.setFocus)
        go.clicked.connect(self.agreed)
        back.clicked.connect(self.given_up)
        self._line.addWidget(go)
        self._line.addWidget(back)

    def _edit(self, name: str, title: str) -> Edit:
        made = Edit()
        made.setObjectName(name)
        made.setAccessibleName(title)
        self._line.addWidget(beside(title, made))
        return made

    def _add_choice(self, name: str, title: str, table: str, *, chosen: bool = True) -> None:
        """Ask by a code table; without ``chosen`` nothing is chosen at first."""
        self._choice.setObjectName(name)
        self._choice.setAccessibleName(title)
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._choice.setPlaceholderText("请选择")
        for option in self._parts.pack.codes[table].options:
            self._choice.addItem(typeset(option.label), option.code)
        self._choice.setCurrentIndex(0 if chosen else -1)
        self._line.addWidget(beside(title, self._choice))

    def take_focus(self) -> None:
        """Put the keyboard on the first field that is open."""
        if self._act == KEPT and self._choice.currentIndex() < 0:
            self._choice.setFocus()
            return
        self._text.setFocus()
        self._text.selectAll()

    @property
    def sentence(self) -> str:
        """What the clerk is told when it was done."""
        return f"已{_WORDS[self._act]}:{self.delivery.recipient}"

    def work(self) -> Callable[[], None]:
        """What is to be done, with what stands in the fields now."""
        parts, who, delivery = self._parts, self._parts.window.who, self.delivery
        text, day = self._text.text().strip(), date_of(self._day)
        code = str(self._choice.currentData() or "")
        if self._act == KEPT:
            return lambda: delivering.keep(parts, who, delivery, code, text)
        if self._act == RECEIVED:
            return lambda: delivering.received(parts, who, delivery, text, code, day)
        if self._act == RETURNED:
            return lambda: delivering.returned(parts, who, delivery, text, day)
        why = self._why.text().strip() if self._why else ""
        return lambda: delivering.renumber(parts, who, delivery, text, why)
