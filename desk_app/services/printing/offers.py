"""Every paper of one record by name, with what it asks, drawn as the window draws it; for commands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desk_app.domain.applications import Application
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger, reading
from desk_app.services.applications import amending
from desk_app.services.lookup import at_hand
from desk_app.services.lookup.at_hand import Holder
from desk_app.services.parts import Parts
from desk_app.services.printing import amendment, documents, printouts, record_papers
from desk_app.services.printing.documents import Question
from desk_app.services.printing.print_run import Printout
from forms.numbers import tidy_date
from forms.schema import Document

_AMENDMENT = "amendment_"
"""Begins the id of the sheet of one 更正, with its place from 1 behind it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper of a record that can be drawn now."""

    id: str
    title: str
    document: Document | None = None
    """The document, when it is not notice, form or receipt."""


def of(parts: Parts, holder: Holder) -> tuple[Offer, ...]:
    """The papers of a record now, in the order the window offers them."""
    return tuple(_offered(parts, holder))


def _offered(parts: Parts, holder: Holder) -> Iterator[Offer]:
    if isinstance(holder, Application):
        yield Offer("receipt", printouts.RECEIPT)
        yield Offer("form", printouts.FORM)
        yield Offer("notice", printouts.NOTICE)
        yield Offer("notice_large", printouts.NOTICE_LARGE)
        for place in range(1, len(amending.made(parts, holder)) + 1):
            yield Offer(f"{_AMENDMENT}{place}", amendment.title_of(place))
        yield from (Offer(d.id, d.title, d) for d in documents.offered(parts, holder))
    else:
        yield from (Offer(paper.id, paper.title) for paper in record_papers.offered(holder))


def chosen(parts: Parts, holder: Holder, asked: str) -> Offer:
    """The offered paper with this id or title; RuleError lists what can be drawn when there is none."""
    offers = of(parts, holder)
    listed = "、".join(f"{offer.id}({offer.title})" for offer in offers) or "没有"
    wanted = asked.strip()
    if not wanted:
        raise RuleError(f"请写明要哪样文书,现在可以出的有:{listed}")
    for offer in offers:
        if wanted in (offer.id, offer.title):
            return offer
    title = _elsewhere(parts, holder, wanted)
    if title:
        raise RuleError(f"按这一件现在的情况不出“{title}”,可以出的有:{listed}")
    raise RuleError(f"没有文书“{wanted[:24]}”,可以出的有:{listed}")


def _elsewhere(parts: Parts, holder: Holder, wanted: str) -> str:
    """Title of a paper that such a record can only have in another state; empty when there is none."""
    if isinstance(holder, Application):
        known = {d.id: d.title for d in reading.of(parts, holder).pack.documents}
    else:
        known = {paper.id: paper.title for paper in record_papers.every(holder.procedure)}
    return next((title for name, title in known.items() if wanted in (name, title)), "")


def questions(parts: Parts, holder: Holder, offer: Offer) -> tuple[Question, ...]:
    """What a paper can be given; what is not given is left open for handwriting."""
    if isinstance(holder, Application) and offer.document:
        return documents.questions(parts, holder, offer.id)
    return ()


def printout(parts: Parts, holder: Holder, offer: Offer, given: Mapping[str, str]) -> Printout:
    """The paper as it can be drawn and printed."""
    if not isinstance(holder, Application):
        paper = next(p for p in record_papers.offered(holder) if p.id == offer.id)
        return printouts.of_record(parts, holder, paper)
    if offer.document:
        return printouts.document(parts, holder, offer.document, lambda: given)
    if offer.id.startswith(_AMENDMENT):
        return amendment.signed(parts, holder, int(offer.id.removeprefix(_AMENDMENT)))
    read = reading.of(parts, holder)
    match offer.id:
        case "receipt":
            return printouts.receipt(parts, holder)
        case "form":
            return printouts.form(parts, read)
        case _:
            return printouts.notice(parts, read, large=offer.id == "notice_large")


def draw(parts: Parts, holder: Holder, offer: Offer, given: Mapping[str, str]) -> bytes:
    """The paper as PDF, like a first print; no copy number is used up. The read is noted.

    RuleError names what is missing, not understood or unknown in ``given``, and how to give it.
    """
    answers = _understood(offer, questions(parts, holder, offer), given)
    pdf = printout(parts, holder, offer, answers).draw(0, (0.0, 0.0))
    text = f"用命令取{offer.title}"
    ledger.note_read(parts, parts.window.who, ReadKind.PRINTED, at_hand.subject_of(holder), text)
    return pdf


def _understood(offer: Offer, asked: tuple[Question, ...], given: Mapping[str, str]) -> dict[str, str]:
    known = {q.name: q for q in asked}
    listed = "、".join(f"{q.name}({q.label})" for q in asked)
    if unknown := [name for name in given if name not in known]:
        told = f"可以填的有:{listed}" if asked else "它没有要填的"
        raise RuleError(f"“{offer.title}”不问“{unknown[0][:24]}”,{told}")
    answers = {name: text.strip() for name, text in given.items()}
    for name, text in answers.items():
        if known[name].kind == "date" and text:
            answers[name] = _day(known[name], text)
    if lacking := [q for q in asked if q.required and not answers.get(q.name)]:
        told = " ".join(f"--set {q.name}=…" for q in lacking)
        raise RuleError(f"“{offer.title}”还缺{'、'.join(q.label for q in lacking)},请加上 {told}")
    return answers


def _day(question: Question, text: str) -> str:
    tidy = tidy_date(text)
    try:
        return date.fromisoformat(tidy).isoformat()
    except ValueError:
        raise RuleError(f"{question.label}“{text[:24]}”不是日期,请写成 2026-03-05 这样") from None
