"""Checks of answers: one sentence per problem, bound to its element, that says what to do."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Final

from forms import conditions, judging, moments, numbers, rules
from forms.conditions import known
from forms.pack import Pack
from forms.particulars import CERTIFICATE, FORMER_NUMBER, ID_NUMBER
from forms.schema import UNSURE, Element, Facts, Finding, Kind, Origin, Outcome, Problem, Value
from forms.vocabulary import Vocabulary


def tidy(kind: Kind, text: str) -> str:
    """Typed text as it is stored: full-width digits, spaces and look-alike dots are normalised."""
    match kind:
        case Kind.ID_NUMBER:
            return numbers.tidy_id(text)
        case Kind.CERTIFICATE:
            return numbers.tidy_certificate(text)
        case Kind.BANK_CARD:
            return numbers.tidy_number(text)
        case Kind.PHONE:
            return numbers.tidy_phone(text)
        case Kind.DATE:
            return numbers.tidy_date(text)
        case Kind.NAME:
            return numbers.tidy_name(text)
    return text.strip()


def offer(element: Element, value: Value, today: date) -> str:
    """The sound answer that a wrong one is known to mean, to be offered, never taken unasked; else empty."""
    if not isinstance(value, str):
        return ""
    match element.kind:
        case Kind.NAME:
            return numbers.mended_name(value) if numbers.name_fault(value) else ""
        case Kind.ID_NUMBER:
            return numbers.mended_id(value, today)
        case Kind.PHONE:
            return numbers.mended_phone(value)
    return ""


def problems(
    pack: Pack, facts: Facts, chosen: Collection[str], today: date, findings: Sequence[Finding] = ()
) -> tuple[Problem, ...]:
    """Everything to mend before acceptance: the form in its order, other answers, then the matters.

    ``facts`` are complete; ``findings`` are what ``judging.judge`` says of them, where that is known already.
    """
    found: list[Problem] = []
    shown = rules.fields(pack, facts, chosen)
    for element in shown:
        if not known(facts, element.id):
            if rules.needed(element, facts, chosen):
                found.append(Problem(element.id, rules.missing(element, facts)))
            continue
        found += value_problems(pack, element, facts, today)
    for element in _beside(pack, shown):
        if known(facts, element.id):
            found += value_problems(pack, element, facts, today)
    return (*found, *_matter_problems(pack, chosen, findings or judging.judge(pack, facts, chosen)))


def _beside(pack: Pack, shown: Collection[Element]) -> Iterator[Element]:
    """Elements a person may answer although their field is not shown: beside the number, in the interview."""
    on_form = {e.id for e in shown}
    for element in pack.elements.values():
        typed = element.ask or element.section or not element.derived
        if typed and element.id not in on_form and element.ranks != (Origin.BOOK,):
            yield element


def _cautions(pack: Vocabulary, element: Element, facts: Facts) -> list[Problem]:
    """Problems from the pack's cautions on this element whose condition is true for these facts."""
    return [
        Problem(element.id, c.message, c.blocks)
        for c in pack.cautions
        if c.element == element.id and conditions.truth(c.when, facts)
    ]


def value_problems(pack: Vocabulary, element: Element, facts: Facts, today: date) -> list[Problem]:
    """Problems of one answer, its own and against other answers."""
    own = own_problems(pack, element, facts, today)
    if facts[element.id] == UNSURE or any(problem.blocks for problem in own):
        return own
    return own + _cautions(pack, element, facts)


def own_problems(pack: Vocabulary, element: Element, facts: Facts, today: date) -> list[Problem]:
    """Problems of one answer, without the cautions about it."""
    value = facts[element.id]
    if value == UNSURE:
        return []
    if message := _shape_fault(pack, element, value):
        return [Problem(element.id, message)]
    if message := _fault(pack, element, value, facts, today):
        return [Problem(element.id, message)]
    warning = _warning(element, value)
    doubted = warning and not (element.repeats or _confirmed(pack, element, facts))
    return [Problem(element.id, warning, blocks=False)] if warning and doubted else []


def _shape_fault(pack: Vocabulary, element: Element, value: Value) -> str | None:
    """Fault of an answer that is no value of its kind at all (from a file or another program)."""
    match element.kind:
        case Kind.FLAG:
            return None if isinstance(value, bool) else f"{element.label}请选择是或否"
        case Kind.CHOICES:
            if not isinstance(value, tuple) or not _codes(pack, element).issuperset(value):
                return f"{element.label}有不认识的选项,请重新选择"
            if element.most is not None and len(value) > element.most:
                return f"{element.label}最多选{element.most}项,现在是{len(value)}项,请去掉几项"
            alone = element.alone in value and len(value) > 1
            return (
                f"{element.label}选了“{rules.label(pack, element, (element.alone,))}”就不能再选别的"
                if alone
                else None
            )
        case Kind.CHOICE:
            known_code = value in _codes(pack, element)
            return None if known_code else f"{element.label}有不认识的选项,请重新选择"
    return None if isinstance(value, str) else f"{element.label}应为文字"


def _codes(pack: Vocabulary, element: Element) -> frozenset[Value]:
    return frozenset(o.code for o in pack.options(element))


def _fault(pack: Vocabulary, element: Element, value: Value, facts: Facts, today: date) -> str | None:
    check = _CHECKS.get(element.kind)
    if message := check(element, str(value), facts, today) if check else None:
        return message
    if element.repeats and (message := numbers.repeat_fault(str(value), str(facts.get(element.repeats, "")))):
        return message
    own = pack.elements.get(element.id, element)  # what an act asks under the id of an element agrees as that
    if own.not_before and (message := _order_holds(own, str(value), facts, pack)):
        return message
    agree = _AGREEMENTS.get(own.derived.name) if own.derived else None
    return agree(str(value), facts, today) if agree else None


