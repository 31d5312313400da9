"""``bench hands``: random hands on the real window for as long as asked, and what they broke.

The window runs in a process of its own, with a home and a working folder of its own.

``hands.block`` is the longest time between two beats of a timer in the window's event loop, the hands' own
turns among them. Beside it stands how long the main thread computed in it, for a busy computer makes every
block longer. What the hands took for themselves meanwhile is taken off: looking through all widgets for a
place to press, noting and comparing answers. Choosing another look styles every widget anew; it is told as
``look`` and left out of the figure, whatever deed chose it, together with the beat after it, in which the
pages are laid out and painted.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from desk_app.benches.stacks import Sampler
    from desk_app.walkthrough.random_hands import RandomHands

BLOCK_MS: Final = 100
LOOK: Final = "look"
"""The deed under which the blocks of a changed look are told."""
_GRACE_S: Final = 120
"""Seconds for start and end, beside what was asked for."""
_MOST: Final = 20
"""Faults of one kind that are told."""


def hands(seconds: float, seed: int, profile: float | None = None) -> Iterator[Figure]:
    """Figures of random hands; each fault is printed on standard error, with the seed to do it again.

    With ``profile`` every block in which the main thread computed for more than so many milliseconds is
    printed there too, with the calls it was in.
    """
    told = work(seconds, seed, profile)
    for kind in ("errors", "unmeant", "lost"):
        for sentence in told[kind][:_MOST]:
            print(f"{kind}: {sentence}", file=sys.stderr)
    for deed, (longest, computed) in sorted(told["blocks"].items(), key=lambda each: -each[1][0]):
        print(f"block: {deed} {longest:.0f} ms, computed {computed:.0f} ms", file=sys.stderr)
    what = f"种子{seed},{told['deeds']:,}个动作,受理{told['accepted']}件"
    yield Figure("hands.errors", len(told["errors"]), "次", None, 0, f"异常和Qt的警告;{what}")
    yield Figure("hands.unmeant", len(told["unmeant"]), "次", None, 0, "没有人要的受理")
    yield Figure("hands.lost", len(told["lost"]), "个", None, 0, f"丢的答案;对上{told['compared']:,}个")
    longest, computed = told["longest"]
    said = f"窗口最长多久不应答(换显示除外),其中主线程算了{computed:.0f}ms"
    yield Figure("hands.block", longest, "ms", None, BLOCK_MS, said)


def work(
    seconds: float, seed: int, profile: float | None = None, filled: Path | None = None
) -> dict[str, Any]:
    """What random hands told of themselves after so long. CalledProcessError when the window died.

    They work on a copy of a ``filled`` folder (``invented.fill``); without one, on a new one.
    """
    from desk_app.benches.start import environment
    from desk_app.walkthrough import invented

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        if filled is None:
            data.mkdir()
            invented.fill(data)
        else:
            invented.copy(filled, data)
        found = {k: v for k, v in environment(str(data)).items() if not k.startswith("XDG_")}
        own = {"HOME": folder, "QT_LOGGING_RULES": "qt.multimedia.*=false"}
        script = f"from desk_app.benches import hands; hands.run({seconds!r}, {seed!r}, {profile!r})"
        done = subprocess.run(
            [sys.executable, "-X", "faulthandler", "-c", script],
            cwd=folder, env={**found, **own, "PYTHONPATH": _path()},
            stdout=subprocess.PIPE, text=True, timeout=seconds + _GRACE_S, check=True,
        )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _path() -> str:
    return os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))


# ---- within the program that is worked --------------------------------------------------------


def run(seconds: float, seed: int, profile: float | None = None) -> None:
    """Open the window on the book of the environment, work it, and print what happened as JSON."""
    from desk_app.walkthrough import stage
    from desk_app.walkthrough.random_hands import RandomHands

    with stage.opened(Path(os.environ["DESK_DATA"])) as scene:
        scene.window.resize(1366, 768)
        worked = RandomHands(scene, seed)
        errors, blocks = _watch(worked, profile)
        worked.go(seconds)
        slow = {deed: longest for deed, longest in blocks.items() if longest[0] > BLOCK_MS}
        told = {
            "errors": errors, "unmeant": worked.unmeant, "lost": worked.keeping.lost,
            "compared": worked.keeping.compared, "accepted": worked.accepted,
            "deeds": sum(worked.done.values()), "blocks": slow,
            "longest": max((v for k, v in blocks.items() if k != LOOK), default=(0.0, 0.0)),
        }  # fmt: skip
        print(json.dumps(told, ensure_ascii=False), flush=True)
    os._exit(0)


def _watch(worked: "RandomHands", profile: float | None) -> tuple[list[str], dict[str, tuple[float, float]]]:
    """Filled as it goes: every error; by kind of deed the longest block and what it computed, in ms."""
    import logging
    from time import perf_counter, thread_time

    from PySide6.QtCore import QTimer

    errors: list[str] = []
    blocks: dict[str, tuple[float, float]] = {}
    sys.excepthook = lambda kind, error, trace: errors.append(_words(kind, error, trace))

    class Loud(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            errors.append(f"{record.name}: {record.getMessage()} < {_calls()}")

    logging.getLogger().addHandler(Loud(logging.WARNING))
    calls = _sampled() if profile is not None else None
    last, computed, own, styling = perf_counter(), thread_time(), 0.0, 0

    def beat() -> None:
        nonlocal last, computed, own, styling
        now, spent = perf_counter(), thread_time()
        deed, styling = (LOOK, styling - 1) if styling else (worked.deed, 0)
        still, mine = now - last, worked.own - own
        block = (still - mine) * 1000, max(0.0, spent - computed - mine) * 1000
        blocks[deed] = max(blocks.get(deed, block), block)
        if calls is not None and profile is not None and (block[1] > profile or block[0] > 2 * profile):
            _tell(deed, block, calls.told(last, now))
        last, computed, own = now, spent, worked.own

    def restyle() -> None:
        nonlocal styling
        styling = 2

    worked.window.look_chosen.connect(restyle)
    worked.came_round = beat
    timer = QTimer(worked.window, interval=5)
    timer.timeout.connect(beat)
    timer.start()
    return errors, blocks


def _sampled() -> "Sampler":
    from desk_app.benches.stacks import Sampler

    sampler = Sampler()
    sampler.start()
    return sampler


def _tell(deed: str, block: tuple[float, float], calls: list[str]) -> None:
    print(
        f"{deed}: {block[0]:.0f} ms, computed {block[1]:.0f} ms",
        *calls,
        sep="\n  ",
        file=sys.stderr,
        flush=True,
    )


def _words(kind: type[BaseException], error: BaseException, trace: Any) -> str:
    return f"{kind.__name__}: {error} < {_calls(trace)}"


def _calls(trace: Any = None) -> str:
    """Where an error happened, or what is called now: the innermost call first, without logging's own."""
    import traceback

    places = traceback.extract_tb(trace) if trace is not None else traceback.extract_stack()
    told = [f"{Path(p.filename).name}:{p.lineno}" for p in places if "logging" not in p.filename]
    return " < ".join(told[:-9:-1])
