"""What an invented person tells who holds a certificate, or never had one."""

from typing import Final

from forms.schema import Facts, Value
from tests.people import id_number

ID: Final = id_number()
"""The identity number of a woman born on 1987-03-12."""
NEVER, VALID, LOST, DAMAGED = "0", "1", "2", "4"
"""Codes of ``certificate_state``."""


def told(state: str, number: str = "", **more: Value) -> Facts:
    """Answers of a person whose certificate is in this state and bears this number."""
    answers: dict[str, Value] = {
        "name": "张样例",
        "id_number": ID,
        "certificate_state": state,
        "has_impairment": True,
        "cancelled_lately": False,
        "registered_here": True,
        "other_benefits": ("0",),
        "low_income": True,
        "willing_to_work": True,
        "apply_categories": ("4",),
        **more,
    }
    return answers | ({"certificate_number": number} if number else {})
