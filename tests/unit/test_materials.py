"""附件5 typed again from the source and compared with the pack: no other material may be asked for."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.promises import may_follow, takes_copy
from forms import loader, rules
from forms.pack import Pack
from forms.schema import Need, Value
from tests.people import id_number

PACK = loader.shipped()
TODAY = date(2026, 11, 23)
CARDS = ("残疾人证新办", "残疾人证换领", "残疾人证迁移", "残疾人证挂失补办", "残疾类别/等级变更")
SUBSIDIES = ("困难残疾人生活补贴", "重度残疾人护理补贴")


@dataclass(frozen=True)
class Row:
    """One row of 附件5 as it is printed."""

    title: str
    form: str
    copies: int
    necessary: bool
    matters: tuple[str, ...]


MATRIX = (
    Row("户口簿", "原件或复印件", 1, True, (*CARDS, *SUBSIDIES)),
    Row("身份证", "原件或复印件", 1, True, (*CARDS, *SUBSIDIES, "残疾人就业帮扶")),
    Row("照片", "原件", 3, True, CARDS),
    Row("银行卡(一卡通)", "原件或复印件", 1, True, SUBSIDIES),
    Row("监护人身份证", "原件或复印件", 1, False, (*CARDS, "残疾人证注销")),
    Row("居住证", "原件或复印件", 1, False, (*CARDS, "残疾人证注销")),
)
GROWN: Mapping[str, Value] = {"id_number": id_number(), "apply_categories": ("4",), "registered_here": True}
CHILD_AWAY: Mapping[str, Value] = {"id_number": id_number("20100312"), "registered_here": False}


def asked(matters: tuple[str, ...], answers: Mapping[str, Value], pack: Pack = PACK) -> dict[str, Need]:
    facts = rules.complete(pack, answers, TODAY)
    return {n.material.title: n for n in rules.needs(pack, facts, matters)}


@pytest.mark.parametrize("matter", PACK.matters)
def test_a_matter_asks_for_its_rows_of_the_matrix_and_nothing_more(matter: str) -> None:
    title = PACK.matters[matter].title
    rows = [r for r in MATRIX if title in r.matters]
    whole, bare = asked((matter,), CHILD_AWAY), asked((matter,), GROWN)
    assert list(whole) == [r.title for r in rows]
    assert list(bare) == [r.title for r in rows if r.necessary]
    for row in rows:
        material = whole[row.title].material
        assert (material.form, whole[row.title].copies) == (row.form, row.copies)
    assert all(n.required for n in (*whole.values(), *bare.values()))


def test_every_matter_of_the_matrix_is_one_of_the_pack() -> None:
    titles = {m.title for m in PACK.matters.values()}
    assert {m for r in MATRIX for m in r.matters} <= titles
    assert [m.title for m in PACK.materials] == [r.title for r in MATRIX]


def test_all_matters_together_ask_for_each_paper_once() -> None:
    collected = tuple(m.id for m in PACK.matters.values() if m.collected)
    assert list(asked(collected, CHILD_AWAY)) == [r.title for r in MATRIX]


def test_no_question_and_no_field_asks_for_a_paper() -> None:
    papers = ("证明", "复印件", "原件", "材料", "提交", "出示", "户口簿", "居住证", "照片")
    for element in PACK.elements.values():
        for words in (element.ask, element.label):
            assert not [p for p in papers if p in words], element.id


@pytest.mark.parametrize(
    ("answers", "guardian", "permit"),
    [
        ({}, False, False),
        ({"apply_categories": ("5",)}, True, False),
        ({"apply_categories": ("1", "6")}, True, False),
        ({"categories": ("6",), "certificate_state": "1"}, True, False),
        ({"id_number": id_number("20081123")}, False, False),
        ({"id_number": id_number("20081124")}, True, False),
        ({"registered_here": False}, False, True),
        ({"registered_here": True}, False, False),
    ],
)
def test_guardian_and_residence_only_where_their_remark_says_so(
    answers: Mapping[str, Value], guardian: bool, permit: bool
) -> None:
    found = asked(("cert_new",), {"id_number": id_number(), "apply_categories": ("4",), **answers})
    assert ("监护人身份证" in found, "居住证" in found) == (guardian, permit)
    # The two subsidies and employment never ask for either.
    assert not {"监护人身份证", "居住证"} & asked((*PACK.matters,)[-3:], answers).keys()


def test_a_child_without_an_identity_card_is_not_sent_away() -> None:
    need = asked(("cert_new",), {"id_number": id_number("20170605")})["身份证"]
    assert not need.required
    assert "居民身份证法" in need.reason


def county(tmp_path: Path, rows: str) -> Pack:
    """The shipped pack of a county that adds these rows."""
    shutil.copytree(loader.DEFINITIONS, tmp_path / "pack")
    with (tmp_path / "pack" / "county.toml").open("a", encoding="utf-8") as file:
        file.write(rows)
    return loader.load(tmp_path / "pack")


def test_what_the_county_reads_itself_need_not_be_brought(tmp_path: Path) -> None:
    pack = county(
        tmp_path,
        '\n[[sharing]]\nmaterial = "household"\nwhen = [["registered_here = yes"]]\n'
        'words = "公安共享数据已核验,免提交"\nsource = "在线政务服务若干规定第七条"\n',
    )
    here, away = asked(("cert_new",), GROWN, pack), asked(("cert_new",), CHILD_AWAY, pack)
    assert (here["户口簿"].required, here["户口簿"].reason) == (False, "公安共享数据已核验,免提交")
    assert away["户口簿"].required
    assert here["照片"].required


def test_a_county_wants_fewer_photos_for_some_matters(tmp_path: Path) -> None:
    pack = county(
        tmp_path,
        '\n[[copies]]\nmaterial = "photo"\nmatters = ["cert_lost", "cert_renew"]\n'
        'copies = 2\nsource = "某区规定"\n',
    )
    assert asked(("cert_lost",), GROWN, pack)["照片"].copies == 2
    assert asked(("cert_new",), GROWN, pack)["照片"].copies == 3


def test_main_papers_never_follow_and_only_some_may_be_copies() -> None:
    follow = {m.title: m.follows_in for m in PACK.materials if may_follow(PACK, m)}
    assert follow == {"户口簿": 5, "银行卡(一卡通)": 5, "居住证": 5}
    assert [m.title for m in PACK.materials if not takes_copy(m)] == ["照片"]
