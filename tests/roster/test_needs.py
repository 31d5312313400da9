"""需求名单: tables go to departments and come back; each answer is an act, nothing is taken twice or half."""

from pathlib import Path

import pytest

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.services.lists import exchange
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, law, matching, needs
from desk_app.services.tables import opened
from tests.fakes import make_parts
from tests.roster.tables import HEADINGS, book, line, number, refused


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """A window where three people were found, all entitled to 护理补贴."""
    made = make_parts(tmp_path / "desk")
    path = book(tmp_path / "a.xlsx", HEADINGS, *(line(place) for place in (1, 2, 3)))
    bringing.bring(made, bringing.preview(made, bringing.look(made, path)))
    matching.run(made)
    return made


def sent(parts: Parts, folder: Path) -> Path:
    """The table of who looks entitled to 护理补贴."""
    found = {need.title: path for need, path, _ in needs.send(parts, folder, "请部门核对")}
    return found["护理补贴 看来符合"]


def answered(path: Path, *replies: tuple[str, str]) -> Path:
    """The table with answers, row by row: what was found, and a remark."""
    head, *lines = (list(each.cells) for each in opened.read(path).lines)
    place = head.index("核对结果")
    for cells, (reply, said) in zip(lines, replies, strict=False):
        cells[place:] = [reply, said]
    return book(path.with_name("back.xlsx"), head, *lines)


def test_a_table_goes_out_with_whole_numbers_and_each_answer_becomes_an_act(
    parts: Parts, tmp_path: Path
) -> None:
    # WHEN the tables are written THEN each has its people whole, which is noted with the purpose
    path = sent(parts, tmp_path / "out")
    head, *lines = opened.read(path).lines
    assert head.cells[0] == exchange.RECORD
    assert {number(place) for place in (1, 2, 3)} == {each.cells[2] for each in lines}
    (read,) = [r for r in parts.store.journal.of(Subject("list", "entitled")) if "发出名单" in r.text][:1]
    assert (read.how, "请部门核对" in read.text) == (ReadKind.UNMASKED, True)
    # WHEN two of three rows come back answered
    back = answered(path, ("已在享受", "2025年起"), ("符合,请来办", ""))
    seen = needs.look(parts, back)
    assert (len(seen.answers), seen.waiting, seen.known, seen.faults) == (2, 1, 0, ())
    needs.take(parts, seen)
    # THEN each is an event of its record, which stands where it stood
    ids = [each.cells[0] for each in lines]
    for record, told in zip(ids, ("2", "1"), strict=False):
        (event,) = (e for e in parts.store.events.of(record) if e.act == needs.REPLY)
        assert (event.payload["reply"], event.payload["reply_matter"]) == (told, "care_subsidy")
        assert event.channel == "table"
    found = parts.store.proceedings.several(ids)
    assert {p.state for p in found} == {"likely"}
    # AND the same table brought once more changes nothing
    again = needs.look(parts, back)
    assert (len(again.answers), again.waiting, again.known) == (0, 1, 2)
    assert needs.take(parts, again) == ()


def test_a_fault_in_one_row_keeps_all_of_them_out(parts: Parts, tmp_path: Path) -> None:
    path = sent(parts, tmp_path / "out")
    back = answered(path, ("已在享受", ""), ("大概符合", ""), ("", "只有说明"))
    head, *lines = (list(each.cells) for each in opened.read(back).lines)
    lines += [["不是记录号", *lines[0][1:]], list(lines[0])]
    book(back, head, *lines)
    seen = needs.look(parts, back)
    told = dict(seen.faults)
    assert "看不懂,可以写:符合,请来办、已在享受" in told[3]
    assert told[4].endswith(" 请选择核对结果")
    assert told[5].startswith("没有这条记录")
    assert told[6].startswith("这条记录在表里不止一行")
    assert "一行也没有收" in refused(lambda: needs.take(parts, seen))
    record = law.record_id(law.of(parts), number(1))
    assert [e.act for e in parts.store.events.of(record)] == ["find_likely"]


def test_an_answer_in_the_row_of_another_person_is_not_taken(parts: Parts, tmp_path: Path) -> None:
    # GIVEN a table of which only the people's columns were sorted, and one with a name typed anew
    path = sent(parts, tmp_path / "out")
    head, *lines = (list(each.cells) for each in opened.read(answered(path, ("已在享受", ""))).lines)
    swapped = [[lines[0][0], *lines[1][1:3], *lines[0][3:]], *lines[1:]]
    renamed = [[lines[0][0], "李改名", *lines[0][2:]], *lines[1:]]
    for rows in (swapped, renamed):
        seen = needs.look(parts, book(tmp_path / "back.xlsx", head, *rows))
        ((place, told),) = seen.faults
        assert (place, seen.answers) == (2, ())
        assert "和记录号对不上" in told
    # THEN what still tells whose row it is may go without the rest
    short = [[cells[0], *cells[2:]] for cells in (head, *lines)]
    assert len(needs.look(parts, book(tmp_path / "short.xlsx", *short)).answers) == 1


def test_a_table_of_somebody_else_is_refused(parts: Parts, tmp_path: Path) -> None:
    other = book(tmp_path / "other.xlsx", ["姓名", "核对结果"], ["张样例", "不符合"])
    assert "不是从这里发出去的名单" in refused(lambda: needs.look(parts, other))
