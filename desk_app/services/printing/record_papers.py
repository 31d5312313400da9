"""Papers of a register's record: which of them its acts brought, and how they are drawn.

A layout is filled with the record's facts, by the ids of what its acts ask, and with what every record
has. What is not known is left open for handwriting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.domain.events import Event, Subject
from desk_app.domain.names import masked_name
from desk_app.domain.prints import A4, Media
from desk_app.errors import WorldError
from desk_app.services import ledger, proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn, planned
from desk_app.services.printing.record_rows import RECORDS, rows
from desk_app.services.proceedings import Record
from forms import moments, phrases
from forms.facts import of_lists
from forms.numbers import shown_phone
from forms.procedures import Procedure
from forms.schema import Kind
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """A paper of a record that can be printed now."""

    id: str
    """Name of its layout."""
    title: str
    media: Media = A4
    overlay: bool = False
    proposed: bool = False
    """Whether no source names it, or none shows its form (建议)."""


def offered(record: Record) -> tuple[RecordPaper, ...]:
    """The papers of a record's state, and those that the acts done to it brought, each once.

    A broken layout raises only when it is drawn.
    """
    law, state = record.procedure, record.proceeding.state
    by_state = {p.id: p.proposed for p in law.papers if not p.sources or state in p.sources}
    by_act = {a.paper: a.paper_proposed for a in law.acts if a.paper}
    papers = dict.fromkeys((*by_state, *(p for p, _ in _brought(record))))
    return tuple(_offer(paper, by_state.get(paper, by_act.get(paper, False))) for paper in papers)


def of_act(record: Record, act: str) -> RecordPaper | None:
    """The paper an act brings; None when it brings none."""
    found = record.procedure.act(act)
    return _offer(found.paper, found.paper_proposed) if found and found.paper else None


def every(procedure: Procedure) -> tuple[RecordPaper, ...]:
    """The papers a record of a procedure may have in one state or another."""
    acts = ((a.paper, a.paper_proposed) for a in procedure.acts if a.paper)
    offers = ((p.id, p.proposed) for p in procedure.papers)
    return tuple(_offer(paper, proposed) for paper, proposed in dict((*acts, *offers)).items())


def several(law: Procedure) -> tuple[RecordPaper, ...]:
    """The papers of a procedure on which several records may stand."""
    return tuple(_offer(paper.id, paper.proposed) for paper in law.papers if paper.several)


def holders(parts: Parts, law: Procedure, paper: str) -> tuple[Record, ...]:
    """The records that may stand on a paper now, by their place and label."""
    states = next((p.sources for p in law.papers if p.id == paper), ())
    here = parts.store.proceedings.listed(law.id, states, limit=None)
    found = (proceedings.record(parts, parts.window.who, p.id) for p in here)
    mine = [r for r in found if r and paper in {p.id for p in r.procedure.papers}]
    return tuple(
        sorted(mine, key=lambda r: (str(r.proceeding.facts.get("village", "")), r.proceeding.number))
    )


def draw(
    parts: Parts,
    record: Record,
    paper: str,
    copy: int = 0,
    shift: tuple[float, float] = (0.0, 0.0),
    others: Sequence[Record] = (),
) -> bytes:
    """The paper as PDF, from the record as it is now; WorldError says why it can not be drawn.

    ``copy`` is the reprint's number, ``shift`` the printer's offset in mm (right, down), ``others`` stand on
    the same sheet.
    """
    # The drawing library comes with the first paper; the start does not wait for it.
    from printing.papers import document

    kinds = {v.name: v.kind for v in planned(paper).variables}
    known = _values(parts, record, paper)
    known |= {RECORDS: tuple(_line(parts, each) for each in (record, *others)) if RECORDS in kinds else ()}
    named = (name for name, kind in kinds.items() if kind == "rows")
    known |= {name: found for name in named if (found := rows(parts, record, name)) is not None}
    values = {k: said for k, kind in kinds.items() if (said := _in_kind(kind, k, known, record))}
    act = _act(record, paper)
    made = act.at if act else max((e.at for e in record.events), default=None)
    facts = of_lists({**record.proceeding.facts, "state": record.proceeding.state})
    sheet = DocumentSheet(paper, values, facts, copy=copy, shift=shift, made=made)
    return drawn(document.draw, sheet)


def subject_of(record: Record) -> Subject:
    """The subject under which prints of a record's papers are noted and counted."""
    return record.proceeding.subject


def _brought(record: Record) -> list[tuple[str, Event]]:
    """Every paper the record's acts brought, with the event of the act; void events bring none."""
    acts = {a.code: a.paper for a in record.procedure.acts if a.paper}
    return [(acts[e.act], e) for e in record.events if e.act in acts and not e.void]


def _act(record: Record, paper: str) -> Event | None:
    """The latest act that brought a paper."""
    return next((e for p, e in reversed(_brought(record)) if p == paper), None)


def _offer(paper: str, proposed: bool) -> RecordPaper:
    try:
        plan = planned(paper)
    except WorldError:
        return RecordPaper(paper, paper, proposed=proposed)
    return RecordPaper(paper, plan.title, documents.media(paper), bool(plan.overlay), proposed)


def _values(parts: Parts, record: Record, paper: str) -> dict[str, Any]:
    """Everything known of a record, in words, by the names a layout may use.

    Of every name its surname alone is there too, for what hangs on a wall (``name_masked``), and of every
    clock that runs its last day (``due_visit``). Day and clerk are those of the act that brought the paper,
    so that a reprint says the same.
    """
    found, hall = record.proceeding, parts.window.hall
    said = ledger.values(parts, found, {})
    act = _act(record, paper)
    due = min((c.due for c in record.clocks if c.due), default=None)
    return {
        "hall": hall.name,
        "office": hall.name,
        "hall_address": typeset(hall.address),
        "hall_phone": shown_phone(hall.phone),
        "clerk": act.who.person if act else parts.window.clerk,
        "today": act.at.date() if act else parts.clock.today(),
        "label": phrases.fill(record.procedure.label, said),
        "state": parts.law.shown(found.pack_digest, found.procedure, found.state).word,
        "check": found.number,
        "due": due,
        **{f"due_{c.clock.id}": c.due for c in record.clocks},
        **said,
        **_masked(record, said),
    }


def _line(parts: Parts, record: Record) -> Mapping[str, str]:
    """A record as one line of a sheet of several, with the surnames alone of its names beside them."""
    said = ledger.values(parts, record.proceeding, {})
    return {name: phrases.said(value) for name, value in {**said, **_masked(record, said)}.items()}


def _masked(record: Record, said: Mapping[str, Any]) -> Mapping[str, str]:
    names = (a for a in record.procedure.asks if a.kind is Kind.NAME)
    return {f"{a.id}_masked": masked_name(str(said.get(a.id) or "")) for a in names}


def _in_kind(kind: str, name: str, known: Mapping[str, Any], record: Record) -> DocumentValue:
    """A value in the kind its variable wants; empty when it is not known."""
    value = known.get(name)
    if kind == "date":
        raw = record.proceeding.facts.get(name, value)
        return raw if isinstance(raw, date) else moments.day(raw) or str(raw or "")
    if kind == "rows":
        rows = value if isinstance(value, list | tuple) else ()
        return tuple({k: typeset(str(v)) for k, v in row.items()} for row in rows if isinstance(row, Mapping))
    if kind == "picture":
        return b""
    if isinstance(value, date):
        return plain_date(value.isoformat())
    own = any(ask.id == name and ask.kind is Kind.NAME for ask in record.procedure.asks)
    return phrases.said(value) if own else typeset(phrases.said(value))
