"""A roster is brought whole or not at all; lines with faults are told, and the file is not kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.events import Subject, Who
from desk_app.domain.people import Person
from desk_app.domain.roster import IMPORT, ROSTER
from desk_app.services.parts import Parts, Seat
from desk_app.services.retention import rights
from desk_app.services.roster import bringing, law
from desk_app.services.tables import laid, opened
from forms.procedures import CLERK
from tests.fakes import make_parts
from tests.opened import opened_book
from tests.roster.tables import HEADINGS, book, line, number, refused
from tests.storage.test_row_checksums import by_hand


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path / "desk")


def seen(parts: Parts, path: Path) -> bringing.RosterPreview:
    """What a file would bring by its headings."""
    return bringing.preview(parts, bringing.look(parts, path))


def test_a_roster_is_brought_whole_and_renewed_whole(parts: Parts, tmp_path: Path) -> None:
    # GIVEN a roster with somebody who died, one who moved, and a line that is there twice
    first = book(
        tmp_path / "a.xlsx", HEADINGS, line(1), line(2, 人员状态="死亡"), line(3, 人员状态="迁出"), line(1)
    )
    parts.store.people.keep(Person("p", "王别人", number(3)))
    found = seen(parts, first)
    # THEN everything is told before anything is written
    assert found.notes == (
        "第5行与前面的重复,只取一次",
        "册里写着已去世的1人:照记,不替他们找",
        "册里写着已迁出的1人:照记,不替他们找",
        "第4行的身份证号,本窗口记录里是另一个姓名,请核对",
    )
    assert parts.store.roster.count() == 0
    # WHEN it is brought THEN who brought which file is in the chain
    assert bringing.bring(parts, found) == parts.store.roster.count() == 3
    (event,) = parts.store.events.about(Subject(ROSTER, ROSTER))
    assert (event.act, event.who.person) == (IMPORT, parts.window.clerk)
    assert event.payload == {
        "file": "a.xlsx", "digest": found.file.digest, "rows": 3, "left_out": 0, "whole": False,
    }  # fmt: skip
    # WHEN a later one has one of them with another name and somebody new THEN rows are renewed and added
    second = book(tmp_path / "b.xlsx", HEADINGS, line(1, "张改名"), line(4))
    bringing.bring(parts, seen(parts, second))
    assert parts.store.roster.count() == 4
    assert getattr(parts.store.roster.one(number(1)), "name", "") == "张改名"
    # WHEN one says that it is the whole roster THEN nobody else stays
    bringing.bring(parts, seen(parts, second), whole=True)
    assert [c.id_number for c in parts.store.roster.candidates("", 9)] == sorted([number(1), number(4)])


def test_a_line_with_a_fault_holds_up_all_unless_the_clerk_takes_the_good_ones(
    parts: Parts, tmp_path: Path
) -> None:
    # GIVEN lines without a number, with a sound one, and two that tell different things of one person
    lines = (line(1, 身份证号码=""), line(2), line(3), line(3, 是否低保="否"), ["", "合计", "", ""])
    found = seen(parts, book(tmp_path / "a.xlsx", HEADINGS, *lines))
    assert {r.line.number: r.faults for r in found.faults} == {
        2: ("请填写身份证号",),
        4: ("身份证号与第5行相同,内容不一样,请核对后只留一行",),
        5: ("身份证号与第4行相同,内容不一样,请核对后只留一行",),
        6: found.faults[-1].faults,
    }
    # WHEN it is brought THEN nothing is, and the sentence says what to do
    assert refused(lambda: bringing.bring(parts, found)).startswith("有4行要改,一行也没有导入")
    assert (parts.store.roster.count(), parts.store.events.about(Subject(ROSTER, ROSTER))) == (0, ())
    # WHEN the faulty lines are written out THEN they stand there as they were, each with what to mend
    out = tmp_path / "faults.xlsx"
    assert bringing.write_faults(parts, found, out) == 4
    head, one, *_ = opened.read(out).lines
    assert head.cells == (*HEADINGS, "要改的地方")
    assert (one.cells[0], one.cells[-1]) == ("张样例", "请填写身份证号")
    # WHEN the good ones are taken THEN only they are, and the chain says how many were left out
    assert bringing.bring(parts, found, good_only=True) == 1
    (event,) = parts.store.events.about(Subject(ROSTER, ROSTER))
    assert event.payload["left_out"] == 4


def test_columns_are_laid_by_hand_where_no_heading_is_known(parts: Parts, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["谁", "号"], ["张样例", number(1)])
    file = bringing.look(parts, path)
    assert (
        refused(lambda: bringing.preview(parts, file))
        == "没有找到“姓名、身份证号”这一列,请选好是哪一列再导入"
    )
    assert len(bringing.preview(parts, file, {"name": 0, "id_number": 1}).rows) == 1


def test_a_clerk_who_leads_nobody_brings_none(parts: Parts, tmp_path: Path) -> None:
    seat = Seat()
    seat.take(Who("李经办", CLERK, "", "3"), (CLERK,))
    theirs = replace(parts, window=replace(parts.window, seat=seat))
    found = seen(theirs, book(tmp_path / "a.xlsx", HEADINGS, line(1)))
    assert refused(lambda: bringing.bring(theirs, found)) == "导入名册要主管或管理员登录"


def test_a_full_disk_keeps_nothing_of_it(parts: Parts, tmp_path: Path) -> None:
    # GIVEN a book in which a trigger refuses the last row, as a full disk would
    found = seen(parts, book(tmp_path / "a.xlsx", HEADINGS, *(line(place) for place in range(5))))
    with opened_book(tmp_path / "desk" / "book.db") as db:
        last = max(number(place) for place in range(5))
        db.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON roster WHEN NEW.id_number = '{last}'"
            " BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
        db.commit()
    # WHEN it is brought THEN neither rows nor the event stay
    refused(lambda: bringing.bring(parts, found))
    assert (parts.store.roster.count(), parts.store.events.about(Subject(ROSTER, ROSTER))) == (0, ())


def test_who_asks_is_told_of_their_row_and_it_can_be_deleted(parts: Parts, tmp_path: Path) -> None:
    bringing.bring(parts, seen(parts, book(tmp_path / "a.xlsx", HEADINGS, line(1))))
    person = Person("p", "张样例", number(1))
    parts.store.people.keep(person)
    held = [item.what for item in rights.report(parts, number(1)).held]
    assert "导入的名册中的一行,9项内容" in held
    assert "导入的名册中的一行" in rights.erase(parts, person, "本人要求").gone
    assert parts.store.roster.one(number(1)) is None


def test_a_row_changed_with_another_tool_is_not_believed_until_it_is_brought_again(
    parts: Parts, tmp_path: Path
) -> None:
    found = seen(parts, book(tmp_path / "a.xlsx", HEADINGS, line(1)))
    bringing.bring(parts, found)
    by_hand(tmp_path / "desk" / "book.db", "UPDATE roster SET body = replace(body, '2031', '2041')")
    assert parts.store.roster.one(number(1)) is None
    assert [row.word for row in parts.store.damage.known()] == ["名册的一行"]
    bringing.bring(parts, found)
    assert parts.store.roster.one(number(1)) is not None


def test_every_column_of_the_roster_has_headings_that_mean_it_alone(parts: Parts) -> None:
    said = [{laid.plain(word) for word in (a.label, *a.headings)} for a in law.columns(parts)]
    assert sum(map(len, said)) == len(set().union(*said))
