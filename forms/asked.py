"""What an act of a procedure is given: as it is stored, checked by the rules of the form, and in words."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from forms import archives, check, moments, numbers, recordings
from forms.conditions import elements, known, truth
from forms.facts import of_lists
from forms.pack import Pack
from forms.procedures import AGE, MONEY, NONE, ONE, TOWN, UNITS, YES, Act, Ask, Procedure
from forms.schema import Element, Kind, Problem
from forms.sentences import plain_date
from forms.towns import town_of

FREE: Final = "free"
NUMBERS: Final = "numbers-and-dates"
"""What a procedure may write for ``fields``."""
FREE_TEXT: Final = (Kind.TEXT, Kind.NAME)
"""Kinds in which any text can be written."""

_CHOSEN: Final = (Kind.CHOICE, Kind.CHOICES)
_PICTURE: Final = re.compile(r"[0-9a-f]{64}")
_HALF_A_YEAR: Final = 183
_MOST_KEYS: Final = 400
_LONGEST_KEY: Final = 60
"""Keys of a table of answers, and how long one may be."""
_NUMBER: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,4})?")


@lru_cache(maxsize=1000)
def element(ask: Ask) -> Element:
    """An ask as an element, so that one check and one condition language serve both."""
    yes, no = f"{ask.label}为是", f"{ask.label}为否"
    return Element(
        ask.id, ask.label, ask.kind, "", codes=ask.codes, yes=yes, no=no, max_length=ask.max_length
    )


def tidied(act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of an act: a value for every ask of it, an empty text where nothing was given.

    Dates are ISO texts and numbers texts of digits, texts have no line breaks, empty rows are removed. The
    empty text of an unanswered ask replaces an earlier answer to it, so that no old reason is shown again.
    """
    return {ask.id: _tidy(ask, values.get(ask.id)) for ask in act.asks}


