"""Invented people with valid numbers."""

from dataclasses import replace

from desk_app.domain.applications import Draft
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from forms.numbers import check_digit
from forms.schema import Value


def id_number(birth: str = "19870312", order: str = "002", region: str = "620403") -> str:
    """An invented but valid identity number; of a woman when ``order`` is even."""
    first = f"{region}{birth}{order}"
    return first + check_digit(first)


def nth_number(place: int) -> str:
    """The number of one of 499 women; tests need several, as nobody can ask for an open matter again."""
    return id_number(order=f"{place % 499 * 2 + 2:03d}")


def sound_draft(
    parts: Parts, address: str = "甘肃省白银市平川区长征街道样例社区12号", *, person: int = 0
) -> Draft:
    """A draft that can be accepted: a woman of 39 asks for three matters; ``person`` makes another one."""
    answers: dict[str, Value] = {
        "name": "张样例",
        "id_number": nth_number(person),
        "ethnicity": "01",
        "marriage": "20",
        "household_kind": "0",
        "phone": "13809430000",
        "registered_address": address,
        "present_address": address,
        "certificate_state": "0",
        "has_impairment": True,
        "registered_here": True,
        "low_income": True,
        "cancelled_lately": False,
        "other_benefits": ("0",),
        "apply_categories": ("4",),
        "bank_card": "6217000000000000004",
        "delivery": "2",
    }
    chosen = ("cert_new", "living_subsidy", "care_subsidy")
    seen = ("household", "id_card", "photo", "bank_card_copy")
    return replace(inform.new_draft(parts), answers=answers, chosen=chosen, seen=seen)
