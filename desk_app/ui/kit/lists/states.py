"""How each state looks: its word, a tone and a shape of its own, as its procedure says."""

from typing import Final

from desk_app.ui.kit.lists.table import CellLook
from desk_app.ui.kit.widgets import TINTS, Chip
from forms.procedures import State

NO_STATE: Final = State("", "", "plain", "ring")
"""Of a card that shows nothing."""


def state_chip(state: State) -> Chip:
    """A chip for a state."""
    return Chip(state.word, state.tone, state.shape)


def show_state(on: Chip, state: State) -> None:
    """Show a state on a chip that is there already."""
    on.show_text(state.word, state.tone, state.shape)


def state_look(state: State) -> CellLook:
    """The shape and colour of a state, for a table cell: it stands there as a pill."""
    return CellLook(state.shape, TINTS[state.tone], state.tone)
