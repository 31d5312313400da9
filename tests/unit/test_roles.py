"""Who applies, signs and is written to: drafts with real papers, drawn and read back."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, Draft, MatterState
from desk_app.errors import RuleError
from desk_app.services import reading
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, papers, parties
from forms import loader, roles, rules
from forms.facts import Facts, Value
from forms.schema import Outcome
from tests.people import id_number, sound_draft
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder

PACK = loader.shipped()
HELD: Mapping[str, Value] = {
    "certificate_number": f"{id_number()}42",
    "certificate_state": "1",
    "certificate_until": "2031-01-01",
    "categories": ("4",),
}
"""A certificate for 肢体二级, valid and in hand."""
DAUGHTER: Mapping[str, Value] = {
    "guardian_name": "赵样女",
    "guardian_relation": "3",
    "guardian_phone": "13900000009",
}
DEATH: Mapping[str, Value] = {**HELD, "cancel_categories": ("4",), "cancel_reason": "1", **DAUGHTER}
BODY: Mapping[str, Value] = {
    "guardian_kind": "2",
    "guardian_name": "样例村村民委员会",
    "guardian_handler": "钱样办",
    "guardian_phone": "09436690000",
}
CHILD: Mapping[str, Value] = {
    "name": "李小样",
    "id_number": id_number("20170605"),
    "marriage": "10",
    "apply_categories": ("3", "5"),
    "guardian_name": "马样妈",
    "guardian_relation": "5",
    "guardian_phone": "13900000003",
}
NOBODY = ("guardian_name", "guardian_relation", "guardian_phone")


def drafted(parts: Parts, chosen: tuple[str, ...], answers: Facts, *seen: str) -> Draft:
    """The sound draft with other matters, answers and papers."""
    draft = sound_draft(parts)
    found = {k: v for k, v in (draft.answers | dict(answers)).items() if v != ""}
    return replace(draft, answers=found, chosen=chosen, seen=seen)


def dead(parts: Parts, **changed: Value) -> Draft:
    return drafted(parts, ("cert_cancel",), {**DEATH, **changed})


def said(parts: Parts, draft: Draft) -> dict[str, bool]:
    """Sentence of each problem → whether it keeps from acceptance."""
    return {p.message: p.blocks for p in reading.of(parts, draft).problems}


def required(parts: Parts, draft: Draft) -> set[str]:
    return {n.material.id for n in reading.of(parts, draft).needs if n.required}


def named(parts: Parts, draft: Draft) -> dict[str, str]:
    facts = reading.of(parts, draft).facts
    return {r.id: p.said for r in PACK.roles if (p := roles.party(PACK, r.id, facts))}


def paper(parts: Parts, application: Application, document: str) -> str:
    """A paper of an application whose matters are concluded, read back."""
    concluded = replace(
        application,
        matters=tuple(replace(m, state=MatterState.CONCLUDED) for m in application.matters),
    )
    return text_of(documents.draw(parts, concluded, document, {}))


# ---- 注销, the holder died -----------------------------------------------------------------------


def test_a_death_is_reported_by_a_living_relative(parts: Parts) -> None:
    draft = dead(parts, **dict.fromkeys(NOBODY, ""))
    assert said(parts, draft) == {
        "持证人已去世,请录入来办的亲属姓名": True,
        "请选择来办的亲属是去世的持证人的什么人": True,
        "请录入来办的亲属的电话": True,
    }
    with pytest.raises(RuleError):
        intake.accept(parts, draft)


def test_the_relative_applies_signs_and_is_written_to(parts: Parts) -> None:
    draft, daughter = dead(parts), "赵样女(张样例的女儿)"
    found = {k: squeezed(v) for k, v in named(parts, draft).items()}
    assert (found["applicant"], found["signer"], found["recipient"]) == (daughter,) * 3
    assert found["person"] == "张样例"
    assert "guardian" not in found
    application = intake.accept(parts, draft)
    # THEN receipt, form and the papers of the result name her, and whom it is about
    receipt = text_of(papers.receipt(parts, application))
    assert f"申请人{daughter}联系电话13900000009" in receipt
    assert "持证人张样例身份证号" in receipt
    form = text_of(papers.form(parts, reading.of(parts, application)))
    assert daughter in form[form.index("签名:") :]
    delivered = paper(parts, application, "delivery_receipt")
    assert f"受送达人{daughter}" in delivered
    assert "13900000009" in delivered
    register = paper(parts, application, "collection_register")
    assert "(持证人张样例)" in register
    assert "赵样女" in register
    assert "居民身份证" not in register


def test_the_notice_of_a_death_offers_nothing_and_threatens_nothing(parts: Parts) -> None:
    notice = text_of(papers.notice(parts, dead(parts)))
    assert "赵样女(张样例的女儿)" in notice
    assert "持证人已去世,由亲属申请、签名" in notice
    for words in ("就业", "生活补贴", "护理补贴", "养老", "16周岁", "一年内", "监护人身份证", "精神"):
        assert words not in notice.replace("申请人(监护人或联系人)签收", ""), words
    # THEN somebody who gives the certificate up is told of the year, and of what there is besides
    living = text_of(papers.notice(parts, dead(parts, cancel_reason="3")))
    assert "注销后一年内不得重新申请" in living
    assert "残疾人就业帮扶" in living


def test_why_a_certificate_is_cancelled_is_asked_before_anything_is_offered(parts: Parts) -> None:
    answers = {k: v for k, v in DEATH.items() if k != "cancel_reason"}
    read = reading.of(parts, drafted(parts, ("cert_cancel",), answers))
    assert "cancel_reason" in [e.id for e in read.questions]
    assert rules.offered(PACK, read.facts, ("cert_cancel",)) == ()
    assert not {"willing_to_work", "able_to_work"} & {e.id for e in read.questions}


@pytest.mark.parametrize("category", ["5", "6"])
def test_a_guardianship_ends_with_death(parts: Parts, category: str) -> None:
    number = f"{id_number()}{category}2"
    answers = {"certificate_number": number, "categories": (category,), "cancel_categories": (category,)}
    draft = dead(parts, **answers)
    assert "guardian_id" not in required(parts, draft)
    assert not any(n.material.id == "guardian_id" for n in reading.of(parts, draft).needs)
    assert said(parts, draft) == {}
    lonely = said(parts, dead(parts, **answers, **dict.fromkeys(NOBODY, "")))
    assert len(lonely) == 3
    assert not [s for s in lonely if "监护人" in s or "精神" in s]
    # WHEN the same certificate is given up by a living person THEN the guardian's card is asked for
    assert "guardian_id" in required(parts, dead(parts, **answers, cancel_reason="3"))


def test_a_death_that_was_ticked_by_mistake_is_forgotten_with_its_matter(parts: Parts) -> None:
    answers = {**DEATH, "cancel_reason": "1", "renew_reason": "1", "categories": ("6",)}
    draft = drafted(parts, ("cert_renew",), {**answers, "certificate_number": f"{id_number()}62"})
    assert reading.of(parts, draft).facts["deceased"] is False
    assert "guardian_id" in required(parts, draft)


def test_an_organisation_reports_the_death_of_somebody_without_relatives(parts: Parts) -> None:
    draft = dead(parts, **{**BODY, "guardian_kind": "3", "guardian_name": "样例福利院"}, guardian_relation="")
    assert said(parts, draft) == {}
    notice = text_of(papers.notice(parts, draft))
    assert "样例福利院(经办人钱样办),为张样例办理" in notice


# ---- guardians -----------------------------------------------------------------------------------


def test_a_child_applies_through_the_guardian(parts: Parts) -> None:
    draft = drafted(parts, ("cert_new",), CHILD, "household", "photo", "guardian_id")
    assert [s for s, blocks in said(parts, draft).items() if blocks] == []
    application = intake.accept(parts, draft)
    assert "申请人李小样(监护人马样妈)身份证号" in text_of(papers.receipt(parts, application))
    assert "李小样(监护人马样妈)" in text_of(papers.notice(parts, draft))
    form = text_of(papers.form(parts, reading.of(parts, application)))
    assert "马样妈(李小样的监护人)" in form[form.index("签名:") :]
    assert "受送达人马样妈(李小样的监护人)" in paper(parts, application, "delivery_receipt")


@pytest.mark.parametrize(
    ("changed", "words", "blocks"),
    [
        ({"guardian_name": "李小样", "guardian_phone": "13809430000"}, "改录另一个人的姓名和电话", True),
        ({"guardian_name": "李小样"}, "同名,请核对是不是另一个人", False),
        ({"guardian_relation": "1"}, "不会是配偶", True),
        ({"guardian_relation": "2"}, "不会是他的子女或孙辈", True),
        ({"guardian_relation": "0"}, "有不认识的选项", True),
    ],
)
def test_guardian_and_child_are_not_one_person(
    parts: Parts, changed: Facts, words: str, blocks: bool
) -> None:
    draft = drafted(parts, ("cert_new",), {**CHILD, **changed}, "household", "photo", "guardian_id")
    assert [b for s, b in said(parts, draft).items() if words in s] == [blocks]


def test_a_child_of_a_young_applicant_is_hardly_of_age(parts: Parts) -> None:
    answers = {"id_number": id_number("19960312"), **DAUGHTER, "apply_categories": ("6",)}
    draft = drafted(parts, ("cert_new",), answers, "household", "id_card", "photo", "guardian_id")
    assert [b for s, b in said(parts, draft).items() if "多半未满18周岁" in s] == [False]


def test_an_adult_with_a_mental_disability_among_several_has_a_guardian(parts: Parts) -> None:
    answers: dict[str, Value] = {
        **HELD,
        "certificate_number": f"{id_number()}72",
        "categories": ("4", "6"),
        "renew_reason": "1",
        "certificate_state": "4",
        **dict.fromkeys(NOBODY, ""),
    }
    draft = drafted(parts, ("cert_renew",), answers, "household", "id_card", "photo")
    assert "guardian_id" in required(parts, draft)
    assert sum("监护人" in s for s in said(parts, draft)) == 4
    cared = drafted(
        parts, ("cert_renew",), {**answers, **DAUGHTER}, "household", "id_card", "photo", "guardian_id"
    )
    application = intake.accept(parts, cared)
    assert "张样例(监护人赵样女)" in text_of(papers.receipt(parts, application))
    printed = parties.values(PACK, reading.of(parts, application).facts)
    assert (printed["guardian"], printed["guardian_number"]) == ("赵样女", "13900000009")
    # WHEN none of the several is 智力 or 精神 THEN nobody is asked for
    others = drafted(parts, ("cert_renew",), {**answers, "categories": ("1", "4")}, *cared.seen)
    assert "guardian_id" not in required(parts, others)
    assert "guardian" not in named(parts, others)


def test_a_contact_is_no_guardian_on_the_certificate(parts: Parts) -> None:
    answers = {**HELD, **DAUGHTER, "renew_reason": "1", "certificate_state": "4"}
    draft = drafted(parts, ("cert_renew",), answers, "household", "id_card", "photo")
    application = intake.accept(parts, draft)
    assert "guardian" not in parties.values(PACK, reading.of(parts, application).facts)
    assert "申请人张样例身份证号" in text_of(papers.receipt(parts, application))


def test_a_village_committee_is_guardian_and_shows_nothing_that_is_demanded(parts: Parts) -> None:
    answers = {**CHILD, **BODY, "guardian_relation": ""}
    draft = drafted(parts, ("cert_new",), answers, "household", "photo")
    assert [s for s, blocks in said(parts, draft).items() if blocks] == []
    assert "guardian_id" not in required(parts, draft)
    notice = text_of(papers.notice(parts, draft))
    assert "李小样(监护人样例村村民委员会,经办人钱样办)" in notice
    assert "看过即还,不作要求" in notice
    form = text_of(papers.form(parts, reading.of(parts, draft)))
    assert "样例村村民委员会(经办人钱样办)" in form
    assert "村(居)民委员会" in form
    # WHEN the handler is not named THEN it is asked for, and no relation is
    told = said(parts, drafted(parts, ("cert_new",), {**answers, "guardian_handler": ""}, *draft.seen))
    assert [s for s, blocks in told.items() if blocks] == ["请录入单位经办人的姓名"]


def test_a_committee_applies_for_an_adult(parts: Parts) -> None:
    draft = drafted(parts, ("living_subsidy",), {**HELD, **BODY}, "household", "id_card", "bank_card_copy")
    receipt = text_of(papers.receipt(parts, intake.accept(parts, draft)))
    assert "申请人张样例(样例村村民委员会代为申请,经办人钱样办)" in receipt
    assert squeezed(named(parts, draft)["recipient"]) == "张样例"


# ---- no household here, none at all ---------------------------------------------------------------


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_holder_of_a_residence_permit_has_no_household_book(parts: Parts, region: str) -> None:
    answers = {"id_number": id_number(region=region), "registered_here": False}
    draft = drafted(parts, ("cert_new",), answers, "id_card", "photo")
    assert required(parts, draft) == {"id_card", "photo"}
    read = reading.of(parts, draft)
    # Whether they may apply stands nowhere: it is left to the federation, and taken meanwhile.
    assert read.finding("cert_new").outcome is Outcome.MAY
    notice = text_of(papers.notice(parts, draft))
    assert "持港澳台居民居住证的没有户口簿,不用交" in notice
    assert "由残联答复" in notice
    assert "户籍地县级残联" not in notice
    assert intake.accept(parts, draft).matters


def test_a_foreigner_with_permanent_residence_has_no_household_book(parts: Parts) -> None:
    first = "91112219870312002"
    from forms.numbers import check_digit

    draft = drafted(parts, ("cert_new",), {"id_number": first + check_digit(first)}, "id_card", "photo")
    assert required(parts, draft) == {"id_card", "photo"}
    assert reading.of(parts, draft).finding("cert_new").outcome is Outcome.MAY


def test_another_countys_household_is_served_from_there(parts: Parts) -> None:
    seen = ("household", "id_card", "photo", "bank_card_copy", "residence_permit")
    draft = drafted(
        parts, ("cert_new", "living_subsidy"), {"registered_here": False, "low_income": True}, *seen
    )
    notice = text_of(papers.notice(parts, draft))
    for words in (
        "由户籍地县级残联审核、发证",
        "凭居住证办理",
        "有效期自户籍地发证之日算起",
        "户籍地民政部门审定、发放",
    ):
        assert words in notice, words
    assert "公示5个工作日,残联审核发证" not in notice
    assert "民政局审定" not in notice
    receipt = text_of(papers.receipt(parts, intake.accept(parts, draft)))
    assert "平川区残联(0943-6600001)收件后转户籍地县级残联办理" in receipt
    assert "收件后转户籍地民政部门审定、发放" in receipt
    # WHEN the household is here THEN nothing of it is said
    assert "户籍地县级残联" not in text_of(papers.notice(parts, sound_draft(parts)))


def test_where_the_household_is_decides_who_pays_and_is_asked(parts: Parts) -> None:
    draft = drafted(parts, ("living_subsidy",), {**HELD, "registered_here": ""})
    read = reading.of(parts, draft)
    assert "registered_here" in [e.id for e in read.questions]
    assert "户籍地" not in read.finding("living_subsidy").reasons


def test_a_move_is_decided_where_the_household_went(parts: Parts) -> None:
    finding = reading.of(parts, drafted(parts, ("cert_move",), {**HELD, "registered_here": False})).finding(
        "cert_move"
    )
    assert any("户口迁入地的县级残联" in r for r in finding.reasons)


# ---- benefits, ages, what is told unasked -----------------------------------------------------------


@pytest.mark.parametrize("benefit", ["4", "5", "6"])
def test_the_higher_of_two_benefits_is_chosen_and_nothing_is_barred(parts: Parts, benefit: str) -> None:
    draft = inform.recalled(parts, drafted(parts, ("care_subsidy",), {**HELD, "other_benefits": (benefit,)}))
    finding = reading.of(parts, draft).finding("care_subsidy")
    assert finding.outcome is Outcome.APPLIES
    assert any("择高领取一种" in r for r in finding.reasons)
    assert [b for s, b in said(parts, draft).items() if "择高" in s] == [False]


@pytest.mark.parametrize(
    ("birth", "matter", "says", "step"),
    [
        ("20120312", "employment", "未满16周岁", "满16周岁后可以来办"),
        ("19650312", "employment", "已满60周岁", "问本窗口或残联"),
        ("19650312", "pension", "已满60周岁", "养老金"),
        ("19510312", "pension", "已满60周岁", "养老金"),
        ("20120312", "pension", "还不能参保", "满16周岁参保后"),
    ],
)
def test_too_young_and_too_old_have_each_their_next_step(
    parts: Parts, birth: str, matter: str, says: str, step: str
) -> None:
    number = id_number(birth)
    draft = drafted(parts, (), {**HELD, "id_number": number, "certificate_number": f"{number}42"})
    finding = reading.of(parts, draft).finding(matter)
    assert finding.outcome is Outcome.NOT
    assert any(says in r for r in finding.reasons)
    assert step in finding.next_step


def test_a_job_seeker_is_not_told_of_matters_people_come_for(parts: Parts) -> None:
    answers = {**HELD, "willing_to_work": True, "able_to_work": True}
    notice = text_of(papers.notice(parts, drafted(parts, ("employment",), answers, "id_card")))
    for words in ("注销", "迁移", "挂失", "换领"):
        assert words not in notice, words
    assert "困难残疾人生活补贴" in notice


# ---- roles are data --------------------------------------------------------------------------------


def test_older_packs_have_the_person_as_applicant() -> None:
    facts: Facts = {"name": "张样例", "guardian_name": "李样例"}
    assert roles.said(PACK, roles.APPLICANT, facts) == "张样例"
    assert roles.said(replace(PACK, roles=()), roles.APPLICANT, facts) == ""


FAULTS = [
    ('name = "guardian_name"', 'name = "guardian_nam"', "没有要素“guardian_nam”,是不是“guardian_name”?"),
    ('role = "survivor"', 'role = "survivr"', "没有别的角色“survivr”,是不是“survivor”?"),
    ('said = "{name}[({person}', 'said = "{nam}[({person}', "称呼里不认识“nam”,是不是“name”?"),
    ('when = [["deceased = yes"]]', 'when = [["decease = yes"]]', "是不是“deceased”?"),
    ('relation = "8"', 'relation = "9"', "没有代码“9”"),
]


@pytest.mark.parametrize(("old", "new", "words"), FAULTS, ids=lambda v: str(v)[:18])
def test_a_role_that_names_nothing_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change("roles.toml", old, new)
    assert any(words in f.message and f.file == "roles.toml" for f in folder.faults())


def test_the_new_draft_of_nobody_has_no_applicant(parts: Parts) -> None:
    assert named(parts, inform.new_draft(parts)) == {}
