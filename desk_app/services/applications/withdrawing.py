"""撤回: taking back what was asked for, whole or by matter; and beginning anew with what was typed before.

Each matter goes to the county in a letter of its own, so that one the county has concluded meanwhile holds up
no other. What waits for a matter (随证待审) goes with it, in the same letter: it has nothing to wait for any
more. The letters follow that of the application, so the receipt number stays used at both ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from desk_app.domain import acting
from desk_app.domain.applications import (
    APPLICATION,
    MATTER,
    Application,
    Draft,
    MatterCase,
    MatterState,
    matter_id,
)
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Envelope, Letter
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import law, printable, proceedings, reading
from desk_app.services.counter import capture, inform
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from forms import numbers, roles
from forms.procedures import Act
from forms.schema import Element, Origin, Problem

REASON: Final = "text"
"""Id of the question for the reason."""
ASKER: Final = "person"
ASKER_IS: Final = "relation"
"""Ids of the questions for whoever takes back, and what they are to the applicant."""
PAGE: Final = "page"
"""Id of the question for the signed paper."""
_RECEIPT_DUE: Final = "receipt_due"
"""Whether the receipt is still to be handed out; a fact of the application."""
_SELF: Final = "1"
_GUARDIAN: Final = "2"
"""Codes of the table ``receiver``."""
_FORM_STEP: Final = 2
"""The step a draft begins at that is made of an application: the form, counted from 0."""


def acts(parts: Parts, application: Application, who: Who | None = None) -> tuple[Act, ...]:
    """The acts by which something of an application can be taken back now, in the procedure's order."""
    found = (a for case in application.matters for a in _of_case(parts, application, case, who))
    return tuple({act.code: act for act in found}.values())


def choices(
    parts: Parts, application: Application, act: Act, who: Who | None = None
) -> tuple[MatterCase, ...]:
    """The matters that an act can take back now."""
    return tuple(
        case
        for case in application.matters
        if act.code in {a.code for a in _of_case(parts, application, case, who)}
    )


def along(application: Application, matter: str) -> tuple[MatterCase, ...]:
    """What is taken back with a matter: what waits for it."""
    return tuple(m for m in application.matters if m.state == MatterState.HELD and m.waits_for == matter)


def whole(application: Application, chosen: Sequence[str]) -> tuple[MatterCase, ...]:
    """The chosen matters and what goes with them, in the order of the application."""
    wanted = {*chosen, *(m.matter for name in chosen for m in along(application, name))}
    return tuple(m for m in application.matters if m.matter in wanted)


def pending(parts: Parts, application: Application, matter: str) -> bool:
    """Whether a matter was taken back here and the county has not confirmed it yet."""
    procedure = law.matter(parts, application.pack_digest)
    events = parts.store.events.of(matter_id(application.id, matter))
    done = [e for e in events if (act := procedure.act(e.act)) and act.takes_back and not e.void]
    return any(e.county is None for e in done)


def known(parts: Parts, application: Application) -> Mapping[str, str]:
    """What the form of the act opens with: that the applicant asks, or the guardian of a ward."""
    read = reading.of(parts, application)
    guardian = roles.party(read.pack, roles.GUARDIAN, read.facts)
    person = guardian.name if guardian else application.name
    return {ASKER_IS: _GUARDIAN if guardian else _SELF, ASKER: person}


def withdraw(
    parts: Parts,
    application_id: str,
    chosen: Sequence[str],
    act: str,
    given: Mapping[str, Any],
    who: Who | None = None,
) -> tuple[Event, ...]:
    """Take matters back, with what waits for them, and write their letters, in one transaction.

    RuleError names what is missing, or the matter that can not be taken back (any more); nothing is written.
    """
    application = parts.store.applications.one(application_id)
    if application is None:
        raise RuleError("没有这件申请,请刷新后再看")
    if not chosen:
        raise RuleError("请勾选要撤回的事项")
    _check_asker(application, given)
    by = who or parts.window.who
    groups = tuple(_groups(application, chosen))
    made = [_made(parts, application, group, act, given, by) for group in groups]
    events = tuple(e for group in made for e in group)
    letters = tuple(_letter(parts, application, group, given) for group in made)
    procedure = law.matter(parts, application.pack_digest)
    wanted = procedure.act(act)
    assert wanted is not None
    printable.require(wanted, given)

    def still(now: Mapping[str, Proceeding]) -> None:
        for found in now.values():
            if found.procedure == MATTER:
                acting.check_place(procedure, wanted, found.state, found.facts)

    more = _no_receipt(parts, application, whole(application, chosen), events[0])
    parts.store.events.record(Deed((*events, *more), letter=letters[0], more=letters[1:]), still)
    return events


