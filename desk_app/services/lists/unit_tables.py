"""Units without a window act by a table each: a row per record, the step they did, and its answers.

Which units, and by which answer a record is theirs, is a word of a register's data (``[[sheet]]``). What
comes back goes the way of every table (``exchange``): the acts a clerk would type, all of them or none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from desk_app.domain import acting
from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError, WorldError, because
from desk_app.services import ledger, proceedings
from desk_app.services.lists import exchange, export, unit_new, unit_places
from desk_app.services.lists.exchange import RECORD, AnsweredRow, Returned
from desk_app.services.lists.workbook import ToFill
from desk_app.services.parts import Parts
from desk_app.services.tables import laid, opened
from desk_app.services.tables.sheet import FormulaCell, TableLine, TableSheet, cell_name
from forms import conditions, listing, phrases, unit_sheets
from forms.asked import element
from forms.facts import of_lists
from forms.numbers import half_width
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME
from forms.procedures import Act, Ask, Procedure
from forms.schema import Kind
from forms.unit_sheets import UnitSheet

STEP: Final = "办的哪一步"
"""Heading of the column that names the act which was done."""
_ROLE: Final = "由谁来办"
_WHICH: Final = "这一条是"
_HEADS: Final = (RECORD, _ROLE, "登记簿和状态", _WHICH, "在哪里", "电话", "到期", "可以办的", STEP)
_NOT_ASKED: Final = "—"
"""In a cell that no step of its row asks; it reads as an empty one."""
_MARK: Final = re.compile(r"(\d{6}) (\S+)号窗口")
"""The sheet's name tells which county's window sent it."""
_NO_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A record that waits for a step of a unit."""

    unit: str
    sheet: UnitSheet
    record: Proceeding
    law: Procedure
    pack: Pack
    acts: tuple[Act, ...]
    due: date | None


def send(parts: Parts, folder: Path, purpose: str) -> Iterator[tuple[str, Path, int]]:
    """Write a table for each unit that has something to do; tells whose, where, and of how many records.

    The purpose is noted with each. RuleError without a purpose; WorldError for a folder that can not be made.
    """
    if not purpose.strip():
        raise RuleError("表里有姓名和电话,请写明做什么用")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"文件夹 {folder} 用不了:{because(error)}") from error
    held: dict[tuple[str, str], list[UnitRow]] = {}
    for row in waiting(parts):
        held.setdefault((row.unit, row.sheet.role), []).append(row)
    for (unit, role), rows in sorted(held.items()):
        whose = f"{unit} {role}"
        path = folder / (_NO_NAME.sub("_", f"{unit}-{role}-{parts.clock.today()}") + ".xlsx")
        _write(parts, path, whose, rows, purpose.strip())
        yield whose, path, len(rows)


def waiting(parts: Parts) -> Iterator[UnitRow]:
    """Every record that waits for a step of a unit that acts by a table, the first due first."""
    away = {lease.proceeding for lease in parts.store.carrying.leases()}
    for law in proceedings.registers(parts):
        if not law.sheets:
            continue
        here = parts.store.proceedings.listed(law.id, law.open_states, limit=None)
        found = (row for record in here if record.id not in away for row in _rows(parts, record))
        yield from sorted(found, key=lambda row: (row.due or date.max, row.record.number))


def look(parts: Parts, path: Path) -> Returned:
    """Read a table that a unit filled in; RuleError with a sentence when it is none of this window's."""
    sheet = opened.read(path)
    _require_own(parts, path, sheet)
    head = laid.heading(sheet, RECORD)
    if head is None or not {_ROLE, _WHICH, STEP} <= {*head.cells}:
        raise RuleError(
            f"{path.name} 没有“{RECORD}”“{_ROLE}”“{_WHICH}”“{STEP}”这几列,不是从这里发出去的表,一行也没有收"
        )
    chosen, faults, empty = _chosen(parts, sheet, head)
    if faults and not chosen and all(told.endswith(_UNKNOWN) for _, told in faults):
        raise RuleError(f"{path.name} 里没有一条是这个窗口的,可能是别的区县、别的窗口发出的,一行也没有收")
    answers = [answer for key, lines in chosen.items() for answer in _read(parts, sheet, head, key, lines)]
    answers.sort(key=lambda answer: answer.read.line.number)
    return exchange.sifted(parts, _each_once(answers), empty, faults)


