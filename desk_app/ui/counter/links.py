"""From a problem to the place where it is mended."""

from typing import Final

from desk_app.ui.counter.base import StepPage
from forms.pack import Pack
from forms.schema import Problem

NOTICE_STEP: Final = 1
MATERIAL: Final = "material:"
"""Begins the element of a problem that is about a material."""


def short_name(pack: Pack, problem: Problem) -> str:
    """What a problem is about, in a few words."""
    if problem.element.startswith(MATERIAL):
        wanted = problem.element.removeprefix(MATERIAL)
        return next((m.title for m in pack.materials if m.id == wanted), wanted)
    element = pack.elements.get(problem.element)
    return element.label if element else "办理事项"


def lead(page: StepPage, element: str) -> None:
    """Ask for the step, and the place in it, where an element is mended."""
    if element == "matters":
        page.step_wanted.emit(NOTICE_STEP)
    else:
        page.element_wanted.emit(element)
