"""The password of an act's second person, asked for where somebody else sits at the window."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.events import Who
from desk_app.errors import DeskError
from desk_app.services.signin import witness
from desk_app.services.signin.entering import CodeWanted, CodeWrong, SignInRefused
from desk_app.ui.acts.answers import ActAnswers
from desk_app.ui.kit import roles
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.secret_lines import SecretLine, named, plain_line
from desk_app.ui.kit.widgets import label


class SecondProof(QWidget):
    """Stands below the second person's name while that is not who sits here; keeps nothing that is typed."""

    def __init__(self, answers: ActAnswers) -> None:
        super().__init__()
        self._answers = answers
        self._password = SecretLine("second:password", "第二人密码")
        self._code = plain_line("second:code", "第二人手机上的6位验证码", 8)
        self._code.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._code_row = named("第二人验证码", self._code)
        self._caps = label("大写锁定开着,密码分大小写", "caution", name="second:caps")
        self._problem = label("", "problem", wrap=True, name="second:problem")
        body = column(self, spacing=8)
        for widget in (named("第二人密码", self._password), self._code_row, self._caps, self._problem):
            body.addWidget(widget)
        for hidden in (self._code_row, self._caps, self._problem):
            hidden.hide()
        self._password.caps.connect(self._caps.setVisible)
        self._password.textEdited.connect(self._problem.hide)
        self._code.textEdited.connect(self._problem.hide)
        answers.changed.connect(self._settle)
        self._shown_for = ""
        self._settle()

    def stops(self) -> list[QWidget]:
        """Its lines, in order."""
        return [self._password, self._code]

    def lacks(self) -> QLineEdit | None:
        """The line that is still to be typed, with a sentence below it; None when nothing is asked."""
        if not self._wanted():
            return None
        if not self._password.text():
            return self._tell("请第二个人输入自己的密码", self._password)
        if not self._code_row.isHidden() and not self._code.text():
            return self._tell("请再输入第二个人手机上的6位验证码", self._code)
        return None

    def prove(self) -> Callable[[], Who]:
        """What proves the second person by what is typed now; to be run in a lane of its own."""
        parts, name = self._answers.parts, self._answers.second
        password, code = self._password.text(), self._code.text()
        return lambda: witness.proved(parts, name, password, code)

    def refused(self, error: DeskError) -> bool:
        """Show why the second person was not proved; False when the error is about something else."""
        if not isinstance(error, SignInRefused):
            return False
        self._code.clear()
        if isinstance(error, CodeWanted | CodeWrong):
            self._code_row.show()
            self._tell(str(error), self._code)
        else:
            self._password.clear()
            self._tell(str(error), self._password)
        return True

    def _tell(self, sentence: str, line: QLineEdit) -> QLineEdit:
        self._problem.setText(sentence)
        self._problem.show()
        roles.announce(self._problem, sentence)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def _wanted(self) -> bool:
        return witness.wanted(self._answers.parts, self._answers.second)

    @Slot()
    def _settle(self) -> None:
        """Show it where it is asked; what was typed for another name goes."""
        if self._answers.second != self._shown_for:
            self._shown_for = self._answers.second
            self._password.clear()
            self._code.clear()
            self._code_row.hide()
            self._problem.hide()
        self.setVisible(self._wanted())
