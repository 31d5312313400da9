"""登录验证码: who sits here turns codes of a telephone on or off, by their own password."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk_app.domain.clerks import Clerk
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.signin import people, second
from desk_app.services.signin.entering import CodeWanted, CodeWrong, SignInRefused
from desk_app.ui.kit import layouts, roles, style
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.secret_lines import SecretLine, named, plain_line
from desk_app.ui.kit.widgets import button, label

_DOT: Final = 3
"""Grid pixels of a dot: read by a telephone at half a metre."""
_QUIET: Final = 4
"""Dots left white on each side (ISO/IEC 18004)."""
_STEPS: Final = (
    "1. 在手机上打开验证器(支持 TOTP 的都可以,不用联网),扫二维码,或手工输入密钥。",
    "2. 输入手机上现在显示的6位数和您的密码。输对以后才开始使用。",
)
_ON: Final = "已经开着:登录时输入密码以后,再输入手机上的6位数。"
_ENDED: Final = "已取消,登录不再要验证码。换手机的,现在就用新手机扫码。"
_OFF: Final = (
    "换手机时先在这里取消,再用新手机开。手机丢了,请管理员在“人员”里取消。取消要您的密码和手机上现在的6位数。"
)


class DotsPicture(QWidget):
    """A QR code, black on white in every look, each dot of the same whole number of pixels."""

    def __init__(self, rows: Sequence[str], spoken: str) -> None:
        """``rows`` are of 0 and 1, 1 is dark."""
        super().__init__()
        self._rows = rows
        self._dot = style.px(_DOT)
        side = (len(rows) + 2 * _QUIET) * self._dot
        self.setFixedSize(QSize(side, side))
        self.setObjectName("second:picture")
        self.setAccessibleName(spoken)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        for down, dots in enumerate(self._rows):
            for along, dot in enumerate(dots):
                if dot == "1":
                    corner = QPoint(along + _QUIET, down + _QUIET) * self._dot
                    painter.fillRect(QRect(corner, QSize(self._dot, self._dot)), QColor("black"))


class SecondDialog(DeskDialog):
    """Shows a new secret as a picture and in letters; password and one code put it in force, or end it."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__("second", "登录验证码", parent, 660)
        self._parts, self._errands = parts, errands
        found = parts.store.clerks.named(parts.window.clerk)
        self._on = found is not None and bool(found.totp)
        self._ended = False
        self._enrolment = second.FACTOR.enrol(parts.window.clerk)
        self._code = plain_line("second:code", "手机上的6位验证码", 8)
        self._code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._password = SecretLine("second:password", "您的密码")
        self._caps = label("大写锁定开着,密码分大小写", "caution", name="second:caps")
        self._said = label("", "problem", wrap=True, name="second:said")
        self._go = button("开始使用", "primary", "Ctrl+Return", name="second:go")
        self._cancel = button("取消", name="second:cancel")
        self._content = QWidget()
        self._body = column(self._content, spacing=12)
        self._typed = self._asked()
        self._build()
        self.lay_out(self._content, feet(self._cancel, self._go), self._said)
        self.default = self._go
        self._go.clicked.connect(self._start)
        self._cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._code.setFocus()

    def _asked(self) -> QWidget:
        """The two lines that are typed either way."""
        holder = QWidget()
        body = column(holder, spacing=12)
        beside = row(spacing=12)
        for named_line in (named("验证码", self._code), named("您的密码", self._password)):
            beside.addWidget(named_line, 1)
        body.addLayout(beside)
        body.addWidget(self._caps)
        self._password.caps.connect(self._caps.setVisible)
        for line in (self._code, self._password):
            line.textEdited.connect(self._said.hide)
        for hidden in (self._caps, self._said):
            hidden.hide()
        return holder

    def _build(self) -> None:
        """Show how it stands; called again once that has changed."""
        self._typed.setParent(self)  # it stays when the rest goes
        layouts.clear(self._body)
        self._body.addWidget(label(f"登录验证码:{self._parts.window.clerk}", "headline"))
        self._go.setText("不再使用" if self._on else "开始使用")
        if self._on:
            self._cancel.setText("关闭")
            self._body.addWidget(label(_ON, "strong", wrap=True, name="second:on"))
            self._body.addWidget(label(_OFF, wrap=True))
            self._body.addWidget(self._typed)
            self._typed.show()
            return
        if self._ended:
            self._body.addWidget(label(_ENDED, "strong", wrap=True, name="second:ended"))
        self._cancel.setText("关闭" if self._ended else "取消")
        beside = row(spacing=16)
        picture = DotsPicture(self._enrolment.dots(), "二维码,内容和密钥一样")
        beside.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        steps = column(spacing=12)
        for widget in (label(_STEPS[0], wrap=True), self._secret(), label(_STEPS[1], wrap=True), self._typed):
            steps.addWidget(widget)
        steps.addStretch()
        beside.addLayout(steps, 1)
        self._body.addLayout(beside)
        self._typed.show()

    def _secret(self) -> QWidget:
        """The secret in groups of four that wrap whole where there is little width."""
        holder = QWidget()
        holder.setObjectName("second:secret")
        roles.as_group(holder, f"密钥 {self._enrolment.grouped}")
        line = FlowLayout(holder)
        line.addWidget(label("密钥", "quiet"))
        for group in self._enrolment.grouped.split():
            line.addWidget(label(group, "strong", verbatim=True))
        return holder

    @Slot()
    def _start(self) -> None:
        """Do what is asked with what was typed; a line that is still empty gets the keyboard instead."""
        for line, told in ((self._code, "请输入手机上的6位验证码"), (self._password, "请输入您的密码")):
            if not line.text():
                self._tell(told)
                line.setFocus()
                return
        parts, enrolment, on = self._parts, self._enrolment, self._on
        name, password, code = parts.window.clerk, self._password.text(), self._code.text()

        def work() -> Clerk:
            if on:
                return people.given_up(parts, name, password, code)
            return people.enrolled(parts, name, password, enrolment, code)

        self._go.setEnabled(False)
        self._errands.run(
            work, while_alive(self, self._done), while_alive(self, self._fail), lane=Lane.PEOPLE
        )

    def _done(self, clerk: Clerk) -> None:
        self._on = bool(clerk.totp)
        self._ended = not self._on
        self._enrolment = second.FACTOR.enrol(clerk.name)
        self._go.setEnabled(True)
        self._said.hide()
        self._code.clear()
        self._password.clear()
        self._build()
        self._cancel.setFocus()
        roles.announce(self._cancel, _ON if self._on else _ENDED)

    def _fail(self, error: DeskError) -> None:
        """Clear the line that was wrong; the other one stays."""
        self._go.setEnabled(True)
        password = isinstance(error, SignInRefused) and not isinstance(error, CodeWanted | CodeWrong)
        wrong = self._password if password else self._code
        wrong.clear()
        self._tell(str(error))
        wrong.setFocus()

    def _tell(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()
        roles.announce(self._said, sentence)
