"""A process of its own in which papers are drawn, so that the window's process is not kept from its clerk.

A paper is drawn by Python alone, and Python works in one thread at a time: drawn in a thread of the window,
it makes each call of the window into Qt wait for its turn again. Whoever shows a window calls ``begin``; from
then on ``call`` works in that process. Commands draw where they are.

The process ends with the pipe it reads, however the window ends; it keeps nothing on the disk. One that died
is begun anew, and what it was doing is done again.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from printing.press_process import Press

_About = TypeVar("_About")
_Made = TypeVar("_Made")


class _Wanted:
    """Whether papers are to be drawn in a process of their own, and it, once it was needed."""

    on = False
    press: "Press | None" = None


def begin() -> None:
    """Let all papers of this process be drawn in one of their own until ``end``; it is made when needed.

    A program frozen into one file has no Python beside it that could be begun: it draws them itself.
    """
    _Wanted.on = not getattr(sys, "frozen", False)


def end() -> None:
    """Draw papers here again."""
    press, _Wanted.on, _Wanted.press = _Wanted.press, False, None
    if press is not None:
        press.close()


def running() -> "Press | None":
    """The press, made now if there is to be one; None when papers are drawn here."""
    if _Wanted.on and _Wanted.press is None:
        # It brings the layouts, which the start of a window does not wait for.
        from printing.press_process import Press

        _Wanted.press = Press()
    return _Wanted.press


def call(work: Callable[[_About], _Made], about: _About) -> _Made:
    """The result of a function of a module for one argument, in the press if one runs, else here.

    Its ValueErrors are raised as they are. PressError for anything else that went wrong in the press.
    """
    from printing.press_work import done

    press = running()
    return press.call(work, about) if press is not None else done(work, about)


def warm() -> None:
    """Make the press ready, if there is to be one, so that the first paper need not wait for it."""
    press = running()
    if press is not None:
        press.warm()
