"""Lists of any kind of record: their columns, rows, counts, words and shortcuts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from desk_app.domain.applications import masked_number
from desk_app.domain.lists import (
    BEGAN,
    CLERK,
    COUNTER,
    DECIDED,
    DEPARTMENT,
    DUE,
    LABEL,
    MATTERS,
    NOTHING,
    NUMBER,
    NUMBER_TAIL,
    OFFICE_NUMBER,
    PHONE,
    SINCE,
    STATE,
    TAIL,
    TOWNSHIP,
    USED,
    ColumnKind,
    DueKind,
    ListColumn,
    Order,
    Row,
    RowsPage,
    Shortcut,
    Wanted,
)
from desk_app.errors import RuleError
from desk_app.services.lookup import masking
from desk_app.services.parts import Parts
from forms import archives, listing, phrases
from forms.clock_kinds import Unit
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.procedures import Act, Ask, Procedure, State
from forms.regions import TOWN
from forms.schema import Element, Kind
from forms.sentences import plain_date

FIRST: Final = 200
"""Rows read at first; the others come while somebody scrolls."""
YES, NO = "yes", "no"
"""Codes of a truth value, in words 是 and 否."""
_KINDS: Final[Mapping[str, ColumnKind]] = {
    NUMBER: ColumnKind.NUMBER,
    NUMBER_TAIL: ColumnKind.NUMBER,
    OFFICE_NUMBER: ColumnKind.NUMBER,
    TAIL: ColumnKind.PERSONAL,
    PHONE: ColumnKind.PERSONAL,
    STATE: ColumnKind.STATE,
    DUE: ColumnKind.DUE,
    BEGAN: ColumnKind.MOMENT,
    SINCE: ColumnKind.MOMENT,
    DECIDED: ColumnKind.DAY,
    MATTERS: ColumnKind.CHOICE,
    DEPARTMENT: ColumnKind.CHOICE,
    TOWNSHIP: ColumnKind.CHOICE,
}
_OF_ANSWERS: Final[Mapping[Kind, ColumnKind]] = {
    Kind.ID_NUMBER: ColumnKind.PERSONAL,
    Kind.CERTIFICATE: ColumnKind.PERSONAL,
    Kind.PHONE: ColumnKind.PERSONAL,
    Kind.BANK_CARD: ColumnKind.PERSONAL,
    Kind.DATE: ColumnKind.DAY,
    Kind.FLAG: ColumnKind.CHOICE,
    Kind.CHOICE: ColumnKind.CHOICE,
    Kind.CHOICES: ColumnKind.CHOICE,
}
_LOOSE: Final = (MATTERS, DEPARTMENT)
"""Kinds of columns that may hold several words: they are narrowed first when room is short."""
_DUE: Final = (
    (DueKind.OVERDUE, "超期", "wrong", "wrong"),
    (DueKind.TODAY, "今天到期", "caution", "caution"),
    (DueKind.SOON, "快到期", "caution", "clock"),
    (DueKind.STOPPED, "停表", "plain", "pause"),
)


# ---- columns -------------------------------------------------------------------------------------


def columns(parts: Parts, procedure: str) -> tuple[ListColumn, ...]:
    """The columns of a procedure's list by the pack in force: those on the screen, then the further ones.

    RuleError when the pack has no such procedure.
    """
    law = procedure_of(parts, procedure)
    shown = listing.shown(law)
    return tuple(
        _column(parts, law, column, shown=column in shown) for column in (*shown, *listing.others(law))
    )


def column(parts: Parts, procedure: str, column_id: str) -> ListColumn | None:
    """One column of a procedure's list; None when the list has no such column."""
    return next((c for c in columns(parts, procedure) if c.id == column_id), None)


def order(parts: Parts, procedure: str) -> Order:
    """How a list is sorted at first."""
    return Order(*listing.order(procedure_of(parts, procedure)))


