"""A procedure is read whole and can be walked to its end, or its pack is refused with file and line."""

import shutil
from pathlib import Path

import pytest

from desk_app.commands.forms import paper_fault
from forms import loader
from forms.clock_kinds import Unit
from forms.procedures import Procedure, RowField
from forms.round_kinds import Every
from forms.schema import Clause, Kind
from printing import layout
from printing.papers import document
from printing.papers import form as form_paper
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder

REGISTER = Path("tests/registers/keys")
KEYS = "procedures/keys.toml"
MATTER = "procedures/matter.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the shipped pack with the invented register of keys."""
    made = Folder(tmp_path / "pack")
    shutil.copy(REGISTER / KEYS, made.path / KEYS)
    return made


def keys() -> Procedure:
    return loader.load(REGISTER).procedures["keys"]


def codes(procedure: Procedure, state: str, role: str) -> list[str]:
    return [a.code for a in procedure.offers(state, role)]


# ---- what is read --------------------------------------------------------------------------------


def test_the_shipped_procedures_say_what_the_window_and_the_departments_do() -> None:
    shipped = loader.shipped().procedures
    application, matter = shipped["application"], shipped["matter"]
    assert (application.parent, matter.parent) == ("", "application")
    assert not application.register
    assert not matter.register
    assert {s.code: s.word for s in matter.states} == {
        "taken": "已收件", "transferred": "已转部门", "held": "随证待审(停表)", "accepted": "部门已受理",
        "assessing": "评定/公示中(停表)", "correction": "待补正", "refused": "不予批准",
        "concluded": "已办结", "handed_over": "已送达本人", "closed": "已终止",
        "notified": "不予批准,已告知", "mended": "已补正,待部门审核", "stopped": "补贴已停发",
        "withdrawn": "已撤回", "sent": "已送出,待回执", "kept": "已办结,不再送达",
            "decision_sent": "不予批准,决定书待回执", "decision_kept": "不予批准,不再送达",
    }  # fmt: skip
    assert matter.open_states == {
        "taken", "transferred", "held", "accepted", "assessing", "correction", "mended",
    }  # fmt: skip
    assert {s.code: s.stops for s in matter.states if s.stops} == {
        "held": "等证件结果", "assessing": "残疾评定和公示", "correction": "补正",
    }  # fmt: skip
    ranks = [s.rank for s in matter.states]
    assert sorted(ranks) == list(range(1, 19))
    assert [s.code for s in matter.states if s.silent] == ["taken"]
    assert [s.code for s in application.states if not s.rank] == ["delivered"]


def test_a_matter_goes_on_only_where_the_law_lets_it() -> None:
    matter = loader.shipped().procedures["matter"]
    deciding = ["accept", "assess", "correct", "refuse", "conclude", "close"]
    checking = ["check_fact", "recheck_fact", "settle_untrue"]
    assert codes(matter, "taken", "department") == [*deciding, *checking]
    assert codes(matter, "correction", "department") == [
        "accept", "assess", "resume", "refuse", "conclude", "close", *checking,
    ]  # fmt: skip
    assert codes(matter, "mended", "department") == [*deciding[:2], "resume", *deciding[2:], *checking]
    assert codes(matter, "correction", "clerk") == ["mend", "tell", "withdraw", *checking]
    assert codes(matter, "taken", "clerk") == ["transfer", "withdraw", "retract", *checking]
    assert codes(matter, "held", "system") == ["release", "lapse"]
    assert codes(matter, "concluded", "clerk") == [
        "tell", "hand_over", "post", "send_out", "keep_result", *checking,
    ]  # fmt: skip
    assert codes(matter, "sent", "clerk") == ["hand_over", "repost", "come_back", "keep_result", *checking]
    assert codes(matter, "refused", "clerk") == [
        "tell", "notify", "post_decision", "carry_decision", "keep_decision",
    ]  # fmt: skip
    assert codes(matter, "decision_sent", "clerk") == ["repost", "notify", "decision_back", "keep_decision"]
    assert codes(matter, "kept", "clerk") == ["deliver_again", *checking]
    assert codes(matter, "decision_kept", "clerk") == ["decision_again"]
    for ended in ("closed", "stopped"):
        assert codes(matter, ended, "clerk") == ["tell", "post_notice", "carry_notice"]
    for over in ("notified", "closed", "withdrawn", "decision_sent", "decision_kept"):
        assert not any(codes(matter, over, role) for role in ("department", "county", "system"))
    assert codes(matter, "notified", "clerk") == ["repost"]
    assert codes(matter, "withdrawn", "clerk") == []


