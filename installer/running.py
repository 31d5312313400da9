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
    """Run all checks and pytest, or pytest alone with the arguments given."""
    os.chdir(root)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    python = str(venv_program(venv, "python"))
    if args:
        return replace_process([python, "-m", "pytest", *workers(args), *args])
    # The tests start the program again and again: what Python compiled is kept, whoever starts them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    failed = run_all(python)
    if failed:
        say(f"没有通过：{'、'.join(failed)}")
    return int(bool(failed))


def run_all(python: str) -> list[str]:
    """Run every part of the tests, and the checks beside the last; give the names of what failed.

    The other parts show windows, and what they wait for comes late where the checks take the processor.
    """
    import subprocess
    from concurrent.futures import ThreadPoolExecutor

    failed: list[str] = []

    def run(part: Sequence[str]) -> None:
        say(f"== pytest {part[0]}")
        if subprocess.call([python, "-m", "pytest", *WORKERS, *part]):
            failed.append(part[0])

    for part in PARTS:
        run((part,))
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(checked, python)
        run(REST)
        return failed + told(checks.result())


def checked(python: str) -> list[tuple[str, int, str]]:
    """Run the checks one after another; give the title, the exit code and all the words of each."""
    import subprocess

    found = []
    for title, command in CHECKS:
        done = subprocess.run(
            [python, "-m", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        found.append((title, done.returncode, done.stdout.rstrip()))
    return found


def told(checks: Sequence[tuple[str, int, str]]) -> list[str]:
    """Print what each check said; give the titles of those that failed."""
    for title, _, words in checks:
        say(f"== {title}\n{words}")
    return [title for title, code, _ in checks if code]
