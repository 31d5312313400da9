"""Set-up and start of the program from a fresh clone, with the standard library alone.

run.sh, test.sh, run.ps1 and test.ps1 call three verbs, in this order:
    ready  run|test           exit 0 when the venv holds what the lock asks for
    set-up run|test           make or repair it (called with the system's Python)
    go     run|test [ARGS]    start the program or the tests (called with the venv's Python)
an administrator calls
    wheels FOLDER             download what computers without a network install
and a maintainer calls
    lock                      write requirements.lock anew (needs uv)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    # Python was called with -I: it knows neither this folder nor the one above it.
    sys.path.insert(0, str(ROOT))

from installer import lock  # noqa: E402
from installer.children import SetUpError  # noqa: E402
from installer.running import go_run, go_test  # noqa: E402
from installer.steps import keep_wheels, ready, set_up  # noqa: E402


def venv_of(env: Mapping[str, str]) -> Path:
    """Give the place of the venv: DESK_VENV, else .venv beside pyproject.toml."""
    return Path(os.path.abspath(env.get("DESK_VENV") or ROOT / ".venv"))


def command(verb: str, args: Sequence[str]) -> int:
    """Carry out one verb and give the exit code."""
    venv = venv_of(os.environ)
    match verb, *args:
        case "ready", ("run" | "test") as mode:
            return 0 if ready(ROOT, venv, mode) else 1
        case "set-up", ("run" | "test") as mode:
            set_up(ROOT, venv, mode)
            return 0
        case "go", "run", *rest:
            return go_run(venv, rest)
        case "go", "test", *rest:
            return go_test(ROOT, venv, rest)
        case "wheels", folder:
            keep_wheels(ROOT, venv, Path(folder).resolve())
            return 0
        case ("lock",):
            (ROOT / lock.LOCK_NAME).write_text(lock.make_lock(ROOT), "utf-8", newline="\n")
            return 0
    verbs = "ready|set-up run|test，go run|test [参数]，wheels 文件夹，lock"
    raise SetUpError(f"用法：prepare.py {verbs}")


def main(argv: Sequence[str]) -> int:
    """Carry out the command line; every foreseeable failure is one sentence, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return command(argv[0] if argv else "", argv[1:])
    except SetUpError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(f"文件读写失败（{problem}），请检查目录权限和磁盘空间，再运行一次。", file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断；再运行一次会接着准备。", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