def kept_on(parts: Parts, letter: Letter) -> tuple[str, bool]:
    """Titles of the matters whose withdrawal a refused letter carried, and whether any is open still.

    The titles are empty for any other letter.
    """
    if letter.subject.kind != APPLICATION:
        return "", False
    titles, still = [], False
    for event in parts.store.events.about(letter.subject):
        found = parts.store.proceedings.one(event.proceeding) if event.id in letter.events else None
        act = parts.law.procedure(found.pack_digest, found.procedure).act(event.act) if found else None
        if found and act and act.takes_back:
            titles.append(str(found.facts.get("title", "")))
            still |= law.matter(parts, found.pack_digest).state(found.state).open
    return "、".join(titles), still


def anew(parts: Parts, application: Application, chosen: Sequence[str]) -> Draft:
    """A new draft with what was typed, photographed and handed in for an application, kept at once.

    What the books knew then is looked up again. The signed form is left out: the new one is signed anew.
    """
    empty, pack = inform.new_draft(parts), parts.pack
    answers = {k: v for k, v in application.answers.items() if (e := pack.elements.get(k)) and _typed(e)}
    draft = replace(
        empty,
        answers=answers,
        chosen=tuple(m for m in application.chosen if m in chosen and m in pack.matters),
        pages=tuple(p for p in application.pages if p.material != capture.SIGNED_FORM),
        seen=tuple(m for m in application.seen if m != capture.SIGNED_FORM),
        copies=tuple(m for m in application.copies if m != capture.SIGNED_FORM),
        promises=application.promises,
        electronic=application.electronic,
        step=_FORM_STEP,
    )
    parts.store.drafts.keep(draft.kept)
    return draft


def _typed(element: Element) -> bool:
    """Whether an answer is one that a clerk gives: not worked out, and not the book's alone."""
    given = bool(element.ask or element.section) or not element.derived
    return given and element.ranks != (Origin.BOOK,)


def _of_case(parts: Parts, application: Application, case: MatterCase, who: Who | None) -> Iterator[Act]:
    found = proceedings.record(parts, who or parts.window.who, matter_id(application.id, case.matter))
    yield from (act for act in found.acts if act.takes_back) if found else ()


def _check_asker(application: Application, given: Mapping[str, Any]) -> None:
    """RuleError when 本人 is said of somebody with another name than the applicant's."""
    asker = numbers.tidy_name(str(given.get(ASKER) or ""))
    if given.get(ASKER_IS) == _SELF and asker and asker != application.name:
        said = f"提出人是本人的,姓名应是{application.name};别人来办的请改选提出人是谁"
        raise RuleError(said, (Problem(ASKER, said),))


def _no_receipt(
    parts: Parts, application: Application, gone: Sequence[MatterCase], cause: Event
) -> tuple[Event, ...]:
    """That a receipt nobody handed out is not waited for, where nothing of the application is left."""
    left = [m for m in application.matters if m not in gone and m.state != MatterState.WITHDRAWN]
    found = parts.store.proceedings.one(application.id)
    if left or found is None or found.facts.get(_RECEIPT_DUE) is not True:
        return ()
    told = {_RECEIPT_DUE: False}
    return (
        Event(
            str(uuid4()),
            cause.at,
            cause.who,
            application.subject,
            "owe_receipt",
            told,
            application.id,
            cause=cause.id,
        ),
    )


def _groups(application: Application, chosen: Sequence[str]) -> Iterator[tuple[MatterCase, ...]]:
    """The matters by letter: each chosen one after those that wait for it."""
    wanted = whole(application, chosen)
    for case in wanted:
        if case not in along(application, case.waits_for) or case.waits_for not in chosen:
            yield (*along(application, case.matter), case)


def _made(
    parts: Parts,
    application: Application,
    group: Sequence[MatterCase],
    act: str,
    given: Mapping[str, Any],
    who: Who,
) -> tuple[Event, ...]:
    """The events of one letter; of what goes along the reason names what it waited for."""
    root, now = group[-1], parts.clock.now()
    made = []
    for case in group:
        found = parts.store.proceedings.one(matter_id(application.id, case.matter))
        if found is None:
            raise RuleError(f"没有“{case.title}”这个事项,请刷新后再看")
        told = dict(given)
        if case is not root:
            told[REASON] = f"等的“{root.title}”已撤回,一并撤回"
        events = parts.store.events.of(found.id)
        try:
            made.append(acting.made(parts.law, found, events, act, told, who, now, channel="window"))
        except RuleError as fault:
            raise RuleError(f"“{case.title}”不能撤回:{fault}", fault.problems) from fault
    return tuple(made)


def _letter(
    parts: Parts, application: Application, events: Sequence[Event], given: Mapping[str, Any]
) -> Letter:
    page = str(given.get(PAGE) or "")
    files = (page,) if page and any(e.payload.get(PAGE) for e in events) else ()
    letter_id = str(uuid4())
    body = parts.write_letter(Envelope(letter_id, application.subject, tuple(events), files=files))
    ids = tuple(e.id for e in events)
    return Letter(letter_id, application.subject, body, files, events[0].at, ids)
