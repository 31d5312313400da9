"""更正 of an accepted application: what was, what is, why; and the answers that follow. All pure.

The answers as accepted stay; every later answer follows from them and from the events ``amend``, in their
order, by one code at both ends.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desk_app.domain import records
from desk_app.domain.events import Event, Payload
from desk_app.domain.proceedings import walk
from forms import check, live, moments
from forms.derive import derived
from forms.pack import Pack
from forms.particulars import APPLIED_ON, CERTIFICATE, FORMER_NUMBER, ID_NUMBER, NAME, TYPED_FIRST
from forms.procedures import Procedure
from forms.schema import Element, Facts, Kind, Origin, Problem, Value

AMEND: Final = "amend"
"""Act of the procedure ``application``."""
WHY_LENGTH: Final = 100
"""Most characters of a reason."""
MOST: Final = 60
"""Most answers corrected at once."""
ANOTHER_PERSON: Final = "姓名和身份证号都与受理时不一样,是另一个人,不能更正;请撤回这一件,给这个人重新办理"
_YES, _NO = "yes", "no"
_APART: Final = " "
"""Between the codes of a several-choice answer; no code has a blank."""


@dataclass(frozen=True, slots=True)
class AmendedAnswer:
    """One answer that was wrong: what was, what is, why. An empty text stands for no answer."""

    element: str
    was: Value
    now: Value
    why: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """One event ``amend``: its amendments, in the order of the paper that was signed."""

    event: Event
    amended: tuple[AmendedAnswer, ...]


# ---- as it is stored -----------------------------------------------------------------------------


def written(value: Value) -> str:
    """An answer as the text of a cell: 是 and 否 as ``yes`` and ``no``, several codes with blanks between."""
    if isinstance(value, bool):
        return _YES if value else _NO
    return _APART.join(value) if isinstance(value, tuple) else value


def read(pack: Pack, element: str, text: str) -> Value:
    """The answer a cell stands for; ValueError when it is no value of its element's kind."""
    if not text or element not in pack.elements:
        return text
    kind = pack.elements[element].kind
    if kind is Kind.FLAG:
        if text not in (_YES, _NO):
            raise ValueError(text)
        return text == _YES
    return tuple(text.split(_APART)) if kind is Kind.CHOICES else text


def rows(amended: Iterable[AmendedAnswer]) -> tuple[dict[str, str], ...]:
    """Corrections as rows of the act, without empty cells."""
    told = (
        {"element": c.element, "was": written(c.was), "now": written(c.now), "why": c.why} for c in amended
    )
    return tuple({k: v for k, v in row.items() if v} for row in told)


def known_rows(facts: Facts) -> tuple[dict[str, str], ...]:
    """What the records say of the person of a corrected identity number, as rows of the act."""
    told = ({"element": k, "now": written(v)} for k, v in facts.items())
    return tuple({k: v for k, v in row.items() if v} for row in told)


def read_rows(pack: Pack, payload: Payload) -> tuple[AmendedAnswer, ...]:
    """The amendments of an event; ValueError when a row is damaged."""
    return tuple(
        AmendedAnswer(
            _cell(row, "element"),
            read(pack, _cell(row, "element"), _cell(row, "was")),
            read(pack, _cell(row, "element"), _cell(row, "now")),
            _cell(row, "why"),
        )
        for row in _rows(payload, "rows")
    )


def amendments(pack: Pack, procedure: Procedure, events: Iterable[Event]) -> tuple[Amendment, ...]:
    """The amendments of an application that count, in their order; damaged ones are left out."""
    return tuple(_amendments(pack, procedure, events))


def _amendments(pack: Pack, procedure: Procedure, events: Iterable[Event]) -> Iterator[Amendment]:
    for event, _ in walk(procedure, events):
        if event.act == AMEND:
            try:
                yield Amendment(event, read_rows(pack, event.payload))
            except ValueError:
                continue


def _rows(payload: Payload, name: str) -> Iterator[Mapping[str, Any]]:
    held = payload.get(name) or ()
    if not isinstance(held, list | tuple) or not all(isinstance(row, Mapping) for row in held):
        raise ValueError(name)
    yield from held


def _cell(row: Mapping[str, Any], name: str) -> str:
    cell = row.get(name, "")
    if not isinstance(cell, str):
        raise ValueError(name)
    return cell


# ---- the answers that follow ---------------------------------------------------------------------


def answers(
    pack: Pack, accepted: Facts, chosen: Collection[str], day: date, made: Sequence[Amendment]
) -> dict[str, Value]:
    """The answers of an application with its amendments, and all that follows from them.

    ``accepted`` are the answers as they were taken in, ``day`` is the day of acceptance, on which ages and
    limits are reckoned. Without amendments they are returned as they are.
    """
    if not made:
        return dict(accepted)
    told = {k: v for k, v in accepted.items() if not _followed(pack, accepted, k, day)}
    for each in made:
        if any(c.element == ID_NUMBER for c in each.amended):
            told = _of_another_number(pack, told, each.event.payload)
        for amendment in each.amended:
            told |= dict.fromkeys(_typed(pack, amendment.element), amendment.now)
    return live.facts(pack, {k: v for k, v in told.items() if v not in ("", ())}, chosen, day)


