"""Acts on any register: begun by a window's letter, checked by the procedure, known once to both ends."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.county import frame
from desk_app.county.shapes import LetterBody
from desk_app.county_server.faults import DuplicateError, NotYet
from desk_app.domain.applications import MatterState, matter_id
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope
from desk_app.errors import RuleError
from forms.procedures import SYSTEM
from tests.county import registers
from tests.county.registers import CLERK_3, LOAN, asked, event, later
from tests.county_server.offices import Office, body_of, letter_of, office
from tests.fakes import NOW


@pytest.fixture
def county(tmp_path: Path) -> Office:
    return office(tmp_path)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> LetterBody:
    return body_of(tmp_path_factory.mktemp("desk"))


# ---- begun and moved by a window -----------------------------------------------------------------


def test_a_record_begins_with_its_letter_and_moves_by_its_acts(county: Office) -> None:
    answer = county.receive(asked())
    assert answer.number == "FJ-03-2026-0001"
    assert answer.order == {"ask-loan-1": 1}
    assert county.state() == "asked"
    assert county.act("FJ-03-2026-0001", "approve", text="同意") == "辅具借用FJ-03-2026-0001:已批准,同意"
    county.receive(later("e2", "lend"))
    county.receive(later("e3", "give_back"))
    assert county.state() == "returned"
    assert [e.act for e in county.news(window="3")] == ["approve"]
    assert county.sound()


def test_a_letter_twice_is_one_letter_and_an_event_twice_is_one_event(county: Office) -> None:
    first = county.receive(asked(), NOW)
    assert county.receive(asked(), NOW + timedelta(days=1)) == first
    again = replace(asked(), id="another letter")
    assert county.receive(again).order == first.order
    with county.book()._db.reading() as db:
        assert db.exec_driver_sql("SELECT COUNT(*) FROM event").scalar() == 1


def test_an_event_with_other_words_under_a_known_id_is_refused(county: Office) -> None:
    county.receive(asked())
    county.receive(later("e2", "note", payload={"text": "一"}))
    with pytest.raises(DuplicateError, match="前后内容不一样"):
        county.receive(replace(later("e2", "note", payload={"text": "二"}), id="other"))
    with pytest.raises(DuplicateError, match="前后内容不一样"):
        county.receive(replace(later("e2", "give_back"), id="other"))


def test_many_acts_in_one_letter_are_taken_in_order_or_not_at_all(county: Office) -> None:
    first = asked()
    both = replace(first, events=(*first.events, event("e2", "note", payload={"text": "急"})))
    assert list(county.receive(both).order.values()) == [1, 2]
    bad = replace(asked("loan-2"), events=(*asked("loan-2").events, event("e9", "lend", "loan-2")))
    with pytest.raises(RuleError, match="现在是“已申请”,不能“借出”"):
        county.receive(bad)
    with pytest.raises(AssertionError):
        county.state("loan-2")


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (later("e2", "lend"), "现在是“已申请”,不能“借出”"),
        (later("e2", "give_back"), "现在是“已申请”,不能“归还”"),
        (later("e2", "ask", payload={"device": "轮椅"}), "已经开始了,现在是“已申请”"),
        (later("e2", "fly"), "没有“fly”这个动作"),
        (later("e2", "tick"), "只在窗口登记"),
        (later("e2", "refuse", payload={"text": "x"}), "要由区县来做,不能由窗口来做"),
        (later("e2", "approve", who=replace(CLERK_3, role="department")), "部门的决定只能在区县一端作出"),
        (later("e2", "note", payload={"colour": "red"}), "填得不全或不对"),
        (later("e2", "note", payload={"text": "x" * 201}), "填得不全或不对"),
        (later("e2", "note", payload={"text": [[["x"]]]}), "填得不全或不对"),
        (later("e2", "hurry"), "还不符合“催办”的条件"),
        (later("e2", "lend", "loan-9"), "区县没有这件事所属的记录"),
        (replace(asked("loan-2"), openings=()), "区县没有这件事所属的记录"),
        (asked("loan-2", procedure="matter"), "只能随受理的信件开始"),
        (asked("loan-2", parent="nobody"), "没有这件事的上一级记录"),
    ],
)
def test_what_the_procedure_does_not_allow_is_refused_and_changes_nothing(
    county: Office, letter: Envelope, words: str
) -> None:
    county.receive(asked())
    with pytest.raises(RuleError, match=words):
        county.receive(letter)
    assert county.state() == "asked"
    assert county.sound()


def test_an_event_about_another_than_its_record_is_refused(county: Office) -> None:
    county.receive(asked())
    stray = replace(event("e2", "note"), subject=Subject("person", "somebody else"))
    with pytest.raises(RuleError, match="说的不是"):
        county.receive(Envelope("l", Subject("loan", "loan-1"), (stray,)))


def test_facts_open_an_act(county: Office) -> None:
    county.receive(asked())
    county.act("loan-1", "approve", urgent="是")
    county.receive(later("e2", "hurry"))
    assert county.state() == "approved"


def test_what_moves_nothing_is_kept_beside_its_subject(county: Office) -> None:
    note = Event("n1", NOW, CLERK_3, Subject("person", "p1"), "remark", {"text": "住址变了"})
    answer = county.receive(Envelope("l", Subject("person", "p1"), (note,)))
    assert (answer.number, answer.order) == ("", {"n1": 1})
    assert county.news() == ()


# ---- packs that differ ---------------------------------------------------------------------------


def test_a_register_the_county_does_not_know_waits_until_it_does(tmp_path: Path) -> None:
    county = Office(f"sqlite:///{tmp_path}/county.db")
    with pytest.raises(NotYet, match="还没有“loan”这种登记,信件先等着"):
        county.receive(asked())
    county.law = registers.law()
    assert county.receive(asked()).order == {"ask-loan-1": 1}


def test_an_act_of_a_newer_pack_waits_where_the_county_has_only_its_own(tmp_path: Path) -> None:
    county = office(tmp_path)
    newer = asked(digest="0" * 64)
    unknown = replace(newer, events=(event("e1", "ask", payload={"device": "轮椅", "size": "大"}),))
    with pytest.raises(NotYet, match=r"区县没有窗口这一版业务定义.*信件先等着"):
        county.receive(unknown)
    county.receive(newer)
    assert county.state() == "asked"


def test_a_record_goes_by_the_pack_it_began_with(tmp_path: Path) -> None:
    """Today's pack lends without asking; a record begun before still waits for the county."""
    loose = registers.pack(replace(LOAN, acts=tuple(replace(a, sources=()) for a in LOAN.acts)))
    loose = replace(loose, digest="1" * 64)

    class Both:
        current = loose

        def of(self, digest: str) -> object:
            return {loose.digest: loose, registers.pack().digest: registers.pack()}.get(digest)

    county = Office(f"sqlite:///{tmp_path}/county.db", replace(registers.law(), packs=Both()))  # type: ignore[arg-type]
    county.receive(asked())
    with pytest.raises(RuleError, match="现在是“已申请”,不能“借出”"):
        county.receive(later("e2", "lend"))


