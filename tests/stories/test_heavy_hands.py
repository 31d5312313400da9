"""The same case with every click doubled and tripled: nothing unmeant is done."""

from typing import Any

import pytest

from desk_app.benches import counts
from forms import loader

pytestmark = pytest.mark.story


def heavy(way: str) -> dict[str, Any]:
    told: dict[str, Any] = counts.work("new", "tests.stories.heavy", (way,))["record"]
    return told


@pytest.mark.parametrize("times", [2, 3])
def test_quick_clicks_are_single_clicks(times: int) -> None:
    told, case = heavy(str(times)), counts.case_of("new", loader.shipped())
    assert told["applications"] == 1
    assert told["letters"] == 1
    assert sorted(told["matters"]) == sorted(case.matters)
    assert sorted(m for m, _ in told["pages"]) == sorted(
        m for m, paths in case.pictures.items() for _ in paths
    )
    for element, value in {**case.person, **case.answers}.items():
        if element in told["answers"]:
            assert told["answers"][element] == (list(value) if isinstance(value, tuple) else value), element
