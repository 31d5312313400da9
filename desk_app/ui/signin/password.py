"""改密码: the own password of who sits here."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.clerks import Clerk
from desk_app.errors import DeskError, RuleError
from desk_app.services.parts import Parts
from desk_app.services.signin import people
from desk_app.ui.kit import roles
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.secret_lines import SecretLine, named
from desk_app.ui.kit.widgets import button, label


class PasswordDialog(DeskDialog):
    """Asks for the old password once and for the new one twice."""

    changed = Signal(str)
    """A sentence: it was changed."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__("password", "改密码", parent, 480)
        self._parts, self._errands = parts, errands
        self._old = SecretLine("password:old", "现在的密码")
        self._new = SecretLine("password:new", "新密码")
        self._again = SecretLine("password:again", "再输一遍新密码")
        self._problem = label("", "problem", wrap=True, name="password:problem")
        self._caps = label("大写锁定开着,密码分大小写", "caution", name="password:caps")
        self._go = button("改密码", "primary", "Ctrl+Return", name="password:go")
        self._cancel = button("取消", name="password:cancel")
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label(f"改密码:{parts.window.clerk}", "headline"))
        body.addWidget(label("至少10个字符,不含姓名,不要太常见。", "quiet", wrap=True))
        for words, line in (
            ("现在的密码", self._old),
            ("新密码", self._new),
            ("再输一遍新密码", self._again),
        ):
            body.addWidget(named(words, line))
            line.caps.connect(self._caps.setVisible)
        body.addWidget(self._caps)
        body.addStretch()
        self._caps.hide()
        self._problem.hide()
        self.lay_out(content, feet(self._cancel, self._go), self._problem)
        self.default = self._go
        self._go.clicked.connect(self._change)
        self._cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._old.setFocus()

    @Slot()
    def _change(self) -> None:
        parts, name = self._parts, self._parts.window.clerk
        old, new, again = self._old.text(), self._new.text(), self._again.text()

        def work() -> Clerk:
            if new != again:
                raise RuleError("两遍新密码不一样,请重新输入")
            return people.change_password(parts, name, old, new)

        self._go.setEnabled(False)
        self._errands.run(
            work, while_alive(self, self._done), while_alive(self, self._fail), lane=Lane.PEOPLE
        )

    def _done(self, _clerk: Clerk) -> None:
        self.changed.emit("密码改好了,下次登录用新密码")
        self.accept()

    def _fail(self, error: DeskError) -> None:
        self._go.setEnabled(True)
        self._problem.setText(str(error))
        self._problem.show()
        roles.announce(self._problem, str(error))
        self._old.setFocus()
