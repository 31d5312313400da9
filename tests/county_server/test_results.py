"""Results of departments: what the county refuses with a sentence and nothing changed, and what it takes."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desk_app.__main__ import main
from desk_app.county_server.book import CountyBook
from desk_app.county_server.cases import CountyCase
from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application, matter_id
from desk_app.errors import RuleError
from forms.schema import Facts
from tests.fakes import NOW
from tests.holders import DAMAGED, ID, LOST, NEVER, VALID, told
from tests.law.world import World, world
from tests.opened import key_beside
from tests.people import id_number

HELD = f"{ID}43"
"""The certificate of a person who comes with one: 肢体三级."""
OTHER = id_number("19880312")
VISITS: Mapping[str, Facts] = {
    "cert_new": told(NEVER),
    "cert_lost": told(LOST, HELD),
    "cert_change": told(VALID, HELD, certificate_until="2031-05-10"),
    "cert_renew": told(DAMAGED, HELD, renew_reason="1"),
    "cert_move": told(VALID, HELD),
    "cert_cancel": told(VALID, HELD, cancel_reason="2"),
    "living_subsidy": told(VALID, HELD),
    "employment": told(VALID, HELD),
}
"""Matter → what a person tells who asks for it."""


def rows(*pairs: str) -> tuple[Mapping[str, str], ...]:
    """Categories with grades, each as two digits."""
    return tuple({"category": category, "grade": grade} for category, grade in pairs)


@dataclass
class At:
    """A county that has one application."""

    world: World
    application: Application

    def say(self, matter: str, **values: Any) -> list[str]:
        """Conclude a matter; returns what was done."""
        ruling = Ruling(matter, "conclude", values, "演示审核人")
        return [d.sentence for d in self.world.county.decide(self.application.number, ruling, NOW)]

    def stands(self) -> tuple[CountyCase | None, int]:
        """The case as it is, and the last place in the county's order."""
        return self.world.county.case(self.application.number), self.world.county.news(0).cursor

    def result(self, matter: str) -> Mapping[str, Any]:
        """What stands in the book of a matter's result."""
        found = self.world.county.one(matter_id(self.application.id, matter))
        assert found is not None
        return found.facts


@pytest.fixture
def at(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[At]:
    """A county with an application for the matter of the test's first parameter."""
    matter = request.node.callspec.params["matter"]
    with world(tmp_path) as made:
        yield At(made, made.accept(VISITS[matter], (matter,)))


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], At]]:
    """A county with an application for a matter; those who ask it only what it refuses share it."""
    with ExitStack() as open_:

        @cache
        def of(matter: str) -> At:
            made = open_.enter_context(world(tmp_path_factory.mktemp(matter)))
            return At(made, made.accept(VISITS[matter], (matter,)))

        yield of


