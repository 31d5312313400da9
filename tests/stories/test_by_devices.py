"""Two sample cases with the demo reader, scanner and camera, and pages read: hardly anything is typed."""

import pytest

from desk_app.benches import counts, untyped
from desk_app.devices.reading.main import OfflineReader
from forms import loader

MISSING = OfflineReader().missing()
pytestmark = [pytest.mark.story, pytest.mark.skipif(bool(MISSING), reason=MISSING)]
CARD = {"new": "id_card", "child": "guardian_id"}


@pytest.mark.parametrize("name", sorted(untyped.TITLES))
def test_most_fields_are_given_by_nobody_and_the_record_is_as_typed(name: str) -> None:
    told, case = untyped.work(name), counts.case_of(name, loader.shipped())
    record = told["record"]
    for element, value in {**case.person, **case.answers}.items():
        kept = record["answers"].get(element)
        assert kept == (list(value) if isinstance(value, tuple) else value), element
    pages = [material for material, _ in record["pages"]]
    wanted = ("photo", "household", "household", CARD[name], CARD[name], "bank_card_copy")
    assert sorted(pages) == sorted(wanted)
    assert (record["applications"], record["letters"], record["receipts"]) == (1, 1, 1)
    assert untyped.by_hand(told) < untyped.MOST_BY_HAND, told["by_hand"]
    assert told["characters"] < untyped.MOST_CHARACTERS
    assert told["file"] == 0
