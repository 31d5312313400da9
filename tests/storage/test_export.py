"""Exports: every column and row, masked, whole or not at all, and no formula for a spreadsheet."""

import csv
import json
import os
import signal
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desk_app.domain.events import Subject
from desk_app.domain.lists import Order, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import WorldError
from desk_app.services.lists import export, lists, statistics
from desk_app.services.parts import Parts
from tests.children import ran
from tests.fakes import make_parts
from tests.storage.test_list_statistics import QUARTER, keys
from tests.storage.test_lists import EVERY, some

__all__ = ["keys"]
NEWEST = Order()
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path / "data")


def write(
    parts: Parts, path: Path, kind: str = "xlsx", purpose: str = "", wanted: Wanted = EVERY
) -> int | None:
    return export.write(parts, parts.window.who, wanted, NEWEST, path, kind, purpose)


def sheet(path: Path) -> list[list[str]]:
    """The texts of a sheet's cells; asserts that the file is sound and has no formula."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        root = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{_SHEET}f"))
    rows = root.iter(f"{_SHEET}row")
    return [["".join(cell.itertext()) for cell in row.iter(f"{_SHEET}c")] for row in rows]


def table(path: Path) -> list[list[str]]:
    """The cells of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if row]


def reads(parts: Parts) -> list[tuple[ReadKind, str]]:
    return [(r.how, r.text) for r in parts.store.journal.of(Subject(export.LIST, "application"))]


def test_a_sheet_has_every_row_and_column_masked(parts: Parts, tmp_path: Path) -> None:
    made = some(parts)
    path = tmp_path / "办件.xlsx"
    assert write(parts, path) == 8
    head, *rows = sheet(path)
    titles = [c.title for c in lists.columns(parts, "application") if c.id not in ("number_tail", "due")]
    assert head == ["期限", *titles]
    assert len(rows) == 8
    text = json.dumps(rows, ensure_ascii=False)
    for application in made:
        assert application.number in text
        assert str(application.answers["id_number"]) not in text
        assert str(application.answers["phone"]) not in text
    assert reads(parts) == [(ReadKind.EXPORTED, "导出xlsx,8条")]


def test_numbers_are_whole_for_a_purpose_that_is_noted(parts: Parts, tmp_path: Path) -> None:
    made = some(parts)
    path = tmp_path / "办件.csv"
    assert write(parts, path, "csv", "年度核查") == 8
    head, *rows = table(path)
    assert "证件号码" in head
    assert {row[head.index("证件号码")] for row in rows} == {str(a.answers["id_number"]) for a in made}
    assert reads(parts) == [(ReadKind.UNMASKED, "导出csv,8条,不遮盖号码,用途:年度核查")]