FOUR = {"certificate_number": f"{ID}42"}
WRONG: list[tuple[str, Mapping[str, Any], str]] = [
    # another person's number, and numbers that are none
    ("cert_new", {"certificate_number": f"{OTHER}42"}, "不是这个人的身份证号"),
    ("cert_change", {"certificate_number": f"{OTHER}42"}, "不是这个人的身份证号"),
    ("cert_lost", {"certificate_number": f"{OTHER}43B1"}, "不是这个人的身份证号"),
    ("cert_renew", {"certificate_number": f"{OTHER}43"}, "不是这个人的身份证号"),
    ("cert_new", {"certificate_number": "123"}, "20位"),
    ("cert_new", {"certificate_number": f"{ID}82"}, "第19位是残疾类别"),
    ("cert_new", {"certificate_number": f"{ID}49"}, "第20位是残疾等级"),
    ("cert_new", {"certificate_number": f"{ID}42肢"}, "20位"),
    # grades and categories
    ("cert_new", {"grade": "9"}, "残疾等级有不认识的选项"),
    ("cert_new", {"grade": "2"}, "请填写评定的类别和等级,或残疾人证号"),
    ("cert_new", {"assessed": rows("49")}, "等级填1至4"),
    ("cert_new", {"assessed": rows("72")}, "类别填1至6"),
    ("cert_new", {"assessed": ({"category": "4"},)}, "等级填1至4"),
    ("cert_new", {"assessed": ({"category": "4", "grade": "2", "colour": "red"},)}, "不认识的列“colour”"),
    ("cert_new", {"assessed": "肢体9"}, "请写成 肢体2 或 4:2"),
    ("cert_new", {"assessed": "肢体"}, "请写成 肢体2 或 4:2"),
    ("cert_new", {"assessed": 42}, "一行一行的表"),
    ("cert_new", {"assessed": rows("42", "43")}, "类别写了两次"),
    ("cert_new", {"certificate_number": f"{ID}72"}, "多重残疾请逐类写明"),
    ("cert_new", {"certificate_number": f"{ID}72", "assessed": rows("42")}, "至少两类"),
    ("cert_new", {**FOUR, "assessed": rows("52")}, "与评定的类别不符"),
    ("cert_new", {**FOUR, "assessed": rows("41")}, "与评定的等级不符"),
    ("cert_new", {**FOUR, "assessed": rows("42", "53")}, "与评定的类别不符"),
    ("cert_new", {"certificate_number": f"{ID}73", "assessed": rows("42", "53")}, "与评定的等级不符"),
    ("cert_new", {**FOUR, "grade": "1"}, "2级"),
    # the B of a reissue
    ("cert_lost", {"certificate_number": f"{HELD}B2"}, f"应为{HELD}B1"),
    ("cert_lost", {"certificate_number": f"{HELD}B0"}, "补发过的后面再加B1、B2"),
    ("cert_lost", {"certificate_number": HELD}, f"应为{HELD}B1"),
    ("cert_lost", {"certificate_number": f"{ID}42B1"}, f"应为{HELD}B1"),
    ("cert_new", {"certificate_number": f"{ID}42B1"}, "只加在补办的证号后面"),
    ("cert_change", {"certificate_number": f"{ID}42B1"}, "只加在补办的证号后面"),
    ("cert_renew", {"certificate_number": f"{HELD}B1"}, f"不改变证号,应为{HELD}"),
    ("cert_move", {"certificate_number": f"{ID}42", "expires_on": "2030-01-01"}, f"不改变证号,应为{HELD}"),
    # days
    ("cert_new", {**FOUR, "issued_on": "1987-03-11"}, "早于出生日期1987-03-12"),
    ("cert_new", {**FOUR, "issued_on": "2026-11-24"}, "在今天之后"),
    ("cert_new", {**FOUR, "issued_on": "20261124"}, "在今天之后"),
    ("cert_new", {**FOUR, "issued_on": "2026年11月24日"}, "在今天之后"),
    ("cert_new", {**FOUR, "issued_on": "2026-02-30"}, "发证日期"),
    ("cert_new", {**FOUR, "issued_on": "昨天"}, "发证日期"),
    ("cert_new", {**FOUR, "expires_on": "2036-11-22"}, "有效期为10年,应至2036-11-23"),
    ("cert_new", {**FOUR, "expires_on": "20361122"}, "有效期为10年,应至2036-11-23"),
    ("cert_new", {**FOUR, "issued_on": "2026-11-20", "expires_on": "2036-11-23"}, "应至2036-11-20"),
    ("cert_renew", {"expires_on": "2031-11-23"}, "有效期为10年"),
    ("cert_change", {"grade": "2", "expires_on": "2026-11-23"}, "不晚于发证日期"),
    ("cert_move", {}, "请填写有效期至"),
    ("employment", {"registered_on": "2026-11-24"}, "登记日期2026-11-24在今天之后"),
    ("employment", {"registered_on": "1987-03-11"}, "早于出生日期"),
    # money
    ("living_subsidy", {"amount": "1200000"}, "应在1至5000之间"),
    ("living_subsidy", {"amount": "1,200,000"}, "不是数字"),
    ("living_subsidy", {"amount": "120万"}, "不是数字"),
    ("living_subsidy", {"amount": "0"}, "应在1至5000之间"),
    ("living_subsidy", {"amount": "-120"}, "不是数字"),
    ("living_subsidy", {"amount": "120", "first_month": "2026-10"}, "早于申请的2026-11"),
    ("living_subsidy", {"amount": "120", "first_month": "2026-12"}, "还没有到"),
    ("living_subsidy", {"amount": "120", "first_month": "2026-13"}, "请写成 2026-11 的样子"),
    ("living_subsidy", {"amount": "120", "first_month": "下月"}, "请写成 2026-11 的样子"),
    # of another kind, or of none
    ("living_subsidy", {"amount": "120", **FOUR}, "的结果不填残疾人证号"),
    ("living_subsidy", {"amount": "120", "grade": "2"}, "的结果不填残疾等级"),
    ("cert_new", {**FOUR, "amount": "120"}, "的结果不填每月金额"),
    ("cert_new", {**FOUR, "first_month": "2026-11"}, "的结果不填计发月份"),
    ("cert_cancel", {"certificate_number": HELD}, "的结果不填残疾人证号"),
    ("cert_cancel", {"registered_on": "2026-11-23"}, "的结果不填登记日期"),
    ("employment", {"issued_on": "2026-11-23"}, "的结果不填发证日期"),
    ("cert_new", {**FOUR, "colour": "red"}, "不问“colour”"),
]


