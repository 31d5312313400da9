"""Errors of papers that can not be printed; raised before anything is sent to a printer."""

from collections.abc import Iterable
from typing import Final

from forms.lines import At
from printing import characters, system_fonts

AGAIN: Final = "。这张纸没有打印,改正后再打印一次。"
"""Ends the message about a paper that was refused."""


class LayoutError(ValueError):
    """A layout that must not be used; ``faults`` are sentences with file, line and what to write."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__(faults[0])


class MisfitError(ValueError):
    """Words or a measure of a layout that have no room; the caller adds file and line."""


class UnprintableError(ValueError):
    """A paper that would come out wrong; ``str(error)`` is a Chinese sentence with what to do."""

    place: At = ()
    """The row of the layout that was being filled; empty when it is not known."""


def unprintable(chars: Iterable[str], where: str = "") -> UnprintableError:
    """The error for characters no font can draw, each with its code point; ``where`` is the field's name."""
    place = f"“{where}”一栏" if where else "要打印的内容"
    faults = [(char, characters.barred(char)) for char in dict.fromkeys(chars)]
    told = [barred for _, barred in faults if barred]
    if lacking := [f"“{char}”({characters.code(char)})" for char, barred in faults if not barred]:
        told.append(f"的{'、'.join(lacking)}在这台电脑的字体中都没有字形,{system_fonts.how_to_install()}")
    return UnprintableError(f"{place}{';'.join(told)}。这张纸没有打印,改正后再打印一次。")
