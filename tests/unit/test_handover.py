"""The matters each department takes over of one day, counted and numbered."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.applications import MatterState, matter_id
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.applications import handover
from desk_app.services.applications.handover import SheetBatch
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from forms import library, loader
from forms.faults import PackError
from tests.fakes import StillClock, make_parts
from tests.opened import opened_book
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of


def test_each_department_gets_its_own_matters_of_the_day(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    found = list(handover.sheets(parts, parts.clock.today()))
    assert [batch.department for batch, _ in found] == ["平川区残联", "平川区民政局"]
    federation, civil = (squeezed(text_of(pdf)) for _, pdf in found)
    for application in taken:
        assert application.number in federation
        assert application.number in civil
    assert "残疾人证新办" in federation
    assert "白银市平川区残疾人联合会" in federation
    assert "0943-6600001" in federation
    assert "重度残疾人护理补贴" in civil


def test_a_matter_nobody_knows_any_more_holds_up_no_department(parts: Parts, tmp_path: Path) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    lost = ("living_subsidy", "of_another_county", "0" * 64, taken[0].id)
    told = "UPDATE proceeding SET facts = replace(facts, ?, ?), pack_digest = ? WHERE subject_id = ?"
    with opened_book(tmp_path / "book.db") as db:
        db.execute(told, lost)
    found = handover.batches(parts, parts.clock.today())
    assert list(found) == ["平川区残联", "平川区民政局", "部门待核对"]
    (batch,) = found["部门待核对"]
    assert [row.application.number for row in batch.rows] == [taken[0].number]


def test_another_days_applications_stay_out(tmp_path: Path) -> None:
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    intake.accept(parts, sound_draft(parts))
    clock.move(24 * 3600)
    assert list(handover.sheets(parts, clock.today())) == []
    parts.store.close()


# ---- 联办, parts of a day, numbers --------------------------------------------------------------------

FEDERATION, CIVIL = "平川区残联", "平川区民政局"


def of(parts: Parts, department: str) -> tuple[SheetBatch, ...]:
    return handover.batches(parts, parts.clock.today())[department]


def names(batch: SheetBatch) -> list[str]:
    return [row.application.name for row in batch.rows]


def give(parts: Parts, department: str, *only: str, to: str = "李接收") -> int:
    who, day = parts.window.who, parts.clock.today()
    return handover.transfer(parts, who, day, department, to, frozenset(only) or None)


def test_who_is_responsible_beside_another_gets_a_sheet_marked_so(parts: Parts) -> None:
    # GIVEN a certificate, and two subsidies that 民政 decides and 残联 shares (附件1)
    intake.accept(parts, sound_draft(parts))
    (federation,), (civil,) = of(parts, FEDERATION), of(parts, CIVIL)
    # THEN both list the subsidies, 残联 as 联办
    (row,) = federation.rows
    assert [case.matter for case in row.matters] == ["cert_new"]
    assert [case.matter for case in row.joint] == ["living_subsidy", "care_subsidy"]
    assert civil.rows[0].joint == ()
    told = squeezed(text_of(handover.sheet(parts, federation)))
    assert "重度残疾人护理补贴(联办)" in told.replace("（", "(").replace("）", ")")
    assert "联办" not in squeezed(text_of(handover.sheet(parts, civil)))
    # AND handing its own over leaves the shared ones where they are
    assert give(parts, FEDERATION) == 1
    assert parts.store.proceedings.one(matter_id(row.application.id, "care_subsidy")).state == "held"  # type: ignore[union-attr]


def test_a_part_is_handed_over_and_the_rest_gets_the_next_number(parts: Parts) -> None:
    first, second = (intake.accept(parts, sound_draft(parts, person=n)) for n in range(2))
    base = handover.number_of(parts, parts.clock.today(), FEDERATION)
    assert give(parts, FEDERATION, first.id) == 1
    # WHEN one more comes in and the rest is handed over
    handed, rest = of(parts, FEDERATION)
    assert (handed.number, rest.number) == (base, f"{base}-2")
    assert [row.application.id for row in rest.rows if row.matters] == [second.id]
    third = intake.accept(parts, sound_draft(parts, person=2))
    assert give(parts, FEDERATION, to="赵接收") == 2
    handed, again = of(parts, FEDERATION)
    # THEN each sheet goes on listing what was on it, and who took it
    own = [[r.application.id for r in b.rows if r.matters] for b in (handed, again)]
    assert own == [[first.id], [second.id, third.id]]
    assert (handed.received_by, again.received_by) == ("李接收", "赵接收")
    assert "李接收" in squeezed(text_of(handover.sheet(parts, handed)))
    # AND a fourth starts the third sheet
    intake.accept(parts, sound_draft(parts, person=3))
    assert of(parts, FEDERATION)[-1].number == f"{base}-3"


def test_a_sheet_says_the_same_the_next_week(tmp_path: Path) -> None:
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    intake.accept(parts, sound_draft(parts))
    day = clock.today()
    give(parts, FEDERATION)
    (before,) = handover.batches(parts, day)[FEDERATION]
    text = text_of(handover.sheet(parts, before))
    clock.move(7 * 24 * 3600)
    (after,) = handover.batches(parts, day)[FEDERATION]
    assert text_of(handover.sheet(parts, after)) == text
    parts.store.close()


def test_the_number_stays_whatever_order_the_pack_has(parts: Parts) -> None:
    day = parts.clock.today()
    numbers = {name: handover.number_of(parts, day, name) for name in parts.pack.departments}
    turned = replace(parts.pack, departments=dict(reversed(parts.pack.departments.items())))
    turned = replace(turned, matters=dict(reversed(turned.matters.items())))
    parts = replace(parts, packs=library.Versions(turned))
    assert {name: handover.number_of(parts, day, name) for name in turned.departments} == numbers
    assert len(set(numbers.values())) == 3
    # AND one that is not described has a number of its own
    assert handover.number_of(parts, day, "平川区教育局") not in numbers.values()


def test_all_go_or_none(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(3)]
    ids = [matter_id(a.id, "cert_new") for a in taken]
    proceedings.act(parts, Who("区残联", "department"), ids[2], "accept", {})
    told = {"department": FEDERATION, "received_by": "李接收"}
    with pytest.raises(RuleError, match="部门已受理"):
        proceedings.act_on_all(parts, parts.window.who, "transfer", dict.fromkeys(ids, told))
    assert [parts.store.proceedings.one(i).state for i in ids[:2]] == [MatterState.TAKEN] * 2  # type: ignore[union-attr]
    assert give(parts, FEDERATION) == 2
    with pytest.raises(RuleError, match="请勾选"):
        give(parts, FEDERATION, taken[0].id)


def test_two_departments_of_one_number_are_refused(tmp_path: Path) -> None:
    shipped = (loader.DEFINITIONS / "county.toml").read_text(encoding="utf-8")
    (tmp_path / "county.toml").write_text(shipped.replace("number = 2", "number = 1"), encoding="utf-8")
    with pytest.raises(PackError, match="编号1有两个部门在用"):
        loader.load(tmp_path)


def test_what_went_from_its_own_card_names_its_own_receiver_on_a_sheet(parts: Parts) -> None:
    first, second = (intake.accept(parts, sound_draft(parts, person=n)) for n in range(2))
    case = next(m for m in first.matters if parts.pack.matters[m.matter].department == FEDERATION)
    told = {"department": FEDERATION, "given_by": "王窗口", "received_by": "孙自取"}
    proceedings.act(parts, parts.window.who, matter_id(first.id, case.matter), "transfer", told)
    assert give(parts, FEDERATION, to="赵接收") >= 1

    text = squeezed("".join(text_of(handover.sheet(parts, b)) for b in of(parts, FEDERATION)))
    assert squeezed(f"{case.title}(已另行转交,孙自取接收)") in text
    assert text.count("孙自取") == 1
    assert second.number in text
