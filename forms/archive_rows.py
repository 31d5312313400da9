"""A county's fonds and its table of retention periods; every mistake is noted with file and line."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from forms import archives
from forms.archives import TABLE, Fonds, Retention
from forms.rows import File, Reader
from forms.spelling import choose

ARCHIVE: Final = "archive"
"""Name of the table with what all numbers begin with."""


def read(
    files: Iterable[File], values: Mapping[str, str], procedures: Collection[str]
) -> tuple[Fonds, Mapping[str, Retention]]:
    """The fonds of the last file that has one, and the rows of all files by id."""
    every = tuple(files)
    rows = {row.id: row for file in every for row in _rows(file, Reader(file, values), procedures)}
    fonds = Fonds()
    for file in (f for f in every if ARCHIVE in f.data):
        fonds = Reader(file, values).row(Fonds, file.data[ARCHIVE], (ARCHIVE,)) or fonds
        for key, said in archives.faults(fonds, rows.values()):
            file.fail(said, (ARCHIVE, key))
    for file in (f for f in every if TABLE in f.data and rows and not fonds.number):
        file.fail("有保管期限表,要写 [archive]:全宗号和由谁审查同意", (TABLE,))
        break
    return fonds, MappingProxyType(rows)


def _rows(file: File, reader: Reader, procedures: Collection[str]) -> Iterable[Retention]:
    for at, raw in reader.tables(TABLE):
        row = reader.row(Retention, raw, at)
        if row is None:
            continue
        if said := archives.organ_fault(row):
            file.fail(said, (*at, "organ"))
        for name in (n for n in row.covers if n not in procedures):
            file.fail(f"没有流程“{name}”{choose(name, procedures)}", (*at, "covers"), name)
        yield row