# ---- applications and their matters --------------------------------------------------------------


def moved(body: LetterBody, matter: str, act: str, name: str, **payload: object) -> Envelope:
    about = Subject("application", body.id)
    done = Event(name, NOW, CLERK_3, about, act, payload, matter_id(body.id, matter))
    return Envelope(f"letter-{name}", about, (done,))


def test_the_county_follows_what_the_window_does_to_a_matter(county: Office, body: LetterBody) -> None:
    county.take(body)
    county.receive(moved(body, "cert_new", "transfer", "t", department="平川区残联", received_by="李样例"))
    assert county.states()[0] == MatterState.TRANSFERRED
    county.say("cert_new", "conclude", assessed="肢体2")
    county.receive(moved(body, "cert_new", "hand_over", "h", receiver="张样例"))
    assert county.states()[0] == MatterState.HANDED_OVER
    with pytest.raises(RuleError, match="现在是“部门已受理”,不能“送达本人”"):
        county.receive(moved(body, "living_subsidy", "hand_over", "h2", receiver="张样例"))
    assert county.sound()


def test_a_window_is_told_what_another_one_did_with_its_record(county: Office) -> None:
    county.receive(asked())
    county.act("loan-1", "approve")
    county.receive(later("e2", "lend", who=replace(CLERK_3, window="4")))
    county.receive(later("e3", "give_back"))
    assert [e.act for e in county.news(window="3")] == ["approve", "lend"]
    assert county.news(window="4") == ()


def test_what_comes_round_by_itself_is_answered_to_the_window_that_sent_it(county: Office) -> None:
    """Nobody at a window begins it, so the event names none; the request does."""
    first = asked()
    (begun,) = first.events
    nobody = replace(first, events=(replace(begun, who=Who("日程", SYSTEM)),))
    tables = replace(LOAN, acts=tuple(replace(a, roles=(*a.roles, SYSTEM)) for a in LOAN.acts))
    county.law = registers.law(registers.pack(tables))
    with closing(county.book()) as book:
        book.receive(nobody.id, frame.write(nobody, "620403").encode(), NOW, "5")
    county.act("loan-1", "approve")
    assert [e.act for e in county.news(window="5")] == ["approve"]
    county.receive(replace(nobody, id="once more"))
    assert county.sound()


