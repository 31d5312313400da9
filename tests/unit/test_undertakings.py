"""告知承诺 in a pack and a draft: rows with their faults, older packs and drafts, what is signed."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import resources
from desk_app.domain import undertaken
from desk_app.domain.applications import Draft
from desk_app.domain.undertaken import Undertaken
from desk_app.errors import RuleError
from desk_app.services import reading
from desk_app.services.applications import amended_promises, whole
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Urgency
from desk_app.storage import rows
from forms import explain, loader, rights
from forms.schema import Problem
from tests.fakes import NOW, StillClock, make_parts
from tests.people import sound_draft
from tests.printing.reading import opened, squeezed, text_of
from tests.unit.packs import Folder

INCOME, WORK = "living_income", "employment_status"
SHEET = f"undertaking:{INCOME}"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "own")


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path / "book")


def told(parts: Parts, draft: Draft) -> list[Problem]:
    return [p for p in reading.of(parts, draft).problems if p.element.startswith(undertaken.SHEET)]


def signed(parts: Parts, draft: Draft, row: str = INCOME) -> Draft:
    """The draft with a row promised, its sheet kept on paper and bound to what it says."""
    made = undertaken.kept(undertaken.toggled(draft, row, on=True), row, on=True)
    read = reading.of(parts, made)
    return undertaken.stamped(read.pack, read.facts, made)


# ---- rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('matter = "living_subsidy"\nfact', 'matter = "living_subsidie"\nfact', "没有事项“living_subsidie”"),
        ('fact = "low_income"', 'fact = "low_incom"', "没有要素“low_incom”"),
        ('fact = "low_income"', 'fact = "employed"', "的条件不看“是否就业”"),
        ('fact = "low_income"', 'fact = "other_benefits"', "只有是非(flag)和单选(choice)可以承诺"),
        ('values = ["yes"]', 'values = ["ja"]', "没有答案“ja”"),
        ('values = ["yes"]', "values = []", "没有写答案是什么才可以承诺"),
        ('checker = "平川区民政局"', 'checker = "平川区民政科"', "没有部门“平川区民政科”"),
        ("days = 10", "days = 0", "现在是0"),
        ("days = 10", "days = 600", "现在是600"),
        ('proof = "家庭经济状况证明"', 'proof = "身份证"', "是附件5的材料,不能用告知承诺代替"),
        ('basis = "国发〔2015〕52号二(一)"', 'basis = "国发〔2015〕52号九十九"', "clauses.toml 里没有"),
        ('content = "申请人家庭已经', 'content = " "\n#', "content"),
        ('fact = "employed"', 'public = true\nfact = "employed"', "要写 scope"),
        ('matter = "employment"\nfact', 'matter = "living_subsidy"\nfact', "一个事项一张承诺书"),
    ],
)  # fmt: skip
def test_a_fault_of_a_row_is_told_with_its_line(folder: Folder, old: str, new: str, said: str) -> None:
    folder.change("county.toml", old, new)
    wanted = [(f.file, f.line) for f in folder.faults() if said in f.message]
    first = folder.line("county.toml", "[[undertaking]]")
    assert [name for name, _ in wanted] == ["county.toml"]
    assert wanted[0][1] > first


def test_the_shipped_rows_are_marked_as_demo_and_read_out() -> None:
    pack = loader.shipped()
    assert [(u.id, u.demo) for u in pack.undertakings] == [(INCOME, True), (WORK, True)]
    said = squeezed("\n".join(explain.lines(pack, pack.matters["living_subsidy"])))
    for words in (
        "家庭经济状况证明",
        "可以书面承诺代替证明(自愿)(演示)",
        "受理后10个工作日内由平川区民政局核查",
    ):
        assert squeezed(words) in said


def test_a_pack_of_before_has_no_rows_and_is_lent_the_acts(folder: Folder) -> None:
    text = (folder.path / "county.toml").read_text("utf-8")
    (folder.path / "county.toml").write_text(text[: text.index("# 告知承诺: which proof")], "utf-8")
    assert loader.load(folder.path).undertakings == ()
    shipped = loader.shipped().procedures["matter"]
    ours = {"withdraw_promise", "promise_fact", "check_fact", "recheck_fact", "settle_untrue"}
    old = replace(
        shipped,
        acts=tuple(a for a in shipped.acts if a.code not in ours),
        clocks=tuple(c for c in shipped.clocks if c.id not in ("checking", "untrue")),
    )
    found = rights.procedures({"matter": old})
    assert ours <= {a.code for a in found["matter"].acts}
    assert {"checking", "untrue"} <= {c.id for c in found["matter"].clocks}
    assert "fact_check" in rights.codes({}, found)
    table = loader.shipped().codes["fact_check"]
    before = replace(table, options=table.options[:3])
    assert rights.codes({"fact_check": before}, found)["fact_check"] == table
    assert rights.procedures(found) == found


# ---- drafts --------------------------------------------------------------------------------------


def test_a_draft_of_before_is_read_and_a_new_one_comes_back(parts: Parts) -> None:
    draft = signed(parts, sound_draft(parts))
    parts.store.drafts.keep(draft)
    found = parts.store.drafts.one(draft.id)
    assert found is not None
    assert found.undertaken == draft.undertaken
    body = json.loads(rows.draft_body(draft))
    del body["undertaken"]
    old = rows.read_draft(draft.id, draft.updated_at.isoformat(), json.dumps(body))
    assert old.undertaken == ()


def test_acceptance_waits_for_the_sheet_in_one_sentence(parts: Parts) -> None:
    draft = undertaken.toggled(sound_draft(parts), INCOME, on=True)
    with pytest.raises(RuleError, match=r"有1处要处理:家庭经济状况证明选了告知承诺,承诺书还没有签好"):
        intake.accept(parts, draft)
    application = intake.accept(parts, signed(parts, sound_draft(parts)))
    facts = {m.matter: m.facts for m in application.matters}
    now = parts.store.applications.one(application.id)
    assert now is not None
    held = {m.matter: undertaken.standing(m.facts, m.state) for m in now.matters}
    assert "承诺待核查" in held["living_subsidy"]
    assert not held["care_subsidy"]
    assert facts.keys() == held.keys()


@pytest.mark.parametrize("element", ["name", "id_number"])
def test_another_person_voids_the_sheet(parts: Parts, element: str) -> None:
    draft = signed(parts, sound_draft(parts))
    other = sound_draft(parts, person=4).answers["id_number"] if element == "id_number" else "张样本"
    changed = replace(draft, answers={**draft.answers, element: other})
    (problem,) = told(parts, changed)
    assert problem.blocks
    assert "这一张作废" in problem.message


def test_what_a_record_shows_needs_no_promise(parts: Parts) -> None:
    draft = signed(parts, sound_draft(parts))
    known = replace(draft, records={"low_income": True})
    read = reading.of(parts, known)
    assert undertaken.offered(read.pack, read.facts, known.chosen, known.records) == ()
    (problem,) = told(parts, known)
    assert not problem.blocks


def test_the_same_row_twice_is_one(parts: Parts) -> None:
    draft = undertaken.toggled(undertaken.toggled(sound_draft(parts), INCOME, on=True), INCOME, on=True)
    assert draft.undertaken == (Undertaken(INCOME),)


def test_a_row_nobody_knows_any_more_is_passed_over(parts: Parts) -> None:
    draft = undertaken.kept(undertaken.toggled(sound_draft(parts), "gone", on=True), "gone", on=True)
    assert told(parts, draft) == []
    intake.accept(parts, draft)


# ---- after acceptance ----------------------------------------------------------------------------


def test_the_to_do_of_a_check_leads_to_the_check(tmp_path: Path) -> None:
    clock = StillClock()
    parts = make_parts(tmp_path / "later", clock)
    intake.accept(parts, signed(parts, sound_draft(parts)))
    assert not [t for t in todos.todos(parts).shown if "的承诺" in t.title]
    clock.move(11 * 86400)  # the working day before the last one
    (todo,) = [t for t in todos.todos(parts).shown if "的承诺" in t.title]
    assert todo.act is not None
    assert todo.act.code == "check_fact"
    assert todo.given == {"checked_on": "2026-12-04"}
    assert todo.due == date(2026, 12, 7)
    assert todo.urgency is Urgency.SOON
    clock.move(4 * 86400)
    (late,) = [t for t in todos.todos(parts).shown if "的承诺" in t.title]
    assert late.urgency is Urgency.OVERDUE


def test_the_day_of_a_check_is_expected_where_its_year_is_not_published(tmp_path: Path) -> None:
    for now, day in ((NOW, "2026年12月7日前"), (NOW.replace(month=12, day=28), "预计2027年1月12日前")):
        parts = make_parts(tmp_path / f"{now:%m}", StillClock(now))
        application = intake.accept(parts, signed(parts, sound_draft(parts)))
        held = parts.store.applications.one(application.id)
        assert held is not None
        (said,) = [w for m in held.matters if (w := undertaken.standing(m.facts, m.state))]
        assert f"承诺待核查,{day}由" in said
        parts.store.close()


def test_the_signed_sheet_is_seen_once_under_its_name(parts: Parts) -> None:
    portrait = (resources.path("samples") / "01" / "portrait.jpg").read_bytes()
    draft = undertaken.toggled(sound_draft(parts), INCOME, on=True)
    application = intake.accept(parts, capture.add_page(parts, draft, SHEET, portrait, "承诺书.jpg"))
    scans = whole.again(parts, application).scans
    assert [g.title for g in scans] == ["签好的告知承诺书(家庭经济状况证明)"]
    assert len(scans[0].pages) == 1


# ---- the paper -----------------------------------------------------------------------------------


def test_each_matter_has_a_sheet_of_its_own(parts: Parts) -> None:
    draft = sound_draft(parts)
    more = {"employed": False, "willing_to_work": True, "able_to_work": True}
    both = replace(draft, answers={**draft.answers, **more}, chosen=(*draft.chosen, "employment"))
    for row in (INCOME, WORK):
        both = undertaken.toggled(both, row, on=True)
    assert documents.questions(parts, both, "undertaking") == ()  # nothing is asked by hand
    pdf = documents.draw(parts, both, "undertaking", {})
    paper = opened(pdf)
    pages = [squeezed(paper.getAllText(n).text()) for n in range(paper.pageCount())]
    assert len(pages) == 2
    assert "困难残疾人生活补贴(证明事项:家庭经济状况证明)" in pages[0]
    assert "残疾人就业帮扶(证明事项:未就业证明)" in pages[1]
    assert "就业" not in pages[0]
    assert "低保" not in pages[1]
    for page in pages:
        assert "代书人" in page
        assert "见证人" in page
        assert "按手印处" in page
    only = text_of(documents.draw(parts, both, "undertaking", {}, only=WORK))
    assert "家庭经济状况证明" not in only


# ---- corrected afterwards ------------------------------------------------------------------------


def test_what_is_not_promised_any_more_is_proven_where_the_answer_still_needs_it(parts: Parts) -> None:
    accepted = intake.accept(parts, signed(parts, sound_draft(parts)))
    application = parts.store.applications.one(accepted.id)
    assert application is not None
    before = application.answers
    bare = {k: v for k, v in before.items() if k != "low_income"}
    for after, said in (
        ({**before, "low_income": False}, "不再核查。"),
        (bare, "不再核查;请补交家庭经济状况证明。"),
        ({**before, "name": "张样丽"}, "按更正后的姓名核查。"),
    ):
        (told_of,) = amended_promises.told(parts, parts.pack, application, before, after)
        assert told_of.endswith(said)
    assert not list(amended_promises.told(parts, parts.pack, application, before, {**before, "phone": "1"}))
