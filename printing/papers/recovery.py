"""The recovery key on paper: large groups, what it is for, who keeps it; one page A4, for the cupboard."""

from collections.abc import Iterator, Sequence
from typing import Final

from forms.typesetting import typeset
from printing import draw as page
from printing.draw import DrawnPage, Frame, Mark, Rule, Words

TITLE: Final = "恢复密钥"
_LEFT: Final = 22.0
_WIDE: Final = 166.0
_KEY_SIZE: Final = 26.0


def draw(groups: Sequence[str], book: str, made: str, office: str, window: str, *, voids: bool) -> bytes:
    """The sheet as PDF: eight groups, whose book it is, and its day as written in Chinese."""
    marks = _marks(groups, book, made, office, window, voids)
    return page.render([DrawnPage([*marks])], typeset(f"{TITLE} {office} {window}号窗口"), footer=None)


def _marks(
    groups: Sequence[str], book: str, made: str, office: str, window: str, voids: bool
) -> Iterator[Mark]:
    yield _words(_LEFT, 30, 24, TITLE, heavy=True)
    yield _words(_LEFT, 41, 12, f"{office} {window}号窗口 {made}打印")
    yield Rule(_LEFT, 46, _LEFT + _WIDE, 46, 0.7)
    yield from _groups(groups)
    told = [*_TOLD, *([_VOIDS] if voids else [])]
    y = 132.0
    for heading, *lines in told:
        yield _words(_LEFT, y, 13, heading, heavy=True)
        for line in lines:
            y += 7.5
            yield _words(_LEFT + 6, y, 12, line)
        y += 12
    yield _words(_LEFT, 254, 10.5, f"数据编号 {book}")
    for x, label in ((_LEFT, "放在哪里:"), (_LEFT + 62, "保管人签名:"), (_LEFT + 124, "日期:")):
        yield _words(x, 272, 12, label)
        end = x + (58 if label != "日期:" else 42)
        yield Rule(x + 4.4 * len(label), 273, end, 273, 0.5)


def _groups(groups: Sequence[str]) -> Iterator[Mark]:
    """Two rows of four groups, each in its box with its number above."""
    wide, high = 38.0, 20.0
    for number, group in enumerate(groups):
        x = _LEFT + (number % 4) * (wide + 4.6)
        y = 58.0 + (number // 4) * (high + 13)
        yield _words(x, y - 1.5, 10.5, f"第{number + 1}组")
        yield Frame(x, y, wide, high, 0.7)
        yield _words(x + 4.2, y + 13.2, _KEY_SIZE, group, heavy=True)


_TOLD: Final = (
    (
        "它有什么用",
        "忘了口令、系统密钥环打不开、换了电脑或从备份恢复时,",
        "只有它能打开本窗口的数据。没有它,数据谁也打不开。",
    ),
    (
        "怎样保管",
        "交给单位指定的保管人,装进信封封好,锁进单位的保险柜或文件柜。",
        "不放在电脑旁,不拍照,不复印,不存进电脑和手机,不告诉来电的人。",
    ),
    (
        "怎样使用",
        "启动时在“恢复密钥”一栏,照上面八组依次输入,字母大小写都可以。",
        "没有字母 I、L、O、U;像它们的是数字 1 和 0。输错会指出是第几组。",
    ),
    (
        "丢了或可能被人看过",
        "马上由管理员运行 desk-app keys recovery 换一张,这一张随即作废。",
    ),
)
_VOIDS: Final = ("请注意", "从这一张起,以前打印的恢复密钥全部作废,请找出来销毁。")


def _words(x: float, y: float, size: float, text: str, heavy: bool = False) -> Words:
    return Words(x, y, typeset(text), size, heavy)