def test_a_csv_file_is_what_a_spreadsheet_of_the_office_reads(parts: Parts, tmp_path: Path) -> None:
    some(parts)
    path = tmp_path / "办件.csv"
    write(parts, path, "csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 9


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_begins_like_a_formula_stays_a_text(kind: str, keys: Parts, tmp_path: Path) -> None:
    path = tmp_path / f"keys.{kind}"
    assert write(keys, path, kind, wanted=Wanted("keys")) == 3
    if kind == "csv":
        cells = [row[1] for row in table(path)]
        assert cells == ["钥匙", "仓库", "车库", "'=一楼"]
    else:
        assert [row[1] for row in sheet(path)] == ["钥匙", "仓库", "车库", "=一楼"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_beginning_of_a_formula_gets_an_apostrophe_in_csv(start: str) -> None:
    lines: list[list[str]] = []

    class Lines:
        def writerow(self, cells: list[str]) -> None:
            lines.append(cells)

    export.CommaSheet(Lines()).line([f"{start}1+1", "1", -1])
    assert lines == [[f"'{start}1+1", "1", "-1"]]


def test_an_empty_list_is_a_head_alone(parts: Parts, tmp_path: Path) -> None:
    for kind in ("xlsx", "csv"):
        path = tmp_path / f"empty.{kind}"
        assert write(parts, path, kind) == 0
        assert len(sheet(path) if kind == "xlsx" else table(path)) == 1


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_who_stops_an_export_keeps_the_old_file(kind: str, parts: Parts, tmp_path: Path) -> None:
    some(parts)
    out = tmp_path / "out"
    out.mkdir()
    path = out / f"list.{kind}"
    path.write_text("before", encoding="utf-8")
    assert export.write(parts, parts.window.who, EVERY, NEWEST, path, kind, stopped=lambda: True) is None
    assert [p.name for p in out.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == "before"
    assert reads(parts) == []


def test_a_folder_that_can_not_be_written_is_told(parts: Parts, tmp_path: Path) -> None:
    some(parts)
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    with pytest.raises(WorldError, match="导出的文件存不下来"):
        write(parts, place / "list.xlsx")


_FULL = """
import resource, sys
from pathlib import Path
from desk_app.domain.lists import Order, Wanted
from desk_app.errors import WorldError
from desk_app.services.lists import export
from tests.fakes import make_parts
from tests.storage.test_lists import some
parts = make_parts(Path(sys.argv[1]))
some(parts)
parts.store.close()
parts = make_parts(Path(sys.argv[1]))
stream = parts.store.lists.stream
parts.store.lists.stream = lambda *asked: (rows for _ in range(400) for rows in stream(*asked))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
try:
    export.write(parts, parts.window.who, Wanted("application"), Order(), Path(sys.argv[2]), sys.argv[3])
except WorldError as fault:
    print(fault)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is POSIX")
@pytest.mark.parametrize(("kind", "limit"), [("xlsx", "20000"), ("csv", "300000")])
def test_a_full_disk_is_one_sentence_and_leaves_the_old_file(kind: str, limit: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    path = out / f"list.{kind}"
    path.write_text("before", encoding="utf-8")
    done = ran([sys.executable, "-c", _FULL, str(tmp_path / "data"), str(path), kind, limit])
    assert "磁盘已满或不能写入" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in out.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == "before"


_KILLED = """
import os, signal, sys
from pathlib import Path
from desk_app.domain.lists import Order, Wanted
from desk_app.services.lists import export
from tests.fakes import make_parts
from tests.storage.test_lists import some
parts = make_parts(Path(sys.argv[1]))
some(parts)
stream = parts.store.lists.stream
def rows(*asked):
    for _ in range(300):
        yield from stream(*asked)
    os.kill(os.getpid(), signal.SIGKILL)
parts.store.lists.stream = rows
export.write(parts, parts.window.who, Wanted("application"), Order(), Path(sys.argv[2]), sys.argv[3])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a file without a name is Linux's")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_that_is_killed_leaves_nothing_anywhere(kind: str, tmp_path: Path) -> None:
    out, spare = tmp_path / "out", tmp_path / "spare"
    out.mkdir()
    spare.mkdir()
    done = ran(
        [sys.executable, "-c", _KILLED, str(tmp_path / "data"), str(out / f"list.{kind}"), kind],
        env={**os.environ, "TMPDIR": str(spare)},
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert list(out.iterdir()) == list(spare.iterdir()) == []


def test_statistics_for_outsiders_hide_small_counts(parts: Parts, tmp_path: Path) -> None:
    some(parts)
    found = statistics.table(parts, "matter", QUARTER)
    inside, outside = tmp_path / "in.csv", tmp_path / "out.csv"
    export.write_statistics(parts, parts.window.who, found, inside, "csv")
    export.write_statistics(parts, parts.window.who, found, outside, "csv", outside=True)
    whole, few = table(inside), table(outside)
    line = next(row for row in whole if row[0] == "残疾人证新办")
    hidden = next(row for row in few if row[0] == "残疾人证新办")
    assert line[1:6] == ["8", "2", "4", "1", "1"]
    assert hidden[1:] == ["8", "<5", "<5", "<5", "<5", "", ""]
    assert few[-1][0] == found.note
    told = parts.store.journal.of(Subject(export.LIST, "matter"))
    assert [r.text for r in told] == ["导出统计,csv,给本单位", "导出统计,csv,给外单位"]


def test_statistics_are_a_sound_sheet(parts: Parts, tmp_path: Path) -> None:
    some(parts)
    path = tmp_path / "统计.xlsx"
    export.write_statistics(parts, parts.window.who, statistics.table(parts, "matter", QUARTER), path)
    assert ["合计", "24"] in [row[:2] for row in sheet(path)]