def _text(element: Element, value: str, _facts: Facts, _today: date) -> str | None:
    return text_fault(element.label, value, element.max_length)


def text_fault(label: str, value: Value, longest: int) -> str | None:
    """Fault of what was written where a text of at most so many characters belongs; None when it fits."""
    if not isinstance(value, str):
        return f"{label}应为文字"
    if len(value) > longest:
        return f"{label}最多{longest}个字,现在是{len(value)}个,请简写"
    if _CONTROL.search(value):
        return f"{label}中有看不见的控制字符,请删去后重录"
    return None


def _date(element: Element, value: str, _facts: Facts, _today: date) -> str | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return f"{element.label}“{value}”{numbers.why_no_date(value)}"
    return None if 1900 <= day.year <= 2100 else f"{element.label}的年份{day.year}不对,请核对"


def _number(element: Element, value: str, _facts: Facts, _today: date) -> str | None:
    if not _NUMBER.fullmatch(value):
        return f"{element.label}“{value}”不是数字,请只录数字,如 12"
    if len(value.partition(".")[2]) > element.decimals:
        most = f"最多{element.decimals}位小数" if element.decimals else "应是整数"
        return f"{element.label}{most},现在是{value},请核对"
    if element.least is not None and float(value) < element.least:
        return f"{element.label}不会少于{element.least}{element.unit},现在是{value},请核对"
    if element.most is not None and float(value) > element.most:
        return f"{element.label}不会超过{element.most}{element.unit},现在是{value},请核对"
    return None


def _certificate(value: str, facts: Facts, today: date) -> str | None:
    """Fault of a certificate number; on another person's it needs a reason (残疾人证管理办法 第五条)."""
    own = "" if known(facts, FORMER_NUMBER) else str(facts.get(ID_NUMBER, ""))
    fault = numbers.certificate_fault(value, own, today)
    return f"{fault};确是本人的,请选证号不同的原因" if fault == numbers.ANOTHERS_CERTIFICATE else fault


_CONTROL: Final = re.compile("[\x00-\x1f]")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?", re.ASCII)
_CHECKS: Final[dict[Kind, Callable[[Element, str, Facts, date], str | None]]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.NAME: lambda e, v, f, t: numbers.name_fault(v) or _text(e, v, f, t),
    Kind.ID_NUMBER: lambda _e, v, _f, t: numbers.id_fault(v, t),
    Kind.CERTIFICATE: lambda _e, v, f, t: _certificate(v, f, t),
    Kind.PHONE: lambda _e, v, _f, _t: numbers.phone_fault(v),
    Kind.BANK_CARD: lambda _e, v, _f, _t: numbers.bank_fault(v),
}


def _sex_agrees(value: str, facts: Facts, today: date) -> str | None:
    identity = numbers.read_id(str(facts.get(ID_NUMBER, "")), today)
    if identity and identity.sex != value:
        told = "男" if identity.sex == "1" else "女"
        return f"性别与身份证号不一致(号码第17位表示{told}),请核对证件,可能是别人的号码"
    return None


def _birth_agrees(value: str, facts: Facts, today: date) -> str | None:
    if value > today.isoformat():
        return moments.before_release(today) or "出生日期在今天之后,请核对"
    identity = numbers.read_id(str(facts.get(ID_NUMBER, "")), today)
    if identity and identity.birth.isoformat() != value:
        return f"出生日期与身份证号中的{identity.birth.isoformat()}不一致,请核对证件"
    return None


def _order_holds(element: Element, value: str, facts: Facts, pack: Vocabulary) -> str | None:
    start = str(facts.get(element.not_before, ""))
    if start and value < start:
        return f"{element.label}早于{pack.elements[element.not_before].label},请核对"
    return None


def _grade_agrees(value: str, facts: Facts, _today: date) -> str | None:
    read = numbers.read_certificate(str(facts.get(CERTIFICATE, "")))
    if read and read[1] != value:
        return f"残疾等级与残疾人证号末位不一致(证号表示{read[1]}级),请对照证件核对"
    return None


_AGREEMENTS: Final[dict[str, Callable[[str, Facts, date], str | None]]] = {
    "grade": _grade_agrees,
    "sex": _sex_agrees,
    "birth": _birth_agrees,
}
"""Derivation of an element → what a typed answer has to agree with."""


def _confirmed(pack: Vocabulary, element: Element, facts: Facts) -> bool:
    """Whether the answer was typed a second time in the same way."""
    again = (e.id for e in pack.elements.values() if e.repeats == element.id)
    return any(facts.get(name) == facts[element.id] for name in again)


def _warning(element: Element, value: Value) -> str | None:
    return numbers.bank_caution(str(value)) if element.kind is Kind.BANK_CARD else None


def _matter_problems(pack: Pack, chosen: Collection[str], findings: Sequence[Finding]) -> Iterator[Problem]:
    """Matters that can not be taken: nothing chosen, one excluded, one that does not apply."""
    if not chosen:
        yield Problem("matters", "请至少选择一个要办的事项")
    outcomes = {f.matter: f for f in findings}
    for matter in chosen:
        title = pack.matters[matter].title
        if other := judging.blocked_by(pack, [m for m in chosen if m != matter], matter):
            yield Problem("matters", f"“{title}”不能与“{pack.matters[other].title}”同时办理,请去掉一项")
        elif not pack.matters[matter].collected:
            yield Problem("matters", f"“{title}”免申办理,不用申请,请去掉")
        elif outcomes[matter].outcome is Outcome.NOT:
            yield Problem("matters", f"“{title}”目前不符合:{''.join(outcomes[matter].reasons)}")
