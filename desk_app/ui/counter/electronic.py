"""On a card of step 4: what an electronic form says of itself, and how it was looked at."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QWidget

from desk_app.domain.applications import Electronic
from desk_app.services.parts import Parts
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import button, label
from forms.typesetting import typeset


class ElectronicForm(QWidget):
    """Two lines and two choices; ``given`` tells what was looked at, ``closed`` that it was not."""

    given = Signal(object)
    """An Electronic: its moment is now, its clerk the one at this window."""
    closed = Signal()

    def __init__(self, parts: Parts, material: str, title: str) -> None:
        super().__init__()
        self._parts, self._material = parts, material
        self.issuer = self._line("issuer", f"{title} 签发单位")
        self.number = self._line("number", f"{title} 证照编号")
        self._ways = QButtonGroup(self)
        self._shown = self._way("手机出示", "shown", title)
        self._called = self._way("窗口调取", "called", title)
        self._shown.setChecked(True)
        self._fault = label("", "problem", wrap=True, name=f"electronic-fault:{material}")
        self._fault.hide()
        self._take = button("看过,收下", "secondary", name=f"electronic-take:{material}")
        self._take.setAccessibleName(f"{title} 电子证照看过,收下")
        self._leave = button("取消", "link", name=f"electronic-leave:{material}")
        self._leave.setAccessibleName(f"{title} 不用电子证照")
        self._take.clicked.connect(self._give)
        self._leave.clicked.connect(self.closed)
        self.issuer.returnPressed.connect(self.number.setFocus)
        self.number.returnPressed.connect(self._take.click)
        self._build()

    def _line(self, name: str, spoken: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"electronic-{name}:{self._material}")
        made.setAccessibleName(spoken)
        made.setMaxLength(60)
        return made

    def _way(self, text: str, name: str, title: str) -> QRadioButton:
        made = QRadioButton(typeset(text))
        made.setObjectName(f"electronic-{name}:{self._material}")
        made.setAccessibleName(f"{title} {text}")
        self._ways.addButton(made)
        return made

    def _build(self) -> None:
        body = column(self, spacing=4)
        for title, line in (("签发单位", self.issuer), ("证照编号", self.number)):
            across = row(spacing=8)
            named = label(title)
            named.setBuddy(line)
            named.setMinimumWidth(_widest(named))
            across.addWidget(named)
            across.addWidget(line, 1)
            body.addLayout(across)
        for group in ((self._shown, self._called), (self._take, self._leave)):
            flow = FlowLayout(spacing=12)
            for each in group:
                flow.addWidget(each)
            body.addLayout(flow)
            if group[0] is self._shown:
                body.addWidget(self._fault)

    def open(self) -> None:
        """Show the empty form and put the cursor in its first line."""
        self.issuer.clear()
        self.number.clear()
        self._say(None, "")
        self.show()
        self.issuer.setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> tuple[QWidget, ...]:
        """The widgets Tab stops at, in order."""
        return self.issuer, self.number, self._shown, self._called, self._take, self._leave

    @Slot()
    def _give(self) -> None:
        for line, what in ((self.issuer, "签发单位"), (self.number, "证照编号")):
            if not line.text().strip():
                self._say(line, f"请填写{what},照电子证照上写的填")
                line.setFocus()
                return
        self._say(None, "")
        seen = Electronic(
            self._material,
            self.issuer.text().strip(),
            self.number.text().strip(),
            self._parts.clock.now(),
            self._parts.window.clerk,
            called_up=self._called.isChecked(),
        )
        self.given.emit(seen)

    def _say(self, at: QLineEdit | None, words: str) -> None:
        for line in (self.issuer, self.number):
            set_property(line, "state", "wrong" if line is at else "")
            line.setAccessibleDescription(words if line is at else "")
        self._fault.setText(words)
        self._fault.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the form; Enter in a line is the line's own."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _widest(named: QLabel) -> int:
    return named.fontMetrics().horizontalAdvance("签发单位签")
