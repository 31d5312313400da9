"""A procedure whose rows are each sound but contradict one another is refused: file, line, what to write."""

import shutil
from pathlib import Path

import pytest

from desk_app.__main__ import main
from forms import loader
from tests.unit.packs import Folder

REGISTER = Path("tests/registers/keys")
KEYS = "procedures/keys.toml"
MATTER = "procedures/matter.toml"
APPLICATION = "procedures/application.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the shipped pack with the invented register of keys."""
    made = Folder(tmp_path / "pack")
    shutil.copy(REGISTER / KEYS, made.path / KEYS)
    return made


def head(line: str) -> tuple[str, str]:
    """The change that adds a line to the head of the register."""
    return 'prefix = "YS"', f'prefix = "YS"\n{line}'


def confirm(line: str) -> tuple[str, str]:
    """The change that replaces the line demanding a second person for 复核."""
    return 'unlike = "take"', line


def remark(lines: str) -> tuple[str, str]:
    """The change that adds lines to the last question."""
    return 'label = "备注"', f'label = "备注"\n{lines}'


def duty(lines: str, act: str = "count") -> tuple[str, str]:
    """The change that adds a round at the end, and the act it begins with."""
    begins = '[[act]]\ncode = "count"\nword = "清点"\nstart = true\nto = "out"\nroles = ["system"]\n\n'
    return "", f'{begins}[[round]]\nid = "again"\ntitle = "清点"\nact = "{act}"\neach = "hall"\n{lines}\n'


def state(code: str, more: str = "") -> str:
    return f'\n[[state]]\ncode = "{code}"\nword = "状态{code}"\ntone = "plain"\nshape = "ring"\n{more}\n'


def act(code: str, more: str) -> str:
    return f'\n[[act]]\ncode = "{code}"\nword = "动作{code}"\nroles = ["clerk"]\n{more}\n'


