"""kill -9 at any moment loses no value that was reported as saved; the next start offers 继续 / 放弃."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.stories.program import environment

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX story"),
]


def clerk(what: str, data: Path) -> "subprocess.Popen[str]":
    """A clerk at a window with its own data folder."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.stories.clerk", what, str(data)],
        env=environment(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def answer(what: str, data: Path) -> dict[str, Any]:
    """The line printed by a clerk that ends by itself."""
    with clerk(what, data) as child:
        told, _ = child.communicate(timeout=60)
    read: dict[str, Any] = json.loads(told.splitlines()[-1])
    return read


def test_what_was_typed_is_there_after_kill_9(tmp_path: Path) -> None:
    # GIVEN a clerk who types WHEN the program is killed after the n-th save
    with clerk("type", tmp_path) as child:
        assert child.stdout is not None
        saved = [json.loads(child.stdout.readline()) for _ in range(40)]
        child.kill()
        rest = child.stdout.read()
    saved += [json.loads(line) for line in rest.splitlines() if line.endswith("}")]
    # THEN the next start offers to go on, and every value called saved is there, valid or not
    shown = answer("resume", tmp_path)
    last = saved[-1]
    assert shown["drafts"] == 1
    assert _round(shown["native_place"]) >= _round(last.get("native_place", "0"))
    assert shown["registered_address"].endswith("还没有录完")
    assert shown["phone"].replace(" ", "").startswith("138")
    # AND giving it up forgets it
    assert answer("discard", tmp_path) == {"drafts": 0}


def _round(text: str) -> int:
    digits = "".join(c for c in text if c.isdigit())
    return int(digits or 0)
