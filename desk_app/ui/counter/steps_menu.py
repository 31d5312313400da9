"""The six steps in a narrow window: one button with a menu, which also puts the case aside or gives it up."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desk_app.ui.kit.dropdown import DropDown
from desk_app.ui.kit.style import icon
from forms.typesetting import typeset


class StepsMenu(DropDown):
    """Shows the step that is open; its menu leads to the others. Its keys work while it is shown."""

    step_wanted = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("steps-menu", parent)
        self._titles = titles
        self._steps = [self._step(place) for place in range(len(titles))]
        self.menu_shown.addSeparator()

    def _step(self, place: int) -> QAction:
        return self.add_act(
            f"menu-step-{place + 1}", "", f"Ctrl+{place + 1}", lambda: self.step_wanted.emit(place)
        )

    def add_act(self, name: str, text: str, key: str, run: Callable[[], object]) -> QAction:
        """Add an act to the menu; ``key`` works while the button is shown, and not when it is held down."""
        act = self.menu_shown.addAction(typeset(text))
        act.setObjectName(name)
        if key:
            act.setShortcut(QKeySequence(key))
            act.setAutoRepeat(False)
        act.triggered.connect(lambda _on=False: run())
        self.addAction(act)
        return act

    def show_step(self, now: int, done: Sequence[bool], open_counts: Sequence[int]) -> None:
        """Show the open step on the button, and the state of each in the menu."""
        for place, act in enumerate(self._steps):
            left = f" 还有{open_counts[place]}处" if open_counts[place] else ""
            act.setText(typeset(f"{place + 1}  {self._titles[place]}{left}"))
            act.setIcon(icon("tone-good", "good", 16) if done[place] else icon("tone-ring", "quiet", 16))
        left = f"还有{open_counts[now]}处" if open_counts[now] else ""
        self.show_face(self._titles[now], mark=str(now + 1), of_all=f"共{len(self._titles)}步")
        told = f",{left}" if left else ""
        self.setAccessibleName(typeset(f"第{now + 1}步,共{len(self._titles)}步:{self._titles[now]}{told}"))
