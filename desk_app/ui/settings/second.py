"""登录验证码: who sits here has a telephone show codes, which are asked at the sign-in from then on."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.clerks import Clerk
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.signin import people, second
from desk_app.ui.kit import layouts, roles, style
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.widgets import button, label

_DOT: Final = 3
"""Grid pixels of a dot: read by a telephone at half a metre."""
_QUIET: Final = 4
"""Dots left white on each side (ISO/IEC 18004)."""
_STEPS: Final = (
    "1. 在手机上打开验证器(支持 TOTP 的都可以,不用联网),扫二维码,或手工输入密钥。",
    "2. 输入手机上现在显示的6位数。输对以后才开始使用。",
)
_ON: Final = (
    "已经开着:登录时输入密码以后,再输入手机上的6位数。手机丢了或要换手机,请管理员在“人员”里取消,再重新开。"
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
    """Shows a new secret as a picture and in letters; one right code puts it in force."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget) -> None:
        super().__init__("second", "登录验证码", parent, 660)
        self._parts, self._errands = parts, errands
        found = parts.store.clerks.named(parts.window.clerk)
        self._on = found is not None and bool(found.totp)
        self._enrolment = second.FACTOR.enrol(parts.window.clerk)
        self._code = QLineEdit()
        self._code.setObjectName("second:code")
        self._code.setAccessibleName("手机上的6位验证码")
        self._code.setMaxLength(8)
        self._code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._said = label("", "problem", wrap=True, name="second:said")
        self._said.hide()
        self._go = button("开始使用", "primary", "Ctrl+Return", name="second:go")
        self._cancel = button("取消", name="second:cancel")
        content = QWidget()
        self._body = column(content, spacing=12)
        self._build()
        self.lay_out(content, feet(self._cancel, self._go), self._said)
        self._go.clicked.connect(self._enrol)
        self._cancel.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        (self._cancel if self._on else self._code).setFocus()

    def _build(self) -> None:
        """Show how it stands; called again once the codes are in force."""
        layouts.clear(self._body)
        self._body.addWidget(label(f"登录验证码:{self._parts.window.clerk}", "headline"))
        self.default = None if self._on else self._go
        if self._on:
            self._go.hide()
            self._cancel.setText("关闭")
            self._body.addWidget(label(_ON, wrap=True, name="second:on"))
            return
        beside = row(spacing=16)
        picture = DotsPicture(self._enrolment.dots(), "二维码,内容和密钥一样")
        beside.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        steps = column(spacing=12)
        for widget in (
            label(_STEPS[0], wrap=True),
            self._secret(),
            label(_STEPS[1], wrap=True),
            label("验证码"),
            self._code,
        ):
            steps.addWidget(widget)
        steps.addStretch()
        beside.addLayout(steps, 1)
        self._body.addLayout(beside)
        self._code.textEdited.connect(self._said.hide)

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
    def _enrol(self) -> None:
        parts, enrolment, code = self._parts, self._enrolment, self._code.text()
        name = parts.window.clerk
        self._go.setEnabled(False)
        self._errands.run(
            lambda: people.enrolled(parts, name, enrolment, code),
            while_alive(self, self._done),
            while_alive(self, self._fail),
            lane=Lane.PEOPLE,
        )

    def _done(self, _clerk: Clerk) -> None:
        self._on = True
        self._said.hide()
        self._cancel.setFocus()
        self._build()
        roles.announce(self._cancel, _ON)

    def _fail(self, error: DeskError) -> None:
        self._go.setEnabled(True)
        self._code.clear()
        self._said.setText(str(error))
        self._said.show()
        roles.announce(self._said, str(error))
        self._code.setFocus()
