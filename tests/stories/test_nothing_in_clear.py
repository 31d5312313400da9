"""After a day at the window no byte on the disk tells who was there; only the papers asked for do."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import resources
from desk_app.database import cipher
from desk_app.domain.applications import Page
from desk_app.services.counter import inform
from desk_app.services.roster import bringing, matching
from desk_app.services.visits import carrying
from desk_app.storage.sealed import MAGIC
from forms import files
from tests.carrying.conftest import TAKEN, Field
from tests.carrying.test_carrying import taken_at_home
from tests.fakes import make_parts
from tests.opened import opened_book
from tests.roster.tables import HEADINGS, book, line, number
from tests.stories.open_files import Held, look, watched
from tests.stories.program import SAMPLES, environment

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


@cache
def _pieces(picture: bytes) -> frozenset[int]:
    """What a picture has in a row, at every one of its bytes; the files, which are larger, are only sampled.

    Either way twice ``_WINDOW`` bytes of it are found wherever they stand.
    """
    return frozenset(hash(picture[n : n + _WINDOW]) for n in range(len(picture) - _WINDOW + 1))


def found(held: Mapping[Path, bytes], secret: set[str], pictures: list[bytes]) -> list[str]:
    """Which file shows which word or a piece of which picture."""
    told = [
        f"{path}: {word} ({code})"
        for path, data in held.items()
        for word in secret
        for code in _CODES
        if word.encode(code) in data
    ]
    pieces = {piece for picture in pictures for piece in _pieces(picture)}
    for path, data in held.items():
        if path.suffix not in (".ttf", ".otf"):  # the fonts of the papers; no secret, and large
            hit = any(hash(data[n : n + _WINDOW]) in pieces for n in range(0, len(data), _WINDOW))
            told += [f"{path}: a scan"] if hit else []
    return told


def _in_memory() -> set[Path]:
    """Shared memory by its names, without the tests' own folders there."""
    top = (p for p in Path("/dev/shm").iterdir() if not p.name.startswith("pytest-of-"))
    return {p for each in top for p in (each, *each.rglob("*")) if p.is_file()}


def _is_asked_for(path: Path, folders: set[str]) -> bool:
    """Whether it is a paper or a picture that the walkthrough was asked for, and no data of it."""
    return any(str(path).startswith(f) and not str(path).startswith(f"{f}/data") for f in folders)


@pytest.mark.timeout(400)
@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_nothing_of_a_day_is_readable(tmp_path: Path) -> None:
    aside = {name: tmp_path / name for name in ("tmp", "cache", "state", "home", "run", "config", "share")}
    for folder in aside.values():
        folder.mkdir(mode=0o700)
    env = environment(
        TMPDIR=str(aside["tmp"]),
        XDG_CACHE_HOME=str(aside["cache"]),  # thumbnails too
        XDG_STATE_HOME=str(aside["state"]),
        XDG_RUNTIME_DIR=str(aside["run"]),
        XDG_CONFIG_HOME=str(aside["config"]),  # settings of Qt
        XDG_DATA_HOME=str(aside["share"]),  # recently-used.xbel
        HOME=str(aside["home"]),
    )
    shared, opened = _in_memory(), Held()
    secret, pictures, places, said = set(_GIVEN_UP), [], list(aside.values()), ""
    for sample in SAMPLES[:2]:
        out = tmp_path / sample.stem
        done = watched("walkthrough", "--case", sample, "--out", out, env=env, held=opened)
        assert done.returncode == 0, done.stderr
        pictures += [*scans(out / "data"), give_up(out / "data")]
        secret |= words(sample)
        places.append(out / "data")
        said += done.stderr
    crashed = tmp_path / SAMPLES[2].stem
    pages = crashed / "data" / "pages"
    killed = watched(
        *("walkthrough", "--case", SAMPLES[2], "--out", crashed),
        env=env,
        held=opened,
        until=lambda: any(p.is_file() for p in pages.rglob("*")),
    )
    assert killed.returncode == -9, "it was killed with the case open"
    secret |= words(SAMPLES[2])
    places.append(crashed / "data")
    held = {p: p.read_bytes() for place in places for p in place.rglob("*") if p.is_file()}
    assert sum(data.startswith(MAGIC) for data in held.values()) > 5, "scans were kept"
    assert not [p for p, data in held.items() if data.startswith(cipher.CLEAR)]
    assert found(held, secret, pictures) == []
    asked_for = {str(tmp_path / sample.stem) for sample in SAMPLES[:3]}
    written = {p: d for p, d in opened.named().items() if not _is_asked_for(p, asked_for)}
    assert any("book.db" in str(p) for p in written), "what was open was looked at"
    assert found(written, secret, pictures) == []
    in_memory = {p: p.read_bytes() for p in _in_memory() - shared}
    assert found(in_memory, secret, pictures) == []
    assert found({Path("the log"): said.encode()}, secret, []) == []
    open_to_others = [
        p for place in places[len(aside) :] for p in place.iterdir() if p.stat().st_mode & 0o077
    ]
    assert open_to_others == []
    paper = json.dumps(sorted(secret), ensure_ascii=False).encode()
    assert found({Path("x"): paper, Path("y"): pictures[0][100:900]}, secret, pictures), "it can be found"


def test_a_roster_and_a_journey_leave_nothing_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The books of hall and laptop, the parcels both ways, what was made on the way, and after letting go."""
    aside, given = tmp_path / "tmp", tmp_path / "given"
    for folder in (aside, given):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    field = Field(tmp_path / "field", {}, {})
    roster = book(given / "roster.xlsx", HEADINGS, line(1, "欧阳名册"))  # a clerk's own file
    bringing.bring(field.hall, bringing.preview(field.hall, bringing.look(field.hall, roster)))
    matching.run(field.hall)
    number_out = "11010519491231002X"
    visit = field.visit(name="司马外出", id_number=number_out, phone="13809430077")
    field.out("51", visit)
    taken = taken_at_home(field.at("51"), 0)
    field.do("51", visit, "take_in", **TAKEN | {"receipt": taken.number})
    code = field.back("51").code
    secret = {"欧阳名册", number(1), "司马外出", number_out, "13809430077", taken.number}
    secret |= {str(taken.answers[name]) for name in ("name", "id_number", "phone")}
    scan = field.at("51").store.pages.read(taken.pages[0].id) * _WINDOW  # the short one of a home
    for _ in range(2):
        held = {p: p.read_bytes() for at in (field.folder, aside) for p in at.rglob("*") if p.is_file()}
        assert any(p.suffix == ".desk" for p in held)
        assert not [p for p, data in held.items() if data.startswith(cipher.CLEAR)]
        assert found(held, secret, [scan]) == []
        if field.at("51").store.carrying.working_set() is not None:
            carrying.let_go(field.at("51"), code)
    for parts in field.windows.values():
        parts.store.close()


HOLDER = """
import mmap, os, sys, tempfile
held = tempfile.TemporaryFile(dir=sys.argv[1])
held.write("张样例".encode("gb18030") * 9)
held.flush()
shared = os.memfd_create("clips")
os.ftruncate(shared, 4096)
mapped = mmap.mmap(shared, 4096)
os.close(shared)
mapped[:27] = "张样例".encode() * 3
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_what_is_deleted_but_open_or_only_shared_is_found(tmp_path: Path) -> None:
    held = Held()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert list(tmp_path.iterdir()) == []
        look(child.pid, held)
        child.kill()
    told = found(held.named(), {"张样例"}, [])
    assert any("gb18030" in line for line in told)
    assert any("memfd:clips" in line and "utf-8" in line for line in told)