@pytest.mark.parametrize(("matter", "values", "words"), WRONG)
def test_a_result_that_can_not_be_is_refused_and_nothing_changes(
    refusing: Callable[[str], At], matter: str, values: Mapping[str, Any], words: str
) -> None:
    at = refusing(matter)
    before = at.stands()
    with pytest.raises(RuleError) as refused:
        at.say(matter, **values)
    said = str(refused.value)
    assert words in said
    assert "\n" not in said
    assert at.stands() == before
    assert at.world.county.check().broken == ()


@pytest.mark.parametrize(
    ("matter", "values", "result"),
    [
        ("cert_new", {"assessed": "肢体二级、智力三级"}, {"certificate_number": f"{ID}72", "grade": "2"}),
        ("cert_new", {"issued_on": "20261120", **FOUR}, {"expires_on": "2036-11-20", "grade": "2"}),
        ("cert_lost", {"expires_on": "2031-05-10"}, {"certificate_number": f"{HELD}B1", "grade": "3"}),
        ("cert_change", {"grade": "2"}, {"certificate_number": f"{ID}42", "expires_on": "2031-05-10"}),
        ("cert_renew", {}, {"certificate_number": HELD, "expires_on": "2036-11-23"}),
        ("cert_move", {"expires_on": "2031-05-10"}, {"certificate_number": HELD, "issued_on": "2026-11-23"}),
        ("living_subsidy", {"amount": "120"}, {"amount": "120", "first_month": "2026-11"}),
        ("employment", {}, {"registered_on": "2026-11-23"}),
        ("cert_cancel", {}, {}),
    ],
)
def test_what_is_not_written_follows(
    at: At, matter: str, values: Mapping[str, Any], result: Mapping[str, str]
) -> None:
    at.say(matter, **values)
    found = at.result(matter)
    assert {k: found[k] for k in result} == result
    assert at.world.county.check().apart == ()


@pytest.mark.parametrize(
    ("matter", "values", "caution"),
    [
        ("cert_change", {"grade": "2", "expires_on": "2033-05-10"}, "与原证的2031-05-10不同"),
        ("living_subsidy", {"amount": "120", "first_month": "2026-11"}, ""),
    ],
)
def test_what_is_unusual_is_taken_with_a_caution(
    at: At, matter: str, values: Mapping[str, Any], caution: str
) -> None:
    (line,) = at.say(matter, **values)
    assert ("请核对" in line) is bool(caution)
    assert caution in line


@pytest.mark.parametrize("matter", ["cert_new", "living_subsidy"])
def test_only_what_is_paid_by_the_month_can_be_stopped(at: At, matter: str) -> None:
    at.say(matter, **(FOUR if matter == "cert_new" else {"amount": "120"}))
    before = at.stands()
    stop = Ruling(matter, "stop", {"text": "情况变化"})
    if matter == "living_subsidy":
        assert "补贴已停发" in at.world.county.decide(at.application.number, stop, NOW)[0].sentence
        return
    with pytest.raises(RuleError, match=r"^“残疾人证新办”不是按月发的补贴,不能“停发”$"):
        at.world.county.decide(at.application.number, stop, NOW)
    assert at.stands() == before