def procedure_of(parts: Parts, procedure: str) -> Procedure:
    """The procedure by the pack in force; RuleError when neither it nor an earlier pack has it."""
    return parts.law.procedure(parts.pack.digest, procedure)


def title(parts: Parts, procedure: str) -> str:
    """What a list is called."""
    return procedure_of(parts, procedure).title


def _column(parts: Parts, law: Procedure, column_id: str, *, shown: bool) -> ListColumn:
    pack = parts.pack
    answer = _answer(pack, law, column_id)
    kind = _KINDS.get(column_id) or (_OF_ANSWERS.get(answer.kind, ColumnKind.TEXT) if answer else None)
    if column_id == LABEL and _names_a_number(law):
        kind = ColumnKind.PERSONAL
    numbered = isinstance(answer, Ask) and answer.filled == archives.NUMBER  # its end tells records apart
    text = answer is not None and answer.kind in (Kind.TEXT, Kind.CHOICES) and not numbered
    loose = column_id in _LOOSE or text
    return ListColumn(
        id=column_id,
        title=_title(parts, law, column_id),
        kind=kind or ColumnKind.TEXT,
        words=_words(parts, law, column_id, answer),
        whole=not loose,
        shown=shown,
        divides=column_id in listing.divides(law),
    )


def _names_a_number(law: Procedure) -> bool:
    """Whether the label of a register's records contains a personal number (identity, certificate …)."""
    named = phrases.fields(law.label)
    return any(a.id in named and _OF_ANSWERS.get(a.kind) is ColumnKind.PERSONAL for a in law.asks)


def _answer(pack: Pack, law: Procedure, column_id: str) -> Ask | Element | None:
    """The ask or element whose answer a column shows; None for columns of other things."""
    if column_id in listing.OF_ALL:
        return None
    if law.subject == listing.APPLICATION and column_id in listing.OF_APPLICATIONS:
        return None
    found = next((a for a in listing.asks(law) if a.id == column_id), None)
    return found or listing.element(pack, law, column_id)


def _title(parts: Parts, law: Procedure, column_id: str) -> str:
    pack, titles = parts.pack, listing.known(parts.pack, law)
    match column_id:
        case "label":
            return _label_title(pack, law)
        case "tail":
            ask = listing.person_ask(law)
            return f"{ask.label}尾号" if ask else "尾号"
        case "due":
            return f"{titles[DUE]}(工作日)" if _in_working_days(parts, law) else titles[DUE]
        case "began":
            return begun(parts, law)
        case "number" | "number_tail":
            said = _number_title(parts, law)
            return said if column_id == NUMBER else f"{said.removesuffix('编号')}尾号"
    return titles.get(column_id, column_id)


def _label_title(pack: Pack, law: Procedure) -> str:
    if law.subject == listing.APPLICATION:
        return pack.elements["name"].label if "name" in pack.elements else law.title
    ask = listing.label_ask(law)
    return ask.label if ask else law.title


def _number_title(parts: Parts, law: Procedure) -> str:
    """Title of the column of numbers: from an ask ``number`` of its own or its parent's acts."""
    family = [law, *([procedure_of(parts, law.parent)] if law.parent else [])]
    labels = (a.label for each in family for a in each.asks if a.id == NUMBER)
    return next(labels, listing.OF_ALL[NUMBER])


def _in_working_days(parts: Parts, law: Procedure) -> bool:
    clocks = [c for p in (law, *children(parts, law)) for c in p.clocks]
    return bool(clocks) and all(c.unit is Unit.WORKING for c in clocks)


def children(parts: Parts, law: Procedure) -> tuple[Procedure, ...]:
    """The procedures of records that belong to records of this one, which shows their states."""
    return tuple(p for p in parts.pack.procedures.values() if p.parent == law.id and p.ranked)


def begun(parts: Parts, law: Procedure) -> str:
    """The word for the beginning of a record: of the first act, the parent's where that shows its states."""
    first = listing.start(procedure_of(parts, law.parent) if law.parent and law.ranked else law)
    return first.word if first else listing.OF_ALL[BEGAN]


