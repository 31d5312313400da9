"""驻村扶贫 is read as it was; 残疾人扶贫: who fits is visited once, the county hands the list on."""

from pathlib import Path

import pytest

from desk_app.domain.acting import told
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.lists import reports
from desk_app.services.parts import Parts
from desk_app.services.works import table
from tests.fakes import make_parts
from tests.people import id_number
from tests.works.conftest import done, now

HOUSE = {
    "head": "王样例",
    "head_number": id_number("19650307"),
    "village": "样例乡样例村",
    "members": [{"name": "张小样", "relation": "子", "disability": "肢体二级"}],
    "identified_on": "2016-05-20",
    "helper": "样例区残联",
    "plan": "养羊,危房改造",
    "measures": [{"day": "2017-03-01", "measure": "送羊5只", "outcome": "当年增收"}],
}
PERSON = {
    "name": "张样例",
    "id_number": id_number("19900307"),
    "phone": "13800000001",
    "village": "样例乡样例村",
    "origin": "1",
}
FITS = {"verified": "2", "verified_on": "2026-11-20"}


def test_a_household_of_the_finished_programme_is_read_and_bound(parts: Parts) -> None:
    who = parts.window.who
    made = proceedings.begin(parts, who, "village_aid", "take_over", HOUSE)
    page = parts.store.pages.keep(b"\xff\xd8\xff plan")
    done(parts, made.id, "prove", proof_title="帮扶协议", proof=page)
    with pytest.raises(RuleError) as fault:
        done(parts, made.id, "bind", volume="2016-3", pages="48")
    assert "八有三保障" in told(fault.value)
    done(parts, made.id, "amend", standard=True, lifted_on="2018-12-20")
    done(parts, made.id, "bind", volume="2016-3", pages="48")
    kept = now(parts, made.id)
    assert (kept.state, kept.facts["plan"], kept.facts["volume"]) == ("bound", HOUSE["plan"], "2016-3")
    assert parts.store.outbox.due() is None


def test_who_fits_and_has_no_certificate_is_visited_once(parts: Parts) -> None:
    made = proceedings.begin(parts, parts.window.who, "poverty_relief", "list_in", PERSON)
    done(parts, made.id, "verify", **FITS)
    done(parts, made.id, "send_visit", matters="残疾人证新办")
    (visit,) = parts.store.proceedings.listed("home_visit")
    assert [visit.facts[k] for k in ("name", "id_number", "village", "wish")] == [
        PERSON["name"],
        PERSON["id_number"],
        PERSON["village"],
        "残疾人证新办",
    ]
    with pytest.raises(RuleError, match="已经请过上门"):
        done(parts, made.id, "send_visit", matters="残疾人证新办")
    assert len(parts.store.proceedings.listed("home_visit")) == 1
    done(parts, made.id, "hand_on", handed_on="2026-11-22", receivers=["1", "2"])
    assert now(parts, made.id).state == "handed"


def test_a_visit_is_asked_for_nobody_else_and_nothing_is_half_done(parts: Parts) -> None:
    made = proceedings.begin(parts, parts.window.who, "poverty_relief", "list_in", PERSON)
    done(parts, made.id, "verify", **FITS | {"verified": "1"})
    with pytest.raises(RuleError, match="核准结果不是"):
        done(parts, made.id, "send_visit", matters="残疾人证新办")
    assert parts.store.proceedings.listed("home_visit") == ()


def test_a_programme_that_is_switched_off_takes_no_visit(tmp_path: Path) -> None:
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text('[visits]\noff = ["home"]\nsource = "本区规定"\n', encoding="utf-8")
    parts = make_parts(tmp_path / "desk", forms=county)
    made = proceedings.begin(parts, parts.window.who, "poverty_relief", "list_in", PERSON)
    done(parts, made.id, "verify", **FITS)
    with pytest.raises(RuleError, match="没有启用,不能“请上门办证”"):
        done(parts, made.id, "send_visit", matters="残疾人证新办")
    assert "visit_asked" not in now(parts, made.id).facts
    parts.store.close()


def test_both_stand_in_the_work_table_and_have_their_ledger(parts: Parts) -> None:
    titles = {row.work.id: [r.title for r in row.registers] for row in table.rows(parts)}
    assert titles["village_aid"] == ["驻村扶贫(已结束,补录)"]
    assert titles["poverty_relief"] == ["残疾人扶贫核准"]
    assert "relief_ledger" in {report.id for _, report in reports.offered(parts)}
