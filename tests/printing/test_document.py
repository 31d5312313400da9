"""Papers that are layout files alone: they contain what the law requires; nothing is lost or cut."""

import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from printing import codes, fonts, layout, plans
from printing.draw import Fill, Frame, Mark, Picture, Ring, Rule, Tick, Turned, Words
from printing.errors import LayoutError, UnprintableError
from printing.papers import document
from printing.plan_shapes import Variable
from printing.proof_lines import extent
from printing.sheets import DocumentSheet, DocumentValue
from printing.text import MM_PER_PT
from tests.printing.reading import fonts_of, image_of, opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")

PAPERS = plans.names()
NAME = "阿依古丽·𬱟" * 10
LONGEST = "阿依古丽·" * 5
"""25 characters: what a name may have at the least (民委发〔2016〕33号)."""
ADDRESS = "、".join(f"{n:03}号" for n in range(60)) + "、甘"
"""300 characters whose pieces are all different."""

# What each paper must say, from the laws and rules themselves.
LAW: Mapping[str, tuple[str, ...]] = {
    # 附件2第二十条: posted, or brought by town or village.
    "posting_list": ("办理结果交寄清单", "收件人", "收件地址", "1100000000001", "邮政收寄人(签名):"),
    "delivery_list": (
        "办理结果送达清单",
        "王家山镇",
        "赵送达",
        "签收人(签名、按手印)",
        "与本人关系",
        "2026年12月24日前,共2件",
        "窗口收回(签名):",
    ),
    "address_label": ("张样例", "12号楼3单元402室", "寄件人:平川区政务服务中心", "620403-20261123-000184"),
    # 行政许可法第三十二条第一款(四): 一次告知全部内容.
    "correction": (
        "补正通知书",
        "张样例",
        "残疾人证新办、困难残疾人生活补贴",
        "行政许可法",
        "第三十二条",
        "户口簿",
        "只有首页,缺本人页",
        "补交本人页的原件或复印件1份",
        "补正期限",
        "2026年12月7日",
        "√到窗口",
        "√邮寄",
        "√网上提交",
        "逾期",
        "受理日期仍是2026年11月23日",
        "办理期限停止计算",
        "怎样补正",
        "2026年12月7日前",
        "告知人:王样例",
        "0943-12345",
        "送达时间:",
        "签收:",
        "平川区政务服务中心",
        "2026年11月23日",
        "按手印处",
    ),
    # 参照行政许可法第三十八条第二款; 行政复议法第二十条; 行政诉讼法第四十六条.
    "termination": (
        "终止办理通知书",
        "重度残疾人护理补贴",
        "残疾等级不是一级或二级",
        "52号)二(一)",
        "以后怎样办",
        "已交的材料",
        "六十日内",
        "白银市平川区人民政府",
        "六个月内",
        "白银市平川区人民法院",
        "签收:",
        "平川区政务服务中心",
        "2026年11月23日",
        "按手印处",
    ),
    # 行政许可法第三十八条第二款 by analogy; 行政复议法第二十条; 行政诉讼法第四十六条;
    # 残疾人证管理办法第二十五条.
    "not_approved": (
        "不予批准决定书",
        "已经受理",
        "评定结果没有达到残疾标准",
        "34号)第三条",
        "以后怎样办",
        "已交的材料",
        "六十日内",
        "白银市平川区人民政府",
        "六个月内",
        "白银市平川区人民法院",
        "十个工作日内",
        "白银市残疾人联合会",
        "决定机关:白银市平川区残疾人联合会",
        "0943-6600001",
        "代为送达",
        "一式两份",
        "2026年12月8日",
        "签收:",
        "按手印处",
    ),
    # 行政许可法第三十二条第一款(一)(二)、末款; 行政复议法第二十条; 行政诉讼法第四十六条.
    "not_accepted": (
        "不予受理通知书",
        "还没有受理",
        "当场退还",
        "家庭没有纳入低保",
        "52号)二(一)",
        "可以先向户籍所在乡镇(街道)申请低保",
        "六十日",
        "行政复议",
        "六个月",
        "行政诉讼",
        "平川区政务服务中心",
        "2026年11月23日",
        "签收:",
    ),
    "following_promise": (
        "容缺受理承诺书",
        "主件)已经齐全",
        "户口簿",
        "原件或复印件1份",
        "补齐期限",
        "2026年12月1日",
        "不超过该事项的承诺办结时限",
        "13个工作日",
        "逾期没有补齐",
        "一式两份",
        "授权委托书",
        "承诺人(监护人或代理人)签名:",
        "按手印处",
        "代书人",
        "见证人",
    ),
    "following_notice": (
        "容缺受理通知书",
        "主件)齐全",
        "户口簿",
        "补齐期限",
        "2026年12月1日",
        "受理日期:2026年11月23日",
        "2026年12月10日前办结",
        "逾期没有补齐",
        "平川区政务服务中心",
        "签收:",
    ),
    # 国办发〔2020〕42号: 告知 and 承诺.
    "undertaking": (
        "告知承诺书",
        "事项名称",
        "设定依据",
        "证明内容",
        "承诺方式",
        "不实承诺的责任",
        "核查权力",
        "已经知晓行政机关告知的全部内容",
        "已经符合行政机关告知的条件",
        "愿意承担不实承诺的法律责任",
        "真实的意思表示",
        "签名:",
        "按手印处",
        "代书人",
        "见证人",
        "平川区政务服务中心",
    ),
    # 民法典第一百六十五条: 代理人的姓名、代理事项、权限和期限, 由被代理人签名或者盖章.
    "authorization": (
        "授权委托书",
        "代理人李样例",
        "代理事项残疾人证新办、困难残疾人生活补贴",
        "代理权限",
        "√代为提交申请材料",
        "□代为签收文书",
        "自2026年11月23日起至2027年2月22日止",
        "委托人签名或盖章:",
        "按手印处",
        "代书人",
        "见证人",
    ),
    # 残疾人证管理办法第二十条.
    "loss_statement": (
        "挂失声明",
        "62040319870312002972",
        "声明该残疾人证作废",
        "声明人(监护人)签名:",
        "按手印处",
        "代书人",
        "见证人",
    ),
    "delivery_receipt": (
        "送达回证",
        "送达机关平川区政务服务中心",
        "受送达人张样例",
        "送达地点",
        "中华人民共和国残疾人证",
        "计发2026年11月起、每月120元",
        "份数",
        "直接送达",
        "邮寄送达(单号:1100000000001",
        "留置送达",
        "√他人代收",
        "电子送达",
        "收到时间2026年12月10日10时20分",
        "受送达人签收:",
        "代收人李样例",
        "与受送达人关系亲属",
        "代收理由受送达人住院",
        "送达人王样例",
        "拒收事由",
        "见证人",
    ),
    "collection_register": (
        "领取人",
        "张样例",
        "证件类型",
        "居民身份证",
        "620403198703120029",
        "领取方式",
        "窗口领取",
        "领取时间",
        "2026年12月10日",
        "签名、按手印",
    ),
    "handover": (
        "部门转办交接单",
        "平川区残疾人联合会",
        "共3件",
        "0943-6600001",
        "困难残疾人生活补贴(联办)",
        "620403-03-20261123-001852",
        "张样例",
        "残疾人证新办",
        "移交人(签名):",
        "接收人(签名):",
        "一式两份",
    ),
    # No rule names it: what is taken back, why and by whom, and what follows from it.
    "withdrawal": (
        "撤回申请书",
        "张样例",
        "620403198703120029",
        "620403-03-20261123-001852",
        "2026年11月23日",
        "残疾人证新办、困难残疾人生活补贴",
        "全家要迁到外地",
        "已经办结的事项不能撤回",
        "随时重新申请",
        "签名",
        "按手印处",
        "代书人",
    ),
    # 个人信息保护法第四十六条: what is wrong is corrected when the person asks for it.
    "amendment": (
        "更正确认单",
        "张样例",
        "620403-03-20261123-001852",
        "原来是",
        "更正为",
        "13800000001",
        "13900000001",
        "听错一位",
        "2026年11月24日9时30分",
        "受理日期和办理期限不变",
        "签名:",
        "按手印处",
        "代书人",
        "经办人:王样例",
    ),
    "retype": ("全国平台录入核对单", "序号字段内容已录", "1姓名张样例□", "公民身份号码620403198703120029□"),
    "file_cover": (
        "白银市平川区残疾人联合会",
        "申请及办理材料",
        "保管期限",
        "30年",
        "31页",
        "620403-03-20261123-001852",
    ),
    # 附件2 第十条: whom it is for, what to bring, the way, the days, whom to call.
    "guide": (
        "困难残疾人生活补贴办事指南",
        "谁可以办",
        "带什么材料",
        "多久办好",
        "到哪里办、找谁",
        "条件的依据",
    ),
    # 居民身份证法: a copy says what it is for.
    "id_copy": ("居民身份证复印件", "仅供办理残疾人服务一件事使用", "2026年11月23日"),
    "photo_sheet": ("张样例", "35×49毫米", "100%"),
    "recovery_key": ("恢复密钥", "第8组", "G68TB", "怎样保管", "全部作废", "第1页"),
    "photo_six": ("张样例", "6寸相纸", "35×49毫米", "100%"),
    "archive_label": ("张样例", "620403-03-20261123-001852", "30年"),
    "certificate_page": (
        "张样例",
        "女",
        "汉族",
        "1987年3月12日",
        "62040319870312002972",
        "肢体",
        "三级",
        "样例村一社12号",
        "李样例",
        "白银市平川区残疾人联合会",
        "2026年12月9日",
        "2036年12月9日",
    ),
    "volunteer_certificate": (
        "中国助残志愿者证书",
        "赵样例",
        "ZC-620403-2026-0031",
        "2026年11月23日注册",
        "白银市平川区残疾人联合会",
    ),
    "service_card": ("残疾人精准康复服务卡", "张样例", "KF-620403-2026-0107", "0943-12345"),
    # 个人信息保护法第四十四至四十七条: what, why, to whom, how long, and what may be asked for.
    "held_on_person": ("张样例", "为履行法定职责所必需", "区县", "谁看过", "保存多久", "要求更正", "删除"),
    "statistics": ("办件事项统计表", "2026年10月1日至2026年11月26日", "按期109项÷该办结114项", "合计"),
}


