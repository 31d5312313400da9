"""A pack whose rows are each sound but contradict one another is refused: file, line, what to write."""

import random
import time
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from forms import loader, order
from forms.faults import Fault
from forms.schema import Derivation
from printing.papers import form
from tests.unit.packs import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "pack")


def element(name: str, kind: str = "flag", more: str = "") -> str:
    """An invented element; a flag gets the sentences for both its values."""
    sides = '\nyes = "有"\nno = "没有"' if kind == "flag" else ""
    head = f'[[element]]\nid = "{name}"\nlabel = "甲{name}"\nkind = "{kind}"\nsource = "平川区规定"'
    return f"{head}{sides}\n{more}\n"


def requirement(when: str) -> str:
    """An invented requirement of the first matter."""
    return (
        f'[[exclusion]]\nid = "added"\nmatters = ["employment"]\nwhen = {when}\nunmet = "不行。"\n'
        'unknown = "还要确认。"\nclause = "附件2 第十四条"\n'
    )


def extension(when: str) -> str:
    return (
        '[[extension]]\nid = "wider"\nmatter = "care_subsidy"\nrequirement = "grade"\n'
        f'when = {when}\nmet = "也可以。"\nclause = "附件2 第十四条"\nsince = "2026-01-01"\n'
    )


def caution(element_id: str, when: str) -> str:
    return (
        f'[[caution]]\nid = "look"\nelement = "{element_id}"\nwhen = {when}\n'
        'message = "请核对"\nsource = "平川区规定"\n'
    )


def county_row(kind: str, rest: str) -> str:
    return f'[[{kind}]]\nmaterial = "photo"\nsource = "平川区规定"\n{rest}\n'


GRADE = 'when = [["grade in 1 2"]]'
DUE = "renew_reason in 1 3"
UNIT = '[["employed = yes", "employment_kind = 1"]]'
HIDDEN = 'section = "guardian"\nshow_when = [["delivery = 1"]]'

