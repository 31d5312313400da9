"""``bench start``: seconds to a usable window and its memory, beside a bare window with the same imports.

Ours and the bare one are fresh Pythons that take turns; every figure is the median of its runs. Memory is
what is resident when all is quiet: the line up, nothing under way.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk_app.domain.applications import Draft
    from desk_app.services.parts import Parts
    from desk_app.ui.shell.window import MainWindow

_ROUNDS: Final = 7
_SCANS: Final = 4
_SCAN: Final = (3264, 2448)
"""Pixels of one scan: 8 million."""
_LIMIT: Final = 60
"""Seconds after which a program that does not become quiet is given up."""

_BARE: Final = """
import importlib, sys, time
for name in sys.argv[1].split(","):
    module, _, names = name.partition(":")
    try:
        found = importlib.import_module(module)
    except ImportError:  # names that modules gave themselves
        continue
    for each in filter(None, names.split("|")):
        getattr(found, each, None)
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(["bench"])
for path in sys.argv[2:]:
    QFontDatabase.addApplicationFont(path)
window = QMainWindow()
window.setCentralWidget(QLabel("残疾人服务"))
window.resize(1366, 768)
window.show()
window.grab()
app.processEvents()
print(time.time(), flush=True)
with open("/proc/self/statm") as file:
    print(int(file.read().split()[1]), flush=True)
"""
_OURS: Final = """
import sys
from desk_app.commands import window
with window.started(["bench"]) as (app, shown):
    shown.show()
    shown.grab()
    app.processEvents()
    import time
    print(time.time(), flush=True)
    from desk_app.benches import start
    start.tell_modules()
    if sys.argv[1:]:
        start.tell_memory(app, shown)
"""


def start() -> Iterator[Figure]:
    """Time to a usable window, the first start, and memory at rest and with a case of four scans."""
    with tempfile.TemporaryDirectory() as folder:
        first = _ours(folder)
        modules = ",".join(name.partition(":")[0] for name in first.modules.split(","))
        rounds = [
            (_ours(folder).seconds, _bare(first.modules).seconds, _bare(modules).seconds)
            for _ in range(_ROUNDS)
        ]
        ours, bare, barest = (median(each) * 1000 for each in zip(*rounds, strict=True))
        what = "从启动到窗口可用,裸库为同样导入、同样字体的空窗口"
        yield Figure("start.window", ours, "ms", bare, 1.5, what)
        what = "同上,裸库只导入同样的模块,不建本程序用到的Qt类"
        yield Figure("start.window.modules", ours, "ms", barest, 1.5, what)
        yield Figure("start.first", first.seconds * 1000, "ms", None, 3000, "第一次启动(新建数据文件夹)")
        if not Path("/proc/self/statm").exists():
            return
        _keep_scans(Path(folder))
        rested = [_ours(folder, memory=True) for _ in range(_ROUNDS)]
        for place, name, goal, told in _MOMENTS:
            own = median(run.mebibytes[place] for run in rested)
            beside = median(_bare(rested[-1].loaded[place]).mebibytes[0] for _ in range(_ROUNDS))
            yield Figure(name, own, "MiB", beside, goal, told)


_MOMENTS: Final = (
    (0, "start.memory", 1.4, "静止时的内存,裸库为同样导入的空窗口"),
    (1, "start.memory.case", 2.0, f"打开一件有{_SCANS}张扫描件的申请后的内存"),
)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one fresh Python reported: seconds from its launch, and memory and modules at each moment."""

    seconds: float
    modules: str
    mebibytes: tuple[float, ...] = ()
    loaded: tuple[str, ...] = ()


def _ours(folder: str, *, memory: bool = False) -> _Run:
    begin, lines = child(_OURS, folder, *["memory"] * memory)
    told = lines[2:]
    return _Run(float(lines[0]) - begin, lines[1], tuple(map(_mebibytes, told[::2])), tuple(told[1::2]))


def _bare(modules: str) -> _Run:
    from printing import font_files

    with tempfile.TemporaryDirectory() as folder:
        begin, lines = child(_BARE, folder, modules, str(font_files.regular()), str(font_files.bold()))
    return _Run(float(lines[0]) - begin, modules, tuple(map(_mebibytes, lines[1:])))