@cache
def sample(name: str) -> DocumentSheet:
    """The specimen of a paper, without its mark as a sample."""
    return replace(document.specimen(name), sample=False)


def with_values(name: str, /, **values: DocumentValue) -> DocumentSheet:
    made = sample(name)
    facts = {**made.facts, "has_materials": False} if "no_materials" in values else made.facts
    return replace(made, values={**made.values, **values}, facts=facts)


OTHERWISE = ("no_materials",)
"""What stands on a paper only where the sample's facts are not true."""


def variables(*kinds: str) -> list[tuple[str, Variable]]:
    return [(name, v) for name in PAPERS for v in plans.plan(name).variables if v.kind in kinds]


def body_of(pdf: bytes, name: str) -> str:
    """All words of a paper without what stands below every page."""
    document_ = opened(pdf)
    pages = (document_.getAllText(n).text() for n in range(document_.pageCount()))
    return "".join(re.sub(r"第\d+页共\d+页$", "", squeezed(page)) for page in pages)


@pytest.mark.parametrize("number", ["620403-03-20261123-000106", "620403-03-20261221-00010"])
@pytest.mark.parametrize("name", ["archive_label", "file_cover"])
def test_receipt_numbers_of_every_release_fit_as_file_numbers(name: str, number: str) -> None:
    pdf = document.draw(with_values(name, archive_number=number))
    assert [code.text for code in zxingcpp.read_barcodes(image_of(pdf, dpi=300))] == [number]


