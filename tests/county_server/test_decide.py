"""Playing the departments: what a decision does to its own matter and to those held for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from desk_app.county import wire
from desk_app.county_server import review
from desk_app.county_server.decide import decide
from desk_app.county_server.store import Case, CountyBook, Intake
from desk_app.domain.applications import MatterState
from desk_app.domain.letters import News, NewsKind
from desk_app.errors import RuleError, WorldError
from forms import loader
from forms.schema import Value
from tests.county.letters import accept
from tests.fakes import NOW, make_parts
from tests.people import id_number

PACK = loader.shipped()
HELD, ACCEPTED, CLOSED = MatterState.HELD, MatterState.ACCEPTED, MatterState.CLOSED


@dataclass
class Office:
    """A county book with one application, and the number to call it by."""

    url: str
    number: str

    def say(self, matter: str, kind: NewsKind, text: str = "", grade: str = "", card: str = "") -> list[str]:
        return decide(self.url, self.number, matter, kind, text, grade, card, now=NOW)

    def look(self) -> tuple[Case, tuple[News, ...]]:
        book = CountyBook(self.url, create=False)
        try:
            case = book.case(self.number)
            assert case is not None
            return case, book.news(0).news
        finally:
            book.close()

    def states(self) -> list[MatterState]:
        return [m.state for m in self.look()[0].matters]


@pytest.fixture
def letter(tmp_path: Path) -> wire.LetterBody:
    """cert_new with both subsidies held for it, as accepted at the window."""
    return wire.read_letter(accept(make_parts(tmp_path / "desk"))[1].body)


@pytest.fixture
def office(tmp_path: Path, letter: wire.LetterBody) -> Office:
    return open_office(tmp_path, letter)


def open_office(tmp_path: Path, letter: wire.LetterBody) -> Office:
    url = f"sqlite:///{tmp_path}/county.db"
    book = CountyBook(url)
    taken = Intake(review.matters(PACK, letter, NOW.date()), "", letter.pack_digest)
    book.receive("letter-1", wire.write_letter(letter).encode(), lambda _: taken, NOW)
    book.close()
    return Office(url, letter.number)


def test_a_concluded_certificate_of_grade_two_lets_both_subsidies_go_on(office: Office) -> None:
    card = f"{id_number()}42"
    lines = office.say("cert_new", NewsKind.CONCLUDED, "证件已制好", card=card)
    case, news = office.look()
    assert office.states() == [MatterState.CONCLUDED, ACCEPTED, ACCEPTED]
    assert case.facts["holds_certificate"] is True
    assert case.facts["certificate_number"] == card
    assert (case.facts["grade"], case.facts["categories"]) == ("2", ("4",))
    assert [(n.matter, n.kind) for n in news] == [
        ("cert_new", NewsKind.CONCLUDED),
        ("living_subsidy", NewsKind.RESUMED),
        ("care_subsidy", NewsKind.RESUMED),
    ]
    assert "残疾等级为一级或二级" in news[2].text
    assert lines[0] == "残疾人证新办:已办结,证件已制好"
    assert [n.seq for n in news] == [1, 2, 3]
    assert {n.application for n in news} == {case.id}


def test_a_certificate_of_grade_three_ends_the_care_subsidy_with_its_reason(office: Office) -> None:
    office.say("cert_new", NewsKind.CONCLUDED, grade="3")
    assert office.states() == [MatterState.CONCLUDED, ACCEPTED, CLOSED]
    last = office.look()[1][-1]
    assert last.kind is NewsKind.CLOSED
    assert last.text.startswith("残疾等级不是一级或二级")


def test_a_certificate_without_a_told_grade_leaves_the_care_subsidy_to_its_department(office: Office) -> None:
    office.say("cert_new", NewsKind.CONCLUDED)
    assert office.states() == [MatterState.CONCLUDED, ACCEPTED, ACCEPTED]
    assert "还要确认残疾等级" in office.look()[1][-1].text


@pytest.mark.parametrize("kind", [NewsKind.REFUSED, NewsKind.CLOSED])
def test_without_a_certificate_the_held_subsidies_end(office: Office, kind: NewsKind) -> None:
    office.say("cert_new", kind, "评定结果未达到残疾标准")
    assert office.states()[1:] == [CLOSED, CLOSED]
    for news in office.look()[1][1:]:
        assert news.text.startswith("“残疾人证新办”")
        assert "要先有残疾人证" in news.text


def _changing(letter: wire.LetterBody, grade: str) -> wire.LetterBody:
    """Someone with a certificate asks for another grade and for the care subsidy."""
    answers: dict[str, Value] = dict(letter.answers)
    answers |= {"holds_certificate": True, "certificate_number": f"{id_number()}4{grade}", "grade": grade}
    return replace(letter, chosen=("cert_change", "care_subsidy"), answers=answers)


@pytest.mark.parametrize(("grade", "state"), [("2", ACCEPTED), ("3", CLOSED)])
def test_a_refused_change_leaves_the_old_certificate_in_force(
    tmp_path: Path, letter: wire.LetterBody, grade: str, state: MatterState
) -> None:
    office = open_office(tmp_path, _changing(letter, grade))
    assert office.states() == [MatterState.TAKEN, HELD]
    office.say("cert_change", NewsKind.REFUSED, "等级不变")
    assert office.states() == [MatterState.REFUSED, state]
    assert office.look()[0].facts["grade"] == grade


def test_a_concluded_change_replaces_what_the_old_certificate_said(
    tmp_path: Path, letter: wire.LetterBody
) -> None:
    office = open_office(tmp_path, _changing(letter, "2"))
    office.say("cert_change", NewsKind.CONCLUDED, grade="3")
    assert office.states() == [MatterState.CONCLUDED, CLOSED]
    facts = office.look()[0].facts
    assert facts["grade"] == "3"
    assert "certificate_number" not in facts


def test_the_way_of_a_matter_and_the_office_number_as_name(office: Office) -> None:
    office.number = office.look()[0].office_number
    for kind, text in (
        (NewsKind.ACCEPTED, ""),
        (NewsKind.ASSESSING, ""),
        (NewsKind.RESUMED, ""),
        (NewsKind.CORRECTION, "照片不清楚,请重拍"),
        (NewsKind.ACCEPTED, "已补正"),
    ):
        assert office.say("cert_new", kind, text)
    assert office.states() == [ACCEPTED, HELD, HELD]
    assert [n.text for n in office.look()[1]] == [
        "部门已受理", "进入评定、公示,期间停止计时", "恢复审核", "照片不清楚,请重拍", "已补正",
    ]  # fmt: skip


Wrong = Callable[[Office], object]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda o: o.say("care_subsidy", NewsKind.CONCLUDED), "正等“残疾人证新办”结果,等它办结后再审核"),
        (lambda o: o.say("pension", NewsKind.ACCEPTED), "没有事项“pension”,可选:cert_new、living_subsidy"),
        (lambda o: o.say("cert_new", NewsKind.RESUMED), "没有停下"),
        (lambda o: o.say("cert_new", NewsKind.REFUSED), "写明原因"),
        (lambda o: o.say("cert_new", NewsKind.CORRECTION, "  "), "写明原因"),
        (lambda o: o.say("cert_new", NewsKind.ACCEPTED, grade="2"), "办结时填写"),
        (lambda o: o.say("cert_new", NewsKind.CONCLUDED, grade="5"), "没有残疾等级“5”"),
        (lambda o: o.say("cert_new", NewsKind.CONCLUDED, card="123"), "残疾人证号应为20位"),
        (
            lambda o: o.say("cert_new", NewsKind.CONCLUDED, card=f"{id_number('19880312')}42"),
            "与身份证号不一致",
        ),
        (
            lambda o: o.say("cert_new", NewsKind.CONCLUDED, grade="1", card=f"{id_number()}42"),
            "等级位是2",
        ),
        (
            lambda o: decide(o.url, "620403-03-20261123-99999", "cert_new", NewsKind.ACCEPTED, ""),
            "没有编号为",
        ),
    ],
)
def test_what_can_not_be_changes_nothing(office: Office, wrong: Wrong, words: str) -> None:
    before = office.look()
    with pytest.raises(RuleError, match=words):
        wrong(office)
    assert office.look() == before


@pytest.mark.parametrize("kind", list(NewsKind))
def test_what_is_concluded_stays_so(office: Office, kind: NewsKind) -> None:
    office.say("cert_new", NewsKind.CONCLUDED, grade="2")
    with pytest.raises(RuleError, match="已经是“已办结”,不能再改"):
        office.say("cert_new", kind, "再来一次")


def test_the_same_step_twice_is_told(office: Office) -> None:
    office.say("cert_new", NewsKind.ACCEPTED)
    with pytest.raises(RuleError, match="不用再记一次"):
        office.say("cert_new", NewsKind.ACCEPTED)


def test_a_file_that_is_no_book_is_told(tmp_path: Path) -> None:
    (tmp_path / "county.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(WorldError, match="读写不了"):
        decide(f"sqlite:///{tmp_path}/county.db", "1", "cert_new", NewsKind.ACCEPTED, "")


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
        decide(url, "1", "cert_new", NewsKind.ACCEPTED, "")
