"""The unified form against the official table 附件4."""

import io
from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image
from pypdf import PdfReader

from forms import rules
from printing import plans
from printing.errors import UnprintableError
from printing.papers import form
from tests.printing import sheets
from tests.printing.reading import opened, squeezed, text_of

# The words of 附件4 in its order, □ where the official table has a box.
OFFICIAL = """
甘肃省残疾人服务“一件事”申请表 申请事项
残疾人证(□新办 □换领 □迁移 □挂失补办 □注销) □残疾类别/等级变更
□困难残疾人生活补贴 □重度残疾人护理补贴 □残疾人就业帮扶
姓名 性别 民族 婚否 □是 □否 贴照片处 (两寸近期免冠白底彩照) 出生年月 籍贯 文化程度
身份证号 户口类别 □农业 □非农业 户籍地址 现住址 联系电话
残疾人证新办残疾类别/等级变更 申请残疾类别 □视力 □听力 □言语 □肢体 □智力 □精神
残疾人证换领 □残损换新 □到期换证 □资料更新
残疾人证注销 注销残疾类别 □视力 □听力 □言语 □肢体 □智力 □精神 注销原因 □死亡注销 □康复脱残 □其他
监护人或联系人(智力、精神和未成年残疾人填写) 与申请人关系 联系电话
困难残疾人生活补贴 是否低保户(□是 □否) 银行卡(一卡通帐户) 重度残疾人护理补贴
残疾人就业帮扶 是否具有劳动能力(□是 □否) 是否就业(□是 □否) 毕业院校 所学专业 毕业时间
人员身份类别 □城镇居民 □高校毕业生 □农村转移劳动力 □建档立卡贫困户 □低保人员
□退役人员(军转干部、自主择业干部、退役士官、退役士兵)
□刑满释放人员、假释、监外执行人员 □离职人员 其他 (请填写)
□单位就业 单位名称 单位地址 就业时间 年 月 日 签订劳动合同 □是 □否 参加社会保险 □是 □否 劳动合同期限
□灵活就业 就业地 从业工种 就业时间 □自主创业 创业实体名称 经营场所 创业日期 其他需说明的事项
职业(工种)资格及等级或专业技术职务名称及级别 1 2 3 登记失业地* □户籍地址 □常住地址
失业原因* □年满16周岁,从各类学习毕业、肄业 □承包土地被征用等情况
□被企业解除或终止劳动关系 □企业破产倒闭终止劳动关系
□从事一定收入的劳动,但月收入低于地最低生活保障标准 □退出公益性岗位 □从机关事业单位被辞退解聘 □从各类单位辞职
□军人退出现役且未纳入国家统一安置
□刑满释放、假释、监外执行 □私营企业、民办非企业业主停业、破产 □终止从事个体工商户
□其他: (请填写) 是否申领失业保险金* □是 □否 求职意向 1 2 3 其他需说明的事项
送达方式 □邮寄 □自行领取 收件地址 收件人 联系电话 承诺签名
本人核对以上填写内容正确无误,并承诺以上申报信息及所提交的证明材料均真实有效,若被查证在事项办理过程中存在隐瞒事实、弄虚作假行为的,本人愿意承担法律责任,接受相关部门处理,直至注销以上办理结果。
申请人(监护人或联系人)签名: 申请登记日期:
"""

pytestmark = pytest.mark.usefixtures("qapp")


def empty() -> bytes:
    return form.draw(form.FormSheet(sheets.pack(), {}, (), None, None))


def words(**answers: str | bool | tuple[str, ...]) -> str:
    return text_of(form.draw(sheets.form(**answers)))


def jpeg(size: tuple[int, int] = (413, 579)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG")
    return out.getvalue()


def test_the_empty_form_has_every_word_of_the_official_table_in_its_order() -> None:
    printed, place = text_of(empty()), 0

    for label in OFFICIAL.split():
        found = printed.find(squeezed(label), place)
        assert found >= 0, f"{label} is missing after …{printed[max(0, place - 30) : place]}"
        place = found + len(squeezed(label))


def test_the_form_is_two_pages_and_breaks_before_employment() -> None:
    document = opened(empty())
    first, second = (squeezed(document.getAllText(page).text()) for page in (0, 1))

    assert document.pageCount() == 2
    assert "重度残疾人护理补贴" in first
    assert "是否具有劳动能力" not in first
    title = squeezed(sheets.pack().texts["form_title"] + "(第二页)")
    assert second.startswith(title + "残疾人就业帮扶是否具有劳动能力")


def test_every_answer_asked_for_has_its_place_on_the_paper() -> None:
    on_paper = form.places(sheets.pack()).keys()

    asked = (e for e in sheets.pack().elements.values() if e.section and not e.repeats)
    assert {e.id for e in asked} == on_paper


def test_a_full_form_prints_every_answer() -> None:
    sheet = sheets.form()
    printed = text_of(form.draw(sheet))

    for element in rules.fields(sheet.pack, sheet.facts, sheet.chosen):
        answer = rules.label(sheet.pack, element, sheet.facts.get(element.id))
        if element.id not in ("birth", "marriage") and element.kind not in ("choices", "flag"):
            assert squeezed(answer) in printed, element.id
    assert "1987年3月" in printed
    assert "登记日期:2026年11月23日" in printed
    assert sheets.NUMBER in printed


def test_chosen_matters_and_options_are_ticked_and_the_others_are_not() -> None:
    printed = words()

    assert "残疾人证(√新办□换领□迁移□挂失补办□注销)□残疾类别/等级变更" in printed
    assert "√困难残疾人生活补贴√重度残疾人护理补贴√残疾人就业帮扶" in printed
    assert "√视力□听力□言语√肢体□智力□精神" in printed
    assert "是否低保户(√是□否)" in printed
    assert "是否具有劳动能力(√是□否)是否就业(□是√否)" in printed
    assert "√其他返乡人员(请填写)" in printed
    assert "√其他:照料家人(请填写)" in printed
    assert "√邮寄□自行领取" in printed


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("10", "□是√否贴"),
        ("20", "√是□否贴"),
        ("21", "√是□否贴"),
        ("22", "√是□否贴"),
        ("23", "√是□否贴"),
        ("30", "□是√否(丧偶)贴"),
        ("40", "□是√否(离婚)贴"),
        ("90", "□是□否贴"),
    ],
)
def test_the_marriage_code_becomes_yes_or_no(code: str, printed: str) -> None:
    assert printed in words(marriage=code)