def test_every_paper_is_told_what_it_must_say() -> None:
    assert set(PAPERS) == set(LAW)


@pytest.mark.parametrize("name", PAPERS)
def test_what_the_law_asks_stands_on_the_paper(name: str) -> None:
    printed = text_of(document.draw(sample(name)))

    for words in LAW[name]:
        assert squeezed(words) in printed, words


@pytest.mark.parametrize("name", PAPERS)
def test_every_value_of_the_sample_is_printed(name: str) -> None:
    printed = text_of(document.draw(sample(name)))
    for variable, value in sample(name).values.items():
        if isinstance(value, str) and variable not in (*in_codes(name), *OTHERWISE):
            assert squeezed(value) in printed, variable
        if isinstance(value, tuple):
            assert all(squeezed(said) in printed for row in value for said in row.values()), variable


@pytest.mark.parametrize("name", PAPERS)
def test_a_specimen_says_so_and_a_paper_that_counts_does_not(name: str) -> None:
    assert "样张" in text_of(document.draw(document.specimen(name)))
    assert "样张" not in text_of(document.draw(sample(name)))


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_is_embedded_as_a_subset(name: str) -> None:
    for font in fonts_of(document.draw(sample(name))):
        assert "+NotoSansSC-" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_sheet_is_the_same_bytes(name: str) -> None:
    assert document.draw(sample(name)) == document.draw(sample(name))