# (what is written and instead, what is said, the line it is said of)
FAULTS = [
    (('from = ["out"]', 'from = ["otu"]'), "没有状态“otu”,是不是“out”?可用:out、lent、back", '["otu"]'),
    (('to = "lent"', 'to = "lend"'), "没有状态“lend”,是不是“lent”?", '"lend"'),
    (("start = true", 'start = true\nfrom = ["lent"] # x'), "前面没有状态,请删去 from", "# x"),
    (('to = "out"', ""), "要写 to:开始以后是什么状态", 'code = "take"'),
    (('start = true\nto = "out"', 'to = "out"'), "没有开始的动作,请给一个动作写 start = true", 'id = "keys"'),
    (('roles = ["department"]', ""), "没有写谁可以做,请写 roles", 'code = "check_off"'),
    (('roles = ["department"]', 'roles = ["departmant"]'), "是不是“department”?", "departmant"),
    (('tone = "caution"', 'tone = "yellow"'), "不认识的颜色“yellow”,可用:info、good、caution", "yellow"),
    (('shape = "up"', 'shape = "upp"'), "不认识的图形“upp”,是不是“up”?", "upp"),
    (("", state("lost")), "没有一串动作从开始走到“状态lost”,请给一个动作写 to = \"lost\"", '"lost"'),
    (("", state("lost", "open = true") + act("lose", 'from = ["lent"]\nto = "lost" # x')),
     "从“状态lost”走不到办完的状态", 'code = "lost"'),
    (('starts = ["confirm"]', 'starts = ["confrm"]'), "没有动作“confrm”,是不是“confirm”?", "confrm"),
    (('starts = ["confirm"]', "starts = []"), "没有写从哪个动作起算", "starts = []"),
    (('ends = ["give_back"]', 'ends = ["give_bak"]'), "没有动作“give_bak”,是不是“give_back”?", "give_bak"),
    (("amount = 3", 'amount = 3 # x\nlimit = "review"'), "只写一个", "# x"),
    (("amount = 3\n", ""), "期限写 amount(多少)、limit(定义里的时限)、last_day", 'id = "return"'),
    (("amount = 3", "amount = 100000"), "amount 最多是2600,现在是100000", "amount = 100000"),
    (("warn = 1", "warn = 1000000"), "最多3660", "warn = 1000000"),
    (confirm("travels = false"), "不能只留在本窗口(travels = false),区县跟不上", "travels = false"),
    (('code = "check_off"', 'code = "print"'), "留给打印记录用", 'code = "print"'),
    (('word = "已归还"', 'word = "已归还"\ntodo = "归还了|看看"'), "没有动作能把它办完", "todo ="),
    (('line = "部门已备案[:{remark}]"', 'evidence = ["remark"]\nline = "备案{remark}" # x'),
     "“备注”是照片,不能写进 line", "# x"),
    (("amount = 3", 'last_day = "by"'), "没有问到的日期“by”", 'last_day = "by"'),
    (("amount = 3", "amount = -1"), "amount 至少是1,现在是-1", "amount = -1"),
    (("amount = 3", 'limit = "reviw"'), "没有时限“reviw”,是不是“review”?", "reviw"),
    (("amount = 3", 'limit = "review"\nunit = "month"\nstoppable = false'), "请删去 unit", "unit ="),
    (("amount = 3", 'amount = 3\nunit = "calendar"'), "只有按工作日计的期限会停", 'id = "return"'),
    (("warn = 1", "warn = -1"), "warn 是提前几天提醒", "warn = -1"),
    (confirm('unlike = "tak"'), "没有动作“tak”,是不是“take”?", '"tak"'),
    (confirm('unlike = "confirm"'), "不能写自己", 'unlike = "confirm"'),
    (confirm('every = ["clerk", "boss"]'), "没有可以做这一步的角色“boss”", "boss"),
    (confirm('evidence = ["photo"]'), "没有要填的“photo”", "photo"),
    (('line = "部门已备案[:{remark}]"', 'evidence = ["remark"]\ninstead = "kept" # x\nline = "备案"'),
     "没有问是非题(flag)“kept”", "# x"),
    (('line = "部门已备案[:{remark}]"\n\n[[act.asks]]\nid = "remark"',
      'instead = "remark" # x\n\n[[act.asks]]\nid = "remark"\nkind = "flag"'), "要同时写 evidence", "# x"),
    (confirm('late = "改天"'), "要同时写 same_day = true", "late ="),
    (("start = true", "start = true\nsame_day = true"), "没有“当天”,请删去 same_day", "same_day ="),
    (confirm('when = [["remrk = x"]]'), "没有一个动作问,是不是“remark”?", "remrk"),
    (confirm('when = [["remark = x"]]'), "“备注”是text,不能写进条件", "remark = x"),
    (confirm('when = [["remark >> x"]]'), "运算符“>>”不认识", ">>"),
    (head('parent = "kys"'), "没有流程“kys”", "kys"),
    (head('parent = "keys"'), "上级流程绕成了一圈:keys、keys", "parent ="),
    (head('fields = "numbers"'), "不认识的 fields“numbers”,可用:free、numbers-and-dates", "fields ="),
    (('label = "{key}"', 'label = "{kee}"'), "没有一个动作问“kee”", "{kee}"),
    (remark('kind = "choice"'), "要写 codes", 'id = "remark"'),
    (remark('codes = "sex"'), "其他类型不写", 'codes = "sex"'),
    (remark('kind = "choice"\ncodes = "sexes"'), "没有代码表“sexes”,是不是“sex”?", "sexes"),
    (remark('kind = "date"\nrows = [["a", "甲"]]'), "每格都是文字", 'kind = "date"'),
    (remark('rows = [["a", "甲"], ["a", "乙"]]'), "列代号写了两次", "rows ="),
    (remark("max_length = 0"), "max_length 至少是1", "max_length = 0"),
    (remark('\n[[act.asks]]\nid = "key" # x\nlabel = "钥匙"\nkind = "date"'), "另一种(text)", "# x"),
    (remark('\n[[act.asks]]\nid = "remark" # x\nlabel = "备注"'), "“备案”问了两次“remark”", "# x"),
    (('line = "{holder}借{key}"', 'line = "{holdr}借"'), "没有一个动作问“holdr”,是不是“holder”?", "{holdr}"),
    (('line = "归还{key}"', 'line = "归还{key"'), "“{”没有成对", 'line = "归还{key"'),
    (('line = "归还{key}"', 'line = "归还[{key}"'), "“[”没有成对", "归还[{key}"),
    (('shape = "up"', 'shape = "up"\ntodo = "{who}:{keey}|请还"'), "没有一个动作问“keey”", "{keey}"),
    (('shape = "up"', 'shape = "up"\ntodo = "请还"'), "应写成“标题|正文”", 'todo = "请还"'),
    (('shape = "up"', 'shape = "up"\ntodo_act = "confirm"'), "要一起写", 'todo_act = "confirm"'),
    (
        ('shape = "up"', 'shape = "up"\ntodo_act = "confrm"\ntodo_until = [["who = 1"]]'),
        "没有动作“confrm”,是不是“confirm”?",
        '"confrm"',
    ),
    (
        ('shape = "up"', 'shape = "up"\ntodo_act = "confirm"\ntodo_until = [["whom = 1"]]'),
        "不问“whom”",
        "whom = 1",
    ),
    (remark('needs = ["fault"]'), "没有列“fault”", '"fault"'),
    (remark('filled = "day"'), "没有可以自动填的“day”", '"day"'),
    (confirm('part_of = "tke"'), "没有动作“tke”,是不是“take”?", '"tke"'),
    (('warning = "{holder}:{key}快到归还期|', 'warning = "|'), "应写成“标题|正文”", "warning ="),
    (('overdue = "{holder}:{key}', 'overdue = "{whom}:'), "没有一个动作问“whom”,是不是“who”?", "{whom}"),
    (('shape = "up"', 'shape = "up"\nlasts = 5'), "要同时写 stops", "lasts = 5"),
    (('shape = "up"', 'shape = "up"\nstops = "公示"\nlasts = -5'), "要同时写 stops", "lasts = -5"),
    (duty('every = "month-day"', "confirm"), "没有开始的动作(start = true)“confirm”", 'act = "confirm"'),
    (duty('every = "month-day"\non = 32'), "on 是每月几日,应在1至31,现在是32", "on = 32"),
    (duty('every = "month-day"\nmonths = ["3"]'), "“month-day”不看 months", 'months = ["3"]'),
    (duty('every = "last-working-day"\nmonths = ["3", "13"]'), '月份写 "1" 至 "12",现在是“13”', '"13"'),
    (duty('every = "window"\nsince = "3-1"\nuntil = "03-31"'), "since 应为 03-05 样子的月和日", '"3-1"'),
    (duty('every = "window"\nsince = "03-01"\nuntil = "2026-03-31"'), "until 应为 03-05", "2026-03-31"),
    (duty('every = "week"\ntimes = 0'), "times 是每周至少几次,应在1至7,现在是0", "times = 0"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said", "where"), FAULTS, ids=lambda v: str(v)[-30:])
def test_a_procedure_that_can_not_work_is_told_with_its_line(
    folder: Folder, change: tuple[str, str], said: str, where: str
) -> None:
    folder.change(KEYS, *change)
    folder.tells(KEYS, where, said)


def test_a_fault_is_found_among_acts_of_the_same_code_in_other_files(folder: Folder) -> None:
    # GIVEN an act "accept" in two procedures; WHEN the second one is wrong THEN its own line is told
    folder.change(MATTER, 'from = ["taken", "transferred", "assessing"', 'from = ["takn", "transferred"')
    folder.tells(MATTER, '"takn"', "是不是“taken”?")


def test_states_that_only_lead_to_one_another_are_told_each(folder: Folder) -> None:
    folder.change(KEYS, "", state("a", "open = true") + state("b", "open = true"))
    folder.change(KEYS, "", act("lose", 'from = ["lent"]\nto = "a"') + act("turn", 'from = ["a"]\nto = "b"'))
    folder.change(KEYS, "", act("back_again", 'from = ["b"]\nto = "a"'))
    found = folder.faults()
    assert [f.line for f in found] == [folder.line(KEYS, 'code = "a"'), folder.line(KEYS, 'code = "b"')]
    assert all("走不到办完的状态" in f.message for f in found)


def test_a_procedure_may_stay_open_only_where_it_holds_others(folder: Folder) -> None:
    folder.change(MATTER, 'parent = "application"\n', "")
    assert {(f.file, f.message.split("”")[0]) for f in folder.faults()} == {
        (APPLICATION, "从“已送达"),
        (APPLICATION, "没有状态“correction"),
        (APPLICATION, "没有状态“sent"),
        (APPLICATION, "没有状态“concluded"),
    }  # fmt: skip


def test_a_clock_of_a_procedure_that_stays_open_needs_an_end(folder: Folder) -> None:
    folder.change(
        APPLICATION, "", '[[clock]]\nid = "sending"\ntitle = "上传"\namount = 1\nstarts = ["accept"]'
    )
    folder.change(APPLICATION, 'to = "dropped"', 'to = "refused"')  # nothing closes an application then
    told = [(f.line, f.message) for f in folder.faults()]
    line = folder.line(APPLICATION, 'id = "sending"')
    assert any(at == line and "这个期限没有尽头,请写 ends" in words for at, words in told)
    folder.change(APPLICATION, 'to = "refused"\nroles = ["clerk"]', 'to = "dropped"\nroles = ["clerk"]')
    loader.load(folder.path)


def test_parents_that_hold_one_another_are_told_at_each(folder: Folder) -> None:
    folder.change(APPLICATION, 'title = "申请"', 'title = "申请"\nparent = "keys"')
    folder.change(KEYS, *head('parent = "application"'))
    assert [(f.file, f.line) for f in folder.faults()] == [
        (APPLICATION, folder.line(APPLICATION, "parent =")), (KEYS, folder.line(KEYS, "parent =")),
    ]  # fmt: skip


def test_a_secret_procedure_asks_for_no_free_text(folder: Folder) -> None:
    folder.change(KEYS, *head('fields = "numbers-and-dates"'))
    found = folder.faults()
    assert all("保密的流程(numbers-and-dates)不能填文字" in f.message for f in found)
    wrong = ('kind = "name"', 'id = "key"', 'id = "remark"')
    assert [f.line for f in found] == [folder.line(KEYS, text) for text in wrong]


def test_two_registers_do_not_share_a_prefix(folder: Folder) -> None:
    text = (folder.path / KEYS).read_text(encoding="utf-8")
    rooms = folder.path / "procedures" / "rooms.toml"
    rooms.write_text(text.replace('id = "keys"', 'id = "rooms"'), encoding="utf-8")
    folder.tells("procedures/rooms.toml", "prefix =", "编号前缀“YS”已用于流程“keys”")


def test_a_role_of_its_own_may_act(folder: Folder) -> None:
    folder.change(KEYS, 'roles = ["department"]', 'roles = ["keeper"]')
    folder.tells(KEYS, "keeper", "没有角色“keeper”,可用:clerk、department、county、system")
    folder.change(KEYS, *head('roles = ["keeper"]'))
    loader.load(folder.path)


def test_a_paper_without_a_layout_is_told_where_it_is_named(folder: Folder) -> None:
    folder.tells(KEYS, 'paper = "key_slip"', "纸件“key_slip”打印不出来:没有版式文件", printed=True)


def test_a_document_without_a_layout_is_told(folder: Folder) -> None:
    (folder.path / KEYS).unlink()
    folder.change("documents.toml", 'id = "file_cover"', 'id = "file_covr"')
    folder.tells(
        "documents.toml", "file_covr", "“案卷封面”打印不出来:没有版式文件 file_covr.toml", printed=True
    )
    loader.load(folder.path)


def test_the_command_takes_the_layouts_of_the_folder_it_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "check", str(REGISTER)]) == 0
    assert f"{len(loader.load(REGISTER).procedures)}个流程" in capsys.readouterr().out
    # WHEN the layout is broken THEN the pack is refused at the act that needs it
    own = shutil.copytree(REGISTER, tmp_path / "keys")
    slip = own / "layouts" / "key_slip.toml"
    slip.write_text(slip.read_text(encoding="utf-8").replace("{holder}于", "{holdr}于"), encoding="utf-8")
    assert main(["forms", "check", str(own)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    line = next(
        n for n, t in enumerate((own / KEYS).read_text(encoding="utf-8").splitlines(), 1) if "key_slip" in t
    )
    assert first.startswith(f"{KEYS} 第{line}行")
    assert "没有变量“holdr”" in first


def test_a_round_goes_only_through_a_set_there_is(folder: Folder) -> None:
    folder.change(KEYS, *duty('every = "week"'))
    folder.change(KEYS, 'each = "hall"', 'each = "hal"')
    (found,) = folder.faults()
    assert (found.line, "没有范围“hal”,是不是“hall”?" in found.message) == (
        folder.line(KEYS, 'each = "hal"'),
        True,
    )


def test_a_round_begins_only_what_the_program_can_begin_by_itself(folder: Folder) -> None:
    # GIVEN a round that begins with an act of the window, which asks for what no round knows
    folder.change(KEYS, *duty('every = "week"', "take"))
    found = folder.faults()
    assert {f.line for f in found} == {folder.line(KEYS, 'act = "take"')}
    assert [f.message.split(",")[0] for f in found] == [
        "定期的记录由程序自动开始", "定期开始时没有人填“借用人”", "定期开始时没有人填“钥匙”",
    ]  # fmt: skip
    # WHEN it begins with one that the program may do THEN it is sound, whatever that asks of what is known
    folder.change(KEYS, 'act = "take"', 'act = "count"')
    known = '\n\n[[act.asks]]\nid = "name"\nlabel = "对象"\nrequired = true\n\n[[round]]'
    folder.change(KEYS, "\n[[round]]", known)
    loader.load(folder.path)
