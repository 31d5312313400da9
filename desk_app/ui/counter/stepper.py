"""The six steps of the counter: which one is shown, which are done, which have things left to do."""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from desk_app.ui.counter.steps_menu import StepsMenu
from desk_app.ui.kit import layouts, style, widgets
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.roles import one_of
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import Confirm, label

_CHANGES: Final = (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.StyleChange)


class StepButton(QPushButton):
    """One step: number or tick, name, and below it how many things are left to do."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title = number, title
        self.done = False
        """Whether it is shown as done."""
        self._mark = label(str(number))
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = label(title)
        self._open = label("")
        for part, role in ((self._mark, "step-number"), (self._name, "step-name"), (self._open, "step-open")):
            style.set_property(part, "role", role)
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrange()
        self.setObjectName(f"step-{number}")
        self.setCheckable(True)
        widgets.bind(self, f"Ctrl+{number}")
        self.setToolTip(f"Ctrl+{number}")
        style.set_property(self, "role", "step")
        self.show_state(visited=False, open_count=0, done=False)

    def _arrange(self) -> None:
        line = self._line = layouts.row(self)
        line.setContentsMargins(style.px(10), 0, style.px(14), 0)
        line.addWidget(self._mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._open)
        words.addStretch()
        line.addLayout(words)

    def show_state(self, *, visited: bool, open_count: int, done: bool) -> None:
        """Once visited, show how many things are left; a tick when its work is done and it is not shown."""
        told = visited and open_count > 0
        done = self.done = done and open_count == 0 and not self.isChecked()
        self._mark.setText("✓" if done else str(self._number))
        tone = "now" if self.isChecked() else "done" if done else "later"
        style.set_property(self._mark, "tone", tone)
        style.set_property(self._name, "tone", tone)
        self._open.setText(f"还有{open_count}处" if told else "")
        self._open.setVisible(told and self._name.isVisibleTo(self))
        state = f",还有{open_count}处" if told else ",已完成" if done else ""
        self.setAccessibleName(f"第{self._number}步 {self._title}{state}")

    def show_words(self, shown: bool) -> None:
        """Show the name, or only the number when the row is too narrow for all names."""
        if shown != self._name.isVisibleTo(self):
            self._name.setVisible(shown)
            self._open.setVisible(shown and bool(self._open.text()))
            self.updateGeometry()

    @property
    def saved(self) -> int:
        """Pixels the row gains because this step's name is not shown; 0 when it is."""
        return 0 if self._name.isVisibleTo(self) else self._name.sizeHint().width() + self._line.spacing()

    def sizeHint(self) -> QSize:
        """Room for the name, whatever is left to do, so that the steps never move."""
        return QSize(self._line.sizeHint().width(), style.px(44))

    def minimumSizeHint(self) -> QSize:
        """The size hint: a step is never cut."""
        return self.sizeHint()


class Stepper(QWidget):
    """The row of steps; any one can be clicked at any time. In a narrow window one button with a menu."""

    step_wanted = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "stepper")
        self._now = 0
        self._buttons = [StepButton(i, t, self) for i, t in enumerate(titles, 1)]
        self._dashes: list[QFrame] = []
        self._menu = StepsMenu(titles, self)
        self._beside: dict[int, QWidget] = {}
        self._ends = QWidget(self)
        self._leaving: list[tuple[QWidget, QAction]] = []
        self.line = layouts.row(self, spacing=6)
        self.line.addWidget(self._menu)
        group = QButtonGroup(self)
        self._menu.step_wanted.connect(self.step_wanted)
        for index, button in enumerate(self._buttons):
            if index:
                self._dashes.append(self._dash())
            self.line.addWidget(button)
            one_of(group, button, index)
            on_pick(button, partial(self.step_wanted.emit, index))
        self.line.addStretch()
        self.line.addWidget(self._ends)
        self._fit()

    def _dash(self) -> QFrame:
        dash = QFrame(self)
        style.set_property(dash, "role", "step-line")
        dash.setFixedWidth(style.px(12))
        self.line.addWidget(dash)
        return dash

    def end_with(self, aside: QAbstractButton, discard: Confirm) -> None:
        """Show the ways out of the case at the right end; in a narrow window they stand in the menu."""
        ends = layouts.row(self._ends)
        ends.addWidget(aside)
        ends.addWidget(discard, 0, Qt.AlignmentFlag.AlignVCenter)
        self._leaving = [
            (aside, self._menu.add_act("menu-set-aside", "暂存,换一位\tCtrl+N", "", aside.click)),
            (discard, self._menu.add_act("menu-discard", "放弃…", "", discard.ask)),
        ]
        discard.asking.connect(self._ask)
        self._fit()

    def stand_beside(self, step: int, widget: QWidget) -> None:
        """Show a widget beside the menu while this step (0 …) is open in a narrow window."""
        self._beside[step] = widget
        self.line.insertWidget(1, widget)
        self._fit()

    def take_keyboard(self) -> None:
        """Focus the step that is shown."""
        (self._menu if self._folded else self._buttons[self._now]).setFocus()

    def show_states(
        self, now: int, visited: frozenset[int], open_counts: Sequence[int], done: Sequence[bool]
    ) -> None:
        """Show which step is open (0 …) and the state of each: what is left to do there, and what is done."""
        self._now = now
        show_ticked(self._buttons[now], True)
        for index, button in enumerate(self._buttons):
            button.show_state(visited=index in visited, open_count=open_counts[index], done=done[index])
        told = [count if index in visited else 0 for index, count in enumerate(open_counts)]
        self._menu.show_step(now, [button.done for button in self._buttons], told)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Show as much as there is room for, whenever the room, the words or the look change."""
        done = super().event(event)
        if event.type() in _CHANGES:
            self._fit()
        return done

    @property
    def _folded(self) -> bool:
        return is_narrow(self)

    def _fit(self) -> None:
        """Show the row of steps or the menu; of the row all names, or only that of the open step."""
        folded, low = self._folded, is_low(self)
        self.setFixedHeight(style.px(46 if low else 56))
        self.line.setContentsMargins(style.px(8 if folded else 12), 0, style.px(8 if folded else 16), 0)
        turned = self._menu.isHidden() is folded
        with layouts.laid_out_once(self) if turned else nullcontext():
            for each in (*self._buttons, *self._dashes):
                layouts.show_if(each, not folded)
            layouts.show_if(self._menu, folded)
            self._show_ends()
        wide = self.line.sizeHint().width() + sum(b.saved for b in self._buttons)
        worded = [wide <= self.width() or button.isChecked() for button in self._buttons]
        turned = any(shown is bool(b.saved) for b, shown in zip(self._buttons, worded, strict=True))
        with layouts.laid_out_once(self) if turned else nullcontext():
            for button, shown in zip(self._buttons, worded, strict=True):
                button.show_words(shown)

    @Slot(bool)
    def _ask(self, _asking: bool) -> None:
        self._fit()

    def _show_ends(self) -> None:
        """Show the ways out where there is room for them, and what is asked before the case is given up."""
        asking = any(isinstance(way, Confirm) and way.is_asking for way, _ in self._leaving)
        layouts.show_if(self._ends, not self._folded or asking)
        for step, widget in self._beside.items():
            layouts.show_if(widget, self._folded and step == self._now and not asking)
        for way, act in self._leaving:
            act.setEnabled(not way.isHidden())
            act.setVisible(not way.isHidden())