@pytest.mark.parametrize("name", PAPERS)
def test_a_reprint_says_so_on_papers_that_flow(name: str) -> None:
    if plans.plan(name).blocks:
        assert squeezed("第2次补打") in text_of(document.draw(replace(sample(name), copy=2)))


# ---- the page ------------------------------------------------------------------------------------


def corners(mark: Mark) -> Iterator[tuple[float, float]]:
    match mark:
        case Words():
            wide = fonts.width(mark.text, mark.heavy) * mark.size * MM_PER_PT
            yield from ((mark.x, mark.y - 0.8 * mark.size * MM_PER_PT), (mark.x + wide, mark.y))
        case Rule():
            yield from ((mark.x1, mark.y1), (mark.x2, mark.y2))
        case Frame() | Picture():
            yield from ((mark.x, mark.y), (mark.x + mark.w, mark.y + mark.h))
        case Ring():
            yield from ((mark.x - mark.radius, mark.y), (mark.x + mark.radius, mark.y + mark.radius))
        case Tick():
            yield from ((mark.x, mark.y), (mark.x + mark.side, mark.y + mark.side))
        case Fill():
            yield from ((x + w * n, y + h * n) for x, y, w, h in mark.rects for n in (0, 1))
        case Turned():
            half = fonts.width(mark.text, mark.heavy) * mark.size * MM_PER_PT / 2
            turn = math.radians(mark.angle)
            for end in (-1, 1):
                yield mark.x + end * half * math.cos(turn), mark.y - end * half * math.sin(turn)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("person", ["张样例", LONGEST], ids=["short", "longest"])
def test_every_mark_stands_on_the_page(name: str, person: str) -> None:
    wide, high = plans.plan(name).size
    named = {v.name: person for v in plans.plan(name).variables if v.name in ("name", "applicant")}
    margin = 1.5
    for page in document.pages(with_values(name, **named)):
        for x, y in (corner for mark in page.marks for corner in corners(mark)):
            assert margin <= x <= wide - margin
            assert margin <= y <= high - margin


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_has_the_size_of_its_media(name: str) -> None:
    paper = plans.plan(name)
    points = opened(document.draw(sample(name))).pagePointSize(0)

    assert (points.width() / 72 * 25.4, points.height() / 72 * 25.4) == pytest.approx(paper.size, abs=0.02)
    assert paper.media.startswith("A4") == (min(paper.size) == 210)


@pytest.mark.parametrize("name", PAPERS)
def test_codes_are_read_back_by_a_200_dpi_scan(name: str) -> None:
    paper = plans.plan(name)
    said = document.specimen(name).values
    wanted = {str(said[b.qr]) for b in paper.blocks if b.qr}
    wanted |= {str(said["number"]) for b in paper.blocks if b.kind == "codes"}
    wanted |= {str(said[s.code]) for s in paper.boxes if s.code}

    read = {code.text for code in zxingcpp.read_barcodes(image_of(document.draw(document.specimen(name))))}

    assert wanted == read


