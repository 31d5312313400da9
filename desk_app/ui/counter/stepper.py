"""The six steps of the counter: which one is shown, which are done, which have things left to do."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from desk_app.ui.kit import layouts, style, widgets
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import label


class StepButton(QPushButton):
    """One step: number or tick, name, and below it how many things are left to do."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title = number, title
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
        self.show_state(visited=False, open_count=0)

    def _arrange(self) -> None:
        line = self._line = layouts.row(self)
        line.setContentsMargins(style.px(10), style.px(2), style.px(14), style.px(2))
        line.addWidget(self._mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._name)
        words.addWidget(self._open)
        words.addStretch()
        line.addLayout(words)

    def show_state(self, *, visited: bool, open_count: int) -> None:
        """Once visited, show how many things are left, or a tick when none is and another step is open."""
        told = visited and open_count > 0
        done = visited and open_count == 0 and not self.isChecked()
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
        return QSize(self._line.sizeHint().width(), style.px(46))

    def minimumSizeHint(self) -> QSize:
        """The size hint: a step is never cut."""
        return self.sizeHint()


class Stepper(QWidget):
    """The row of steps; any one can be clicked at any time."""

    step_wanted = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "stepper")
        self._buttons = [StepButton(i, t, self) for i, t in enumerate(titles, 1)]
        self.line = layouts.row(self, spacing=4)
        self.line.setContentsMargins(style.px(12), style.px(4), style.px(16), style.px(5))
        group = QButtonGroup(self)
        for index, button in enumerate(self._buttons):
            if index:
                self.line.addWidget(self._dash())
            self.line.addWidget(button)
            group.addButton(button, index)
            on_pick(button, partial(self.step_wanted.emit, index))
        self.line.addStretch()
        self.setMinimumHeight(style.px(56))

    def _dash(self) -> QFrame:
        dash = QFrame(self)
        style.set_property(dash, "role", "step-line")
        dash.setFixedWidth(style.px(12))
        return dash

    def take_keyboard(self) -> None:
        """Focus the step that is shown."""
        next(b for b in self._buttons if b.isChecked()).setFocus()

    def show_states(self, now: int, visited: frozenset[int], open_counts: Sequence[int]) -> None:
        """Show which step is open (0 …) and the state of each."""
        show_ticked(self._buttons[now], True)
        for index, button in enumerate(self._buttons):
            button.show_state(visited=index in visited, open_count=open_counts[index])
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Show as many names as there is room for, whenever the room or the words change."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        """Show all names, or where they do not fit only that of the step that is shown."""
        wide = self.line.sizeHint().width() + sum(b.saved for b in self._buttons)
        for button in self._buttons:
            button.show_words(wide <= self.width() or button.isChecked())
