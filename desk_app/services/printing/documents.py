"""Papers beside notice, form and receipt: which can be printed, what they ask, and how they are drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from desk_app.domain.applications import Application, Draft, MatterCase, MatterState
from desk_app.domain.prints import A4, Media
from desk_app.domain.undertaken import PAPER
from desk_app.errors import RuleError
from desk_app.services import law, reading
from desk_app.services.parts import Parts
from desk_app.services.printing import (
    granted,
    handed,
    notices,
    numbered,
    parties,
    pictured,
    remedies,
    served,
    since,
    undertakings,
)
from desk_app.services.printing.drawing import drawn, planned
from desk_app.services.printing.grounds import Told
from desk_app.services.printing.handed import HandedTo
from desk_app.services.reading import Reading
from forms import judging, moments, rules
from forms.citing import cited
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.particulars import DECEASED
from forms.schema import Document, Element, Facts, Kind, Moment, Value
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

if TYPE_CHECKING:
    from printing.plan_shapes import PaperPlan

Subject = Draft | Application | Reading
"""What a paper is drawn of; a reading is used as it is, not worked out again."""

_TYPED: Final = ("text", "long", "date")


@dataclass(frozen=True, slots=True)
class Question:
    """Something a clerk is asked before a paper is drawn; unanswered, it is left open for handwriting."""

    name: str
    label: str
    kind: str
    """``text``, ``long`` or ``date``."""
    required: bool
    why: str = ""
    """Why it has to be asked, in a sentence; empty where nothing is wrong."""


def offered(parts: Parts, subject: Subject) -> tuple[Document, ...]:
    """The papers that can be printed for a draft, or for an application in the states of its matters."""
    read = reading.of(parts, subject)
    found = [
        d
        for moment, chosen in _moments(parts, read)
        for d in rules.documents(read.pack, read.facts, chosen, moment)
        if not d.promised or notices.promised(read, law.going_on(parts, read.holder))
        if not (d.in_force and granted.void(parts, read))
        if d.id != PAPER or undertakings.offered(read)
    ]
    if isinstance(read.holder, Draft):
        found += [d for d in read.pack.documents if d.counter and notices.at_counter(read, d.counter)]
    else:
        left = tuple(m for m in read.holder.chosen if m not in _taken_back(read.holder))
        asked = rules.documents(read.pack, read.facts, left, Moment.DRAFT) if left else ()
        found += [d for d in asked if d.afterwards or (d.id == PAPER and undertakings.rows(read))]
    return tuple(found)


def questions(parts: Parts, subject: Subject, document: str) -> tuple[Question, ...]:
    """Questions still open, in the order of the layout: those marked ``ask`` and all required ones."""
    read, row, plan = _asked(parts, subject, document)
    known = _values(parts, read, row, plan)
    return tuple(
        Question(v.name, v.label, v.kind, v.required, remedies.why(read.pack, v.name))
        for v in plan.variables
        if (v.ask or (v.required and v.kind in _TYPED)) and not known.get(v.name)
    )


def missing(parts: Parts, subject: Subject, document: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of required values that are not known yet."""
    read, row, plan = _asked(parts, subject, document)
    return _missing(plan, _given(plan, given) | _values(parts, read, row, plan))


def draw(
    parts: Parts,
    subject: Subject,
    document: str,
    given: Mapping[str, str],
    copy: int = 0,
    shift: tuple[float, float] = (0.0, 0.0),
    only: str = "",
) -> bytes:
    """The paper as PDF, drawn by the rules the application began with.

    RuleError names what is missing, WorldError what can not be printed. ``shift`` is the printer's offset in
    mm (right, down), for papers laid over a printed form. ``only`` is the promise a sheet is about.
    """
    # The first paper brings the drawing library; the start does not wait for it.
    from printing.papers import bundle
    from printing.papers import document as paper
    from printing.papers.bundle import Bundle

    read, row, plan = _asked(parts, subject, document)
    if row and row.in_force and (why := granted.void(parts, read)):
        raise RuleError(why)
    each = (only,) if only else _deciding(parts, read, row)
    sheets = [_sheet(parts, read, row, plan, given, copy, one) for one in each]
    if len(sheets) > 1:
        return drawn(bundle.draw, Bundle(typeset(plan.title), tuple(sheets)))
    return drawn(paper.draw, replace(sheets[0], shift=shift))