def child(script: str, folder: str, *arguments: str) -> tuple[float, list[str]]:
    """When a fresh Python was launched, and the words it printed; CalledProcessError when it failed.

    What one that failed said of its end goes to the standard error of the bench.
    """
    begin = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment(folder), capture_output=True, text=True, timeout=2 * _LIMIT, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()
    return begin, done.stdout.split()


def environment(folder: str) -> dict[str, str]:
    """The environment of a measured program: its data folder, no county address, no screen."""
    # What is noted of a book outside its folder goes with it: the next folder of that name has another.
    state = {"DESK_STATE": str(Path(folder, ".state"))}
    found = {**os.environ, "DESK_DATA": folder, **state, "DESK_COUNTY_URL": ""}
    found.setdefault("QT_QPA_PLATFORM", "offscreen")
    found.setdefault("PYTHONFAULTHANDLER", "1")  # one that dies says where
    found.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it compiled
    return found


def _mebibytes(pages: str) -> float:
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


# ---- the case of four scans -------------------------------------------------------------------


def _keep_scans(folder: Path) -> None:
    """A draft at step 4 with four scans, as a clerk left it."""
    from dataclasses import replace

    from desk_app.benches.book import parts_on

    parts = parts_on(folder)
    try:
        parts.store.drafts.keep(replace(with_scans(parts), step=3))
    finally:
        parts.store.close()


def with_scans(parts: "Parts", count: int = _SCANS) -> "Draft":
    """An invented person's draft with ``count`` scans of 8 million pixels."""
    from desk_app.benches.book import draft_of
    from desk_app.services.counter import capture

    draft = draft_of(parts, 0)
    for number in range(count):
        draft = capture.add_page(parts, draft, "household", scan(number), f"扫描{number + 1}.jpg")
    return draft


def scan(number: int) -> bytes:
    """An invented scan as JPEG: lines on noisy paper; every number gives another one."""
    from PIL import Image, ImageDraw

    paper = Image.effect_noise(_SCAN, 12).point(lambda level: min(255, level + 100)).convert("RGB")
    pen = ImageDraw.Draw(paper)
    for y in range(100, _SCAN[1] - 100, 70):
        pen.line((100, y, _SCAN[0] - 100 - 10 * number, y), fill=(60, 60, 90), width=5)
    out = BytesIO()
    paper.save(out, "JPEG", quality=85)
    return out.getvalue()


# ---- within the program that is measured ------------------------------------------------------


def tell_modules() -> None:
    """Print which modules of other packages are loaded."""
    ours = ("desk_app", "forms", "printing", "resources", "__main__", "sitecustomize")
    print(",".join(map(_loaded, (m for m in list(sys.modules) if m.split(".")[0] not in ours))), flush=True)


def _loaded(module: str) -> str:
    if not module.startswith("PySide6.Qt"):
        return module
    return f"{module}:{'|'.join(name for name in vars(sys.modules[module]) if name.startswith('Q'))}"


def tell_memory(app: "QApplication", window: "MainWindow") -> None:
    """Print memory and modules at rest, and again with the only draft opened."""
    import gc

    def quiet() -> bool:
        return gc.get_freeze_count() > 0 and window.topbar.line.state.online and not window.errands.busy

    _until(app, quiet)
    _tell_resident()
    (draft,) = window.parts.store.drafts.all()
    window.counter.resume(draft.id)
    _until(app, lambda: window.case is not None and quiet())
    window.grab()
    _until(app, quiet)
    _tell_resident()


def _tell_resident() -> None:
    """Pages of memory of this process and of those it began, such as the press."""
    begun = (each.read_text(encoding="ascii").split() for each in Path("/proc/self/task").glob("*/children"))
    print(sum(map(_resident, ("self", *(pid for pids in begun for pid in pids)))), flush=True)
    tell_modules()


def _resident(process: str) -> int:
    return int(Path("/proc", process, "statm").read_text(encoding="ascii").split()[1])


def _until(app: "QApplication", done: Callable[[], bool]) -> None:
    end = time.monotonic() + _LIMIT
    while not done():
        app.processEvents()
        time.sleep(0.01)
        if time.monotonic() > end:
            raise TimeoutError("the window does not come to rest")
