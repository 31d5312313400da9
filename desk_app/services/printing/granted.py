"""What an application was granted, as its papers show it: never what was typed at the start."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from desk_app.domain import holdings
from desk_app.domain.applications import Application, MatterCase, MatterState, matter_id
from desk_app.domain.events import Event
from desk_app.services import law
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.printing import promised
from desk_app.services.printing.handed import HandedTo
from desk_app.services.reading import Reading
from forms import conditions, judging, moments, result_words, roles, rules
from forms.derive import derived, inputs
from forms.numbers import id_kind
from forms.pack import Pack
from forms.particulars import CATEGORIES, CERTIFICATE, CERTIFICATE_UNTIL, GRADE
from forms.procedures import GRANTED
from forms.result_words import ASSESSED
from forms.schema import Effect, Facts, NumberRule, Value
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentValue

LATER: Final = "办结后录入"
NONE: Final = "没有发证"
"""What stands for a result that is still to come, and for one that did not come."""
_HELD: Final = (MatterState.CONCLUDED, MatterState.SENT, MatterState.HANDED_OVER, MatterState.KEPT)
"""States of what was granted, and not stopped since."""
_ISSUED, _EXPIRES = "issued_on", "expires_on"
_UNTIL: Final = "valid_until"
_OF_CERTIFICATES: Final = (
    CERTIFICATE, "category", GRADE, ASSESSED, "each", _ISSUED, _UNTIL, CERTIFICATE_UNTIL,
)  # fmt: skip
"""Names by which papers show a certificate."""


def cases(parts: Parts, application: Application) -> tuple[MatterCase, ...]:
    """The matters that were granted, in the order in which they were."""
    pack = law.of(parts, application.pack_digest)
    found = [m for m in application.matters if _granted(pack, m)]
    if len(found) < 2:
        return tuple(found)
    return tuple(sorted(found, key=lambda m: _place(parts, application, m)))


def facts(parts: Parts, read: Reading) -> Facts:
    """The answers, and in their place what was granted: number, categories, grade, last day."""
    pack, holder = read.pack, read.holder
    if not isinstance(holder, Application):
        return read.facts
    found = cases(parts, holder)
    told = {k: v for case in found for k, v in _told(pack, case).items()}
    if not told and any(pack.effect_of(case.matter) is Effect.CANCELS for case in found):
        told = _given_up(parts, read)
    gone = {CERTIFICATE} if any(_outdated(pack, case) for case in found) else set[str]()
    if not (told or gone):
        return read.facts
    new = told.keys() | gone | _denied(read, told)
    follows = {e.id for e in pack.elements.values() if e.derived and new & set(inputs(e.derived))}
    kept = {k: v for k, v in read.facts.items() if k not in new | follows}
    return rules.complete(pack, {**kept, **told}, read.today)


def values(parts: Parts, read: Reading, known: Facts) -> dict[str, DocumentValue]:
    """What papers show of days, of the latest certificate and of payments; an empty one is not known yet.

    ``known`` are the ``facts``. While a certificate is still to come, words say so in its place.
    """
    pack, holder = read.pack, read.holder
    if not isinstance(holder, Application):
        return {}
    found = cases(parts, holder)
    issued = [case for case in found if pack.effect_of(case.matter) is Effect.ISSUES]
    by_when = typeset("".join(promised.sentences(read, holder.dates)))
    said: dict[str, DocumentValue] = {"by_when": by_when}
    for case in found:
        kind = pack.result_of(case.matter)
        said |= result_words.words(pack, kind.asks, case.facts) if kind else {}
    coming = [m for m in holder.matters if pack.effect_of(m.matter) is Effect.ISSUES and m not in issued]
    if issued:
        return said | _certificate(pack, issued[-1], known)
    if coming:
        states = law.matter(parts, holder.pack_digest)
        words = LATER if any(states.state(m.state).open for m in coming) else NONE
        return said | dict.fromkeys(_OF_CERTIFICATES, words)
    held = result_words.categories(pack, _held(known), _grade(known))
    return said | {ASSESSED: typeset(held)}


def rows(
    parts: Parts,
    read: Reading,
    known: Facts,
    results: Sequence[tuple[MatterCase, HandedTo | None]],
    now: Facts,
) -> Iterator[Mapping[str, str]]:
    """The papers that are handed over, as rows of 送达回证 and 领取登记表.

    Each result comes with who took it and how, once that is noted; ``now`` tells who is to take it. Matters
    that give a certificate and go one way together give one: the last that was issued, named by all of them.
    """
    told = set[object]()
    for case, handed in results:
        if read.pack.effect_of(case.matter) is not Effect.ISSUES:
            yield _row(parts, read, known, [case], now, handed)
        elif (way := handed and handed.together) not in told:
            told.add(way)
            same = [(c, h) for c, h in results if read.pack.effect_of(c.matter) is Effect.ISSUES]
            together = [c for c, h in same if (h and h.together) == way]
            yield _row(parts, read, known, together, now, handed)


def _row(
    parts: Parts,
    read: Reading,
    known: Facts,
    same: Sequence[MatterCase],
    now: Facts,
    handed: HandedTo | None,
) -> Mapping[str, str]:
    """One paper that is handed over, which these matters gave."""
    pack, holder = read.pack, read.holder
    case = _latest(parts, read, same)
    matter = pack.matters[case.matter]
    number = str(case.facts.get(CERTIFICATE, ""))
    if not number and matter.certificate:
        number = str(known.get(CERTIFICATE, ""))
    taker = roles.party(pack, roles.RECIPIENT, now)
    name = taker.name if taker else read.name
    own = taker.id_number if taker else read.id_number
    if handed and handed.receiver == read.name:
        name, own = read.name, read.id_number
    elif handed and handed.receiver and handed.receiver != name:
        name, own = handed.receiver, ""  # no other's number is asked
    kind = id_kind(own)
    title = typeset(judging.result(matter, read.facts))
    whose = typeset(f"(持证人{read.name})") if name != read.name else ""
    return {
        "title": title,
        "number": number,
        "office_number": (holder.office_number or holder.number) if isinstance(holder, Application) else "",
        "said": (said := _worded(parts, read, case, same)),
        "taken": "\n".join(text for text in (title, whose, number, said) if text),
        "copies": "1",
        "name": name,
        "id_kind": kind.partition("(")[0] if kind else "",
        "id_number": own,
        "way": typeset(handed.said) if handed else "",
        "time": handed.when if handed else "",
    }


def _latest(parts: Parts, read: Reading, same: Sequence[MatterCase]) -> MatterCase:
    """Of matters that gave one certificate the one that was granted last."""
    holder = read.holder
    if len(same) < 2 or not isinstance(holder, Application):
        return same[0]
    return max(same, key=lambda case: _place(parts, holder, case))


def _worded(parts: Parts, read: Reading, case: MatterCase, same: Sequence[MatterCase]) -> str:
    """What a result says beside its number; with its matters' titles where several give such a paper."""
    pack, matter = read.pack, read.pack.matters[case.matter]
    said = typeset(result_words.worded(pack, case.matter, case.facts, leave=CERTIFICATE))
    said = said or _cancelled(parts, read, case)
    if sum(pack.matters[m].result == matter.result for m in read.holder.chosen if m in pack.matters) > 1:
        titles = "、".join(pack.matters[each.matter].title for each in same)
        said = typeset(":".join(text for text in (titles, said) if text))
    return said