def _followed(pack: Pack, accepted: Facts, name: str, day: date) -> bool:
    """Whether an answer is what follows from the others, so that it is worked out anew."""
    element = pack.elements.get(name)
    if element is None or element.derived is None:
        return False
    return derived(element.derived, accepted, day) == accepted[name]


def _of_another_number(pack: Pack, told: Facts, payload: Payload) -> dict[str, Value]:
    """The answers with what the records say of the corrected number, instead of the wrong one's."""
    typed = {k: v for k, v in told.items() if not _recorded(pack.elements.get(k))}
    known = {
        _cell(row, "element"): read(pack, _cell(row, "element"), _cell(row, "now"))
        for row in _rows(payload, "known")
    }
    return records.over(pack, typed, {k: v for k, v in known.items() if k in pack.elements})


def _recorded(element: Element | None) -> bool:
    return element is not None and element.ranks == (Origin.BOOK,)


def _typed(pack: Pack, element: str) -> Iterator[str]:
    """An element, and the one that holds its second typing: the applicant signs the new value instead."""
    yield element
    yield from (e.id for e in pack.elements.values() if e.repeats == element)


# ---- what may be corrected -----------------------------------------------------------------------


def amendable(pack: Pack, facts: Facts, chosen: Collection[str]) -> tuple[Element, ...]:
    """The answers that may be corrected: those above the form, the form in its order, then the interview's.

    What only follows from others (sex and birth of an identity number) is not among them.
    """
    counted = live.counted(pack, facts, chosen)
    first = [pack.elements[n] for n in TYPED_FIRST if n in pack.elements]
    form = [e for s in pack.sections for e in pack.elements.values() if e.section == s.id]
    others = [e for e in pack.elements.values() if not e.section and e.ask and e.id in facts]
    reason = [e for e in (pack.elements.get(FORMER_NUMBER),) if e and CERTIFICATE in facts]
    found = {e.id: e for e in (*first, *reason, *form, *others)}
    return tuple(e for e in found.values() if e.id in counted and _open_to_correction(pack, e, facts))


def _open_to_correction(pack: Pack, element: Element, facts: Facts) -> bool:
    if element.repeats or _recorded(element):
        return False
    day = moments.day(facts.get(APPLIED_ON))
    return not (element.derived and element.id in facts and day and _followed(pack, facts, element.id, day))


def problems(
    pack: Pack,
    accepted: Facts,
    before: Facts,
    after: Facts,
    chosen: Collection[str],
    day: date,
    made: Sequence[AmendedAnswer],
) -> tuple[Problem, ...]:
    """Everything that keeps amendments from being made; window and county ask the same.

    ``before`` and ``after`` are the answers without and with them. What was wrong before and stays as it was
    is no problem of theirs; that a matter is 不符合 now is none either: its department decides.
    """
    found = [*_of_rows(pack, before, after, chosen, made)]
    if _different(accepted, after, ID_NUMBER) and _different(accepted, after, NAME):
        found.append(Problem(ID_NUMBER, ANOTHER_PERSON))
    if found:
        return tuple(found)
    old = {(p.element, p.message) for p in check.problems(pack, before, chosen, day)}
    new = check.problems(pack, after, chosen, day)
    return tuple(
        p for p in new if p.blocks and p.element in pack.elements and (p.element, p.message) not in old
    )


def _of_rows(
    pack: Pack, before: Facts, after: Facts, chosen: Collection[str], made: Sequence[AmendedAnswer]
) -> Iterator[Problem]:
    if not made:
        yield Problem("", "还没有选要更正的内容,请先选一项")
    if len(made) > MOST:
        yield Problem("", f"一次最多更正{MOST}项,请分几次办")
    open_ones = {e.id for facts in (before, after) for e in amendable(pack, facts, chosen)}
    for place, each in enumerate(made):
        if each.element not in open_ones or each.element in {c.element for c in made[:place]}:
            label = pack.elements[each.element].label if each.element in pack.elements else each.element[:40]
            yield Problem(each.element, f"“{label}”不能在这里更正,或者写了两次;请去掉")
            continue
        yield from _of_row(pack.elements[each.element], before.get(each.element, ""), each)


def _of_row(element: Element, before: Value, each: AmendedAnswer) -> Iterator[Problem]:
    if each.was != before:
        yield Problem(element.id, f"{element.label}在这期间变过,请关掉窗口重新打开再更正")
    if each.now == each.was:
        yield Problem(element.id, f"{element.label}和原来一样,请改成正确的,或去掉这一项")
    if not each.why.strip():
        yield Problem(element.id, f"请写明{element.label}为什么更正")
    elif len(each.why) > WHY_LENGTH:
        yield Problem(element.id, f"{element.label}的更正原因最多{WHY_LENGTH}个字,请简写")


def _different(accepted: Facts, after: Facts, element: str) -> bool:
    return accepted.get(element, "") != after.get(element, "")