def filled(pack: Pack, act: Act, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What follows from the act and what it is given: unit and money by a code table, town, age, 是, 0, 1."""
    places = zip(act.asks, act.asks[1:], strict=False)
    found: dict[str, Any] = {
        ask.id: town_of(str(values.get(address.id) or "")) for address, ask in places if ask.filled == TOWN
    }
    fixed: Mapping[str, Any] = {YES: True, NONE: "0", ONE: "1"}
    found |= {ask.id: fixed[ask.filled] for ask in act.asks if ask.filled in fixed}
    found |= {ask.id: _age(act, values, today) for ask in act.asks if ask.filled == AGE}
    for ask in (a for a in act.asks if a.filled in (UNITS, MONEY)):
        for other in (a for a in act.asks if a.codes in pack.codes):
            value = values.get(other.id) or ()
            codes = (value,) if isinstance(value, str) else tuple(value)
            pairs: tuple[tuple[str, str], ...] = getattr(pack.codes[other.codes], ask.filled)
            told = tuple(dict.fromkeys(word for code, word in pairs if code in codes))
            if told:
                found[ask.id] = told if ask.kind is Kind.CHOICES else told[0]
    held = archives.filled(pack.fonds, pack.retention, *archives.chosen(act.asks, values))
    return found | {ask.id: held[ask.filled] for ask in act.asks if ask.filled in held}


def _age(act: Act, values: Mapping[str, Any], today: date) -> str:
    """The age by the identity number an act was given; empty where there is no sound one."""
    number = next((str(values.get(a.id) or "") for a in act.asks if a.kind is Kind.ID_NUMBER), "")
    held = numbers.read_id(numbers.tidy_id(number), today)
    return str(numbers.age_on(held.birth, today)) if held else ""


def typed(act: Act, values: Mapping[str, Any]) -> Iterator[tuple[Ask, str]]:
    """The text typed for each ask of an act that takes any text; of a table that of all its cells."""
    for ask in act.asks:
        if ask.rows or ask.mapping or ask.kind in FREE_TEXT:
            yield ask, "".join(_texts(values.get(ask.id)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for cell in value.values() for text in _texts(cell))
    elif isinstance(value, list | tuple):
        yield from (text for row in value for text in _texts(row))


def problems(
    pack: Pack,
    procedure: Procedure,
    act: Act,
    values: Mapping[str, Any],
    today: date,
    before: Mapping[str, Any] | None = None,
) -> tuple[Problem, ...]:
    """Everything to mend in what an act was given, in the order it asks; ``values`` as they were typed.

    ``before`` is what the record knew, where the act follows others.
    """
    return checked(pack, procedure, act, values, today, before)[1]


def checked(
    pack: Pack,
    procedure: Procedure,
    act: Act,
    values: Mapping[str, Any],
    today: date,
    before: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What an act was given as it is stored (``tidied``), and everything to mend in it (``problems``)."""
    known_ids = [ask.id for ask in act.asks]
    strange = [Problem(k, f"“{act.word}”不问“{k}”,请去掉") for k in values if k not in known_ids]
    given = tidied(act, values)
    facts = {**(before or {}), **given}
    found = (
        p
        for ask in act.asks
        for p in (
            _picture_problems(ask, given[ask.id])
            if ask.id in act.evidence
            else (
                *_problems(pack, procedure, ask, given, today),
                *_beside(procedure, ask, facts),
            )
        )
    )
    return given, (*found, *_together(act, given), *strange)


def _together(act: Act, given: Mapping[str, Any]) -> Iterator[Problem]:
    """The fault of answers that are each right and do not make the act (没有到位 without a 否)."""
    if act.answers_when and truth(act.answers_when, of_lists(given)) is not True:
        yield Problem(elements(act.answers_when)[0], act.answers_words)


def worded(pack: Pack, procedure: Procedure, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as people read them, for the sentences of a procedure: labels, 年月日, landlines with hyphen."""
    asks = {ask.id: ask for ask in procedure.asks if ask.id in facts}
    return {k: _words(pack, asks[k], v) if k in asks else v for k, v in facts.items()}


def _tidy(ask: Ask, value: Any) -> Any:
    if ask.mapping:
        return (dict(value) if isinstance(value, Mapping) else value) or ""
    if ask.rows:
        if not isinstance(value, list | tuple):
            return value or ""
        return tuple(row for each in value if (row := _row(ask, each)))
    if isinstance(value, list | tuple):
        return tuple(value)
    if ask.kind is Kind.NUMBER and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return "" if value is None else value
    if ask.kind is Kind.NUMBER:
        return numbers.half_width(value).strip()
    return _one_line(value) if ask.kind is Kind.TEXT else check.tidy(ask.kind, value)


def _row(ask: Ask, row: Any) -> Any:
    """A row without its empty cells, days as ISO texts; a heading may stand for the id of its column.

    A value that is no row is returned as it is, for the check to report.
    """
    if not isinstance(row, Mapping):
        return row
    ids = {column.label: column.id for column in ask.rows}
    cells = {ids.get(k, k): _one_line(v) if isinstance(v, str) else v for k, v in row.items()}
    cells |= {k: numbers.tidy_date(v) for k in ask.dates if isinstance(v := cells.get(k), str)}
    return {k: v for k, v in cells.items() if v not in (None, "")}


def _one_line(text: str) -> str:
    return " ".join(line for part in text.splitlines() if (line := part.strip()))


def _problems(
    pack: Pack, procedure: Procedure, ask: Ask, given: Mapping[str, Any], today: date
) -> Iterator[Problem]:
    value = given[ask.id]
    if not known(given, ask.id):
        if ask.required:
            yield _lacking(ask)
    elif procedure.fields == NUMBERS and (ask.rows or ask.kind in FREE_TEXT):
        yield Problem(ask.id, f"{ask.label}不能录入:“{procedure.title}”保密,只录数字和日期")
    elif ask.mapping:
        yield from _mapping_problems(ask, value)
    elif ask.rows:
        yield from _row_problems(ask, value)
    elif ask.kind is Kind.NUMBER:
        yield from _number_problems(ask, value)
    elif ask.kind is Kind.FILE:
        if recordings.of(value) is None:
            yield Problem(ask.id, f"{ask.label}要从文件里选")
    elif ask.past and moments.day(value) and value > today.isoformat():
        yield Problem(ask.id, f"{ask.label}{plain_date(value)}在今天以后,请核对")
    else:
        yield from check.value_problems(pack, element(ask), given, today)
        yield from _far(ask, value, today)
        yield from _young(ask, value, today)


def _number_problems(ask: Ask, value: Any) -> Iterator[Problem]:
    """Faults of a number: none at all, out of its range, or finer than what adds up may be."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        yield Problem(ask.id, f"{ask.label}“{value}”不是数字,请只录数字,如 12")
    elif ask.sums and len(value.partition(".")[2]) > ask.places:
        wanted = f"最多{ask.places}位小数" if ask.places else "整数"
        yield Problem(ask.id, f"{ask.label}要写{wanted},现在是{value}")
    elif ask.most and not ask.least <= float(value) <= ask.most:
        yield Problem(ask.id, f"{ask.label}应在{ask.least}至{ask.most}之间,现在是{value},请核对")


def _far(ask: Ask, value: Any, today: date) -> Iterator[Problem]:
    """Advice on a date whose year looks like a slip."""
    day = moments.day(value) if ask.near else None
    if day and abs((day - today).days) > _HALF_A_YEAR:
        said = f"{ask.label}{plain_date(value)}离今天半年以上,请核对年份"
        yield Problem(ask.id, said, blocks=False)


def _young(ask: Ask, value: Any, today: date) -> Iterator[Problem]:
    """The fault of an identity number whose holder is too young for the act."""
    held = numbers.read_id(str(value), today) if ask.youngest else None
    if held and (age := numbers.age_on(held.birth, today)) < ask.youngest:
        yield Problem(ask.id, f"按{ask.label}是{age}周岁,不满{ask.youngest}周岁的不能登记")


def _lacking(ask: Ask) -> Problem:
    verb = "选择" if ask.kind in (*_CHOSEN, Kind.FLAG, Kind.FILE) else "填写"
    columns = "、".join(c.label for c in ask.rows if c.id in ask.needs)
    return Problem(ask.id, f"请{verb}{ask.label}" + (f",每条写明{columns}" if columns else ""))


def _beside(procedure: Procedure, ask: Ask, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Faults of an answer beside other answers: what it must not lack, or lie before."""
    if not known(facts, ask.id):
        if ask.needed_when and truth(ask.needed_when, of_lists(facts)) is True:
            yield _lacking(ask)
        return
    if ask.same_as and known(facts, ask.same_as) and facts[ask.id] != facts[ask.same_as]:
        yield Problem(ask.id, ask.same_words.replace("{same}", str(facts[ask.same_as])))
    value, earlier = facts[ask.id], facts.get(ask.not_before)
    if ask.not_before and moments.day(value) and moments.day(earlier) and str(value) < str(earlier):
        label = next(a.label for a in procedure.asks if a.id == ask.not_before)
        said = f"{ask.label}{plain_date(str(value))}在{label}{plain_date(str(earlier))}以前,请核对"
        yield Problem(ask.id, said)


def _picture_problems(ask: Ask, value: Any) -> Iterator[Problem]:
    """A problem when the value is not empty and no page id (SHA-256 in hex)."""
    if value and not (isinstance(value, str) and _PICTURE.fullmatch(value)):
        yield Problem(ask.id, f"{ask.label}要拍照或从文件里选一张")


def _mapping_problems(ask: Ask, value: Any) -> Iterator[Problem]:
    """Faults of a table of answers: each a text, a truth value, several codes, or nothing, by its key."""
    if not isinstance(value, Mapping) or len(value) > _MOST_KEYS:
        yield Problem(ask.id, f"{ask.label}应为一题一答的表,最多{_MOST_KEYS}题")
        return
    for key, answer in value.items():
        several = answer if isinstance(answer, list | tuple) else (answer,)
        told = all(each is None or isinstance(each, str | bool) for each in several)
        if not (isinstance(key, str) and 0 < len(key) <= _LONGEST_KEY and told):
            yield Problem(ask.id, f"{ask.label}里的“{key}”不是一题一答")
        elif any(isinstance(each, str) and len(each) > ask.max_length for each in several):
            yield Problem(ask.id, f"{ask.label}里的“{key}”最多{ask.max_length}个字,请简写")


def _row_problems(ask: Ask, rows: Any) -> Iterator[Problem]:
    """Faults of a list of rows: each a mapping of its columns to short texts."""
    columns = {column.id: column.label for column in ask.rows}
    if not isinstance(rows, tuple) or not all(isinstance(row, Mapping) for row in rows):
        yield Problem(ask.id, f"{ask.label}应为一行一行的表")
        return
    for number, row in enumerate(rows, 1):
        if lacking := [columns[c] for c in ask.needs if not row.get(c)]:
            yield Problem(ask.id, f"{ask.label}第{number}行还缺{'、'.join(lacking)},请填写")
        for key, value in row.items():
            if key not in columns:
                yield Problem(ask.id, f"{ask.label}第{number}行有不认识的列“{key}”,请去掉")
                continue
            label = f"{ask.label}第{number}行的{columns[key]}"
            if key in ask.dates and not moments.day(value):
                yield Problem(ask.id, f"{label}“{value}”不是日期,请写成 2026-03-05 这样")
                continue
            if fault := check.text_fault(label, value, ask.max_length):
                yield Problem(ask.id, fault)


def _words(pack: Pack, ask: Ask, value: Any) -> Any:
    if ask.kind is Kind.DATE:
        return plain_date(str(value))
    if ask.kind is Kind.PHONE:
        return numbers.shown_phone(str(value))
    if ask.kind is Kind.FILE:
        found = recordings.of(value)
        return found.words if found else value
    table = pack.codes.get(ask.codes)
    if table is None:
        return value
    return (
        [table.label(str(v)) for v in value] if isinstance(value, list | tuple) else table.label(str(value))
    )
