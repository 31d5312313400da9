"""What every step of the counter has in common."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.ui.counter.locked import lock
from desk_app.ui.kit.rounds import Rounds

if TYPE_CHECKING:
    from desk_app.services.parts import LineState
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
    looks: bool = False
    """Whether it only shows or prints something: it is offered after acceptance too."""


class StepPage(QWidget):
    """One step of a case; pages read and change the case only through its methods."""

    title = ""
    step_wanted = Signal(int)
    """Another step (0 … 5) should be shown, e.g. by a 更改 link."""
    element_wanted = Signal(str)
    """Step 3 should open with this element's field focused."""
    actions_changed = Signal()
    """``footer_actions()`` returns other buttons than before."""
    draft_wanted = Signal(str, bool)
    """Another unfinished application (its id) should be gone on with, and whether this one is kept."""
    notice = Signal(str, str)
    """A message for the strip: its tone (``good``, ``caution``, ``wrong``) and one sentence."""

    busy = Signal(bool)
    """Whether something is under way that nothing else may disturb (the acceptance)."""
    correct_wanted = Signal()
    withdraw_wanted = Signal()
    """What was accepted is to be corrected, or taken back."""
    whole_wanted = Signal()
    """What was accepted is to be looked at whole."""

    def __init__(self, case: "Case", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case = case
        self.behind = Rounds(self)
        """What of the step is made after it is shown, while the clerk already works on it."""

    def footer_actions(self) -> tuple[Action, ...]:
        """The page's own buttons, shown in the footer left of 上一步 and 下一步."""
        return ()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the page that no button shows, with what they do, for the list of keys."""
        return ()

    def next_action(self) -> Action | None:
        """The page's own main button in place of 下一步 (the last step accepts); None keeps 下一步."""
        return None

    def beside_steps(self) -> QWidget | None:
        """What stands beside the menu of steps in a narrow window while this step is open; called once."""
        return None

    def build_ahead(self) -> Iterator[None]:
        """Build, before the step is shown, what it will show: in short parts, so that keys come between."""
        yield from ()

    def enter(self) -> None:
        """Called when the step is shown: read the case again."""

    def leave(self) -> None:
        """Called before another step is shown."""

    def done(self) -> bool:
        """Whether the step's work is done, visited or not: nothing is open on it, and something was given."""
        return False

    def take_keyboard(self) -> bool:
        """Focus what the clerk does next; False leaves it to the first field or button of the page."""
        return False

    def waits(self) -> str:
        """After acceptance: why the next person can not come yet, in one sentence; empty when they can."""
        return ""

    def settled(self) -> str:
        """After acceptance: what became of the receipt, in a few words; empty while it is not known."""
        return ""

    def offer_mending(self, *, correct: bool, withdraw: bool) -> None:
        """Show the links by which an accepted application is mended, as far as they lead somewhere."""

    def let_go(self) -> None:
        """After acceptance: the next person comes."""

    def show_line(self, line: "LineState") -> None:
        """Show the state of the connection to the county, where a letter waits for it."""

    def look_again(self) -> None:
        """After acceptance: the application was changed somewhere, show anew how it stands."""

    def lock(self) -> None:
        """Let everything be read only: the application is accepted. Called again when the step is shown."""
        lock(self)

    def open_count(self) -> int:
        """How many things are left to do on this step, for the stepper."""
        return 0
