"""``bench lists`` in the window: search a full book and open a case without blocking the event loop.

The window runs in a Python of its own. A timer beats in its event loop; the longest time between two
beats is how long the window did not react.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QLineEdit, QWidget

    from desk_app.ui.counter.case import Case
    from desk_app.ui.shell.window import MainWindow

_MANY: Final = 100_000
_OPENINGS: Final = 7
_SCANS: Final = 10
_NUMBERS: Final = 5
"""Telephone numbers typed while nothing else is going on."""
_BEAT_MS: Final = 5
_QUIET_S: Final = 0.3
_LIMIT_S: Final = 300
_SEARCHES: Final = (
    *(
        "张样例",
        "张",
        "样例",
        "zhang",
        "zhangyangli",
        "zyl",
        "zhang yang li",
        "13809430000",
        "1380943",
        "0000",
    ),
    *("0000", "620403", "6204031", "620403-3", "6204 0319", "03120", "没有这个人", "王芳", "x", "=1+1"),
    *("张样例 新办", "肢体", "回执", "2026-11-26", "11月", "1987", "19870312", "0312", "ＺＹＬ", "１３８０"),
    *("长征街道", "样例社区", "12号", "平川区", "甘肃省白银市平川区", "pingchuan", "样", "例", "yl", "li"),
    *("620403198703120029", "62040319870312002X", "-", "--", "%", "_", "'", '"', "* OR 1", "张样例张样例"),
)
"""Fifty things a clerk might type, found or not."""

Step = Callable[[], bool]
"""Asked at every beat: True when the script may go on."""


def window() -> Iterator[Figure]:
    """Figures for opening a case, typing fifty searches and saving a draft, on a book of 100,000."""
    from dataclasses import replace

    from desk_app.benches import book as bench_book
    from desk_app.benches import start as bench_start

    with tempfile.TemporaryDirectory() as folder:
        parts = bench_book.filled(Path(folder), _MANY)
        parts.store.drafts.keep(replace(bench_start.with_scans(parts), step=3))
        parts.store.close()
        told = child(folder)
    opened, opening = median(told["opened"]), max(told["opening"])
    yield Figure("window.case", opened, "ms", None, 100, "打开一件有4张扫描件的申请,到看得见为止")
    yield Figure("window.case.still", opening, "ms", None, 100, "其间窗口最长多久不应答")
    what = f"在{_MANY:,}件中输入{len(_SEARCHES)}次查找,窗口最长多久不应答"
    for name, still in told.items():
        if name.startswith("typing"):
            yield Figure(f"window.{name}", max(still), "ms", None, 100, what)
    what = f"{_SCANS}张扫描件进来时,存一次草稿"
    yield Figure("window.draft", max(told["saved"]), "ms", None, 100, f"{what}最久")
    beside = f"{what}的中位数,裸库为没有扫描件时"
    yield Figure("window.draft.scans", median(told["saved"]), "ms", median(told["saved.still"]), 2, beside)


def child(folder: str, module: str = "window", **more: str) -> dict[str, list[float]]:
    """What the measured window printed: name → milliseconds. CalledProcessError when it failed.

    ``more`` goes into its environment; ``module`` is the bench whose ``run`` measures.
    """
    from desk_app.benches.start import environment

    script = f"from desk_app.benches import {module}; {module}.run()"
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", script],
        env=environment(folder) | more, capture_output=True, text=True, timeout=2 * _LIMIT_S, check=True,
    )  # fmt: skip
    told: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return told


# ---- within the program that is measured ------------------------------------------------------


def run() -> None:
    """Open the window on the book of the environment and measure it."""
    drive(_script)


def drive(make: "Callable[[MainWindow, Heart], Iterator[Step]]") -> None:
    """Open the window on the book of the environment, run a script, print what was measured as JSON."""
    from PySide6.QtCore import QTimer

    from desk_app.commands import window as program

    with program.started(["bench"]) as (app, shown):
        shown.show()
        heart = Heart()
        script = make(shown, heart)
        waiting: list[Step] = [lambda: True]

        def beat() -> None:
            heart.beat()
            if waiting[0]():
                try:
                    waiting[0] = next(script)
                except StopIteration:
                    app.quit()

        timer = QTimer(app, interval=_BEAT_MS)
        timer.timeout.connect(beat)
        timer.start()
        QTimer.singleShot(_LIMIT_S * 1000, app, lambda: app.exit(1))
        if app.exec():
            raise SystemExit("the window does not come to rest")
    print(json.dumps(heart.told))


class Heart:
    """Measures the longest time between two beats; keeps measured times by name."""

    def __init__(self) -> None:
        self.told: dict[str, list[float]] = {}
        self._last = time.perf_counter()
        self._longest = 0.0

    def beat(self) -> None:
        """To be called by the timer at each beat."""
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def begin(self) -> None:
        """Start measuring anew."""
        self._longest, self._last = 0.0, time.perf_counter()

    def tell(self, name: str, seconds: float) -> None:
        """Keep a time, given in seconds, under a name."""
        self.told.setdefault(name, []).append(seconds * 1000)

    def tell_still(self, name: str) -> None:
        """Keep the longest time between two beats since ``begin``."""
        self.tell(name, self._longest)


def _script(window: "MainWindow", heart: Heart) -> Iterator[Step]:
    yield lambda: window.topbar.line.state.online
    yield quiet(window)
    yield from _openings(window, heart)
    yield from _saves(window, heart)
    yield from _typing(window, heart)
    yield from _finding(window, heart)


def _openings(window: "MainWindow", heart: Heart) -> Iterator[Step]:
    """Open the case several times; it counts as open when its page has been drawn."""
    (draft,) = window.parts.store.drafts.all()
    for _ in range(_OPENINGS):
        heart.begin()
        began = time.perf_counter()
        window.counter.resume(draft.id)
        yield lambda: window.case is not None
        yield lambda: True  # by the next beat it has been drawn
        heart.tell("opened", time.perf_counter() - began)
        yield quiet(window)
        heart.tell_still("opening")
        yield from set_aside(window)


def set_aside(window: "MainWindow") -> Iterator[Step]:
    """Put the open case aside."""
    workspace = window.counter.workspace
    assert workspace is not None
    workspace.left.emit()
    yield quiet(window)


def quiet(window: "MainWindow") -> Step:
    """A condition: true once no errand has run for ``_QUIET_S`` seconds."""
    since = time.perf_counter()

    def is_quiet() -> bool:
        nonlocal since
        if window.errands.busy:
            since = time.perf_counter()
        return time.perf_counter() - since > _QUIET_S

    return is_quiet


def _saves(window: "MainWindow", heart: Heart) -> Iterator[Step]:
    """Time how long each keystroke of a telephone number takes to be saved: at rest, then beside ten scans.

    Both in one run on the same disk, for most of a save is waiting for the disk.
    """
    from desk_app.benches.start import scan

    scans = [scan(100 + number) for number in range(_SCANS)]
    window.counter.new_case()
    yield quiet(window)  # its pages are made
    case = window.case
    assert case is not None
    saved = [case.draft.updated_at]
    case.saved.connect(lambda draft: saved.append(draft.updated_at))
    for _ in range(_NUMBERS):
        yield from _keystrokes(case, saved, heart, "saved.still")
    for number, data in enumerate(scans):
        case.add_page("household", data, f"{number}.jpg")
    while len(case.draft.pages) < _SCANS:
        yield from _keystrokes(case, saved, heart, "saved")
    yield quiet(window)
    yield from set_aside(window)


def _keystrokes(case: "Case", saved: "list[datetime]", heart: Heart, name: str) -> Iterator[Step]:
    """Type a telephone number, the next digit as soon as the last is saved."""
    for digits in range(1, 12):
        began = time.perf_counter()
        case.answer("phone", "13809430000"[:digits])
        yield partial(_kept_since, saved, case.draft.updated_at)
        heart.tell(name, time.perf_counter() - began)


def _kept_since(saved: "list[datetime]", moment: "datetime") -> bool:
    """Whether a draft of this moment, or a later one, has been saved."""
    return saved[-1] >= moment


def _typing(window: "MainWindow", heart: Heart) -> Iterator[Step]:
    window.show_room("applications")
    yield quiet(window)
    yield from _searches(window, _line(window.applications, "search"), heart, "typing")


def _finding(window: "MainWindow", heart: Heart) -> Iterator[Step]:
    from PySide6.QtWidgets import QDialog

    window.topbar.find_wanted.emit()
    yield quiet(window)
    dialog = next(d for d in window.findChildren(QDialog, "finder") if d.isVisible())
    yield from _searches(window, _line(dialog, "finder-search"), heart, "typing.finder")
    dialog.close()


def _searches(window: "MainWindow", line: "QLineEdit", heart: Heart, name: str) -> Iterator[Step]:
    """Type every search, a character a beat; the next search starts when all is quiet."""
    for text in _SEARCHES:
        line.clear()
        heart.begin()
        for place in range(len(text)):
            _type(line, text[place])
            yield lambda: True
        yield quiet(window)
        heart.tell_still(name)


def _line(within: "QWidget", name: str) -> "QLineEdit":
    from PySide6.QtWidgets import QLineEdit

    return next(line for line in within.findChildren(QLineEdit, name) if line.isVisible())


def _type(line: "QLineEdit", sign: str) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign)
        QCoreApplication.sendEvent(line, event)
