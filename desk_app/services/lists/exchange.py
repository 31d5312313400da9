"""A list goes to another unit as a table and comes back with an answer a row: each answer is an act.

Whoever has no window of ours answers so: a department of a county, a town. Nothing is taken of a table with a
fault; a row without an answer waits, and a table that is brought twice counts once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from desk_app.domain import acting
from desk_app.domain.events import Event, Subject
from desk_app.domain.lists import LABEL, NUMBER_TAIL, TAIL, ListColumn, Wanted
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import items, ledger, proceedings
from desk_app.services.feeding import Beginning
from desk_app.services.lists import export, lists
from desk_app.services.parts import Parts
from desk_app.services.tables import laid, opened
from desk_app.services.tables.laid import Layout, RowRead
from desk_app.services.tables.sheet import FormulaCell
from forms import asked
from forms.numbers import half_width
from forms.particulars import ID_NUMBER, NAME
from forms.procedures import Act, Procedure

RECORD: Final = "记录号"
"""Heading of the column that tells which record a row is about: its id, in the first column."""
FILLED: Final = "(已填)"
"""Ends the heading of a column that the sender has filled in."""
_CHANNEL: Final = "table"
_TWICE: Final = "这条记录在表里不止一行,请只留一行"
_PORTION: Final = 500
_EMPTY: Final[tuple[Any, ...]] = ("", (), [], None)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a table brought back, before anything is written."""

    answers: tuple[tuple[str, str, Mapping[str, Any]], ...]
    """The proceeding, the code of its act and what the act is given, in the order of the table."""
    faults: tuple[tuple[int, str], ...]
    """Line and what to mend in it."""
    waiting: int
    """Rows without an answer."""
    known: int
    """Rows whose answer was brought before."""
    fresh: tuple[Beginning, ...] = ()
    """Records that rows begin."""


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """One answered row: the record it names, the act it stands for, what was read of it."""

    record: str
    """The cell that names the record, as it was read."""
    act: Act
    read: RowRead
    mixed: Callable[[Proceeding], bool]
    """Whether other cells of the row speak of another record than this one: only some columns were sorted."""
    begins: str = ""
    """The procedure of the record it begins; empty: the record is there."""


def send(
    parts: Parts, wanted: Wanted, act_code: str, path: Path, purpose: str, given: Mapping[str, Any]
) -> int:
    """Write the records of a list with whole numbers and empty columns for the questions of an act.

    ``given`` are answers that every row has already. The export is noted with its purpose; returns how many.
    RuleError without a purpose.
    """
    if not purpose.strip():
        raise RuleError("名单里有完整的号码,请写明做什么用")
    law = lists.procedure_of(parts, wanted.procedure)
    act = _act(law, act_code)
    columns = [c for c in lists.columns(parts, law.id) if c.id != NUMBER_TAIL and c.shown]
    said = asked.worded(parts.pack, law, given)
    heads = [RECORD, *map(_title, columns), *(a.label + (FILLED if a.id in given else "") for a in act.asks)]
    order, count = lists.order(parts, law.id), 0

    def lines() -> Iterator[Sequence[str]]:
        nonlocal count
        for portion in parts.store.lists.stream(wanted, order, parts.clock.today(), _PORTION):
            for row in portion:
                count += 1
                cells = (lists.said(parts, column, row, plain=True) for column in columns)
                yield [row.id, *cells, *(str(said.get(ask.id, "")) for ask in act.asks)]

    def note() -> None:
        text = f"发出名单,{count}条,不遮盖号码,用途:{purpose.strip()}"
        ledger.note_read(parts, parts.window.who, ReadKind.UNMASKED, Subject(export.LIST, law.id), text)

    export.write_lines(path, law.title, heads, lines(), note)
    return count


def look(parts: Parts, path: Path, procedure: str, act_code: str) -> Returned:
    """Read a table that came back; RuleError when it is none of ours."""
    law = lists.procedure_of(parts, procedure)
    act, sheet = _act(law, act_code), opened.read(path)
    layout = laid.proposed(sheet, act.asks)
    if RECORD not in layout.headings:
        raise RuleError(f"{path.name} 没有“{RECORD}”这一列,不是从这里发出去的名单,一行也没有收")
    place = layout.headings.index(RECORD)
    rows = tuple(laid.read(parts.pack, law, act, sheet, layout, parts.clock.today()))
    whose = _whose(parts, law, layout)
    answered = [
        AnsweredRow(row.line.cell(place), act, row, partial(_mixed, row, whose))
        for row in rows
        if _answered(layout, row)
    ]
    return sifted(parts, answered, len(rows) - len(answered))


