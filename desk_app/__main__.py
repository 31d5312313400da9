"""The command line. Without a command the counter window opens."""

import argparse
import faulthandler
import importlib
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from desk_app import release
from desk_app.errors import DeskError
from forms.typesetting import typeset

_COMMANDS = (
    *("walkthrough", "screenshots", "county", "forms", "calendar", "regions"),
    *(
        "papers",
        "show",
        "personal",
        "printers",
        "book",
        "archive",
        "audit",
        "keys",
        "bench",
        "doctor",
        "clerks",
        "visits",
        "survey",
        "rollout",
        "licences",
        "updates",
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; exit code 0 for success, 1 for an error it tells, 2 for wrong usage, 130 for ^C."""
    given = sys.argv[1:] if arguments is None else arguments
    _let_print()
    os.umask(0o077)  # whatever is made from here on is its user's alone
    _leave_no_image()
    # The window opens without the commands: reading them all would take a fifth of its start.
    options = _parser().parse_args(given) if given else argparse.Namespace(run=_window)
    # Qt tells of every video library it does without; a camera that is missing is told by its own part.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        code = int(options.run(options))
        if sys.stdout:  # a window without a console has none
            sys.stdout.flush()
        return code
    except DeskError as error:
        print(f"desk-app: {typeset(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has read enough: ``desk-app forms explain | head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is dropped at the exit
        return 0


def _let_print() -> None:
    """Let no console of another encoding end a command: what it can not show is a question mark there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        try:
            "中文".encode(sys.stderr.encoding)
        except (UnicodeEncodeError, LookupError):
            told = (
                f"This console ({sys.stderr.encoding}) can not show Chinese; set PYTHONUTF8=1 and try again."
            )
            print(told, file=sys.stderr)


def _leave_no_image() -> None:
    """Let no crash write the memory of the program, with people's data in it, onto the disk.

    Where it was in the code is told instead: file and line of every thread, and no data.
    """
    if isinstance(sys.stderr, io.TextIOWrapper) and not faulthandler.is_enabled():
        with suppress(OSError):  # a stream that is no file
            faulthandler.enable()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Parser(argparse.ArgumentParser):
    """A parser, and those of its commands, whose help has Chinese punctuation."""

    def format_help(self) -> str:
        """The help as it is printed."""
        return typeset(super().format_help())


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="desk-app",
        description="残疾人服务“一件事”窗口工作站。不带命令时打开窗口。",
    )
    parser.add_argument("--version", action="version", version=f"desk-app {release.name()}")
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title="命令", metavar="命令")
    for name in _COMMANDS:
        importlib.import_module(f"desk_app.commands.{name}").add(commands)
    return parser


def _window(_options: argparse.Namespace) -> int:
    from desk_app.commands import window

    return window.run()


if __name__ == "__main__":
    sys.exit(main())
