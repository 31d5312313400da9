"""Facts that follow from other facts: age, sex and birth from the number, grade from the certificate."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from forms.numbers import age_on, read_certificate, read_id
from forms.schema import Facts, Value

# 类别码 7 多重 says only that there are several (残疾人证管理办法 第十三条).
_MULTIPLE = "7"


def _age(facts: Facts, today: date) -> Value | None:
    identity = read_id(str(facts.get("id_number", "")), today)
    return str(age_on(identity.birth, today)) if identity else None


def _birth(facts: Facts, today: date) -> Value | None:
    identity = read_id(str(facts.get("id_number", "")), today)
    return identity.birth.isoformat() if identity else None


def _sex(facts: Facts, today: date) -> Value | None:
    identity = read_id(str(facts.get("id_number", "")), today)
    return identity.sex if identity else None


def _holds(facts: Facts, _today: date) -> Value | None:
    return True if read_certificate(str(facts.get("certificate_number", ""))) else None


def _categories(facts: Facts, _today: date) -> Value | None:
    read = read_certificate(str(facts.get("certificate_number", "")))
    return None if read is None or read[0] == _MULTIPLE else (read[0],)


def _grade(facts: Facts, _today: date) -> Value | None:
    read = read_certificate(str(facts.get("certificate_number", "")))
    return read[1] if read else None


DERIVERS: Final[Mapping[str, Callable[[Facts, date], Value | None]]] = {
    "age": _age,
    "birth": _birth,
    "sex": _sex,
    "categories": _categories,
    "grade": _grade,
    "holds_certificate": _holds,
}
