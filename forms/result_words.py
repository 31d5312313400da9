"""What came of a granted matter, in words; and categories with grades as people write them. All pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from forms import phrases, results
from forms.numbers import half_width
from forms.pack import Pack
from forms.particulars import CERTIFICATE, GRADE
from forms.procedures import Ask
from forms.schema import CodeTable, Kind
from forms.sentences import plain_date

ASSESSED: Final = "assessed"
"""The ask that holds categories with their grades, a row each."""
FIRST_MONTH: Final = "first_month"
_MULTIPLE: Final = "多重"
_PART: Final = re.compile(r"\s*[:、,/ ]\s*|\s+")
_GRADED: Final = re.compile(r"(?P<category>.+?)(?P<grade>[1-4一二三四])级?")
_DIGITS: Final = {"一": "1", "二": "2", "三": "3", "四": "4"}


def worded(
    pack: Pack, matter: str, result: Mapping[str, Any], hide: Callable[[str], str] = str, leave: str = ""
) -> str:
    """A result as one sentence without a full stop, as its kind ``says``: 证号…、肢体二级、有效期至….

    ``result`` are the facts of the matter, of which only what its kind of result asks is told. ``hide`` masks
    personal numbers; ``leave`` is an ask that is not told. Empty when nothing is known of the result.
    """
    kind = pack.result_of(matter)
    if kind is None:
        return ""
    told = {k: v for k, v in words(pack, kind.asks, result, hide).items() if k != leave}
    if kind.says:
        return phrases.fill(kind.says, told).strip("、")
    return "、".join(f"{ask.label}{told[ask.id]}" for ask in kind.asks if told.get(ask.id))


def words(
    pack: Pack, asks: Iterable[Ask], result: Mapping[str, Any], hide: Callable[[str], str] = str
) -> dict[str, str]:
    """Every known answer of a result in words, by ask."""
    found = {a.id: _said(pack, a, result.get(a.id), hide) for a in asks}
    if ASSESSED in found:
        found[ASSESSED] = categories(pack, assessed(result), str(result.get(GRADE, "")))
    return {name: said for name, said in found.items() if said}


def assessed(result: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Categories with grades of a result, as codes; those its number tells when it lists none."""
    rows = result.get(ASSESSED) or ()
    listed = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    return results.assessed(str(result.get(CERTIFICATE, "")), listed)


def categories(pack: Pack, rows: Sequence[tuple[str, str]], grade: str = "") -> str:
    """肢体二级; of several 多重二级(肢体二级、智力三级); 二级 where only the grade is known."""
    grades = pack.codes.get(GRADE)
    if len(rows) > 1:
        heaviest = grade or min((own for _, own in rows if own), default="")
        return f"{_MULTIPLE}{_label(grades, heaviest)}({each(pack, rows)})"
    return each(pack, rows) or _label(grades, grade)


def each(pack: Pack, rows: Sequence[tuple[str, str]]) -> str:
    """Every category with its own grade: 肢体二级、智力三级."""
    kinds, grades = pack.codes.get("category"), pack.codes.get(GRADE)
    return "、".join(f"{_label(kinds, category)}{_label(grades, own)}" for category, own in rows)


def category(pack: Pack, rows: Sequence[tuple[str, str]]) -> str:
    """The category as a certificate bears it: 肢体, of several 多重; empty where none is known."""
    kinds = pack.codes.get("category")
    return _MULTIPLE if len(rows) > 1 else "".join(_label(kinds, code) for code, _ in rows)


def month(text: str) -> str:
    """``2026-11`` as 2026年11月; any other text as it stands."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    return f"{match[1]}年{int(match[2])}月" if match else text


def read_assessed(pack: Pack, text: str) -> tuple[Mapping[str, str], ...]:
    """Rows of categories with grades as they are written: ``肢体 2``, ``4:2``, ``肢体二级、智力三级``.

    ValueError in Chinese for a text that is none.
    """
    table = pack.codes.get("category")
    labels = {o.label: o.code for o in table.options if o.code not in table.withheld} if table else {}
    parts = [part for part in _PART.split(half_width(text).strip()) if part]
    found: list[Mapping[str, str]] = []
    while parts:
        name = parts.pop(0)
        graded = _GRADED.fullmatch(name) if name not in labels else None
        if graded and graded["category"] in (*labels, *labels.values()):
            name, grade = graded["category"], graded["grade"]
        else:
            grade = parts.pop(0).removesuffix("级") if parts else ""
        code, grade = labels.get(name, name), _DIGITS.get(grade, grade)
        if code not in labels.values() or grade not in _DIGITS.values():
            said = "、".join(f"{code}{label}" for label, code in labels.items())
            raise ValueError(f"评定的类别和等级“{text[:24]}”不对,请写成 肢体2 或 4:2(类别:{said};等级1至4)")
        found.append({"category": code, "grade": grade})
    return tuple(found)


def _said(pack: Pack, ask: Ask, value: Any, hide: Callable[[str], str]) -> str:
    if value in (None, "", (), []):
        return ""
    if ask.id == FIRST_MONTH:
        return month(str(value))
    table = pack.codes.get(ask.codes)
    match ask.kind:
        case Kind.CERTIFICATE | Kind.ID_NUMBER | Kind.BANK_CARD | Kind.PHONE:
            return hide(str(value))
        case Kind.DATE:
            return plain_date(str(value))
    if table and isinstance(value, list | tuple):
        return "、".join(table.label(str(v)) for v in value)
    return table.label(str(value)) if table else phrases.said(value)


def _label(table: CodeTable | None, code: str) -> str:
    return table.label(code) if table and code else code
