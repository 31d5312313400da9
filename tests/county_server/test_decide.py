"""Decisions of departments: their effect on the matter and on those held for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.county.shapes import LetterBody
from desk_app.county_server.book import CountyBook
from desk_app.domain.applications import MatterState
from desk_app.errors import RuleError, WorldError
from forms.schema import Value
from tests.county_server.offices import Office, body_of, office
from tests.fakes import KEY, NOW
from tests.opened import key_beside
from tests.people import id_number

HELD, ACCEPTED, CLOSED = MatterState.HELD, MatterState.ACCEPTED, MatterState.CLOSED


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> LetterBody:
    return body_of(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def county(tmp_path: Path, body: LetterBody) -> Office:
    """A county with one application: cert_new, and both subsidies held for it."""
    made = office(tmp_path)
    made.take(body)
    return made


def test_a_concluded_certificate_of_grade_two_lets_both_subsidies_go_on(county: Office) -> None:
    card = f"{id_number()}42"
    before = county.news()[-1].county or 0
    lines = county.say("cert_new", "conclude", "证件已制好", certificate_number=card)
    case, news = county.case(), county.news(before)
    assert county.states() == [MatterState.CONCLUDED, ACCEPTED, ACCEPTED]
    result = case.matters[0].facts
    assert (result["certificate_number"], result["grade"]) == (card, "2")
    assert tuple(result["assessed"]) == ({"category": "4", "grade": "2"},)
    assert (result["issued_on"], result["expires_on"]) == ("2026-11-23", "2036-11-23")
    assert county.told() == [
        ("cert_new", "conclude"),
        ("living_subsidy", "release"),
        ("care_subsidy", "release"),
    ]
    assert "残疾等级为一级或二级" in news[2].payload["text"]
    assert lines[0] == "残疾人证新办:已办结,证件已制好"
    assert [e.county for e in news] == [before + 1, before + 2, before + 3]
    assert [e.cause for e in news] == ["", news[0].id, news[0].id]
    assert [e.who.role for e in news] == ["department", "system", "system"]
    assert news[0].who.unit == "平川区残联"
    assert {e.subject.id for e in news} == {case.id}
    assert county.sound()


def test_what_a_decision_says_is_data(county: Office) -> None:
    rows = (
        {"material": "照片", "fault": "看不清", "remedy": "重拍", "until": "2026-12-01", "clause": "第九条"},
        {"material": "户口簿", "fault": "缺第2页", "remedy": "补拍第2页"},
    )
    county.say("cert_new", "correct", "请补正两处", rows=rows)
    (matter, *_), (*_, news) = county.case().matters, county.news()
    assert matter.state == MatterState.CORRECTION
    assert matter.note == "请补正两处"
    assert news.payload["rows"] == [dict(r) for r in rows]
    assert matter.facts["rows"] == [dict(r) for r in rows]


def test_a_certificate_of_grade_three_ends_the_care_subsidy_with_its_reason(county: Office) -> None:
    county.say("cert_new", "conclude", assessed="肢体3")
    assert county.states() == [MatterState.CONCLUDED, ACCEPTED, CLOSED]
    last = county.news()[-1]
    assert last.act == "lapse"
    assert last.payload["text"].startswith("残疾等级不是一级或二级")


@pytest.mark.parametrize("act", ["refuse", "close"])
def test_without_a_certificate_the_held_subsidies_end(county: Office, act: str) -> None:
    county.say("cert_new", act, "评定结果未达到残疾标准")
    assert county.states()[1:] == [CLOSED, CLOSED]
    for news in county.news()[-2:]:
        assert news.payload["text"].startswith("“残疾人证新办”")
        assert "要先有残疾人证" in news.payload["text"]


def _changing(body: LetterBody, grade: str) -> LetterBody:
    """An application for another grade of a certificate and for the care subsidy."""
    answers: dict[str, Value] = dict(body.answers)
    answers |= {"certificate_state": "1", "certificate_number": f"{id_number()}4{grade}", "grade": grade}
    return replace(body, chosen=("cert_change", "care_subsidy"), answers=answers)


@pytest.mark.parametrize(("grade", "state"), [("2", ACCEPTED), ("3", CLOSED)])
def test_a_refused_change_leaves_the_old_certificate_in_force(
    tmp_path: Path, body: LetterBody, grade: str, state: MatterState
) -> None:
    county = office(tmp_path)
    county.take(_changing(body, grade))
    assert county.states() == [MatterState.TAKEN, HELD]
    county.say("cert_change", "refuse", "等级不变")
    assert county.states() == [MatterState.REFUSED, state]
    assert county.case().facts["grade"] == grade


def test_a_concluded_change_replaces_what_the_old_certificate_said(tmp_path: Path, body: LetterBody) -> None:
    county = office(tmp_path)
    county.take(_changing(body, "2"))
    county.say("cert_change", "conclude", assessed="肢体3", expires_on="2030-01-31")
    assert county.states() == [MatterState.CONCLUDED, CLOSED]
    result = county.case().matters[0].facts
    assert (result["certificate_number"], result["grade"]) == (f"{id_number()}43", "3")


def test_the_way_of_a_matter_and_the_office_number_as_name(county: Office) -> None:
    county.number = county.case().office_number
    steps = (
        ("accept", ""),
        ("assess", ""),
        ("resume", ""),
        ("correct", "照片不清楚,请重拍"),
        ("accept", "已补正"),
    )
    for act, text in steps:
        assert county.say("cert_new", act, text, **(MENDED if act == "correct" else {}))
    assert county.states() == [ACCEPTED, HELD, HELD]
    assert county.told() == [("cert_new", act) for act, _ in steps]
    assert county.sound()


Wrong = Callable[[Office], object]
MENDED = {"rows": ({"material": "照片", "fault": "不清楚", "remedy": "重拍"},)}
"""What a 要求补正 asks row by row."""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            lambda o: o.say("care_subsidy", "conclude"),
            "“重度残疾人护理补贴”现在是“随证待审.停表.”,不能“办结”",
        ),
        (lambda o: o.say("pension", "accept"), "没有事项“pension”,可选:cert_new、living_subsidy"),
        (lambda o: o.say("cert_new", "resume"), "现在是“已收件”,不能“恢复审核”"),
        (lambda o: o.say("cert_new", "refuse"), "请填写原因"),
        (lambda o: o.say("cert_new", "correct", "  "), "请填写原因"),
        (lambda o: o.say("cert_new", "accept", grade="2"), "残疾等级只在办结时填写"),
        (lambda o: o.say("cert_new", "conclude", grade="5"), "“残疾人证新办”的结果填得不全或不对:.*残疾等级"),
        (lambda o: o.say("cert_new", "accept", colour="red"), "不问“colour”"),
        (lambda o: o.say("cert_new", "conclude", colour="red"), "不问“colour”"),
        (lambda o: o.say("cert_new", "conclude", certificate_number="123"), "20位"),
        (
            lambda o: o.say("cert_new", "conclude", certificate_number=f"{id_number('19880312')}42"),
            "前18位不是这个人的身份证号",
        ),
        (
            lambda o: o.say("cert_new", "conclude", grade="1", certificate_number=f"{id_number()}42"),
            "证号表示2级",
        ),
        (lambda o: o.say("cert_new", "correct", "缺", rows=({"fault": "x" * 501},)), "请简写"),
        (lambda o: o.say("cert_new", "correct", "缺", rows=({"colour": "red"},)), "不认识的列“colour”"),
        (lambda o: o.say("cert_new", "hand_over"), "要由窗口来做"),
        (lambda o: o.say("cert_new", "take"), "没有“take”这个动作,可用:accept、assess"),
        (lambda o: o.say("cert_new", "release"), "要由程序自动来做"),
        (lambda o: o.say("cert_new", "marry"), "没有“marry”这个动作,可用:accept、assess"),
        (lambda o: o.say("cert_new", "accept", number="620403-03-20261123-99999"), "没有编号为"),
    ],
)
def test_what_can_not_be_changes_nothing(county: Office, wrong: Wrong, words: str) -> None:
    before = county.case(), county.news()
    with pytest.raises(RuleError, match=words):
        wrong(county)
    assert (county.case(), county.news()) == before


@pytest.mark.parametrize("act", ["accept", "assess", "resume", "correct", "refuse", "conclude", "close"])
def test_what_is_concluded_stays_so(county: Office, act: str) -> None:
    county.say("cert_new", "conclude", assessed="肢体2")
    with pytest.raises(RuleError, match="现在是“已办结”,不能"):
        county.say("cert_new", act, "再来一次")


def test_the_same_step_twice_is_told(county: Office) -> None:
    county.say("cert_new", "accept")
    with pytest.raises(RuleError, match="现在是“部门已受理”,不能“受理”"):
        county.say("cert_new", "accept")


# ---- from the command line -----------------------------------------------------------------------


def test_decided_from_the_command_line(
    county: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["county", "decide", county.number, "cert_new", "correct", "--text", "请补正"]
    rows = [
        "--row",
        "material=照片;fault=看不清;remedy=重拍;until=2026-12-01;clause=第九条",
        "--row",
        "材料=户口簿;问题=缺第2页;怎样改=补拍",
    ]
    assert main([*call, *rows, "--database", county.url]) == 0
    assert capsys.readouterr().out == "残疾人证新办：待补正，请补正\n"
    news = county.news()[-1]
    assert news.payload["rows"][0]["remedy"] == "重拍"
    assert news.payload["rows"][1] == {"material": "户口簿", "fault": "缺第2页", "remedy": "补拍"}
    assert news.who.person == "区县平台"
    assert main(["county", "decide", county.number, "cert_new", "fly", "--database", county.url]) != 0
    assert "没有“fly”这个动作" in capsys.readouterr().err


def test_a_refusal_by_command_names_its_provision(county: Office, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["county", "decide", county.number, "cert_new", "refuse", "--text", "没有达到残疾标准"]
    clause = "残疾人证管理办法第三条"
    assert main([*call, "--clause", clause, "--database", county.url]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("残疾人证新办：不予批准，没有达到残疾标准")
    assert "没有写依据" not in said.err
    (news,) = [n for n in county.news() if n.act == "refuse"]
    assert news.payload["clause"] == clause


@pytest.mark.parametrize("row", ["看不清", "=看不清"])
def test_a_row_written_wrongly_is_told(county: Office, row: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["county", "decide", county.number, "cert_new", "correct", "--text", "x", "--row", row]
    assert main([*call, "--database", county.url]) != 0
    assert "应写成 名称=内容" in capsys.readouterr().err


def test_a_file_that_is_no_book_is_told(tmp_path: Path) -> None:
    (tmp_path / "county.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(WorldError, match="密钥打不开"):
        CountyBook(
            f"sqlite:///{tmp_path}/county.db", create=False, key=key_beside(f"sqlite:///{tmp_path}/county.db")
        )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("county.db", "写法不对"),
        ("sqlite:////nowhere/county.db", "没有这个区县数据库"),
        ("nosuchdatabase://x/y", "没有装“nosuchdatabase”数据库的驱动"),
    ],
)
def test_a_book_that_is_not_there_is_not_made(url: str, words: str) -> None:
    with pytest.raises(WorldError, match=words):
        CountyBook(url, create=False, key=KEY)


def test_a_mistyped_path_gets_no_folder_and_no_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "mistyped"
    call = ["county", "decide", "620403-03-20260701-000001", "cert_new", "correct", "--text", "请补正"]
    assert main([*call, "--database", f"sqlite:///{place}/county.db"]) != 0
    assert "没有这个区县数据库" in "".join(capsys.readouterr())
    assert not place.exists()


def test_the_day_of_a_decision_is_the_countys(county: Office) -> None:
    county.say("cert_new", "conclude", assessed="肢体2")
    assert county.news()[-1].at == NOW
