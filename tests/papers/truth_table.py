"""The table of the truth: one row for every variable, and one for every fact that a condition looks at."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from desk_app.domain.applications import Application, Draft
from forms.pack import Department
from forms.typesetting import typeset
from printing.plan_shapes import PaperPlan
from tests.papers import truth
from tests.papers.courses import CLAUSE, ELSEWHERE, NEXT, REASON
from tests.papers.expected import OPEN, Truth
from tests.papers.matrix import Record
from tests.papers.truth import Of, answer, day, last, taken, titles


def _known(text: str) -> Of:
    return lambda _record, _paper: text


def _hall(name: str) -> Of:
    return lambda record, _paper: str(getattr(record.pack.hall, name))


def _named(name: str) -> Of:
    return lambda record, _paper: str(getattr(record.visit.names, name))


def _number(record: Record, paper: str) -> str:
    if isinstance(record.holder, Application):
        return record.holder.number
    found = truth.row(record, paper)
    if found is None or found.counter is None:
        return ""
    return f"620403-03-{record.holder.updated_at:%Y%m%d}-G{record.holder.id[:5].upper()}"


def _own(value: Callable[[Record], str]) -> Of:
    """A particular of the person concerned, where the applicant is that person or acts in the name."""
    return lambda record, _paper: value(record) if record.visit.names.own else ""


def _application(value: Callable[[Application], object]) -> Of:
    """What only an accepted application has."""

    def of(record: Record, _paper: str) -> str:
        holder = record.holder
        said = value(holder) if isinstance(holder, Application) else ""
        return day(said) if isinstance(said, date) else str(said)

    return of


def _received(record: Record, paper: str) -> str:
    """The day the application came in; of one that is not accepted yet the day of the paper."""
    if isinstance(record.holder, Application):
        return day(record.holder.accepted_at.date())
    found = truth.row(record, paper)
    return day(record.today) if found and found.counter else ""


def _deciding(record: Record, paper: str) -> list[Department]:
    """The departments that decide the matters of a paper."""
    names = dict.fromkeys(record.pack.matters[m.matter].department for m in truth.cases(record, paper))
    return [record.pack.department(name) for name in names]


def _departments(record: Record, paper: str) -> str:
    return "、".join(d.whole for d in _deciding(record, paper))


def _fonds(record: Record, paper: str) -> str:
    deciding = {record.pack.matters[m].department for m in taken(record).chosen}
    if len(deciding) > 1:
        return record.pack.hall.name
    (one,) = deciding
    return record.pack.department(one).whole


def _ends(record: Record, _paper: str) -> str:
    opened = {s.code for s in record.pack.procedures["matter"].states if s.open}
    if any(m.state in opened for m in taken(record).matters):
        return ""
    return day(max(e.at.date() for own in record.events.values() for e in own if e.proceeding.count("/")))


def _issuer(record: Record, _paper: str) -> str:
    if record.holder.answers.get("registered_here") is False:
        return ""  # another county's, whose name nobody knows here
    name = next(m.department for m in record.pack.matters.values() if m.gives == "certificate")
    return record.pack.department(name).whole


def _due(record: Record, paper: str) -> str:
    if isinstance(record.holder, Draft):
        return ""
    events = [e for m in truth.cases(record, paper) if (e := last(record, m.matter, "correct"))]
    return day(max(r["until"] for e in events for r in e.payload["rows"]))


def _reasons(record: Record, paper: str) -> Truth:
    """Reasons without what they rest on, which the table of clauses holds."""
    if isinstance(record.holder, Draft):
        found = [f for f in record.findings if f.matter in {m.matter for m in truth.cases(record, paper)}]
        return tuple(
            {"matter": record.pack.matters[f.matter].title, "reason": r} for f in found for r in f.reasons
        )
    return tuple(
        {"matter": m.title, "reason": r} for m in truth.cases(record, paper) for r in _why(record, m.matter)
    )


def _why(record: Record, matter: str) -> list[str]:
    ended = last(record, matter, "refuse", "close", "lapse", "stop")
    assert ended is not None
    rows = ended.payload.get("rows") or ()
    own = [",".join(t for t in (r.get("fault", ""), r.get("result", "")) if t) for r in rows]
    return [t for t in own if t] or [str(ended.payload.get("text") or "")]


def _elsewhere(record: Record, _paper: str) -> str:
    return OPEN if isinstance(record.holder, Draft) else ELSEWHERE


def _next(record: Record, paper: str) -> str:
    said = [last(record, m.matter, "close", "lapse", "stop") for m in truth.cases(record, paper)]
    told = {str(e.payload.get("next_step", "")) for e in said if e} - {""}
    return NEXT if told == {NEXT} else OPEN


def _handed_over(record: Record, paper: str) -> Mapping[str, str]:
    """What the ledger has of handing over, where it is the same for every matter of the paper."""
    matters = truth.cases(record, paper)
    posted = {
        str(e.payload["post_number"]) for m in matters if (e := last(record, m.matter, "post", "repost"))
    }
    found = {"post_number": posted.pop()} if posted else {}
    events = [last(record, m.matter, "hand_over") for m in matters]
    if not events or None in events:
        return found
    told = {(str(e.payload["receiver"]), str(e.payload["relation"]), e.at) for e in events if e}
    ((who, relation, at),) = {(w, r, max(t for *_, t in told)) for w, r, _ in told}
    codes = {o.code: o.label for o in record.pack.codes["receiver"].options}
    other = who not in (record.visit.told["name"], record.visit.names.recipient)
    found |= {"received_at": f"{day(at.date())}{at.hour}时{at.minute}分"}
    if "post_number" not in found:
        found |= {"place": record.pack.hall.address}
    return found | ({"substitute": who, "relation": codes[relation]} if other else {})


def _from_receipt(name: str) -> Of:
    return lambda record, paper: _handed_over(record, paper).get(name, "")


def _amended(name: str) -> Of:
    def of(record: Record, paper: str) -> Truth:
        event = [e for e in record.events[""] if e.act == "amend"][int(paper.rpartition("_")[2]) - 1]
        labels = record.pack.elements
        rows = tuple(
            {
                "label": labels[r["element"]].label,
                "was": answer_words(record, r["element"], r["was"]),
                "now": answer_words(record, r["element"], r["now"]),
                "why": r["why"],
            }
            for r in event.payload["rows"]
        )
        at = event.at
        moment = f"{day(at.date())}{at.hour}时{at.minute}分"
        return {"rows": rows, "moment": moment, "effects": str(event.payload.get("effects", "")) or "没有"}[
            name
        ]

    return of


def answer_words(record: Record, element: str, value: str) -> str:
    """An amended answer in words."""
    return str(answer(element)(_with(record, element, value), ""))


def _with(record: Record, element: str, value: str) -> Record:
    from dataclasses import replace

    holder = replace(record.holder, answers={**record.holder.answers, element: value})
    return replace(record, holder=holder)


def _unknown(_record: Record, _paper: str) -> str:
    return ""


def _picture(_record: Record, _paper: str) -> bytes:
    return b""


TABLE: Final[Mapping[str, Of]] = {
    # who
    "name": lambda record, _paper: str(record.holder.answers["name"]),
    "applicant": _named("applicant"),
    "amendment.applicant": lambda record, _paper: str(record.holder.answers["name"]),
    "applicant_id": _own(lambda record: record.visit.id_number),
    "amendment.applicant_id": lambda record, _paper: record.visit.id_number,
    "applicant_phone": lambda record, _paper: _phone_now(record),
    "applicant_address": _own(lambda record: truth.word(record, "registered_address")),
    "recipient": _named("recipient"),
    "recipient_phone": lambda record, _paper: _phone_now(record),
    "guardian": _named("guardian"),
    "guardian_number": _named("guardian_phone"),
    "whose": _known("你"),
    # numbers
    "number": _number,
    "check": _number,
    "archive_number": _number,
    # what
    "matters": titles,
    "matter": titles,
    "withdrawn": lambda r, paper: titles(r, paper) if len(truth.cases(r, paper)) == 1 else "",
    "title": lambda record, paper: f"{record.holder.answers['name']}{titles(record, paper)}申请及办理材料",
    "department": _departments,
    "department_phone": lambda record, paper: "、".join(d.phone for d in _deciding(record, paper)),
    "review_within": lambda record, _paper: record.pack.remedies.review_within,
    "suit_within": lambda record, _paper: record.pack.remedies.suit_within,
    "reasons": _reasons,
    "materials": lambda r, paper: truth.promised(r) if "following" in paper else truth.mended(r, paper),
    "elsewhere": _elsewhere,
    "next_step": _next,
    "handed_in": _known(OPEN),
    "papers": truth.results,
    "rows": truth.results,
    "amendment.rows": _amended("rows"),
    "amendment.effects": _amended("effects"),
    "amendment.moment": _amended("moment"),
    # days
    "today": truth.decided,
    "received_on": _received,
    "accepted_on": _application(lambda a: a.accepted_at.date()),
    "by_when": _known(OPEN),
    "limit": lambda record, _paper: f"{record.pack.limits.promised}个工作日",
    "due": _due,
    "begins": _application(lambda a: a.accepted_at.date()),
    "ends": _ends,
    "authorization.begins": _unknown,
    "authorization.ends": _unknown,
    "filed_on": lambda record, _paper: day(record.today),
    "year": _application(lambda a: a.accepted_at.year),
    "period": lambda record, _paper: f"{record.today.year}年{record.today.month}月",
    # the house
    "hall": _hall("name"),
    "office": _hall("name"),
    "hall_address": _hall("address"),
    "hall_phone": _hall("phone"),
    "clerk": lambda record, _paper: record.clerk,
    "deliverer": lambda record, _paper: record.clerk,
    "filed_by": lambda record, _paper: record.clerk,
    "issuer": _issuer,
    "fonds": _fonds,
    "reviewer": lambda record, _paper: record.pack.remedies.reviewer,
    "court": lambda record, _paper: record.pack.remedies.court,
    "federation": lambda record, _paper: record.pack.remedies.federation,
    # the certificate
    "certificate_number": truth.certificate,
    "loss_statement.certificate_number": lambda r, _paper: str(r.holder.answers["certificate_number"]),
    "category": truth.category,
    "file_cover.category": _unknown,
    "grade": truth.grade,
    "each": truth.each,
    "assessed": truth.whole,
    "issued_on": truth.issued,
    "valid_until": truth.until,
    "certificate_until": truth.until,
    "address": lambda record, _paper: truth.word(record, "registered_address"),
    # answers of the form
    **{
        name: answer(name)
        for name in (
            "id_number", "sex", "ethnicity", "birth", "marriage", "education", "native_place", "phone",
            "household_kind", "registered_address", "present_address", "guardian_name",
            "guardian_relation", "guardian_phone", "apply_categories", "renew_reason", "cancel_categories",
            "cancel_reason",
        )
    },
    # handing over
    **{
        name: _from_receipt(name)
        for name in ("received_at", "substitute", "relation", "post_number", "place")
    },
    "photo": _picture,
    "front": _picture,
    "back": _picture,
    # what only the people at the counter know: written by hand
    **dict.fromkeys(
        (
            "substitute_reason", "refusal", "remark", "pieces", "pages", "retention",
            "secrecy", "lost_on", "lost_where", "agent", "agent_id_number", "agent_phone",
            "agent_relation", "reason", "other_power", "withdrawn_why", "asker", "asker_is",
            "assessor", "assessed_on", "online",
        ),
        _unknown,
    ),
}  # fmt: skip


def _phone_now(record: Record) -> str:
    """The telephone as it is now: it may have been amended."""
    named, answers = record.visit.names, record.holder.answers
    element = "guardian_phone" if named.guardian or not named.own else "phone"
    return truth.shown_phone(str(answers[element]))


def _took(record: Record) -> bool:
    holder = record.holder
    return bool(holder.pages or holder.seen or holder.electronic)


def _was_assessed(record: Record, paper: str) -> bool:
    return any(last(record, m.matter, "assess") for m in truth.cases(record, paper))


def _way(record: Record, paper: str) -> str:
    told = _handed_over(record, paper)
    if "post_number" in told:
        return "post"
    return ("proxy" if "substitute" in told else "direct") if told else ""


def _waits(record: Record) -> bool:
    return isinstance(record.holder, Draft)


FACTS: Final[Mapping[str, Callable[[Record, str], object]]] = {
    "stage": lambda record, _paper: "counter" if _waits(record) else "paused",
    "rests_on": lambda record, paper: "assessment" if _was_assessed(record, paper) else "",
    "ends": lambda record, paper: (
        "payment" if all(m.state == "stopped" for m in truth.cases(record, paper)) else "application"
    ),
    "taken": lambda record, _paper: "papers" if _took(record) else "none",
    "returned": lambda record, paper: FACTS["taken"](record, paper) if _waits(record) else "later",
    "applied": lambda _record, _paper: "living",
    "ways": lambda _record, _paper: ("window", "post"),
    "copies": lambda record, _paper: str(
        max(n.copies for n in truth.needs(record) if n.material.capture == "photo")
    ),
    "typed": lambda _record, _paper: False,
    "public": lambda _record, _paper: None,
    "published": lambda _record, _paper: (),
    "powers": lambda _record, _paper: (),
    "way": _way,
}


def of(record: Record, plan: PaperPlan, paper: str) -> dict[str, Truth]:
    """The truth of every variable of a paper; ``paper`` is its name in the matrix."""
    found = {v.name: _row(plan.id, v.name)(record, paper) for v in plan.variables}
    return {k: _typeset(said) for k, said in found.items()}


def _row(layout: str, name: str) -> Of:
    return TABLE[f"{layout}.{name}"] if f"{layout}.{name}" in TABLE else TABLE[name]


def _typeset(said: Truth) -> Truth:
    if isinstance(said, tuple):
        return tuple({k: typeset(v) for k, v in row.items()} for row in said)
    return typeset(said) if isinstance(said, str) else said


assert all((CLAUSE, REASON))
