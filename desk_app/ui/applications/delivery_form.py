"""What is asked when a receipt comes back, a letter is returned, or a postal number was wrong."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Delivery
from desk_app.services.parts import Parts
from desk_app.ui.applications.delivery_rows import beside, date_of, day_edit
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.widgets import button
from forms.typesetting import typeset

RECEIVED, RETURNED, RENUMBER = "received", "returned", "renumber"
_WORDS: Final = {RECEIVED: "登记签收", RETURNED: "登记退回", RENUMBER: "更正单号"}
_TEXTS: Final = {RECEIVED: "签收人", RETURNED: "退回原因", RENUMBER: "正确的单号"}


class ReceiptForm(QWidget):
    """One line of fields for one act; ``agreed`` when its button is pressed."""

    agreed = Signal()
    given_up = Signal()

    def __init__(self, parts: Parts, delivery: Delivery, act: str) -> None:
        super().__init__()
        self.delivery = delivery
        self._parts, self._act = parts, act
        self._line = FlowLayout(self, spacing=8)
        self._text = self._edit(f"form-{act}", _TEXTS[act])
        self._relation = QComboBox()
        self._why: Edit | None = None
        today = parts.clock.today()
        self._day = day_edit(today, f"form-{act}-day", "签收日期" if act == RECEIVED else "退回日期")
        if act == RECEIVED:
            self._text.setText(delivery.recipient)
            self._add_relation()
        if act == RETURNED:
            self._text.setPlaceholderText(typeset("如:查无此人、拒收、家中无人"))
        if act == RENUMBER:
            self._why = self._edit("form-why", "更正原因")
        else:
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

    def _add_relation(self) -> None:
        self._relation.setObjectName("form-relation")
        self._relation.setAccessibleName("签收人是")
        for option in self._parts.pack.codes["receiver"].options:
            self._relation.addItem(option.label, option.code)
        self._line.addWidget(beside("签收人是", self._relation))

    def take_focus(self) -> None:
        """Put the keyboard on the first field."""
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
        if self._act == RECEIVED:
            relation = str(self._relation.currentData() or "")
            return lambda: delivering.received(parts, who, delivery, text, relation, day)
        if self._act == RETURNED:
            return lambda: delivering.returned(parts, who, delivery, text, day)
        why = self._why.text().strip() if self._why else ""
        return lambda: delivering.renumber(parts, who, delivery, text, why)
