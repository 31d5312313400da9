"""The footer of a step: whether everything is saved, the page's own buttons, 上一步 and 下一步."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.ui.counter.base import Action
from desk_app.ui.kit import focus, layouts, style, widgets
from desk_app.ui.kit.widgets import Button, button, label


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
        self._saved = label("所有录入自动保存", "quiet", name="saved")
        self._offered = layouts.row()
        self._extra: list[ActionButton] = []
        self._main: ActionButton | None = None
        self.previous = button("上一步", key="Ctrl+Left", name="previous")
        self.next = button("下一步", "primary", "Ctrl+Return", name="next")
        self.next_person = button("下一位", "primary", "Ctrl+Return", name="next-person")
        self.previous.clicked.connect(self.previous_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.next_person.clicked.connect(self.next_person_wanted)
        focus.KeyKeeper("Ctrl+Left", self)
        self._arrange()

    def _arrange(self) -> None:
        line = layouts.row(self)
        line.setContentsMargins(style.px(16), style.px(10), style.px(16), style.px(10))
        line.addWidget(self._saved, 1)
        line.addLayout(self._offered)
        self._way = layouts.row()
        for each in (self.previous, self.next, self.next_person):
            self._way.addWidget(each)
        line.addLayout(self._way)

    @Slot()
    def show_saving(self) -> None:
        """Show that something typed is being written to disk."""
        self._saved.setText("正在保存…")

    @Slot(object)
    def show_saved(self, moment: datetime) -> None:
        """Show that everything typed until this moment is on disk."""
        self._saved.setText(f"已自动保存 {moment:%H:%M:%S}")

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

    def lead_on(self, *, before: bool, after: str, accepted: bool) -> None:
        """Show the ways on: 上一步, 下一步 with the title ``after``, or after acceptance the next person."""
        self.previous.setVisible(before)
        self.next.setVisible(bool(after))
        self.next.setText(f"下一步:{after}")
        self.next_person.setVisible(accepted and not after)


def _face(action: Action) -> tuple[str, str, str]:
    return action.name, action.text, action.key
