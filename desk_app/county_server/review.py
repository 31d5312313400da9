"""The county's check of a letter: the same law as at the window, applied once more. All pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from desk_app.county.shapes import LetterBody
from desk_app.domain import receipts
from desk_app.domain.applications import MatterCase, MatterState
from desk_app.domain.history import History
from desk_app.domain.promises import may_follow, takes_electronic
from desk_app.domain.records import facts_of, over
from desk_app.domain.settling import counted_from
from forms import calendar, check, judging, live
from forms.calendar import Calendar
from forms.pack import Pack
from forms.schema import UNSURE, Facts, Kind, Problem, Value

_NOBODY: Final = History()


def problems(
    pack: Pack,
    letter: LetterBody,
    today: date,
    records: History = _NOBODY,
    days: Calendar | None = None,
) -> tuple[Problem, ...]:
    """Everything that prevents taking the letter in; empty when it can be taken.

    ``days`` are the working days in force here; without them those of the shipped tables.
    ``records`` are what the county's own book holds of the person. The law is read as of the
    day of acceptance, so that a letter that waited for the line loses nothing.
    """
    if found := tuple(_address_problems(pack, letter)) + tuple(_shape_problems(pack, letter.answers)):
        return found
    day = min(letter.accepted_at.date(), today)
    known = facts(pack, letter.answers, letter.chosen, records, day)
    said = check.problems(pack, known, letter.chosen, day)
    found = tuple(p for p in said if p.blocks and not _typed_once(pack, letter, p.element))
    found += tuple(_electronic_problems(pack, letter))
    return found + tuple(_promise_problems(pack, letter, day, days or calendar.shipped()))


def facts(pack: Pack, answers: Facts, chosen: Sequence[str], records: History, day: date) -> dict[str, Value]:
    """The answers that count, as at the window, with everything that follows from them on the day.

    The county's own records replace what the window's book said of the person.
    """
    return live.facts(pack, over(pack, answers, facts_of(pack, records, day)), chosen, day)


def seen(pack: Pack, letter: LetterBody) -> Facts:
    """The letter's answers without those to questions that were not seen, which older windows send along."""
    return live.without_hidden(pack, letter.answers, letter.chosen)


def matters(
    pack: Pack, letter: LetterBody, today: date, records: History = _NOBODY
) -> tuple[MatterCase, ...]:
    """The letter's matters as they start: taken, or held until another matter is decided."""
    day = min(letter.accepted_at.date(), today)
    known = facts(pack, letter.answers, letter.chosen, records, day)
    findings = {f.matter: f for f in judging.judge(pack, known, letter.chosen)}
    return tuple(_start(pack, matter, findings[matter].waits_for) for matter in letter.chosen)


def remark(pack: Pack, letter: LetterBody) -> str:
    """A sentence for a window that works with another definition pack than the county; else empty."""
    if letter.pack_digest == pack.digest:
        return ""
    return f"窗口用的业务定义({letter.pack_version})与区县的({pack.version})不同,已按区县的审查,请更新窗口"


def _start(pack: Pack, matter: str, waits: str) -> MatterCase:
    state = MatterState.HELD if waits else MatterState.TAKEN
    note = f"等“{pack.matters[waits].title}”结果" if waits else ""
    return MatterCase(matter, pack.matters[matter].title, state, note, waits)


def _address_problems(pack: Pack, letter: LetterBody) -> Iterator[Problem]:
    """What is wrong before the law is asked: another county, an invalid number, unknown matters."""
    region = pack.hall.region_code
    if letter.region_code != region:
        yield Problem("region_code", f"这是{letter.region_code}的件,本区县是{region},请核对窗口设置")
    if not receipts.sound(letter.number) or not _is_of(letter):
        yield Problem("number", f"回执编号{letter.number}校验不符")
    for matter in letter.chosen:
        if matter not in pack.matters:
            yield Problem("matters", f"区县没有“{matter}”这个事项,请更新窗口的业务定义")


def _is_of(letter: LetterBody) -> bool:
    """Whether a receipt number is written as we write it, and names its region and window."""
    digits = letter.number.replace("-", "")
    written = "-".join((digits[:6], digits[6:8], digits[8:16], digits[16:]))
    window = letter.window.isascii() and letter.window.isdecimal() and int(letter.window) == int(digits[6:8])
    return letter.number == written and window and digits.startswith(letter.region_code)


def _promise_problems(pack: Pack, letter: LetterBody, day: date, days: Calendar) -> Iterator[Problem]:
    """Promises that are not allowed: of a main paper, or for a day outside the promised limit (容缺)."""
    materials = {m.id: m for m in pack.materials}
    start = max(day, counted_from(days, pack.hall, letter.accepted_at))
    latest, provisional = days.after(start, pack.limits.promised)
    for promise in letter.promises:
        material, element = materials.get(promise.material), f"material:{promise.material}"
        if material is None or not may_follow(pack, material):
            title = material.title if material else promise.material
            yield Problem(element, f"{title}不能容缺,请收齐后重新受理")
        elif promise.until < day or (promise.until > latest and not provisional):
            limit = pack.limits.promised
            yield Problem(element, f"{material.title}的补交日期应在受理后{limit}个工作日以内,请重新受理")


def _electronic_problems(pack: Pack, letter: LetterBody) -> Iterator[Problem]:
    """Electronic forms of materials that 附件5 wants on paper, and of what is no material."""
    materials = {m.id: m for m in pack.materials}
    for seen in letter.electronic:
        material = materials.get(seen.material)
        if material is None or not takes_electronic(material):
            title = material.title if material else seen.material
            yield Problem(f"material:{seen.material}", f"{title}不能用电子证照,请收纸质的后重新受理")


def _typed_once(pack: Pack, letter: LetterBody, name: str) -> bool:
    """Whether a second typing is missing that an older window did not ask for; it guards typing alone."""
    element = pack.elements.get(name)
    return element is not None and bool(element.repeats) and name not in letter.answers


def _shape_problems(pack: Pack, answers: Facts) -> Iterator[Problem]:
    """Answers that are no value of their kind, which the rules could not compare."""
    for name, value in answers.items():
        element = pack.elements.get(name)
        if element and value != UNSURE and not _fits(element.kind, value):
            yield Problem(name, f"{element.label}的值不是规定的形式,请更新窗口程序后重新受理")


def _fits(kind: Kind, value: Value) -> bool:
    match kind:
        case Kind.FLAG:
            return isinstance(value, bool) or value == ""
        case Kind.CHOICES:
            return isinstance(value, tuple) or value == ""
        case Kind.NUMBER:
            return isinstance(value, str) and (value == "" or _is_number(value))
    return isinstance(value, str)


def _is_number(text: str) -> bool:
    """Whether a text is a whole number; it may be negative, as months to a past day are."""
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal()