def take(parts: Parts, returned: Returned) -> tuple[Event, ...]:
    """Do every act a table tells of, all in one transaction; RuleError while a row has a fault."""
    return exchange.take(parts, returned)


# ---- what goes out -----------------------------------------------------------------------------------


def _rows(parts: Parts, record: Proceeding) -> Iterator[UnitRow]:
    """A row for each unit that may do a step to a record now; a step that leads nowhere else is done once."""
    law = parts.law.procedure(record.pack_digest, record.procedure)
    pack, events = parts.law.pack(record.pack_digest), parts.store.events.of(record.id)
    done = {event.act for event in events if not event.void}
    days = [c.due for c in parts.law.clocks(record.pack_digest, law.id, events) if c.due]
    for sheet in law.sheets:
        can = (a for a in unit_sheets.acts(law, sheet.role, record.state) if acting.holds(a, record.facts))
        if acts := tuple(act for act in can if act.target or act.again or act.code not in done):
            for unit in unit_places.units(parts, pack, law, sheet, record):
                yield UnitRow(unit, sheet, record, law, pack, acts, min(days, default=None))


def _write(parts: Parts, path: Path, whose: str, rows: Sequence[UnitRow], purpose: str) -> None:
    new = tuple(unit_new.offered(parts, rows[0].sheet.role))
    asked = [(ask, row.pack) for row in rows for ask in _asks(row.acts)]
    asked += [(ask, parts.pack) for _, act in new for ask in _asks([act])]
    asks = tuple({laid.plain(ask.label): (ask, pack) for ask, pack in asked}.values())
    heads = [*_HEADS, *(ask.label for ask, _ in asks)]
    choices = {
        len(_HEADS) + place: [option.label for option in pack.options(element(ask))]
        for place, (ask, pack) in enumerate(asks)
        if ask.kind is Kind.CHOICE
    }
    steps = dict.fromkeys(act.word for row in rows for act in (*row.acts, *(act for _, act in new)))
    fill = ToFill(_HEADS.index(STEP), {_HEADS.index(STEP): list(steps), **choices})
    window = parts.window
    title = f"{window.hall.region_code} {window.number}号窗口"

    def note() -> None:
        text = f"发出“{whose}”的表,{len(rows)}条,不遮盖号码,用途:{purpose}"
        procedure = Subject(export.LIST, rows[0].law.id)
        ledger.note_read(parts, window.who, ReadKind.UNMASKED, procedure, text)

    every = [ask for ask, _ in asks]
    lines = [_line(parts, each, every) for row in rows for each in (row, *_again(row))]
    for law, act in new:
        lines += [_new_line(law, act, rows[0].sheet.role, every) for _ in range(unit_new.LINES)]
    export.write_lines(path, title, heads, lines, note, fill)


def _again(row: UnitRow) -> Iterator[UnitRow]:
    """The row once more for each further time of a month that something is owed to its record."""
    facts = of_lists(row.record.facts)
    owed = {
        c.counted: c.in_a_month for c in row.law.clocks if c.times and conditions.truth(c.when, facts) is True
    }
    for act in (a for a in row.acts if a.again):
        yield from [replace(row, acts=(act,))] * (owed.get(act.code, 1) - 1)


def _asks(acts: Iterable[Act]) -> Iterator[Ask]:
    return (ask for act in acts for ask in act.asks if not ask.filled)


def _open(acts: Iterable[Act], asks: Iterable[Ask]) -> Iterator[str]:
    """The cells to be filled in, empty where one of the acts asks it."""
    asked = {laid.plain(ask.label) for ask in _asks(acts)}
    return ("" if laid.plain(ask.label) in asked else _NOT_ASKED for ask in asks)


def _new_line(law: Procedure, act: Act, role: str, asks: Iterable[Ask]) -> list[str]:
    """A line for a record that the unit begins."""
    told = [unit_new.key(law), role, f"{law.title}:{unit_new.NEW}", unit_new.HERE, "", "", "", _told(act), ""]
    return [*told, *_open([act], asks)]


