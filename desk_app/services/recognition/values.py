"""Characters that were read made into answers; whatever may be wrong is said, never passed over."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk_app.services.recognition.kinds import FieldRule, ValueKind
from forms.facts import CodeTable
from forms.numbers import (
    bank_caution,
    certificate_shape_fault,
    id_fault,
    name_fault,
    tidy_certificate,
    tidy_date,
    tidy_id,
    tidy_name,
)

_SURE: Final = {
    ValueKind.NAME: 0.97,
    ValueKind.TEXT: 0.93,
    ValueKind.CHOICE: 0.9,
    ValueKind.PART: 0.9,
    ValueKind.DATE: 0.85,
    ValueKind.SPAN: 0.85,
    ValueKind.ID_NUMBER: 0.7,
    ValueKind.CERTIFICATE: 0.7,
    ValueKind.BANK_CARD: 0.8,
}
"""How sure the least sure character must be. Numbers have check digits beside it."""
_LONG: Final = "长期"
_SPOKEN: Final = 6
"""Characters that a doubt names at most."""
_DAY: Final = r"[0-9]{4}[年./\-]?[0-9]{1,2}[月./\-]?[0-9]{1,2}日?"
_NOTES: Final = r"[((](?:样本|示例|样例)[))]"
"""What samples add to their text."""
_MARKS: Final = "·、,,()()-—#/"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value as it is stored, and why it may be wrong; an empty doubt for no reason."""

    value: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads values by the code tables and the day."""

    codes: Mapping[str, CodeTable]
    same: Mapping[str, str]
    today: date

    def read(self, rule: FieldRule, text: str, scores: tuple[float, ...]) -> ReadValue | None:
        """What a text of a field means; None where it can not be its value at all."""
        plain = re.sub(_NOTES, "", text).strip()
        value, doubt = _READERS[rule.value](self, rule, plain)
        if not value:
            return None
        if not doubt and min(scores, default=0.0) < _SURE[rule.value]:
            doubt = _unsure(text, scores, _SURE[rule.value])
        return ReadValue(value, doubt)

    def name(self, _rule: FieldRule, text: str) -> tuple[str, str]:
        """A person's name: its rare characters are doubted, whatever their scores."""
        name = tidy_name(text)
        if not name or name_fault(name):
            return "", ""
        return name, _rare(name)

    def text(self, _rule: FieldRule, text: str) -> tuple[str, str]:
        """Free text, such as an address."""
        return text, _rare(text)

    def id_number(self, _rule: FieldRule, text: str) -> tuple[str, str]:
        """An identity number; one whose check fails is no value: which digit is wrong nobody can tell."""
        number = tidy_id(re.sub(r"[^0-9A-Za-z]", "", text))
        return ("", "") if id_fault(number, self.today) else (number, "")

    def certificate(self, _rule: FieldRule, text: str) -> tuple[str, str]:
        """A number of a 残疾人证, as for ``id_number``."""
        number = tidy_certificate(re.sub(r"[^0-9A-Za-z]", "", text))
        return ("", "") if certificate_shape_fault(number, self.today) else (number, "")

    def bank_card(self, _rule: FieldRule, text: str) -> tuple[str, str]:
        """A number of a bank card; without a check digit that holds it is doubted."""
        number = re.sub(r"\D", "", text)
        return (number, bank_caution(number) or "") if 14 <= len(number) <= 22 else ("", "")

    def day(self, _rule: FieldRule, text: str) -> tuple[str, str]:
        """A day of the calendar."""
        found = tidy_date(text)
        return (found, "") if re.fullmatch(r"\d{4}-\d\d-\d\d", found) else ("", "")

    def span(self, rule: FieldRule, text: str) -> tuple[str, str]:
        """The last day of two; 长期 where there is none."""
        if text.endswith(_LONG):
            return _LONG, ""
        days = re.findall(_DAY, text)
        return self.day(rule, days[-1]) if len(days) == 2 else ("", "")

    def choice(self, rule: FieldRule, text: str) -> tuple[str, str]:
        """The code of a word, written with or without 族."""
        word = "".join(self.same.get(c, c) for c in text)
        table = self.codes[rule.codes].options
        return next((o.code for o in table if word in (o.label, o.label.removesuffix("族"))), ""), ""

    def part(self, rule: FieldRule, text: str) -> tuple[str, str]:
        """The code of the longest word that the text begins with."""
        found = [o for o in self.codes[rule.codes].options if text.startswith(o.label)]
        return max(found, key=lambda o: len(o.label)).code if found else "", ""


_READERS: Final[Mapping[ValueKind, Callable[[Judge, FieldRule, str], tuple[str, str]]]] = {
    ValueKind.NAME: Judge.name,
    ValueKind.TEXT: Judge.text,
    ValueKind.ID_NUMBER: Judge.id_number,
    ValueKind.CERTIFICATE: Judge.certificate,
    ValueKind.BANK_CARD: Judge.bank_card,
    ValueKind.DATE: Judge.day,
    ValueKind.SPAN: Judge.span,
    ValueKind.CHOICE: Judge.choice,
    ValueKind.PART: Judge.part,
}


def _rare(text: str) -> str:
    """Doubt of characters outside the common set: the reading does not know most of them."""
    rare = dict.fromkeys(c for c in text if not _common(c))
    if not rare:
        return ""
    return f"“{''.join(rare)}”少见,识别常把这样的字认成别的字,请对照图片"


def _common(char: str) -> bool:
    """Whether a character is one of the 6,763 Han characters of GB 2312, a letter, a digit or a mark."""
    if char.isascii() or char in _MARKS:
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _unsure(text: str, scores: tuple[float, ...], least: float) -> str:
    faint = "".join(dict.fromkeys(c for c, s in zip(text, scores, strict=True) if s < least))[:_SPOKEN]
    return f"“{faint}”不清楚,请对照图片"
