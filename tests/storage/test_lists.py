"""Lists: one row for each record, updated by what changes the record; filters, orders and counts agree."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, matter_id
from desk_app.domain.letters import Delivered
from desk_app.domain.lists import Course, DueKind, Order, Pace, Row, Wanted
from desk_app.errors import BugError
from desk_app.services.applications import results
from desk_app.services.counter import intake
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.storage import lists as storage_lists
from desk_app.storage.book import Book
from forms.numbers import check_digit
from tests.fakes import CHINA, NOW, StillClock, make_parts
from tests.news import tell
from tests.opened import opened_book
from tests.people import sound_draft
from tests.storage.test_steps import lay

EVERY = Wanted("application")
MATTERS = Wanted("matter")
NEWEST = Order()
STEMS = "甲乙丙丁戊己庚辛"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def accepted(parts: Parts, person: int = 0, at: datetime = NOW, **answers: str) -> Application:
    assert isinstance(parts.clock, StillClock)
    parts.clock.moment = at
    draft = sound_draft(parts, person=person)
    return intake.accept(parts, replace(draft, answers={**draft.answers, **answers}))


def delivered(parts: Parts, application: Application, number: str = "62040320261123000001") -> None:
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(letter.id, Delivered(number, ""), NOW)


def some(parts: Parts) -> tuple[Application, ...]:
    """Applications in many states, begun on different days."""
    made = []
    for person in range(8):
        application = accepted(parts, person, NOW - timedelta(days=3 * person), name=f"样例{STEMS[person]}")
        delivered(parts, application, f"6204032026112300000{person}")
        made.append(application)
    tell(parts, made[0], "cert_new", "correct", NOW, text="缺照片")
    tell(parts, made[1], "cert_new", "conclude", NOW)
    tell(parts, made[1], "living_subsidy", "lapse", NOW)
    tell(parts, made[2], "cert_new", "refuse", NOW, text="不符合")
    tell(parts, made[3], "cert_new", "accept", NOW)
    tell(parts, made[4], "cert_new", "conclude", NOW)
    results.hand_over(parts, made[4], "cert_new")
    assert isinstance(parts.clock, StillClock)
    parts.clock.moment = NOW
    return tuple(made)


def rows(parts: Parts, wanted: Wanted = EVERY, order: Order = NEWEST) -> tuple[Row, ...]:
    return lists.page(parts, wanted, order).rows


def shown(parts: Parts, row: Row) -> dict[str, str]:
    """The words of an application's row, by heading."""
    return {c.title: lists.said(parts, c, row) for c in lists.columns(parts, "application")}


# ---- rows ----------------------------------------------------------------------------------------


def test_an_accepted_application_is_listed_with_everything_the_sketch_shows(parts: Parts) -> None:
    accepted(parts)
    (row,) = rows(parts)
    said = shown(parts, row)
    assert {k: said[k] for k in ("期限(工作日)", "姓名", "尾号", "事项", "状态", "回执尾号")} == {
        "期限(工作日)": "2026-11-26",
        "姓名": "张样例",
        "尾号": row.id_number[-4:],
        "事项": "新办、生活补贴、护理补贴",
        "状态": "待上传",
        "回执尾号": "000106",
    }
    assert (said["乡镇(街道)"], said["部门"]) == ("长征街道", "平川区残联、平川区民政局")
    assert (said["窗口"], said["经办人"], said["联系电话"]) == ("3", "演示经办员", "138****0000")
    assert (row.began_at, row.due) == (NOW, DueKind.RUNNING)


def test_a_row_follows_whatever_moves_its_record(parts: Parts) -> None:
    application = accepted(parts)
    delivered(parts, application)
    (row,) = rows(parts)
    assert (lists.state(parts, row).word, row.values["office_number"]) == (
        "已送达",
        ("62040320261123000001",),
    )
    tell(parts, application, "cert_new", "correct", NOW, text="缺照片")
    (row,) = rows(parts)
    assert (row.state, row.due) == (("matter", "correction"), DueKind.STOPPED)
    tell(parts, application, "cert_new", "conclude", NOW + timedelta(days=1))
    tell(parts, application, "living_subsidy", "close", NOW + timedelta(days=1), text="不要了")
    (row,) = rows(parts)
    assert row.decided_on is None
    tell(parts, application, "care_subsidy", "close", NOW + timedelta(days=1), text="不要了")
    (row,) = rows(parts)
    assert (row.decided_on, row.due, row.used) == (date(2026, 11, 24), DueKind.NONE, 0)