def _words(parts: Parts, law: Procedure, column_id: str, answer: Ask | Element | None) -> Mapping[str, str]:
    pack = parts.pack
    if answer is not None:
        if answer.kind is Kind.FLAG:
            return {YES: "是", NO: "否"}
        table = pack.codes.get(answer.codes)
        return {o.code: o.label for o in table.options} if table else {}
    if column_id == STATE:
        return {f"{p.id}.{s.code}": s.word for p in (law, *children(parts, law)) for s in p.states}
    if column_id == MATTERS:
        return {m.id: m.short or m.form_box or m.title for m in pack.matters.values()}
    if column_id == DEPARTMENT:
        return {m.department: m.department for m in pack.matters.values()}
    if column_id == TOWNSHIP:
        return {r.code: r.place for r in parts.regions.rows.values() if len(r.code) == TOWN}
    return {}


# ---- rows and counts -----------------------------------------------------------------------------


def page(parts: Parts, wanted: Wanted, order: Order, limit: int = FIRST, after: int = 0) -> RowsPage:
    """At most ``limit`` rows after the first ``after`` ones, and how many there are in all."""
    return parts.store.lists.page(wanted, order, parts.clock.today(), limit, after)


def one(parts: Parts, proceeding_id: str) -> Row | None:
    """The row of one record as it is now; None when no list holds it."""
    return parts.store.lists.one(proceeding_id, parts.clock.today())


def counts(parts: Parts, wanted: Wanted, by: str = "") -> Mapping[str, int]:
    """How many records there are of each code of a column that divides.

    ``by`` may also be ``state`` (codes as ``procedure.code``), ``due``, ``week`` or ``month`` of their
    beginning (ISO days); with an empty one all are counted under ``NOTHING``.
    """
    today = parts.clock.today()
    if not by:
        return {NOTHING: parts.store.lists.count(wanted, today)}
    return parts.store.lists.counts(wanted, by, today)


def catch_up(parts: Parts) -> int:
    """Add some more records of an older book to the lists, the newest first; returns how many are left."""
    return parts.store.lists.catch_up()


def state(parts: Parts, row: Row) -> State:
    """The state a row shows, in today's words; its bare code when no pack here has the procedure any more."""
    procedure, code = row.state
    try:
        return parts.law.shown(row.pack_digest, procedure, code)
    except RuleError:
        return State(code, code, "plain", "ring")


def word(parts: Parts, column: ListColumn, code: str) -> str:
    """The word for a code of a column; the code itself when there is none."""
    if code == NOTHING:
        return "没有填"
    if column.id == STATE:
        procedure, _, name = code.partition(".")
        return procedure_of(parts, procedure).state(name).word
    if column.kind is ColumnKind.DAY:
        return plain_date(code)
    return column.words.get(code, code)


def said(parts: Parts, column: ListColumn, row: Row, *, plain: bool = False) -> str:
    """The text of a cell. Numbers of persons are masked unless ``plain``; moments are ISO texts."""
    if column.id == LABEL and column.kind is ColumnKind.PERSONAL and not plain:
        return masked_number(row.label)
    if column.id in _OWN:
        value = _OWN[column.id](row)
        return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    if column.id == STATE:
        return state(parts, row).word
    if column.id == TAIL:
        return row.id_number if plain else row.id_number[-4:]
    if column.id == PHONE:
        return shown_phone(row.phone) if plain else masking.phone(row.phone)
    told = row.values.get(column.id, ())
    if column.kind is ColumnKind.PERSONAL and not plain:
        return "、".join(masked_number(code) for code in told)
    return "、".join(word(parts, column, code) for code in told if code)


