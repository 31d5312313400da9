"""人员: an administrator adds people of the window, gives new passwords, stops them or lets them again."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.clerks import ADMINISTRATOR, AT_THE_WINDOW, ROLES, SUPERVISOR, Clerk
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.signin import people
from desk_app.services.signin.entering import SignInRefused
from desk_app.ui.kit import layouts, roles
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.secret_lines import SecretLine, named
from desk_app.ui.kit.widgets import button, label, rule
from forms.procedures import CLERK

_OWN: Final = "您自己的密码(取消验证码、给有验证码的人重设密码时要)"
_GIVES = {CLERK: (CLERK,), SUPERVISOR: (CLERK, SUPERVISOR), ADMINISTRATOR: (CLERK, ADMINISTRATOR)}
"""Roles a person gets with each choice: who leads or administers sits at the window too."""


class PeopleDialog(DeskDialog):
    """The people of the window, and a line to add one; who is no administrator is told to fetch one."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__("people", "人员", parent, 640, 520)
        self._parts, self._errands = parts, errands
        self._may = parts.window.seat.has(ADMINISTRATOR)
        self._rows = column(spacing=4)
        self._name, self._password = QLineEdit(), QLineEdit()
        self._own = SecretLine("people:own", _OWN)
        self._own_row = named(_OWN, self._own)
        self._own_row.hide()
        self._said = label("", "problem", wrap=True, name="people:said")
        self._said.hide()
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("人员", "headline"))
        told = "第一个密码由您给,本人首次登录时自己改。" if self._may else "添加和修改要管理员登录。"
        body.addWidget(label(told, "quiet", wrap=True))
        body.addLayout(self._rows)
        body.addWidget(self._own_row)
        if self._may:
            body.addWidget(rule())
            body.addWidget(self._adding())
        body.addStretch()
        done = button("关闭", name="people:close")
        done.clicked.connect(self.accept)
        self.lay_out(content, feet(done), self._said)
        self.finished.connect(self.deleteLater)
        self._show(parts.store.clerks.all())

    def _adding(self) -> QWidget:
        holder = QWidget()
        body = column(holder)
        for line, name, spoken in (
            (self._name, "people:name", "姓名"),
            (self._password, "people:password", "首个或重设的密码,至少10个字符"),
        ):
            line.setObjectName(name)
            line.setAccessibleName(spoken)
            body.addWidget(label(spoken))
            body.addWidget(line)
        ways = FlowLayout()
        for role in AT_THE_WINDOW:
            made = button(f"添加{ROLES[role]}", "soft", name=f"people:add-{role}")
            made.clicked.connect(partial(self._add, role))
            ways.addWidget(made)
        body.addLayout(ways)
        return holder

    def _show(self, found: tuple[Clerk, ...]) -> None:
        layouts.clear(self._rows)
        for clerk in found:
            self._rows.addWidget(self._row(clerk))
        self._own_row.setVisible(self._may and any(self._has_codes(clerk) for clerk in found))

    def _has_codes(self, clerk: Clerk) -> bool:
        """Whether somebody else is asked for codes: taking them away asks for the own password."""
        return bool(clerk.totp) and not clerk.demo and clerk.name != self._parts.window.clerk

    def _row(self, clerk: Clerk) -> QWidget:
        holder = QWidget()
        line = FlowLayout(holder)
        state = ",登录要验证码" if clerk.totp else ""
        state += "" if clerk.active else ",已停用"
        line.addWidget(
            label(f"{clerk.name}({clerk.role_words}{state})", "strong" if clerk.active else "quiet")
        )
        if self._may and not clerk.demo:
            reset = button("重设密码", "link", name=f"people:reset-{clerk.name}")
            reset.clicked.connect(partial(self._reset, clerk))
            turn = button("停用" if clerk.active else "启用", "link", name=f"people:turn-{clerk.name}")
            turn.clicked.connect(partial(self._turn, clerk))
            line.addWidget(reset)
            line.addWidget(turn)
            if self._has_codes(clerk):
                take = button("取消验证码", "link", name=f"people:code-{clerk.name}")
                take.clicked.connect(partial(self._take_second, clerk))
                line.addWidget(take)
        return holder

    @Slot()
    def _add(self, role: str) -> None:
        parts, name, password = self._parts, self._name.text(), self._password.text()
        self._do(lambda: people.add(parts, name, _GIVES[role], password), "添加好了")

    def _reset(self, clerk: Clerk) -> None:
        parts, password, own = self._parts, self._password.text(), self._own.text()

        def work() -> Clerk:
            if clerk.totp:  # a new password ends the codes too
                people.themselves(parts, parts.window.clerk, own)
            return people.reset(parts, clerk.id, password)

        self._do(work, f"{clerk.name}的密码重设好了")

    def _turn(self, clerk: Clerk) -> None:
        parts, active = self._parts, not clerk.active
        done = f"{clerk.name}可以登录了" if active else f"{clerk.name}停用了"
        self._do(lambda: people.set_active(parts, clerk.id, active=active), done)

    def _take_second(self, clerk: Clerk) -> None:
        parts, own = self._parts, self._own.text()
        told = f"{clerk.name}登录不再要验证码,新手机请本人再开"
        self._do(lambda: people.take_second(parts, clerk.id, own), told)

    def _do(self, work: Callable[[], Clerk], told: str) -> None:
        parts = self._parts

        def run() -> tuple[Clerk, ...]:
            work()
            return parts.store.clerks.all()

        def done(found: tuple[Clerk, ...]) -> None:
            self._name.clear()
            self._password.clear()
            self._own.clear()
            self._show(found)
            self._say(told)

        def failed(error: DeskError) -> None:
            self._say(str(error))
            if isinstance(error, SignInRefused):
                self._own.clear()

        self._errands.run(run, while_alive(self, done), while_alive(self, failed), lane=Lane.PEOPLE)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()
        roles.announce(self._said, sentence)