def test_a_refused_application_stays_in_the_list_and_its_matters_are_over(parts: Parts) -> None:
    application = accepted(parts)
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.refused(letter.id, "区县没有收下", NOW)
    (row,) = rows(parts)
    assert (row.state, row.due) == (("application", "refused"), DueKind.NONE)
    assert parts.store.lists.counts(MATTERS, "matters", NOW.date())["cert_new"] == 1
    assert {t.course for t in parts.store.lists.tallies(MATTERS, "state", NOW.date())} == {Course.ENDED}


def test_what_an_act_undoes_leaves_no_row(parts: Parts) -> None:
    application = accepted(parts)
    before = rows(parts, MATTERS)
    with pytest.raises(Exception, match="不能"):
        results.hand_over(parts, application, "cert_new")
    assert rows(parts, MATTERS) == before


def test_the_row_of_one_record_is_the_one_in_the_list(parts: Parts) -> None:
    application = accepted(parts)
    assert lists.one(parts, application.id) == rows(parts)[0]
    assert lists.one(parts, "nobody") is None


# ---- the day decides what is due -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), DueKind.RUNNING),
        (date(2026, 11, 25), DueKind.SOON),
        (date(2026, 11, 26), DueKind.TODAY),
        (date(2026, 11, 27), DueKind.OVERDUE),
    ],
)
def test_how_near_the_end_is_follows_from_the_day_alone(day: date, due: DueKind, parts: Parts) -> None:
    accepted(parts)
    found = parts.store.lists.page(EVERY, NEWEST, day, 10)
    assert [row.due for row in found.rows] == [due]
    assert parts.store.lists.counts(EVERY, "due", day) == {due: 1}
    assert parts.store.lists.count(replace(EVERY, due=frozenset({due})), day) == 1
    others = frozenset(DueKind) - {due}
    assert parts.store.lists.count(replace(EVERY, due=others), day) == 0


def test_a_promise_is_kept_broken_or_not_due_yet(parts: Parts) -> None:
    kept, broken, open_ = (accepted(parts, n) for n in range(3))
    tell(parts, kept, "cert_new", "conclude", datetime(2026, 12, 10, 9, tzinfo=CHINA))
    tell(parts, broken, "cert_new", "conclude", datetime(2026, 12, 11, 9, tzinfo=CHINA))
    wanted = replace(MATTERS, values={"matters": frozenset({"cert_new"})})
    for day, last in ((date(2026, 12, 10), Pace.OTHER), (date(2026, 12, 11), Pace.MISSED)):
        found = parts.store.lists.tallies(wanted, "state", day)
        assert sorted(t.pace for t in found) == sorted([Pace.TIMELY, Pace.LATE, last])
    assert open_.dates.promised == date(2026, 12, 10)


def test_days_that_are_reckoned_anew_are_new_in_the_list(parts: Parts, tmp_path: Path) -> None:
    accepted(parts)
    before = rows(parts)
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE listed SET due = '2026-01-01'")
        db.execute("UPDATE proceeding SET provisional = 1")
    db.close()
    assert rows(parts) != before
    parts.store.proceedings.reckon()
    assert rows(parts) == before


# ---- filters, orders, pages ----------------------------------------------------------------------


