"""kill -9 at any moment loses no value that was reported as saved; the next start offers 继续 / 放弃."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain import undertaken
from desk_app.services.todos import todos
from desk_app.storage.book import Book
from tests.children import ended
from tests.law.world import world
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
        told, _ = ended(child)
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


def test_a_promise_is_whole_or_not_there_after_kill_9(tmp_path: Path) -> None:
    # GIVEN a window that accepts with a 告知承诺, the line down WHEN it is killed between any two steps
    with subprocess.Popen(
        [sys.executable, "-m", "tests.stories.promising", str(tmp_path / "3")],
        env=environment(), stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        told = [json.loads(child.stdout.readline())["number"] for _ in range(5)]
        child.kill()
        told += [
            json.loads(line)["number"] for line in child.stdout.read().splitlines() if line.endswith("}")
        ]
    with world(tmp_path) as both:
        # THEN every application that is there has its promise and a letter that tells it
        found = both.desk.store.applications.search(limit=1000)
        assert {a.number for a in found} >= set(told)
        assert both.desk.store.outbox.waiting() == len(found)
        for application in found:
            (living,) = [m for m in application.matters if m.matter == "living_subsidy"]
            assert undertaken.pending(living.facts, living.state)
        both.carry()
        for application in found:
            (promised,) = both.county.promised(str(application.answers["id_number"]))
            assert "承诺待核查,2026年12月7日前" in promised
        # AND each is asked for on the working day before its last
        both.wait(0, 10)
        assert not [t for t in todos.todos(both.desk).shown if "的承诺" in t.title]
        both.wait(0, 1)
        asked = [t for t in todos.todos(both.desk).shown if "的承诺" in t.title]
        assert {t.subject.id for t in asked} == {a.id for a in found}
        assert isinstance(both.desk.store, Book)
        assert both.desk.store.check().sound


def _round(text: str) -> int:
    digits = "".join(c for c in text if c.isdigit())
    return int(digits or 0)
