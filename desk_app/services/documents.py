"""Papers beside notice, form and receipt: which are at hand, what is asked for them, and how they look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from desk_app.domain import seals
from desk_app.domain.applications import Application, Draft, MatterCase, MatterState
from desk_app.domain.prints import A4, Media
from desk_app.domain.seals import Sealed
from desk_app.errors import RuleError, WorldError
from desk_app.services import capture, inform, law
from desk_app.services.parts import Parts
from forms import rules
from forms.pack import Pack
from forms.schema import Document, Facts, Moment
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.errors import LayoutError, UnprintableError
from printing.sheets import DocumentSheet, DocumentValue

if TYPE_CHECKING:
    from printing.plan_shapes import PaperPlan

Subject = Draft | Application

_SEALS: Final[Mapping[str, str]] = {
    "correction": seals.CORRECTION,
    "not_accepted": seals.NOT_ACCEPTED,
    "following_notice": seals.FOLLOWING,
    "delivery_receipt": seals.DELIVERY,
}
"""Papers that go out of the house under a seal the county can check."""
_TYPED: Final = ("text", "long", "date")
_WITH_PROMISES: Final = ("following_promise", "following_notice")


@dataclass(frozen=True, slots=True)
class Question:
    """What a clerk is asked before a paper is drawn; left open it is written in by hand."""

    name: str
    label: str
    kind: str
    """``text``, ``long`` or ``date``."""
    required: bool


def offered(parts: Parts, subject: Subject) -> tuple[Document, ...]:
    """The papers at hand for a draft, or for an application by where its matters stand."""
    pack, facts = _law(parts, subject)
    found = [
        d
        for moment, chosen in _moments(parts, subject)
        for d in rules.documents(pack, facts, chosen, moment)
        if subject.promises or d.id not in _WITH_PROMISES
    ]
    return tuple(found)


def questions(parts: Parts, subject: Subject, document: str) -> tuple[Question, ...]:
    """What is asked for a paper, in the order of its layout: what it asks, and what it can not do without.

    Nothing is asked that is known already.
    """
    known = _values(parts, subject, document)
    return tuple(
        Question(v.name, v.label, v.kind, v.required)
        for v in _plan(document).variables
        if (v.ask or (v.required and v.kind in _TYPED)) and not known.get(v.name)
    )


def missing(parts: Parts, subject: Subject, document: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of what a paper can not do without and nobody has given yet."""
    values = _values(parts, subject, document) | _given(document, given)
    return tuple(v.label for v in _plan(document).variables if v.required and not values.get(v.name))


