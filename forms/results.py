"""What the result of a granted matter says: completed from what is held, and checked. All pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from forms import moments, numbers
from forms.conditions import known
from forms.pack import Pack
from forms.result_kinds import ResultKind
from forms.schema import Effect, Matter, NumberRule, Problem

_MULTIPLE: Final = "7"
_NUMBER, _ASSESSED, _GRADE = "certificate_number", "assessed", "grade"
_ISSUED, _EXPIRES = "issued_on", "expires_on"
_MONTH, _AMOUNT, _REGISTERED = "first_month", "amount", "registered_on"
_LABELS: Final = {_ISSUED: "发证日期", _EXPIRES: "有效期至"}
_ANOTHERS: Final = "残疾人证号的前18位不是这个人的身份证号,请核对是否填成了别人的证号"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a result is for, and what they held before it."""

    id_numbers: tuple[str, ...]
    """The present identity number, then earlier ones."""
    applied_on: date
    """The day their application counts for; a subsidy is paid from its month."""
    number: str = ""
    """The certificate held now; empty where none is known."""
    categories: tuple[str, ...] = ()
    """Its categories, codes 1 to 6."""
    expires_on: date | None = None
    """Its last day."""
    assessed: tuple[tuple[str, str], ...] = ()
    """Its categories with their grades; a grade may be empty."""

    @property
    def id_number(self) -> str:
        """The present identity number."""
        return self.id_numbers[0] if self.id_numbers else ""


def completed(
    pack: Pack, matter: str, given: Mapping[str, Any], holder: Holder, today: date
) -> dict[str, Any]:
    """What a department wrote of a result, with everything that follows: number, category and grade, days."""
    found, kind = pack.matters.get(matter), pack.result_of(matter)
    whole = {k: v for k, v in given.items() if v not in ("", (), [], None)}
    if found is None or kind is None:
        return whole
    match kind.effect:
        case Effect.ISSUES:
            _number(whole, found, holder)
            whole.setdefault(_ISSUED, today.isoformat())
            _last_day(whole, found, holder)
        case Effect.PAYS:
            whole.setdefault(_MONTH, f"{holder.applied_on:%Y-%m}")
        case Effect.REGISTERS:
            whole.setdefault(_REGISTERED, today.isoformat())
    return whole


def problems(
    pack: Pack, matter: str, result: Mapping[str, Any], holder: Holder, today: date
) -> tuple[Problem, ...]:
    """Everything wrong with a completed result; those that do not block are worth a second look."""
    found, kind = pack.matters.get(matter), pack.result_of(matter)
    if found is None or kind is None:
        return ()
    return tuple(_problems(pack, found, kind, result, holder, today))