@pytest.fixture(params=[2000, 2], ids=["few are sorted", "many come in order"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways by which a page is read."""
    monkeypatch.setattr(storage_lists, "_FEW", request.param)


@pytest.mark.usefixtures("few")
def test_every_order_gives_every_row_once_page_by_page(parts: Parts) -> None:
    some(parts)
    everything = {row.id for row in rows(parts)}
    for column in lists.columns(parts, "application"):
        for descending in (False, True):
            order = Order(column.id, descending)
            found = [lists.page(parts, EVERY, order, 3, at) for at in (0, 3, 6)]
            assert [len(p.rows) for p in found] == [3, 3, 2]
            assert [p.more for p in found] == [True, True, False]
            assert {row.id for p in found for row in p.rows} == everything
            whole = [row.id for row in rows(parts, EVERY, order)]
            assert whole == [row.id for p in found for row in p.rows], column.id


def test_by_the_end_of_their_numbers_people_stand_as_that_end_is_shown(parts: Parts) -> None:
    for number in ("620403200001011124", "620403198703120029", "620403199912319017"):
        accepted(parts, id_number=number[:17] + check_digit(number[:17]))
    for descending in (False, True):
        ends = [row.id_number[-4:] for row in rows(parts, EVERY, Order("tail", descending))]
        assert ends == sorted(ends, reverse=descending)
        assert len(ends) == 3


def test_people_stand_in_the_order_of_pinyin_then_of_characters(parts: Parts) -> None:
    names = ["安样例", "罗样例", "单样例", "章三", "张四", "张三", "张三丰", "吕样例", "卢样例", "曾样例"]
    for person, name in enumerate(names):
        accepted(parts, person, name=name)
    wanted = ["安样例", "卢样例", "吕样例", "罗样例", "单样例", "曾样例"]
    wanted += ["张三", "张三丰", "张四", "章三"]
    assert [row.label for row in rows(parts, EVERY, Order("label", descending=False))] == wanted
    assert [row.label for row in rows(parts, EVERY, Order("label", descending=True))] == wanted[::-1]


def test_rows_of_a_book_that_were_made_otherwise_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = make_parts(tmp_path)
    for person, name in enumerate(("张三", "安样例")):
        accepted(parts, person, NOW - timedelta(days=person), name=name)
    parts.store.close()
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE listed SET spelled = ''")
    db.close()
    parts = make_parts(tmp_path)
    assert [row.label for row in rows(parts, EVERY, Order("label", descending=False))] == ["张三", "安样例"]
    parts.store.close()
    monkeypatch.setattr("desk_app.storage.listing._VERSION", 999)
    parts = make_parts(tmp_path)
    assert lists.catch_up(parts) == 0
    assert [row.label for row in rows(parts, EVERY, Order("label", descending=False))] == ["安样例", "张三"]
    parts.store.close()


def test_by_days_left_the_overdue_come_first_and_what_is_over_last(parts: Parts) -> None:
    made = some(parts)
    tell(parts, made[4], "living_subsidy", "close", NOW, text="不要了")
    tell(parts, made[4], "care_subsidy", "close", NOW, text="不要了")
    found = rows(parts, EVERY, lists.order(parts, "application"))
    assert [row.due_on for row in found if row.due_on] == sorted(row.due_on for row in found if row.due_on)
    assert (found[0].due, found[-1].due) == (DueKind.OVERDUE, DueKind.NONE)


COUNTED = (
    "matters",
    "department",
    "township",
    "counter",
    "clerk",
    "delivery",
    "state",
    "due",
    "week",
    "month",
)


@pytest.mark.parametrize("procedure", ["application", "matter"])
@pytest.mark.parametrize("by", COUNTED)
def test_the_list_behind_every_count_has_so_many_rows(by: str, procedure: str, parts: Parts) -> None:
    some(parts)
    if procedure == "matter" and by == "delivery":
        by = "grade"
    wanted = Wanted(procedure)
    found = lists.counts(parts, wanted, by)
    assert found
    for code, count in found.items():
        assert lists.page(parts, narrowed(wanted, by, code), NEWEST, 100).total == count, code
    if by not in ("matters", "department"):
        assert sum(found.values()) == lists.counts(parts, wanted)[""]


def narrowed(wanted: Wanted, by: str, code: str) -> Wanted:
    """The question whose list is behind a count."""
    match by:
        case "state":
            of, _, name = code.partition(".")
            return replace(wanted, states=frozenset({(of, name)}))
        case "due":
            return replace(wanted, due=frozenset({DueKind(code)}))
        case "week":
            return replace(
                wanted, since=date.fromisoformat(code), until=date.fromisoformat(code) + timedelta(6)
            )
        case "month":
            first = date.fromisoformat(code)
            return replace(wanted, since=first, until=(first + timedelta(31)).replace(day=1) - timedelta(1))
    return replace(wanted, values={by: frozenset({code})})


def test_conditions_hold_together(parts: Parts) -> None:
    made = some(parts)
    wanted = Wanted(
        "application", since=date(2026, 11, 20), states=frozenset({("matter", "correction")}),
        values={"matters": frozenset({"cert_new", "cert_lost"})}, counter="3", clerk="演示经办员",
    )  # fmt: skip
    assert [row.id for row in rows(parts, wanted)] == [made[0].id]
    assert rows(parts, replace(wanted, counter="4")) == ()


def test_a_search_finds_an_application_and_its_matters(parts: Parts) -> None:
    made = some(parts)
    for query in (made[7].number, "样例辛", "yang li xin", str(made[7].answers["id_number"])):
        assert [row.id for row in rows(parts, replace(EVERY, query=query))] == [made[7].id], query
    assert len(rows(parts, replace(MATTERS, query=made[7].number))) == 3


def test_parents_are_listed_for_what_they_hold(parts: Parts) -> None:
    made = some(parts)
    concluded = Wanted("matter", states=frozenset({("matter", "concluded")}), parents=True)
    assert [row.id for row in rows(parts, concluded)] == [made[1].id]
    assert lists.counts(parts, Wanted("matter", parents=True))[""] == 8


def test_a_filter_that_nothing_meets_is_an_empty_list(parts: Parts) -> None:
    some(parts)
    nothing = Wanted("application", values={"township": frozenset({"620403999"})})
    page = lists.page(parts, nothing, NEWEST)
    assert (page.rows, page.total, page.more) == ((), 0, False)
    assert dict(lists.counts(parts, nothing, "state")) == {}
    assert lists.page(parts, EVERY, NEWEST, 10, 1000).rows == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda parts: lists.counts(parts, EVERY, "colour"),
        lambda parts: rows(parts, Wanted("application", values={"phone": frozenset({"1"})})),
        lambda parts: rows(parts, EVERY, Order('x"; DROP TABLE listed')),
    ],
)
def test_what_a_list_can_not_be_asked_is_our_own_mistake(
    ask: Callable[[Parts], object], parts: Parts
) -> None:
    some(parts)
    with pytest.raises(BugError):
        ask(parts)


def test_shortcuts_are_those_of_the_sketch_and_count_what_they_show(parts: Parts) -> None:
    some(parts)
    offered = lists.shortcuts(parts, "application")
    assert [s.title for s in offered if s.main] == [
        "全部", "今天受理", "超期", "今天到期", "停表", "待补正", "待领取", "等回执",
    ]  # fmt: skip
    counted = lists.shortcut_counts(parts, EVERY, offered)
    for shortcut in offered:
        total = lists.page(parts, shortcut.on(EVERY, NOW.date()), NEWEST).total
        assert counted[shortcut.id] == total, shortcut.title
    assert (counted["all"], counted["began-today"], counted["matter.correction"]) == (8, 1, 1)


# ---- old, damaged and strange books --------------------------------------------------------------


@pytest.mark.parametrize(("name", "count"), [("desk-1", 1), ("desk-3", 6)])
def test_an_old_book_is_listed_when_it_is_first_opened(name: str, count: int, tmp_path: Path) -> None:
    parts = make_parts(lay(tmp_path / "old", name))
    assert lists.catch_up(parts) == 0
    found = rows(parts)
    assert len(found) == count
    for row in found:
        application = parts.store.applications.one(row.id)
        assert application is not None
        assert (row.label, row.number) == (application.name, application.number)
        assert set(row.values["matters"]) == {m.matter for m in application.matters}
        assert (row.counter, row.clerk) == (application.window, application.clerk)
    assert isinstance(parts.store, Book)
    assert parts.store.check().sound
    parts.store.close()


def test_a_large_old_book_is_listed_newest_first_a_little_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = make_parts(tmp_path)
    some(parts)
    before = rows(parts)
    parts.store.close()
    with opened_book(tmp_path / "book.db") as db:
        db.execute("DELETE FROM listed")
        db.execute(
            "INSERT INTO unlisted SELECT id, (SELECT max(rowid) FROM proceeding) - rowid + 1 FROM proceeding"
        )
    db.close()
    monkeypatch.setattr("desk_app.storage.listing._PORTION", 4)
    monkeypatch.setattr("desk_app.storage.listing._AT_ONCE", 2)
    parts = make_parts(tmp_path)
    assert {row.label for row in rows(parts)} == {"样例庚", "样例辛"}
    left = [lists.catch_up(parts) for _ in range(6)]
    assert left == [20, 16, 12, 8, 4, 0]
    assert rows(parts) == before
    parts.store.close()


OF_ONE = "(SELECT id FROM application WHERE name = '样例丁')"


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE application SET body = '{' WHERE name = '样例丁'",
        f"UPDATE proceeding SET facts = '[' WHERE subject_id IN {OF_ONE}",
        f"UPDATE event SET at = 'never' WHERE subject_id IN {OF_ONE}",
        f"UPDATE proceeding SET pack_digest = 'lost' WHERE subject_id IN {OF_ONE}",
    ],
)
def test_a_damaged_record_is_listed_still_and_hides_no_other(harm: str, tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    some(parts)
    parts.store.close()
    with opened_book(tmp_path / "book.db") as db:
        db.execute(harm)
        db.execute("DELETE FROM listed")
        db.execute("UPDATE unlisted SET turn = 1")
        db.execute("INSERT OR IGNORE INTO unlisted SELECT id, 1 FROM proceeding")
    db.close()
    parts = make_parts(tmp_path)
    found = rows(parts)
    assert {row.label for row in found} == {f"样例{stem}" for stem in STEMS}
    assert all(shown(parts, row)["状态"] for row in found)
    parts.store.close()


def test_a_damaged_row_is_left_out_until_it_is_mended(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    some(parts)
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE listed SET told = '{' WHERE label = '样例丁' AND parent = ''")
        db.execute("UPDATE listed SET due = 'AAAA' WHERE label = '样例乙' AND parent = ''")
    db.close()
    assert {row.label for row in rows(parts)} == {f"样例{stem}" for stem in STEMS} - {"样例乙", "样例丁"}
    assert isinstance(parts.store, Book)
    parts.store.mend(())
    assert len(rows(parts)) == 8
    parts.store.close()


def test_a_record_of_a_register_that_is_gone_shows_its_code(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    application = accepted(parts)
    parts.store.close()
    with opened_book(tmp_path / "book.db") as db:
        db.execute(
            "UPDATE proceeding SET procedure = 'gone', state = 'stray' WHERE id = ?", (application.id,)
        )
    db.close()
    parts = make_parts(tmp_path)
    (row,) = rows(parts, Wanted("gone"))
    assert (lists.state(parts, row).word, row.number) == ("stray", application.number)
    parts.store.close()


def test_a_wrong_row_is_told_by_the_check_and_mended(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    made = some(parts)
    before = rows(parts)
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE listed SET shown = 'closed' WHERE id = ?", (made[2].id,))
        db.execute("DELETE FROM listed WHERE id = ?", (matter_id(made[3].id, "cert_new"),))
    db.close()
    assert isinstance(parts.store, Book)
    found = parts.store.check()
    assert (found.unlisted, found.sound) == (2, False)
    parts.store.mend(())
    assert parts.store.check().sound
    assert rows(parts) == before


def test_a_list_divided_otherwise_is_written_anew(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    some(parts)
    with pytest.raises(BugError):
        lists.counts(parts, EVERY, "marriage")
    parts.store.close()
    own = tmp_path / "own" / "procedures"
    own.mkdir(parents=True)
    text = Path("forms/definitions/procedures/application.toml").read_text(encoding="utf-8")
    text = text.replace('divides = ["matters"', 'divides = ["marriage", "matters"')
    (own / "application.toml").write_text(text, encoding="utf-8")
    parts = make_parts(tmp_path, forms=tmp_path / "own")
    assert dict(lists.counts(parts, EVERY, "marriage")) == {"20": 8}
    assert lists.counts(parts, EVERY, "matters")["cert_new"] == 8
    parts.store.close()
