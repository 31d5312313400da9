"""The courier: takes letters to the county and brings its news home, on a thread of its own.

Two troubles are told apart. When the line is down, every letter would fail alike: the courier tries
the line again with a growing pause, and its letters go as soon as the line is back. When the line is
up and one letter fails, that letter alone waits longer and longer, and the others pass it.
"""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from desk_app.domain.letters import Letter
from desk_app.errors import CountyRefusal, DeskError, SignInNeeded, WorldError, places
from desk_app.services import results
from desk_app.services.parts import Clock, County, LineState, Store

_LOG = logging.getLogger(__name__)
_STOP_SECONDS: Final = 10.0
_News = TypeVar("_News", str, LineState)
_OUR_FAULT: Final = "程序处理这封信时出错,已记录;信件已存好,稍后自动再试"


@dataclass(frozen=True, slots=True)
class Pauses:
    """Waiting times in seconds."""

    first: float = 2.0
    """After the first failure; doubled with every further one, half of it by chance."""
    letter: float = 300.0
    """Longest pause of one letter that fails while the line is up."""
    line: float = 60.0
    """Longest pause before a dead line is tried again."""
    news: float = 5.0
    """Between two looks for news while the line is up."""

    def after(self, failures: int, longest: float) -> float:
        """The pause after so many failures, 0 being the first: spread, so windows do not come together."""
        return min(longest, self.first * 2.0 ** min(failures, 30)) * random.uniform(0.5, 1.0)


class Courier:
    """Carries letters and news between a store and the county until stopped.

    ``connect`` is asked anew after every trouble, so a mended address or key counts at once.
    ``on_change`` gets the id of every application that changed, ``on_line`` every new state of the
    line; both are called from the courier's thread.
    """

    def __init__(
        self,
        store: Store,
        connect: Callable[[], County],
        clock: Clock,
        on_change: Callable[[str], None],
        on_line: Callable[[LineState], None],
        pauses: Pauses = Pauses(),
    ) -> None:
        self._store = store
        self._connect = connect
        self._clock = clock
        self._on_change = on_change
        self._on_line = on_line
        self._pauses = pauses
        self._bell = threading.Event()
        self._lock = threading.Lock()
        self._stopped = False
        self._county: County | None = None
        self._failures = 0
        self._trouble = ""
        self._told: LineState | None = None
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Set out; called once."""
        self._thread.start()

    def wake(self) -> None:
        """Go now: a letter was written, or the clerk wants the line tried."""
        self._bell.set()

    def stop(self, timeout: float = _STOP_SECONDS) -> bool:
        """End, breaking off a call under way; whether the thread ended within ``timeout`` seconds.

        A letter broken off stays waiting and is delivered after the next start, once.
        """
        with self._lock:
            self._stopped = True
            county = self._county
        self._bell.set()
        if county is not None:
            county.close()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopped:
            if self._bell.wait(self._round()):
                self._failures = 0
            # Whatever rang the bell was written before it rang, so the next round sees it.
            self._bell.clear()
        self._let_go()

    def _round(self) -> float:
        """One way there and back, whatever happens; the pause in seconds until the next."""
        try:
            return self._there_and_back()
        except Exception as error:
            _log_unforeseen(error)
            self._let_go()
            return self._line_pause()

    def _there_and_back(self) -> float:
        try:
            county = self._at_county()
            failed = self._deliver(county)
            self._fetch(county, failed)
        except SignInNeeded as error:
            self._line_down(error)
            return self._pauses.letter
        except DeskError as error:
            self._line_down(error)
            return self._line_pause()
        self._failures = 0
        self._trouble = failed.reason if failed else self._trouble
        self._tell(True, self._trouble)
        # The failed letter is put off; those behind it need not wait for it.
        return 0.0 if failed else self._pauses.news

    def _at_county(self) -> County:
        if self._county is None:
            county = self._connect()
            with self._lock:
                self._county = county
                stopped = self._stopped
            if stopped:
                county.close()
        return self._county

    def _deliver(self, county: County) -> "_Failure | None":
        """Deliver what is due, oldest first; the first failure ends it, for it may be the line."""
        while not self._stopped and (letter := self._store.due_letter(self._clock.now())):
            try:
                self._take(county, letter)
            except CountyRefusal as refusal:
                self._store.note_refused(letter.id, str(refusal), self._clock.now())
                _inform(self._on_change, letter.application)
            except SignInNeeded:
                raise
            except WorldError as error:
                return _Failure(letter, str(error))
            except Exception as error:
                _log_unforeseen(error)
                return _Failure(letter, _OUR_FAULT)
        return None

    def _take(self, county: County, letter: Letter) -> None:
        """Files first, then the letter that names them."""
        for page_id in letter.files:
            if not county.has_file(page_id):
                county.send_file(page_id, self._store.page(page_id))
        answer = county.send_letter(letter)
        self._store.note_delivered(letter.id, answer, self._clock.now())
        _inform(self._on_change, letter.application)
        self._tell(True, self._trouble)

    def _fetch(self, county: County, failed: "_Failure | None") -> None:
        """Bring the news home; this also shows whether a failed letter or the whole line is in trouble."""
        try:
            self._bring_news(county)
        except DeskError:
            if failed is not None:
                self._put_off(failed, self._pauses.after(self._failures, self._pauses.line))
            raise
        if failed is not None:
            self._put_off(failed, self._pauses.after(failed.letter.attempts, self._pauses.letter))

    def _bring_news(self, county: County) -> None:
        while not self._stopped:
            cursor = self._store.cursor()
            batch = county.news(cursor)
            for application in sorted(results.apply(self._store, batch)):
                _inform(self._on_change, application)
            if batch.cursor <= cursor:
                return

    def _put_off(self, failed: "_Failure", pause: float) -> None:
        if not self._stopped:
            later = self._clock.now() + timedelta(seconds=pause)
            self._store.note_failed(failed.letter.id, failed.reason, later)

    def _line_pause(self) -> float:
        self._failures += 1
        return self._pauses.after(self._failures - 1, self._pauses.line)

    def _line_down(self, error: DeskError) -> None:
        self._let_go()
        if not self._stopped:
            self._tell(False, str(error))

    def _let_go(self) -> None:
        with self._lock:
            county, self._county = self._county, None
        if county is not None:
            county.close()

    def _tell(self, online: bool, text: str) -> None:
        """Say how the line is, if that is new; one letter's trouble is over when none waits."""
        waiting = self._store.waiting()
        if not waiting:
            self._trouble = ""
        state = LineState(online, waiting, text if waiting or not online else "")
        if state != self._told:
            self._told = state
            _inform(self._on_line, state)


@dataclass(frozen=True, slots=True)
class _Failure:
    letter: Letter
    reason: str


def _inform(listener: Callable[[_News], None], news: _News) -> None:
    """Tell a listener; its own mistakes must not pass for a failed delivery."""
    try:
        listener(news)
    except Exception as error:
        _log_unforeseen(error)


def _log_unforeseen(error: Exception) -> None:
    """Where and what kind: the error's own words may hold people's data."""
    _LOG.error("unforeseen %s", places(error))
