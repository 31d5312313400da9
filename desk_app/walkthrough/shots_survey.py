"""The yearly survey: the sheet of a person at several points, beside answers of an invented year before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desk_app.domain.survey import SurveyPerson
from desk_app.services.survey import asking, people, rounds
from desk_app.services.survey.sheets import AskedSheet, HowAsked
from desk_app.ui.survey.dialog import SheetDialog
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import shot
from forms.numbers import check_digit
from forms.schema import Value
from forms.surveys import last_year

if TYPE_CHECKING:
    from desk_app.ui.survey.roll import RollDialog

_NUMBER: Final = "620403196603120022"
_PERSON: Final = SurveyPerson(
    _NUMBER, "任秀英", "13809430000", "旱平川镇", "中和村", given={"certificate_number": f"{_NUMBER}42"}
)
_BEFORE: Final[Mapping[str, Value]] = {
    **{"r3": "2", "r4": "任秀英", "phone": "13809430000", "r6": "2", "r7": "1", "r8": "3", "r9": "2"},
    **{"r10": "4", "r11": ("1", "3"), "r12": ("5",), "r13": "1", "r14": "1", "r15": ("6",), "r19": "2"},
}
_LISTED: Final = (("万德福", "中和村"), ("任秀英", "中和村"), ("石永强", "中和村"), ("白玉山", "远光村"))
_SAID: Final[Mapping[str, Value]] = {
    **{"r3": "2", "r4": "任秀英", "phone": "13809430000", "r6": "2", "r7": "1", "r8": "2"},
    **{"r10": "4", "r11": ("1",), "r9": "1", "r12": ("5",)},
}


def _begun(scene: Showing) -> AskedSheet:
    """His sheet of this year; what the year before said is invented, as no form of that year ships."""
    found = asking.open_sheet(scene.parts, scene.parts.window.who, _PERSON)
    return replace(found, last=last_year.beside(found.form, found.form, _BEFORE))


def _shown(scene: Showing, sheet: AskedSheet) -> SheetDialog:
    scene.room("registers")
    made = SheetDialog(scene.parts, scene.window.errands, sheet, scene.window)
    made.open()
    scene.settle()
    return made


@shot("sheet-how", "SheetDialog")
def _how(scene: Showing) -> None:
    """A sheet is begun: how it is asked comes first."""
    _shown(scene, _begun(scene))
    scene.key(Qt.Key.Key_3)


def _told(scene: Showing) -> AskedSheet:
    who, today = scene.parts.window.who, scene.parts.clock.today().isoformat()
    how = HowAsked(way="1", asked_on=today, collector=who.person, answered_by="1")
    told = asking.tell_how(scene.parts, who, _begun(scene), how)
    return asking.answer(scene.parts, who, told, _SAID)


@shot("sheet", "SheetDialog")
def _sheet(scene: Showing) -> None:
    """Half of it is asked; something wants a reason."""
    _shown(scene, _told(scene)).bring_item("r13")


@shot("sheet-skipped", "SheetDialog")
def _skipped(scene: Showing) -> None:
    """What a jump passes over is said in one line, with what becomes of its answer."""
    _shown(scene, _told(scene)).bring_item("r9")


@shot("sheet-lose", "ActDialog")
def _lose(scene: Showing) -> None:
    _shown(scene, _told(scene))
    scene.press("sheet-lose")


def _listed(scene: Showing) -> "RollDialog":
    from desk_app.ui.survey.roll import RollDialog

    for place, (name, village) in enumerate(_LISTED, 1):
        first = f"62040319660312{place:03}"
        one = SurveyPerson(first + check_digit(first), name, town="旱平川镇", village=village, place=place)
        people.add(scene.parts, scene.parts.window.who, one)
    rounds.settle_places(scene.parts, scene.parts.window.who, 2026, people.people(scene.parts))
    scene.room("registers")
    made = RollDialog(scene.parts, scene.window.errands, scene.window, lambda _: None)
    made.open()
    scene.until(lambda: bool(made.model.rows), "名单读好")
    return made


@shot("survey-roll", "RollDialog")
def _roll(scene: Showing) -> None:
    _listed(scene)


@shot("survey-places", "RollDialog")
def _places(scene: Showing) -> None:
    """The places; where there is little width they stand alone."""
    made = _listed(scene)
    made.side.table.selectRow(1)
    if scene.find(QPushButton, "roll-turn", made).isVisible():
        scene.press("roll-turn", made)


@shot("survey-sign", "DeedDialog")
def _sign(scene: Showing) -> None:
    """What is in the way of a town's signatures."""
    made = _listed(scene)
    made.side.table.selectRow(1)
    scene.settle()
    scene.press("roll-sign", made)


@shot("survey-sample", "DeedDialog")
def _sample(scene: Showing) -> None:
    scene.press("roll-sample", _listed(scene))


@shot("survey-export", "ExportingDialog")
def _export(scene: Showing) -> None:
    scene.press("roll-export", _listed(scene))


@shot("survey-listing", "ListingDialog")
def _listing(scene: Showing) -> None:
    """Whom last year and the certificates tell, before a list is brought."""
    scene.press("roll-draw", _listed(scene))


@shot("survey-withdraw", "DeedDialog")
def _withdraw(scene: Showing) -> None:
    """A wrong list, before anybody is asked."""
    scene.press("roll-withdraw", _listed(scene))
