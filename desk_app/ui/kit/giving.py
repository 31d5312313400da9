"""转给: a supervisor gives an unfinished application to another clerk, from wherever it stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from desk_app.domain.clerks import SUPERVISOR
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.widgets import button


def may_give(parts: Parts) -> bool:
    """Whether who sits here may give a draft to somebody."""
    return parts.window.seat.has(SUPERVISOR)


def give_button(draft_id: str, whose: str) -> QPushButton:
    """The button; ``whose`` is the masked applicant, for who hears it."""
    made = button("转给", name=f"give-{draft_id}")
    made.setAccessibleName(f"转给别人 {whose}")
    return made


def ask_receiver(
    parts: Parts, errands: Errands, at: QPushButton, holder: str, chosen: Callable[[str], None]
) -> None:
    """Let a colleague be chosen from a menu below the button; nobody is offered who has the draft already."""
    from desk_app.services.counter import handing  # only where somebody may give

    def show(names: tuple[str, ...]) -> None:
        menu = QMenu(at)
        menu.setObjectName(f"{at.objectName()}:menu")
        for name in names:
            if name != holder:
                menu.addAction(name, partial(chosen, name))
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.actions():
            menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    errands.run(lambda: handing.receivers(parts), while_alive(at, show))