def void(parts: Parts, read: Reading) -> str:
    """Why the certificate that was granted is no longer the present one of its holder; empty while it is."""
    holder = read.holder
    return replaced(parts, read.pack, holder) if isinstance(holder, Application) else ""


def replaced(parts: Parts, pack: Pack, holder: Application, matters: Collection[str] = ()) -> str:
    """The same of an application, or of the certificates that some of its matters gave."""
    every = [case for case in cases(parts, holder) if pack.effect_of(case.matter) is Effect.ISSUES]
    issued = [case for case in every if not matters or case.matter in matters]
    if not issued:
        return ""
    if every[-1].state == MatterState.CONCLUDED and not any(case.facts.get("sent_on") for case in issued):
        issued = every  # of what never left the house the last one stands for all: they go as one
    history = inform.history(parts, holder.answers)
    held = holdings.held_certificate(pack, history, parts.clock.today())
    if not issued or held is None or not held.issued:
        return ""
    if held.state == holdings.CANCELLED:
        return "这本残疾人证已经注销,不能再打印内页"
    number, day = (str(issued[-1].facts.get(k, "")) for k in (CERTIFICATE, _ISSUED))
    other_day = bool(day) and held.issued_on is not None and day != held.issued_on.isoformat()
    if (number and held.number and number != held.number) or other_day:
        return f"这本残疾人证已经换发或补办,现在的证号是{held.number},请到那一件里打印内页"
    return ""


def days(parts: Parts, application: Application) -> Mapping[str, date]:
    """Matter → the day it was granted; a grant whose event is not here has none."""
    found = ((m, _grant(parts, application, m)) for m in application.matters if m.state in law.GRANTED)
    return {case.matter: done.at.date() for case, done in found if done}


def ended_on(parts: Parts, application: Application) -> date | None:
    """The day of the last event of its matters, once nothing is to come for any; None before."""
    if law.is_open(parts, application):
        return None
    own = (parts.store.events.of(matter_id(application.id, m.matter)) for m in application.matters)
    return max((e.at.date() for events in own for e in events), default=None)


# ---- one matter ----------------------------------------------------------------------------------