def test_an_answer_to_a_question_that_no_longer_applies_is_not_printed() -> None:
    # GIVEN someone who said 单位就业 with a firm, then that she has no work after all
    printed = words(employment_kind="1", unit_name="样例公司", employed=False)

    assert "样例公司" not in printed
    assert "□单位就业" in printed


def test_what_is_unsure_ticks_nothing_and_is_said() -> None:
    printed = words(low_income="?", bank_card="?")

    assert "是否低保户(□是□否)" in printed
    assert "待核实重度残疾人护理补贴" in printed


def test_the_bank_card_is_whole_in_groups_of_four() -> None:
    page = opened(form.draw(sheets.form())).getAllText(0).text()

    assert "6217 0000 1234 5678 901" in page


def test_long_answers_shrink_and_wrap_but_are_never_cut() -> None:
    name = "阿依古丽·买买提" + "古丽扎尔" * 10 + "末尾"
    registered, present = ("甘肃省白银市平川区" + "样例街道" * 22 + end for end in ("终点", "尽头号"))
    printed = words(name=name, registered_address=registered, present_address=present)

    assert (len(name), len(present)) == (50, 100)
    assert name in printed
    assert registered in printed
    assert present in printed


def test_what_no_cell_holds_stands_on_an_attached_page() -> None:
    address = "长" * 98 + "末尾"
    pdf = form.draw(sheets.form(employed=True, employment_kind="1", unit_name="单位", unit_address=address))
    document = opened(pdf)
    attached = squeezed(document.getAllText(2).text())

    assert "……(全文见附页)" in text_of(pdf)
    assert document.pageCount() == 3
    assert "附页" in attached
    assert f"单位地址{address}" in attached


def test_the_photo_stands_at_its_true_size() -> None:
    page = PdfReader(io.BytesIO(form.draw(sheets.form(jpeg())))).pages[0]
    content = page.get_contents()

    assert [image.image.size for image in page.images if image.image] == [(413, 579)]
    assert content is not None
    # 35 mm = 99.2 pt, 49 mm = 138.9 pt; the narrower side decides.
    assert b"99.07" in content.get_data() or b"99.21" in content.get_data()
    assert "贴照片处" not in text_of(form.draw(sheets.form(jpeg())))


def test_a_photo_that_can_not_be_opened_is_refused_in_words() -> None:
    with pytest.raises(UnprintableError, match="重新拍照"):
        form.draw(sheets.form(b"no picture"))


def test_the_field_of_a_character_that_can_not_be_printed_is_named() -> None:
    with pytest.raises(UnprintableError, match="“户籍地址”一栏的“😀”"):
        form.draw(sheets.form(registered_address="样例路😀号"))


def framed(page: int) -> list[tuple[float, float, float, float]]:
    """The rectangles of the framed boxes of a page."""
    return plans.form(lambda plan: [box.at for box in plan.pages[page - 1] if box.frame], sheets.pack())


@pytest.mark.parametrize("page", [1, 2])
def test_boxes_keep_to_the_page_and_do_not_overlap(page: int) -> None:
    for one, other in combinations(framed(page), 2):
        apart = any(
            one[n] + one[n + 2] <= other[n] + 1e-6 or other[n] + other[n + 2] <= one[n] + 1e-6 for n in (0, 1)
        )
        assert apart, (one, other)


@pytest.mark.parametrize("page", [1, 2])
def test_the_boxes_of_a_page_leave_no_hole_in_its_table(page: int) -> None:
    boxes = framed(page)
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    assert sum(b[2] * b[3] for b in boxes) == pytest.approx((right - left) * (bottom - top))


def test_the_shipped_layout_fits_its_invented_answers_at_full_size() -> None:
    pdf = form.draw(form.specimen(sheets.pack()))

    assert opened(pdf).pageCount() == 2
    assert "张样例" in text_of(pdf)


def test_places_tell_where_an_answer_stands() -> None:
    places = form.places(sheets.pack())
    place = places["phone"]

    assert place.page == 1
    assert place.x + place.w <= 195
    assert places["delivery"].page == 2


def test_a_footer_binds_the_pages_together() -> None:
    document = opened(form.draw(replace(sheets.form(), number=sheets.NUMBER)))

    for page in (0, 1):
        foot = squeezed(document.getAllText(page).text())[-60:]
        assert squeezed(f"编号 {sheets.NUMBER} 申请人 张样例") in foot
        assert f"第{page + 1}页共2页" in foot


def test_who_can_not_sign_has_a_place_for_thumbprint_scribe_and_witness() -> None:
    said = squeezed(text_of(form.draw(sheets.form())))
    assert "不能签名的按手印" in said
    assert "代书人" in said
    assert "见证人" in said
