"""A window asks what the county holds of a person, and the county's answer: numbers, days and codes alone.

Names, addresses and telephones are never asked for. Both ends read strictly: unknown keys are refused, so
that neither stores what it does not understand.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from desk_app.county import shapes, strict
from desk_app.county.strict import Row, WireError
from desk_app.domain.history import TOLD, EarlierMatter, History, Mark
from desk_app.domain.told import HistoryAnswer
from forms import particulars
from forms.numbers import read_certificate_number

VERSION: Final = 1
"""Version of question and answer."""
MAX_QUESTION: Final = 2_000
"""Largest question in bytes."""
MOST_NUMBERS: Final = 20
"""Most identity numbers of one person."""
MOST: Final = 500
"""Most matters and most marks of one person in an answer: the newest ones."""

_QUESTION_KEYS: Final = ("version", "numbers")
_ANSWER_KEYS: Final = ("version", "numbers", "matters", "marks", "cursor")
_MATTER_KEYS: Final = (
    *("matter", "open", "application", "began_on", "concluded_on", "ended_on", "order", "result", "told"),
)
_MARK_KEYS: Final = ("act", "on", "order", "number", "reason", "result")
_ACTS: Final = ("record", "freeze", "restore", "move_away", "return", "reinstate")
_NUMBER: Final = "certificate_number"
_TEXTS: Final = (_NUMBER, "grade", "issued_on", "expires_on", "first_month", "amount", "registered_on")
"""Fields of a result that are told, beside its rows; a department's words are not."""
_ROWS: Final = "assessed"
_CELLS: Final = ("category", "grade")
_AHEAD: Final = timedelta(days=1)
"""How far the county's day may be ahead of the window's."""


# ---- the question --------------------------------------------------------------------------------


def write_question(numbers: Sequence[str]) -> str:
    """A question about the person with these identity numbers: the present one, then confirmed others."""
    return strict.dump({"version": VERSION, "numbers": list(numbers)})


def read_question(text: str | bytes) -> tuple[str, ...]:
    """The numbers of a question, at least one; WireError otherwise."""
    row = strict.load(text)
    strict.only(row, _QUESTION_KEYS)
    _of_this_version(row)
    numbers = _numbers(row)
    if not numbers:
        raise WireError("没有写明查谁")
    return numbers


# ---- the answer ----------------------------------------------------------------------------------


def write_answer(answer: HistoryAnswer) -> str:
    """The county's answer; of a longer history the newest ``MOST`` matters and marks."""
    history = answer.history
    return strict.dump(
        {
            "version": VERSION,
            "numbers": list(history.numbers)[:MOST_NUMBERS],
            "matters": [_matter_row(m) for m in history.matters[-MOST:]],
            "marks": [_mark_row(m) for m in history.marks[-MOST:]],
            "cursor": answer.cursor,
        }
    )


def read_answer(text: str | bytes, asked: Collection[str], today: date) -> HistoryAnswer:
    """The answer to a question about the ``asked`` numbers; WireError when it can not be relied on.

    That is: misshapen, too long, of days that are still to come, or about somebody else.
    """
    row = strict.load(text)
    strict.only(row, _ANSWER_KEYS)
    _of_this_version(row)
    latest = today + _AHEAD
    history = History(
        tuple(_matter(m, latest) for m in _few(strict.rows(row, "matters"))),
        tuple(_mark(m, latest) for m in _few(strict.rows(row, "marks"))),
        _numbers(row),
    )
    if not set(asked) <= set(history.numbers) or not all(_is_of(n, history.numbers) for n in _told(history)):
        raise WireError("说的是另一个人")
    if len({(m.application, m.matter) for m in history.matters}) < len(history.matters):
        raise WireError("“matters”中有重复的项目")
    return HistoryAnswer(history, strict.count(row, "cursor"))


def _told(history: History) -> Iterator[str]:
    """Every certificate number of an answer that has to be this person's."""
    for matter in history.matters:
        yield str(matter.result.get(_NUMBER, ""))
        if particulars.FORMER_NUMBER not in matter.told:
            yield str(matter.told.get(particulars.CERTIFICATE, ""))
    for mark in history.marks:
        yield mark.number


