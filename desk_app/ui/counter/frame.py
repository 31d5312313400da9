"""What stands around the pages of every case: the steps above, the footer below, the ways out of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.ui.counter.footer import Footer
from desk_app.ui.counter.stepper import Stepper
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Confirm, Strip, button, show_key


class CaseFrame(QWidget):
    """The empty frame of a case; nothing in it is of a person."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles = tuple(titles)
        """Of the steps, in order."""
        self._stack = QStackedWidget(self)
        self._stepper = Stepper(titles, self)
        self._footer = Footer(self)
        self._aside = button("暂存,换一位", "link", name="set-aside")
        show_key(self._aside, "Ctrl+N")
        self._aside.setAccessibleDescription("按键 Ctrl+N")
        self._read_only = Strip("已受理,内容只能看。", "info", self)
        self._read_only.setObjectName("read-only")
        self._correct = button("更正…", "link", name="correct")
        self._withdraw = button("撤回…", "link", name="withdraw")
        self._discard = Confirm("放弃", "", yes="确定放弃", no="不放弃", name="discard")
        self._arrange()

    @property
    def ground(self) -> QWidget:
        """What the pages of a case are made in."""
        return self._stack

    def _arrange(self) -> None:
        self._stepper.end_with(self._aside, self._discard)
        body = column(self, spacing=0)
        for link in (self._correct, self._withdraw):
            self._read_only.add_link(link)
            link.hide()
        self._read_only.hide()
        body.addWidget(self._stepper)
        body.addWidget(self._read_only)
        body.addWidget(self._stack, 1)
        body.addWidget(self._footer)
