"""After a day at the window no byte on the disk tells who was there; only the papers asked for do."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import resources
from desk_app.database import cipher
from desk_app.domain.applications import Page
from desk_app.services.counter import inform
from desk_app.storage.sealed import MAGIC
from forms import files
from tests.fakes import make_parts
from tests.opened import opened_book
from tests.stories.program import SAMPLES, desk_app, environment

pytestmark = pytest.mark.story

_CODES = ("utf-8", "utf-16-le", "gb18030")
_WINDOW = 64
"""Bytes of a scan that are looked for in a row."""
_GIVEN_UP = ("不该留下", "620403199901010017", "13911112222")
"""Who began and went away again."""


def words(sample: Path) -> set[str]:
    """What must not be read anywhere: names and numbers of the person of a case file."""
    case = files.read_toml(sample)
    held = {**case["person"], **case["answers"]}
    names = ("name", "id_number", "phone", "bank_card", "guardian_name", "guardian_phone", "present_address")
    return {str(held[n]) for n in names if held.get(n)}


def give_up(data: Path) -> bytes:
    """Begin a draft with a scan and drop it, as a clerk does; returns the scan."""
    parts = make_parts(data)
    scan = next(resources.path("samples", "01").glob("*.jpg")).read_bytes() + _GIVEN_UP[0].encode()
    page = Page(parts.store.pages.keep(scan), "photo", "照片", "image/jpeg", len(scan))
    name, number, phone = _GIVEN_UP
    draft = replace(
        inform.new_draft(parts), answers={"name": name, "id_number": number, "phone": phone}, pages=(page,)
    )
    parts.store.drafts.keep(draft)
    parts.store.drafts.drop(draft.id)
    parts.store.close()
    return scan


def scans(data: Path) -> Iterator[bytes]:
    """The pictures the county got, as it got them."""
    with closing(opened_book(data / "county.db")) as db:
        yield from (bytes(row[0]) for row in db.execute("SELECT data FROM file"))


def found(held: Mapping[Path, bytes], secret: set[str], pictures: list[bytes]) -> list[str]:
    """Which file shows which word or a piece of which picture."""
    told = [
        f"{path}: {word} ({code})"
        for path, data in held.items()
        for word in secret
        for code in _CODES
        if word.encode(code) in data
    ]
    pieces = {p[n : n + _WINDOW] for p in pictures for n in range(0, len(p) - _WINDOW, _WINDOW)}
    for path, data in held.items():
        if path.suffix not in (".ttf", ".otf"):  # the fonts of the papers; no secret, and large
            hit = any(data[n : n + _WINDOW] in pieces for n in range(len(data) - _WINDOW + 1))
            told += [f"{path}: a scan"] if hit else []
    return told


def test_nothing_of_a_day_is_readable(tmp_path: Path) -> None:
    aside = {name: tmp_path / name for name in ("tmp", "cache", "state", "home")}
    for folder in aside.values():
        folder.mkdir()
    env = environment(
        TMPDIR=str(aside["tmp"]),
        XDG_CACHE_HOME=str(aside["cache"]),
        XDG_STATE_HOME=str(aside["state"]),
        HOME=str(aside["home"]),
    )
    secret, pictures, places, said = set(_GIVEN_UP), [], list(aside.values()), ""
    for sample in SAMPLES[:2]:
        out = tmp_path / sample.stem
        done = desk_app("walkthrough", "--case", sample, "--out", out, env=env)
        assert done.returncode == 0, done.stderr
        pictures += [*scans(out / "data"), give_up(out / "data")]
        secret |= words(sample)
        places.append(out / "data")
        said += done.stderr
    held = {p: p.read_bytes() for place in places for p in place.rglob("*") if p.is_file()}
    assert sum(data.startswith(MAGIC) for data in held.values()) > 5, "scans were kept"
    assert not [p for p, data in held.items() if data.startswith(cipher.CLEAR)]
    assert found(held, secret, pictures) == []
    assert found({Path("the log"): said.encode()}, secret, []) == []
    open_to_others = [p for place in places[4:] for p in place.iterdir() if p.stat().st_mode & 0o077]
    assert open_to_others == []
    paper = json.dumps(sorted(secret), ensure_ascii=False).encode()
    assert found({Path("x"): paper, Path("y"): pictures[0][100:900]}, secret, pictures), "it can be found"
