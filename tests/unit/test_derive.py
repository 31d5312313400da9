"""Facts that are derived from others, and answers from which nothing is derived."""

from datetime import date

import pytest

from forms import loader, rules
from forms.derive import DERIVERS, derived, inputs, months_between
from forms.schema import UNSURE, Derivation, Value
from tests.people import id_number

TODAY = date(2026, 11, 23)
WOMAN, MAN = id_number(), id_number(order="003")

SHOWN: dict[str, Value] = {"id_number": WOMAN, "certificate_number": f"{WOMAN}42"}
SOMEBODY_ELSES: dict[str, Value] = {"id_number": WOMAN, "certificate_number": f"{MAN}42"}
RECORDED: tuple[tuple[str, Value | None], ...] = (
    ("0", None), ("1", "1"), ("2", "2"), ("3", "3"), ("5", "5"), ("6", None), ("7", None),
)  # fmt: skip
"""State on record → what it says of the certificate an applicant tells of."""


@pytest.mark.parametrize(
    ("name", "arguments", "facts", "value"),
    [
        ("age", (), {"id_number": WOMAN}, "39"),
        ("age", (), {"id_number": id_number("20101123")}, "16"),
        ("age", (), {"id_number": id_number("20101124")}, "15"),
        ("age", (), {"birth": "2010-11-23"}, "16"),
        ("age", (), {"birth": "2027-01-01"}, None),
        ("age", (), {}, None),
        ("birth", (), {"id_number": WOMAN}, "1987-03-12"),
        ("birth", (), {"birth": "1987-03-12"}, "1987-03-12"),
        ("birth", (), {"id_number": WOMAN[:17]}, None),
        ("sex", (), {"id_number": WOMAN}, "2"),
        ("sex", (), {"id_number": MAN}, "1"),
        ("sex", (), {"id_number": "1"}, None),
        ("holds-certificate", (), {"certificate_number": f"{WOMAN}42"}, True),
        ("holds-certificate", (), {"certificate_number": ""}, None),
        ("holds-certificate", (), {"certificate_number": f"{WOMAN}42", "certificate_state": "5"}, False),
        *(
            ("holds-certificate", (), {"certificate_state": state}, held)
            for state, held in (
                ("0", False),
                ("1", True),
                ("2", True),
                ("3", True),
                ("4", True),
                ("5", False),
                (UNSURE, None),
                ("", None),
            )
        ),
        ("shows-certificate", (), {"id_number": WOMAN, "certificate_number": f"{WOMAN}42B1"}, True),
        ("shows-certificate", (), {"id_number": WOMAN, "certificate_number": ""}, False),
        ("shows-certificate", (), {"id_number": WOMAN, "certificate_number": f"{MAN}42"}, False),
        ("shows-certificate", (), SOMEBODY_ELSES | {"former_number": "1"}, True),
        ("holds-certificate", (), SOMEBODY_ELSES, None),
        ("grade", (), SOMEBODY_ELSES, None),
        ("categories", (), SOMEBODY_ELSES, None),
        ("grade", (), SOMEBODY_ELSES | {"former_number": "1"}, "2"),
        *(("certificate-state", (), {"recorded_state": code}, state) for code, state in RECORDED),
        ("certificate-state", (), {"recorded_state": "1", "certificate_until": "2026-11-22"}, "1"),
        ("certificate-state", (), SHOWN | {"certificate_until": "2026-11-23"}, "1"),
        ("certificate-state", (), SHOWN | {"certificate_until": "2026-11-22"}, "3"),
        ("certificate-state", (), SHOWN | {"recorded_state": "0"}, None),
        ("certificate-state", (), {"certificate_until": "2026-11-22"}, None),
        ("certificate-state", (), SOMEBODY_ELSES | {"certificate_until": "2026-11-22"}, None),
        ("past", ("until",), {"until": "2026-11-22"}, True),
        ("past", ("until",), {"until": "2026-11-23"}, False),
        ("past", ("until",), {}, None),
        ("coded", ("reason", "1"), {"reason": "1"}, True),
        ("coded", ("reason", "1"), {"reason": "2"}, False),
        ("coded", ("reason", "1"), {}, False),
        ("holds-certificate", (), {"certificate_number": "42"}, None),
        ("categories", (), {"certificate_number": f"{WOMAN}42"}, ("4",)),
        ("categories", (), {"certificate_number": f"{WOMAN}72"}, None),
        ("grade", (), {"certificate_number": f"{WOMAN}72"}, "2"),
        ("grade", (), {"certificate_number": f"{WOMAN}42B1"}, "2"),
        ("today", (), {}, "2026-11-23"),
        ("months-until", ("until",), {"until": "2027-11-23"}, "12"),
        ("months-until", ("until",), {"until": "2027-11-24"}, "13"),
        ("months-until", ("until",), {"until": "2026-11-24"}, "1"),
        ("months-until", ("until",), {"until": "2026-11-23"}, "0"),
        ("months-until", ("until",), {"until": "2026-10-01"}, "-1"),
        ("months-until", ("until",), {"until": UNSURE}, None),
        ("within", ("ended", "12"), {"ended": "2025-11-23"}, True),
        ("within", ("ended", "12"), {"ended": "2025-11-22"}, False),
        ("within", ("ended", "12"), {"ended": "2026-11-23"}, True),
        ("within", ("ended", "12"), {}, None),
        ("count", ("picked",), {"picked": ("1", "4")}, "2"),
        ("count", ("picked",), {"picked": ()}, None),
        ("count", ("picked",), {"picked": UNSURE}, None),
        ("differs", ("now", "last"), {"now": "1", "last": "2"}, True),
        ("differs", ("now", "last"), {"now": ("1", "2"), "last": ("2", "1")}, False),
        ("differs", ("now", "last"), {"now": True, "last": False}, True),
        ("differs", ("now", "last"), {"now": "1"}, None),
        ("differs", ("now", "last"), {"now": "1", "last": UNSURE}, None),
        ("order", ("now", "last"), {"now": "9", "last": "10"}, "-1"),
        ("order", ("now", "last"), {"now": "3.50", "last": "3.5"}, "0"),
        ("order", ("now", "last"), {"now": "2026-03-05", "last": "2025-12-31"}, "1"),
        ("order", ("now", "last"), {"now": "x", "last": "1"}, None),
        ("order", ("now", "last"), {"last": "1"}, None),
        ("shared", ("now", "last"), {"now": ("1", "4"), "last": ("4",)}, True),
        ("shared", ("now", "last"), {"now": ("1",), "last": ("4",)}, False),
        ("shared", ("now", "last"), {"now": (), "last": ("4",)}, None),
    ],
)
def test_what_follows(
    name: str, arguments: tuple[str, ...], facts: dict[str, Value], value: Value | None
) -> None:
    assert derived(Derivation(name, arguments), facts, TODAY) == value


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 28), date(2026, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
        (date(2026, 3, 15), date(2026, 3, 14), -1),
    ],
)
def test_months_are_whole_months(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


def test_a_derivation_tells_what_it_reads_and_gives_a_value_of_its_kind() -> None:
    assert inputs(Derivation("age")) == ("id_number", "birth")
    assert inputs(Derivation("within", ("cancelled_on", "12"))) == ("cancelled_on",)
    assert inputs(Derivation("order", ("r8", "last_r8"))) == ("r8", "last_r8")
    pack = loader.shipped()
    for element in pack.elements.values():
        if element.derived:
            assert DERIVERS[element.derived.name].gives is element.kind


def test_facts_are_completed_in_the_order_of_the_pack() -> None:
    facts = rules.complete(loader.shipped(), {"id_number": WOMAN, "certificate_number": f"{WOMAN}42"}, TODAY)
    assert facts == {
        "id_number": WOMAN, "certificate_number": f"{WOMAN}42", "sex": "2", "birth": "1987-03-12",
        "age": "39", "applied_on": "2026-11-23", "certificate_shown": True, "holds_certificate": True,
        "categories": ("4",), "grade": "2", "deceased": False, "id_kind": "1", "guardian_is_body": False,
    }  # fmt: skip


def test_what_a_person_answered_is_never_replaced() -> None:
    told = {"id_number": WOMAN, "birth": "1987-03-13", "age": UNSURE}
    facts = rules.complete(loader.shipped(), told, TODAY)
    assert facts["birth"] == "1987-03-13"
    assert facts["age"] == "39"
