"""Invented people with valid numbers."""

from forms.numbers import check_digit


def id_number(birth: str = "19870312", order: str = "002", region: str = "620403") -> str:
    """An invented but valid identity number; an even ``order`` is a woman's."""
    first = f"{region}{birth}{order}"
    return first + check_digit(first)