def draw(
    parts: Parts,
    subject: Subject,
    document: str,
    given: Mapping[str, str],
    copy: int = 0,
    shift: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """The paper as PDF, drawn by the rules the application began with.

    RuleError names what is missing, WorldError what can not be printed; ``shift`` is what the printer
    is off in mm, for papers laid over a printed form.
    """
    if lacking := missing(parts, subject, document, given):
        raise RuleError(f"“{_plan(document).title}”还缺{'、'.join(lacking)},补上后再打印", ())
    values = _values(parts, subject, document) | _given(document, given)
    sheet = DocumentSheet(document, values, _ticked(parts, subject, given), copy=copy, shift=shift)
    # The first paper brings the drawing library; the start does not wait for it.
    from printing.papers import document as paper

    try:
        return paper.draw(sheet)
    except (UnprintableError, LayoutError) as error:
        raise WorldError(str(error)) from error


def overlay(document: str) -> bool:
    """Whether a paper is laid over a printed form, so that the printer's calibration moves it."""
    return bool(_plan(document).overlay)


def media(document: str) -> Media:
    """What the printer must hold for a paper; A4 lying on its side is A4."""
    plan = _plan(document)
    width, height = plan.size
    lies_on_a4 = sorted((width, height)) == [A4.width_mm, A4.height_mm]
    return Media(width, height, A4.name if lies_on_a4 else plan.media)


def _plan(document: str) -> "PaperPlan":
    # The plans bring the drawing library; the start does not wait for it.
    from printing import plans

    try:
        return plans.plan(document)
    except LayoutError as error:
        raise WorldError(f"版式文件有误,请管理员改正:{error}") from error


def _law(parts: Parts, subject: Subject) -> tuple[Pack, Facts]:
    pack = law.of(parts, subject.pack_digest)
    return pack, inform.facts(parts, subject) if isinstance(subject, Draft) else subject.answers


def _moments(parts: Parts, subject: Subject) -> Iterator[tuple[Moment, tuple[str, ...]]]:
    """The moments an application has come to, each with the matters that stand there."""
    if isinstance(subject, Draft):
        yield Moment.DRAFT, subject.chosen
        return
    yield Moment.ACCEPTED, subject.chosen
    for moment in Moment:
        if standing := tuple(m.matter for m in _standing_at(parts, subject, moment)):
            yield moment, standing


def _standing_at(parts: Parts, application: Application, moment: Moment) -> tuple[MatterCase, ...]:
    """The matters for which documents of a moment are at hand, by the state they stand in."""
    procedure = law.matter(parts, application.pack_digest)
    return tuple(m for m in application.matters if procedure.state(m.state).moment is moment)


def _given(document: str, given: Mapping[str, str]) -> dict[str, DocumentValue]:
    """The clerk's answers in the kinds the paper wants; a date that is none stays as it was typed."""
    kinds = {v.name: v.kind for v in _plan(document).variables}
    said = {k: v.strip() for k, v in given.items() if v.strip() and k in kinds}
    return {k: _day(v) if kinds[k] == "date" else v for k, v in said.items()}


def _day(text: str) -> DocumentValue:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _ticked(parts: Parts, subject: Subject, given: Mapping[str, str]) -> Facts:
    """What tick boxes and conditions of a paper look at; the others are ticked by hand."""
    pack, facts = _law(parts, subject)
    photos = (n.copies for n in rules.needs(pack, facts, subject.chosen) if n.material.capture == "photo")
    ways = ("window", "post", *(("online",) if given.get("online") else ()))
    return {**facts, "copies": str(max(photos, default=1)), "ways": ways, "typed": False}


# ---- values --------------------------------------------------------------------------------------


def _values(parts: Parts, subject: Subject, document: str) -> dict[str, DocumentValue]:
    """Everything known that the paper shows, by the names of its variables."""
    wanted = {v.name: v.kind for v in _plan(document).variables}
    known = {
        **_answers(parts, subject, wanted),
        **_house(parts),
        **_person(parts, subject),
        **_matters(parts, subject, document),
        **_pictures(parts, subject, wanted),
    }
    if isinstance(subject, Application):
        known |= _accepted(parts, subject, document)
    return {k: v for k, v in known.items() if k in wanted and v}


def _answers(parts: Parts, subject: Subject, wanted: Mapping[str, str]) -> dict[str, DocumentValue]:
    """Answers of the form under their own names, as a person reads them."""
    pack, facts = _law(parts, subject)
    said = {n: rules.label(pack, pack.elements[n], facts.get(n)) for n in wanted if n in pack.elements}
    days = {n: _day(str(facts.get(n, ""))) for n in said if wanted[n] == "date"}
    return {**said, **days}


def _house(parts: Parts) -> dict[str, DocumentValue]:
    hall, pack = parts.window.hall, parts.pack
    return {
        "hall": hall.name,
        "office": hall.name,
        "hall_address": typeset(hall.address),
        "hall_phone": hall.phone,
        "clerk": parts.window.clerk,
        "deliverer": parts.window.clerk,
        "filed_by": parts.window.clerk,
        "today": parts.clock.today(),
        "filed_on": parts.clock.today(),
        "limit": f"{pack.limits.promised}个工作日",
        "issuer": pack.matters["cert_new"].department,
    }


def _person(parts: Parts, subject: Subject) -> dict[str, DocumentValue]:
    pack, facts = _law(parts, subject)
    name = str(facts.get("name", ""))
    held = facts.get("categories") or facts.get("apply_categories")
    return {
        "applicant": name,
        "recipient": name,
        "recipient_phone": str(facts.get("phone", "")),
        "address": str(facts.get("registered_address", "")),
        "category": rules.label(pack, pack.elements["categories"], held),
    }


def _matters(parts: Parts, subject: Subject, document: str) -> dict[str, DocumentValue]:
    """The matters the paper is about, and its rows."""
    pack, _ = _law(parts, subject)
    about = {d.id: d.moment for d in pack.documents}.get(document)
    cases = list(_standing_at(parts, subject, about)) if isinstance(subject, Application) and about else []
    if not cases:
        cases = [MatterCase(m, pack.matters[m].title, MatterState.TAKEN) for m in subject.chosen]
    titles = typeset("、".join(m.title for m in cases))
    return {
        "matters": titles,
        "matter": titles,
        "basis": typeset(";".join(dict.fromkeys(pack.matters[m.matter].basis for m in cases))),
        "title": typeset(f"{_law(parts, subject)[1].get('name', '')}{titles}"),
        "reasons": tuple(_reason(pack, m) for m in cases),
        "materials": tuple(_materials(pack, subject, cases, document)),
        "papers": tuple(_result(pack, subject, m) for m in cases),
        "rows": tuple(_result(pack, subject, m) for m in cases),
    }


def _reason(pack: Pack, case: MatterCase) -> Mapping[str, str]:
    told = [str(row["clause"]) for row in case.facts.get("rows") or () if row.get("clause")]
    clause = ";".join(told) or pack.matters[case.matter].basis
    return {"reason": typeset(case.note), "clause": typeset(clause)}


def _materials(
    pack: Pack, subject: Subject, cases: Iterable[MatterCase], document: str
) -> Iterator[Mapping[str, str]]:
    if document in _WITH_PROMISES:
        titles = {m.id: m for m in pack.materials}
        for promise in subject.promises:
            material = titles[promise.material]
            due = f"{promise.until.year}年{promise.until.month}月{promise.until.day}日"
            yield {"title": material.title, "form": f"{material.form}{material.copies}份", "due": due}
        return
    for case in cases:
        yield from _told_rows(case) or (
            {"title": typeset(case.title), "fault": typeset(case.note), "remedy": ""},
        )


def _told_rows(case: MatterCase) -> tuple[Mapping[str, str], ...]:
    """What the department asks to be mended, row by row, where it said so."""
    rows = case.facts.get("rows") or ()
    return tuple(
        {
            "title": typeset(str(row.get("material") or case.title)),
            "fault": typeset(str(row.get("fault", ""))),
            "remedy": typeset(",".join(t for t in (str(row.get("remedy", "")), _before(row)) if t)),
        }
        for row in rows
    )


def _before(row: Mapping[str, str]) -> str:
    """By when one thing should be mended; a day as people write it, anything else as it was said."""
    until = str(row.get("until", ""))
    day = _day(until)
    return f"{plain_date(until)}前" if isinstance(day, date) else until


def _result(pack: Pack, subject: Subject, case: MatterCase) -> Mapping[str, str]:
    """One result that is handed over, as a row of receipt and register."""
    certificate = case.matter.startswith("cert_")
    answers = subject.answers
    return {
        "title": typeset(pack.matters[case.matter].result),
        "number": str(answers.get("certificate_number", "")) if certificate else "",
        "copies": "1",
        "name": str(answers.get("name", "")),
        "id_kind": "居民身份证",
        "id_number": str(answers.get("id_number", "")),
        "way": "",
        "time": "",
    }


def _pictures(parts: Parts, subject: Subject, wanted: Mapping[str, str]) -> dict[str, DocumentValue]:
    """Photo and both sides of the identity card, where the paper shows them and they are there."""
    if "picture" not in wanted.values():
        return {}
    card = [p for p in subject.pages if p.material == "id_card"][:2]
    found: dict[str, DocumentValue] = dict(
        zip(("front", "back"), (parts.store.pages.read(p.id) for p in card), strict=False)
    )
    photo = next((p for p in subject.pages if p.material == capture.PHOTO), None)
    return found | ({"photo": parts.store.pages.read(photo.id)} if photo else {})


def _accepted(parts: Parts, application: Application, document: str) -> dict[str, DocumentValue]:
    """What only an accepted application has: number, days, the seal in the QR code."""
    accepted = application.accepted_at.date()
    return {
        "number": application.number,
        "check": _sealed(parts, application, document),
        "received_on": accepted,
        "accepted_on": accepted,
        "promised": application.dates.promised,
        "archive_number": application.number,
        "begins": accepted,
        "pages": str(len(application.pages)),
        "year": str(accepted.year),
        # An archive's own class, which its keeper writes in; not the disability's.
        **({"category": ""} if document == "file_cover" else {}),
    }


def _sealed(parts: Parts, application: Application, document: str) -> str:
    """The text of the QR code: sealed where the paper goes out, else the bare number."""
    kind = _SEALS.get(document)
    if kind is None:
        return application.number
    paper = Sealed(application.number, kind, application.dates.promised)
    message = paper.message(application.name, str(application.answers.get("id_number", "")))
    return replace(paper, seal=parts.sign(message)).text()
