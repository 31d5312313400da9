"""A process of its own for the libraries that read pictures and PDF: large, slow to load, gone when idle.

It has the shape of the press (``printing.press_process``): a function and its arguments go over pickled, the
result comes back. Beyond that it has a time limit for each work, and ends by itself when nothing is asked.
"""

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Timer
from typing import Final, TypeVar

from desk_app.devices.reading.models import IDLE_S, PATIENCE_S, TOLD, ChildTold
from desk_app.devices.reading.work import ReadAnswer
from desk_app.errors import WorldError

_log = logging.getLogger(__name__)
_Made = TypeVar("_Made")
_TRIES: Final = 2
_LOST: Final = (EOFError, OSError, pickle.UnpicklingError)
"""What reading from or writing to a process that died raises."""
_CODE: Final = "from desk_app.devices.reading import work; work.serve()"
_Process = subprocess.Popen[bytes]


class ReadingProcess:
    """One such process, begun at the first work. May be called in any thread; works one thing at a time."""

    def __init__(self, idle: float = IDLE_S, patience: float = PATIENCE_S, told: ChildTold = TOLD) -> None:
        self._turn = Lock()
        self._idle, self._told = idle, told
        self.patience = patience
        """Seconds one work may take."""
        self._process: _Process | None = None
        self._ending: Timer | None = None

    @property
    def process_id(self) -> int | None:
        """The id of the process; None while none runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def call(self, work: Callable[..., _Made], *about: object) -> _Made:
        """The result of a function of a module, worked out in the process; one that died is begun anew.

        WorldError as ``work`` raises it, or with what to do where the process takes too long or dies twice.
        """
        with self._turn:
            self._keep()
            try:
                return self._tried(work, about)
            finally:
                self._end_later()

    def close(self) -> None:
        """End the process; a later call begins another."""
        with self._turn:
            self._keep()
            self._end()

    # ---- one work -------------------------------------------------------------------------------------

    def _tried(self, work: Callable[..., _Made], about: tuple[object, ...]) -> _Made:
        for _ in range(_TRIES):
            try:
                return self._of(self._asked(self._begun(), work, about))
            except _LOST as error:
                _log.warning("the reading process is begun anew: %s", type(error).__name__)
                self._end()
        raise WorldError(self._told.died)

    def _asked(
        self, process: _Process, work: Callable[..., _Made], about: tuple[object, ...]
    ) -> ReadAnswer[_Made]:
        assert process.stdin is not None
        assert process.stdout is not None
        watch = Timer(self.patience, process.kill)  # a pipe has no time limit of its own on every system
        watch.daemon = True
        watch.start()
        try:
            pickle.dump((work, about), process.stdin, 5)
            process.stdin.flush()
            answer: ReadAnswer[_Made] = pickle.load(process.stdout)
        except _LOST:
            if not watch.is_alive():
                self._end()
                raise WorldError(self._told.slow) from None
            raise
        finally:
            watch.cancel()
        return answer

    def _of(self, answer: ReadAnswer[_Made]) -> _Made:
        """What an answer brings; raises what it tells."""
        if answer.refused:
            raise WorldError(answer.refused)
        if answer.fault:
            _log.error("the reading process failed: %s", answer.fault)
            raise WorldError(self._told.failed)
        made: _Made = answer.made  # type: ignore[assignment]  # without refusal or fault something was made
        return made

    # ---- the process ----------------------------------------------------------------------------------

    def _begun(self) -> _Process:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _CODE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process

    def _keep(self) -> None:
        ending, self._ending = self._ending, None
        if ending is not None:
            ending.cancel()

    def _end_later(self) -> None:
        self._ending = Timer(self._idle, self._end_idle)
        self._ending.daemon = True
        self._ending.start()

    def _end_idle(self) -> None:
        if self._turn.acquire(blocking=False):  # else there is work again
            try:
                self._end()
            finally:
                self._turn.release()

    def _end(self) -> None:
        """End it now: it holds nothing that could be lost."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
