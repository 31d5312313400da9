"""政策找人: the rules go through everybody; what they find is offered, led to the counter, and found once."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from desk_app.domain import keys
from desk_app.domain.events import Subject, Who
from desk_app.domain.lists import Order, Wanted
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.roster import IMPORT, MATCH, ROSTER
from desk_app.services import proceedings
from desk_app.services.counter import from_record, intake
from desk_app.services.lists import export, lists
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, law, matching
from desk_app.services.tables import opened
from desk_app.storage.book import Book
from forms import towns
from tests.fakes import make_parts
from tests.people import nth_number, sound_draft
from tests.roster.tables import HEADINGS, book, line, number, refused

SUBSIDIES = ("living_subsidy", "care_subsidy")


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path / "desk")


def bring(parts: Parts, folder: Path, *lines: Any, whole: bool = False) -> None:
    path = book(folder / "roster.xlsx", HEADINGS, *lines)
    bringing.bring(parts, bringing.preview(parts, bringing.look(parts, path)), whole=whole)


def record(parts: Parts, id_number: str) -> Proceeding | None:
    return parts.store.proceedings.one(law.record_id(law.of(parts), id_number))


def state(parts: Parts, id_number: str) -> str:
    found = record(parts, id_number)
    return found.state if found else ""


def row(found: Proceeding, matter: str) -> dict[str, str]:
    """What a record says of one matter."""
    (said,) = (dict(each) for each in found.facts["findings"] if each["matter"] == matter)
    return said


def test_who_looks_entitled_and_receives_nothing_is_found_with_what_it_rests_on(
    parts: Parts, tmp_path: Path
) -> None:
    # GIVEN one who is entitled, one of whom 低保 is not known, one who is paid, one who died, one who moved
    bring(
        parts,
        tmp_path,
        line(1),
        line(2, 是否低保="", 残疾人证号=f"{number(2)}44"),
        line(3, 残疾人证号=f"{number(3)}44", 两项补贴="生活补贴"),
        line(4, 人员状态="死亡"),
        line(5, 人员状态="迁出"),
    )
    # WHEN the rules have gone through everybody
    found = matching.run(parts)
    # THEN 符合 and 可能符合 are told apart, and whoever has nothing to get is no record
    assert found.looked == 5
    assert [state(parts, number(place)) for place in range(1, 6)] == ["likely", "maybe", "maybe", "", ""]
    first = record(parts, number(1))
    assert first is not None
    assert set(SUBSIDIES) <= set(first.facts["likely"])
    assert row(first, "生活补贴")["outcome"] == "符合"
    assert "国发〔2015〕52号" in row(first, "生活补贴")["clause"]
    # AND what is not known is said
    second = record(parts, number(2))
    assert second is not None
    assert "是否低保户" in row(second, "生活补贴")["open"]
    third = record(parts, number(3))
    assert third is not None
    assert "living_subsidy" not in (*third.facts["likely"], *third.facts["maybe"])
    # AND who began it, and what it brought about, is one chain
    brought, run = parts.store.events.about(Subject(ROSTER, ROSTER))
    assert (brought.act, run.act, run.who.person) == (IMPORT, MATCH, parts.window.clerk)
    assert {e.cause for e in parts.store.events.of(first.id)} == {run.id}
    # WHEN they go through everybody once more THEN nothing is written
    again = matching.run(parts)
    assert (again.counts["begun"], again.counts["changed"], again.counts["cleared"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("甘肃省白银市平川区长征街道样例社区1号", ""),
        ("平川区宝积镇吊沟村", ""),
        ("白银市宝积镇吊沟村", ""),
        ("宝积镇吊沟村", ""),
        ("样例小区3号楼", ""),
        ("白银市样例小区3号楼", ""),
        ("长征街道样例社区", ""),
        ("甘肃省白银市会宁县郭城驿镇", "甘肃省白银市会宁县"),
        ("会宁县郭城驿镇", "会宁县"),
        ("白银市白银区工农路", "白银市白银区"),
        ("兰州市安宁区样例路", "兰州市安宁区"),
        ("", ""),
    ],
)
def test_an_address_of_another_county_is_told_apart_from_ours(parts: Parts, address: str, other: str) -> None:
    assert towns.elsewhere(address, parts.regions.above) == other


def test_who_is_registered_in_another_county_is_told_with_what_is_found(parts: Parts, tmp_path: Path) -> None:
    lines = ([*line(1), "会宁县郭城驿镇"], [*line(2), "平川区宝积镇"])
    path = book(tmp_path / "roster.xlsx", [*HEADINGS, "户籍地址"], *lines)
    seen = bringing.preview(parts, bringing.look(parts, path))
    assert "第2行的户籍地址不在本区县:照记,找到的先核对户籍" in seen.notes
    bringing.bring(parts, seen)
    matching.run(parts)
    first, second = record(parts, number(1)), record(parts, number(2))
    assert first is not None
    assert second is not None
    assert row(first, "生活补贴")["reason"].startswith("户籍地址写的是会宁县,不在本区县,先核对户籍。")
    assert "户籍地址" not in row(second, "生活补贴")["reason"]


def test_what_somebody_receives_is_not_known_because_no_record_names_them(
    parts: Parts, tmp_path: Path
) -> None:
    bring(parts, tmp_path, line(1, 两项补贴=""))
    matching.run(parts)
    found = record(parts, number(1))
    assert found is not None
    assert not set(SUBSIDIES) & set(found.facts["likely"])
    assert row(found, "护理补贴")["outcome"] == "可能符合"
    assert "正在领取的补贴" in row(found, "护理补贴")["open"]


@pytest.mark.parametrize(
    ("told", "way"),
    [({"有效期至": "2020-05-06"}, "cert_renew"), ({"证件状态": "遗失", "有效期至": ""}, "cert_lost")],
)
def test_a_certificate_that_ended_or_was_lost_is_found_with_what_hangs_on_it(
    parts: Parts, tmp_path: Path, told: dict[str, str], way: str
) -> None:
    # GIVEN somebody whose certificate the roster calls 有效 beyond its last day, or lost
    bring(parts, tmp_path, line(1, **told), line(2))
    matching.run(parts)
    # THEN what mends it is found, and the subsidies with it, as what has to wait for it
    found = record(parts, number(1))
    assert found is not None
    assert way in found.facts["likely"]
    assert set(SUBSIDIES) <= set(found.facts["maybe"])
    assert "等残疾人证办下来后审核" in row(found, "生活补贴")["reason"]
    # AND whose certificate is good for years is offered no other one
    sound = record(parts, number(2))
    assert sound is not None
    assert way not in (*sound.facts["likely"], *sound.facts["maybe"])


def test_what_is_held_here_goes_before_the_roster_and_who_applied_is_looked_at_too(
    parts: Parts, tmp_path: Path
) -> None:
    # GIVEN two who applied here for both subsidies, one of them on a roster that knows nothing of it
    for person in (1, 2):
        draft = sound_draft(parts, person=person)
        parts.store.drafts.keep(draft)
        intake.accept(parts, draft)
    bring(parts, tmp_path, line(1, 身份证号码=nth_number(1), 残疾人证号="", 有效期至="", 证件状态=""))
    # WHEN the rules go through everybody THEN what is open already is not offered again
    assert matching.run(parts).looked == 2
    for person, sources in ((1, ["roster", "book"]), (2, ["book"])):
        found = record(parts, nth_number(person))
        assert found is not None
        assert not set(SUBSIDIES) & {*found.facts["likely"], *found.facts["maybe"]}
        assert found.facts["known_from"] == sources


def test_a_case_is_begun_with_what_is_known_and_everything_that_decides_is_asked(
    parts: Parts, tmp_path: Path
) -> None:
    bring(parts, tmp_path, line(1))
    matching.run(parts)
    found = record(parts, number(1))
    assert found is not None
    # WHEN a case is begun from the row
    draft = from_record.begin(parts, found.id, "begin")
    # THEN it has the person and the matters, and nothing the roster said of what decides them
    assert draft.answers == {
        "name": "张样例", "id_number": number(1), "certificate_number": f"{number(1)}41",
    }  # fmt: skip
    assert set(SUBSIDIES) <= set(draft.chosen)
    assert parts.store.drafts.one(draft.id) == draft
    assert state(parts, number(1)) == "begun"
    # AND it can be begun once: a second try leaves no draft
    assert "不能“开始办理”" in refused(lambda: from_record.begin(parts, found.id, "begin"))
    assert [d.id for d in parts.store.drafts.all()] == [draft.id]
    # AND it is not found again while nothing new is
    matching.run(parts)
    assert state(parts, number(1)) == "begun"


def test_who_does_not_want_it_is_left_alone_until_something_new_is_found(
    parts: Parts, tmp_path: Path
) -> None:
    bring(parts, tmp_path, line(1, 是否低保="否"))
    matching.run(parts)
    found = record(parts, number(1))
    assert found is not None
    proceedings.act(parts, parts.window.who, found.id, "decline", {"reason": "自己能过"})
    matching.run(parts)
    assert state(parts, number(1)) == "declined"
    bring(parts, tmp_path, line(1))  # on 低保 now
    matching.run(parts)
    assert state(parts, number(1)) == "likely"


def test_who_died_or_left_the_roster_is_cleared(parts: Parts, tmp_path: Path) -> None:
    bring(parts, tmp_path, line(1), line(2))
    matching.run(parts)
    bring(parts, tmp_path, line(1, 人员状态="死亡"), whole=True)
    found = matching.run(parts)
    assert found.counts["cleared"] == 2
    assert [state(parts, number(place)) for place in (1, 2)] == ["cleared", "cleared"]


def test_it_runs_in_portions_and_a_record_that_moves_on_meanwhile_is_looked_at_again(
    parts: Parts, tmp_path: Path
) -> None:
    bring(parts, tmp_path, *(line(place) for place in range(1, 8)))
    run, seen = matching.begin(parts), []
    while not run.over:
        seen.append(matching.go_on(parts, run, 3).looked)
    assert seen == [3, 6, 7, 7]
    # GIVEN a run stopped in the middle THEN the next one finds the same people, each once
    matching.run(parts, stopped=lambda: True)
    assert matching.run(parts).counts["begun"] == 0
    assert len(parts.store.proceedings.listed("entitled")) == 7


def test_many_people_are_written_by_as_many_statements_as_few(parts: Parts, tmp_path: Path) -> None:
    bring(parts, tmp_path, *(line(place) for place in range(1, 61)))
    asked, run, store = list[str](), matching.begin(parts), parts.store
    assert isinstance(store, Book)
    event.listen(store.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    matching.go_on(parts, run, 4)
    few = len(asked)
    matching.go_on(parts, run, 56)
    assert (run.counts["begun"], len(asked)) == (60, 2 * few)
    # AND each is found, by a part of the name and by the end of the number
    for asked_for, count in (("张样", 60), (number(60)[-8:], 1)):
        assert len(store.search.matches(keys.query(asked_for), 99).records) == count


def test_the_list_divides_by_matter_and_its_export_masks_numbers(parts: Parts, tmp_path: Path) -> None:
    bring(parts, tmp_path, line(1), line(2))
    matching.run(parts)
    counts = lists.counts(parts, Wanted("entitled"), "likely")
    assert (counts["care_subsidy"], counts["living_subsidy"]) == (2, 2)
    out = tmp_path / "found.xlsx"
    export.write(parts, parts.window.who, Wanted("entitled"), Order(), out)
    text = "\n".join(cell for each in opened.read(out).lines for cell in each.cells)
    assert "张样例" in text
    assert number(1)[-4:] in text
    assert number(1) not in text


def test_only_the_program_begins_such_a_record(parts: Parts) -> None:
    who = Who("李经办", "clerk", "", "3")
    given = {"name": "张样例", "id_number": number(1)}
    told = refused(lambda: proceedings.begin(parts, who, "entitled", "find_likely", given))
    assert "要由程序自动来做" in told
