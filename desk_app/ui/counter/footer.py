"""The footer of a step: whether everything is saved, the page's own buttons, 上一步 and 下一步."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.ui.counter.base import Action
from desk_app.ui.kit import focus, layouts, style, widgets
from desk_app.ui.kit.narrow import is_low
from desk_app.ui.kit.widgets import Button, button, label
from desk_app.ui.kit.words import plain_tip


@dataclass(frozen=True, slots=True)
class _Room:
    """What the footer says: words in short, title of the next step, badges of the ways on and of the page."""

    short: bool
    titled: bool
    badges: bool
    own_badges: bool


_ROOM: Final = (
    _Room(short=False, titled=True, badges=True, own_badges=True),
    _Room(short=True, titled=True, badges=True, own_badges=True),
    _Room(short=True, titled=False, badges=True, own_badges=True),
    _Room(short=True, titled=False, badges=False, own_badges=True),
    _Room(short=True, titled=False, badges=False, own_badges=False),
)
"""From much room to little."""
_SAVED: Final = ("已自动保存 00:00:00", "已自动保存")
"""What is usually said at the left, long and short; room is kept for it, so that buttons never move."""


class ActionButton(Button):
    """A button for an action of the page; pressed, it runs what the page offers at that moment."""

    def __init__(self, action: Action, role: str, parent: QWidget | None = None) -> None:
        super().__init__(action.text, parent)
        self.action_offered = action
        self.setObjectName(action.name)
        style.set_property(self, "role", role)
        if action.key:
            widgets.show_key(self, action.key)
            widgets.bind(self, action.key)
        self.clicked.connect(self._run)

    @Slot()
    def _run(self) -> None:
        self.action_offered.run()


class Footer(QWidget):
    """Saved state at the left; page actions, 上一步 and the one main button at the right."""

    previous_wanted = Signal()
    next_wanted = Signal()
    next_person_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "footer")
        self._saved = label("", "quiet", name="saved")
        self._words = ("所有录入自动保存", "自动保存")
        self._room, self._sample = _ROOM[0], _SAVED
        self._title = ""
        self._nothing_next = False
        self._fitted: tuple[object, ...] = ()
        self._offered = layouts.row()
        self._extra: list[ActionButton] = []
        self._main: ActionButton | None = None
        self.previous = button("上一步", key="Ctrl+Left", name="previous")
        self.next = button("下一步", "primary", "Ctrl+Return", name="next")
        # Its key is the workspace's: Ctrl+N means the next person on every step, and says why where it waits.
        self.next_person = button("下一位", "primary", name="next-person")
        self.next_person.setAccessibleDescription("按键 Ctrl+N")
        self._keys = {self.previous: "Ctrl+Left", self.next: "Ctrl+Return", self.next_person: "Ctrl+N"}
        self._empty = label("受理请按 F12", "empty-place", name="next-empty")
        self.previous.clicked.connect(self.previous_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.next_person.clicked.connect(self.next_person_wanted)
        focus.KeyKeeper("Ctrl+Left", self)
        self._arrange()

    def _arrange(self) -> None:
        line = self._line = layouts.row(self)
        line.addWidget(self._saved, 1)
        line.addLayout(self._offered)
        self._way = layouts.row()
        for each in (self.previous, self._empty, self.next, self.next_person):
            self._way.addWidget(each)
        line.addLayout(self._way)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Say as much as there is room for, whenever the room, the words or the look change."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange):
            self._fit()
        return done

    def _fit(self) -> None:
        """Leave out, in this order, the time, the title of the next step and the badges of keys."""
        beside, above = (8, 5) if is_low(self) else (16, 10)
        self._line.setContentsMargins(*map(style.px, (beside, above, beside, above)))
        shown = [b for b in self._buttons() if not b.isHidden()]
        about = (
            self.width(),
            style.scale(),
            self._sample,
            (self._title, self._nothing_next),
            *((b, b.text()) for b in shown),
        )
        if about == self._fitted:
            return
        for self._room in _ROOM:
            self._say(self._sample, self._room)
            for inner in (self._offered, self._way):  # Qt forgets only the outermost layout's size at once
                inner.invalidate()
            self._line.invalidate()
            if self._line.sizeHint().width() <= self.width():
                break
        self._say(self._words, self._room)
        shown = [b for b in self._buttons() if not b.isHidden()]
        self._fitted = (*about[:4], *((b, b.text()) for b in shown))

    def _buttons(self) -> list[QPushButton]:
        return [*self._action_buttons(), self.previous, self.next, self.next_person]

    def _say(self, words: tuple[str, str], room: _Room) -> None:
        self._saved.setText(words[room.short])
        self.next.setText(f"下一步:{self._title}" if room.titled else "下一步")
        keyed = [*((b, b.action_offered.key) for b in self._action_buttons()), *self._keys.items()]
        self._empty.setHidden(not self._nothing_next or room.short)
        for each, key in keyed:
            wanted = bool(key) and (room.badges or (room.own_badges and each in self._extra))
            if not wanted:
                style.undraw(each)
            elif each.icon().isNull():
                widgets.show_key(each, key)

    @Slot()
    def show_saving(self) -> None:
        """Show that something typed is being written to disk."""
        self._tell("正在保存…", "正在保存…")

    @Slot()
    def show_unsaved(self) -> None:
        """Show that the disk refused what was typed; the strip at the top says why."""
        self._sample = ("还没有存下,原因见上方", "还没有存下")
        self._tell(*self._sample)

    @Slot(object)
    def show_saved(self, moment: datetime) -> None:
        """Show that everything typed until this moment is on disk."""
        self._sample = _SAVED
        self._tell(f"已自动保存 {moment:%H:%M:%S}", "已自动保存")

    def _tell(self, words: str, short: str) -> None:
        self._words = (words, short)
        self._saved.setText(self._words[self._room.short])
        self._fit()

    def offer(self, actions: Sequence[Action], main: Action | None) -> None:
        """Show the page's own buttons; those that are already shown keep the keyboard."""
        present = self._action_buttons()
        wanted = [*actions, *([main] if main else [])]
        if [_face(b.action_offered) for b in present] == [_face(a) for a in wanted]:
            for kept, action in zip(present, wanted, strict=True):
                kept.action_offered = action
            return
        focused = next((b.objectName() for b in present if b.hasFocus()), "")
        self._replace(actions, main)
        for made in self._action_buttons():
            if made.objectName() == focused:
                made.setFocus()

    def _replace(self, actions: Sequence[Action], main: Action | None) -> None:
        layouts.clear(self._offered)
        if self._main is not None:
            self._way.removeWidget(self._main)
            self._main.hide()
            self._main.deleteLater()
        self._extra = [ActionButton(action, "secondary", self) for action in actions]
        for extra in self._extra:
            self._offered.addWidget(extra)
        self._main = ActionButton(main, "primary", self) if main else None
        if self._main is not None:
            self._way.addWidget(self._main)

    def _action_buttons(self) -> list[ActionButton]:
        return [*self._extra, *([self._main] if self._main else [])]

    def show_receipt(self, said: str, waits: str) -> None:
        """After acceptance: what became of the receipt, and why the next person can not come yet."""
        on = "可以叫下一位,这一位的资料会从屏幕和剪贴板清掉"
        long = waits or (f"{said}。{on}" if said else on)
        self._sample = (long, said or "还不能叫下一位" if waits else said or "可以叫下一位")
        self.next_person.setEnabled(not waits)
        self.next_person.setToolTip(plain_tip(waits))
        self._tell(*self._sample)

    def lead_on(self, *, before: bool, after: str, accepted: bool, ready: bool = True) -> None:
        """Show the ways on: 上一步, 下一步 with the title ``after``, after acceptance the next person too.

        Without ``after`` and before acceptance there is no 下一步: a sentence says that F12 accepts or,
        unless all is ``ready``, that something is to be mended first.
        """
        self._empty.setText("受理请按 F12" if ready else "处理好才能受理")
        self._nothing_next = not (after or accepted or self._main)
        self.previous.setVisible(before)
        self.next.setVisible(bool(after))
        style.set_property(self.next, "role", "secondary" if accepted else "primary")
        style.undraw(self.next)  # a badge has the colour of its button's words
        self._fitted = ()
        self._title = after
        self.next_person.setVisible(accepted)
        self.next.setAccessibleName(f"下一步:{after}")
        self._fit()


def _face(action: Action) -> tuple[str, str, str]:
    return action.name, action.text, action.key