def _granted(pack: Pack, case: MatterCase) -> bool:
    kind = pack.result_of(case.matter)
    told = kind is not None and any(case.facts.get(ask.id) for ask in kind.asks)
    return told or case.state in _HELD


def _place(parts: Parts, application: Application, case: MatterCase) -> tuple[int, int, int]:
    """Where the last grant of a matter stands among all events; before all where it has none."""
    last = _grant(parts, application, case)
    return last.order if last else (0, 0, 0)


def _grant(parts: Parts, application: Application, case: MatterCase) -> Event | None:
    """The last event by which a department granted a matter."""
    procedure = law.matter(parts, application.pack_digest)
    acts = {a.code for a in procedure.acts if a.result == GRANTED}
    events = parts.store.events.of(matter_id(application.id, case.matter))
    return max((e for e in events if e.act in acts), key=lambda e: e.order, default=None)


def _cancelled(parts: Parts, read: Reading, case: MatterCase) -> str:
    """The day a certificate was cancelled, in words: all that a cancellation says beside its number."""
    holder = read.holder
    if not isinstance(holder, Application) or read.pack.effect_of(case.matter) is not Effect.CANCELS:
        return ""
    done = _grant(parts, holder, case)
    return f"注销于{plain_date(done.at.date())}" if done else ""


def _told(pack: Pack, case: MatterCase) -> dict[str, Value]:
    """What a result says of elements of the form."""
    rows = result_words.assessed(case.facts) if pack.effect_of(case.matter) is Effect.ISSUES else ()
    found: dict[str, Any] = {k: v for k, v in case.facts.items() if k in pack.elements}
    found |= {CATEGORIES: tuple(code for code, _ in rows), CERTIFICATE_UNTIL: case.facts.get(_EXPIRES)}
    return {k: v for k, v in found.items() if v and k in pack.elements}


def _given_up(parts: Parts, read: Reading) -> dict[str, Value]:
    """The certificate that was cancelled, by the records, where its number was not typed; else nothing.

    Of several that were, it is not known which one it was.
    """
    if conditions.known(read.facts, CERTIFICATE):
        return {}
    history = inform.history(parts, read.holder.answers)
    held = holdings.certificates(read.pack, history, parts.clock.today())
    gone = [c for c in held if c.state == holdings.CANCELLED]
    if len(gone) != 1:
        return {}
    told: dict[str, Value] = {
        CERTIFICATE: gone[0].number,
        CATEGORIES: gone[0].categories,
        GRADE: gone[0].grade,
    }
    return {k: v for k, v in told.items() if v}


def _outdated(pack: Pack, case: MatterCase) -> bool:
    """Whether the number that was told is void by a result that does not tell the new one (older books)."""
    rule = pack.matters[case.matter].number if case.matter in pack.matters else None
    return rule in (NumberRule.NEW, NumberRule.NEXT) and not case.facts.get(CERTIFICATE)


def _denied(read: Reading, told: Facts) -> set[str]:
    """Answers that what was granted says are out of date: a number that bears another grade."""
    found = {k: e.derived for k in told if (e := read.pack.elements[k]).derived}
    other = [d for k, d in found.items() if d and derived(d, read.facts, read.today) not in (None, told[k])]
    return {name for d in other for name in inputs(d)}


def _certificate(pack: Pack, case: MatterCase, known: Facts) -> dict[str, DocumentValue]:
    """An issued certificate; what its result does not tell and did not change is taken from ``known``."""
    matter, result = pack.matters[case.matter], case.facts
    kept = matter.number in (NumberRule.SAME, NumberRule.NEXT)
    rows = result_words.assessed(result) or (_held(known) if kept else ())
    grade = str(result.get(GRADE) or _grade(known))
    until = result.get(_EXPIRES) or ("" if matter.years else known.get(CERTIFICATE_UNTIL, ""))
    issued_on, last_day = (moments.day(text) or str(text or "") for text in (result.get(_ISSUED), until))
    return {
        CERTIFICATE: str(known.get(CERTIFICATE, "")),
        "category": result_words.category(pack, rows),
        GRADE: pack.codes[GRADE].label(grade) if grade else "",
        ASSESSED: typeset(result_words.categories(pack, rows, grade)),
        "each": result_words.each(pack, rows) if len(rows) > 1 else "",
        _ISSUED: issued_on,
        _UNTIL: last_day,
        CERTIFICATE_UNTIL: last_day,
    }


def _held(known: Facts) -> tuple[tuple[str, str], ...]:
    """Categories of the certificate held; the grade belongs to the only one."""
    held = known.get(CATEGORIES, ())
    codes = held if isinstance(held, tuple) else ()
    return tuple((code, _grade(known) if len(codes) == 1 else "") for code in codes)


def _grade(known: Facts) -> str:
    """The grade's code; empty where it is not known, or 不清楚."""
    return str(known.get(GRADE, "")) if conditions.known(known, GRADE) else ""
