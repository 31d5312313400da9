"""What a notice tells: the whole way though nothing is ticked, and no day over a stopped clock."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.applications import Draft
from desk_app.domain.promises import Promise
from desk_app.services import days, reading
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import promised, telling
from desk_app.services.reading import Reading
from forms.schema import Outcome, Value
from tests.fakes import CHINA, StillClock, make_parts
from tests.people import id_number, sound_draft

CERTIFICATE = "62040319870312002"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def drafted(parts: Parts, *chosen: str, **changed: Value) -> Reading:
    """The reading of the sound draft's woman with these matters and answers."""
    draft = sound_draft(parts)
    answers = {k: v for k, v in (draft.answers | changed).items() if v != ""}
    return read(parts, replace(draft, answers=answers, chosen=chosen, seen=()))


def read(parts: Parts, draft: Draft) -> Reading:
    return reading.of(parts, inform.recalled(parts, draft))


def holder(parts: Parts, *chosen: str, grade: str = "2", state: str = "1", **changed: Value) -> Reading:
    """The same woman with a certificate of this grade and state."""
    number = f"{id_number()}4{grade}"
    own = {
        "certificate_state": state,
        "certificate_number": number,
        "has_impairment": "",
        "apply_categories": "",
    }
    return drafted(parts, *chosen, **(own | changed))


def outcomes(of: Reading) -> dict[str, Outcome]:
    return {f.matter: f.outcome for f in telling.findings(of)}


def sentences(parts: Parts, of: Reading) -> tuple[str, ...]:
    now = parts.clock.now()
    return promised.sentences(of, intake.dates(parts, of.pack, now), days.later_start(parts, now))


# ---- the whole way -------------------------------------------------------------------------------


def test_a_subsidy_behind_a_certificate_to_be_asked_for_may_apply_and_says_what_to_tick(parts: Parts) -> None:
    of = drafted(parts)
    told = {f.matter: f for f in telling.findings(of)}

    assert of.finding("living_subsidy").outcome is Outcome.NOT
    assert told["living_subsidy"].outcome is Outcome.MAY
    assert "勾选“残疾人证新办”" in told["living_subsidy"].next_step
    assert told["living_subsidy"].reasons[0] == "领取生活补贴要先有残疾人证。"
    assert told["pension"].outcome is Outcome.MAY
    assert told["cert_new"].outcome is Outcome.APPLIES


def test_screen_and_paper_read_a_subsidy_behind_an_unticked_certificate_alike(parts: Parts) -> None:
    """For people in many situations, each matter has one outcome, reason and next step on both."""
    people = (
        drafted(parts),
        drafted(parts, "living_subsidy"),
        drafted(parts, has_impairment=False),
        holder(parts, state="3"),
        holder(parts, grade="3"),
        holder(parts, "care_subsidy", state="2"),
    )
    opened = 0
    for of in people:
        screen = {f.matter: f for f in of.told}
        for finding in telling.findings(of):
            assert screen[finding.matter] == finding
            opened += finding.outcome is not of.finding(finding.matter).outcome
    assert opened > 5


def test_a_notice_offers_a_promise_where_a_proof_may_be_replaced_by_one(parts: Parts) -> None:
    offer = "家庭经济状况证明(生活补贴用)可以书面承诺代替(告知承诺,自愿)"

    def offered(of: Reading) -> bool:
        return any(said.startswith(offer) for said in telling.bring(of).sentences)

    assert offered(holder(parts, "living_subsidy"))
    assert offered(holder(parts, "living_subsidy", low_income=""))
    assert not offered(holder(parts, "care_subsidy"))
    assert not offered(holder(parts, "living_subsidy", low_income=False))


def test_an_expired_certificate_leads_over_its_renewal_which_is_told_too(parts: Parts) -> None:
    told = {f.matter: f for f in telling.findings(holder(parts, state="3"))}

    assert told["living_subsidy"].outcome is Outcome.MAY
    assert told["living_subsidy"].leads_to == "cert_renew"
    assert told["cert_renew"].outcome is not Outcome.NOT
    assert "cert_lost" not in told


def test_a_lower_grade_is_no_way_to_the_care_subsidy(parts: Parts) -> None:
    assert outcomes(holder(parts, grade="3"))["care_subsidy"] is Outcome.NOT


def test_who_has_no_impairment_is_not_led_to_a_certificate(parts: Parts) -> None:
    assert outcomes(drafted(parts, has_impairment=False))["living_subsidy"] is Outcome.NOT


@pytest.mark.parametrize("state", ["0", "1", "2", "3", "4"])
def test_nobody_is_told_of_a_cancellation_they_did_not_ask_for(parts: Parts, state: str) -> None:
    of = holder(parts, state=state)

    assert "cert_cancel" not in outcomes(of)
    assert "cert_cancel" in outcomes(holder(parts, "cert_cancel", state="1", cancel_reason="2"))


def test_unticked_all_that_may_apply_is_listed_with_what_it_is_for(parts: Parts) -> None:
    brings = telling.bring(drafted(parts))
    notes = {line.title: line.note for line in brings.materials}

    assert {"户口簿", "身份证", "照片", "银行卡(一卡通)"} <= notes.keys()
    assert "生活补贴、护理补贴用" in notes["银行卡(一卡通)"]
    assert "残疾人证用" in notes["照片"]
    assert any("还没有选定" in sentence for sentence in brings.sentences)
    assert not any("不需要提交材料" in sentence for sentence in brings.sentences)


