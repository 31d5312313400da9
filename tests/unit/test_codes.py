"""Code tables compared with lists typed again from the standards and from 附件4."""

import re
import tomllib

import pytest

from forms import code_rows, loader
from forms.schema import CodeTable

# 附件4 as it was published; £ is its lost checkbox sign, 低于地最低 is its own wording.
IDENTITY_KINDS = """
£城镇居民  £高校毕业生   £农村转移劳动力  £建档立卡贫困户   £低保人员
£退役人员(军转干部、自主择业干部、退役士官、退役士兵)
£刑满释放人员、假释、监外执行人员     £离职人员    £其他
"""
UNEMPLOYMENT_REASONS = """
£年满16周岁,从各类学习毕业、肄业        £承包土地被征用等情况
£被企业解除或终止劳动关系                 £企业破产倒闭终止劳动关系
£从事一定收入的劳动,但月收入低于地最低生活保障标准  £退出公益性岗位
£从机关事业单位被辞退解聘                 £从各类单位辞职
£军人退出现役且未纳入国家统一安置         £刑满释放、假释、监外执行
£私营企业、民办非企业业主停业、破产     £终止从事个体工商户                            £其他
"""
CATEGORIES = "£视力 £听力 £言语 £肢体 £智力  £精神"

# GB/T 3304-1991, by number from 01.
PEOPLES = """
汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西
景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安
裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺
"""

WHOLE = {
    "sex": ("GB/T 2261.1", "0未知的性别 1男 2女 9未说明的性别"),
    "marriage": ("GB/T 2261.2", "10未婚 20已婚 21初婚 22再婚 23复婚 30丧偶 40离婚 90未说明"),
    "education": (
        "GB/T 4658",
        "10研究生 20大学本科 30大学专科 40中专 50技工学校 60高中 70初中 80小学 90文盲或半文盲",
    ),
    "relation": (
        "GB/T 4761",
        "0本人或户主 1配偶 2子 3女 4孙子女、外孙子女 5父母 6祖父母、外祖父母 7兄弟姐妹 8其他",
    ),
    "household": ("附件4", "0农业 1非农业"),
    "category": ("GB/T 26341", "1视力 2听力 3言语 4肢体 5智力 6精神 7多重"),
    "grade": ("GB/T 26341", "1一级 2二级 3三级 4四级"),
    "renew_reason": ("附件4", "1残损换新 2到期换证 3资料更新"),
    "cancel_reason": ("附件4", "1死亡注销 2康复脱残 3其他"),
    "employment_kind": ("附件4", "1单位就业 2灵活就业 3自主创业"),
    "unemployment_place": ("附件4", "1户籍地址 2常住地址"),
    "delivery": ("附件4", "1邮寄 2自行领取"),
}
# Tables of the program's own questions and records, which no standard has.
OURS = {
    "certificate_state": ("残疾人证管理办法", "1有效,在手上 2遗失了 3过了有效期 4残损了 5已经注销 0没有办过"),
    "recorded_state": ("残疾人证管理办法", "0没有记录 1有效 2挂失 3过期 5注销 6迁出 7冻结"),
    "former_number": ("残疾人证管理办法", "1身份证号更正过,证上还是老号码 2证号印错,正在更正"),
    "telling_way": ("附件2", "1当面 2电话 3短信 4邮寄 5上门 6电子送达"),
    "reached": ("民法典", "1本人 2监护人 3亲属 4村(社区) 0没有联系上"),
    "fact_check": ("国办发〔2020〕42号", "1属实 2不实 0还没有结果 3承诺已撤回"),
    "kept_why": (
        "本大厅做法",
        "1这份证件已经换发、补办或注销 2本人已经死亡 3本人说明不要了 4多次联系不上,没有人领取 9其他原因",
    ),
    "receiver": ("附件2", "1本人 2监护人 3亲属 4村(社区) 5受托人"),
    "id_kind": ("GB 11643", "1居民身份证 2港澳台居民居住证 3外国人永久居留身份证"),
    "guardian_kind": ("民法典", "1个人 2村(居)民委员会 3福利机构 4民政部门 5其他组织"),
}
QUOTED = {
    "identity_kind": IDENTITY_KINDS,
    "unemployment_reason": UNEMPLOYMENT_REASONS,
    "category": CATEGORIES,
}


def table(name: str) -> CodeTable:
    return loader.shipped().codes[name]


def listed(name: str) -> dict[str, str]:
    return {o.code: o.label for o in table(name).options}


@pytest.mark.parametrize("name", [*WHOLE, *OURS])
def test_a_table_is_its_standard(name: str) -> None:
    _, words = (WHOLE | OURS)[name]
    assert listed(name) == dict(re.findall(r"(\d+)(\D+?)(?: |$)", words))


@pytest.mark.parametrize("name", [*WHOLE, *OURS, "ethnicity", "identity_kind", "unemployment_reason"])
def test_a_table_names_where_it_is_from(name: str) -> None:
    wanted = (WHOLE | OURS).get(name, ("GB/T 3304" if name == "ethnicity" else "附件4", ""))[0]
    assert wanted in table(name).source


def test_the_peoples_are_those_of_the_standard_and_of_the_identity_card() -> None:
    names = PEOPLES.split()
    assert len(names) == 56
    wanted = {f"{number:02}": f"{name}族" for number, name in enumerate(names, 1)}
    assert listed("ethnicity") == wanted | {"97": "其他", "98": "外国血统中国籍人士"}


@pytest.mark.parametrize(
    ("name", "count"), [("identity_kind", 9), ("unemployment_reason", 13), ("category", 6)]
)
def test_a_list_of_the_form_has_its_words_and_order(name: str, count: int) -> None:
    words = [w.strip() for w in QUOTED[name].split("£")[1:]]
    offered = [o for o in table(name).options if o.code not in table(name).withheld]
    assert [o.label for o in offered] == words
    assert [o.code for o in offered] == [str(n) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("name", "kept_back"), [("sex", {"0", "9"}), ("category", {"7"}), ("relation", {"0"})]
)
def test_the_form_offers_part_of_the_standard(name: str, kept_back: set[str]) -> None:
    pack = loader.shipped()
    element = next(e for e in pack.elements.values() if e.codes == name and e.section)
    assert {o.code for o in pack.options(element)} == listed(name).keys() - kept_back


def test_every_table_of_the_pack_is_checked_or_the_countys_own() -> None:
    own = {"benefit", *code_rows.DERIVED, "sent_by", "roster_state", "roster_source", "department_reply"}
    visits = (tomllib.loads(p.read_text("utf-8")) for p in loader.DEFINITIONS.glob("visits/*/pack.toml"))
    own |= {
        str(table["id"]) for rows in visits for table in rows.get("table", ())
    }  # by the programme's paper
    ours = ("survey_", "archive_", "rehab_", "device_", "volunteer_", "relief_")  # of their registers
    own |= {code for code in loader.shipped().codes if code.startswith(ours)}
    served = [p for p in loader.shipped().programmes.values() if p.services]
    own |= {table for p in served for table in (p.table, p.unit_table, p.money_table)}
    assert set(loader.shipped().codes) - own == {*WHOLE, *OURS, *QUOTED, "ethnicity"}
    assert all(t.source.strip() for t in loader.shipped().codes.values())


def test_no_code_and_no_label_stands_twice() -> None:
    for found in loader.shipped().codes.values():
        for cells in ([o.code for o in found.options], [o.label for o in found.options]):
            assert len(set(cells)) == len(cells), found.id
