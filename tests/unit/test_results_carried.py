"""What a renewed or reissued certificate takes over from the one that is held."""

from datetime import date

import pytest

from forms import loader, results
from forms.results import Holder
from tests.people import id_number

PACK = loader.shipped()
TODAY = date(2026, 11, 23)
PRESENT, EARLIER = id_number("19810312", "002"), id_number("19810312", "004")
BOTH = (("4", "3"), ("6", "2"))
ROWS = ({"category": "4", "grade": "3"}, {"category": "6", "grade": "2"})


def holder(number: str, assessed: tuple[tuple[str, str], ...] = BOTH) -> Holder:
    codes = tuple(category for category, _ in assessed)
    return Holder((PRESENT, EARLIER), TODAY, number, codes, date(2031, 3, 12), assessed)


@pytest.mark.parametrize(
    ("matter", "number"),
    [("cert_renew", PRESENT + "72"), ("cert_move", PRESENT + "72"), ("cert_lost", PRESENT + "72B1")],
)
def test_categories_that_are_known_whole_are_taken_over(matter: str, number: str) -> None:
    held = holder(PRESENT + "72")
    found = results.completed(PACK, matter, {}, held, TODAY)
    assert (found["certificate_number"], found["assessed"], found["grade"]) == (number, ROWS, "2")
    assert not [p for p in results.problems(PACK, matter, found, held, TODAY) if p.blocks]


def test_a_grade_that_is_not_known_is_asked_for() -> None:
    held = holder(PRESENT + "72", (("4", ""), ("6", "2")))
    found = results.completed(PACK, "cert_renew", {}, held, TODAY)
    (problem,) = (p for p in results.problems(PACK, "cert_renew", found, held, TODAY) if p.blocks)
    assert "逐类写明" in problem.message


def test_a_change_is_assessed_anew() -> None:
    found = results.completed(PACK, "cert_change", {}, holder(PRESENT + "72"), TODAY)
    assert "assessed" not in found


@pytest.mark.parametrize("suffix", ["42", "42B1"])
def test_a_renewal_goes_to_the_present_identity_number(suffix: str) -> None:
    held = holder(EARLIER + suffix, (("4", "2"),))
    assert results.completed(PACK, "cert_renew", {}, held, TODAY)["certificate_number"] == PRESENT + suffix