def test_a_matter_begins_as_the_county_judges_it(county: Office, body: LetterBody) -> None:
    """The window says "taken" of a subsidy that hangs on the certificate; the county's own word stands."""
    row = letter_of(body)
    about = Subject("application", body.id)
    for matter, act in (("cert_new", "take"), ("living_subsidy", "take")):
        told = {"matter": matter, "title": matter, "waits_for": "", "text": ""}
        begun = Event(f"own-{matter}", NOW, CLERK_3, about, act, told, matter_id(body.id, matter))
        row["events"].append(frame.event_row(begun))
    answer = county.receive(row)
    county.number = body.number
    assert county.states() == [MatterState.TAKEN, MatterState.HELD, MatterState.HELD]
    news = {e.proceeding.partition("/")[2]: e for e in county.news(window="3")}
    assert {k: e.act for k, e in news.items()} == {"living_subsidy": "hold", "care_subsidy": "hold"}
    place = news["living_subsidy"].county or 0
    assert answer.order["own-living_subsidy"] > place
    assert news["living_subsidy"].id == frame.derived_id(matter_id(body.id, "living_subsidy"))
    assert county.sound()


def test_the_news_of_a_beginning_tell_how_it_begins(county: Office, body: LetterBody) -> None:
    county.take(body)
    book = county.book()
    pieces = book.news(0).pieces
    book.close()
    assert [(e.act, o and (o.procedure, o.parent, o.place)) for e, o in pieces] == [
        ("take", ("matter", body.id, 0)),
        ("hold", ("matter", body.id, 1)),
        ("hold", ("matter", body.id, 2)),
    ]


def test_touched_subjects_come_home_with_the_news(county: Office) -> None:
    county.receive(asked())
    touching = replace(event("e2", "note"), touches=(Subject("item", "i1"), Subject("person", "p2")))
    other = replace(touching, who=replace(CLERK_3, window="4"))
    county.receive(Envelope("l", Subject("loan", "loan-1"), (other,)))
    (news,) = county.news(window="3")
    assert set(news.touches) == set(touching.touches)


# ---- acts of the county --------------------------------------------------------------------------


def test_the_county_acts_by_number_or_id_and_the_window_hears_of_it(county: Office) -> None:
    county.receive(asked())
    rows = ({"item": "轮椅", "remedy": "换一辆"},)
    county.act("loan-1", "approve", text="同意", rows=rows)
    (news,) = county.news(window="3")
    assert news.payload == {"text": "同意", "urgent": "", "lines": [dict(rows[0])]}
    with pytest.raises(RuleError, match="没有编号为FJ-99"):
        county.act("FJ-99", "approve")
    with pytest.raises(RuleError, match="辅具借用FJ-03-2026-0001:现在是“已批准”,不能“批准”"):
        county.act("FJ-03-2026-0001", "approve")
    with pytest.raises(RuleError, match="没有“fly”这个动作,可用:approve、refuse、note、recheck"):
        county.act("loan-1", "fly")


def test_a_second_pair_of_eyes_is_another_person(county: Office) -> None:
    county.receive(asked())
    county.act("loan-1", "approve", who="王样例")
    for who in ("王样例", " 王样例", ""):
        with pytest.raises(RuleError, match=r"同一个人|第二个人"):
            county.act("loan-1", "recheck", who=who)
    county.act("loan-1", "recheck", who="李样例")


def test_two_records_of_one_number_are_told_apart_by_their_id(county: Office) -> None:
    county.receive(asked())
    county.receive(asked("loan-2"))
    with pytest.raises(RuleError, match="不止一条记录"):
        county.act("FJ-03-2026-0001", "approve")
    county.act("loan-2", "approve")
    assert (county.state("loan-1"), county.state("loan-2")) == ("asked", "approved")


def test_a_department_acts_on_a_matter_by_its_id_with_all_that_follows(
    county: Office, body: LetterBody
) -> None:
    county.take(body)
    county.act(matter_id(body.id, "cert_new"), "accept", role="department")
    book = county.book()
    who, result = replace(CLERK_3, role="department"), {"assessed": "肢体3"}
    done = book.act(matter_id(body.id, "cert_new"), "conclude", result, who, NOW)
    book.close()
    assert len(done) == 3
    assert county.states() == [MatterState.CONCLUDED, MatterState.ACCEPTED, MatterState.CLOSED]


def test_acted_from_the_command_line(
    tmp_path: Path, body: LetterBody, capsys: pytest.CaptureFixture[str]
) -> None:
    county = Office(f"sqlite:///{tmp_path}/county.db")
    county.take(body)
    call = [
        "county",
        "act",
        f"{body.id}/cert_new",
        "correct",
        "--role",
        "department",
        "--database",
        county.url,
    ]
    assert main([*call, "--text", "请补正", "--row", "材料=照片;问题=看不清;怎样改=重拍"]) == 0
    assert capsys.readouterr().out == "残疾人证新办：待补正，请补正\n"
    assert main([*call, "--set", "text"]) != 0
    assert "应写成 名称=内容" in capsys.readouterr().err
