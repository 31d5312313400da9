"""The question about a computer's clock that can not be right, before an application is accepted."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame

from desk_app.services import clock_check
from desk_app.services.clock_watch import ClockDoubt
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import label
from forms.typesetting import typeset


class ClockQuestion(QFrame):
    """Asks about a clock that can not be right; hidden while it may be. The clerk's tick settles it."""

    settled = Signal()
    """The clerk says that the clock is right."""

    def __init__(self) -> None:
        super().__init__()
        set_property(self, "role", "strip")
        set_property(self, "tone", "caution")
        self.doubts: tuple[ClockDoubt, ...] = ()
        """What is asked about now."""
        self._words = label("", wrap=True, name="clock-doubt")
        self._sure = QCheckBox(typeset("电脑时间正确,照此受理"))
        self._sure.setObjectName("clock-sure")
        self._sure.toggled.connect(self._tick)
        body = column(self, margins=10, spacing=4)
        body.addWidget(self._words)
        body.addWidget(self._sure)
        self.hide()

    def show_doubts(self, found: tuple[ClockDoubt, ...]) -> None:
        """Ask about these; without any the question is gone."""
        self.doubts = found
        self._words.setText(typeset(clock_check.question(found)))
        self._sure.setAccessibleDescription(clock_check.question(found))
        with QSignalBlocker(self._sure):
            self._sure.setChecked(False)
        self.setVisible(bool(found))

    def take_focus(self) -> None:
        """Put the keyboard on the tick box."""
        self._sure.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _tick(self, sure: bool) -> None:
        if sure:
            self.settled.emit()
