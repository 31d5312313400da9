"""The people of the second table as the program sees them: what they tell, and what departments write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.numbers import check_digit, reissued
from forms.schema import Value
from tests.law.sequences import CATEGORIES, Ask, Ruling, Sequence
from tests.law.world import TYPED

CATEGORY = {word: str(place) for place, word in enumerate(CATEGORIES, 1)}
GRADE = {"一": "1", "二": "2", "三": "3", "四": "4"}
STATE = {"没有办过": "0", "有效": "1", "遗失": "2", "过期": "3", "残损": "4", "已注销": "5"}
RENEWED = {"残损": "1", "到期": "2", "资料更新": "3"}
CANCELLED = {"死亡": "1", "康复脱残": "2", "其他": "3"}
CORRECTED = "1"
"""Why a certificate stands on another number: 身份证号更正过."""
IN_HAND = ("有效", "遗失", "过期", "残损")
"""States in which there is a number to tell."""


@dataclass(frozen=True, slots=True)
class Card:
    """A certificate as the person has it."""

    number: str
    assessed: tuple[tuple[str, str], ...]
    """Codes of category and grade."""
    until: date


@dataclass
class Visitor:
    """One person, with the certificate of the moment."""

    row: Sequence
    id_number: str
    born: date
    card: Card | None = None
    facts: dict[str, Value] = field(default_factory=dict)
    """What they tell besides the certificate."""
    kept: Card | None = None
    """The paper of a certificate that was cancelled and not handed back."""

    def told(self, state: str, asked: tuple[Ask, ...]) -> dict[str, Value]:
        """Their answers at one visit; ``state`` is what they say of the certificate."""
        told = dict(self.facts) | {"certificate_state": STATE[state]}
        if state in IN_HAND:
            told["certificate_lost"] = state == "遗失"
        if (card := self.card or self.kept) and state in IN_HAND:
            told |= _shown(card)
        for ask in asked:
            told |= _asked(ask)
        return told

    def state(self, asked: tuple[Ask, ...], today: date) -> str:
        """What they would say of the certificate when they come for these matters."""
        if self.card is None:
            return "没有办过"
        if any(a.word == "挂失补办" for a in asked):
            return "遗失"
        return "过期" if self.card.until < today else "有效"

    def result(self, ruling: Ruling, today: date, applied: Mapping[str, date]) -> dict[str, Any]:
        """What the department writes; ``applied``: 一 and 二 → the day of that visit."""
        if ruling.word in ("生活补贴", "护理补贴"):
            month = applied[ruling.result[2]] if ruling.result else applied.get("二", today)
            return {"amount": "110", "first_month": f"{month:%Y-%m}"}
        if ruling.word == "就业帮扶":
            return {"registered_on": today.isoformat()}
        return self._certificate(ruling, today) if ruling.word != "注销" else {}

    def _certificate(self, ruling: Ruling, today: date) -> dict[str, Any]:
        card = self._next(ruling, today)
        rows = [{"category": c, "grade": g} for c, g in card.assessed]
        return {
            "certificate_number": card.number,
            "assessed": rows,
            "issued_on": today.isoformat(),
            "expires_on": card.until.isoformat(),
        }

    def _next(self, ruling: Ruling, today: date) -> Card:
        """The certificate that a granted matter brings."""
        if self.card and ruling.word == "挂失补办":
            return Card(_numbered(self.card.number, ruling.result), self.card.assessed, self.card.until)
        assessed = tuple((CATEGORY[c], GRADE[g]) for c, g in ruling.assessed)
        keeps = self.card is not None and ruling.word in ("变更", "迁移")
        until = self.card.until if self.card and keeps else today.replace(year=today.year + 10)
        return Card(number_of(self.id_number, assessed), assessed, until)

    def after(self, ruling: Ruling, today: date) -> None:
        """Take the new certificate, or lose it, by a ruling that was carried out."""
        if ruling.word == "注销":
            self.kept, self.card = self.card, None
        elif ruling.word in ("新办", "换领", "迁移", "挂失补办", "变更"):
            self.card = self._next(ruling, today)


def visitor(row: Sequence, today: date) -> Visitor:
    """The person of a row who is new: 45 years old unless the row says another age."""
    nine = "九岁" in row.remarks
    born = date(today.year - (9 if nine else 45), 3, 12)
    id_number = identity(born, "002")
    made = Visitor(row, id_number, born)
    made.facts = {
        **TYPED,
        "id_number": id_number,
        "ethnicity": "01",
        "marriage": "10" if nine else "20",
        "household_kind": "0",
        "registered_address": "甘肃省白银市平川区长征街道样例社区12号",
        "present_address": "甘肃省白银市平川区长征街道样例社区12号",
        "has_impairment": True,
        "registered_here": True,
        "low_income": True,
        "other_benefits": ("0",),
        "willing_to_work": True,
        "able_to_work": True,
        "pension_joined": True,
    }
    assessed = tuple((CATEGORY[c], GRADE[g]) for c, g in row.certificate)
    on = id_number
    if "没有核实" in row.remarks or "核实是本人的" in row.remarks:
        on, assessed = identity(born.replace(day=21), "004"), (("4", "2"),)
    if "核实是本人的" in row.remarks:
        made.facts["former_number"] = CORRECTED
    if assessed:
        years = -3 if "三年前到期" in row.remarks else 5
        made.card = Card(number_of(on, assessed), assessed, today.replace(year=today.year + years))
    return made


def identity(born: date, order: str) -> str:
    """An invented number of a woman when ``order`` is even."""
    first = f"620403{born:%Y%m%d}{order}"
    return first + check_digit(first)


def number_of(id_number: str, assessed: tuple[tuple[str, str], ...]) -> str:
    """The number of a certificate: several categories are 7, with the heaviest grade (办法第五、十三条)."""
    category = assessed[0][0] if len(assessed) == 1 else "7"
    return f"{id_number}{category}{min(grade for _, grade in assessed)}"


def _numbered(number: str, result: str) -> str:
    if result in ("", "原号"):
        return number if result else reissued(number)
    return number[:20] + result


def _shown(card: Card) -> dict[str, Value]:
    """What is copied from the card; several categories and their grade stand in it, not in its number."""
    return {
        "certificate_number": card.number,
        "categories": tuple(c for c, _ in card.assessed),
        "grade": min(g for _, g in card.assessed),
        "certificate_until": card.until.isoformat(),
    }


def _asked(ask: Ask) -> dict[str, Value]:
    match ask.word:
        case "换领":
            return {"renew_reason": RENEWED[ask.kind or "资料更新"]}
        case "注销":
            return {"cancel_reason": CANCELLED[ask.kind or "其他"], "cancel_categories": ("4",)}
        case "新办" | "变更":
            return {"apply_categories": (CATEGORY[ask.kind or "肢体"],)}
    return {}