def test_the_clocks_of_a_matter_are_those_of_the_guide() -> None:
    pack = loader.shipped()
    clocks = {c.id: c for c in pack.procedures["matter"].clocks if c.limit}
    assert [(c.id, c.last_day) for c in pack.procedures["matter"].clocks if not c.limit] == [
        ("mending", "rows.until"), ("receipt", ""), ("checking", "check_by"), ("untrue", ""),
    ]  # fmt: skip
    assert {n: getattr(pack.limits, c.limit) for n, c in clocks.items()} == {
        "handover": 3, "review": 10, "promised": 13, "legal": 30,
    }  # fmt: skip
    assert {c.unit for c in clocks.values()} == {Unit.WORKING}
    assert clocks["handover"].source == "附件2 第十六条"
    assert clocks["review"].source == "附件2 第十九条"
    assert not clocks["promised"].warning
    assert not clocks["legal"].ends
    department = {a.code for a in pack.procedures["matter"].acts if "department" in a.roles} - {
        "stop", "check_fact", "recheck_fact", "settle_untrue",
    }  # fmt: skip
    assert set(clocks["handover"].ends) == {"transfer", *department}


def test_every_field_of_a_file_is_read(folder: Folder) -> None:
    text = """
[procedure]
id = "visit"
title = "回访"
subject = "person"
source = "平川区规定"
roles = ["keeper"]
travels = false

[[state]]
code = "open"
word = "待回访"
tone = "plain"
shape = "pause"
open = true
stops = "公示"
lasts = 5

[[state]]
code = "done"
word = "已回访"
tone = "good"
shape = "good"

[[act]]
code = "begin"
word = "开始"
start = true
to = "open"
roles = ["system"]

[[act]]
code = "finish"
word = "完成"
from = ["open"]
to = "done"
roles = ["clerk", "keeper"]
every = ["clerk", "keeper"]
evidence = ["picture"]
when = [["count >= $bar_months", "sure = yes"]]
travels = false

[[act.asks]]
id = "picture"
label = "照片"

[[act.asks]]
id = "count"
label = "次数"
kind = "number"

[[act.asks]]
id = "sure"
label = "是否核实"
kind = "flag"

[[act.asks]]
id = "rows"
label = "逐条"
rows = [["fault", "问题"], ["remedy", "怎样改"]]

[[round]]
id = "monthly"
title = "每月回访"
act = "begin"
each = "hall"
every = "month-day"
on = 10

[[round]]
id = "quarterly"
title = "季度汇总"
act = "begin"
each = "village"
every = "last-working-day"
months = ["3", "12"]

[[round]]
id = "yearly"
title = "年度核查"
act = "begin"
each = "village"
every = "window"
since = "12-01"
until = "12-31"
"""
    (folder.path / "procedures" / "visit.toml").write_text(text, encoding="utf-8")
    visit = loader.load(folder.path).procedures["visit"]
    finish = visit.act("finish")
    assert finish is not None
    assert (finish.sources, finish.target) == (("open",), "done")
    # AND a county's value stands in its condition
    assert finish.when == ((Clause("count", ">=", ("12",)), Clause("sure", "=", ("yes",))),)
    assert finish.asks[3].rows == (RowField("fault", "问题"), RowField("remedy", "怎样改"))
    assert finish.asks[1].kind is Kind.NUMBER
    assert visit.state("open").lasts == 5
    assert [r.every for r in visit.rounds] == [Every.MONTH_DAY, Every.LAST_WORKING_DAY, Every.WINDOW]
    assert not visit.travels


def test_a_countys_own_procedures_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "procedures"
    own.mkdir()
    shutil.copy(REGISTER / KEYS, own)
    text = (loader.DEFINITIONS / MATTER).read_text(encoding="utf-8")
    (own / "matter.toml").write_text(text.replace('word = "待补正"', 'word = "等补正"'), encoding="utf-8")
    pack = loader.load(tmp_path)
    assert pack.procedures["matter"].state("correction").word == "等补正"
    assert pack.procedures["application"] == loader.shipped().procedures["application"]
    assert pack.procedures["keys"].prefix == "YS"
    ways = [place for place in loader.places(tmp_path) if place.startswith("procedures/")]
    shipped = [place for place in loader.places(loader.DEFINITIONS) if place.startswith("procedures/")]
    assert ways == sorted([*shipped, KEYS])