@pytest.mark.parametrize("matter", ["cert_new"])
@pytest.mark.parametrize("act", ["conclude", "refuse", "close"])
def test_a_matter_that_ended_takes_no_result(at: At, matter: str, act: str) -> None:
    ruling = Ruling(matter, act, FOUR if act == "conclude" else {"text": "不符合标准"})
    at.world.county.decide(at.application.number, ruling, NOW)
    before = at.stands()
    with pytest.raises(RuleError, match=r"^“残疾人证新办”现在是“.*”,不能“办结”"):
        at.say(matter, certificate_number=f"{OTHER}99")
    assert at.stands() == before


@pytest.mark.parametrize("matter", ["cert_new"])
def test_of_two_departments_that_conclude_at_once_one_is_told_it_came_too_late(
    at: At, matter: str, tmp_path: Path
) -> None:
    ready = threading.Barrier(2)
    said: list[str] = []
    refused: list[str] = []

    def conclude(number: str) -> None:
        with closing(
            CountyBook(tmp_path / "county.db", at.world.desk.law, key=key_beside(tmp_path / "county.db"))
        ) as book:
            ready.wait()
            try:
                ruling = Ruling(matter, "conclude", {"certificate_number": number})
                said.extend(d.sentence for d in book.decide(at.application.number, ruling, NOW))
            except RuleError as fault:
                refused.append(str(fault))

    threads = [threading.Thread(target=conclude, args=(f"{ID}{code}",)) for code in ("42", "43")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["残疾人证新办:已办结"]
    assert refused == ["“残疾人证新办”现在是“已办结”,不能“办结”"]
    assert [e.act for e in at.world.county.events(matter_id(at.application.id, matter))].count(
        "conclude"
    ) == 1
    assert at.world.county.check().broken == ()


# ---- from the command line -----------------------------------------------------------------------


def decided(at: At, folder: Path, matter: str, *options: str) -> int:
    """The exit code of ``county decide … conclude`` on the county of a test."""
    place = ("--database", f"sqlite:///{folder / 'county.db'}")
    return main(["county", "decide", at.application.number, matter, "conclude", *options, *place])


@pytest.mark.parametrize("matter", ["cert_new"])
def test_categories_and_days_are_given_as_options(
    at: At, matter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--assessed", "肢体 2", "--assessed", "5:3", "--issued", "2026-11-23", "--until", "2036-11-23")
    assert decided(at, tmp_path, matter, *given) == 0
    assert capsys.readouterr().out == "残疾人证新办：已办结\n"
    found = at.result(matter)
    assert found["certificate_number"] == f"{ID}72"
    assert tuple(found["assessed"]) == rows("42", "53")


@pytest.mark.parametrize("matter", ["cert_change"])
def test_a_caution_is_printed(
    at: At, matter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decided(at, tmp_path, matter, "--grade", "2", "--until", "2033-05-10") == 0
    assert "请核对：有效期至2033-05-10与原证的2031-05-10不同" in capsys.readouterr().out


@pytest.mark.parametrize("matter", ["living_subsidy"])
def test_any_field_of_the_law_can_be_set(
    at: At, matter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decided(at, tmp_path, matter, "--amount", "120", "--set", "amount=130") == 1
    assert "“amount”写了两次" in capsys.readouterr().err
    assert decided(at, tmp_path, matter, "--set", "colour=red") == 1
    assert "不问“colour”" in capsys.readouterr().err
    assert decided(at, tmp_path, matter, "--set", "amount=130", "--month", "2026-11") == 0
    assert at.result(matter)["amount"] == "130"


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["county", "decide", "--help"])
    said = capsys.readouterr().out
    for words in ("例子", "--assessed 肢体2", "--amount 120", "每月多少元"):
        assert words in said
