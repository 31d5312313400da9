"""Every compulsory element with its reason: what no matter can be decided or delivered without (附件4)."""

from datetime import date
from pathlib import Path

import pytest

from forms import check, loader, rules
from forms.schema import Element, Value
from tests.people import id_number
from tests.unit.packs import Folder

PACK, TODAY = loader.shipped(), date(2026, 11, 23)
STARRED = ("unemployment_place", "unemployment_reason", "unemployment_benefit")
"""The three fields that 附件4 marks with a star."""
COMPULSORY = {
    "name": "发给谁",
    "id_number": "证号由它组成",
    "sex": "证上印",
    "birth": "证上印",
    "ethnicity": "证上印",
    "phone": "告知",
    "registered_address": "户籍地",
    "present_address": "公示",
    "renew_reason": "条件不同",
    "cancel_reason": "由亲属办",
    "apply_categories": "到哪里评定",
    "cancel_categories": "哪本证",
    "guardian_name": "代为申请",
    "guardian_relation": "资格",
    "guardian_handler": "签名",
    "guardian_phone": "告知",
    "low_income": "低保",
    "bank_card": "发不了补贴",
    "bank_card_again": "发不到",
    "able_to_work": "条件之一",
    "employed": "就业登记",
    "employment_kind": "登记",
    "unit_name": "单位名下",
    "venture_name": "实体名下",
    "unemployment_place": "附件4标*",
    "unemployment_reason": "附件4标*",
    "unemployment_other": "附件4标*",
    "unemployment_benefit": "附件4标*",
    "delivery": "送达",
    "delivery_name": "收件人",
    "delivery_phone": "收件人电话",
    "delivery_address": "收件地址",
}
"""Element → words of its reason. What is not listed may stay empty."""
MAY_STAY_EMPTY = (
    *("marriage", "household_kind", "native_place", "education", "identity_kinds", "identity_other"),
    "flexible_place",
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "pack")


def compulsory(element: Element) -> bool:
    """Whether acceptance may ask for an answer."""
    return bool(element.required or element.required_for or element.required_when)


def test_the_compulsory_elements_are_these_and_say_why() -> None:
    found = {e.id: e.why_required for e in PACK.elements.values() if compulsory(e)}
    assert list(found) == [name for name in PACK.elements if name in COMPULSORY]
    for name, reason in found.items():
        assert COMPULSORY[name] in reason, name


def test_what_the_form_stars_is_compulsory() -> None:
    for name in STARRED:
        assert compulsory(PACK.elements[name])
        assert "附件4" in PACK.elements[name].why_required


def test_only_what_is_compulsory_has_a_reason() -> None:
    assert [e.id for e in PACK.elements.values() if e.why_required and not compulsory(e)] == []


@pytest.mark.parametrize("name", MAY_STAY_EMPTY)
@pytest.mark.parametrize("matter", [m.id for m in PACK.matters.values() if m.collected])
def test_what_no_matter_needs_may_stay_empty(name: str, matter: str) -> None:
    known: dict[str, Value] = {"id_number": id_number(), "employed": True}
    facts = rules.complete(PACK, known, TODAY)
    assert not rules.needed(PACK.elements[name], facts, (matter,))
    assert name not in {p.element for p in check.problems(PACK, facts, (matter,), TODAY)}


@pytest.mark.parametrize(
    ("name", "matter", "needed"),
    [
        ("ethnicity", "cert_new", True),
        ("ethnicity", "cert_lost", True),
        ("ethnicity", "cert_cancel", False),
        ("ethnicity", "care_subsidy", False),
        ("present_address", "cert_new", True),
        ("present_address", "cert_change", True),
        ("present_address", "cert_renew", False),
        ("present_address", "employment", False),
        ("registered_address", "employment", True),
    ],
)
def test_an_element_is_compulsory_only_for_the_matters_that_need_it(
    name: str, matter: str, needed: bool
) -> None:
    facts = rules.complete(PACK, {"id_number": id_number()}, TODAY)
    assert rules.needed(PACK.elements[name], facts, (matter,)) is needed


def test_a_countys_row_of_before_gets_the_reason(folder: Folder) -> None:
    reason = PACK.elements["phone"].why_required
    folder.change("elements.toml", f'why_required = "{reason}"\n', "")
    assert loader.load(folder.path).elements["phone"].why_required == reason
