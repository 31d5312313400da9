"""The matters each department takes over of one day, counted and numbered."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.services.applications import handover
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def test_each_department_gets_its_own_matters_of_the_day(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    found = dict(handover.sheets(parts, parts.clock.today()))
    assert list(found) == ["平川区残联", "平川区民政局"]
    federation, civil = (squeezed(text_of(pdf)) for pdf in found.values())
    for application in taken:
        assert application.number in federation
        assert application.number in civil
    assert "残疾人证新办" in federation
    assert "生活补贴" not in federation
    assert "重度残疾人护理补贴" in civil


def test_a_matter_nobody_knows_any_more_holds_up_no_department(parts: Parts, tmp_path: Path) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    lost = ("living_subsidy", "of_another_county", "0" * 64, taken[0].id)
    told = "UPDATE proceeding SET facts = replace(facts, ?, ?), pack_digest = ? WHERE subject_id = ?"
    with sqlite3.connect(tmp_path / "book.db") as db:
        db.execute(told, lost)
    found = handover.batches(parts, parts.clock.today())
    assert list(found) == ["平川区残联", "平川区民政局", "部门待核对"]
    assert [application.number for application, _ in found["部门待核对"]] == [taken[0].number]


def test_another_days_applications_stay_out(tmp_path: Path) -> None:
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    intake.accept(parts, sound_draft(parts))
    clock.move(24 * 3600)
    assert dict(handover.sheets(parts, clock.today())) == {}
    parts.store.close()
