"""The process in which papers are drawn, and what is asked of it (``printing.press``)."""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Timer
from typing import Final, TypeVar

from printing import press_work
from printing.errors import PressError
from printing.press_work import PressAnswer, PressGround, PressJob

_log = logging.getLogger(__name__)
_About = TypeVar("_About")
_Made = TypeVar("_Made")
_TRIES: Final = 2
_PATIENCE_S: Final = 120
"""Seconds after which a work is taken to stand still: a paper takes less than one, a long list some."""
_END_S: Final = 5
"""Seconds an idle press has for its end."""
_LOST: Final = (EOFError, OSError, pickle.UnpicklingError)
"""What reading from or writing to a process that died raises."""
_CODE: Final = "from printing import press_work; press_work.serve()"


class Press:
    """One such process, made at the first work. May be called in any thread; works one thing at a time."""

    def __init__(self, patience: float = _PATIENCE_S) -> None:
        """``patience``: seconds after which a work that does not come back is given up."""
        self._patience = patience
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._packs = press_work.PackTable()

    def call(self, work: Callable[[_About], _Made], about: _About) -> _Made:
        """The result of a function of a module for one argument, worked out in the process.

        ValueErrors of ``work`` are raised as they are; PressError for any other fault. Where the computer
        can not begin a process it is worked out here.
        """
        with self._turn:
            for _ in range(_TRIES):
                if not self._begun():
                    return press_work.done(work, about)
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
        with self._turn:
            self._begun()

    def close(self) -> None:
        """End the process; a later call begins another."""
        with self._turn:
            self._end(_END_S)

    def _asked(self, work: Callable[[_About], _Made], about: _About) -> "PressAnswer[_Made]":
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        data = self._packs.packed((work, about))
        end = Timer(self._patience, process.kill)
        end.start()
        try:
            pickle.dump(PressJob(*self._packs.news(), PressGround.here(), data), process.stdin, 5)
            process.stdin.flush()
            answer: PressAnswer[_Made] = pickle.load(process.stdout)
        finally:
            end.cancel()
        return answer

    def _begun(self) -> bool:
        """Whether the process runs; it is begun if it does not."""
        if self._process is None:
            self._packs = press_work.PackTable()
            try:
                self._process = _launched()
            except OSError as error:
                _log.warning("no press: %s", type(error).__name__)
        return self._process is not None

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


def _launched() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", _CODE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _of(answer: "PressAnswer[_Made]") -> _Made:
    """What an answer brings; raises what it tells."""
    if answer.refused is not None:
        raise answer.refused
    if answer.fault:
        _log.error("the press failed: %s", answer.fault)
        raise PressError(answer.fault)
    made: _Made = answer.made  # type: ignore[assignment]  # without refusal or fault there is something made
    return made