def _asked(parts: Parts, subject: Subject, document: str) -> tuple[Reading, Document | None, "PaperPlan"]:
    read = reading.of(parts, subject)
    row = next((d for d in read.pack.documents if d.id == document), None)
    return read, row, planned(row.drawn_by if row else document)


def _sheet(
    parts: Parts,
    read: Reading,
    row: Document | None,
    plan: "PaperPlan",
    given: Mapping[str, str],
    copy: int,
    only: str,
) -> DocumentSheet:
    """What a paper says of what ``only`` decides, or promises (告知承诺). RuleError names what is missing."""
    promise = undertakings.named(read, plan.id, only)
    values = _given(plan, given) | _values(parts, read, row, plan, only)
    if lacking := _missing(plan, values):
        raise RuleError(f"“{plan.title}”还缺{'、'.join(lacking)},补上后再打印", ())
    ticked = _ticked(read, granted.facts(parts, read), given)
    ticked |= {**_stage(parts, read, row, only), **undertakings.ticked(promise)}
    made = read.holder.accepted_at if isinstance(read.holder, Application) else read.today
    return DocumentSheet(plan.id, values, ticked, copy=copy, made=made)


def _deciding(parts: Parts, read: Reading, row: Document | None) -> tuple[str, ...]:
    """The departments, or promises, that have a paper each; one empty name: the paper is one for all."""
    if row is not None and row.id == PAPER:
        return tuple(u.id for u in undertakings.rows(read)) or ("",)
    if row is None or not row.each_department:
        return ("",)
    found = dict.fromkeys(read.pack.matters[t.case.matter].department for t in _told(parts, read, row))
    return tuple(found) or ("",)


def overlay(layout: str) -> bool:
    """Whether a paper is laid over a printed form, so that the printer's calibration moves it."""
    return bool(planned(layout).overlay)


def media(layout: str) -> Media:
    """The sheet the printer must hold for a paper; landscape A4 counts as A4."""
    plan = planned(layout)
    width, height = plan.size
    lies_on_a4 = sorted((width, height)) == [A4.width_mm, A4.height_mm]
    return Media(width, height, A4.name if lies_on_a4 else plan.media)


def _missing(plan: "PaperPlan", values: Mapping[str, DocumentValue]) -> tuple[str, ...]:
    return tuple(v.label for v in plan.variables if v.required and not values.get(v.name))


def _moments(parts: Parts, read: Reading) -> Iterator[tuple[Moment, tuple[str, ...]]]:
    """The moments an application has reached, each with the matters that are in it."""
    holder = read.holder
    if isinstance(holder, Draft):
        yield Moment.DRAFT, holder.chosen
        return
    yield Moment.ACCEPTED, tuple(m for m in holder.chosen if m not in _taken_back(holder))
    for moment in Moment:
        if standing := tuple(m.matter for m in _standing_at(parts, holder, moment)):
            yield moment, standing


def _taken_back(application: Application) -> frozenset[str]:
    """The matters that were taken back: no paper is made for them any more, but what tells what was asked."""
    return frozenset(m.matter for m in application.matters if m.state == MatterState.WITHDRAWN)


def _standing_at(parts: Parts, application: Application, moment: Moment) -> tuple[MatterCase, ...]:
    """The matters whose state belongs to a moment, so that its documents can be printed for them."""
    procedure = law.matter(parts, application.pack_digest)
    states = ((m, procedure.state(m.state)) for m in application.matters)
    if moment is Moment.OPEN:
        return tuple(m for m, state in states if state.open)
    return tuple(m for m, state in states if state.moment is moment)


