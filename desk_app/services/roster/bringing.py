"""A roster is brought in: read, laid to columns, looked through, and kept whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

from desk_app.domain.clerks import ADMINISTRATOR, SUPERVISOR
from desk_app.domain.events import Event, Subject
from desk_app.domain.roster import IMPORT, ROSTER, RosterRow
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.roster import law
from desk_app.services.tables import brought, faulty, laid
from desk_app.services.tables.brought import Opened
from desk_app.services.tables.laid import RowRead
from forms import towns
from forms.particulars import ID_NUMBER, NAME

LEADING: Final = (SUPERVISOR, ADMINISTRATOR)
"""Who may bring a roster."""
LEADING_ONLY: Final = "导入名册要主管或管理员登录"
REGISTERED: Final = "registered_address"
"""The ask that tells where somebody is registered."""
LIFE: Final = "life"
DIED, MOVED = "2", "3"
"""The ask that tells whether a person is still on the roster, and the codes of who died and who moved."""


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What would be brought, before anything is written."""

    file: Opened
    rows: tuple[RowRead, ...]
    """Lines without a fault, each person once."""
    faults: tuple[RowRead, ...]
    """Lines that can not be taken, each with every reason."""
    notes: tuple[str, ...]
    """What is taken and yet worth a look, in sentences."""


def may_bring(parts: Parts) -> bool:
    """Whether who sits here may bring a roster: who leads or administers; anybody where nobody signs in."""
    return parts.window.seat.given or parts.window.seat.has(*LEADING)


def look(parts: Parts, path: Path, sheet: str = "") -> Opened:
    """Open a file; RuleError or WorldError with one sentence when it is no table."""
    return brought.look(path, law.columns(parts), sheet)


def preview(parts: Parts, file: Opened, places: Mapping[str, int] | None = None) -> RosterPreview:
    """Read every line by a layout, the proposed one unless ``places`` are given; nothing is written.

    RuleError when a column that every row needs is laid to nothing.
    """
    if places is not None:
        file = replace(file, layout=replace(file.layout, places=places))
    brought.require_lines(file)
    procedure = law.of(parts)
    if lacking := laid.lacking(file.layout, law.columns(parts)):
        named = "、".join(ask.label for ask in lacking)
        raise RuleError(f"没有找到“{named}”这一列,请选好是哪一列再导入")
    read = laid.read(
        parts.pack, procedure, law.begins(procedure), file.sheet, file.layout, parts.clock.today()
    )
    rows, faults, twice = brought.each_once(read)
    notes = (
        *file.sheet.notes,
        *twice,
        *_gone(rows),
        *_elsewhere(parts, rows),
        *_named_otherwise(parts, rows),
    )
    return RosterPreview(file, tuple(rows), tuple(sorted(faults, key=lambda r: r.line.number)), notes)


def bring(parts: Parts, preview: RosterPreview, *, good_only: bool = False, whole: bool = False) -> int:
    """Keep the rows of a preview; returns how many. With ``whole`` nobody else stays on the roster.

    RuleError where lines have faults unless ``good_only`` says to take the others, and for who may not.
    """
    if not may_bring(parts):
        raise RuleError(LEADING_ONLY)
    if preview.faults and not good_only:
        raise RuleError(f"有{len(preview.faults)}行要改,一行也没有导入;改好再来,或选“只导入没有问题的”")
    if not preview.rows:
        raise RuleError("没有一行可以导入")
    told = {
        "file": preview.file.name,
        "digest": preview.file.digest,
        "rows": len(preview.rows),
        "left_out": len(preview.faults),
        "whole": whole,
    }
    subject, who = Subject(ROSTER, ROSTER), parts.window.who
    event = Event(str(uuid4()), parts.clock.now(), who, subject, IMPORT, told)
    rows = [_row(read, event.id) for read in preview.rows]
    parts.store.roster.bring(rows, event, whole=whole)
    return len(rows)


def write_faults(parts: Parts, preview: RosterPreview, path: Path) -> int:
    """Write the lines with faults into a spreadsheet; noted. Returns how many. WorldError when it can not."""
    return faulty.write(parts, preview.file, preview.faults, path, ROSTER)


def _row(read: RowRead, brought: str) -> RosterRow:
    values = {k: v for k, v in read.values.items() if v not in ("", ())}
    return RosterRow(str(values[ID_NUMBER]), str(values[NAME]), values, brought)


def _gone(rows: Iterable[RowRead]) -> Iterator[str]:
    """Sentences on who died or moved, by the roster."""
    told = Counter(str(read.values.get(LIFE, "")) for read in rows)
    for code, word in ((DIED, "已去世"), (MOVED, "已迁出")):
        if told[code]:
            yield f"册里写着{word}的{told[code]}人:照记,不替他们找"


def _elsewhere(parts: Parts, rows: Iterable[RowRead]) -> Iterator[str]:
    """A sentence on lines whose address of registration names another county."""
    above = parts.regions.above
    other = [r.line.number for r in rows if towns.elsewhere(str(r.values.get(REGISTERED) or ""), above)]
    if other:
        yield f"第{brought.lines(other)}行的户籍地址不在本区县:照记,找到的先核对户籍"


def _named_otherwise(parts: Parts, rows: Iterable[RowRead]) -> Iterator[str]:
    """A sentence on lines whose number is known here under another name."""
    named = ((read, parts.store.people.by_number(str(read.values[ID_NUMBER]))) for read in rows)
    other = [r.line.number for r, known in named if known and known.name != r.values[NAME]]
    if other:
        yield f"第{brought.lines(other)}行的身份证号,本窗口记录里是另一个姓名,请核对"