def test_an_outgoing_decision_has_office_day_seal_number_and_check() -> None:
    for name in ("correction", "not_accepted", "following_notice"):
        kinds = [block.kind for block in plans.plan(name).blocks]
        assert {"codes", "seal", "sign"} <= set(kinds)
        assert any(isinstance(mark, Ring) for page in document.pages(sample(name)) for mark in page.marks)


# ---- too long, missing, unprintable --------------------------------------------------------------


@pytest.mark.parametrize(("name", "variable"), variables("text", "long"), ids=lambda v: getattr(v, "name", v))
@pytest.mark.parametrize("value", [NAME, ADDRESS], ids=["name", "address"])
def test_a_long_value_is_printed_whole_or_refused_by_name(name: str, variable: Variable, value: str) -> None:
    drawn, refused = drawn_or_refused(with_values(name, **{variable.name: value}))
    if refused:
        assert "没有打印" in refused
        assert variable.label in refused or "每页最下面一行" in refused
    elif variable.name not in in_codes(name):
        body = body_of(drawn, name)
        # A row taller than a page is parted, and the cells beside it come in between.
        counted = Counter(body)
        assert squeezed(value) in body or all(counted[c] >= n for c, n in Counter(squeezed(value)).items())


def drawn_or_refused(sheet: DocumentSheet) -> tuple[bytes, str]:
    try:
        return document.draw(sheet), ""
    except UnprintableError as refused:
        return b"", str(refused)


def in_codes(name: str) -> set[str]:
    """Names of the variables printed in a QR code and not as words."""
    paper = plans.plan(name)
    return {b.qr for b in paper.blocks} | {s.code for s in paper.boxes if s.square}


def test_a_text_too_long_for_its_box_goes_on_an_attached_page() -> None:
    pdf = document.draw(with_values("file_cover", fonds=ADDRESS * 2))
    printed = text_of(pdf)

    assert opened(pdf).pageCount() == 2
    assert "全文见附页" in printed
    assert "案卷封面附页" in printed
    assert squeezed(ADDRESS * 2) in printed


def has_long(name: str) -> bool:
    return any(v.kind == "long" for v in plans.plan(name).variables)


@pytest.mark.parametrize("name", [n for n in PAPERS if not plans.plan(n).attaches and has_long(n)])
def test_a_card_or_overlay_has_no_attached_page(name: str) -> None:
    longest = max((v for v in plans.plan(name).variables if v.kind == "long"), key=lambda v: v.name)

    with pytest.raises(UnprintableError) as refused:
        document.draw(with_values(name, **{longest.name: ADDRESS * 4}))

    assert f"“{longest.label}”太长" in str(refused.value)
    assert "没有打印" in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("text", "long"), ids=lambda v: getattr(v, "name", v))
@pytest.mark.parametrize("char", ["\x07", "😀", "א"], ids=["control", "emoji", "rtl"])
def test_what_can_not_be_printed_is_refused_by_field(name: str, variable: Variable, char: str) -> None:
    if variable.name in in_codes(name):
        return
    with pytest.raises(UnprintableError) as refused:
        document.draw(with_values(name, **{variable.name: f"张{char}例"}))

    assert variable.label in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("rows"), ids=lambda v: getattr(v, "name", v))
def test_what_can_not_be_printed_in_a_row_is_refused_by_column(name: str, variable: Variable) -> None:
    first = sample(name).values[variable.name][0]  # type: ignore[index]
    for key in first:
        with pytest.raises(UnprintableError) as refused:
            document.draw(with_values(name, **{variable.name: ({**first, key: "张😀例"},)}))
        assert f"“{key}”" not in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("rows"), ids=lambda v: getattr(v, "name", v))
def test_a_hundred_rows_go_on_overleaf_and_lose_nothing(name: str, variable: Variable) -> None:
    first = sample(name).values[variable.name][0]  # type: ignore[index]
    rows = tuple({key: f"第{n}行{key[0]}" for key in first} for n in range(100))

    pdf = document.draw(with_values(name, **{variable.name: rows}))
    printed = text_of(pdf)

    assert opened(pdf).pageCount() > 2
    assert all(squeezed(said) in printed for row in rows for said in row.values())


