"""Last year's answer beside an item: to look at, and to be taken over one by one."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame

from desk_app.ui.kit.layouts import row, show_if
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import button, chip, label, show_key
from forms.schema import Value
from forms.surveys.last_year import LastAnswer
from forms.typesetting import typeset

KEY: Final = "="
"""Takes over last year's answer of the one item that has the keyboard."""
_INDENT: Final = 56
"""Grid pixels by which it stands in below an item, where the item's own words begin."""
_ANY: Final = 16_777_215
"""Qt's own largest width."""


class LastSide(QFrame):
    """What was said last year; before this year's answer the key that takes it over, then the difference."""

    taken = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._words = label("", "quiet", wrap=True, verbatim=True)
        self._take = button("照去年", "soft", name="take-last")
        show_key(self._take, KEY)
        self._take.setAccessibleName(f"{title} 照去年")
        self._take.setAccessibleDescription(f"按键 {KEY}")
        self._take.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._take.clicked.connect(self.taken)
        self._same = chip("")
        self._offers = self._lies = False
        self._line: QBoxLayout = row(self, spacing=6)
        self._line.addWidget(self._words)
        here = Qt.AlignmentFlag
        for each in (self._take, self._same):  # absolute: a button with a key is laid out from right to left
            self._line.addWidget(each, 0, here.AlignLeft | here.AlignTop | here.AlignAbsolute)
        self._line.addStretch(1)

    def lie_down(self, *, narrow: bool, wide: int) -> None:
        """Stand as a column of this width at the right of an item, or lie in one line below it."""
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if narrow else way.TopToBottom)
        self._line.setStretch(0, int(narrow))
        self._line.setStretch(3, int(not narrow))
        self._lies = narrow
        self._line.setContentsMargins(px(_INDENT) if narrow else 0, 0, 0, 0)
        self.setMinimumWidth(0 if narrow else wide)
        self.setMaximumWidth(_ANY if narrow else wide)

    def offer(self, *, now: bool) -> None:
        """Offer the key while the item is the one that is asked."""
        show_if(self._take, now and self._offers)

    def show_last(self, last: LastAnswer | None, held: Value | None, *, any_last: bool, now: bool) -> None:
        """Show last year's answer beside the present one; ``any_last``: there is a sheet of last year."""
        answered = held not in (None, "", ())
        words = last.words if last else "去年没有问" if any_last else "去年没有"
        if last and last.value is None and not answered:
            words += typeset("(选项变了,不能照抄)")
        if last and self._lies:
            words = f"{typeset('去年:')}{words}"
        if self._words.text() != words:
            self._words.setText(words)
        self._offers = bool(last and last.value is not None and not answered)
        self.offer(now=now)
        show_if(self._same, bool(last and last.value is not None and answered))
        if last and last.value is not None and answered:
            same = last.value == held
            self._same.show_text(
                "与去年相同" if same else "与去年不同",
                "plain" if same else "info",
                "ring" if same else "half",
            )
