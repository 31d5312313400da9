"""Which answers count: only those of items that are asked, whatever else was typed and in whatever order."""

from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from forms.schema import Facts, Kind, Value
from forms.surveys import completing, last_year, live, reading
from forms.surveys.kinds import Questionnaire, SurveyItem
from forms.surveys.live import ItemStanding
from tests.survey.forms import SurveyFolder
from tests.survey.tables import HERE

PERSON, VILLAGE = reading.every()
PUBLISHED = reading.load(HERE / "published-2017")
SHOWN = (ItemStanding.ASKED, ItemStanding.PENDING)


def value(form: Questionnaire, item: SurveyItem, chance: Random) -> Value:
    """Any answer to an item: right ones, and such as an older form or a damaged file may bring."""
    codes = [option.code for option in form.options(item)]
    match item.kind:
        case Kind.CHOICE:
            return chance.choice([*codes, "9", "", "?"])
        case Kind.CHOICES:
            return tuple(chance.sample([*codes, "9"], chance.randrange(4)))
        case Kind.NUMBER:
            return chance.choice(["0", "3", "-3", "99999999999", "abc", "1.5"])
        case Kind.DATE:
            return f"{chance.randrange(1930, 2026)}-{chance.randrange(1, 13):02}-01"
    return chance.choice(["样例", "", "?"])


def drawn(form: Questionnaire, chance: Random) -> dict[str, Value]:
    return {item.id: value(form, item, chance) for item in form.items if chance.random() < 0.7}


@pytest.mark.parametrize("form", [PERSON, VILLAGE, PUBLISHED], ids=lambda form: form.id)
@pytest.mark.parametrize("seed", range(4))
def test_an_answer_counts_only_while_its_item_is_asked(form: Questionnaire, seed: int) -> None:
    chance = Random(seed)
    for _ in range(100):
        before = {f"last_{name}": answer for name, answer in drawn(form, chance).items()}
        holds_of_a_sheet(form, before, drawn(form, chance))
    assert all(standing in SHOWN for standing in live.read(form, {}, {}).standing.values())


def holds_of_a_sheet(form: Questionnaire, before: Facts, answers: Facts) -> None:
    sheet = live.read(form, before, answers)
    shown = {name for name, standing in sheet.standing.items() if standing in SHOWN}

    assert {item.id for item in form.items} & sheet.facts.keys() <= shown
    assert sheet.idle.keys().isdisjoint(shown)
    assert all(sheet.idle[name] == answers[name] for name in sheet.idle)
    assert all(sheet.facts[name] == answers[name] for name in sheet.facts.keys() & answers.keys())
    # What does not count changes nothing: without it the sheet reads the same.
    again = live.read(form, before, {k: v for k, v in answers.items() if k not in sheet.idle})
    assert (again.facts, again.standing) == (sheet.facts, sheet.standing)
    # A jump passes only over what lies between.
    for name, skip in sheet.jumps.items():
        assert name in {item.id for item in form.passed(skip)}
        assert sheet.standing[skip.at] is ItemStanding.ASKED
    # What is wrong is told only of what is asked.
    assert {problem.item for problem in completing.problems(sheet, {})} <= shown


def test_what_a_later_change_makes_idle_is_kept_and_comes_back() -> None:
    adult: dict[str, Value] = {"birth": "1990-05-05"}
    jobless = adult | {"r9": "2", "r10": "4", "r11": ("1",)}
    employed = live.read(PERSON, {}, jobless | {"r9": "1"})
    assert dict(employed.idle) == {"r10": "4", "r11": ("1",)}
    assert employed.facts.keys().isdisjoint({"r10", "r11"})
    assert employed.jumps["r10"].at == "r9"
    back = live.read(PERSON, {}, {**employed.facts, **employed.idle, "r9": "2"})
    assert (back.facts["r10"], back.facts["r11"], dict(back.idle)) == ("4", ("1",), {})


def test_what_is_pending_may_be_answered_and_keeps_the_sheet_open() -> None:
    typed: dict[str, Value] = {"birth": "1990-05-05", "grade": "2", "r16": "1"}
    sheet = live.read(PERSON, {}, typed)
    assert sheet.standing["r16"] is ItemStanding.PENDING
    assert sheet.facts["r16"] == "1"
    told = [p for p in completing.problems(sheet, {}) if p.item == "r16"]
    assert [(p.message, p.open) for p in told] == [
        ("还不知道要不要问“托养服务需求”,请先弄清“残疾类别”", True)
    ]
    known = live.read(PERSON, {}, typed | {"categories": ("1",)})
    assert known.standing["r16"] is ItemStanding.APART
    assert dict(known.idle) == {"r16": "1"}