def _given(plan: "PaperPlan", given: Mapping[str, str]) -> dict[str, DocumentValue]:
    """The clerk's answers in the kinds the paper asks for; a text that is no date is kept as it was typed."""
    kinds = {v.name: v.kind for v in plan.variables}
    said = {k: v.strip() for k, v in given.items() if v.strip() and k in kinds}
    return {k: moments.day(v) or v if kinds[k] == "date" else v for k, v in said.items()}


def _ticked(read: Reading, facts: Facts, given: Mapping[str, str]) -> dict[str, Value]:
    """Facts for a paper's tick boxes and conditions; boxes about anything else are ticked by hand."""
    photos = (n.copies for n in read.needs if n.material.capture == "photo")
    ways = ("window", "post", *(("online",) if given.get("online") else ()))
    return {**facts, "copies": str(max(photos, default=1)), "ways": ways, "typed": False}


def _stage(parts: Parts, read: Reading, row: Document | None, only: str = "") -> dict[str, Value]:
    facts = granted.facts(parts, read)
    applied = "departed" if _died_since(facts, since.facts(parts, read, facts)) else "living"
    cases = [t.case for t in _told(parts, read, row, only)]
    recipient = str(parties.values(read.pack, facts).get("recipient", ""))
    way = handed.way(handed_over(parts, read, cases), recipient, read.name)
    return {**notices.stage(parts, read, cases), "applied": applied, "way": way}


def _died_since(facts: Facts, now: Facts) -> bool:
    """Whether the person was alive when they applied, and died since."""
    return now.get(DECEASED) is True and facts.get(DECEASED) is not True


# ---- values --------------------------------------------------------------------------------------


def _values(
    parts: Parts, read: Reading, row: Document | None, plan: "PaperPlan", only: str = ""
) -> dict[str, DocumentValue]:
    """Everything known that the paper shows, by the names of its variables; ``only`` as for ``_sheet``."""
    wanted = {v.name: v.kind for v in plan.variables}
    promise = undertakings.named(read, plan.id, only)
    told = row is not None and row.moment is Moment.DRAFT  # before acceptance: of no result
    facts = read.facts if told else granted.facts(parts, read)
    known = {
        **_answers(read.pack, facts, wanted),
        **_house(parts, read),
        **_person(read.pack, facts),
        **parties.values(read.pack, facts),
        **_matters(parts, read, facts, row, only),
        **remedies.values(parts, read.holder, read.pack),
        **pictured.values(parts, read, wanted),
        **({} if told else granted.values(parts, read, facts)),
        **undertakings.values(read.pack, promise),
    }
    if isinstance(read.holder, Application):
        known |= numbered.accepted(parts, read.holder, row)
    elif row and row.counter:
        known |= numbered.at_counter(parts, read.holder) | {"received_on": known["today"]}
    open_ones = row.by_hand if row else ()
    return {k: v for k, v in known.items() if k in wanted and v and k not in open_ones}


def _answers(pack: Pack, facts: Facts, wanted: Mapping[str, str]) -> dict[str, DocumentValue]:
    """Answers of the form by element id, in words; dates as days."""
    said = {n: _said(pack, pack.elements[n], facts) for n in wanted if n in pack.elements}
    days = {n: moments.day(facts.get(n)) or str(facts.get(n, "")) for n in said if wanted[n] == "date"}
    return {**said, **days}


def _said(pack: Pack, element: Element, facts: Facts) -> str:
    """An answer as papers write it: texts with Chinese punctuation."""
    said = rules.label(pack, element, facts.get(element.id))
    return typeset(said) if element.kind is Kind.TEXT else said


