"""办事指南: each matter on one page, from the pack alone; the blank form lies behind; nobody is on them."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.printing import guide
from desk_app.services.printing.guide import GuideSheets
from forms import loader
from forms.sources import DEFINITIONS
from tests.fakes import make_parts
from tests.law.citations import in_order
from tests.printing.reading import opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")
MATTERS = tuple(loader.shipped().matters)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


@pytest.mark.parametrize("matter", MATTERS)
def test_each_matter_is_told_whole_on_one_page(parts: Parts, matter: str) -> None:
    pdf = guide.draw_one(parts, matter)
    printed, told = text_of(pdf), parts.pack.matters[matter]

    assert opened(pdf).pageCount() == 1
    materials = [m for m in parts.pack.materials if matter in m.matters]
    wanted = [told.title, told.result, told.process, told.delivery, *(m.title for m in materials)]
    wanted += [r.met for r in told.requirements if r.met and not r.alone]
    wanted += [parts.pack.department(name).whole for name in parts.pack.responsible(matter)]
    hall = parts.window.hall
    wanted += [parts.pack.department(told.department).phone, hall.phone, hall.complaint_phone, hall.hours]
    wanted += ["零费用", "甘肃政务服务网", "甘快办", hall.consult_web, hall.complaint_web, hall.address]
    for words in wanted:
        assert squeezed(words) in printed, words


@pytest.mark.parametrize("matter", [m for m in MATTERS if loader.shipped().matters[m].collected])
def test_the_days_of_the_plan_and_of_the_law_stand_beside_each_other(parts: Parts, matter: str) -> None:
    printed = text_of(guide.draw_one(parts, matter))
    aside = "残疾评定和公示的时间另计" in printed

    assert "承诺13个工作日" in printed
    assert "3个工作日内转交,部门10个工作日内审核" in printed
    assert "法定30个工作日" in printed
    assert aside == bool(parts.pack.matters[matter].takes)


@pytest.mark.parametrize("matter", MATTERS)
def test_the_articles_a_guide_rests_on_stand_in_their_own_order(parts: Parts, matter: str) -> None:
    said = squeezed(text_of(guide.draw_one(parts, matter)))
    for law in re.findall(r"《残疾人证管理办法》(?:\([^)]*\))?((?:第[^条;,。]+条(?:\([^)]*\))?、?)+)", said):
        assert in_order(law.split("、")), law


def test_what_needs_no_application_says_so(parts: Parts) -> None:
    printed = text_of(guide.draw_one(parts, "pension"))

    assert "不用申请" in printed
    assert "不用到场" in printed
    assert "承诺13个工作日" not in printed


def test_a_changed_rule_changes_the_guide(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = (DEFINITIONS / "matters.toml").read_text(encoding="utf-8")
    assert 'met = "家庭已纳入低保。"' in text
    changed = text.replace('met = "家庭已纳入低保。"', 'met = "家庭已经是低保家庭。"')
    (own / "matters.toml").write_text(changed, encoding="utf-8")
    parts = make_parts(tmp_path / "data", forms=own)

    assert "家庭已经是低保家庭" in text_of(guide.draw_one(parts, "living_subsidy"))


def test_an_officer_is_called_by_name(parts: Parts) -> None:
    pack = parts.pack
    named = replace(pack.department("平川区残联"), officer="马样例")
    own = replace(pack, departments={**pack.departments, named.name: named})
    values = guide.values(own, parts.window.hall, own.matters["cert_new"])

    assert "马样例" in str(values["officers"])
    assert named.phone in str(values["officers"])


def test_all_at_once_each_paper_has_its_own_page_numbers(parts: Parts) -> None:
    pdf = guide.draw(parts, guide.every(parts.pack))
    document = opened(pdf)
    pages = [squeezed(document.getAllText(n).text()) for n in range(document.pageCount())]

    assert len(pages) == len(MATTERS) + 2
    for page, matter in zip(pages, MATTERS, strict=False):
        assert parts.pack.matters[matter].title in page
        assert "第1页共1页" in page
    assert ["第1页共2页" in pages[-2], "第2页共2页" in pages[-1]] == [True, True]
    assert squeezed("甘肃省残疾人服务“一件事”申请表") in pages[-2]


def test_the_form_behind_is_blank(parts: Parts) -> None:
    printed = text_of(guide.draw(parts, GuideSheets((), form=True)))

    assert "□新办" in printed
    assert "√" not in printed


def test_the_same_guide_has_the_same_bytes(parts: Parts) -> None:
    first = guide.draw(parts, GuideSheets(("cert_new",)))
    parts.clock.moment = datetime(2026, 12, 1, 9, tzinfo=parts.clock.now().tzinfo)  # type: ignore[attr-defined]

    assert guide.draw(parts, GuideSheets(("cert_new",))) == first


def test_matters_are_named_by_id_or_title(parts: Parts) -> None:
    assert guide.chosen(parts.pack, ["残疾人证新办", "pension", "cert_new"]) == ("cert_new", "pension")
    assert guide.chosen(parts.pack, []) == MATTERS
    with pytest.raises(RuleError, match=r"没有事项“残疾证”.*cert_new"):
        guide.chosen(parts.pack, ["残疾证"])


def test_the_command_writes_a_file_a_matter_and_the_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    out = tmp_path / "out"

    assert main(["papers", "guide", "cert_new", "困难残疾人生活补贴", "--out", str(out)]) == 0
    made = {path.name for path in out.iterdir()}
    assert made == {"残疾人证新办办事指南.pdf", "困难残疾人生活补贴办事指南.pdf", "空白申请表.pdf"}
    assert "残疾人证新办" in text_of((out / "残疾人证新办办事指南.pdf").read_bytes())
    assert str(out) in capsys.readouterr().out
