"""Takes the screenshots of one screen, in a process of its own: Qt fixes a screen's scale when it starts."""

import faulthandler
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final

from PySide6.QtWidgets import QWidget

from desk_app.errors import places
from desk_app.ui.signin.page import SignInPage
from desk_app.walkthrough import contrast, invented, looking, stage
from desk_app.walkthrough.looking import Flaw
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shots import SHOTS, Shot

_CHILD: Final = "from desk_app.walkthrough import shooting; shooting.run()"
BROKEN: Final = "broken"
"""Kind of the fault of a shot that could not be taken, or of an error while it was."""
_STUCK_S: Final = 240
"""Seconds after which a shot, or the start or end of its window, is given up: a busy computer takes ten."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen with one look of the window."""

    width: int
    height: int
    """Both in the screen's own pixels."""
    percent: int
    look: str
    """Name of a ``style.Looks``."""

    @property
    def name(self) -> str:
        """Name of its folder: ``1366x768-200-NORMAL``."""
        return f"{self.width}x{self.height}-{self.percent}-{self.look}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one shot."""

    screen: str
    shot: str
    faults: tuple[Flaw, ...]


@contextmanager
def book() -> Iterator[Path]:
    """A data folder with the invented book, in a temporary place."""
    with tempfile.TemporaryDirectory() as folder:
        invented.fill(Path(folder))
        yield Path(folder)


def take(screen: Screen, names: Sequence[str], filled: Path, out: Path | None) -> Iterator[Taken]:
    """Take these shots on a screen, on a copy of a filled book; each result is given as soon as it is there.

    Pictures go to a folder of the screen's name in ``out``. The child process ends with this generator.
    """
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        invented.copy(filled, data)
        child = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-c", _CHILD],
            env=_environment(screen, Path(folder)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        asked = {"data": str(data), "look": screen.look, "names": list(names)}
        place = str(out / screen.name) if out else ""
        assert child.stdin is not None
        with child.stdin:
            json.dump({**asked, "out": place}, child.stdin)
        try:
            yield from _told(screen, names, child)
        finally:
            child.terminate()
            child.wait()


def _environment(screen: Screen, folder: Path) -> dict[str, str]:
    """A platform without a display whose only screen has this size; Qt scales it as it would a real one."""
    found = {"name": screen.name, "x": 0, "y": 0, "width": screen.width, "height": screen.height}
    found |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": [found]}), encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DESK_", "QT_"))}
    return {
        **kept,
        "QT_QPA_PLATFORM": f"offscreen:configfile={file}",
        "QT_SCALE_FACTOR": f"{screen.percent / 100:g}",
        "TZ": "CST-8",  # the hall's, so that nothing is told of the computer's own
        "QT_LOGGING_RULES": "qt.multimedia.*=false",
        "PYTHONUNBUFFERED": "1",
    }


def _told(screen: Screen, names: Sequence[str], child: "subprocess.Popen[str]") -> Iterator[Taken]:
    assert child.stdout is not None
    came = set()
    for line in child.stdout:
        told = json.loads(line)
        came.add(told["shot"])
        yield Taken(screen.name, told["shot"], tuple(Flaw(**fault) for fault in told["faults"]))
    if child.wait() and came == set(names):
        yield Taken(screen.name, names[-1], (Flaw(BROKEN, "window", "窗口程序没有正常结束"),))
    for name in names:
        if name not in came:
            yield Taken(screen.name, name, (Flaw(BROKEN, "window", "窗口程序停了,没有拍到"),))


# ---- within the child process -----------------------------------------------------------------


def run() -> None:
    """Open the window, take the shots that standard input asks for, and print what is wrong with each."""
    asked = json.load(sys.stdin)
    told, sys.stdout = sys.stdout, sys.stderr
    _watch()
    with stage.opened(Path(asked["data"]), asked["look"]) as scene:
        window = scene.window
        window.resize(window.screen().availableGeometry().size())
        _take_all(scene, asked["names"], Path(asked["out"]) if asked["out"] else None, told)
        _watch()
    os._exit(0)  # nothing of a temporary book needs a tidy end


def _watch() -> None:
    """Begin the time of what comes next; when it is over, tell every thread's place and end the process."""
    faulthandler.dump_traceback_later(_STUCK_S, exit=True)


def _take_all(scene: Showing, names: Sequence[str], out: Path | None, told: IO[str]) -> None:
    unforeseen: list[BaseException] = []
    sys.excepthook = lambda _kind, error, _trace: unforeseen.append(error)
    if out:
        out.mkdir(parents=True, exist_ok=True)
    for name in names:
        _watch()
        found = _taken(scene, SHOTS[name], out)
        found += tuple(Flaw(BROKEN, name, f"{type(e).__name__}:{places(e)}") for e in unforeseen)
        unforeseen.clear()
        json.dump({"shot": name, "faults": [asdict(f) for f in found]}, told, ensure_ascii=False)
        told.write("\n")
        told.flush()


def _taken(scene: Showing, shot: Shot, out: Path | None) -> tuple[Flaw, ...]:
    try:
        scene.close_dialogs()
        shot.way(scene)
        scene.settle()
        top = shown(scene, shot)
    except Exception as error:
        return (Flaw(BROKEN, shot.name, f"{type(error).__name__}:{error}:{places(error)}"),)
    seen = looking.view(top)
    if out:
        contrast.picture_of(top.window()).save(out / f"{shot.name}.png")
    return looking.faults(seen)


def shown(scene: Showing, shot: Shot) -> QWidget:
    """The window, dialog or page over the window a shot promises; AssertionError when another is shown."""
    if shot.shows == SignInPage.__name__:
        page = scene.cover
        assert isinstance(page, SignInPage), "没有盖上登录页"
        return page
    if shot.shows in {room.name for room in scene.window.rooms}:
        assert scene.window.page(shot.shows).isVisible(), f"房间“{shot.shows}”没有显示"
        assert scene.cover is None, "窗口盖着"
        return scene.window
    dialog = scene.dialog(shot.shows)
    assert dialog is not None, f"没有打开“{shot.shows}”"
    return dialog