def test_ticked_only_its_own_are_listed_and_a_sentence_says_what_the_others_need(parts: Parts) -> None:
    brings = telling.bring(drafted(parts, "cert_new"))

    assert "银行卡(一卡通)" not in [line.title for line in brings.materials]
    assert any("还要带:银行卡(一卡通)1份(生活补贴、护理补贴用)" in s for s in brings.sentences)


def test_a_material_of_which_nobody_knows_yet_is_told_with_when_it_is_needed(parts: Parts) -> None:
    lines = {
        line.title: line for line in telling.bring(drafted(parts, "cert_new", registered_here="")).materials
    }

    assert lines["居住证"].state == "看情况"
    assert "异地办理" in lines["居住证"].note
    assert "居住证" not in [m.title for m in telling.bring(drafted(parts, "cert_new")).materials]


def test_a_matter_without_materials_says_so_and_only_then(parts: Parts) -> None:
    dead = holder(parts, "cert_cancel", cancel_reason="2", registered_here=True, cancel_categories=("4",))
    none = telling.bring(dead)

    assert none.materials == ()
    assert "不需要提交材料" in none.sentences[0]


# ---- by when -------------------------------------------------------------------------------------


def test_a_matter_whose_clock_runs_through_has_its_day_with_its_year(parts: Parts) -> None:
    assert sentences(parts, holder(parts, "living_subsidy")) == ("今天受理的,2026年12月10日前办结。",)


def test_assessment_and_publication_are_said_in_the_sentence_itself(parts: Parts) -> None:
    (said,) = sentences(parts, drafted(parts, "cert_new"))

    assert said.startswith("残疾人证新办:今天受理的,2026年12月10日前办结,")
    assert "残疾评定和公示的时间另计" in said


def test_what_waits_for_a_certificate_has_no_day(parts: Parts) -> None:
    said = sentences(parts, drafted(parts, "cert_new", "living_subsidy", "care_subsidy"))

    assert len(said) == 2
    assert said[1].startswith("困难残疾人生活补贴、重度残疾人护理补贴:等“残疾人证新办”的结果,期间停止计时")
    assert "2026" not in said[1]


def test_groups_are_named_apart(parts: Parts) -> None:
    of = drafted(parts, "cert_new", "employment", willing_to_work=True, able_to_work=True, employed=False)
    said = sentences(parts, of)

    assert said[0] == "残疾人就业帮扶:今天受理的,2026年12月10日前办结。"
    assert "另计" in said[1]


def test_where_the_county_lets_the_clock_run_the_day_is_that_of_all(tmp_path: Path) -> None:
    from forms.sources import DEFINITIONS

    own = tmp_path / "own"
    own.mkdir()
    county = (DEFINITIONS / "county.toml").read_text(encoding="utf-8")
    every = 'runs_on = ["残疾评定和公示", "等证件结果", "补正"]'
    (own / "county.toml").write_text(county.replace("runs_on = []", every), encoding="utf-8")
    parts = make_parts(tmp_path / "data", forms=own)

    assert sentences(parts, drafted(parts, "cert_new", "living_subsidy")) == (
        "今天受理的,2026年12月10日前办结。",
    )


def test_a_material_that_follows_makes_the_day_an_expectation(parts: Parts) -> None:
    draft = sound_draft(parts)
    promise = Promise("household", datetime(2026, 11, 30, tzinfo=CHINA).date())
    of = read(
        parts, replace(draft, seen=tuple(m for m in draft.seen if m != "household"), promises=(promise,))
    )
    said = sentences(parts, of)

    assert "预计2026年12月10日前办结" in said[0]
    assert "容缺的材料" in said[-1]


def test_a_year_that_is_not_published_is_an_expectation_with_its_year(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, StillClock(datetime(2026, 12, 28, 10, tzinfo=CHINA)))
    (said,) = sentences(parts, holder(parts, "living_subsidy"))

    assert "预计2027年1月" in said


def test_outside_the_hours_the_first_sentence_says_from_when(tmp_path: Path) -> None:
    from forms.sources import DEFINITIONS

    own = tmp_path / "own"
    own.mkdir()
    county = (DEFINITIONS / "county.toml").read_text(encoding="utf-8")
    (own / "county.toml").write_text(
        county.replace('region_code = "620403"', 'region_code = "620403"\nafter_hours = "next-day"', 1),
        encoding="utf-8",
    )
    clock = StillClock(datetime(2026, 11, 23, 18, 30, tzinfo=CHINA))
    parts = make_parts(tmp_path / "data", clock, own)

    assert (
        sentences(parts, holder(parts, "living_subsidy"))[0]
        == "现在是办公时间以外,期限从2026年11月24日起算。"
    )


def test_an_empty_visit_is_known_as_one(parts: Parts) -> None:
    assert telling.empty(reading.of(parts, inform.new_draft(parts)))
    assert not telling.empty(drafted(parts))
