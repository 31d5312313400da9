"""Where a Chinese line should not break: numbers with their units, days, document numbers, words.

A tie is a place between two characters with a price for breaking there. Nothing here measures or draws.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from printing import places

FIRM: Final = 1000.0
"""Price of breaking what is read as one: a number and its unit, a day, a document number."""
WORD: Final = 30.0
"""Price of breaking a word of two to four characters."""
_SEAM: Final = 200.0
"""Price of breaking a long number at a seam, behind 年, 月, 〕 or the name of what is numbered."""
_SEAMS: Final = re.compile("(?<=[年月〕：])|(?<=[发通字函令])(?=〔)")

_UNITS: Final = """
个工作日 工作日 个自然日 个月 个年度 年度 年 月 日 天 时 分 秒 小时 分钟 周岁 岁 万元 元 份 页 张 项 件 个
次 本 位 人 户 号窗口 号 款 条 级 毫米 厘米 米 公里 寸 磅 楼 单元 室 社 组 倍 名 人次 户次
""".split()  # noqa: SIM905
_UNIT: Final = "(?:" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
_PATTERNS: Final = re.compile(
    "|".join(
        (
            # Days and hours, with the word that bounds them.
            r"(?:预计)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?[前后起止]?",
            r"\d{1,2}时\d{1,2}分",
            # 国发〔2015〕52号
            r"[一-鿿]{1,3}[发通字函令]〔\d{4}〕[^\s，。；、]{1,6}号",
            r"第[\d一二三四五六七八九十百零]+[条款项章页号次](?:之一)?(?:（[一二三四五六七八九十]+）)?",
            r"[一二三四五六七八九十]（[一二三四五六七八九十]+）\d?",
            r"附件\d+",
            # A category of disability and its grade.
            r"(?:视力|听力|言语|肢体|智力|精神|多重)(?:残疾)?[一二三四]级",
            r"序号\s?\d+",
            r"(?:每[年月日次]|[¥￥约共每])?\d[\d.,]*\s?" + _UNIT,
            r"[十百千一二三四五六七八九两]+个?(?:工作日|自然日|日内|个月|年|周岁|份|次|倍)",
            # Short words in quotes; a long title may break, but not next to its marks.
            r"“[^”]{1,8}”",
            r"《[^》]{1,8}》",
            r"《[^》]{2}",
            r"[^《]{2}》",
            r"〔\d{4}〕",
            r"（[^（），、；]{1,3}）",
            r"(?:电话|咨询|投诉|编号|单号|热线|证号|手机)[:： ]?\s?[\d-]{3,}",
        )
    )
)

# Words of these papers that look cut when a line ends within them.
_WORDS: Final = """
残疾人证 残疾人 残疾 残联 评定 机构 指定 医院 办结 审核 审批 受理 不予 申请人 申请表 申请 材料 告知书
告知 知晓 承诺书 承诺 补正 补交 补齐 补办 挂失 换领 新办 迁移 注销 变更 提交 提供 通知书 通知 签名 签收
盖章 监护人 联系人 代理人 受托人 代书人 见证人 持证人 经办人 受理人 告知人 窗口 电话 地址 户口簿 户籍
身份证 复印件 原件 照片 低保 特困 补贴 护理 生活 困难 重度 等级 类别 就业 帮扶 失业 创业 灵活 登记 求职
社区 街道 乡镇 村委会 居委会 政府 法院 复议 诉讼 部门 民政 人社 公安 医保 公示 期限 工作日 日期 时间
办理 办法 规定 条件 理由 依据 结果 领取 送达 邮寄 银行卡 一卡通 查询 咨询 投诉 监督 终止 撤回 更正 大厅
中心 政务 服务 事项 回执 编号 证明 证件 有效期 到期 以前 以后 以内 之日 本人 家庭 家人 委托 授权 异议
公民 智力 肢体 视力 听力 言语 精神 多重 需要 可以 已经 没有 不能 应当 如果 或者 以及 并且 重新 另行 书面
当场 免费 收费 现场 上门 康复 辅助器具 培训 意向 意愿 劳动 能力 保险 养老 代缴 资格 享受 发放 停发 标准
金额 收入 经济 状况 信息 数据 共享 核查 核验 网上 线上 线下 微信 短信 人民 联合会 民政局 人社局
自动 按期 逾期 超过 届满 之前 之后 起算 计算 停止 继续 符合 情况 说明
备注 原因 问题 方式 地点 内容 全部 其他 各项 一次 一份 两份 收到 提出 准备 携带 带来 拍照 社会 公共 国家
行政 退还 推荐 岗位 城乡 居民 批准 发证 单位 出示 派出所 比对 变动 补领 信用社 有关 正在 范围 演示 审定 当月
任何 费用 承担 后果 资料 结论 证照 中华
计发 顺延 序号 同意 依法 影响 档案 期间 随时 另计 占用 届满 一级 二级 三级 四级 经办员 未成年人 成年人
下列 上述 预计
""".split()  # noqa: SIM905


@lru_cache(1)
def _by_first(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """All words by their first character, the longest first; names of places with 省, 市, 区 and without."""
    short = [word for name in names for word in (name, name[:-1]) if len(word) > 1]
    known = sorted(dict.fromkeys((*_WORDS, *short)), key=len, reverse=True)
    return {first: tuple(w for w in known if w[0] == first) for first in {word[0] for word in known}}


_LONG: Final = 8
"""What has more characters than this may be broken at a seam where a column is too narrow for it."""


def ties(said: str) -> Mapping[int, float]:
    """The places in a text where a line should not break: offset of the character after the break, price."""
    return _ties(said, places.known())


def forget() -> None:
    """Keep no text of an earlier paper in memory."""
    _ties.cache_clear()


@lru_cache(4096)
def _ties(said: str, names: tuple[str, ...]) -> Mapping[int, float]:
    found: dict[int, float] = {}
    for start, end in _words(said, _by_first(names)):
        found.update(dict.fromkeys(range(start + 1, end), WORD))
    for match in _PATTERNS.finditer(said):
        found.update(dict.fromkeys(range(match.start() + 1, match.end()), FIRM))
        if match.end() - match.start() > _LONG:
            seams = (seam.start() for seam in _SEAMS.finditer(said, match.start() + 1, match.end() - 1))
            found.update(dict.fromkeys(seams, _SEAM))
    return found


def _words(said: str, known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """The known words of a text, longest first from the left: first character and the one after the last."""
    place = 0
    while place < len(said):
        word = next((w for w in known.get(said[place], ()) if said.startswith(w, place)), "")
        if word:
            yield place, place + len(word)
        place += len(word) or 1
