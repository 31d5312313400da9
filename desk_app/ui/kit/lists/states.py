"""How states look: word, tone and shape, as their procedure defines them."""

from typing import Final

from desk_app.ui.kit.lists.table import CellLook
from desk_app.ui.kit.widgets import TINTS, Chip
from forms.procedures import State

NO_STATE: Final = State("", "", "plain", "ring")
"""The state of a card that shows nothing."""


def state_chip(state: State) -> Chip:
    """A chip for a state."""
    return Chip(state.word, state.tone, state.shape)


def show_state(on: Chip, state: State) -> None:
    """Show a state on an existing chip."""
    on.show_text(state.word, state.tone, state.shape)


def state_look(state: State) -> CellLook:
    """Shape and colour of a state in a table cell, where it is drawn as a pill."""
    return CellLook(state.shape, TINTS[state.tone], state.tone)
