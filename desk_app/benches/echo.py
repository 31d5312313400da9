"""``bench window``: how soon a key, a page, the live paper are on the screen, and what holds the window up.

Each is measured in step 3 of an invented case with its live paper, beside the bare widget doing the same in
the same process. A program of its own types at the pace of a quick hand.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Final

from desk_app.benches import screen
from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk_app.ui.counter.fill import FillPage
    from desk_app.walkthrough.scene import Showing

_LIMIT_S: Final = 300
_PACE_S: Final = 0.1
"""Seconds between two keys: ten a second, a quick hand."""
_KEYS: Final = "baiyinshipingchuanquchangzhengjiedaoyanglishequ"
_ROUNDS: Final = 6
"""How often every step is turned to."""
_SCANS: Final = 10
_SHOWN: Final = 12
"""Widgets of each kind on a bare page are at most so many times those in view on a real one."""


def echo() -> Iterator[Figure]:
    """Key echo, page turn and live paper (95 of 100 are quicker), and the longest times without an answer."""
    from desk_app.walkthrough import invented

    with tempfile.TemporaryDirectory() as folder:
        invented.fill(Path(folder))
        told = _child(folder)
    for name, goal, what in (
        ("key", 50, "一个键从按下到画出来(第3步,实时申请表开着),95%快于;裸库为空窗口里的输入框"),
        ("turn", 100, "换一步到画出来,95%快于;裸库为同样文字的标签、按钮、输入框"),
        ("paper", 150, "改一个字到申请表画好,95%快于;裸库只把同一页PDF变成图"),
    ):
        yield Figure(
            f"window.{name}", told[name][0], "ms", told[f"{name}.bare"][0], goal, what, by_value=True
        )
    for name, what in (
        ("typing", "打字时窗口最长多久不应答;裸库为空窗口里打同样的字"),
        ("scanning", f"收{_SCANS}张扫描件时窗口最长多久不应答"),
        ("printing", "打印申请表时窗口最长多久不应答"),
    ):
        bare = told.get(f"still.{name}.bare", [None])[0]
        yield Figure(f"window.still.{name}", told[f"still.{name}"][0], "ms", bare, 100, what, by_value=True)


def _child(folder: str) -> dict[str, list[float]]:
    """What the measured window printed, in milliseconds by name. CalledProcessError when it failed."""
    from desk_app.benches.start import environment

    script = "from desk_app.benches import echo; echo.run()"
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", script],
        env=environment(folder), capture_output=True, text=True, timeout=_LIMIT_S, check=True,
    )  # fmt: skip
    told: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return told


# ---- within the program that is measured ------------------------------------------------------


def run() -> None:
    """Open the window on the book of the environment, measure, and print the figures as JSON."""
    import os

    from desk_app.walkthrough import stage

    with stage.opened(Path(os.environ["DESK_DATA"])) as scene:
        scene.window.resize(1366, 768)
        told = dict(_measured(scene))
        print(json.dumps(told), flush=True)
    os._exit(0)


def _measured(scene: "Showing") -> Iterator[tuple[str, list[float]]]:
    from PySide6.QtWidgets import QLineEdit

    from desk_app.benches import bare

    scene.serve("adult", 3)
    line = scene.find(QLineEdit, "native_place")
    pulse = Pulse()
    yield "key", [p95(_typed(scene.window, line))]
    yield "still.typing", [pulse.stop()]
    with bare.line() as (window, plain):
        pulse = Pulse()
        yield "key.bare", [p95(_typed(window, plain))]
        yield "still.typing.bare", [pulse.stop()]
    page = scene.window.counter.workspace.page  # type: ignore[union-attr]
    yield "paper", [p95(_papers(page, line))]  # type: ignore[arg-type]
    yield "paper.bare", [p95(bare.rasters(scene))]
    yield "turn", [p95(_turns(scene))]
    pages = [bare.like(page) for page in scene.window.counter.workspace.pages]  # type: ignore[union-attr]
    yield "turn.bare", [p95(bare.turns(pages, _ROUNDS))]
    yield "still.scanning", [_scanning(scene)]
    yield "still.printing", [_printing(scene)]


def p95(times: list[float]) -> float:
    """The time in milliseconds that 95 of 100 stay below, of times in seconds."""
    return quantiles(times, n=20)[-1] * 1000


class Pulse:
    """Beats every few milliseconds in the event loop; ``stop`` gives the longest pause in milliseconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self._longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now

    def stop(self) -> float:
        """End it; the longest time between two beats in milliseconds."""
        self._timer.stop()
        self._beat()
        return self._longest * 1000


def _typed(window: "QWidget", line: "QWidget") -> list[float]:
    """Seconds of each key from the window system to the painted line, typed at a quick hand's pace."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window.activateWindow()
    line.setFocus()
    screen.wait(_PACE_S)
    handle, took = window.windowHandle(), []
    for sign in _KEYS:
        key = Qt.Key(ord(sign.upper()))
        took.append(screen.painted(line, lambda k=key: QTest.keyClick(handle, k)))  # type: ignore[misc]
        screen.wait(max(0.0, _PACE_S - took[-1]))
    return took


def _papers(page: "FillPage", line: "QWidget") -> list[float]:
    """Seconds from a key to the paper that shows it, each when the last one is there."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtTest import QTest

    took = []
    for _ in _KEYS:
        began = time.perf_counter()
        QTest.keyClicks(line, "a")
        while not page.paper_is_current and time.perf_counter() - began < 5:
            QCoreApplication.processEvents()
        took.append(time.perf_counter() - began)
        screen.wait(_PACE_S / 2)
    return took


def _turns(scene: "Showing") -> list[float]:
    """Seconds to turn to each step in turn, from the wish to the painted page."""
    workspace = scene.window.counter.workspace
    assert workspace is not None
    took = []
    for _ in range(_ROUNDS):
        for step, page in enumerate(workspace.pages):
            if step != workspace.step:
                took.append(screen.painted(page, lambda n=step: workspace.go_to(n)))  # type: ignore[misc]
                screen.wait(_PACE_S * 3)
    return took


def _scanning(scene: "Showing") -> float:
    """The longest pause in milliseconds while ten scans of 8 megapixels come in at step 4."""
    from desk_app.benches.start import scan

    scans = [scan(200 + number) for number in range(_SCANS)]
    scene.go(4)
    pulse, before = Pulse(), len(scene.case.draft.pages)
    for number, data in enumerate(scans):
        scene.case.add_page("household", data, f"{number}.jpg")
    end = time.perf_counter() + 60
    while len(scene.case.draft.pages) < before + _SCANS and time.perf_counter() < end:
        screen.wait(_PACE_S)
    scene.settle()
    return pulse.stop()


def _printing(scene: "Showing") -> float:
    """The longest pause in milliseconds from the wish to print the form until its job is done."""
    scene.go(5)
    pulse = Pulse()
    scene.press("print-form-here")
    dialog = scene.dialog("PaperDialog")
    assert dialog is not None
    scene.press("paper-print", dialog)
    screen.wait(1)
    longest = pulse.stop()
    scene.close_dialogs()
    return longest
