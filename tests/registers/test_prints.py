"""Prints of records: only those of the record itself count, also prints noted before records were named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.events import Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import prints
from desk_app.ui.registers import reading
from tests.fakes import make_parts
from tests.registers.conftest import KEYS

PERSON = Subject("person", "one")
SLIP = "钥匙借用条"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path, forms=KEYS)
    yield made
    made.store.close()


def lent(parts: Parts, key: str, about: Subject | None = None) -> Proceeding:
    given = {"holder": "张样例", "key": key}
    return proceedings.begin(parts, parts.window.who, "keys", "take", given, about)


def count(parts: Parts, record: Proceeding) -> int:
    return prints.copies(parts, record.subject, SLIP, record.id)


def test_two_records_about_one_person_are_counted_apart(parts: Parts) -> None:
    first, second = lent(parts, "车库", PERSON), lent(parts, "机房", PERSON)
    prints.note_print(parts, PERSON, SLIP, 0, "", proceeding=first.id)
    prints.note_print(parts, PERSON, SLIP, 1, "卡纸", proceeding=first.id)
    assert (count(parts, first), count(parts, second)) == (2, 0)
    assert prints.copies(parts, PERSON, SLIP) == 2
    # AND each card tells its own, while the record stands where it stood
    told = reading.shown(parts, first.id), reading.shown(parts, second.id)
    assert [[e.text for e in shown.entries if "打" in e.act] for shown in told if shown] == [
        [SLIP, f"{SLIP},第1次补打,原因:卡纸"],
        [],
    ]
    assert parts.store.proceedings.one(first.id) == first


def test_what_was_noted_by_number_goes_on_counting(parts: Parts) -> None:
    first, second = lent(parts, "车库", PERSON), lent(parts, "机房", PERSON)
    prints.note_print(parts, PERSON, f"{SLIP}({first.number})", 0, "")
    prints.note_print(parts, PERSON, SLIP, 1, "模糊", proceeding=first.id)
    assert (count(parts, first), count(parts, second)) == (2, 0)


def test_what_was_noted_on_a_thing_of_its_own_goes_on_counting(parts: Parts) -> None:
    record = lent(parts, "车库")
    prints.note_print(parts, record.subject, SLIP, 0, "")
    prints.note_print(parts, record.subject, SLIP, 1, "模糊", proceeding=record.id)
    prints.note_print(parts, record.subject, "别的条", 0, "", proceeding=record.id)
    assert count(parts, record) == 2
