"""The whole program as a child process, and its results, read with tools of others."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import zxingcpp
from sqlcipher3 import dbapi2

import resources
from tests.children import ran
from tests.opened import opened_book
from tests.patience import PATIENCE_S
from tests.printing.reading import image_of, text_of

SAMPLES = sorted(resources.path("samples").glob("*.toml"))
TOKEN = "a-token-for-tests-only"


def environment(data: Path | None = None, **more: str) -> dict[str, str]:
    """The environment of a new user without a screen; compiled Python files are kept."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DESK_", "PYTHONDONTWRITE"))}
    if state := os.environ.get("DESK_STATE"):  # the marks of the tests' books stay with the tests
        kept["DESK_STATE"] = state
    own = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1"}
    return {**kept, **own, **({"DESK_DATA": str(data)} if data else {}), **more}


def desk_app(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``desk-app`` until it ends."""
    return ran([sys.executable, "-m", "desk_app", *map(str, arguments)], env=env or environment())


@contextmanager
def started(*arguments: object, env: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """``desk-app`` as a running child process, ended with the block."""
    child = subprocess.Popen(
        [sys.executable, "-m", "desk_app", *map(str, arguments)],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield child
    finally:
        child.terminate()
        child.communicate(timeout=30)


def eventually(condition: Callable[[], bool], what: str, seconds: float = PATIENCE_S) -> None:
    """Wait for a condition outside this process."""
    end, pause = monotonic() + seconds, Event()
    while not condition():
        assert monotonic() < end, f"did not happen in {seconds} s: {what}"
        pause.wait(0.05)


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def result(out: Path) -> dict[str, Any]:
    """The contents of a walkthrough's ``result.json``."""
    read: dict[str, Any] = json.loads((out / "result.json").read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class AtCounty:
    """The contents of the county's own file."""

    path: Path

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        if not self.path.exists():
            return []
        with opened_book(self.path) as db:
            try:
                return db.execute(question).fetchall()
            except dbapi2.OperationalError:  # not set up yet
                return []

    def numbers(self) -> list[str]:
        """Receipt numbers of the applications received."""
        return [row[0] for row in self.rows("SELECT number FROM application ORDER BY received_at")]

    def files(self) -> set[str]:
        """Hashes of the pages received."""
        return {row[0] for row in self.rows("SELECT sha256 FROM file")}


def pdf_text(path: Path) -> str:
    """All text of a PDF as another program extracts it, squeezed."""
    return text_of(path.read_bytes())


def codes_on(path: Path) -> dict[str, str]:
    """Kind → content of the codes on the first page, read from a picture at 200 dpi."""
    found = zxingcpp.read_barcodes(image_of(path.read_bytes()))
    return {str(code.format).rpartition(".")[2].replace(" ", ""): code.text for code in found}
