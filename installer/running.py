"""The start of the program or of its tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from installer.children import say
from installer.steps import venv_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHECKS = (
    ("ruff check", ("ruff", "check")),
    ("ruff format", ("ruff", "format", "--check")),
    ("mypy", ("mypy",)),
    ("mypy installer", ("mypy", "-p", "installer")),
)


# How the tests run when nothing else is said: a whole test file is one worker's, in the order of conftest.
# A worker that crashed ends the run: xdist would give its finished files out again, empty, and wait for them.
WORKERS = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart=0")
# The parts of a run over everything, each with workers of its own: what windows leave in a worker's memory
# would slow all later tests of it down.
PARTS = ("tests/stories", "tests/ui_shell", "tests/ui_pages")
REST = ("tests", *(f"--ignore={part}" for part in PARTS))
OWN_WAY = ("-n", "--numprocesses", "--dist", "--pdb", "--trace")


def has_display(env: Mapping[str, str], platform: str) -> bool:
    """Tell whether a window can be shown."""
    return not platform.startswith("linux") or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def replace_process(command: Sequence[str]) -> int:
    """Go on as another program; give its exit code where the system can not replace a process."""
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execv(command[0], list(command))
    import subprocess

    return subprocess.call(command)


def go_run(venv: Path, args: Sequence[str]) -> int:
    """Start the program; without a display and without arguments, its walkthrough."""
    if not args and not has_display(os.environ, sys.platform):
        say("没有检测到图形显示，窗口无处可开；改为从头到尾自动走一遍办事流程（walkthrough --out out）。")
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        args = ["walkthrough", "--out", "out"]
    return replace_process([str(venv_program(venv, "desk-app")), *args])


def workers(args: Sequence[str]) -> tuple[str, ...]:
    """Give two workers to a run over everything, none where a file, the workers or a debugger are named."""
    if any(arg.startswith(OWN_WAY) or arg.partition("::")[0].endswith(".py") for arg in args):
        return ()
    return WORKERS


def go_test(root: Path, venv: Path, args: Sequence[str]) -> int:
    """Run all checks and then pytest, or pytest alone with the arguments given."""
    import subprocess

    os.chdir(root)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    python = str(venv_program(venv, "python"))
    if args:
        return replace_process([python, "-m", "pytest", *workers(args), *args])
    failed: list[str] = []
    for title, command in CHECKS:
        say(f"== {title}")
        if subprocess.call([python, "-m", *command]):
            failed.append(title)
    if failed:
        say(f"没有通过：{'、'.join(failed)}。测试照常进行，但整个检查算失败。")
    for part in (*((part,) for part in PARTS), REST):
        say(f"== pytest {part[0]}")
        if subprocess.call([python, "-m", "pytest", *WORKERS, *part]):
            failed.append(part[0])
    if failed:
        say(f"没有通过：{'、'.join(failed)}")
    return int(bool(failed))
