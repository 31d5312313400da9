"""Lines of a unit's table in which it begins records: people it found that no register has yet (新增)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import uuid4

from desk_app.domain import acting
from desk_app.domain.events import Subject
from desk_app.errors import RuleError
from desk_app.services import printable, proceedings
from desk_app.services.lists import still_open
from desk_app.services.parts import Parts
from forms import unit_sheets
from forms.particulars import ID_NUMBER, NAME
from forms.procedures import Act, Procedure

NEW: Final = "新增"
LINES: Final = 8
"""Lines for new records of each register in a table."""
HERE: Final = "新找到的人填在这一行"
_KEY: Final = re.compile(rf"{NEW} ([a-z][a-z0-9_]*) ([0-9a-f]{{32}})")
_CHANGED: Final = "记录号改过;新增的人请填在发出的表里留的“新增”行"


def offered(parts: Parts, role: str) -> Iterator[tuple[Procedure, Act]]:
    """What a role may begin by its table, by the pack in force."""
    for law in proceedings.registers(parts):
        if not law.resting and any(sheet.role == role for sheet in law.sheets):
            yield from ((law, act) for act in unit_sheets.starts(law, role))


def key(law: Procedure) -> str:
    """A key for one more line: it is the record's id already, so that a line brought twice begins one."""
    return f"{NEW} {law.id} {uuid4().hex}"


def is_key(cell: str) -> bool:
    """Whether a cell is meant as the key of a line for a new record."""
    return cell.strip().startswith(NEW)


def read_key(parts: Parts, cell: str, role: str) -> tuple[Procedure, Act, str]:
    """What a line begins: procedure, act, and the id of the record. RuleError with a sentence otherwise."""
    found = _KEY.fullmatch(cell.strip())
    if found is None:
        raise RuleError(_CHANGED)
    for law, act in offered(parts, role):
        if law.id == found[1]:
            return law, act, found[2]
    raise RuleError(f"“{role}”现在不按表格新增这一种登记,请照发出的表填回")


def fault(parts: Parts, law: Procedure, act: Act, record: str, given: Mapping[str, Any]) -> str:
    """Why a record can not be begun with this, in a sentence; empty when it can.

    Who has the same number in an open record of the register is told, and of the same place who has that
    name: a list is taken whole or not at all, so nobody would be asked about a line later.
    """
    about, now, who = Subject(law.subject, record), parts.clock.now(), parts.window.who
    try:
        acting.begun(parts.law, law.id, act.code, given, who, now, about, record)
        printable.require(act, given)
    except RuleError as error:
        return acting.told(error)
    place = next((sheet.by for sheet in law.sheets), "")
    person, name = str(given.get(ID_NUMBER, "")), str(given.get(NAME, ""))
    return still_open.of(parts, law, person, name, {place: str(given.get(place, ""))})
