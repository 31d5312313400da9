"""What 004 obliges the hall to tell stands on the paper it belongs to, made from a real draft or application.

Each row: the clause (方案 is the plan of 白银市平川区, 指引 its 附件2), the words looked for,
and the papers, by the case they are made from.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from desk_app.services import reading
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import guide, papers
from desk_app.services.printing.guide import GuideSheets
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")


def _draft(parts: Parts, *, ticked: bool, large: bool = False) -> str:
    """The notice of a woman without a certificate, with her three matters ticked or none."""
    draft = sound_draft(parts)
    if not ticked:
        draft = replace(draft, chosen=(), seen=())
    read = reading.of(parts, inform.recalled(parts, replace(draft, seen=())))
    return text_of(papers.notice(parts, read, large))


def _receipt(parts: Parts) -> str:
    return text_of(papers.receipt(parts, intake.accept(parts, sound_draft(parts))))


def _guide(matter: str) -> Callable[[Parts], str]:
    return lambda parts: text_of(guide.draw_one(parts, matter))


PAPERS: Final[dict[str, Callable[[Parts], str]]] = {
    "告知书": lambda parts: _draft(parts, ticked=True),
    "告知书,没有勾选": lambda parts: _draft(parts, ticked=False),
    "大字告知书": lambda parts: _draft(parts, ticked=True, large=True),
    "回执": _receipt,
    "指南,新办": _guide("cert_new"),
    "指南,生活补贴": _guide("living_subsidy"),
    "指南,护理补贴": _guide("care_subsidy"),
    "指南,就业": _guide("employment"),
    "指南,代缴": _guide("pension"),
    "指南和空白表": lambda parts: text_of(guide.draw(parts, GuideSheets(("cert_new",)))),
}
NOTICES: Final = ("告知书", "告知书,没有勾选", "大字告知书")
GUIDES: Final = ("指南,新办", "指南,生活补贴", "指南,护理补贴", "指南,就业")
TAKEN: Final = (*NOTICES, "回执", *GUIDES)
SENT: Final = ("告知书", "大字告知书", "回执", "指南,新办")
FOOT: Final = re.compile(r"平川区政务服务中心政策版本[\d.]+申请人张样例第\d+页共\d+页")
PLAN: Final = "《白银市平川区残疾人服务“一件事”工作实施方案》"

DUTIES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("方案三(二) 统一办理指南", "残疾人证新办办事指南", ("指南,新办", "指南和空白表")),
    ("方案三(三)、指引十八 电子材料", "(电子证照)都可以", NOTICES),
    ("方案三(三)、指引十八 电子材料", "材料(纸质或电子)", GUIDES),
    ("方案三(四)、指引八、十二 线上", "甘肃政务服务网", (*NOTICES, *GUIDES, "指南,代缴")),
    ("方案三(四)、指引八、十二 线上", "“甘快办”的“高效办成一件事”专区", (*NOTICES, *GUIDES, "指南,代缴")),
    ("方案三(四) 容缺受理", "可容缺,5个工作日内补交", ("告知书", "大字告知书", "指南,新办", "指南,生活补贴")),
    ("方案三(四)、指引十一 帮办代办", "窗口免费帮办、代办", (*NOTICES, *GUIDES)),
    ("方案三(四)、四(一)、指引五 上门服务", "可以上门服务", (*NOTICES, *GUIDES)),
    ("方案四(一)、指引五 跨省、省内通办", "户口不在本县(区)的", ("指南,新办", "指南,生活补贴")),
    ("附件1 责任部门", "联办:白银市平川区残疾人联合会", ("指南,生活补贴", "指南,护理补贴", "指南,就业")),
    ("附件1 责任部门", "白银市平川区人力资源和社会保障局", ("指南,就业", "指南,代缴")),
    ("指引二 服务对象", "符合残疾标准", (*NOTICES[:2], "指南,新办")),
    ("指引十 办理人员电话", "平川区残联(0943-6600001)", ("回执", *NOTICES, *GUIDES)),
    ("指引十 办理人员电话", "平川区民政局(0943-6600002)", (*NOTICES, "指南,生活补贴", "指南,护理补贴")),
    ("指引十 填报表单", "甘肃省残疾人服务“一件事”申请表", ("指南和空白表",)),
    ("指引十四 优惠政策和办理条件", "困难残疾人生活补贴", NOTICES),
    ("指引十四 优惠政策和办理条件", "勾选“残疾人证新办”", ("告知书,没有勾选",)),
    ("指引十四 优惠政策和办理条件", "重度残疾人城乡居民基本养老保险费代缴", NOTICES),
    ("指引十五 零费用", "不收取任何费用", (*TAKEN, "指南,代缴")),
    ("指引十六 三个工作日流转", "3个工作日内转交", TAKEN),
    ("指引十七 不再要求其他资料", "不再要求您提供任何其他资料", (*NOTICES, "回执")),
    ("指引十九 十个工作日审核", "10个工作日内", TAKEN),
    ("指引二十 结果送达", "邮寄,或由本人领取、乡镇(街道)、村(社区)工作人员送达", SENT),
    ("指引二十 结果送达", "纸质版邮寄或由乡镇(街道)、村(社区)工作人员送达", ("告知书,没有勾选",)),
    ("指引二十 结果送达", "电子版在线送达", TAKEN),
    ("指引二十、附件4 送达方式", "您选的送达方式是自行领取", ("告知书", "回执")),
    ("附件3 法定办结时限", "30个工作日", TAKEN),
    ("附件3 承诺办结时限", "13个工作日", TAKEN),
    ("附件3 联办效能 减时间", "由将近40个工作日减少至不超过13个工作日", NOTICES),
    ("附件3 联办效能 减跑动", "由5次减少至最多1次、甚至零跑动", NOTICES),
    ("附件3 联办效能 减跑动", "最多跑1次,甚至零跑动", ("指南,生活补贴", "指南,就业")),
    ("附件3 联办效能 减材料", "一般情况下需要提交的证明材料由10份减至4份", NOTICES),
    ("附件3 联办效能 减材料", "您要交哪些材料,以上面列出的为准", NOTICES),
    ("附件3 联办效能 减环节", "办事环节由4个减少至1个(填写一张申请表)", NOTICES),
    ("附件3 办理地点", "平川区政务服务中心一楼残疾人服务“一件事”窗口", (*NOTICES, *GUIDES, "指南,代缴")),
    ("附件3 办理时间", "法定工作日上午8:30-12:00,下午14:30-18:00", (*NOTICES, *GUIDES, "指南,代缴")),
    ("附件3 办理时间 节假日", "法定节假日网上照常申报,节后受理、审批", (*NOTICES, *GUIDES)),
    ("附件3 咨询方式", "https://zwfw.gansu.gov.cn/szgs/hdjl/showIndex.do", TAKEN),
    ("附件3 咨询方式", "0943-12345", TAKEN),
    ("附件3 监督投诉方式", "https://zwfw.gansu.gov.cn//szgs/hdjl/showIndexts.do?areaCod", TAKEN),
    ("附件3 监督投诉方式", "平川区政务服务中心(演示地址)", TAKEN),
    ("附件3 到场次数和原因", "到场1次:办理残疾人证有关事项需到指定机构进行残疾评定", (*NOTICES, "指南,新办")),
    ("附件3 受理条件 护理补贴", "需要长期照护", ("告知书", "大字告知书", "回执", "指南,护理补贴")),
    ("附件3 受理条件 代缴免申办理", "免申办理", ("指南,代缴",)),
    ("附件3 法定依据 全称", PLAN, (*NOTICES, "指南,生活补贴")),
    ("附件3 法定依据 全称", "《甘肃省残疾人服务“一件事”办事指南》(", (*NOTICES, "指南,生活补贴")),
    ("附件3 法定依据 全称", "《残疾人证管理办法》(残联发〔2017〕34号)", (*NOTICES, "指南,新办")),
    ("附件3、52号三(一) 代为申请", "所在村(居)民委员会或其他委托人代为申请", (*NOTICES, "指南,护理补贴")),
    ("附件3 审批结果名称", "《中华人民共和国残疾人证》", ("告知书", "回执", "指南,新办")),
    ("附件3 审批结果名称", "关于困难残疾人生活补贴和残疾人护理补贴发放的通知", ("告知书", "指南,生活补贴")),
    ("附件5 序号3", "原件3份", ("告知书", "告知书,没有勾选", "大字告知书", "指南,新办")),
    ("附件5 序号4", "银行卡(一卡通)", (*NOTICES, "指南,生活补贴")),
    ("附件5 序号5", "申请智力、精神残疾人证和未成年人申请时提供", ("指南,新办",)),
    ("附件5 序号6", "异地办理残疾人证有关事项时提供", ("指南,新办",)),
    ("办结日期不许诺停表的时间", "残疾评定和公示的时间另计", (*NOTICES, "回执", "指南,新办")),
    ("办结日期不许诺停表的时间", "等“残疾人证新办”的结果,期间停止计时", (*NOTICES, "回执")),
)  # fmt: skip


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The words of a paper, by its name among ``PAPERS``; each is drawn once."""
    kept: dict[str, str] = {}

    def words(paper: str) -> str:
        if paper not in kept:
            folder: Path = tmp_path_factory.mktemp("duties")
            kept[paper] = PAPERS[paper](make_parts(folder))
        return kept[paper]

    return words


@pytest.mark.parametrize(
    ("clause", "words", "paper"),
    [(clause, words, paper) for clause, words, named in DUTIES for paper in named],
)
def test_the_paper_tells_what_the_plan_obliges_the_hall_to_tell(
    printed: Callable[[str], str], clause: str, words: str, paper: str
) -> None:
    assert squeezed(words) in FOOT.sub("", printed(paper)), f"{clause}:{paper}"  # it may go on overleaf


@pytest.mark.parametrize("paper", PAPERS)
def test_no_paper_says_what_nobody_may_be_told(printed: Callable[[str], str], paper: str) -> None:
    said = printed(paper)

    assert squeezed("本次不需要提交材料") not in said
    assert "注销●符合" not in said
    assert "None" not in said


def test_a_notice_stays_within_two_pages(printed: Callable[[str], str]) -> None:
    assert "第1页共2页" in printed("告知书")
