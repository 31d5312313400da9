"""Materials promised on 29 December, and the table of the new year that arrives in between (容缺, 预计)."""

from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app.__main__ import main
from desk_app.domain.applications import Application
from desk_app.services.applications import check_days
from desk_app.ui.counter.material import MaterialCard
from tests.fakes import CHINA
from tests.stories.lives.test_promised import DUE, promised
from tests.stories.lives.test_promised import HOLDER as CHECKED
from tests.stories.lives.visit import PORTRAIT, Person
from tests.stories.lives.world import World, is_silent, opened_world, says

HOLDER = Person(
    certificate=Person().id_number + "42",
    facts={
        "certificate_state": "1",
        "low_income": True,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
    },
)
# Invented: the Monday after New Year's Day is off, and the Saturday of that week is worked.
TABLE = """year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知(测试用)"
off = [
  2027-01-01, 2027-01-04,
  2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11,
  2027-04-05, 2027-05-03, 2027-05-04, 2027-06-09, 2027-09-15,
  2027-10-01, 2027-10-04, 2027-10-05,
]
work = [2027-01-09, 2027-02-20]
"""


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 15, tzinfo=CHINA)


def test_promised_days_are_expected_until_the_table_comes(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened_world(tmp_path, at(2026, 12, 29)) as world:
        made = _promised(world)
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "desk"))
    table = tmp_path / "2027.toml"
    table.write_text(TABLE, encoding="utf-8")
    assert main(["calendar", "import", str(table)]) == 0
    with opened_world(tmp_path, at(2027, 1, 5)) as world:
        _reckoned_anew(world, made)
        _one_comes_and_one_does_not(world, made)


def _promised(world: World) -> Application:
    """Household book and bank card follow within five working days, the last in a year without a table."""
    visit = world.visit(HOLDER)
    visit.ask()
    visit.choose("care_subsidy")
    made = visit.accept(later=("household", "bank_card_copy"))
    world.hear()
    receipt = world.paper(made, "receipt")
    says(receipt, "容缺,预计2027年1月6日前补交", "转交部门预计2027年1月4日(星期一)前")
    says(receipt, "办结时间预计2027年1月18日(星期一)前")
    says(world.paper(made, "following_notice"), "银行卡(一卡通)原件或复印件1份预计2027年1月6日")
    says(world.card(made), "户口簿待补交,预计2027年1月6日前", "预计2027年1月18日到期")
    says(world.todos(), "请张样例…0025补交户口簿\n容缺受理,预计2027年1月6日前补来")
    return made


def _reckoned_anew(world: World, made: Application) -> None:
    """4 January is a day off now: everything moves, and the ledger tells old and new."""
    now = world.at_desk(made)
    assert [str(p.until) for p in now.promises] == ["2027-01-07", "2027-01-07"]
    assert (str(now.dates.handover), str(now.dates.promised)) == ("2027-01-05", "2027-01-18")
    card = world.card(made)
    says(card, "户口簿待补交,1月7日前", "转交部门由预计2027年1月4日改为2027年1月5日")
    says(card, "户口簿补交由预计2027年1月6日改为2027年1月7日", "承诺办结2027年1月18日(原为预计)")
    receipt = world.paper(made, "receipt")
    says(
        receipt,
        "容缺,2027年1月7日前补交",
        "转交部门2027年1月5日(星期二)前",
        "办结时间预计2027年1月18日(星期一)前办结。容缺的材料要按写明的日期补齐",
    )
    # Only the end is still expected: it hangs on what follows.
    assert receipt.count("预计") == 1
    says(
        world.todos(), "请张样例…0025补交户口簿\n容缺受理,1月7日前补来", "转交张样例…0025的重度残疾人护理补贴"
    )


def _one_comes_and_one_does_not(world: World, made: Application) -> None:
    """The book comes on the last day; the card a day late is a to-do, and nothing has ended by itself."""
    world.wait(days=2)
    world.card(made)
    world.hands.click("supplement-household")
    form = world.dialog("supplement")
    tray = form.findChild(MaterialCard)
    assert isinstance(tray, MaterialCard)
    tray.add_file(PORTRAIT)
    world.hands.click("supplement:send")
    world.hands.wait(lambda: not world.open_dialogs("supplement"), "收下户口簿")
    world.hear()
    says(world.card(made), "补交户口簿", "银行卡(一卡通)待补交,1月7日前")
    world.wait(days=1)
    todos = world.todos()
    says(todos, "请张样例…0025补交银行卡(一卡通)")
    is_silent(todos, "补交户口簿")
    assert world.states(made) == {"care_subsidy": "taken"}
    world.decide(made, "care_subsidy", "conclude", amount="110")
    says(world.card(made), "计发2026年12月起、每月110元")


def test_a_check_that_was_expected_is_due_on_the_day_of_the_new_table(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten working days from 24 December: 8 January as expected, Saturday 9 January by the table."""
    with opened_world(tmp_path, at(2026, 12, 24)) as world:
        made = promised(world)
        world.hear()
        says(world.card(made), "承诺待核查,预计2027年1月8日前由平川区民政局核查")
        says(world.paper(made, "receipt"), "承诺待核查,预计2027年1月8日前")
        says(world.county.book.promised(CHECKED.id_number)[0], "预计2027年1月8日前")
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "desk"))
    table = tmp_path / "2027.toml"
    table.write_text(TABLE, encoding="utf-8")
    # WHEN the table comes between THEN the day moves at both ends, once
    assert main(["calendar", "import", str(table)]) == 0
    with opened_world(tmp_path, at(2027, 1, 7)) as world:
        world.hear()
        card = world.card(made)
        says(card, "承诺待核查,2027年1月9日前由平川区民政局核查")
        says(card, "的承诺核查期限由预计2027年1月8日改为2027年1月9日")
        assert card.count("的承诺核查期限由") == 1
        says(world.county.book.promised(CHECKED.id_number)[0], "承诺待核查,2027年1月9日前")
        # nothing is asked two working days before, and the to-do stands from the day before on
        is_silent(world.todos(), DUE)
        world.wait(days=1)
        says(world.todos(), DUE, "2027年1月9日前要核查")
        world.wait(days=1)
        says(world.todos(), "2027年1月9日前要核查")
        world.wait(days=1)
        says(world.todos(), DUE, "应在2027年1月9日前核查,还没有结果")
        # WHEN it is checked THEN it is over, and the day is reckoned no more
        world.decide(made, "living_subsidy", "check_fact", checked="1", text="在册")
        is_silent(world.todos(), DUE)
        assert check_days.renew(world.parts) == ()
