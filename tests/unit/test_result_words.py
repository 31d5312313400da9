"""Results in words, and categories with grades as people write them."""

from collections.abc import Mapping
from typing import Any

import pytest

from desk_app.domain.applications import masked_number
from forms import loader, result_words
from tests.holders import ID

PACK = loader.shipped()
TWO = [{"category": "4", "grade": "2"}, {"category": "5", "grade": "3"}]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("肢体2", ["42"]),
        ("肢体 2", ["42"]),
        ("4:2", ["42"]),
        ("4：2", ["42"]),
        ("42", ["42"]),
        ("肢体二级", ["42"]),
        ("肢体 二级", ["42"]),
        ("肢体2级", ["42"]),
        ("肢体二级、智力三级", ["42", "53"]),
        ("肢体2,智力3", ["42", "53"]),
        ("4 2 5 3", ["42", "53"]),
        ("", []),
    ],
)
def test_categories_are_read_as_people_write_them(text: str, pairs: list[str]) -> None:
    found = result_words.read_assessed(PACK, text)
    assert [row["category"] + row["grade"] for row in found] == pairs


@pytest.mark.parametrize("text", ["肢体", "肢体9", "7:2", "多重2", "二级", "4:0", "四肢2", "肢体2智力3", "0"])
def test_what_can_not_be_read_is_told_with_the_categories(text: str) -> None:
    with pytest.raises(ValueError, match=r"请写成 肢体2 或 4:2.*1视力.*6精神"):
        result_words.read_assessed(PACK, text)


@pytest.mark.parametrize(
    ("matter", "result", "said"),
    [
        ("cert_new", {"certificate_number": f"{ID}42"}, f"证号{ID}42、肢体二级"),
        ("cert_new", {"grade": "2"}, "二级"),
        ("cert_new", {"assessed": TWO, "grade": "2"}, "多重二级(肢体二级、智力三级)"),
        ("cert_new", {"expires_on": "2036-11-26"}, "有效期至2036年11月26日"),
        ("cert_new", {"text": "请来领证"}, ""),
        ("living_subsidy", {"amount": "120", "first_month": "2026-11"}, "计发2026年11月起、每月120元"),
        ("living_subsidy", {"first_month": "2026-11", "amount": ""}, "计发2026年11月起"),
        ("employment", {"registered_on": "2026-11-26"}, "2026年11月26日登记"),
        ("cert_cancel", {"certificate_number": f"{ID}42"}, ""),
        ("no such matter", {"grade": "2"}, ""),
    ],
)
def test_a_result_in_words(matter: str, result: Mapping[str, Any], said: str) -> None:
    assert result_words.worded(PACK, matter, result) == said


def test_numbers_are_masked_and_one_ask_can_be_left_out() -> None:
    result = {"certificate_number": f"{ID}72B1", "assessed": TWO}
    told = result_words.worded(PACK, "cert_lost", result, masked_number)
    assert ID not in told
    assert told.startswith(f"证号{chr(42) * 18}72B1、")
    left = result_words.worded(PACK, "cert_lost", result, leave="certificate_number")
    assert left == "多重二级(肢体二级、智力三级)"