@pytest.mark.parametrize(("name", "variable"), variables("picture"), ids=lambda v: getattr(v, "name", v))
def test_a_missing_picture_is_asked_for_where_the_paper_is_nothing_without_it(
    name: str, variable: Variable
) -> None:
    sheet = with_values(name, **{variable.name: b""})
    if not variable.required:
        assert opened(document.draw(sheet)).pageCount() == 1
        return
    with pytest.raises(UnprintableError) as refused:
        document.draw(sheet)
    assert f"还缺{variable.label}" in str(refused.value)


@pytest.mark.parametrize(("name", "variable"), variables("picture"), ids=lambda v: getattr(v, "name", v))
def test_a_picture_that_is_none_or_of_another_shape_is_refused(name: str, variable: Variable) -> None:
    for data, told in ((b"no picture", "打不开"), (black(400, 400), variable.label)):
        with pytest.raises(UnprintableError) as refused:
            document.draw(with_values(name, **{variable.name: data}))
        assert told in str(refused.value)


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_left_open_can_be_written_in_by_hand(name: str) -> None:
    required = {v.name: sample(name).values[v.name] for v in plans.plan(name).variables if v.required}
    pdf = document.draw(DocumentSheet(name, required))

    assert opened(pdf).pageCount() == 1
    assert squeezed(plans.plan(name).title)[-4:] in text_of(pdf) or not plans.plan(name).blocks


@pytest.mark.parametrize(("name", "variable"), [(n, v) for n, v in variables("text", "long", "rows")])
def test_a_required_value_is_asked_for_by_name(name: str, variable: Variable) -> None:
    if not variable.required:
        return
    with pytest.raises(UnprintableError, match=f"还缺{re.escape(variable.label)}"):
        document.draw(with_values(name, **{variable.name: () if variable.kind == "rows" else ""}))


def test_a_value_of_another_kind_or_name_is_a_fault_of_the_caller() -> None:
    with pytest.raises(LayoutError, match="没有变量 colour"):
        document.draw(with_values("correction", colour="red"))
    with pytest.raises(LayoutError, match="“materials”不能是 kind"):
        document.draw(with_values("correction", materials="户口簿"))


# ---- measured ------------------------------------------------------------------------------------


def black(wide: int, high: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (wide, high)).save(out, "PNG")
    return out.getvalue()


_DPI = 400


def runs(line: Image.Image) -> list[float]:
    """Lengths in mm of the dark stretches of one row or column of pixels, from 5 mm up."""
    lengths = (len(list(run)) for dark, run in groupby(line.tobytes(), lambda grey: grey < 90) if dark)
    return [length / _DPI * 25.4 for length in lengths if length / _DPI * 25.4 > 5]


def across(page: Image.Image, y: float) -> list[float]:
    row = round(y / 25.4 * _DPI)
    return runs(page.crop((0, row, page.width, row + 1)))


def down(page: Image.Image, x: float) -> list[float]:
    column = round(x / 25.4 * _DPI)
    return runs(page.crop((column, 0, column + 1, page.height)))


def test_both_sides_of_an_identity_card_are_printed_at_their_real_size() -> None:
    card = black(1011, 638)
    page = image_of(document.draw(with_values("id_copy", front=card, back=card)), dpi=_DPI)

    assert down(page, 70) == pytest.approx([54.0, 54.0], abs=0.2)
    for y in (70, 195):
        assert across(page, y) == pytest.approx([85.6], abs=0.2)


@pytest.mark.parametrize("copies", range(1, 9))
def test_photos_are_printed_at_their_real_size_as_often_as_asked(copies: int) -> None:
    sheet = replace(with_values("photo_sheet", photo=black(413, 579)), facts={"copies": str(copies)})
    page = image_of(document.draw(sheet), dpi=_DPI)

    assert across(page, 80) == pytest.approx([35.0] * min(copies, 4), abs=0.2)
    assert across(page, 140) == pytest.approx([35.0] * max(0, copies - 4), abs=0.2)
    inside = {1: 105, 2: 80, 3: 60}.get(copies, 37)
    assert down(page, inside) == pytest.approx([49.0] * (1 + (copies > 4)), abs=0.2)
    marks = [extent(mark) for mark in document.pages(sheet)[0].marks if isinstance(mark, Picture)]
    assert min(m[0] for m in marks) == pytest.approx(210 - max(m[2] for m in marks)), "in the middle"


