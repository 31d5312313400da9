"""Checks across sheets, the way up from village to city, and two signatures that cover what was reviewed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.events import Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.survey_quality import QualityLimits, SeenSheet, findings, revisited
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import record_papers
from desk_app.services.survey import asking, coverage, deeds, people, quality, reporting, rounds
from desk_app.services.survey.reporting import CHAIRMAN, DIRECTOR
from forms.schema import Value
from forms.surveys import reading
from tests.fakes import CHINA, StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.survey.test_asking import AT_HOME, complete
from tests.survey.test_round import drawn, line, places

PERSON = next(form for form in reading.every() if form.head.about == "person")
ANSWERS: Mapping[str, Value] = {"r3": "2", "r8": "3", "phone": "13809430000", "birth": "1966-03-12"}


def sheet(place: int, **more: object) -> SeenSheet:
    facts = {**ANSWERS, "phone": f"138094{place:05}", "birth": f"1966-03-{place % 28 + 1:02}"}
    usual = SeenSheet(
        f"s{place}", "张样例", f"n{place}", "宝积镇", "吊沟村", "collected", facts,
        way="1", asked_on="2026-09-10", collector="李样乙",
    )  # fmt: skip
    return replace(usual, **more)  # type: ignore[arg-type]


def told(*sheets: SeenSheet, limits: QualityLimits | None = None) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(f.check, f.mends, f.sheets) for f in findings(sheets, PERSON, limits)]


def test_sheets_that_are_each_right_say_nothing() -> None:
    assert told(*(sheet(n) for n in range(1, 20))) == []
    assert told(sheet(1, facts={}, state="lost", gone="名册上写着已去世")) == []


def test_each_check_finds_what_it_is_for_and_no_more() -> None:
    one = sheet(1)
    twin = sheet(2, facts={**sheet(2).facts, "birth": one.facts["birth"]}, village="宝积村")
    assert told(one, twin, sheet(3)) == [("doubles", False, ("s1", "s2"))]
    (double,) = findings([one, twin], PERSON)
    assert "在宝积镇吊沟村、宝积镇宝积村" in double.message
    assert told(sheet(1, gone="名册上写着已去世"), sheet(2)) == [("gone", True, ("s1",))]
    phones = [sheet(n, facts={**sheet(n).facts, "phone": "13809430000"}) for n in range(1, 6)]
    assert told(*phones) == [("phone", False, tuple(f"s{n}" for n in range(1, 6)))]
    assert told(*phones[1:]) == []
    heads = [sheet(n, facts={**sheet(n).facts, "household": "7", "head_name": f"王{n}"}) for n in (1, 2)]
    assert told(*heads) == [("head", True, ("s1", "s2"))]
    days = [sheet(1, asked_on="2025-10-01"), sheet(2, asked_on="2026-10-01"), sheet(3, asked_on="2026-09-30")]
    assert told(*days) == [("outside", True, ("s2",))]
    copied = [sheet(1, last=dict(sheet(1).facts)), sheet(2, last={**sheet(2).facts, "r8": "2"})]
    assert told(*copied) == [("same", False, ("s1",))]
    assert told(*(sheet(n) for n in range(1, 4)), limits=QualityLimits(a_day=2)) == [
        ("speed", False, ("s1", "s2", "s3"))
    ]


def test_the_same_seed_draws_the_same_of_each_collector() -> None:
    sheets = [sheet(n, collector="甲乙"[n % 2]) for n in range(1, 42)]
    first = revisited(sheets, 10, "seed")
    assert {collector: len(drawn_) for collector, drawn_ in first.items()} == {"乙": 3, "甲": 2}
    assert first == revisited(reversed(sheets), 10, "seed")
    assert first != revisited(sheets, 10, "another")


@pytest.fixture
def clock() -> StillClock:
    return StillClock(datetime(2026, 9, 10, 9, 0, tzinfo=CHINA))


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Parts:
    made = make_parts(tmp_path / "desk", clock)
    (a, b, *_) = places(made, 4)
    drawn(made, tmp_path / "list.csv", [line(n, *(a, b)[n % 2]) for n in range(1, 7)])
    return made


def who(parts: Parts, name: str) -> Who:
    return replace(parts.window.who, person=name)


def village(parts: Parts, place: int) -> Proceeding:
    town, name = places(parts, 4)[place]
    found = parts.store.proceedings.one(rounds.village_id(2026, town, name))
    assert found is not None
    return found


def reviewed(parts: Parts, place: int) -> None:
    reporting.report(parts, who(parts, "李样乙"), *places(parts, 4)[place])
    proceedings.act(parts, who(parts, "王样丙"), village(parts, place).id, "review_town", {})


def drawn_paper(parts: Parts, record: str) -> bytes:
    found = proceedings.record(parts, parts.window.who, record)
    assert found is not None
    return record_papers.draw(parts, found, "survey_summary")


def asked(parts: Parts) -> None:
    """Everybody is asked, one is given up."""
    first, *rest = people.people(parts)
    asking.lose(parts, parts.window.who, asking.open_sheet(parts, parts.window.who, first), "4")
    for place, person in enumerate(rest):
        complete(parts, person, phone=f"138094399{place:02}")


def test_from_the_village_to_two_signatures_and_back(parts: Parts) -> None:
    town = places(parts, 4)[0][0]
    with pytest.raises(RuleError, match="还有3人没有采集,也没有登记失访"):
        reporting.report(parts, who(parts, "李样乙"), *places(parts, 4)[0])
    asked(parts)
    with pytest.raises(RuleError, match="还有2处要改正"):
        reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)
    reviewed(parts, 0)
    reporting.report(parts, who(parts, "李样乙"), *places(parts, 4)[1])
    with pytest.raises(RuleError, match="不能是同一个人"):
        proceedings.act(parts, who(parts, "李样乙"), village(parts, 1).id, "review_town", {})
    proceedings.act(
        parts, who(parts, "王样丙"), village(parts, 1).id, "return_town", {"return_why": "有一户要补问"}
    )
    reviewed(parts, 1)

    done = people.people(parts)[-1]
    closed = asking.sheet(parts, done.sheet)
    assert closed.shut.endswith("的表镇已审,待县审;要改,请先退回村里,写明原因")
    with pytest.raises(RuleError, match="请先退回村里"):
        asking.reopen(parts, parts.window.who, closed, "填错了")

    summed = reporting.summarise(parts, who(parts, "王样丙"), town)
    assert [(row["listed"], row["collected"], row["lost"]) for row in summed.payload["villages"]] == [
        ("3", "2", "1"), ("3", "3", "0"), ("6", "5", "1"),
    ]  # fmt: skip
    assert (summed.payload["lost_words"], summed.payload["villages"][-1]["home"]) == ("拒访1人", "5÷6")
    paper = text_of(drawn_paper(parts, summed.proceeding))
    assert "合计" in paper
    assert "残联理事长(签名):" in squeezed(paper)
    reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)
    with pytest.raises(RuleError, match="不同的人"):
        reporting.sign(parts, who(parts, "主席甲"), town, DIRECTOR)
    reporting.sign(parts, who(parts, "理事长乙"), town, DIRECTOR)
    signed = parts.store.proceedings.one(rounds.town_id(2026, town))
    assert signed is not None
    assert (signed.state, signed.facts["signed_collected"], signed.facts["signed_lost"]) == (
        "signed",
        "5",
        "1",
    )
    assert not list(reporting.torn(parts))

    for act, why in (("return_county", "一张要改"), ("return_town", "一张要改")):
        proceedings.act(parts, who(parts, "县审丁"), village(parts, 1).id, act, {"return_why": why})
    (torn,) = reporting.torn(parts)
    assert "签字以后又退回了" in torn.sentence
    assert asking.sheet(parts, done.sheet).shut.startswith("这张表已经完成")
    proceedings.act(parts, parts.window.who, signed.id, "reopen", {"reopen_why": "县里退回一张"})
    with pytest.raises(RuleError, match="还有1处要改正"):
        reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)


def test_a_town_is_signed_for_by_whom_the_posts_name(parts: Parts) -> None:
    town = places(parts, 4)[0][0]
    year = proceedings.begin(parts, parts.window.who, rounds.ROUND, "begin", {"year": 2026})
    posts = [{"level": "乡镇", "unit": town, "post": "残联主席", "name": "主席甲"}]
    proceedings.act(parts, parts.window.who, year.id, "name_posts", {"posts": posts})
    asked(parts)
    for place in (0, 1):
        reviewed(parts, place)
    with pytest.raises(RuleError, match="主席是主席甲,不能由主席乙签字"):
        reporting.sign(parts, who(parts, "主席乙"), town, CHAIRMAN)
    reporting.summarise(parts, who(parts, "王样丙"), town)
    reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)


def test_who_came_on_the_list_since_holds_up_the_signature_and_tears_it(parts: Parts, tmp_path: Path) -> None:
    (a, b, *_) = places(parts, 4)
    asked(parts)
    for place in (0, 1):
        reviewed(parts, place)
    late = [line(n, *(a, b)[n % 2]) for n in range(1, 8)]
    drawn(parts, tmp_path / "late.csv", late)
    with pytest.raises(RuleError) as refused:
        reporting.sign(parts, who(parts, "主席甲"), a[0], CHAIRMAN)
    (problem,) = refused.value.problems
    assert problem.message.startswith(f"{b[1]}:还有1人没有采集,也没有登记失访(上报以后列入的也算),先退回村里")
    drawn(parts, tmp_path / "before.csv", late[:6])
    reporting.summarise(parts, who(parts, "王样丙"), a[0])
    for name, role in (("主席甲", CHAIRMAN), ("理事长乙", DIRECTOR)):
        reporting.sign(parts, who(parts, name), a[0], role)
    assert not deeds.unsigned(parts, coverage.of(parts))
    drawn(parts, tmp_path / "late.csv", late)
    (torn,) = deeds.unsigned(parts, coverage.of(parts))
    assert torn.startswith(f"{a[0]}签字时名单6人,现在7人")


def test_two_sign_for_the_same_sheets(parts: Parts) -> None:
    town, second = places(parts, 4)[0][0], village(parts, 1)
    asked(parts)
    for place in (0, 1):
        reviewed(parts, place)
    reopening = {"reopen_why": "退回过一个村"}
    with pytest.raises(RuleError, match="还没有人签字"):
        proceedings.act(parts, parts.window.who, rounds.town_id(2026, town), "reopen", reopening)
    reporting.summarise(parts, who(parts, "王样丙"), town)
    reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)
    for act in ("return_county", "return_town"):
        proceedings.act(parts, who(parts, "县审丁"), second.id, act, {"return_why": "要补问"})
    reviewed(parts, 1)
    with pytest.raises(RuleError) as refused:
        reporting.sign(parts, who(parts, "理事长乙"), town, DIRECTOR)
    assert refused.value.problems[0].message.startswith(
        f"主席主席甲签字以后,{second.facts['village']}又上报过"
    )
    proceedings.act(parts, parts.window.who, rounds.town_id(2026, town), "reopen", reopening)
    assert not reporting.signatures(parts, town)
    reporting.summarise(parts, who(parts, "王样丙"), town)
    for name, role in (("理事长乙", DIRECTOR), ("主席甲", CHAIRMAN)):
        signed = reporting.sign(parts, who(parts, name), town, role)
    found = parts.store.proceedings.one(signed.proceeding)
    assert found is not None
    assert found.state == rounds.SIGNED


def test_what_is_signed_is_the_summary_of_the_sheets_as_they_are(parts: Parts) -> None:
    town, second = places(parts, 4)[0][0], village(parts, 1)
    asked(parts)
    for place in (0, 1):
        reviewed(parts, place)
    assert obstacles(parts, town) == [f"还没有汇总{town}:先按“汇总表…”打印出来,签字的就是那张"]
    reporting.summarise(parts, who(parts, "王样丙"), town)
    assert not obstacles(parts, town)
    for act in ("return_county", "return_town"):
        proceedings.act(parts, who(parts, "县审丁"), second.id, act, {"return_why": "要补问"})
    last = people.people(parts)[-1]
    again = asking.reopen(parts, parts.window.who, asking.sheet(parts, last.sheet), "说是拒访")
    asking.lose(parts, parts.window.who, again, "4")
    reviewed(parts, 1)
    (stale,) = obstacles(parts, town)
    assert stale.endswith(f"以后{second.facts['village']}的数变了:请重新汇总、打印,两位签新的一张")
    with pytest.raises(RuleError, match="还有1处要改正"):
        reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)
    reporting.summarise(parts, who(parts, "王样丙"), town)
    reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)
    proceedings.act(parts, parts.window.who, rounds.town_id(2026, town), "reopen", {"reopen_why": "再核一遍"})
    assert "还没有汇总" in obstacles(parts, town)[0]


def obstacles(parts: Parts, town: str) -> list[str]:
    return list(reporting.obstacles(parts, town))


def test_what_has_to_be_mended_holds_up_the_signature(parts: Parts, clock: StillClock) -> None:
    town, first = places(parts, 4)[0][0], people.people(parts)[-1]
    sheet_ = asking.open_sheet(parts, parts.window.who, first)
    late = replace(AT_HOME, asked_on="2025-09-01")
    asking.tell_how(parts, parts.window.who, sheet_, late)
    asked(parts)
    clock.moment = datetime(2026, 9, 20, 9, 0, tzinfo=CHINA)
    reopened = asking.reopen(parts, parts.window.who, asking.sheet(parts, first.sheet), "日期不对")
    asking.close(parts, parts.window.who, asking.tell_how(parts, parts.window.who, reopened, late))
    for place in (0, 1):
        reviewed(parts, place)
    (found,) = quality.findings(parts, town=town)
    assert (found.check, found.sheets) == ("outside", (first.sheet,))
    with pytest.raises(RuleError) as refused:
        reporting.sign(parts, who(parts, "主席甲"), town, CHAIRMAN)
    assert [p.message for p in refused.value.problems] == [found.message]


def test_a_sample_is_kept_with_its_seed(parts: Parts) -> None:
    with pytest.raises(RuleError, match="还没有完成的表"):
        quality.draw(parts, parts.window.who)
    asked(parts)
    kept = quality.draw(parts, parts.window.who, seed="2026-宝积", share=50)
    again = quality.draw(parts, parts.window.who, seed="2026-宝积", share=50)
    assert (kept.facts["seed"], kept.facts["of"], kept.facts["drawn"]) == ("2026-宝积", "5", "3")
    assert kept.facts["people"] == again.facts["people"]
