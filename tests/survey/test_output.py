"""What leaves a year: the pay list that is signed, and the file for the official platform."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import record_papers
from desk_app.services.survey import asking, exchange, needs, pay, people, quality, reporting, rounds
from desk_app.services.tables import opened
from desk_app.services.todos import todos
from desk_app.walkthrough.invented_survey import filled
from forms.surveys import reading
from tests.fakes import CHINA, StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.survey.test_asking import AT_HOME, complete
from tests.survey.test_round import drawn, line, places


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    made = make_parts(tmp_path / "desk", StillClock(datetime(2026, 9, 10, 9, 0, tzinfo=CHINA)))
    (a, b, *_) = places(made, 4)
    drawn(made, tmp_path / "list.csv", [line(n, *(a, b)[n % 2]) for n in range(1, 7)])
    return made


def up(parts: Parts, place: int, *acts: str) -> None:
    """A village tells its sheets, and further acts lead them up, each by another person."""
    town, village = places(parts, 4)[place]
    reporting.report(parts, replace(parts.window.who, person="李样乙"), town, village)
    for act in acts:
        who = replace(parts.window.who, person=f"审核{act}")
        proceedings.act(parts, who, rounds.village_id(2026, town, village), act, {})


def test_paid_is_what_the_county_reviewed_and_each_signs_for_it(parts: Parts) -> None:
    for place, person in enumerate(people.people(parts)):
        sheet = complete(parts, person, phone=f"138094399{place:02}")
        if place % 3 == 0:
            again = asking.reopen(parts, parts.window.who, sheet, "换了采集员")
            told = asking.tell_how(parts, parts.window.who, again, replace(sheet.how, collector="王样丙"))
            asking.close(parts, parts.window.who, told)
    up(parts, 0, "review_town", "review_county")
    up(parts, 1, "review_town")
    town, village = places(parts, 4)[0]
    mine = [asking.sheet(parts, p.sheet).how.collector for p in people.people(parts, None, town, village)]
    found = pay.of(parts)
    assert {each.collector: each.sheets for each in found.lines} == Counter(mine)
    assert (found.sheets, found.total, found.towns) == (len(mine), 10 * len(mine), ())
    assert {each.places for each in found.lines} == {(f"{town}{village}",)}

    with pytest.raises(RuleError, match="请先在“动态更新年度”里开始2026年度"):
        pay.note(parts, parts.window.who)
    year = proceedings.begin(parts, parts.window.who, rounds.ROUND, "begin", {"year": 2026})
    pay.note(parts, parts.window.who)
    record = proceedings.record(parts, parts.window.who, year.id)
    assert record is not None
    paper = squeezed(text_of(record_papers.draw(parts, record, "survey_pay")))
    assert f"合计{found.total}元" in paper
    assert "王样丙" in paper
    assert "领款人签名" in paper
    assert "县审核通过的算" in paper


def test_the_platform_gets_a_line_a_complete_sheet(parts: Parts, tmp_path: Path) -> None:
    first, *rest = people.people(parts)
    asking.lose(parts, parts.window.who, asking.open_sheet(parts, parts.window.who, first), "4")
    for place, person in enumerate(rest):
        complete(parts, person, phone=f"138094399{place:02}")
    path = tmp_path / "out.csv"
    with pytest.raises(RuleError, match="请写明用途"):
        exchange.write(parts, path, " ")
    assert exchange.write(parts, path, "上传国家平台") == len(rest)
    head, *lines = [line.cells for line in opened.read(path).lines]
    form = next(f for f in reading.every() if f.head.about == "person")
    assert [str(cell) for cell in head] == [column.heading for column in form.columns]
    by_number = {row[2]: dict(zip(map(str, head), map(str, row), strict=True)) for row in lines}
    assert set(by_number) == {p.id_number for p in rest}
    one = asking.sheet(parts, rest[0].sheet)
    told = by_number[rest[0].id_number]
    assert (told["姓名"], told["R9"], told["性别"] in "男女") == (rest[0].name, one.answers["r9"], True)
    assert told["R11"] == ",".join(one.answers.get("r11", ()))  # type: ignore[arg-type]


def test_a_need_is_handed_over_once_and_what_no_register_takes_is_kept(parts: Parts) -> None:
    first, second, *rest = people.people(parts)
    for person, wanted in ((first, {"r22": ("1", "3")}), (second, {"r22": ("6",), "r25": ("3",)})):
        sheet = complete(parts, person)
        open_ = asking.reopen(parts, parts.window.who, sheet, "补问")
        asking.close(parts, parts.window.who, asking.answer(parts, parts.window.who, open_, wanted))
    for place, person in enumerate(rest):
        complete(parts, person, phone=f"138094399{place:02}")
    mine = [n for n in needs.of(parts) if n.person.id_number in (first.id_number, second.id_number)]
    assert {(n.person.name, n.need.id, n.register) for n in mine} == {
        (first.name, "services", "上门代办"),
        (first.name, "assistive", ""),
        (second.name, "access", ""),
    }
    assert needs.hand_over(parts, parts.window.who, mine) == 1
    (again,) = [n for n in needs.of(parts) if n.person == mine[0].person and n.register]
    assert again.begun
    visit = parts.store.proceedings.one(again.record)
    assert visit is not None
    assert (visit.facts["name"], visit.facts["village"]) == (first.name, first.address)
    assert str(visit.facts["wish"]).startswith("上门服务(医疗康复、辅助器具)")
    assert needs.hand_over(parts, parts.window.who, [again]) == 0


def test_a_village_form_is_held_against_the_list(parts: Parts) -> None:
    who, (town, village) = parts.window.who, places(parts, 4)[0]
    region = people.people(parts, None, town, village)[0].region
    sheet = asking.open_village(parts, who, region)
    told = asking.tell_how(parts, who, sheet, AT_HOME)
    answers, _ = filled(asking.answer(parts, who, told, {"c1": "3"}), random.Random(1))
    done = asking.close(parts, who, asking.answer(parts, who, told, {**answers, "c1": "3"}))
    assert not [f for f in quality.findings(parts) if f.check == "totals"]
    again = asking.reopen(parts, who, done, "数错了")
    asking.close(parts, who, asking.answer(parts, who, again, {"c1": "5"}))
    (found,) = [f for f in quality.findings(parts) if f.check == "totals"]
    assert found.message == f"{town}{village}的村(社区)表写着持证残疾人数5人,名单上3人,请核对"
    assert not found.mends


def test_what_the_county_lacks_is_a_to_do_of_the_year_when_it_can_be_mended(
    parts: Parts, tmp_path: Path
) -> None:
    clock, who = parts.clock, parts.window.who
    assert isinstance(clock, StillClock)
    drawn(parts, tmp_path / "more.csv", [line(n, *places(parts, 4)[0]) for n in range(1, 13)])
    for person in people.people(parts):
        asking.lose(parts, who, asking.open_sheet(parts, who, person), "4")
    for name in ("李样乙", "王样丙"):
        told = {"year": 2026, "name": name, "phone": "13809430000"}
        proceedings.begin(parts, who, "survey_collector", "appoint", told)

    def asked_for() -> set[str]:
        return {t.title for t in todos.todos(parts).shown if t.procedure == rounds.ROUND}

    assert asked_for() == set()
    proceedings.begin(parts, who, rounds.ROUND, "begin", {"year": 2026})
    assert asked_for() == {"动态更新的采集员,上年度的偏少"}
    clock.moment = datetime(2026, 10, 8, 9, 0, tzinfo=CHINA)
    assert asked_for() == {"动态更新的采集员,上年度的偏少", "动态更新的入户率偏低"}
    clock.moment = datetime(2026, 10, 21, 9, 0, tzinfo=CHINA)
    assert asked_for() == {"动态更新的采集员,上年度的偏少"}