def test_four_photos_stand_on_a_six_inch_sheet_at_their_real_size_with_marks_to_cut_by() -> None:
    sheet = with_values("photo_six", photo=black(413, 579))
    page = image_of(document.draw(sheet), dpi=_DPI)

    assert across(page, 45) == across(page, 105) == pytest.approx([35.0] * 2, abs=0.2)
    assert down(page, 30) == down(page, 72) == pytest.approx([49.0] * 2, abs=0.2)
    marks = document.pages(sheet)[0].marks
    assert sum(isinstance(mark, Rule) for mark in marks) == 4 * 8
    assert all(min(extent(mark)[:2]) > 2 for mark in marks)
    assert all(extent(mark)[2] < 100 and extent(mark)[3] < 150 for mark in marks)


def test_the_watermark_lies_on_the_picture_and_lets_it_be_seen() -> None:
    marks = document.pages(sample("id_copy"))[0].marks
    last_picture = max(n for n, mark in enumerate(marks) if isinstance(mark, Picture))
    turned = [(n, mark) for n, mark in enumerate(marks) if isinstance(mark, Turned)]

    assert [m.text for _, m in turned] == ["仅供办理残疾人服务一件事使用", "2026年11月23日"] * 2
    assert max(n for n, _ in turned) > last_picture
    assert all(0.2 < mark.alpha < 0.7 for _, mark in turned)


def test_an_overlay_moves_by_what_the_printer_is_off() -> None:
    sheet = sample("certificate_page")
    still = image_of(document.draw(sheet)).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    moved = image_of(document.draw(replace(sheet, shift=(2.0, 3.0))))
    box = moved.point(lambda grey: 255 if grey < 128 else 0).getbbox()

    assert still is not None
    assert box is not None
    assert [(b - a) / 200 * 25.4 for a, b in zip(still, box, strict=True)] == pytest.approx(
        [2, 3, 2, 3], abs=0.2
    )


# ---- a county's own ------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    layout.use(None)


def test_a_county_moves_a_box_and_rewords_it(own: Path) -> None:
    shipped = (layout.LAYOUTS / "service_card.toml").read_text("utf-8")
    changed = shipped.replace("at = [4, 19.5, 51, 4.5]", "at = [4, 20.5, 51, 4.5]").replace("卡号", "服务号")
    (own / "service_card.toml").write_text(changed, "utf-8")
    before = y_of("KF-", "service_card")

    layout.use(own)

    assert "服务号KF-620403" in text_of(document.draw(sample("service_card")))
    assert y_of("KF-", "service_card") - before == pytest.approx(1.0)


def y_of(words: str, name: str) -> float:
    marks = (mark for page in document.pages(sample(name)) for mark in page.marks)
    return next(mark.y for mark in marks if isinstance(mark, Words) and words in mark.text)


def test_a_county_rewords_a_paper_that_flows_and_adds_one(own: Path) -> None:
    shipped = (layout.LAYOUTS / "correction.toml").read_text("utf-8")
    (own / "correction.toml").write_text(shipped.replace("不会自动作废", "不会按撤回处理"), "utf-8")
    (own / "thanks.toml").write_text(
        '[paper]\ntitle = "感谢信"\nbasis = "本地"\n[[block]]\nkind = "title"\n', "utf-8"
    )

    layout.use(own)

    assert "申请不会按撤回处理" in text_of(document.draw(sample("correction")))
    assert "thanks" in plans.names()
    assert "感谢信" in text_of(document.draw(document.specimen("thanks")))


def test_a_code_that_no_scanner_reads_is_refused() -> None:
    room = codes.code128_width("CZ-2026-00018")
    assert room < 66
    for number, told in (("档案一号", "印不了的字"), ("CZ-2026-00018-" * 4, "太长")):
        with pytest.raises(UnprintableError, match=told):
            document.draw(with_values("archive_label", archive_number=number))
    with pytest.raises(UnprintableError, match="校验码"):
        document.draw(with_values("service_card", check="长" * 400))
