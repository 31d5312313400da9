"""A process of its own in which papers are drawn, so that the window's process is not kept from its clerk.

A paper is drawn by Python alone, and Python works in one thread at a time: drawn in a thread of the window,
it makes each call of the window into Qt wait for its turn again. Whoever shows a window calls ``begin``; from
then on ``call`` works in that process. Commands draw where they are.

The process ends with the pipe it reads, however the window ends; it keeps nothing on the disk. One that died
is begun anew, and what it was doing is done again.
"""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Final, TypeVar

from printing import folders, layout, press_work
from printing.press_work import Answer, Request

_log = logging.getLogger(__name__)
_About = TypeVar("_About")
_Made = TypeVar("_Made")
_TRIES: Final = 2
_END_S: Final = 5
"""Seconds an idle press has for its end."""
_LOST: Final = (EOFError, OSError, pickle.UnpicklingError)
"""What reading from or writing to a process that died raises."""
_CODE: Final = "from printing import press_work; press_work.serve()"


class PressError(Exception):
    """The press died of this work twice, or could not do it for a fault of ours; its text holds no data."""


class Press:
    """One such process, made at the first work. May be called in any thread; works one thing at a time."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._packs = press_work.Packs()

    def call(self, work: Callable[[_About], _Made], about: _About) -> _Made:
        """The result of a function of a module for one argument, worked out in the process.

        ValueErrors of ``work`` are raised as they are; PressError for any other fault.
        """
        with self._turn:
            for _ in range(_TRIES):
                try:
                    answer = self._asked(work, about)
                except _LOST as error:
                    _log.warning("the press is begun anew: %s", type(error).__name__)
                    self._end(0)
                else:
                    return _of(answer)
        raise PressError(f"died twice in {work.__module__}")

    def warm(self) -> None:
        """Begin the process now, so that the first paper need not wait for it."""
        with self._turn, suppress(*_LOST):
            self._begun()

    def close(self) -> None:
        """End the process; a later call begins another."""
        with self._turn:
            self._end(_END_S)

    def _asked(self, work: Callable[[_About], _Made], about: _About) -> "Answer[_Made]":
        process = self._begun()
        assert process.stdin is not None
        assert process.stdout is not None
        data = self._packs.packed((work, about))
        grounds = layout.given(), folders.laid()
        pickle.dump(Request(*self._packs.news(), *grounds, data), process.stdin, 5)
        process.stdin.flush()
        answer: Answer[_Made] = pickle.load(process.stdout)
        return answer

    def _begun(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._packs = press_work.Packs()
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process

    def _end(self, seconds: float) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _of(answer: "Answer[_Made]") -> _Made:
    """What an answer brings; raises what it tells."""
    if answer.refused is not None:
        raise answer.refused
    if answer.fault:
        _log.error("the press failed: %s", answer.fault)
        raise PressError(answer.fault)
    made: _Made = answer.made  # type: ignore[assignment]  # without refusal or fault there is something made
    return made


_running: list[Press] = []


def begin() -> Press:
    """Let all papers of this process be drawn in one of their own, until ``end``; it is made when needed."""
    _running[:] = [Press()]
    return _running[0]


def end(press: Press) -> None:
    """Draw papers here again."""
    if press in _running:
        _running.remove(press)
    press.close()


def warm() -> None:
    """Begin the process now, if there is to be one."""
    for press in _running[:1]:
        press.warm()


def call(work: Callable[[_About], _Made], about: _About) -> _Made:
    """The result of ``work`` for one argument, in the press if one runs, else here.

    Raises what ``Press.call`` raises.
    """
    return _running[0].call(work, about) if _running else press_work.done(work, about)
