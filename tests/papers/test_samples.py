"""Samples of the preview have the shape of reality: what a sample hides no test of the samples can see."""

import re
from collections import defaultdict

import pytest

from forms.typesetting import typeset
from printing import plans
from tests.papers import truth_table
from tests.papers.expected import OPEN
from tests.papers.matrix import Shot
from tests.papers.test_matrix import ELSEWHERE, LAYOUTS, layout

pytestmark = pytest.mark.timeout(400)
_HAN = re.compile(r"[㐀-鿿]")
_DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")


def shape(said: str) -> str:
    """What kind of value a text is: a number by its digits and marks, a day, a moment, or words."""
    if _DAY.fullmatch(said):
        return "day"
    if _DAY.match(said) and said.endswith(("分", "时")):
        return "moment"
    if all(re.fullmatch(r"1[0-9]{10}|0[0-9]{3}-[0-9]{7}", each) for each in said.split("、")):
        return "telephone"
    if re.fullmatch(r"[0-9]{17}[0-9X]", said):
        return "identity number"
    said = re.sub(r"-G[0-9A-F]{5}$", "-G", said)  # a number of the counter ends in a mark of its draft
    if re.fullmatch(r"[0-9]{1,3}", said):
        return "count"
    if not _HAN.search(said):
        return re.sub(r"[A-Z]", "A", re.sub(r"[0-9]", "9", said)).replace("\n", "")
    return "words"


def cells(rows: object) -> dict[str, set[str]]:
    """The shapes of the cells of some rows, by column."""
    found = defaultdict[str, set[str]](set)
    for row in rows if isinstance(rows, tuple) else ():
        for name, said in row.items():
            found[name].add(shape(typeset(said)))
    return found


@pytest.mark.parametrize("paper", sorted({*LAYOUTS} - ELSEWHERE))
def test_a_sample_has_the_shape_of_real_values(shots: tuple[Shot, ...], paper: str) -> None:
    plan = plans.plan(paper)
    real = defaultdict[str, set[str]](set)
    rows = defaultdict[str, dict[str, set[str]]](dict)
    mine = (s for s in shots if layout(s) == paper and s.paper not in ELSEWHERE and not s.fault)
    for shot in mine:
        for name, said in truth_table.of(shot.record, plan, shot.paper).items():
            if isinstance(said, tuple):
                for column, shapes in cells(said).items():
                    rows[name].setdefault(column, set()).update(shapes)
            elif isinstance(said, str) and said and OPEN not in said:
                real[name].add(shape(said))
    for variable in plan.variables:
        if variable.name == "check":
            continue  # the code is no text of the page
        if isinstance(variable.sample, str) and real[variable.name]:
            assert shape(typeset(variable.sample)) in real[variable.name], (variable.name, variable.sample)
        for column, shapes in cells(variable.sample).items():
            assert column == "clause" or shapes <= rows[variable.name].get(column, set()) | {""}, (
                variable.name, column, shapes, rows[variable.name].get(column),
            )  # fmt: skip


def test_a_number_of_another_length_is_another_shape() -> None:
    assert shape("620403-03-20261123-00018") != shape("620403-03-20261123-001852")
    assert shape("2026年12月10日") != shape("2026年12月10日10时20分")
    assert shape("李样例(代)") == "words"