def sifted(
    parts: Parts, rows: Iterable[AnsweredRow], waiting: int, faults: Iterable[tuple[int, str]] = ()
) -> Returned:
    """Answered rows as what can be taken, what is known and what is wrong, beside ``faults`` found before.

    One record has one row, but for what is done again and again: each time has its own.
    """
    answers, once = list[tuple[str, str, Mapping[str, Any]]](), dict[str, bool]()
    fresh: dict[str, Beginning] = {}
    wrong, known = list(faults), 0
    away = {lease.proceeding: lease.told for lease in parts.store.carrying.leases()}
    for row in rows:
        record = row.record.strip()
        answer = (record, row.act.code, given(row.read))
        twice = record in fresh or (
            record in once and (once[record] or not row.act.again or answer in answers)
        )
        told = row.read.told or _fault(parts, row, twice)
        if told:
            wrong.append((row.read.line.number, told))
        elif is_known(parts, row):
            known += 1
        elif record in away:
            wrong.append((row.read.line.number, f"这条记录{away[record]},带回以后再收"))
        elif row.begins:
            fresh[record] = Beginning(row.begins, row.act.code, given(row.read), record)
        else:
            answers.append(answer)
            once[record] = not row.act.again
    return Returned(tuple(answers), tuple(sorted(wrong)), waiting, known, tuple(fresh.values()))


def take(parts: Parts, returned: Returned) -> tuple[Event, ...]:
    """Do the act for every answer, all in one transaction. RuleError while a row has a fault."""
    if returned.faults:
        raise RuleError(f"有{len(returned.faults)}行要改,一行也没有收;改好再来")
    who = parts.window.who
    return proceedings.act_and_begin(parts, who, returned.answers, returned.fresh, channel=_CHANNEL)


def _act(law: Procedure, code: str) -> Act:
    act = law.act(code)
    if act is None or not act.asks:
        raise RuleError(f"“{law.title}”没有“{code}”这个可以填表回答的动作")
    return act


def _title(column: ListColumn) -> str:
    return column.title.removesuffix("尾号") if column.id == TAIL else column.title


def _whose(parts: Parts, law: Procedure, layout: Layout) -> Mapping[str, int]:
    """By fact of a record, the place of the column that was sent with it and tells whose row it is."""
    sent = {c.id: _title(c) for c in lists.columns(parts, law.id)}
    told = {ID_NUMBER: sent.get(TAIL, ""), NAME: sent.get(LABEL, "") if law.label == f"{{{NAME}}}" else ""}
    return {
        fact: layout.headings.index(title)
        for fact, title in told.items()
        if title and title in layout.headings
    }


def _answered(layout: Layout, read: RowRead) -> bool:
    """Whether a question has an answer that the sender did not write."""
    return any(
        read.line.cell(place).strip()
        for place in layout.places.values()
        if not layout.headings[place].endswith(FILLED)
    )


def _mixed(read: RowRead, whose: Mapping[str, int], found: Proceeding) -> bool:
    """Whether a name or a number of the row is another than that of the record."""
    told = {fact: half_width(read.line.cell(place)).strip().upper() for fact, place in whose.items()}
    return any(said and said != str(found.facts.get(fact, said)).upper() for fact, said in told.items())


def given(read: RowRead) -> dict[str, Any]:
    """What an act is given by a row: only what is filled in."""
    return {k: v for k, v in read.values.items() if v not in _EMPTY}


def _fault(parts: Parts, row: AnsweredRow, twice: bool) -> str:
    """Why an answer can not be taken, in a sentence; empty when it can."""
    if isinstance(row.record, FormulaCell):
        return f"{RECORD}是公式,请照发出的名单填回"
    record = row.record.strip()
    if row.begins:
        return _TWICE if twice else ""
    found = parts.store.proceedings.one(record) if record else None
    if found is None:
        return "没有这条记录:记录号改过,或是别的窗口发出的名单"
    if row.mixed(found):
        return "姓名或号码和记录号对不上,可能只给几列排了序:请照发出去的名单核对"
    if twice:
        return _TWICE
    if is_known(parts, row):
        return ""
    try:
        wanted = (row.act.code, given(row.read))
        items.judged(parts, parts.window.who, parts.clock.now(), found, wanted)
    except RuleError as error:
        return acting.told(error)
    return ""


def is_known(parts: Parts, row: AnsweredRow) -> bool:
    """Whether the same answer was given to this record before."""
    told = {k: _plain(v) for k, v in row.read.values.items()}
    events = (e for e in parts.store.events.of(row.record.strip()) if e.act == row.act.code and not e.void)
    return any({k: _plain(e.payload.get(k)) for k in told} == told for e in events)


def _plain(value: Any) -> Any:
    """A value as it is compared: nothing is one nothing, several codes are a list."""
    return None if value in _EMPTY else list(value) if isinstance(value, tuple) else value