def _line(parts: Parts, row: UnitRow, asks: Iterable[Ask]) -> list[str]:
    record, said = row.record, ledger.values(parts, row.record, {})
    phone = listing.phone_ask(row.law)
    return [
        record.id,
        row.sheet.role,
        f"{row.law.title}:{row.law.state(record.state).word}",
        " ".join(filter(None, (phrases.fill(row.law.label, said), record.number))),
        str(said.get(row.sheet.by, "")),
        str(said.get(phone.id, "")) if phone else "",
        row.due.isoformat() if row.due else "",
        ";".join(map(_told, row.acts)),
        "",
        *_open(row.acts, asks),
    ]


def _told(act: Act) -> str:
    """A step, and what has to be filled in for it."""
    needed = "、".join(ask.label for ask in act.asks if ask.required and not ask.filled)
    return f"{act.word}(要填:{needed})" if needed else act.word


# ---- what comes back ---------------------------------------------------------------------------------

_UNKNOWN: Final = "没有这条记录:记录号改过,或是别的窗口发出的表"
_Key = tuple[str, str, str, bool]
"""Digest of the pack, procedure and act of a row, and whether that begins a record."""


def _require_own(parts: Parts, path: Path, sheet: TableSheet) -> None:
    """RuleError for a table whose name says that another county or another window sent it."""
    found = _MARK.fullmatch(sheet.title)
    if found is None:
        return
    hall, window = parts.window.hall, parts.window.number
    if found[1] != hall.region_code:
        here = f"这里是{hall.region_code}"
        raise RuleError(f"{path.name} 是区划代码 {found[1]} 的区县发出的,{here},一行也没有收")
    if found[2] != window:
        raise RuleError(f"{path.name} 是{found[2]}号窗口发出的,请在那个窗口收,这里一行也没有收")


def _chosen(
    parts: Parts, sheet: TableSheet, head: TableLine
) -> tuple[Mapping[_Key, list[TableLine]], list[tuple[int, str]], int]:
    """The lines by the step that was done, what can not be told apart, and how many are not filled in."""
    key, role, step = (head.cells.index(heading) for heading in (RECORD, _ROLE, STEP))
    lines = [line for line in sheet.lines if line.number > head.number]
    known = {p.id: p for p in parts.store.proceedings.several({line.cell(key).strip() for line in lines})}
    chosen: dict[_Key, list[TableLine]] = {}
    faults, silent, filled = list[tuple[int, str]](), set[str](), set[str]()
    for line in lines:
        record, new = known.get(line.cell(key).strip()), unit_new.is_key(line.cell(key))
        if not any(cell.strip() not in ("", _NOT_ASKED) for cell in line.cells[step:]):
            silent |= set() if new else {line.cell(key)}
            continue
        filled.add(line.cell(key))
        if record is None and not new:
            faults.append((line.number, f"{cell_name(key, line.number)} {_UNKNOWN}"))
        else:
            told = (line.cell(role).strip(), line.cell(step))
            try:
                done = _step(parts, record, *told) if record else _begins(parts, line.cell(key), *told)
            except RuleError as fault:
                faults.append((line.number, f"{cell_name(step, line.number)} {fault}"))
            else:
                chosen.setdefault(done, []).append(line)
    return chosen, faults, len(silent - filled)


def _begins(parts: Parts, key: str, role: str, cell: str) -> _Key:
    """What a line for a new record begins; RuleError where its step is not named, or its key was changed."""
    law, act, _ = unit_new.read_key(parts, key, role)
    if half_width(cell.strip()) != half_width(act.word) or isinstance(cell, FormulaCell):
        raise RuleError(f"新增的一行,{STEP}请写“{act.word}”")
    return parts.pack.digest, law.id, act.code, True


def _step(parts: Parts, record: Proceeding, role: str, cell: str) -> _Key:
    """The act of a role that a cell names; RuleError with the words that may stand there."""
    if isinstance(cell, FormulaCell):
        raise RuleError(f"{STEP}是公式,请写成字")
    law = parts.law.procedure(record.pack_digest, record.procedure)
    if role not in {s.role for s in law.sheets}:
        raise RuleError(f"“{_ROLE}”写的“{role}”不按表格办“{law.title}”,请照发出的表填回")
    states = (record.state, *(state.code for state in law.states))
    acts = [act for state in states for act in unit_sheets.acts(law, role, state)]
    word = cell.strip()
    named = next((act for act in acts if half_width(act.word) == half_width(word)), None)
    if named is not None:
        return record.pack_digest, record.procedure, named.code, False
    here = [act.word for act in unit_sheets.acts(law, role, record.state)]
    could = f"可以写:{'、'.join(dict.fromkeys(here))}" if here else "这一条现在没有要办的"
    raise RuleError(f"{STEP}“{word}”看不懂,{could}" if word else f"填了内容,没有写{STEP};{could}")


