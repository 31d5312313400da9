"""Putting a to-do off until the next working day, with a reason."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.put_offs import PutOff
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Todo, Urgency
from desk_app.ui.kit import words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, label, show_key

_REASONS: Final = ("打了电话，没人接", "说好明天来", "等对方回话", "系统或打印机用不了")
"""Reasons offered as buttons; any other one is typed."""


class PutOffDialog(DeskDialog):
    """Asks for the reason in one line; Enter puts the to-do off until the next working day."""

    put_off = Signal(object)
    """The PutOff that was stored."""

    def __init__(self, parts: Parts, errands: Errands, todo: Todo, parent: QWidget) -> None:
        self._until = parts.calendar.after(parts.clock.today(), 1)[0]
        super().__init__("put-off", f"改到{words.day(self._until)}", parent, 520)
        self._parts, self._errands, self._todo = parts, errands, todo
        self._reason = QLineEdit()
        self._reason.setObjectName("put-off:reason")
        self._reason.setAccessibleName("改到明天的原因")
        self._reason.setMaxLength(100)
        self._problem = label("", "problem", wrap=True, name="put-off:problem")
        self._problem.hide()
        self._go = button(f"改到{words.day(self._until)}", "primary", name="put-off:go")
        show_key(self._go, "Return")
        self._cancel = button("取消", name="put-off:cancel")
        self._build()
        self.finished.connect(self.deleteLater)
        self._reason.setFocus()

    def _build(self) -> None:
        content = QWidget()
        whole = column(content, spacing=12)
        whole.addWidget(label(self.windowTitle(), "headline"))
        whole.addWidget(label(self._todo.title, wrap=True))
        if late := _late(self._todo, self._until):
            whole.addWidget(label(late, "caution", wrap=True, name="put-off:late"))
        whole.addWidget(label("原因"))
        whole.addWidget(self._reason)
        offered = QWidget()
        line = FlowLayout(offered)
        for place, reason in enumerate(_REASONS):
            made = button(reason, "soft", name=f"put-off:{place}")
            made.clicked.connect(partial(self._take, reason))
            line.addWidget(made)
        whole.addWidget(offered)
        whole.addStretch()
        self.lay_out(content, feet(self._cancel, self._go), self._problem)
        self.default = self._go
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._keep)

    def _take(self, reason: str) -> None:
        self._reason.setText(reason)
        self._reason.setFocus()

    @Slot()
    def _keep(self) -> None:
        self._go.setEnabled(False)
        parts, todo, reason = self._parts, self._todo, self._reason.text()
        self._errands.run(
            lambda: todos.put_off(parts, todo, reason),
            while_alive(self, self._done),
            while_alive(self, self._fail),
        )

    def _done(self, kept: PutOff) -> None:
        self.put_off.emit(kept)
        self.accept()

    def _fail(self, error: DeskError) -> None:
        self._go.setEnabled(True)
        self._problem.setText(str(error))
        self._problem.show()
        self._reason.setFocus()


def _late(todo: Todo, until: date) -> str:
    """A warning when the to-do is or will be overdue by then; else empty."""
    if todo.due is None or todo.urgency is Urgency.SOON or todo.due >= until:
        return ""
    over = "已经超期" if todo.urgency is Urgency.OVERDUE else "就超期了"
    return f"期限是{words.day(todo.due)},改到{words.day(until)}{over}。"
