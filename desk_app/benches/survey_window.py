"""``bench survey``: how soon a key and the next question are on the screen, in the window of a sheet."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desk_app.benches import screen
from desk_app.benches.echo import p95
from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from desk_app.ui.survey.dialog import SheetDialog
    from desk_app.walkthrough.scene import Showing

_LIMIT_S: Final = 120
_PACE_S: Final = 0.1
"""Seconds between two keys: ten a second, a quick hand."""
_KEYS: Final = "zhangyangliwangyangliliyangli"
_TIMES: Final = 60
_WALK: Final = (("r6", "r7"), ("r7", "r8"), ("r8", "r9"), ("r19", "r20"))
"""Items of which everybody is asked the second next; the last two lead into another section."""


def sheet_window() -> Iterator[Figure]:
    """A key in a line, and the next question after an answer; 95 of 100 are quicker."""
    from desk_app.benches.start import environment

    script = "from desk_app.benches import survey_window; survey_window.run()"
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", script],
            env=environment(folder), stdout=subprocess.PIPE, text=True, timeout=_LIMIT_S, check=True,
        )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    for name, goal, what in (
        ("key", 50, "调查表里一个键从按下到画出来,95%快于"),
        ("next", 20, "回答一题到下一题画出来,95%快于"),
    ):
        yield Figure(f"survey.{name}", told[name], "ms", None, goal, what, by_value=True)


# ---- within the program that is measured ------------------------------------------------------


def run() -> None:
    """Open the window on an empty book, begin a sheet, measure, and print the figures as JSON."""
    import os

    from desk_app.walkthrough import stage

    with stage.opened(Path(os.environ["DESK_DATA"]), forms=None) as scene:
        scene.window.resize(1366, 768)
        dialog = _begun(scene)
        scene.until(lambda: dialog.ready, "各节备好")  # how a sheet is asked comes first, and takes longer
        told = {"next": p95(next_questions(dialog, _TIMES)), "key": p95(_typed(dialog))}
        print(json.dumps(told), flush=True)
    os._exit(0)


def _begun(scene: "Showing") -> "SheetDialog":
    from desk_app.ui.survey.dialog import SheetDialog
    from desk_app.ui.survey.opening import open_known

    number = "620403196603120022"
    open_known(scene.parts, scene.window.errands, number, "张样例", scene.window, lambda _subject: None)
    scene.until(lambda: scene.dialog("SheetDialog") is not None, "打开调查表")
    dialog = scene.dialog("SheetDialog")
    assert isinstance(dialog, SheetDialog)
    return dialog


def next_questions(dialog: "SheetDialog", times: int) -> list[float]:
    """Seconds from an answer to the painted question that comes next, within sections and across them."""
    took = []
    for turn in range(times):
        item, following = _WALK[turn % len(_WALK)]
        dialog.asking.answer(following, "")
        dialog.bring_item(item)
        screen.wait(_PACE_S)
        took.append(_answered(dialog, item, following))
    return took


def _answered(dialog: "SheetDialog", item: str, following: str) -> float:
    """Seconds from another answer to an item until the next question is painted."""
    from desk_app.ui.kit.fields.choices import ChoiceField
    from desk_app.ui.survey.items import ItemRow

    row = dialog.findChild(ItemRow, f"item:{item}")
    assert row is not None
    assert isinstance(row.field, ChoiceField)
    number = 2 if dialog.asking.facts.get(item) == "1" else 1
    began = time.perf_counter()
    row.field.row.press(number)
    then = dialog.findChild(ItemRow, f"item:{following}")
    assert then is not None
    screen.painted(then, lambda: None)
    return time.perf_counter() - began


def _typed(dialog: "SheetDialog") -> list[float]:
    """Seconds of each key from the window system to the painted line."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    dialog.bring_item("r4")
    line = dialog.findChild(QLineEdit, "r4")
    handle = dialog.windowHandle()
    assert line is not None
    assert handle is not None
    screen.wait(_PACE_S)
    took = []
    for sign in _KEYS:
        key = Qt.Key(ord(sign.upper()))
        took.append(screen.painted(line, lambda k=key: QTest.keyClick(handle, k)))  # type: ignore[misc]
        screen.wait(max(0.0, _PACE_S - took[-1]))
    return took
