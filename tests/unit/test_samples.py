"""The shipped sample cases are readable, valid, and about different people."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

import resources
from desk_app.errors import RuleError
from desk_app.walkthrough import case_file
from forms import check, judging, loader, rules
from forms.schema import Outcome

PACK = loader.shipped()
TODAY = date(2026, 11, 23)
SAMPLES = sorted(resources.path("samples").glob("*.toml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_a_sample_can_be_accepted(path: Path) -> None:
    case = case_file.read(path, PACK)
    typed = {**case.person, **case.situation, **case.answers}
    kept = {k: check.tidy(PACK.elements[k].kind, v) if isinstance(v, str) else v for k, v in typed.items()}
    facts = rules.complete(PACK, kept, TODAY)
    assert [p for p in check.problems(PACK, facts, case.matters, TODAY) if p.blocks] == []
    needed = {n.material.id for n in rules.needs(PACK, facts, case.matters) if n.required}
    assert needed <= set(case.pictures) | set(case.paper) | set(case.materials)
    outcomes = {f.matter: f.outcome for f in judging.judge(PACK, facts, case.matters)}
    assert all(outcomes[m] is not Outcome.NOT for m in case.matters)
    shown = {e.id for e in rules.fields(PACK, facts, case.matters)}
    assert set(case.answers) <= shown


def test_the_samples_take_every_certificate_matter_path() -> None:
    taken = {m for p in SAMPLES for m in case_file.read(p, PACK).matters}
    assert {"cert_new", "cert_renew", "cert_lost", "cert_cancel", "cert_change"} <= taken
    assert {"living_subsidy", "care_subsidy", "employment"} <= taken


def test_the_example_of_the_guide_can_be_accepted(tmp_path: Path) -> None:
    guide = resources.path("guide", "cases.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "case.toml").write_text(example, encoding="utf-8")
    shutil.copytree(resources.path("samples", "01"), tmp_path / "01")
    (tmp_path / "signed.jpg").write_bytes(b"")
    case = case_file.read(tmp_path / "case.toml", PACK)
    facts = rules.complete(PACK, {**case.person, **case.situation, **case.answers}, TODAY)
    assert [p for p in check.problems(PACK, facts, case.matters, TODAY) if p.blocks] == []
    needed = {n.material.id for n in rules.needs(PACK, facts, case.matters) if n.required}
    assert needed <= set(case.pictures) | set(case.paper)


def test_the_extension_of_the_guide_widens_the_circle(tmp_path: Path) -> None:
    guide = resources.path("guide", "rules.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "wider.toml").write_text(example, encoding="utf-8")
    wider = loader.load(tmp_path)
    income = next(r for r in wider.matters["living_subsidy"].requirements if r.id == "income")
    known = {"low_income": False, "low_earner": True}
    assert judging.met(income, {**known, "applied_on": "2027-01-01"})
    assert judging.met(income, {**known, "applied_on": "2026-12-31"}) is False


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("title =", "titel =", "titel", "不认识的键“titel”"),
        ('name = "张样例"\n', "", "name", "缺少“name”"),
        ('"cert_new",', '"cert_newest",', "matters", "没有“cert_newest”"),
        ("low_income = true", 'low_income = "ja"', "low_income", "true、false"),
        ("ethnicity =", "ethnic =", "ethnic", "不认识的要素“ethnic”"),
        ('ethnicity = "汉族"', 'ethnicity = "汉"', "ethnicity", "可用:汉族"),
        ("01/portrait.jpg", "01/nobody.jpg", "photo", "不存在"),
        ("photo =", "foto =", "foto", "不认识的材料“foto”"),
        ("[person]", "[person", "", "方括号没有成对"),
        ("[person]", '[materials]\nhouse = "copy"\n[person]', "house", "不认识的材料“house”"),
        ("[person]", '[materials]\nhousehold = "kept"\n[person]', "household", "可用:original、copy、later"),
        ("[person]", "[materials]\nhousehold = []\n[person]", "household", "可用:original、copy、later"),
        ("[person]", '[materials]\nphoto = "copy"\n[person]', "photo", "只收原件"),
        ("[person]", '[materials]\nid_card = "later"\n[person]', "id_card", "不能容缺"),
        ("[person]", '[materials]\nid_card = "copy"\n[person]', "id_card", "只写一处"),
        ("title =", "materials = 1\ntitle =", "materials", "应为一节"),
    ],
)
def test_a_wrong_case_file_is_refused_by_name(
    tmp_path: Path, old: str, new: str, field: str, said: str
) -> None:
    text = SAMPLES[0].read_text(encoding="utf-8")
    assert old in text
    for picture in resources.path("samples").glob("01/*.jpg"):
        (tmp_path / "01").mkdir(exist_ok=True)
        (tmp_path / "01" / picture.name).symlink_to(picture)
    (tmp_path / "case.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError, match=said) as refused:
        case_file.read(tmp_path / "case.toml", PACK)
    assert field in {p.element for p in refused.value.problems} | {""}