def test_a_procedure_is_a_part_of_the_packs_digest(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    before = loader.load(tmp_path).digest
    assert before == loader.shipped().digest
    shutil.copy(REGISTER / KEYS, tmp_path / "procedures")
    assert loader.load(tmp_path).digest != before


def test_a_register_is_data_alone() -> None:
    found = keys()
    take = found.act("take")
    assert take is not None
    assert [a.id for a in take.asks if a.column] == ["holder", "key"]
    assert codes(found, "out", "clerk") == ["confirm"]
    assert codes(found, "lent", "department") == ["check_off"]
    assert found.state("gone").word == "gone(已取消的状态)"


def test_the_slip_of_the_register_is_drawn(tmp_path: Path) -> None:
    layout.use(REGISTER / layout.FOLDER)
    try:
        loader.checked(REGISTER, printed=form_paper.places, papers=paper_fault)
        said = squeezed(text_of(document.draw(document.specimen("key_slip"))))
    finally:
        layout.use(None)
    assert "张样例于2026年11月24日借用一楼档案室的钥匙" in said
    assert "YS-2026-0001" in said


# ---- rows that can not be read -------------------------------------------------------------------

ROUND = """
[[round]]
id = "again"
title = "清点"
act = "take"
each = "key"
every = "month-day"
"""

# (what is written, what is written instead, what is said, the line it is said of)
ROWS = [
    ('id = "keys"', 'id = "key"', "id 应与文件名相同,请写“keys”,或把文件改名为 key.toml", 'id = "key"'),
    ("[[clock]]", "[[clok]]", "不认识的表“clok”,是不是“clock”?", "[[clok]]"),
    ("[procedure]", "[[procedure]]", "应写成 [procedure] 一个表", "[[procedure]]"),
    ('to = "out"', 'too = "out"', "不认识的键“too”,是不是“to”?", "too ="),
    ('to = "out"', 'target = "out"', "不认识的键“target”", "target ="),
    ('source = "钥匙管理规定(虚构)"\nlabel', "label", "缺少键“source”", 'id = "keys"'),
    ('source = "钥匙管理规定(虚构)"\nlabel', 'source = ""\nlabel', "没有写出处", 'source = ""'),
    ('word = "待复核"', "", "缺少键“word”", 'code = "out"'),
    ('code = "lent"', 'code = "Lent"', "code“Lent”只能用小写字母", "Lent"),
    ('code = "lent"', 'code = "out" # lent', "“out”定义了两次", "# lent"),
    ('code = "confirm"', 'code = "take" # second', "“take”定义了两次", "# second"),
    ('kind = "name"', 'kind = "nam"', "不认识的类型“nam”,是不是“name”?", '"nam"'),
    ('label = "备注"', 'label = "备注"\nrows = ["fault"]', '列应写成 ["代号", "名称"]', "rows ="),
    ("amount = 3", 'amount = "3"', "应写成不带引号的整数", 'amount = "3"'),
    ("amount = 3", 'amount = 3\nunit = "days"', "不认识的计时单位“days”", '"days"'),
    ("", ROUND.replace("month-day", "monthly"), "不认识的周期“monthly”,是不是“month-day”?", "monthly"),
    ("", '[[clock]]\nid = "return" # twice\ntitle = "归还"\nstarts = ["take"]\namount = 3',
     "“return”定义了两次", "# twice"),
    ("word = \"借出\"", 'word = "借出"\nrequires = "x"', "不认识的键“requires”", "requires"),
    ('id = "remark"', 'id = "remark"\ncolum = true', "不认识的键“colum”,是不是“column”?", "colum ="),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said", "where"), ROWS, ids=lambda v: str(v)[:24])
def test_a_wrong_row_is_told_with_its_line(folder: Folder, old: str, new: str, said: str, where: str) -> None:
    folder.change(KEYS, old, new)
    folder.tells(KEYS, where, said)


def test_a_file_without_its_head_is_told(folder: Folder) -> None:
    (folder.path / "procedures" / "empty.toml").write_text("", encoding="utf-8")
    assert [str(f) for f in folder.faults()] == ["procedures/empty.toml 第1行:缺少 [procedure],请补上"]


def test_tables_of_a_procedure_stand_only_in_their_folder(folder: Folder) -> None:
    folder.change("county.toml", "", '[[state]] # added\ncode = "out"')
    folder.tells("county.toml", "# added", "不认识的表“state”")


def test_a_file_called_like_the_folder_is_an_ordinary_one(folder: Folder) -> None:
    (folder.path / "procedures.toml").write_text("[[act]] # here", encoding="utf-8")
    folder.tells("procedures.toml", "# here", "不认识的表“act”")
