"""What every step of the counter has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desk_app.ui.counter.case import Case


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the footer while its page is shown."""

    name: str
    """Object name, for tests and the walkthrough."""
    text: str
    key: str
    """Shortcut as Qt writes it, e.g. ``F8``."""
    run: Callable[[], None]


class StepPage(QWidget):
    """One step of a case; pages read and change the case only through its methods."""

    title = ""
    step_wanted = Signal(int)
    """Another step (0 … 5) should be shown, e.g. by a 更改 link."""
    element_wanted = Signal(str)
    """Step 3 should open with this element's field focused."""
    actions_changed = Signal()
    """``footer_actions()`` returns other buttons than before."""
    notice = Signal(str, str)
    """A message for the strip: its tone (``good``, ``caution``, ``wrong``) and one sentence."""

    def __init__(self, case: "Case", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case = case

    def footer_actions(self) -> tuple[Action, ...]:
        """The page's own buttons, shown in the footer left of 上一步 and 下一步."""
        return ()

    def next_action(self) -> Action | None:
        """The page's own main button in place of 下一步 (the last step accepts); None keeps 下一步."""
        return None

    def enter(self) -> None:
        """Called when the step is shown: read the case again."""

    def leave(self) -> None:
        """Called before another step is shown."""

    def open_count(self) -> int:
        """How many things are left to do on this step, for the stepper."""
        return 0
