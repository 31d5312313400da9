"""Any name can be printed on form, notice and receipt, and is read back as it was typed."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from forms import characters
from printing import draw, fonts
from printing.errors import UnprintableError
from printing.papers import form, notice, receipt
from tests.printing import sheets
from tests.printing.font_files import make
from tests.printing.reading import fonts_of, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")

BUNDLED = (
    "一",
    "欧阳样例",
    "颜𬱟",
    "㛃䶮",
    "𠅤样",
    "𰻝样例",
    "阿依古丽·买买提",
    "买买提·吐尔逊·卡德尔",
    "Zoë Müller-Garçon ḿ",
    "张A样Ⅱ",
    "𣗋野𩽾𠂇",
    "古丽" * 12 + "·",
    "样例名字" * 15,
)
"""Names the bundled font has: one to sixty characters, extensions A, B, E and G, dots, Latin, mixed."""

FURTHER = {
    "扩展A": "王\u4db6\u4dbf",
    "扩展B": "赵𠀀𪛖",
    "扩展C": "鱼𫚔𪜀𫜴",
    "扩展D": "李𫝀𫠝",
    "扩展E": "钱𫠠𬺡",
    "扩展F": "孙𬺰𮯠",
    "扩展G": "周𰀀𱍊",
    "扩展H": "吴\U00031350\U000323af",
    "扩展I": "郑\U0002ebf0\U0002ee5d",
    "扩展J": "冯\U000323b0\U00033479",
    "兼容": "陈\uf92c\ufa29\U0002f800",
    "彝文": "\ua000\ua48c·阿牛",
    "拉丁": "Łukasz·Șenğül",
}
"""Names that need a font of this computer, with the first and last characters of each block."""

PAPERS: dict[str, Callable[[str], bytes]] = {
    "form": lambda name: form.draw(sheets.form(name=name)),
    "notice": lambda name: notice.draw(sheets.notice(name)),
    "receipt": lambda name: receipt.draw(replace(sheets.receipt(), applicant=name)),
}


def texts(pdf: bytes) -> Iterator[str]:
    """All words of a paper, as each of two independent readers extracts them."""
    yield text_of(pdf)
    yield squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def embedded(pdf: bytes) -> set[str]:
    """Names of the fonts; asserts that the outlines of each are embedded."""
    found = list(fonts_of(pdf))
    assert all("/FontFile2" in font["/FontDescriptor"] for font in found)
    # A font of the same name as an earlier one of this process has a number behind its name.
    return {re.sub(r"-[0-9a-f]{8}$", "", font["/BaseFont"].split("+")[1]) for font in found}


@pytest.fixture
def every_character(bare_system: Path) -> None:
    """A computer with a font that has all characters of the table."""
    make(bare_system / "Every.ttf", "".join(FURTHER.values()))


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Callable[[str], bytes]:
    return PAPERS[request.param]


@pytest.mark.parametrize("name", BUNDLED)
def test_names_of_the_bundled_font_read_back_equal(paper: Callable[[str], bytes], name: str) -> None:
    pdf = paper(name)

    for text in texts(pdf):
        assert squeezed(name) in text
    assert {font.split("-")[0] for font in embedded(pdf)} == {"NotoSansSC"}


@pytest.mark.parametrize("name", FURTHER.values(), ids=FURTHER)
def test_names_of_every_block_read_back_equal(
    every_character: None, paper: Callable[[str], bytes], name: str
) -> None:
    pdf = paper(name)

    for text in texts(pdf):
        assert squeezed(name) in text
    assert "Every" in embedded(pdf)


def test_korean_names_print_everywhere(bare_system: Path, paper: Callable[[str], bytes]) -> None:
    """김여성 is no name that a Chinese font has; the set-up makes a font of the Korean syllables."""
    pdf = paper("김여성·힣가")

    for text in texts(pdf):
        assert "김여성·힣가" in text
    assert {font.split("-")[0] for font in embedded(pdf)} == {"NotoSansSC", "NotoSansKR"}


@pytest.mark.parametrize("heavy", [False, True])
def test_one_page_holds_many_fonts(bare_system: Path, heavy: bool) -> None:
    chars = ("𫚔", "\U0002ebf0", "\U00031350", "\U000323b0")
    for number, char in enumerate(chars):
        make(bare_system / f"Part{number}.ttf", char)
    line = "张" + "和".join(chars) + "样例"

    pdf = draw.render([draw.DrawnPage([draw.Words(20, 40, line, 14, heavy)])], "样例")

    for text in texts(pdf):
        assert line in text
    assert {"Part0", "Part1", "Part2", "Part3"} < embedded(pdf)
    assert b"Part0.ttf" not in pdf


def test_more_characters_than_one_subset_holds_read_back_in_order(bare_system: Path) -> None:
    chars = [chr(code) for code in range(0x20000, 0x20000 + 600)]
    make(bare_system / "Many.ttf", "".join(chars))
    lines = ["".join(chars[start : start + 30]) for start in range(0, 600, 30)]
    marks = [draw.Words(20, 20 + 8 * row, line, 14) for row, line in enumerate(lines)]

    for text in texts(draw.render([draw.DrawnPage([*marks])], "样例")):
        assert "".join(chars) in text


@pytest.mark.parametrize("block", [b for b in characters.BLOCKS if b not in ("扩展I", "扩展J")])
def test_blocks_read_back_with_the_fonts_of_this_computer(block: str) -> None:
    """With fonts-hanazono and fonts-babelstone-han, installed by the set-up of the tests."""
    start, end = characters.BLOCKS[block]
    chars = [chr(code) for code in (*range(start, end, (end - start) // 90), end)]
    here = [char for char in chars if not fonts.missing(char)]
    if lacking := len(chars) - len(here):
        print(f"{block}: {lacking} of {len(chars)} have no font here")
    if not here:
        pytest.skip(f"no font on this computer has characters of {block}: install fonts-babelstone-han")
    lines = ["".join(here[place : place + 23]) for place in range(0, len(here), 23)]
    marks = [draw.Words(20, 20 + 9 * row, line, 16, row % 2 > 0) for row, line in enumerate(lines)]

    for text in texts(draw.render([draw.DrawnPage([*marks])], "样例")):
        assert "".join(here) in text


def test_the_rare_names_of_the_brief_print_here() -> None:
    names = ("颜𬱟", "㛃䶮", "𠅤", "𰻝", "鱼𫚔", "阿依古丽·买买提")
    if fonts.missing("𫚔"):
        pytest.skip("no font on this computer has 𫚔 (U+2B694): install fonts-hanazono")

    for name in names:
        for drawn in PAPERS.values():
            assert all(name in text for text in texts(drawn(name)))


@pytest.mark.parametrize(
    ("char", "told"),
    [
        ("𫚔", "的“𫚔”(U+2B694)在这台电脑的字体中都没有字形,"),
        ("\x07", "控制字符(U+0007),请删去"),
        ("\u200f", "控制字符(U+200F),请删去"),
        ("😀", "“😀”(U+1F600)是表情符号,请删去"),
        ("م", "(U+0645)属于从右往左写的文字"),
        ("\ue000", "(U+E000)是自造字"),
        ("\U0003fffd", "的U+3FFFD不是标准中的字"),
        ("\ud86d", "损坏的半个字(U+D86D)"),
        ("\U000e0100", "异体字选择符(U+E0100)"),
    ],
)
def test_what_can_not_be_printed_is_refused_before_a_sheet_is_spoiled(
    bare_system: Path, paper: Callable[[str], bytes], char: str, told: str
) -> None:
    with pytest.raises(UnprintableError) as refused:
        paper(f"张{char}例")

    said = str(refused.value)
    assert told in said
    assert "一栏" in said.split(told, maxsplit=1)[0]
    assert said.endswith("。这张纸没有打印,改正后再打印一次。")
    assert said.count("。") == 2