def _house(parts: Parts, read: Reading) -> dict[str, DocumentValue]:
    pack, hall = read.pack, parts.window.hall
    return {
        "hall": hall.name,
        "office": hall.name,
        "hall_address": typeset(hall.address),
        "hall_phone": shown_phone(hall.phone),
        "clerk": parts.window.clerk,
        "deliverer": parts.window.clerk,
        "filed_by": parts.window.clerk,
        "today": parts.clock.today(),
        "filed_on": parts.clock.today(),
        "limit": f"{pack.limits.promised}个工作日",
        "issuer": _issuer(read),
    }


def _issuer(read: Reading) -> str:
    """Who issues this person's certificate; empty where another county does, whose name nobody knows here."""
    issues = [m for m in read.pack.matters.values() if m.certificate]
    if not issues or any(judging.handler(m, read.facts) for m in issues):
        return ""
    return read.pack.department(issues[0].department).whole


def _person(pack: Pack, facts: Facts) -> dict[str, DocumentValue]:
    """Answers under the other names papers use for them; of several under one name the first known."""
    found = dict[str, DocumentValue]()
    for element in pack.elements.values():
        said = _said(pack, element, facts) if element.printed_as else ""
        for name in element.printed_as if said else ():
            found.setdefault(name, said)
    return found


def _matters(
    parts: Parts, read: Reading, facts: Facts, row: Document | None, only: str
) -> dict[str, DocumentValue]:
    """The matters a paper is about and whom it is addressed to: titles, bases, rows of tables, roles.

    What can be done next and who is addressed go by what became of the person since.
    """
    pack = read.pack
    told = _told(parts, read, row, only)
    cases = [t.case for t in told]
    titles = typeset("、".join(m.title for m in cases))
    promised = row is not None and row.promised
    now = since.facts(parts, read, facts)
    addressed = now if now.get(DECEASED) is True else facts
    taken = handed_over(parts, read, cases)
    rows = tuple(granted.rows(parts, read, facts, tuple(zip(cases, taken, strict=True)), addressed))
    named = parties.values(pack, addressed)
    return {
        "today": handed.made_on(parts, read.holder, row, [m.matter for m in cases]),
        "matters": titles,
        "matter": titles,
        "basis": typeset(cited(pack, ";".join(dict.fromkeys(pack.matters[m.matter].basis for m in cases)))),
        "title": typeset(f"{read.name}{titles}申请及办理材料"),
        "withdrawn": titles if len(cases) == 1 else "",
        "whose": read.name if _died_since(facts, now) else "你",
        **named,
        **notices.values(read, told, now, promised),
        **handed.values(taken, str(named.get("recipient", "")), read.name, parts.window.hall.address),
        "papers": served.rows(pack, row, told, numbered.of(parts, read.holder)) or rows,
        "rows": rows,
    }


def handed_over(parts: Parts, read: Reading, cases: Sequence[MatterCase]) -> tuple[HandedTo | None, ...]:
    """How each of these matters' results was handed over; None where it was not."""
    holder = read.holder
    if isinstance(holder, Draft):
        return (None,) * len(cases)
    return tuple(handed.of(parts, holder, m) for m in cases)


def _told(parts: Parts, read: Reading, row: Document | None, only: str = "") -> tuple[Told, ...]:
    """The matters a paper is about: those its moment is about, else all that were chosen.

    ``only``: of these, what this department decides.
    """
    holder = read.holder
    if isinstance(holder, Draft):
        return notices.of_draft(read, row.counter if row else None)
    found, titles = _standing_at(parts, holder, row.moment) if row else (), read.pack.matters
    only = "" if row and row.id == PAPER else only
    gone = _taken_back(holder) if row and (row.matters or row.afterwards) else frozenset()
    left = law.going_on(parts, holder) if row and row.promised else holder.chosen
    others = (MatterCase(m, titles[m].title, MatterState.TAKEN) for m in left if m not in gone)
    return tuple(Told(c) for c in found or others if only in ("", titles[c.matter].department))
