"""A cell of a table as the answer to an ask: words to codes, days, yes and no; what is lost is refused."""

import re
from typing import Final

from desk_app.errors import RuleError
from desk_app.services.tables.sheet import BrokenCell, FormulaCell, NumberCell
from forms import asked
from forms.numbers import half_width
from forms.pack import Pack
from forms.procedures import Ask
from forms.schema import Kind, Value

_LOST: Final = (Kind.ID_NUMBER, Kind.CERTIFICATE, Kind.BANK_CARD)
"""Numbers longer than the fifteen digits a spreadsheet keeps of a number."""
_POWER: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}")
_BETWEEN: Final = re.compile(r"[、,;/\s]+")
_FLAGS: Final = {
    **dict.fromkeys(("是", "有", "√", "✓", "1", "y", "yes", "对"), True),
    **dict.fromkeys(("否", "无", "没有", "不是", "×", "0", "n", "no"), False),
}
_EMPTY: Final = ("-", "/", "—", "\\")
"""What people write into a cell that has nothing."""
_SHOWN: Final = 20
_EXACT: Final = 15
"""Digits a spreadsheet keeps of a number."""
_DAY: Final = 8
"""Digits of a day written as a number: 19900504."""


class ColumnReader:
    """Reads the cells of one column for one ask."""

    def __init__(self, pack: Pack, ask: Ask) -> None:
        self.ask = ask
        self._spelled = {word: code for each in ask.spelled for word, _, code in [each.partition("=")]}
        options = pack.options(asked.element(ask))
        self._labels = [option.label for option in options]
        coded = {word: option.code for option in options for word in (option.code, half_width(option.label))}
        self._codes = coded | self._spelled

    def answer(self, cell: str) -> Value | None:
        """The answer a cell holds, None for an empty one; RuleError with a sentence when it can not be taken.

        Whether a text is a sound name, number or day is left to the check of the ask (``forms.asked``).
        """
        ask = self.ask
        if isinstance(cell, FormulaCell):
            raise RuleError(f"{ask.label}是公式,请复制后用“粘贴为数值”再导入")
        if isinstance(cell, BrokenCell):
            raise RuleError(f"{ask.label}这一格是错误值{cell},请改好")
        text = cell.strip()
        if not text or text in _EMPTY:
            return None
        if isinstance(cell, NumberCell) or _POWER.fullmatch(text):
            text = _number(ask, text)
        match ask.kind:
            case Kind.FLAG:
                return self._flag(text)
            case Kind.CHOICE:
                return self._code(text) or None
            case Kind.CHOICES:
                parts = (part for part in _BETWEEN.split(half_width(text)) if part)
                return tuple(dict.fromkeys(filter(None, map(self._code, parts)))) or None
        return text

    def _flag(self, text: str) -> bool:
        found = self._spelled.get(text)
        known = _FLAGS.get(half_width(text).lower()) if found is None else found == "yes"
        if known is None:
            raise RuleError(f"{self.ask.label}“{text[:_SHOWN]}”看不懂,请写是或否")
        return known

    def _code(self, text: str) -> str:
        """The code of a word; empty for a word that is spelled to mean none."""
        found = self._codes.get(half_width(text), self._begun(half_width(text)))
        if found is None:
            named = "、".join(self._labels)
            raise RuleError(f"{self.ask.label}“{text[:_SHOWN]}”看不懂,可以写:{named}")
        return found

    def _begun(self, text: str) -> str | None:
        """The code whose label a longer word begins with (肢体残疾), where only one does."""
        found = {code for word, code in self._codes.items() if len(word) > 1 and text.startswith(word)}
        return found.pop() if len(found) == 1 else None


def _number(ask: Ask, text: str) -> str:
    """The digits of a cell kept as a number; RuleError where some are lost, or where it is no day."""
    if ask.kind in _LOST:
        raise RuleError(
            f"{ask.label}在表里是按数字存的({text}),后几位已经变了,不能猜:请把这一列设为“文本”,照证件重新录入"
        )
    value = float(text)
    if not value.is_integer():
        return text
    digits = str(int(value))
    if len(digits) > _EXACT:
        raise RuleError(f"{ask.label}在表里是按数字存的({text}),后几位已经变了:请把这一列设为“文本”,重新录入")
    if ask.kind is Kind.DATE and len(digits) != _DAY:
        raise RuleError(f"{ask.label}是数字{digits},不是日期:请把这一列设为日期,或写成 2026-03-05 的样子")
    return digits
