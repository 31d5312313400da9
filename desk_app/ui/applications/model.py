"""What the list of applications shows: who, what, how far; whole numbers stand on the card."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from desk_app.domain.applications import Application
from desk_app.ui.kit import words
from desk_app.ui.kit.lists.states import state_look, state_word
from desk_app.ui.kit.lists.table import RowsModel, ShownColumn
from forms.procedures import State


@dataclass(frozen=True, slots=True)
class Listed:
    """One application and where it stands."""

    application: Application
    state: State


def columns(today: Callable[[], date]) -> tuple[ShownColumn[Listed], ...]:
    """The columns of the list."""
    return (
        ShownColumn("受理时间", lambda a: words.short_time(a.application.accepted_at, today()), line=0),
        ShownColumn("姓名", lambda a: a.application.name, strong=True),
        ShownColumn("证件尾号", lambda a: words.tail(a.application.answers)),
        ShownColumn("事项", lambda a: "、".join(m.title for m in a.application.matters), whole=False, line=2),
        ShownColumn("状态", lambda a: state_word(a.state), look=lambda a: state_look(a.state), end=True),
        ShownColumn("回执尾号", lambda a: words.number_tail(a.application.number), line=2, end=True),
    )


class ApplicationsModel(RowsModel[Listed]):
    """Applications, newest first."""

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(columns(today), lambda listed: listed.application.id, parent)
