"""Samples of papers about certificates are like real ones: numbers are sound, and none is void."""

import re
from datetime import date

import pytest

from forms import loader, result_words
from forms.numbers import certificate_shape_fault, read_certificate_number, reissued
from printing import layout, plans
from printing.plan_shapes import PaperPlan, Variable

DAY = date(2026, 12, 9)
"""The day on which the sample certificate is issued."""
PLANS = {
    path.stem: plans.plan(path.stem)
    for path in sorted(layout.LAYOUTS.glob("*.toml"))
    if "variable" in path.read_text(encoding="utf-8")
}
LOST = "loss_statement"
"""The one paper that prints a void number: it declares it void."""


def samples(variable: Variable) -> list[str]:
    """Every text of a variable's sample."""
    if isinstance(variable.sample, str):
        return [variable.sample]
    return [text for row in variable.sample for text in row.values()]


def numbers(plan: PaperPlan) -> set[str]:
    """Every certificate number a paper's samples print."""
    texts = (text for variable in plan.variables for text in samples(variable))
    return {number for text in texts for number in re.findall(r"\d{17}[\dX][1-7][1-4](?:B\d+)?", text)}


def sample(plan: PaperPlan, name: str) -> str:
    (found,) = [samples(v)[0] for v in plan.variables if v.name == name]
    return found


BEARING = [name for name, plan in PLANS.items() if numbers(plan)]


def test_the_papers_that_bear_a_number_are_found() -> None:
    assert {"certificate_page", "collection_register", "delivery_receipt", "retype", LOST} <= set(BEARING)


@pytest.mark.parametrize("name", BEARING)
def test_a_sample_number_is_sound_and_the_one_in_force(name: str) -> None:
    (lost,) = numbers(PLANS[LOST])
    wanted = lost if name == LOST else reissued(lost)
    for number in numbers(PLANS[name]):
        assert certificate_shape_fault(number, DAY) is None
        assert number == wanted


def test_the_sample_page_says_what_its_number_says() -> None:
    pack, page = loader.shipped(), PLANS["certificate_page"]
    read = read_certificate_number(sample(page, "certificate_number"))
    assert read is not None
    rows = [(r["category"], r["grade"]) for r in result_words.read_assessed(pack, sample(page, "each"))]
    assert sample(page, "category") == result_words.category(pack, rows) == pack.codes["category"].label("7")
    assert sample(page, "grade") == pack.codes["grade"].label(read.grade)
    assert min(grade for _, grade in rows) == read.grade
    assert sample(page, "each") == result_words.each(pack, rows)
