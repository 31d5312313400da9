"""The question before an application is accepted for good: asked in words, answered by a key of its own."""

from typing import Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from desk_app.ui.counter.arming import Arming
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.meant import MEANT_KEY, MeantButton
from desk_app.ui.kit.narrow import is_low
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Strip, button, chip, label
from forms.typesetting import typeset

_READY: Final = ("可以按了", "good")
_NOT_YET: Final = ("先松开", "caution", "hand")
_WAIT: Final = ("请稍候", "info", "clock")


class AcceptQuestion(QFrame):
    """现在受理吗? Its button and F12 count once every key and mouse button was up for a moment."""

    meant = Signal()
    """The clerk accepts."""
    back_wanted = Signal()
    """The clerk wants to change something first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("accept-question")
        self.setAccessibleName("现在受理吗")
        set_property(self, "role", "question")
        self._asking = False
        self.arming = Arming(self)
        self._title = label("现在受理吗?", "headline")
        self._chip = chip(*_NOT_YET)
        self._chip.setObjectName("accept-armed")
        self._words = label("", wrap=True, name="accept-words")
        self._fault = Strip("", "wrong")
        self._fault.setObjectName("accept-fault")
        self._yes = MeantButton("", name="accept")
        self._no = button("还要改", key="Escape", name="accept-back")
        self._hint = label(
            f"只认 {MEANT_KEY},或点一下这个按钮。Enter、连点、扫码都不受理。", "quiet", wrap=True
        )
        self._build()
        self.arming.changed.connect(self._show_armed)
        self._yes.clicked.connect(self._press)
        self._no.clicked.connect(self.back_wanted)

    def _build(self) -> None:
        self._fault.hide()
        head = FlowLayout(spacing=8)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        ways = FlowLayout(spacing=8)
        ways.addWidget(self._yes)
        ways.addWidget(self._no)
        self._body = column(self, margins=14, spacing=6)
        self._body.addWidget(self._fault)
        self._body.addLayout(head)
        self._body.addWidget(self._words)
        self._body.addLayout(ways)
        self._body.addWidget(self._hint)

    def event(self, event: QEvent) -> bool:
        """In a low window leave out what the footer says too."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.StyleChange):
            low = is_low(self)
            self._hint.setHidden(low)
            self._body.setContentsMargins(*map(px, (10, 6, 10, 6) if low else (16, 12, 16, 12)))
        return done

    # ---- for the page -------------------------------------------------------------------------

    @property
    def armed(self) -> bool:
        """Whether a press counts now."""
        return self.arming.armed

    @property
    def faulty(self) -> bool:
        """Whether it says why the last try failed."""
        return not self._fault.isHidden()

    def ask(self, words: str, count: int) -> None:
        """Ask: ``words`` say what will happen, ``count`` is how many matters. Asked again it stays armed."""
        began = not self._asking
        self._asking = True
        self._words.setText(words)
        self._yes.setText(f"受理 {count} 项")
        self._yes.setAccessibleDescription(typeset(f"{words}按键 {MEANT_KEY}"))
        self._no.setEnabled(True)
        if began:
            self._title.setText("现在受理吗?")
            self._show_armed(False)
            self.arming.begin()

    def withhold(self) -> None:
        """Ask no more: there is something to mend, or the page is left."""
        self._asking = False
        self.arming.stop()
        self._yes.setEnabled(False)

    def wait(self, words: str = "") -> None:
        """Show that it is being accepted, and what is waited for; nothing can be pressed."""
        self._asking = False
        self.arming.stop()
        self._fault.hide()
        self._title.setText("正在受理…")
        self._chip.show_text(*_WAIT)
        self._words.setText(words or "不用再按,马上就好。")
        for each in (self._yes, self._no):
            each.setEnabled(False)

    def tell_fault(self, sentence: str) -> None:
        """Say why nothing was accepted, and what to do; an empty text takes the sentence away."""
        self._fault.show_text(sentence, "wrong")
        self._fault.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, typeset(sentence)))

    # ---- pressing -----------------------------------------------------------------------------

    @Slot(bool)
    def _show_armed(self, armed: bool) -> None:
        self._chip.show_text(*(_READY if armed else _NOT_YET))
        self._yes.setEnabled(armed and self._asking)

    @Slot()
    def _press(self) -> None:
        if self._asking and self.arming.armed:
            self.meant.emit()
