"""Below a sheet: what is kept and what is open, and the ways on."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.ui.kit import focus, style
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.narrow import NARROW
from desk_app.ui.kit.widgets import button, label, show_key

_NEXT_KEY: Final = "Ctrl+Return"
_BRIEF: Final = 1100
"""Width in grid pixels below which only what is answered is said, and the longest words are short: words that
change their length, and so the lines of what is said beside them, would let the whole page jump."""


class SheetFeet(QWidget):
    """What was answered at the left; giving up, a photo, another person, the sections before and after."""

    lose_wanted = Signal()
    picture_wanted = Signal()
    person_wanted = Signal()
    previous_wanted = Signal()
    next_wanted = Signal()
    complete_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = label("", "quiet", name="sheet-saved", wrap=True)
        self.lose = button("失访…", name="sheet-lose")
        self.picture = button("照片…", name="sheet-picture", key="F4")
        self.person = button("暂存,换一户", name="sheet-person", key="Ctrl+N")
        self.previous = button("上一节", name="sheet-previous", key="Ctrl+Left")
        self.next = button("下一节", "primary", _NEXT_KEY, name="sheet-next")
        self.complete = button("完成这一张", "primary", _NEXT_KEY, name="sheet-complete")
        self.reopen = button("重新打开…", "primary", name="sheet-reopen")
        focus.KeyKeeper("Ctrl+Left", self)
        self._words = ("", "")
        self._keys = {
            self.picture: "F4",
            self.person: "Ctrl+N",
            self.previous: "Ctrl+Left",
            self.next: _NEXT_KEY,
            self.complete: _NEXT_KEY,
        }
        self._brief = self._narrow = False
        self._following = ""
        line = row(self, spacing=8)
        line.addWidget(self._said, 1)
        for each, wanted in (
            (self.lose, self.lose_wanted),
            (self.picture, self.picture_wanted),
            (self.person, self.person_wanted),
            (self.previous, self.previous_wanted),
            (self.next, self.next_wanted),
            (self.complete, self.complete_wanted),
            (self.reopen, self.reopen_wanted),
        ):
            line.addWidget(each)
            each.clicked.connect(wanted)
        self.complete.hide()
        self.reopen.hide()

    def fold(self, wide: int) -> None:
        """Say less where there is little width: first not what is kept, then no badges and short words."""
        brief, narrow = wide < style.px(_BRIEF), wide < style.px(NARROW)
        if (brief, narrow) == (self._brief, self._narrow):
            return
        self._brief, self._narrow = brief, narrow
        self.person.setText("换一户" if brief else "暂存,换一户")
        for each, key in self._keys.items():
            if narrow:
                style.undraw(each)
            else:
                show_key(each, key)
        self._say_next()
        self.say(*self._words)

    def say(self, answered: str, saved: str) -> None:
        """Say at the left how much is answered and what is kept; the second only where there is room."""
        self._words = (answered, saved)
        self._said.setText(answered if self._brief else f"{answered};{saved}")

    def _say_next(self) -> None:
        words = "下一节" if self._brief else f"下一节:{self._following}"
        if self.next.text() != words:
            self.next.setText(words)

    def show_ways(self, *, shut: bool, reopens: bool, first: bool, following: str, complete: bool) -> None:
        """Offer what can be done: ``following`` is the title of the next section, empty behind the last."""
        for each in (self.lose, self.picture):
            each.setHidden(shut)
        self.reopen.setHidden(not reopens)
        self.previous.setEnabled(not first)
        self.complete.setHidden(not complete)
        self.next.setHidden(complete or not following)
        self._following = following
        self._say_next()