_OWN: Final[Mapping[str, Callable[[Row], object]]] = {
    NUMBER: lambda row: row.number,
    NUMBER_TAIL: lambda row: number_tail(row.number),
    LABEL: lambda row: row.label,
    DUE: lambda row: row.due_on,
    BEGAN: lambda row: row.began_at,
    SINCE: lambda row: row.since,
    COUNTER: lambda row: row.counter,
    CLERK: lambda row: row.clerk,
    DECIDED: lambda row: row.decided_on,
    USED: lambda row: row.used,
}
"""Columns that are fields of a row."""


def number_tail(number: str) -> str:
    """The part of a number behind its last hyphen, at most six characters; people call records by it."""
    return number.rpartition("-")[2][-6:]


# ---- filters that stand ready --------------------------------------------------------------------


def shortcuts(parts: Parts, procedure: str) -> tuple[Shortcut, ...]:
    """The filters above a list: all, begun today, the due kinds its clocks can have, and its states."""
    law = procedure_of(parts, procedure)
    family = (law, *children(parts, law))
    found = [
        Shortcut("all", "全部"),
        Shortcut("began-today", f"今天{begun(parts, law)}", began_today=True),
    ]
    if any(p.clocks for p in family):
        found += [
            Shortcut(
                kind.value,
                title,
                due=frozenset({kind}),
                main=kind is not DueKind.SOON,
                tone=tone,
                shape=shape,
            )
            for kind, title, tone, shape in _DUE
            if kind is not DueKind.STOPPED or any(s.stops for p in family for s in p.states)
        ]
    return (*_ordered(found), *_states(law, family))


def _ordered(found: Sequence[Shortcut]) -> tuple[Shortcut, ...]:
    """The shortcuts, those always in sight first."""
    return tuple(sorted(found, key=lambda s: not s.main))


def _states(law: Procedure, family: Sequence[Procedure]) -> Iterator[Shortcut]:
    """A shortcut for each state a list can show; in sight those the list names, or that have a to-do."""
    titles = {row.id: row.label for row in law.listing.shortcuts}
    is_parent = len(family) > 1
    made = [_of_state(p, s, titles) for p in family for s in p.states if _can_show(law, p, s, is_parent)]
    yield from sorted(made, key=lambda s: not s.main)


def _can_show(law: Procedure, of: Procedure, state: State, is_parent: bool) -> bool:
    if of.id == law.id:
        return bool(state.rank) or not is_parent or state.open
    return bool(state.rank) and not state.silent


def _of_state(of: Procedure, state: State, titles: Mapping[str, str]) -> Shortcut:
    return Shortcut(
        f"{of.id}.{state.code}",
        titles.get(state.code, state.word),
        states=frozenset({(of.id, state.code)}),
        main=state.code in titles or (not titles and bool(state.todo)),
        tone=state.tone,
        shape=state.shape,
    )


def shortcut_counts(parts: Parts, wanted: Wanted, offered: Sequence[Shortcut]) -> Mapping[str, int]:
    """How many records each shortcut would show, by its id, within the other conditions of ``wanted``.

    States and due kinds in ``wanted`` are left out first, since a shortcut replaces them.
    """
    today, lists = parts.clock.today(), parts.store.lists
    free = replace(wanted, states=frozenset(), due=frozenset())
    states = lists.counts(free, STATE, today) if any(s.states for s in offered) else {}
    dues = lists.counts(free, DUE, today) if any(s.due for s in offered) else {}
    total = sum(states.values()) if states else lists.count(free, today)

    def count(shortcut: Shortcut) -> int:
        if shortcut.began_today:
            return lists.count(shortcut.on(free, today), today)
        if shortcut.states:
            return sum(states.get(".".join(pair), 0) for pair in shortcut.states)
        return sum(dues.get(kind, 0) for kind in shortcut.due) if shortcut.due else total

    return {s.id: count(s) for s in offered}


def starts(parts: Parts, procedure: str, role: str) -> tuple[Act, ...]:
    """The acts by which a role can begin a record of this list; none where it rests."""
    law = procedure_of(parts, procedure)
    return tuple(a for a in law.acts if a.start and role in a.roles and not law.resting)
