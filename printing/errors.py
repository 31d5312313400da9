"""Errors of papers that can not be printed; raised before anything is sent to a printer."""

from collections.abc import Iterable
from typing import Final

from forms import characters
from forms.lines import At
from printing import system_fonts

AGAIN: Final = "。这张纸没有打印,改正后再打印一次。"
"""Ends the message about a paper that was refused."""


class LayoutError(ValueError):
    """A layout that must not be used; ``faults`` are sentences with file, line and what to write."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__(faults[0])

    def __reduce__(self) -> tuple[type["LayoutError"], tuple[str, ...]]:
        return type(self), self.faults


class MisfitError(ValueError):
    """Words or a measure of a layout that have no room; the caller adds file and line."""


class PressError(Exception):
    """The press died of this work twice, or could not do it for a fault of ours; its text holds no data."""


class UnprintableError(ValueError):
    """A paper that would come out wrong; ``str(error)`` is a Chinese sentence with what to do."""

    place: At = ()
    """The row of the layout that was being filled; empty when it is not known."""


def unprintable(chars: Iterable[str], where: str = "") -> UnprintableError:
    """The error for characters no font can draw; ``where`` is the field's name."""
    return UnprintableError(told(chars, where) + AGAIN)


def told(chars: Iterable[str], where: str = "") -> str:
    """Why characters can not be printed and what to do, as a sentence without its full stop.

    Each is named once with its code point, and those of one kind have one advice.
    """
    place = f"“{where}”一栏" if where else "要打印的内容"
    faults: dict[characters.Reason, list[str]] = {}
    for char in dict.fromkeys(chars):
        reason = characters.reason(char) or characters.Reason(
            "的{}在这台电脑的字体中都没有字形," + system_fonts.how_to_get(char)
        )
        faults.setdefault(reason, []).append(char)
    return place + ";".join(characters.said(reason, found) for reason, found in faults.items())
