"""What the main thread did while the window did not answer: its stack, looked at every few milliseconds.

A thread prods the main thread with a signal; Python then calls ``_look`` between two steps of the main
thread's own work, where its frames can be read safely. What was computed since the last look counts for the
place it is at: a long call into C counts for the line that made it, and what Qt does by itself (styling,
laying out, painting) for the line that runs the event loop.
"""

import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

_EVERY_S: Final = 0.002
_KEPT: Final = 2000
"""Looks that are kept, the newest."""
_LEAST_MS: Final = 5
"""A place is told when at least so much was computed in it."""
_BESIDE: Final = 6
"""Places of other threads that are told."""
_WAITING: Final = frozenset({"threading.py", "thread.py", "queue.py", "selectors.py", "subprocess.py"})
_Stack = tuple[str, ...]
"""Places (``file:line function``), the outermost first."""


class Sampler(threading.Thread):
    """Looks at the main thread until the program ends. Made and read by the main thread."""

    def __init__(self) -> None:
        super().__init__(name="stacks", daemon=True)
        self._looks: deque[tuple[float, float, _Stack]] = deque(maxlen=_KEPT)
        self._beside: deque[tuple[float, str]] = deque(maxlen=_KEPT)
        self._computed = time.thread_time()
        signal.signal(signal.SIGPROF, self._look)

    def run(self) -> None:
        """Prod the main thread for ever."""
        main = threading.main_thread().ident
        assert main is not None
        while True:
            time.sleep(_EVERY_S)
            self._look_beside(main)
            signal.pthread_kill(main, signal.SIGPROF)

    def _look_beside(self, main: int) -> None:
        """Note where the other threads of Python are; not those that wait for work or a lock."""
        names = {each.ident: each.name for each in threading.enumerate()}
        now = time.perf_counter()
        for ident, frame in sys._current_frames().items():
            if ident not in (main, self.ident) and not _waits(frame):
                self._beside.append((now, f"{names.get(ident, '?')}: {' < '.join(_places(frame)[:-4:-1])}"))

    def _look(self, _number: int, frame: FrameType | None) -> None:
        before, self._computed = self._computed, time.thread_time()
        self._looks.append((time.perf_counter(), self._computed - before, _places(frame)))

    def told(self, began: float, ended: float) -> list[str]:
        """A tree of calls between two moments of ``perf_counter``, each with the milliseconds computed in it.

        Behind the stroke stand the milliseconds that went by.
        """
        spent: Counter[_Stack] = Counter()
        went: Counter[_Stack] = Counter()
        before = began
        for moment, seconds, places in list(self._looks):  # a copy: a look may come meanwhile
            if began <= moment <= ended:
                for depth in range(1, len(places) + 1):
                    spent[places[:depth]] += round(seconds * 1_000_000)
                    went[places[:depth]] += round((moment - before) * 1_000_000)
                before = moment
        long = sorted(place for place, us in went.items() if us >= _LEAST_MS * 1000)
        led_on = {each[:-1] for each in long if went[each] == went[each[:-1]]}
        return [
            *(
                f"{spent[each] // 1000:4}/{went[each] // 1000:<4} {' ' * len(each)}{each[-1]}"
                for each in long
                if each not in led_on
            ),
            *self._told_beside(began, ended),
        ]

    def _told_beside(self, began: float, ended: float) -> Iterator[str]:
        """Where other threads were meanwhile, the most often seen first, with how many looks saw it."""
        seen = Counter(place for moment, place in list(self._beside) if began <= moment <= ended)
        for place, times in seen.most_common(_BESIDE):
            yield f"{times:9} beside {place}"


def _waits(frame: FrameType) -> bool:
    """Whether a thread waits for work, a lock or time as Python's own modules do."""
    return Path(frame.f_code.co_filename).name in _WAITING


def _places(frame: FrameType | None) -> _Stack:
    """The calls that led to a frame; without the innermost when it only begins."""
    found = []
    if frame is not None and frame.f_lineno == frame.f_code.co_firstlineno:
        frame = frame.f_back
    while frame is not None:
        code = frame.f_code
        found.append(f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return tuple(reversed(found))
