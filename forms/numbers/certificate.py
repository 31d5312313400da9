"""Numbers of the 残疾人证: whose, which category and grade, how often reissued."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms.numbers.identity import id_fault, renewed_id, with_x
from forms.numbers.spelling import off_by, tidy_number

_CERTIFICATE: Final = r"([0-9]{17}[0-9X])([1-7])([1-4])(?:B([1-9][0-9]?))?"
_CERTIFICATE_PARTS: Final = (
    (slice(18), r"[0-9]{17}[0-9X]", "前18位是身份证号,只有数字,末位可以是X"),
    (slice(18, 19), r"[1-7]", "第19位是残疾类别,只能是1至7"),
    (slice(19, 20), r"[1-4]", "第20位是残疾等级,只能是1至4"),
)
_MOST_REISSUES: Final = 99


_LIKE_B: Final = "ВΒ补"
"""Cyrillic ve, Greek beta and the word itself: behind the 20th place they can only mean B."""


def tidy_certificate(text: str) -> str:
    """A 残疾人证号 as it is stored: look-alikes of X in the 18th and of B in the 21st place are replaced."""
    number = with_x(tidy_number(text))
    return re.sub(rf"^(.{{20}})[{_LIKE_B}]", r"\1B", number)


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A well-formed 残疾人证号, taken apart (残疾人证管理办法 第五、二十条)."""

    id_number: str
    """The 18 characters of the holder's identity number when the certificate was issued."""
    category: str
    """``1`` 视力 … ``6`` 精神, ``7`` 多重."""
    grade: str
    """``1`` to ``4``; of a 多重 certificate the heaviest grade."""
    reissue: int = 0
    """0 for the first certificate, 1 for B1 (the first after a loss), at most 99."""

    def __str__(self) -> str:
        """The number as it is printed and stored."""
        suffix = f"B{self.reissue}" if self.reissue else ""
        return f"{self.id_number}{self.category}{self.grade}{suffix}"


def read_certificate_number(number: str) -> CertificateNumber | None:
    """The parts of a well-formed number; None for any other text. The check digit is not looked at."""
    match = re.fullmatch(_CERTIFICATE, number)
    return CertificateNumber(match[1], match[2], match[3], int(match[4] or 0)) if match else None


def read_certificate(number: str) -> tuple[str, str] | None:
    """(category code 1-7, grade code 1-4) of a well-formed 残疾人证号, else None."""
    read = read_certificate_number(number)
    return (read.category, read.grade) if read else None


def reissued(number: str) -> str:
    """The number of the next certificate after a loss: B1 after none, B2 after B1 (办法 第二十条).

    ValueError for a text that is no 残疾人证号 and after B99, which has no successor of this shape.
    """
    read = read_certificate_number(number)
    if read is None or read.reissue >= _MOST_REISSUES:
        raise ValueError(f"no reissue of {number!r}")
    return str(CertificateNumber(read.id_number, read.category, read.grade, read.reissue + 1))


def certificate_shape_fault(number: str, today: date) -> str | None:
    """Fault of the number in itself, whoever holds it: 20 characters, B1… after a loss; or None."""
    read = read_certificate_number(number)
    if read is None:
        return f"残疾人证号应为20位,{_certificate_part(number)},请核对证件"
    if fault := id_fault(read.id_number, today):
        return f"残疾人证号的前18位有误:{fault}"
    return None


def on_another_number(number: str, id_numbers: Collection[str]) -> bool:
    """Whether a well-formed certificate number stands on none of a person's identity numbers.

    ``id_numbers`` are the present and all earlier ones of the person; empty ones do not count. False where
    none is known, and for a text that is no certificate number (``certificate_shape_fault`` says so).
    """
    read, own = read_certificate_number(number), {n for n in id_numbers if n}
    return read is not None and bool(own) and read.id_number not in own


def certificate_fault(number: str, id_number: str, today: date) -> str | None:
    """Fault of a certificate number in itself or as the applicant's, or None.

    ``id_number`` is the applicant's own number, or empty when it is not known yet.
    """
    if fault := certificate_shape_fault(number, today):
        return fault
    return ANOTHERS_CERTIFICATE if on_another_number(number, [id_number]) else None


ANOTHERS_CERTIFICATE: Final = "残疾人证号的前18位与身份证号不一致,请核对是否为本人证件"
"""Said of a number that ``on_another_number`` is true of."""


def _certificate_part(number: str) -> str:
    if old := _on_an_old_number(number):
        return old
    if len(number) < 20:
        return off_by(20 - len(number))
    wrong = (told for part, shape, told in _CERTIFICATE_PARTS if not re.fullmatch(shape, number[part]))
    return next(wrong, None) or _suffix_fault(number[20:])


def _suffix_fault(suffix: str) -> str:
    told = "补发过的后面再加B1、B2,没有补发过的不加"
    if re.fullmatch(r"B[IL|]", suffix):
        return f"{told};末位是“{suffix[1]}”,不是数字1"
    if re.fullmatch(r"8[1-9]", suffix):
        return f"{told};第21位是“8”,看看是不是字母B"
    return told


def _on_an_old_number(number: str) -> str:
    """What is said of 15 digits with category and grade; empty where the text can not be that."""
    match = re.fullmatch(r"([0-9]{15})([1-7][1-4](?:B[1-9][0-9]?)?)", number)
    meant = renewed_id(match[1]) if match else ""
    if not match or not meant:
        return ""
    return (
        f"{off_by(3)};像是15位老号码加类别和等级,第二代残疾人证一律按18位号码编,看看是不是“{meant}{match[2]}”"
    )
