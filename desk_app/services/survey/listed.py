"""A list of people is read for the survey: laid to columns, looked through, nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk_app.domain.survey import SURVEY, SurveyPerson
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.survey import people
from desk_app.services.survey.people import Drawing
from desk_app.services.survey.sheets import SHEET
from desk_app.services.tables import brought, faulty, laid
from desk_app.services.tables.brought import Opened
from desk_app.services.tables.laid import RowRead
from forms import numbers
from forms.procedures import Act, Ask


@dataclass(frozen=True, slots=True)
class ListedPeople:
    """What a list tells, before anything is drawn from it."""

    file: Opened
    """Without its lines: a list is long."""
    lines: tuple[Mapping[str, Any], ...]
    """What the lines without a fault tell, each person once; for ``people.draw``."""
    faults: tuple[RowRead, ...]
    """Lines that can not be taken, each with every reason."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnList:
    """Whom a list, last year and the certificates tell together, before anything is written."""

    drawing: Drawing
    listed: ListedPeople | None
    """What the list tells; None without one."""

    @property
    def rows(self) -> Sequence[SurveyPerson]:
        """Who would be asked."""
        return self.drawing.people

    @property
    def faults(self) -> Sequence[RowRead]:
        """Lines that can not be taken."""
        return self.listed.faults if self.listed else ()

    @property
    def notes(self) -> Sequence[str]:
        """Who is on the list and why, and what is worth a look."""
        told = self.listed.notes if self.listed else ()
        return (self.drawing.sentence, *told, *self.drawing.notes)


def columns(parts: Parts) -> Sequence[Ask]:
    """What a list can bring: what the act that opens a sheet asks and a table may hold."""
    return laid.columns(_opens(parts))


def look(parts: Parts, path: Path, sheet: str = "") -> Opened:
    """Open a file; RuleError or WorldError with one sentence when it is no table."""
    return brought.look(path, columns(parts), sheet)


def preview(parts: Parts, file: Opened, places: Mapping[str, int] | None = None) -> ListedPeople:
    """Read every line by a layout, the proposed one unless ``places`` are given.

    RuleError when a column that every line needs is laid to nothing.
    """
    if places is not None:
        file = replace(file, layout=replace(file.layout, places=places))
    brought.require_lines(file)
    act = _opens(parts)
    needed = [ask for ask in laid.columns(act) if ask.required or ask.id == "id_number"]
    if lacking := [ask.label for ask in needed if ask.id not in file.layout.places]:
        raise RuleError(f"没有找到“{'、'.join(lacking)}”这一列,请选好是哪一列再导入")
    law = parts.pack.procedures[SHEET]
    read = laid.read(parts.pack, law, act, file.sheet, file.layout, parts.clock.today())
    rows, faults, twice = brought.each_once(map(_sound, read))
    faults.sort(key=lambda row: row.line.number)
    bare = replace(file, sheet=replace(file.sheet, lines=()))
    return ListedPeople(bare, tuple(row.values for row in rows), tuple(faults), (*file.sheet.notes, *twice))


def drawn(parts: Parts, seen: ListedPeople | None, year: int | None = None) -> DrawnList:
    """Whom a list and what is known here tell; nothing is written. RuleError without a questionnaire."""
    return DrawnList(people.draw(parts, year, seen.lines if seen else ()), seen)


def bring(parts: Parts, seen: DrawnList, *, good_only: bool = False) -> int:
    """Keep the people of a year; returns how many.

    RuleError where lines have faults unless ``good_only`` says to take the others, and where nobody is left.
    """
    if seen.faults and not good_only:
        raise RuleError(f"有{len(seen.faults)}行要改,一人也没有列入;改好再来,或选只要没有问题的")
    return people.keep(parts, parts.window.who, seen.drawing)


def write_faults(parts: Parts, seen: DrawnList, path: Path) -> int:
    """Write the lines with faults into a spreadsheet; noted. Returns how many. WorldError when it can not."""
    return faulty.write(parts, seen.listed.file, seen.faults, path, SURVEY) if seen.listed else 0


def _sound(row: RowRead) -> RowRead:
    """A line; without an identity number it is anybody's, and a name has no digits."""
    if row.faults:
        return row
    lacking = "" if row.values.get("id_number") else "请填写身份证号"
    if fault := lacking or numbers.name_fault(str(row.values["name"])):
        return replace(row, values={}, faults=(fault,), cells=("",))
    return row


def _opens(parts: Parts) -> Act:
    law = parts.pack.procedures.get(SHEET)
    act = next((a for a in law.acts if a.start), None) if law else None
    if act is None:
        raise RuleError("事项定义里没有“动态更新调查表”,不能导入名单")
    return act
