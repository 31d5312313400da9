"""One record complete, as plain values under stable names: for ``desk-app show`` and readers of its JSON.

Moments and days are ISO texts, states and acts have code and word. See ``services.masking`` for what is
masked.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from desk_app.domain import undertaken
from desk_app.domain.applications import APPLICATION, Application, MatterCase, matter_id
from desk_app.domain.clocks import Running
from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import items, law, ledger, proceedings, reading
from desk_app.services.applications import deadlines, following, results
from desk_app.services.counter import inform, materials
from desk_app.services.lookup import at_hand, masking
from desk_app.services.lookup.at_hand import Holder
from desk_app.services.parts import Parts
from desk_app.services.printing import offers, prints
from desk_app.services.proceedings import Record
from forms import phrases, result_words, rules
from forms.particulars import GRADE
from forms.procedures import Ask, State
from forms.result_words import ASSESSED
from forms.schema import Element

Shown = dict[str, Any]
"""A JSON value: texts, numbers, truth values, lists and mappings of these."""
_MASKED: Final = "masked_text"
_OURS: Final = ("id", "number", "office_number")
"""Our own numbers, which need not be masked."""
_TELLING: Final = 6
"""Least length of a hidden answer that is also looked for in other texts."""


def show(parts: Parts, holder: Holder, unmask_purpose: str | None = None) -> Shown:
    """Everything about a record, as JSON values. The read is noted.

    With a purpose nothing is masked, and that is noted too; RuleError when the purpose is empty.
    """
    plain = unmask_purpose is not None
    purpose = (unmask_purpose or "").strip()
    if plain and not purpose:
        raise RuleError("请写明用途,如 --unmask 核对银行卡;看了什么、为什么都记入查阅记录")
    told = _application(parts, holder) if isinstance(holder, Application) else _record(parts, holder)
    subject, who = at_hand.subject_of(holder), parts.window.who
    ledger.note_read(parts, who, ReadKind.OPENED, subject, "用命令查看")
    if plain:
        ledger.note_read(parts, who, ReadKind.UNMASKED, subject, f"用途:{purpose[:80]}")
    return {"masked": not plain, **_shown(told, plain=plain)}


# ---- an application ------------------------------------------------------------------------------


def _application(parts: Parts, taken: Application) -> Shown:
    read, state = reading.of(parts, taken), law.standing(parts, taken)
    return {
        "kind": "application",
        "title": "办件",
        "id": taken.id,
        "number": taken.number,
        "office_number": taken.office_number,
        "label": taken.name,
        "state": _state(state),
        "began_at": _iso(taken.accepted_at),
        "clerk": taken.clerk,
        "window": taken.window,
        "pack": {"version": taken.pack_version, "digest": taken.pack_digest},
        "days": {
            "handover": _iso(taken.dates.handover),
            "promised": _iso(taken.dates.promised),
            "provisional": taken.dates.provisional,
        },
        "facts": [
            _fact(element, rules.label(read.pack, element, value) + element.unit)
            for name, value in read.facts.items()
            if (element := read.pack.elements.get(name)) and value not in ("", ())
        ],
        "holds": _holds(parts, taken),
        "children": list(_matters(parts, taken)),
        "clocks": _clocks(parts, taken.id),
        "materials": [
            {"id": n.material.id, "title": n.material.title, "state": materials.state(n, taken)}
            for n in read.needs
        ],
        "follows": [
            {"id": f.material, "title": f.title, "until": _iso(f.until), "overdue": f.overdue}
            for f in following.follows(parts, taken)
        ],
        "events": _events(parts, parts.store.events.about(taken.subject)),
        "papers": _papers(parts, taken),
        "letters": _letters(parts, taken.subject),
    }


def _holds(parts: Parts, taken: Application) -> Shown:
    """What the applicant holds by the records now, not on the day of the application."""
    found = inform.held(parts, taken.answers, law.of(parts, taken.pack_digest))
    lines = [
        {
            "kind": line.kind,
            "title": line.title,
            "number": line.number,
            _MASKED: line.masked,
            "text": line.text,
            "state": {"code": line.state.code, "word": line.state.word},
            "source": line.source.value,
        }
        for line in found.lines
    ]
    return {"asked_at": _iso(found.asked_at), "lines": lines}


def _matters(parts: Parts, taken: Application) -> Iterator[Shown]:
    running, said = deadlines.clocks(parts, taken), results.said(parts, taken, plain=True)
    for case in taken.matters:
        clock = running.get(case.matter)
        yield {
            "kind": "matter",
            "id": matter_id(taken.id, case.matter),
            "matter": case.matter,
            "title": case.title,
            "state": _state(_state_of(parts, taken, case)),
            "note": case.note,
            "result": said.get(case.matter, ""),
            "promise": undertaken.standing(case.facts, case.state),
            "waits_for": case.waits_for,
            "facts": _child_facts(parts, matter_id(taken.id, case.matter)),
            "working_days": None
            if clock is None
            else {
                "promised": clock.promised,
                "used": clock.used,
                "left": clock.left,
                "due": _iso(clock.due),
                "legal": _iso(clock.legal),
                "stands": clock.stands,
                "ended": clock.ended,
            },
            "clocks": _clocks(parts, matter_id(taken.id, case.matter)),
        }


def _state_of(parts: Parts, taken: Application, case: MatterCase) -> State:
    return parts.law.shown(taken.pack_digest, law.matter(parts, taken.pack_digest).id, case.state)


# ---- a record of a register ----------------------------------------------------------------------


def _record(parts: Parts, record: Record) -> Shown:
    found, procedure = record.proceeding, record.procedure
    label = phrases.fill(procedure.label, ledger.values(parts, found, {})) if procedure.label else ""
    own = found.subject.id == found.id
    events = parts.store.events.about(found.subject) if own else record.events
    return {
        "kind": found.procedure,
        "title": procedure.title,
        "id": found.id,
        "number": found.number,
        "label": label,
        "subject": {"kind": found.subject.kind, "id": found.subject.id},
        "state": _state(parts.law.shown(found.pack_digest, found.procedure, found.state)),
        "began_at": _iso(found.began_at),
        "since": _iso(found.since),
        "pack": {"version": record.pack.version, "digest": found.pack_digest},
        "facts": _facts(parts, found),
        "children": [_child(parts, child) for child in parts.store.proceedings.children(found.id)],
        "clocks": [_clock(clock) for clock in record.clocks],
        "events": _events(parts, events),
        "papers": _papers(parts, record),
        "letters": _letters(parts, items.letter_subject(parts, found)),
    }


def _child(parts: Parts, child: Proceeding) -> Shown:
    return {
        "kind": child.procedure,
        "id": child.id,
        "number": child.number,
        "title": parts.law.procedure(child.pack_digest, child.procedure).title,
        "state": _state(parts.law.shown(child.pack_digest, child.procedure, child.state)),
        "facts": _facts(parts, child),
        "clocks": _clocks(parts, child.id),
    }


# ---- what both have ------------------------------------------------------------------------------


def _facts(parts: Parts, found: Proceeding) -> list[Shown]:
    procedure = parts.law.procedure(found.pack_digest, found.procedure)
    said = ledger.values(parts, found, {})
    if said.get(ASSESSED):
        pack, rows = parts.law.pack(found.pack_digest), result_words.assessed(found.facts)
        said[ASSESSED] = result_words.categories(pack, rows, str(found.facts.get(GRADE, "")))
    asks = ledger.asks(procedure, parts.store.events.of(found.id))
    return [_answer(ask, said[ask.id]) for ask in asks if said.get(ask.id)]


def _answer(ask: Ask, value: object) -> Shown:
    made = _fact(ask, phrases.said(value))
    return {**made, _MASKED: masking.masked_rows(ask, value)} if ask.rows and value != str(value) else made


def _child_facts(parts: Parts, proceeding: str) -> list[Shown]:
    found = parts.store.proceedings.one(proceeding)
    return _facts(parts, found) if found else []


def _events(parts: Parts, events: Sequence[Event]) -> list[Shown]:
    held = {p: parts.store.proceedings.one(p) for p in {e.proceeding for e in events if e.proceeding}}
    gone = ledger.dropped(events)
    told = ((event, ledger.entry(parts, event, held.get(event.proceeding), gone)) for event in events)
    return [
        {
            "id": event.id,
            "at": _iso(event.at),
            "who": event.who.person,
            "role": event.who.role,
            "act": {"code": event.act, "word": entry.act},
            "text": entry.text,
            "proceeding": event.proceeding,
            "channel": event.channel,
            "county_order": event.county,
            "void": event.void,
        }
        for event, entry in told
    ]


def _clocks(parts: Parts, proceeding: str) -> list[Shown]:
    found = proceedings.record(parts, parts.window.who, proceeding)
    return [_clock(clock) for clock in found.clocks] if found else []


def _clock(running: Running) -> Shown:
    return {
        "id": running.clock.id,
        "title": running.clock.title,
        "started": _iso(running.started),
        "due": _iso(running.due),
        "provisional": running.provisional,
    }


def _papers(parts: Parts, holder: Holder) -> list[Shown]:
    return [_paper(parts, holder, offer) for offer in offers.of(parts, holder)]


def _paper(parts: Parts, holder: Holder, offer: offers.Offer) -> Shown:
    proceeding = "" if isinstance(holder, Application) else holder.proceeding.id
    printed = prints.copies(parts, at_hand.subject_of(holder), offer.title, proceeding)
    asked = offers.questions(parts, holder, offer)
    asks = [{"name": q.name, "label": q.label, "required": q.required} for q in asked]
    return {"id": offer.id, "title": offer.title, "printed": printed, "asks": asks}


def _letters(parts: Parts, subject: Subject) -> list[Shown]:
    sent = parts.pack.procedures[APPLICATION]
    return [
        {
            "id": letter.id,
            "written_at": _iso(letter.created_at),
            "state": _state(sent.state(letter.state)),
            "attempts": letter.attempts,
            "answer": letter.answer,
            "events": list(letter.events),
            "files": len(letter.files),
        }
        for letter in parts.store.outbox.letters(subject)
    ]


def _state(state: State) -> Shown:
    return {"code": state.code, "word": state.word, "open": state.open}


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


# ---- masked --------------------------------------------------------------------------------------


def _fact(asked: Element | Ask, text: str) -> Shown:
    """An answer in words, with its masked form under a key that ``_shown`` removes."""
    return {"id": asked.id, "label": asked.label, "text": text, _MASKED: masking.masked(asked, text)}


def _shown(told: Shown, *, plain: bool) -> Shown:
    """A record with its answers whole (``plain``) or masked; when masked, in all other texts as well."""
    rows = [*told["facts"], *(row for child in told["children"] for row in child["facts"])]
    hidden = {}
    for line in told.get("holds", {}).get("lines", ()):
        shown = line.pop(_MASKED)
        line["number"] = line["number"] if plain else shown
    for row in rows:
        whole, shown = row["text"], row.pop(_MASKED)
        if whole != shown and not plain:
            row["text"] = hidden[whole] = shown
            if shown.endswith(masking.STREET):  # which tells where somebody lives without its town too
                hidden[whole.removeprefix(shown.removesuffix(masking.STREET))] = masking.STREET
    if plain:
        return told
    own = {name: told[name] for name in _OURS if name in told}
    masked: Shown = masking.deep(told, [(w, s) for w, s in hidden.items() if len(w) >= _TELLING])
    return masked | own
