"""个人信息保护法第十七、三十、三十五条: the notice fits matters, departments and person."""

from dataclasses import replace

import pytest

from forms import loader, privacy, rules
from forms.pack import Pack
from forms.schema import Facts

PACK = loader.shipped()
FEDERATION = "白银市平川区残疾人联合会"
CIVIL_AFFAIRS = "白银市平川区民政局"
LABOUR = "白银市平川区人力资源和社会保障局"


def said(*matters: str, pack: Pack = PACK, **facts: object) -> str:
    known: Facts = {"age": 39, **facts}  # type: ignore[dict-item]
    return privacy.said(pack, pack.hall, known, matters)


def test_a_cancellation_goes_to_the_federation_alone_and_needs_no_account() -> None:
    told = said("cert_cancel", certificate_number="62040319870312002943")
    assert FEDERATION in told
    for other in (CIVIL_AFFAIRS, LABOUR, "账户", "照片", "就业", "监护人", "家庭"):
        assert other not in told, other
    assert "其中残疾信息是敏感个人信息" in told


@pytest.mark.parametrize(
    ("matter", "kinds", "departments"),
    [
        ("cert_new", {"identity", "disability", "photo"}, {FEDERATION}),
        ("living_subsidy", {"identity", "household", "account"}, {CIVIL_AFFAIRS, FEDERATION}),
        ("employment", {"identity", "work"}, {LABOUR, FEDERATION}),
    ],
)
def test_each_matter_names_what_it_asks_and_where_it_goes(
    matter: str, kinds: set[str], departments: set[str]
) -> None:
    assert {k.id for k in privacy.kinds(PACK, {"age": 39}, (matter,))} == kinds
    assert set(privacy.departments(PACK, {}, (matter,))) == departments


def test_who_lives_elsewhere_is_told_who_handles_their_data_there() -> None:
    told = said("cert_new", "living_subsidy", registered_here=False, id_kind="1")
    assert "、".join((FEDERATION, CIVIL_AFFAIRS, "户籍地县级残联", "户籍地民政部门")) in told
    assert "户籍地" not in said("cert_new", registered_here=True, id_kind="1")


def test_an_answer_given_for_another_matter_is_named_as_long_as_it_counts() -> None:
    assert "家庭经济情况" not in said("care_subsidy")
    assert "家庭经济情况" in said("care_subsidy", low_income=True)


def test_every_matter_that_is_collected_has_its_kinds() -> None:
    for matter in (m for m in PACK.matters.values() if m.collected):
        asked = {e.id for e in rules.fields(PACK, {"age": 39}, (matter.id,))}
        kinds = {k.id for k in privacy.kinds(PACK, {"age": 39}, (matter.id,))}
        assert ("account" in kinds) is ("bank_card" in asked), matter.id
        assert ("work" in kinds) is ("employed" in asked), matter.id


def test_a_guardian_is_named_only_where_there_is_one() -> None:
    assert "监护人、联系人信息" not in said("cert_new")
    assert "监护人、联系人信息" in said("cert_new", age=9)
    assert "监护人、联系人信息" in said("cert_new", guardian_name="钱样母")


def test_a_childs_data_are_sensitive_and_the_kin_of_the_dead_have_the_rights() -> None:
    assert "不满十四周岁未成年人的信息" in said("cert_new", age=13)
    assert "未成年人" not in said("cert_new", age=14)
    assert "近亲属" in said("cert_cancel", deceased=True)
    assert "近亲属" not in said("cert_cancel")


def test_it_tells_who_why_how_long_and_which_rights() -> None:
    told = said("cert_new", "care_subsidy")
    for words in (
        PACK.hall.name, PACK.hall.phone, "办理、审核和存档", "按档案规定期限保存", "处理者", "必需", "办不了",
        "查阅、复制、更正", "删除", "说明理由", "起诉",
    ):  # fmt: skip
        assert words in told, words
    assert "{" not in told


def test_a_pack_of_before_says_its_own_words() -> None:
    before = replace(PACK, privacy=(), texts={**PACK.texts, "privacy": "收集您的信息。"})
    assert said("cert_new", pack=before) == "收集您的信息。"


def test_a_misspelled_kind_is_told_with_a_proposal() -> None:
    wrong = replace(PACK.privacy[0], elements=("phon",), materials=("fotos",))
    words = {**PACK.texts, "privacy": "{hal}处理"}
    told = [text for _, text in privacy.faults(replace(PACK, privacy=(wrong,), texts=words))]
    assert [t.partition("”")[0] for t in told] == ["没有要素“phon", "没有材料“fotos", "不认识的“{hal}"]
    assert "phone" in told[0]
