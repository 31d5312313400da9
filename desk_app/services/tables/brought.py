"""A file of people as it is brought in: opened once, laid to columns, each number taken once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from typing import Final

from desk_app.errors import RuleError, WorldError, because
from desk_app.services.tables import laid, opened
from desk_app.services.tables.laid import Layout, RowRead
from desk_app.services.tables.sheet import TableSheet
from forms.particulars import ID_NUMBER
from forms.procedures import Ask

_NAMED: Final = 10
"""Lines that one sentence names."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was opened, with the layout that its headings propose."""

    name: str
    digest: str
    """SHA-256 of the file: the event of the import names it, the file itself is not kept."""
    sheet: TableSheet
    layout: Layout


def look(path: Path, asks: Sequence[Ask], sheet: str = "") -> Opened:
    """Open a file; RuleError or WorldError with one sentence when it is no table."""
    found = opened.read(path, sheet)
    try:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WorldError(f"读不到文件 {path}:{because(error)}") from error
    return Opened(path.name, digest, found, laid.proposed(found, asks))


def require_lines(file: Opened) -> None:
    """RuleError where nothing stands below the headings."""
    if not any(line.number > file.layout.head.number for line in file.sheet.lines):
        raise RuleError(f"{file.name} 只有一行表头,下面没有内容,请选有名册的那一份(那一页)")


def each_once(read: Iterable[RowRead]) -> tuple[list[RowRead], list[RowRead], list[str]]:
    """Rows with each number once, lines with faults, and sentences on lines that were there twice.

    Of two lines that tell different things of one number neither is taken: which is right is not guessed.
    """
    kept: dict[str, RowRead] = {}
    same, faults, unlike = list[int](), list[RowRead](), dict[str, list[RowRead]]()
    for each in read:
        number = str(each.values.get(ID_NUMBER, ""))
        first = kept.setdefault(number, each) if not each.faults else each
        if each.faults:
            faults.append(each)
        elif first is not each and first.values == each.values:
            same.append(each.line.number)
        elif first is not each:
            unlike.setdefault(number, [first]).append(each)
    for number, twice in unlike.items():
        del kept[number]
        faults += _unlike(twice)
    notes = [f"第{lines(same)}行与前面的重复,只取一次"] if same else []
    return list(kept.values()), faults, notes


def lines(numbers: Sequence[int]) -> str:
    """Line numbers as one sentence names them."""
    more = f"等{len(numbers)}" if len(numbers) > _NAMED else ""
    return "、".join(map(str, numbers[:_NAMED])) + more


def _unlike(twice: Sequence[RowRead]) -> Iterator[RowRead]:
    for each in twice:
        others = lines([other.line.number for other in twice if other is not each])
        told = f"身份证号与第{others}行相同,内容不一样,请核对后只留一行"
        yield replace(each, values={}, faults=(told,), cells=("",))
