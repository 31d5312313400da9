"""The courier: takes letters to the county and brings its news home, on a thread of its own.

Two troubles are told apart. When the line is down, every letter would fail alike: the courier tries the
line again with a growing pause, and its letters go as soon as the line is back. When the line is up and
one letter fails, that letter alone waits longer and longer, and the others pass it. Pauses are counted
by a monotonic clock, never by the time of day, and are forgotten when the program ends.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final, TypeVar

from desk_app.county import answers, frame
from desk_app.domain import retaking
from desk_app.domain.applications import APPLICATION, Page
from desk_app.domain.events import Subject
from desk_app.domain.letters import Letter, NewsBatch, NewsItem
from desk_app.errors import BugError, CountyRefusal, DeskError, LineError, SignInNeeded, WorldError, places
from desk_app.services.parts import County, LineState, TimeSource
from desk_app.services.sockets import Store

_LOG = logging.getLogger(__name__)
_STOP_SECONDS: Final = 10.0
_BATCHES: Final = 50
"""Most batches of news in one round, so that letters are not held up."""
_News = TypeVar("_News", Subject, LineState)
_OUR_FAULT: Final = "程序处理这封信时出错,已记录;信件已存好,稍后自动再试"
_UNFORESEEN: Final = "程序出了一个错,已记录;信件已存好,稍后自动再试"
_NEWS_FAULT: Final = "区县有消息现在处理不了,已记录,稍后自动再试;信件照常上传"
_ITEM_FAULT: Final = "程序处理区县的这条消息时出错,已另外存放并记录;后面的消息照常处理"


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
    """Between two requests for news while the line is up."""

    def after(self, failures: int, longest: float) -> float:
        """The pause after so many failures, 0 being the first; partly random, so windows spread out."""
        return min(longest, self.first * 2.0 ** min(failures, 30)) * random.uniform(0.5, 1.0)


class Waits:
    """Which letters wait after a failure, and for how long; kept in memory only."""

    def __init__(self, pauses: Pauses, seconds: Callable[[], float]) -> None:
        """``seconds`` gives a monotonic time."""
        self._pauses = pauses
        self._seconds = seconds
        self._until: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def put_off(self, letter_id: str) -> None:
        """Note one more failure of a letter: its next pause is longer than the last."""
        failures = self._failures.get(letter_id, 0)
        self._failures[letter_id] = failures + 1
        self._until[letter_id] = self._seconds() + self._pauses.after(failures, self._pauses.letter)

    def waiting(self) -> frozenset[str]:
        """Letters whose pause is not over."""
        now = self._seconds()
        return frozenset(letter for letter, until in self._until.items() if until > now)

    def next(self) -> float:
        """Seconds until the first pause is over; the pause between looks for news when that is sooner."""
        now = self._seconds()
        left = (until - now for until in self._until.values() if until > now)
        return min(self._pauses.news, min(left, default=self._pauses.news))

    def over(self) -> None:
        """End every pause; a letter that fails again still waits longer than before."""
        self._until.clear()

    @property
    def failing(self) -> bool:
        """Whether any letter failed and is still waiting."""
        return bool(self._failures)

    def done(self, letter_id: str) -> None:
        """Forget the pauses of a letter that was delivered or refused."""
        self._until.pop(letter_id, None)
        self._failures.pop(letter_id, None)


class Courier:
    """Carries letters and news between a store and the county until stopped.

    ``connect`` is called again after every trouble, so that a corrected address or key counts at once.
    ``on_change`` gets every subject that changed, ``on_line`` every new state of the line; both are called
    from the courier's thread. ``seconds`` measures the pauses. ``note`` gives a sentence beside a line
    that is up (the clock is off the county's); empty: there is none. ``on_all_news`` is called, from
    the same thread, when the county has no more news.
    """

    def __init__(
        self,
        store: Store,
        connect: Callable[[], County],
        clock: TimeSource,
        on_change: Callable[[Subject], None],
        on_line: Callable[[LineState], None],
        pauses: Pauses = Pauses(),
        seconds: Callable[[], float] = monotonic,
        note: Callable[[], str] = lambda: "",
        on_all_news: Callable[[], object] = lambda: None,
    ) -> None:
        self._store = store
        self._connect = connect
        self._clock = clock
        self._on_change = on_change
        self._on_line = on_line
        self._pauses = pauses
        self._waits = Waits(pauses, seconds)
        self._note = note
        self._on_all_news = on_all_news
        self._bell = threading.Event()
        self._lock = threading.Lock()
        self._stopped = self._rests = False
        self._county: County | None = None
        self._failures = 0
        self._trouble = ""
        """What is wrong with a letter that waits."""
        self._told: LineState | None = None
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Start the thread; called once."""
        self._thread.start()

    def wake(self) -> None:
        """Try now, with every letter: one was written, or the clerk wants the line tried."""
        self._bell.set()

    @property
    def rests(self) -> bool:
        """Whether it waits for its next round, with all told that came before."""
        return self._rests and not self._bell.is_set()

    def stop(self, timeout: float = _STOP_SECONDS) -> bool:
        """Stop, breaking off a call under way; whether the thread ended within ``timeout`` seconds.

        A letter broken off stays waiting and is delivered once, after the next start.
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
        self._try_set_aside()
        while not self._stopped:
            pause, self._rests = self._round(), True
            if self._bell.wait(pause):
                self._failures = 0
                self._waits.over()
            self._rests = False
            # Whatever rang the bell was written before it rang, so the next round sees it.
            self._bell.clear()
        self._let_go()

    def _try_set_aside(self) -> None:
        """Try news that was set aside once more, at every start of the program."""
        try:
            items = [
                replace(answers.read_item(s.raw), id=s.id, seq=s.seq) for s in self._store.inbox.set_aside()
            ]
            if items:
                self._changed(self._store.inbox.again(items, self._clock.now()))
        except Exception as error:
            _log_unforeseen(error)

    def _round(self) -> float:
        """Deliver letters and fetch news once, whatever fails; returns the seconds until the next round."""
        try:
            return self._there_and_back()
        except Exception as error:
            _log_unforeseen(error)
            self._tell_unforeseen()
            return self._line_pause()

    def _tell_unforeseen(self) -> None:
        """Report an unforeseen error to the clerk, as far as the book can still be read."""
        try:
            self._line_down(BugError(_UNFORESEEN))
        except Exception as error:
            _log_unforeseen(error)

    def _there_and_back(self) -> float:
        try:
            county = self._at_county()
            failed = self._deliver(county)
            self._bring_news(county)
            if failed is not None:
                # The county answers: the trouble is the letter's own.
                self._put_off(failed)
        except SignInNeeded as error:
            self._line_down(error)
            return self._pauses.letter
        except DeskError as error:
            self._line_down(error)
            return self._line_pause()
        self._failures = 0
        self._tell(True)
        return 0.0 if failed else self._waits.next()

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
        """Deliver what is due, oldest first; stops at a failure that may be the line's and returns it."""
        while not self._stopped and (letter := self._store.outbox.due(self._waits.waiting())):
            try:
                self._take(county, letter)
            except CountyRefusal as refusal:
                self._store.outbox.refused(letter.id, str(refusal), self._clock.now())
                self._end(letter)
            except SignInNeeded:
                raise
            except LineError as error:
                return _Failure(letter, str(error))
            except WorldError as error:
                self._put_off(_Failure(letter, str(error)))
            except Exception as error:
                _log_unforeseen(error)
                self._put_off(_Failure(letter, _OUR_FAULT))
        return None

    def _take(self, county: County, letter: Letter) -> None:
        """Send the files first, then the letter that names them."""
        lacking = [page for page in letter.files if not county.has_file(page)]
        again = self._taken_again(letter) if lacking else {}
        for page in dict.fromkeys(again[p].id if p in again else p for p in lacking):
            if page in lacking or not county.has_file(page):
                county.send_file(page, self._store.pages.read(page))
        # What the county has it has of this very letter, perhaps unanswered: only what it lacks is renamed.
        used = {page: again[page] for page in lacking if page in again}
        answer = county.send_letter(
            replace(letter, body=frame.with_pages(letter.body, used)) if used else letter
        )
        self._store.outbox.delivered(letter.id, answer, self._clock.now())
        self._end(letter)
        self._tell(True)

    def _taken_again(self, letter: Letter) -> Mapping[str, Page]:
        """By the id of a page that was damaged, the one taken in its place; of an application's letter."""
        events = self._store.events.of(letter.subject.id) if letter.subject.kind == APPLICATION else ()
        if not any(e.act == retaking.RETAKE for e in events):
            return {}
        application = self._store.applications.one(letter.subject.id)
        return retaking.instead(events, application.pages) if application else {}

    def _end(self, letter: Letter) -> None:
        """Forget a delivered or refused letter's failures; the trouble is cleared with the last one."""
        self._waits.done(letter.id)
        if not self._waits.failing:
            self._trouble = ""
        _inform(self._on_change, letter.subject)

    def _bring_news(self, county: County) -> None:
        """Fetch and apply news, at most ``_BATCHES`` batches; the rest comes with the next round."""
        for _ in range(_BATCHES):
            if self._stopped:
                return
            cursor = self._store.inbox.cursor()
            batch = county.news(cursor)
            if batch.cursor > cursor or batch.items:
                self._apply(batch)
            if batch.cursor <= cursor:
                self._on_all_news()
                return

    def _apply(self, batch: NewsBatch) -> None:
        """Apply a batch of news; when that fails unexpectedly, apply its items one by one."""
        try:
            self._changed(self._store.inbox.apply(batch, self._clock.now()))
        except WorldError:
            raise
        except Exception as error:
            _log_unforeseen(error)
            for item in batch.items:
                self._apply_one(item)

    def _apply_one(self, item: NewsItem) -> None:
        """Apply one item of news; one that can not be applied is set aside, and the cursor moves past it."""
        aside = replace(item, event=None, opening=None, fault=_ITEM_FAULT)
        for tried in (item, aside):
            try:
                now = self._clock.now()
                self._changed(self._store.inbox.apply(NewsBatch((tried,), tried.seq), now))
                return
            except WorldError:
                raise
            except Exception as error:
                _log_unforeseen(error)
        raise BugError(_NEWS_FAULT)

    def _put_off(self, failed: "_Failure") -> None:
        if not self._stopped:
            self._trouble = failed.reason
            self._waits.put_off(failed.letter.id)
            self._store.outbox.failed(failed.letter.id, failed.reason)

    def _changed(self, subjects: frozenset[Subject]) -> None:
        for subject in sorted(subjects):
            _inform(self._on_change, subject)

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

    def _tell(self, online: bool, text: str = "") -> None:
        """Report the state of the line when it changed; a letter's trouble is cleared when none waits."""
        waiting = self._store.outbox.waiting()
        if not waiting:
            self._trouble = ""
        state = LineState(online, waiting, text or self._trouble or (self._note() if online else ""))
        if state != self._told:
            self._told = state
            _inform(self._on_line, state)


@dataclass(frozen=True, slots=True)
class _Failure:
    letter: Letter
    reason: str


def _inform(listener: Callable[[_News], None], news: _News) -> None:
    """Call a listener; an error of its own is logged and does not count as a failed delivery."""
    try:
        listener(news)
    except Exception as error:
        _log_unforeseen(error)


def _log_unforeseen(error: Exception) -> None:
    """Log kind and places of an error; its own text may hold people's data."""
    _LOG.error("unforeseen %s", places(error))
