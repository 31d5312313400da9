"""The child with guardian by the demo reader, scanner and camera, and pages read: hardly anything is typed.

``desk-app bench counts`` tells the same figures, and those of the adult with both subsidies.
"""

import pytest

from desk_app.benches import counts, untyped
from desk_app.devices.reading.main import OfflineReader
from forms import loader

MISSING = OfflineReader().missing()
pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
    pytest.mark.timeout(400),  # five pages are read, by a process that stands back for the other tests
]
PAGES = ("photo", "household", "household", "guardian_id", "guardian_id", "bank_card_copy")


def test_most_fields_are_given_by_nobody_and_the_record_is_as_typed() -> None:
    told, case = untyped.work("child"), counts.case_of("child", loader.shipped())
    record = told["record"]
    for element, value in {**case.person, **case.answers}.items():
        kept = record["answers"].get(element)
        assert kept == (list(value) if isinstance(value, tuple) else value), element
    pages = [material for material, _ in record["pages"]]
    assert sorted(pages) == sorted(PAGES)
    assert (record["applications"], record["letters"], record["receipts"]) == (1, 1, 1)
    assert untyped.by_hand(told) < untyped.MOST_BY_HAND, told["by_hand"]
    assert told["characters"] < untyped.MOST_CHARACTERS
    assert told["file"] == 0
