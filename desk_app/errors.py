"""Errors by their cause. Each carries one Chinese sentence that says what to do."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from forms import reasons
from forms.schema import Problem

because = reasons.because


class DeskError(Exception):
    """Base of every error the clerk is told of; ``str(error)`` is the sentence."""


class WorldError(DeskError):
    """Line, disk, printer or file failed; what was typed is kept."""


class TornPage(WorldError):
    """A page of a database file can not be read; what stands on others still can."""


class UnclearPrint(WorldError):
    """It is unclear whether a queue took a paper: it may still be printed."""


class LineError(WorldError):
    """The county did not answer, or not as agreed; the letter waits and is tried again."""


class LetterFault(WorldError):
    """The line works but this letter can not be sent now: it waits with growing pauses, others go first."""


class SignInNeeded(LineError):
    """The county does not know this window (401): its key must be set before letters go on."""


class RuleError(DeskError):
    """The law or the form does not allow it; ``problems`` name the elements to correct."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems


class CountyRefusal(DeskError):
    """The county refused a letter, in its own words; a clerk corrects or withdraws it."""


class BugError(DeskError):
    """Our own mistake; the work is saved and the program goes on."""


def places(error: BaseException) -> str:
    """Kind and places of an error for the log, innermost first; its text is left out: it may hold data."""
    return " < ".join(_steps(error))


def _steps(error: BaseException) -> Iterator[str]:
    yield type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        yield f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
    if cause := error.__cause__ or error.__context__:
        yield from _steps(cause)