def assessed(number: str, rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Categories with grades of a result; those its number tells when it lists none."""
    listed = tuple(_pairs(rows))
    read = numbers.read_certificate_number(number)
    own = ((read.category, read.grade),) if read and read.category != _MULTIPLE else ()
    return listed or own


def _number(whole: dict[str, Any], matter: Matter, holder: Holder) -> None:
    """Complete number, categories and grade from each other and from the certificate held."""
    number = numbers.tidy_certificate(str(whole.get(_NUMBER, "")))
    rows = _rows(whole.get(_ASSESSED))
    if not rows and not number and matter.number is NumberRule.NEW and len(holder.categories) == 1:
        rows = _only_grade(whole, holder)
    if not number:
        number = _worked_out(matter, rows, holder)
    if number:
        whole[_NUMBER] = number
    if found := assessed(number, rows) or _carried(matter, holder):
        whole[_ASSESSED] = tuple({"category": c, "grade": g} for c, g in found)
    if (read := numbers.read_certificate_number(number)) and not whole.get(_GRADE):
        whole[_GRADE] = read.grade


def with_assessed(given: Mapping[str, Any]) -> dict[str, Any]:
    """A certificate's fields without empty ones, its number tidy, with the categories its number tells."""
    whole = {k: v for k, v in given.items() if v not in ("", (), [], None)}
    number = numbers.tidy_certificate(str(whole.get(_NUMBER, "")))
    if number:
        whole[_NUMBER] = number
    if found := assessed(number, _rows(whole.get(_ASSESSED))):
        whole[_ASSESSED] = tuple({"category": c, "grade": g} for c, g in found)
    return whole


def _rows(value: Any) -> tuple[Mapping[str, Any], ...]:
    rows = value if isinstance(value, list | tuple) else ()
    return tuple(row for row in rows if isinstance(row, Mapping))


def _only_grade(whole: Mapping[str, Any], holder: Holder) -> tuple[Mapping[str, Any], ...]:
    """A changed grade of the one category held."""
    grade = str(whole.get(_GRADE, ""))
    return ({"category": holder.categories[0], "grade": grade},) if grade else ()


def _carried(matter: Matter, holder: Holder) -> tuple[tuple[str, str], ...]:
    """What a matter that assesses nothing takes over from the certificate held, where it is known whole."""
    known_whole = matter.number is not NumberRule.NEW and all(grade for _, grade in holder.assessed)
    return holder.assessed if known_whole else ()


def _worked_out(matter: Matter, rows: Sequence[Mapping[str, Any]], holder: Holder) -> str:
    match matter.number:
        case NumberRule.SAME:
            return _on_present_number(holder)
        case NumberRule.NEXT:
            own = not numbers.on_another_number(holder.number, holder.id_numbers)
            return _next(holder.number if own else _on_present_number(holder))
        case NumberRule.NEW if rows and holder.id_number and _sound(_pairs(rows)):
            return _coded(rows, holder.id_number)
    return ""


def _on_present_number(holder: Holder) -> str:
    """The certificate held; one on an earlier or a misprinted number with the present one in its place."""
    held = numbers.read_certificate_number(holder.number)
    if held is None or not holder.id_number:
        return holder.number
    return holder.id_number + holder.number.removeprefix(held.id_number)


def _next(number: str) -> str:
    try:
        return numbers.reissued(number)
    except ValueError:
        return ""


def _coded(rows: Sequence[Mapping[str, Any]], id_number: str) -> str:
    """The number of categories and grades: 多重 bears the heaviest grade (残疾人证管理办法第五、十三条)."""
    category = _MULTIPLE if len(rows) > 1 else str(rows[0].get("category", ""))
    grades = [str(row.get("grade", "")) for row in rows]
    return f"{id_number}{category}{min(grades)}"


def _last_day(whole: dict[str, Any], matter: Matter, holder: Holder) -> None:
    issued = moments.day(whole.get(_ISSUED))
    if matter.years and issued:
        whole.setdefault(_EXPIRES, years_on(issued, matter.years).isoformat())
    elif holder.expires_on:
        whole.setdefault(_EXPIRES, holder.expires_on.isoformat())


def years_on(day: date, years: int) -> date:
    """The same day some years on; the last of February where it has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _problems(
    pack: Pack, matter: Matter, kind: ResultKind, result: Mapping[str, Any], holder: Holder, today: date
) -> Iterator[Problem]:
    own = {ask.id: ask for ask in kind.asks}
    for name, ask in ((a.id, a) for k in pack.results.values() for a in k.asks):
        if name not in own and known(result, name):
            yield Problem(name, f"“{matter.title}”的结果不填{ask.label},请去掉")
    lacking = [ask for ask in kind.asks if ask.required and not known(result, ask.id)]
    yield from (Problem(ask.id, _lack(matter, ask.id, ask.label)) for ask in lacking)
    match kind.effect:
        case Effect.ISSUES:
            yield from _certificate(matter, result, holder, today)
        case Effect.PAYS:
            yield from _payment(str(result.get(_MONTH, "")), holder, today)
            yield from _amount(str(result.get(_AMOUNT, "")))
        case Effect.REGISTERS:
            yield from _not_later(_REGISTERED, "登记日期", result, today)
            yield from _not_before_birth(_REGISTERED, "登记日期", result, holder, today)


def _lack(matter: Matter, name: str, label: str) -> str:
    if name == _NUMBER and matter.number is NumberRule.NEW:
        return "请填写评定的类别和等级,或残疾人证号"
    return f"请填写{label}"


def register_problems(result: Mapping[str, Any], holder: Holder, today: date) -> tuple[Problem, ...]:
    """What is wrong with a certificate of a register: its number, categories, grades and days."""
    number = str(result.get(_NUMBER, ""))
    if not number:
        return (Problem(_NUMBER, "没有残疾人证号"),)
    if fault := numbers.certificate_shape_fault(number, today):
        return (Problem(_NUMBER, fault),)
    if numbers.on_another_number(number, holder.id_numbers):
        return (Problem(_NUMBER, _ANOTHERS),)
    days = [p for name, label in _LABELS.items() for p in _day_shape(name, label, result)]
    found = (*days, *_assessed_problems(number, result), *_not_later(_ISSUED, "发证日期", result, today))
    return (*found, *_order_problems(result, holder, today))


def _day_shape(name: str, label: str, result: Mapping[str, Any]) -> Iterator[Problem]:
    value = str(result.get(name, ""))
    if value and moments.day(value) is None:
        yield Problem(name, f"{label}“{value}”不是日期,请按 2026-03-05 的样子写")


def _certificate(matter: Matter, result: Mapping[str, Any], holder: Holder, today: date) -> Iterator[Problem]:
    if number := str(result.get(_NUMBER, "")):
        yield from _number_problems(matter, number, holder, today)
    yield from _assessed_problems(number, result)
    yield from _not_later(_ISSUED, "发证日期", result, today)
    yield from _day_problems(matter, result, holder, today)


def _number_problems(matter: Matter, number: str, holder: Holder, today: date) -> Iterator[Problem]:
    if fault := numbers.certificate_shape_fault(number, today):
        yield Problem(_NUMBER, fault)
    elif numbers.on_another_number(number, holder.id_numbers):
        yield Problem(_NUMBER, _ANOTHERS)
    elif (wanted := _expected(matter, holder)) and number != wanted:
        said = "补办的证号应为" if matter.number is NumberRule.NEXT else "这个事项不改变证号,应为"
        yield Problem(_NUMBER, f"{said}{wanted},现在是{number},请核对")
    elif matter.number is NumberRule.NEW and _reissue(number) not in (0, _reissue(holder.number)):
        yield Problem(_NUMBER, f"B1、B2只加在补办的证号后面,现在是{number},请核对")
    elif matter.number is NumberRule.NEXT and not _reissue(number):
        yield Problem(_NUMBER, f"补办的证号后面要加B1、B2(残疾人证管理办法第二十条),现在是{number},请核对")


def _reissue(number: str) -> int:
    read = numbers.read_certificate_number(number)
    return read.reissue if read else 0


def _expected(matter: Matter, holder: Holder) -> str:
    """The only number a reissue or a renewal can bear; empty where the certificate before is not known.

    A certificate on an earlier identity number is renewed on the present one (证号由身份证号生成).
    """
    held = numbers.read_certificate_number(holder.number)
    same = (holder.id_number,) if matter.number is NumberRule.SAME else holder.id_numbers
    if held is None or held.id_number not in same:
        return ""
    return _worked_out(matter, (), holder) if matter.number is not NumberRule.NEW else ""


def _assessed_problems(number: str, result: Mapping[str, Any]) -> Iterator[Problem]:
    listed, read = _pairs(_rows(result.get(_ASSESSED))), numbers.read_certificate_number(number)
    codes = [category for category, _ in listed]
    if not _sound(listed):
        yield Problem(_ASSESSED, "评定的类别填1至6(视力、听力、言语、肢体、智力、精神),等级填1至4")
        return
    if read is None:
        return
    if len(set(codes)) < len(codes):
        yield Problem(_ASSESSED, "评定的类别写了两次,同一类只写一行")
    elif read.category == _MULTIPLE and len(codes) < 2:
        yield Problem(_ASSESSED, "多重残疾请逐类写明评定的类别和等级,至少两类(残疾人证管理办法第十三条)")
    elif _code(codes) != read.category:
        yield Problem(_ASSESSED, f"证号第19位是{read.category},与评定的类别不符,请核对")
    elif min(g for _, g in listed) != read.grade:
        yield Problem(_ASSESSED, f"证号末位是{read.grade}级,与评定的等级不符(多重以最重的为准),请核对")
    if (grade := str(result.get(_GRADE, ""))) and grade != read.grade:
        yield Problem(_GRADE, f"残疾等级写的是{grade}级,证号是{read.grade}级,请核对")


def _pairs(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(str(row.get("category", "")), str(row.get("grade", ""))) for row in rows]


def _sound(listed: Sequence[tuple[str, str]]) -> bool:
    """Whether these are codes of categories and grades."""
    return all(c in tuple("123456") and g in tuple("1234") for c, g in listed)


def _code(categories: Collection[str]) -> str:
    return _MULTIPLE if len(categories) > 1 else next(iter(categories), "")


def _order_problems(result: Mapping[str, Any], holder: Holder, today: date) -> Iterator[Problem]:
    """Birth, first and last day in their order."""
    yield from _not_before_birth(_ISSUED, "发证日期", result, holder, today)
    issued, expires = moments.day(result.get(_ISSUED)), moments.day(result.get(_EXPIRES))
    if issued and expires and expires <= issued:
        yield Problem(_EXPIRES, f"有效期至{expires}不晚于发证日期{issued},请核对")


def _not_before_birth(
    name: str, label: str, result: Mapping[str, Any], holder: Holder, today: date
) -> Iterator[Problem]:
    day, identity = moments.day(result.get(name)), numbers.read_id(holder.id_number, today)
    if day and identity and day < identity.birth:
        yield Problem(name, f"{label}{day}早于出生日期{identity.birth},请核对")


def _day_problems(
    matter: Matter, result: Mapping[str, Any], holder: Holder, today: date
) -> Iterator[Problem]:
    yield from _order_problems(result, holder, today)
    issued, expires = moments.day(result.get(_ISSUED)), moments.day(result.get(_EXPIRES))
    if issued and issued < holder.applied_on:
        said = f"发证日期{issued}早于申请的{holder.applied_on},请核对"
        yield Problem(_ISSUED, said, blocks=False)
    if not (issued and expires) or expires <= issued:
        return
    if matter.years and expires != years_on(issued, matter.years):
        wanted = years_on(issued, matter.years)
        yield Problem(_EXPIRES, f"有效期为{matter.years}年,应至{wanted}(残疾人证管理办法第十九条),请核对")
    elif not matter.years and holder.expires_on and expires != holder.expires_on:
        said = f"有效期至{expires}与原证的{holder.expires_on}不同,请核对"
        yield Problem(_EXPIRES, said, blocks=False)


def _payment(month: str, holder: Holder, today: date) -> Iterator[Problem]:
    """自递交申请当月计发: never earlier; later is unusual."""
    first = f"{holder.applied_on:%Y-%m}"
    if not re.fullmatch(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])", month):
        if month:
            yield Problem(_MONTH, f"计发月份“{month}”不对,请写成 2026-11 的样子")
    elif month < first:
        yield Problem(_MONTH, f"计发月份{month}早于申请的{first},补贴自递交申请当月计发,请核对")
    elif month > max(first, f"{today:%Y-%m}"):
        yield Problem(_MONTH, f"计发月份{month}还没有到,请核对")
    elif month > first:
        said = f"申请在{first},计发却从{month}起;补贴自递交申请当月计发,请核对"
        yield Problem(_MONTH, said, blocks=False)


def _amount(amount: str) -> Iterator[Problem]:
    if len(amount.partition(".")[2]) > 2:
        yield Problem(_AMOUNT, f"每月金额{amount}元不对,只到分(两位小数),请核对")


def _not_later(name: str, label: str, result: Mapping[str, Any], today: date) -> Iterator[Problem]:
    day = moments.day(result.get(name))
    if day and day > today:
        yield Problem(name, f"{label}{day}在今天之后,请核对")