def test_numbers_and_choices_keep_their_limits() -> None:
    typed: dict[str, Value] = {
        "c1": "-3", "c2": "1", "c3": "1.5", "c8": "1", "c9": "0", "c10": "abc", "c11": "1200.555",
    }  # fmt: skip
    sheet = live.read(VILLAGE, {}, typed)
    told = {p.item: p.message for p in completing.problems(sheet, {}) if p.item in typed}
    assert told == {
        "c1": "持证残疾人数不会少于0人,现在是-3,请核对",
        "c3": "残疾人专职委员人数应是整数,现在是1.5,请核对",
        "c9": "年度内组织活动次数不会少于1次,现在是0,请核对",
        "c10": "年度内得到志愿服务的残疾人数“abc”不是数字,请只录数字,如 12",
        "c11": "年度内为残疾人服务花的钱最多2位小数,现在是1200.555,请核对",
    }
    many = live.read(PERSON, {}, {"birth": "1990-05-05", "r9": "2", "r11": ("1", "2", "3", "4", "5", "6")})
    assert "就业需求最多选5项,现在是6项,请去掉几项" in {p.message for p in completing.problems(many, {})}


def test_a_sheet_with_all_answers_may_be_closed_and_says_what_is_left() -> None:
    typed: dict[str, Value] = {
        "name": "张样例", "certificate_number": "62040319870312002943", "birth": "1987-03-12", "r3": "1",
        "r4": "张样例", "phone": "13800000001", "r6": "2", "r7": "1", "r8": "3", "r9": "1", "r12": ("5",),
        "r13": "1", "r14": "3", "r15": ("6",), "r19": "2", "r20": "1", "r21": ("3",), "r22": ("6",),
        "r23": "2", "r25": ("8",), "r26": "1", "head_name": "张样例",
    }  # fmt: skip
    sheet = live.read(PERSON, {}, typed)
    left = completing.problems(sheet, {})
    assert [(p.item, p.message) for p in left if p.open] == [
        ("r12", "已就业,却没有任何职工社会保险,请说明"),
        ("declarant", "请填写申报人"),
    ]
    assert sheet.following("r9") == PERSON.elements["household"]
    assert sheet.following("household") == PERSON.elements["declarant"]
    whole = live.read(PERSON, {}, typed | {"declarant": "张样例"})
    done = completing.problems(whole, {"work_uninsured": "村里公益性岗位,按日计酬"})
    assert completing.closable(done)
    assert whole.following("household") is None


def test_last_years_answers_stand_beside_and_only_the_same_meaning_is_taken_over() -> None:
    before = live.read(
        PERSON, {}, {"birth": "1990-05-05", "r9": "2", "r10": "4", "r8": "3", "r21": ("2", "3")}
    )
    beside = last_year.beside(PERSON, PERSON, before.facts)
    assert (beside["r10"].words, beside["r10"].value) == ("家庭成员供养", "4")
    assert beside["r21"].words == "康复训练、辅助器具"
    now = live.read(PERSON, last_year.given(beside), {"birth": "1990-05-05", "r9": "1", "r8": "2"})
    hints = {p.caution: p.grade for p in completing.problems(now, {}) if p.caution}
    assert {"work_changed", "schooling_lower"} <= hints.keys()
    assert now.facts["last_r10"] == "4"


def test_a_code_that_means_something_else_is_shown_and_not_taken_over(
    tmp_path: Path,
) -> None:
    changed = SurveyFolder(tmp_path)
    changed.change("codes.toml", '["4", "家庭成员供养"]', '["4", "村集体分红"]')
    changed.change("elements.toml", 'id = "r21"\n', 'id = "r21a"\nwas = "r21"\n')
    changed.tells("export.toml", 'id = "r21"', "没有“r21”这一题")
    changed.change("export.toml", 'id = "r21"', 'id = "r21a"')
    form = changed.load()
    before = live.read(PERSON, {}, {"birth": "1990-05-05", "r9": "2", "r10": "4", "r21": ("2",)})
    beside = last_year.beside(form, PERSON, before.facts)
    assert (beside["r10"].words, beside["r10"].value) == ("家庭成员供养", None)
    assert beside["r21a"].value == ("2",)
    assert "last_r10" not in last_year.given(beside)


def test_a_sheet_is_read_and_the_next_question_found_in_far_less_than_20_ms() -> None:
    typed: dict[str, Value] = {"birth": "1990-05-05", "categories": ("5",), "grade": "2", "r9": "2"}
    best = min(_took(typed) for _ in range(20))
    assert best < 0.02


def _took(typed: dict[str, Value]) -> float:
    began = perf_counter()
    sheet = live.read(PERSON, {}, typed)
    assert sheet.following("r9") == PERSON.elements["r10"]
    completing.problems(sheet, {})
    return perf_counter() - began
