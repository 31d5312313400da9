"""From a problem to the step and field where it is mended."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from desk_app.domain.undertaken import SHEET
from desk_app.ui.counter.base import StepPage
from desk_app.ui.kit.fields.base import Field
from forms.pack import Pack
from forms.particulars import CERTIFICATE, FORMER_NUMBER, ID_NUMBER, NAME
from forms.schema import Problem

if TYPE_CHECKING:
    from desk_app.ui.counter.case import Case

PERSON_STEP, NOTICE_STEP, FORM_STEP, MATERIAL_STEP = range(4)
MATTERS: Final = "matters"
"""The element of a problem that is about the choice of matters."""
_WHO: Final = (NAME, ID_NUMBER, CERTIFICATE, FORMER_NUMBER)
MATERIAL: Final = "material:"
"""Prefix of the element of a problem about a material; the material's id follows."""
ANSWER_KEYS: Final = ("1–9", "选第几个答案")
PAPER_KEYS: Final = ("F10", "放大看要打印的纸,再按回来")
"""Rows of the list of keys."""
NEXT_KEY: Final = "F2"
"""Leads to what is to be done next on a page, as it does the next act in lists."""


def short_name(pack: Pack, problem: Problem) -> str:
    """The name of what a problem is about, in a few words."""
    if problem.element.startswith(SHEET):
        return "告知承诺书"
    if problem.element.startswith(MATERIAL):
        wanted = problem.element.removeprefix(MATERIAL)
        return next((m.title for m in pack.materials if m.id == wanted), wanted)
    element = pack.elements.get(problem.element)
    return element.label if element else "办理事项"


def step_of(case: "Case", element: str) -> int:
    """The step (0 … 5) where a problem of this element is mended: form, interview, materials, else step 1."""
    if element.startswith((MATERIAL, SHEET)):
        return MATERIAL_STEP
    if element == MATTERS:
        return NOTICE_STEP
    if any(e.id == element for e in case.fields):
        return FORM_STEP
    asked = case.pack.elements.get(element)
    return NOTICE_STEP if asked and asked.ask else PERSON_STEP


def doubts(case: "Case") -> list[Problem]:
    """Cautions about who this is, and about answers taken over: none blocks, each stands until it is gone."""
    return [
        p for p in case.problems if not p.blocks and (p.element in _WHO or p.element in case.draft.carried)
    ]


def place_of(widget: object, within: QWidget) -> str:
    """The place on a page where a widget stands: an element's id, or a material's card; else empty."""
    # PySide has been seen to give a layout's item for a widget, whose place in memory the widget now has.
    while isinstance(widget, QWidget) and widget is not within:
        if isinstance(widget, Field):
            return widget.element.id
        if widget.objectName().startswith(MATERIAL):
            return widget.objectName()
        widget = widget.parentWidget()
    return ""


def lead(page: StepPage, element: str) -> None:
    """Emit the page's signals for the step, and the place in it, where an element is mended."""
    if element == MATTERS:
        page.step_wanted.emit(NOTICE_STEP)
    else:
        page.element_wanted.emit(element)
