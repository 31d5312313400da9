"""The one way to a sheet: from the list of a village, from its record, from a to-do, from the counter."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Subject
from desk_app.domain.survey import SurveyPerson
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.survey import asking as service
from desk_app.services.survey import people, walking
from desk_app.services.survey.sheets import AskedSheet, HowAsked
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.survey.dialog import SheetDialog

Left = Callable[[Subject], object]
"""Gets the subject of the sheet that is left, complete or not."""
_NOBODY: Final = "名单上没有还要问的人了"


def open_record(parts: Parts, errands: Errands, sheet: str, parent: QWidget, left: Left) -> None:
    """Open the sheet of a record by its id."""
    _open(parts, errands, lambda: service.sheet(parts, sheet), parent, left)


def open_person(
    parts: Parts,
    errands: Errands,
    person: SurveyPerson,
    parent: QWidget,
    left: Left,
    year: int | None = None,
) -> None:
    """Open the sheet of somebody on the list of a year; there is one from now on."""
    _open(parts, errands, lambda: service.open_sheet(parts, parts.window.who, person, year), parent, left)


def open_village(
    parts: Parts, errands: Errands, region: str, parent: QWidget, left: Left, year: int | None = None
) -> None:
    """Open the sheet of a village by the code of its region; there is one from now on."""
    _open(parts, errands, lambda: service.open_village(parts, parts.window.who, region, year), parent, left)


def open_known(parts: Parts, errands: Errands, number: str, name: str, parent: QWidget, left: Left) -> None:
    """Open the sheet of the person at the counter, on a list or not."""

    def find() -> AskedSheet:
        person = people.person(parts, number, name)
        if not person.brought:  # on no list so far
            people.add(parts, parts.window.who, person)
        return service.open_sheet(parts, parts.window.who, person)

    _open(parts, errands, find, parent, left)


def _open(
    parts: Parts,
    errands: Errands,
    find: Callable[[], AskedSheet],
    parent: QWidget,
    left: Left,
    carried: HowAsked | None = None,
) -> None:
    def show(sheet: AskedSheet) -> None:
        if any(
            d.isVisible() for d in parent.window().findChildren(SheetDialog)
        ):  # asked for twice, shown once
            return
        dialog = SheetDialog(parts, errands, sheet, parent, carried)
        dialog.left.connect(left)
        dialog.next_wanted.connect(lambda how: _open_next(parts, errands, sheet, parent, left, how))
        dialog.open()

    errands.run(find, while_alive(parent, show))


def _open_next(
    parts: Parts, errands: Errands, sheet: AskedSheet, parent: QWidget, left: Left, how: HowAsked
) -> None:
    """Open the sheet of whoever comes next on the road and was not asked yet; at the end of the list none."""

    def find() -> AskedSheet:
        following = walking.after(parts, sheet)
        if following is None:
            raise RuleError(_NOBODY)
        return service.open_sheet(parts, parts.window.who, following, sheet.form.head.year)

    _open(parts, errands, find, parent, left, how)