# (file, what is written, what is written instead, what is said, the line it is said of)
NAMES = [
    ("matters.toml", '["age >= 16', '["agee >= 16', "是不是“age”?", "agee"),
    ("matters.toml", GRADE, 'when = [["grade in 1 9"]]', "没有代码 9,可用:1、2、3、4", "grade in 1 9"),
    ("matters.toml", GRADE, 'when = [["grade >= 1"]]', "不能用于“残疾等级”(choice),是不是“=”?", "grade >="),
    ("matters.toml", GRADE, 'when = [["grade = 1 2"]]', "要1个值,现在是2个", "grade = 1 2"),
    ("matters.toml", "age <= 59", "age between 59 16", "请写成 16 59", "59 16"),
    ("matters.toml", "age <= 59", "age >= x", "只能与数字比较", "age >= x"),
    ("matters.toml", "low_income = yes", "low_income = 1", "只能与 yes 或 no 比较", "low_income = 1"),
    ("matters.toml", "low_income = yes", "phone = 1", "不能写进条件", "phone = 1"),
    ("matters.toml", '"cert_renew", "cert_move"', '"cert_renw", "cert_move"', "“cert_renew”?", '"cert_renw"'),
    ("matters.toml", 'excludes = ["cert_renew', 'excludes = ["cert_new', "不能排斥自己", '["cert_new"'),
    ("matters.toml", '"holds_certificate", ', '"holds_certificat", ', "是不是“holds_", '"holds_certificat"'),
    ("matters.toml", GRADE, "when = []", "条件是空的,谁都满足", "when = []"),
    ("elements.toml", 'codes = "sex"', 'codes = "sexes"', "没有代码表“sexes”,是不是“sex”?", "sexes"),
    ("elements.toml", 'codes = "sex"', "# here", "要写 codes", 'id = "sex"'),
    ("elements.toml", 'kind = "phone"', 'kind = "phone"\ncodes = "sex"  # x', "其他类型不写", "# x"),
    ("elements.toml", 'section = "guardian"', 'section = "guard"', "没有栏目“guard”,是不是“guardian”?",
     "guard\""),
    ("elements.toml", 'alone = "0"', 'alone = "none"', "写表中的一个代码", "none"),
    ("elements.toml", 'yes = "有就业意愿"', "", "要写 yes 和 no 两句话", 'id = "willing_to_work"'),
    ("elements.toml", 'why = "决定能否办理就业帮扶"', "", "写了 ask 就要写 why", 'ask = "想不想找工作'),
    ("elements.toml", 'derived = "age"', 'derived = "ages"', "不认识的推算“ages”,是不是“age”?", "ages"),
    ("elements.toml", 'derived = "age"', 'derived = "age 1"', "要0个参数,现在是1个", "age 1"),
    ("elements.toml", 'derived = "age"', 'derived = "sex"  # x', "kind 应写 choice", "# x"),
    ("elements.toml", "until certificate_until", "until certificat_until", "“certificate_until”?",
     "certificat_"),
    ("elements.toml", "until certificate_until", "until grade", "“残疾等级”是 choice", "until grade"),
    ("elements.toml", "$bar_months", "twelve", "第2个参数应为月数", "twelve"),
    ("elements.toml", 'required_when = [["guardian_is_body = yes"]]',
     'required_when = [["guardian_is_body = yes"]]\nrequired = true  # x', "只写一个", "# x"),
    ("elements.toml", 'id = "age"', 'id = "age"\nrequired = true  # x', "没有写 section", "# x"),
    ("elements.toml", 'ranks = ["shared", "typed"]', 'ranks = ["shared"]', "要有 typed", '["shared"]'),
    ("elements.toml", 'ranks = ["book"]', "ranks = []", "各写一次", "ranks = []"),
    ("elements.toml", 'required_for = ["living', 'required_for = ["livng', "“living_subsidy”?", "livng"),
    ("materials.toml", 'capture = "photo"', 'capture = "foto"', "是不是“photo”?", "foto"),
    ("materials.toml", "copies = 3", "copies = 0", "份数至少是1", "copies = 0"),
    ("materials.toml", '"care_subsidy", "employment"]', '"pension"]', "免申办理,不收材料", '"pension"]'),
    ("cautions.toml", 'element = "marriage"', 'element = "mariage"', "是不是“marriage”?", "mariage"),
    ("codes/form.toml", '["2", "听力"]', '["1", "听力"]', "代码“1”写了两次", '["1", "视力"]'),
    ("codes/form.toml", '["2", "听力"]', '["2", ""]', "要有代码和名称", '["2", ""]'),
    ("codes/form.toml", "identity_other", "identity_othr", "是不是“identity_other”?", "identity_othr"),
    ("codes/form.toml", "identity_other", "unit_since", "应为有栏目(section)的文字", '"unit_since"'),
    ("codes/form.toml", '["2", "自行领取"]', '["no", "自行领取"]', "它表示是或否", '"no"'),
    ("pack.toml", "promised = 13", "promised = 14", "是13日,承诺却写14日", "promised"),
    ("pack.toml", "legal = 30", "legal = 12", "短于承诺时限13日", "legal"),
    ("pack.toml", 'id = "hold"', 'id = "held"', "文字“hold”没有写", "[[text]]"),
    ("county.toml", '"14:30-18:00"', '"14:30-25:00"', "25:00", "periods"),
    ("county.toml", '"14:30-18:00"', '"11:30-18:00"', "从早到晚", "periods"),
    ("county.toml", '"620403"', '"6204"', "应为6位数字", '"6204"'),
    ("county.toml", "demo = true", 'after_hours = "nextday"', "是不是“next-day”?", "nextday"),
    ("county.toml", "", county_row("following", "days = 14"), "在1至13个工作日内", "days = 14"),
    ("county.toml", "", county_row("copies", 'matters = ["employment"]\ncopies = 2'), "不是事项",
     'matters = ["employment"]'),
    ("county.toml", "", county_row("copies", 'matters = ["cert_new"]\ncopies = 0'), "至少是1", "copies = 0"),
    ("county.toml", "", requirement('[["grade in 1"]]').replace("added", "age"), "已有条件“age”",
     'id = "age"'),
    ("county.toml", "", requirement("[]"), "谁都不受排斥", "when = []"),
    ("county.toml", "", extension("[]"), "原条件等于取消", "when = []"),
    ("county.toml", "", extension('[["grade in 3 9"]]'), "没有代码 9", "grade in 3 9"),
    ("county.toml", "", county_row("sharing", 'words = "免交"\nwhen = [["agee >= 3"]]'), "“age”?",
     "agee >= 3"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said", "where"), NAMES, ids=lambda v: str(v)[:18])
def test_a_name_or_kind_that_does_not_fit_is_told(
    folder: Folder, name: str, old: str, new: str, said: str, where: str
) -> None:
    folder.change(name, old, new)
    folder.tells(name, where, said)


AHEAD = [
    ("elements.toml", 'codes = "marriage"\n', 'codes = "marriage"\nrequired_when = [["employed = yes"]]\n',
     "请把“是否就业”(employed)移到“婚姻状况”(marriage)之前", '[["employed = yes"]]'),
    ("elements.toml", "", element("one", more='section = "delivery"\nshow_when = [["one = yes"]]'),
     "看的是它自己", "one = yes"),
    ("elements.toml", 'label = "姓名"', 'label = "姓名"\nshow_when = [["sex = 1"]]', "移到“姓名”",
     '"sex = 1"'),
    ("elements.toml", "", element("late", more='section = "applicant"\nshow_when = [["employed = yes"]] # x'),
     "请把栏目“employment”移到“applicant”之前,或在询问中问它", "# x"),
    ("elements.toml", 'derived = "age"', 'derived = "months-until certificate_until"',
     "移到“年龄”(age)之前", 'derived = "months-until'),
    ("elements.toml", 'matters = ["cert_renew"]', 'matters = ["cert_renew"]\nshow_when = [["employed = no"]]',
     "请把“是否就业”(employed)的 section 改为前面的栏目", "employed = no"),
    ("elements.toml", 'id = "applicant"', 'id = "applicant"\nshow_when = [["registered_here = yes"]]',
     "移到这一栏第一个要素之前", "registered_here = yes"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said", "where"), AHEAD, ids=lambda v: str(v)[:18])
def test_a_rule_that_looks_ahead_is_told_what_to_move(
    folder: Folder, name: str, old: str, new: str, said: str, where: str
) -> None:
    folder.change(name, old, new)
    folder.tells(name, where.strip(), said)


def test_facts_that_follow_from_each_other_are_told(folder: Folder) -> None:
    # GIVEN two counts of one another, which no file can write: their kinds do not fit
    pack = loader.shipped()
    ring = {
        name: replace(pack.elements["apply_category_count"], id=name, derived=Derivation("count", (other,)))
        for name, other in (("first", "second"), ("second", "first"))
    }
    told = list(order.remarks(replace(pack, elements=MappingProxyType({**pack.elements, **ring}))))
    assert [r.at for r in told] == [("element", "first", "derived")]
    assert "互相推算" in told[0].message


def test_matters_that_wait_for_each_other_are_told(folder: Folder) -> None:
    # GIVEN that the subsidy for care would settle the low income that the living subsidy waits for,
    # and the living subsidy the grade that the care subsidy waits for
    folder.change("matters.toml", 'id = "living_subsidy"', 'id = "living_subsidy"\nsettles = ["grade"]')
    folder.change("matters.toml", 'id = "care_subsidy"', 'id = "care_subsidy"\nsettles = ["low_income"]')
    folder.tells("matters.toml", 'settles = ["grade"]', "互相等对方的结果,请用 excludes 分开,或改 settles")
    # WHEN they can not be asked for together THEN nothing waits
    folder.change("matters.toml", 'settles = ["grade"]', 'settles = ["grade"]\nexcludes = ["care_subsidy"]')
    loader.load(folder.path)


def test_matters_that_wait_in_a_ring_of_three_are_told_once(folder: Folder) -> None:
    folder.change("matters.toml", 'id = "living_subsidy"', 'id = "living_subsidy"\nsettles = ["grade"]')
    folder.change("matters.toml", 'id = "care_subsidy"', 'id = "care_subsidy"\nsettles = ["able_to_work"]')
    folder.change("matters.toml", 'id = "employment"', 'id = "employment"\nsettles = ["low_income"]')
    folder.tells("matters.toml", 'settles = ["grade"]', "互相等对方的结果")


NEVER = [
    # a row of clauses that exclude each other, kind by kind
    ("matters.toml", GRADE, 'when = [["grade in 1 2", "grade = 3"]]',
     "“残疾等级为一级或二级”和“残疾等级为三级”不能同时成立", '"grade = 3"'),
    ("matters.toml", GRADE, 'when = [["grade != 1", "grade not-in 2 3 4"]]', "不能同时成立", "grade != 1"),
    ("matters.toml", "age <= 59", 'age >= 60", "age <= 59', "不能同时成立", "age >= 60"),
    ("matters.toml", "age <= 59", 'age >= 16.2", "age <= 16.8', "不能同时成立", "age >= 16.2"),
    ("matters.toml", "low_income = yes", 'low_income = yes", "low_income = no', "不能同时",
     '"low_income = no'),
    ("county.toml", "other_benefits none-of 1", 'other_benefits none-of 1", "other_benefits all-of 1 2',
     "不能同时成立", "none-of 1\""),
    ("county.toml", "other_benefits none-of 1", "other_benefits all-of 0 1", "不能同时成立", "all-of 0 1"),
    ("county.toml", "other_benefits none-of 1", "other_benefits none-of 0 1 2 3 4 5 6", "不能同时",
     "none-of 0 1"),
    ("county.toml", "", extension('[["applied_on <= 2025-12-31"]]'), "不能同时成立", "applied_on <= 2025"),
    ("county.toml", "", requirement('[["grade = 1"], ["grade = 2", "grade = 3"]]'), "不能同时", "grade = 3"),
    # what is always true asks nothing
    ("matters.toml", GRADE, 'when = [["grade in 1 2 3 4"]]', "等于没有条件", "grade in 1 2 3 4"),
    ("matters.toml", GRADE, 'when = [["grade in 1 2"], ["grade not-in 1 2"]]', "怎样回答都成立",
     "grade not-in"),
    ("matters.toml", "low_income = yes\"", 'low_income = yes"], ["low_income = no"', "等于没有",
     '["low_income'),
    ("matters.toml", "age <= 59\"", 'age <= 17"], ["age >= 18"', "怎样回答都成立", "age >= 18"),
    ("matters.toml", "age <= 59\"", 'age <= 15"], ["age between 16 59"], ["age >= 60"',
     "怎样回答都成立", "age <= 15"),
    ("county.toml", "", requirement('[["other_benefits any-of 1"], ["other_benefits none-of 1"]]'),
     "怎样回答都成立", "any-of 1"),
    ("county.toml", "", requirement('[["other_benefits all-of 1 2"], ["other_benefits none-of 1 2"], '
     '["other_benefits any-of 1 2"]]'), "怎样回答都成立", "all-of 1 2"),
    ("county.toml", "", requirement('[["applied_on <= 2026-03-05"], ["applied_on >= 2026-03-06"]]'),
     "怎样回答都成立", "2026-03-06"),
    # what two rows make impossible together
    ("matters.toml", "willing_to_work = yes", "age <= 15", "“残疾人就业帮扶”谁也不会符合", "age <= 15"),
    ("county.toml", "", requirement('[["age >= 60"]]'), "“残疾人就业帮扶”谁也不会符合", "age >= 60"),
    ("matters.toml", '[["renew_reason = 2"]]', '[["certificate_state = 0"]]  # x',
     "“到期换证”永远不会出现", "# x"),
    ("elements.toml", 'show_when = [["employed = no"]]', 'show_when = [["employed = no", "employed = yes"]]',
     "不能同时成立", '"employed = yes"]]\n'),
    ("elements.toml", 'show_when = [["unemployment_reason = 13"]]',
     'show_when = [["unemployment_reason = 13", "employed = yes"]]', "“其他失业原因(请填写)”永远不会显示",
     '13", "employed'),
    ("elements.toml", 'show_when = [["employed = yes", "employment_kind = 1", "contract = yes"]]',
     'show_when = [["employment_kind = 2", "contract = yes"]]', "“劳动合同起始日”永远不会显示",
     '2", "contract'),
    ("elements.toml", 'required_when = [["delivery = 1"]]', 'required_when = [["delivery = 2"]]',
     "“收件人”显示时永远不必填", "delivery = 2"),
    ("elements.toml", 'required_for = ["living_subsidy"]', 'required_for = ["employment"]',
     "不打开栏目“困难残疾人生活补贴、重度残疾人护理补贴”", 'required_for = ["employment"]'),
    ("elements.toml", 'matters = ["living_subsidy"]', 'matters = ["pension"]', "请改 matters 或栏目的",
     'matters = ["pension"]'),
    ("elements.toml", 'matters = ["cert_renew"]', 'matters = ["pension"]', "没有要申请的事项打开",
     '["pension"]'),
    ("elements.toml", "[[section]]",
     '[[section]]\nid = "more"\ntitle = "更多"\nsource = "附件4"\n[[section]]',
     "栏目“更多”没有要素", 'id = "more"'),
    ("materials.toml", "", '[[material.exempt]]\nwhen = [["registered_here = yes"]]\n'
     'words = "免交"\nsource = "平川区规定"', "“居住证”永远不会免交", "registered_here = yes"),
    ("county.toml", "", county_row("sharing", 'words = "免交"\nwhen = [["registered_here = yes"]]').replace(
     "photo", "residence_permit"), "“居住证”永远不会免交", "registered_here = yes"),
    ("materials.toml", 'when = [["registered_here = no", "id_kind = 1"]]',
     'when = [["contract_from >= 2026-01-01", "employed = no"]]', "材料“居住证”永远不需要", "contract_from"),
    ("cautions.toml", "", caution("delivery_name", '[["delivery = 2"]]'), "提示永远不会出现", "delivery = 2"),
    ("cautions.toml", "", caution("age", '[["age >= 90"]]'), "提示没有地方显示", 'element = "age"'),
    ("codes/form.toml", "", '[[table]]\nid = "colour"\ntitle = "颜色"\nsource = "附件4"\n'
     'options = [["1", "红"]]', "没有要素用代码表“颜色”", 'id = "colour"'),
    ("elements.toml", "", element("odd") + '[[caution]]\nid = "odd"\nelement = "marriage"\n'
     'when = [["odd = yes"]]\nmessage = "请核对"\nsource = "附件4"', "却没有人给出", 'id = "odd"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said", "where"), NEVER, ids=lambda v: str(v)[:18])
def test_what_can_never_happen_is_told(
    folder: Folder, name: str, old: str, new: str, said: str, where: str
) -> None:
    folder.change(name, old, new)
    folder.tells(name, where.strip(), said)


def test_a_free_text_that_is_never_seen_is_told_at_its_option(folder: Folder) -> None:
    folder.change(
        "elements.toml",
        'show_when = [["identity_kinds any-of 9"]]',
        'show_when = [["identity_kinds none-of 9"]]',
    )
    folder.tells("codes/form.toml", "identity_other", "“其他身份类别(请填写)”也不会显示,请改它的 show_when")


def test_a_value_of_the_county_that_fits_no_number_is_told_with_its_name(folder: Folder) -> None:
    folder.change("county.toml", 'renew_from_months = "12"', 'renew_from_months = "一年"')
    folder.tells("matters.toml", "<= $renew_from_months", "来自 county.toml 的 [values] renew_from_months")


def test_facts_the_program_itself_needs_must_be_there(folder: Folder) -> None:
    folder.change("elements.toml", 'id = "grade"', 'id = "level"')
    said = [f.message for f in folder.faults()]
    assert any("程序要用的要素“grade”没有定义" in s for s in said)


PAPER = [
    ("elements.toml", "", element("extra", "text", 'section = "delivery"'), "却不在申请表上",
     'section = "delivery"'),
    ("elements.toml", "", element("extra", "text"), "没有用处:没有条件用它", 'id = "extra"'),
    ("elements.toml", "", element("extra", more='ask = "有吗?"\nwhy = "统计"'), "没有用处", 'id = "extra"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said", "where"), PAPER, ids=lambda v: str(v)[:18])
def test_what_is_asked_stands_on_a_paper_or_decides_something(
    folder: Folder, name: str, old: str, new: str, said: str, where: str
) -> None:
    folder.change(name, old, new)
    # WHEN the pack is loaded THEN no paper is looked at, for the program may print others
    loader.load(folder.path)
    # WHEN it is checked THEN the law is told
    found = folder.faults(printed=True)
    assert len(found) == 1
    assert said in found[0].message
    assert "行政许可法第二十九条" in found[0].message
    last = (folder.path / name).read_text(encoding="utf-8").splitlines()
    assert where in last[found[0].line - 1]


def test_checking_takes_no_time_a_clerk_would_notice() -> None:
    loader.load()
    begun = time.thread_time()
    loader.load()
    assert time.thread_time() - begun < 1.0


_ANYTHING = (
    *(
        "3",
        "true",
        '""',
        "[]",
        '["*"]',
        "[[]]",
        "{ a = 1 }",
        "1.5",
        "2026-01-01",
        '"$nobody"',
        '[["a = yes"]]',
    ),
    *('[["age >= 3"], ["grade = 1"]]', '[["delivery = 1"]]', '[["identity_kinds all-of 1 9"]]'),
)


def refusal(folder: Folder) -> tuple[Fault, ...]:
    """The faults of a folder; empty when it can be used."""
    try:
        loader.checked(folder.path, printed=form.places)
    except loader.PackError as refused:
        return refused.faults
    return ()


@pytest.mark.parametrize("seed", range(8))
def test_a_pack_spoiled_anywhere_is_read_or_refused_and_never_breaks(folder: Folder, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        file = chance.choice(sorted(folder.path.rglob("*.toml")))
        text = file.read_text(encoding="utf-8")
        written = text.split("\n")
        place = chance.randrange(len(written))
        key, assigned, _value = written[place].partition(" = ")
        written[place] = f"{key} = {chance.choice(_ANYTHING)}" if assigned else ""
        file.write_text("\n".join(written), encoding="utf-8")
        assert all(f.message and f.line >= 1 for f in refusal(folder))
        file.write_text(text, encoding="utf-8")