def _read(
    parts: Parts, sheet: TableSheet, head: TableLine, key: _Key, lines: Sequence[TableLine]
) -> Iterator[AnsweredRow]:
    """The lines of one step, with what is filled in for it and what is wrong."""
    digest, procedure, code, begins = key
    law, pack = parts.law.procedure(digest, procedure), parts.law.pack(digest)
    act = law.act(code)
    assert act is not None
    layout = laid.below(head, [ask for ask in act.asks if not ask.filled])
    asks = {laid.plain(ask.label) for ask in act.asks}
    place, step = head.cells.index(RECORD), head.cells.index(STEP)
    part = replace(sheet, lines=(head, *lines))
    for read in laid.read(pack, law, act, part, layout, parts.clock.today()):
        if begins:
            yield _new(parts, law, act, _beside(read, head, asks, act), head)
            continue
        mixed = partial(_mixed, read.line.cell(head.cells.index(_WHICH)))
        answer = AnsweredRow(read.line.cell(place), act, _beside(read, head, asks, act), mixed)
        once = not (act.target or act.again)
        if once and _done(parts, answer) and not exchange.is_known(parts, answer):
            told = f"“{act.word}”已经登记过,不用再报"
            answer = replace(answer, read=_with(read, [(cell_name(step, read.line.number), told)]))
        yield answer


def _each_once(answers: Iterable[AnsweredRow]) -> Iterator[AnsweredRow]:
    """The rows, where two of them begin a record for the same person the second with a fault."""
    seen: dict[tuple[str, ...], int] = {}
    for row in answers:
        given = exchange.given(row.read) if row.begins else {}
        who = tuple(str(given.get(name, "")) for name in (NAME, ID_NUMBER))
        first = (
            seen.setdefault((row.begins, *who), row.read.line.number) if any(who) else row.read.line.number
        )
        if first != row.read.line.number:
            told = f"和第{first}行是同一个人,请只留一行;同名的两个人请写身份证号"
            yield replace(row, read=_with(row.read, [(cell_name(0, row.read.line.number), told)]))
        else:
            yield row


def _new(parts: Parts, law: Procedure, act: Act, read: laid.RowRead, head: TableLine) -> AnsweredRow:
    """A line that begins a record, with what is wrong in it."""
    key, role = (read.line.cell(head.cells.index(heading)) for heading in (RECORD, _ROLE))
    record = unit_new.read_key(parts, key, role.strip())[2]
    row = AnsweredRow(record, act, read, lambda _found: False, law.id)
    if read.faults or exchange.is_known(parts, row):
        return row
    if parts.store.proceedings.one(record) is not None:
        told = "这一行新增过,内容不一样;要改的请在窗口办"
    else:
        told = unit_new.fault(parts, law, act, record, exchange.given(read))
    place = cell_name(head.cells.index(STEP), read.line.number)
    return replace(row, read=_with(read, [(place, told)])) if told else row


def _mixed(told: str, found: Proceeding) -> bool:
    """Whether a row names another record than its key."""
    return bool(told.strip()) and found.number not in told


def _beside(read: laid.RowRead, head: TableLine, asks: set[str], act: Act) -> laid.RowRead:
    """The row with a fault for every cell filled in that its step does not ask."""
    first = head.cells.index(STEP) + 1
    strange = [
        (cell_name(place, read.line.number), f"“{act.word}”不问“{heading}”,请清空这一格")
        for place, heading in enumerate(head.cells[first:], first)
        if laid.plain(heading) not in asks and read.line.cell(place).strip() not in ("", _NOT_ASKED)
    ]
    return _with(read, strange)


def _with(read: laid.RowRead, more: Sequence[tuple[str, str]]) -> laid.RowRead:
    """The row with more cells to mend, each with a sentence."""
    cells, faults = (tuple(each) for each in zip(*more, strict=True)) if more else ((), ())
    return replace(read, faults=(*read.faults, *faults), cells=(*read.cells, *cells))


def _done(parts: Parts, answer: AnsweredRow) -> bool:
    events = parts.store.events.of(answer.record.strip())
    return any(event.act == answer.act.code and not event.void for event in events)