def _is_of(certificate: str, numbers: Collection[str]) -> bool:
    read = read_certificate_number(certificate)
    return read is None or read.id_number in numbers


def _matter_row(record: EarlierMatter) -> dict[str, Any]:
    return {
        "matter": record.matter,
        "open": record.open,
        "application": record.application,
        "began_on": _text(record.began_on),
        "concluded_on": _text(record.concluded_on),
        "ended_on": _text(record.ended_on),
        "order": record.order,
        "result": _result_row(record.result),
        "told": shapes.facts_row({k: v for k, v in record.told.items() if k in TOLD}),
    }


def _mark_row(mark: Mark) -> dict[str, Any]:
    return {
        "act": mark.act,
        "on": mark.on.isoformat(),
        "order": mark.order,
        "number": mark.number,
        "reason": mark.reason[: strict.NAME_LENGTH],
        "result": _result_row(mark.result),
    }


def _result_row(result: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {k: str(result[k]) for k in _TEXTS if result.get(k) not in (None, "")}
    rows = [{c: str(r.get(c, "")) for c in _CELLS} for r in result.get(_ROWS, ())]
    return told | ({_ROWS: rows} if rows else {})


def _matter(row: Row, latest: date) -> EarlierMatter:
    strict.only(row, _MATTER_KEYS)
    told = strict.mapping(strict.get(row, "told"), "told")
    strict.only(told, TOLD)
    still_open = strict.get(row, "open")
    if not isinstance(still_open, bool):
        raise WireError("“open”应为是或否")
    return EarlierMatter(
        matter=strict.name(row, "matter"),
        open=still_open,
        concluded_on=_day(row, "concluded_on", latest),
        application=strict.short(row, "application"),
        began_on=_day(row, "began_on", latest),
        result=_result(row),
        told=shapes.read_facts(strict.dump(dict(told))),
        ended_on=_day(row, "ended_on", latest),
        order=strict.count(row, "order"),
    )


def _mark(row: Row, latest: date) -> Mark:
    strict.only(row, _MARK_KEYS)
    act, on = strict.name(row, "act"), _day(row, "on", latest)
    if act not in _ACTS or on is None:
        raise WireError("“marks”中有不认识的动作或没有日期")
    return Mark(
        act,
        on,
        strict.short(row, "number"),
        strict.short(row, "reason"),
        _result(row),
        strict.count(row, "order"),
    )


def _result(row: Row) -> dict[str, Any]:
    result = strict.mapping(strict.get(row, "result"), "result")
    strict.only(result, (*_TEXTS, _ROWS))
    found: dict[str, Any] = {k: strict.short(result, k) for k in _TEXTS if k in result}
    for key in ("issued_on", "expires_on", "registered_on"):
        if key in found:
            strict.day(result, key)
    if _ROWS in result:
        found[_ROWS] = [_assessed(r) for r in _few(strict.rows(result, _ROWS))]
    return found


def _assessed(row: Row) -> dict[str, str]:
    strict.only(row, _CELLS)
    return {c: strict.short(row, c) for c in _CELLS}


def _day(row: Row, key: str, latest: date) -> date | None:
    if not strict.short(row, key):
        return None
    found = strict.day(row, key)
    if found > latest:
        raise WireError(f"“{key}”的日期还没有到,请核对两边电脑的时间")
    return found


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _numbers(row: Row) -> tuple[str, ...]:
    numbers = strict.names(row, "numbers")
    if len(numbers) > MOST_NUMBERS or not all(1 <= len(n) <= strict.NAME_LENGTH for n in numbers):
        raise WireError(f"“numbers”最多{MOST_NUMBERS}个号码")
    return numbers


def _few(found: list[Row]) -> list[Row]:
    if len(found) > MOST:
        raise WireError(f"内容太多,一个人最多{MOST}条")
    return found


def _of_this_version(row: Row) -> None:
    version = strict.get(row, "version")
    if version != VERSION or type(version) is not int:
        raise WireError("版本不同,请把窗口程序和区县程序升级到同一版本")
