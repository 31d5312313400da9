"""Two sample cases by keyboard alone, from step 1 to the next person: what is left, how many keys it took.

One of them once more with every key held, and a scanner everywhere.
"""

from functools import cache
from typing import Any

import pytest

from desk_app.benches import counts
from forms import loader

pytestmark = pytest.mark.story
CASES = sorted(counts.GOALS)


@cache
def worked(name: str) -> dict[str, Any]:
    return counts.work(name)


@pytest.mark.parametrize("name", CASES)
def test_everything_typed_stands_in_the_record(name: str) -> None:
    record, pack = worked(name)["record"], loader.shipped()
    case = counts.case_of(name, pack)
    assert (record["applications"], record["drafts"]) == (1, 0)
    assert sorted(record["matters"]) == sorted(case.matters)
    asked = {k: v for k, v in case.situation.items() if k in record["answers"]}
    assert len(asked) >= 4
    assert len(case.answers) >= 10
    for element, value in {**case.person, **asked, **case.answers}.items():
        kept = record["answers"].get(element)
        assert kept == (list(value) if isinstance(value, tuple) else value), element
    scanned = [material for material, _ in record["pages"]]
    for material, paths in case.pictures.items():
        assert scanned.count(material) == len(paths), material


@pytest.mark.parametrize("name", CASES)
def test_the_receipt_is_settled(name: str) -> None:
    record = worked(name)["record"]
    assert (record["receipts"], record["receipt_todos"], record["letters"]) == (1, 0, 1)


@pytest.mark.parametrize("name", CASES)
def test_it_takes_few_keys(name: str) -> None:
    told = worked(name)
    assert told["total"] <= counts.GOALS[name], told["log"]


def test_held_keys_and_a_scanner_everywhere_leave_the_same_record() -> None:
    plain, told = worked("new"), counts.work("new", "tests.stories.heavy", ("held",))
    assert told["record"] == plain["record"]
    assert told["total"] == plain["total"]
    scanned = {line for line in told["log"] if "scanned" in line}
    assert len(scanned) == 8, "six pages, the choice of a file and the cropping"
