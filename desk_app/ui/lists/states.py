"""How each state looks: a tone and a shape of its own beside its word."""

from typing import Final

from PySide6.QtGui import QIcon

from desk_app.domain.applications import MatterState, SendState
from desk_app.ui import style
from desk_app.ui.widgets import TINTS, Chip

_LOOKS: Final[dict[str, tuple[str, str]]] = {
    SendState.WAITING: ("caution", "up"),
    SendState.DELIVERED: ("info", "good"),
    SendState.REFUSED: ("wrong", "wrong"),
    MatterState.TAKEN: ("info", "ring"),
    MatterState.HELD: ("plain", "pause"),
    MatterState.ACCEPTED: ("info", "half"),
    MatterState.ASSESSING: ("info", "pause"),
    MatterState.CORRECTION: ("caution", "caution"),
    MatterState.REFUSED: ("wrong", "wrong"),
    MatterState.CONCLUDED: ("good", "good"),
    MatterState.CLOSED: ("plain", "ring"),
    MatterState.HANDED_OVER: ("good", "hand"),
}


def state_chip(state: str) -> Chip:
    """A chip for a state word."""
    return Chip(state, *_LOOKS[state])


def show_state(on: Chip, state: str) -> None:
    """Show a state word on a chip that is there already."""
    on.show_text(state, *_LOOKS[state])


def state_icon(state: str) -> QIcon:
    """The shape of a state word, for a table cell."""
    tone, shape = _LOOKS[state]
    return style.icon(f"tone-{shape}", TINTS[tone], 16)
