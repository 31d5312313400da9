"""What every paper promises: all fonts embedded, the same bytes each time, nothing lost or illegible."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from pypdf import PdfReader

from printing.errors import UnprintableError
from printing.papers import form, notice, receipt
from tests.printing import sheets
from tests.printing.reading import fonts_of, image_of, text_of

RARE = ("颜𬱟", "㛃䶮", "阿依古丽·买买提", "𠅤𰻝")
PAPERS: dict[str, Callable[[str], bytes]] = {
    "form": lambda name: form.draw(sheets.form(name=name)),
    "notice": lambda name: notice.draw(sheets.notice(name)),
    "receipt": lambda name: receipt.draw(replace(sheets.receipt(), applicant=name)),
}

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest) -> Callable[[str], bytes]:
    return PAPERS[request.param]


def test_every_font_is_embedded_as_a_subset(paper: Callable[[str], bytes]) -> None:
    fonts = list(fonts_of(paper("张样例")))

    assert fonts
    for font in fonts:
        assert "+NotoSansSC-" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.parametrize("name", RARE)
def test_rare_names_are_copied_out_as_they_were_typed(paper: Callable[[str], bytes], name: str) -> None:
    assert name in text_of(paper(name))


def test_the_same_sheet_is_the_same_bytes(paper: Callable[[str], bytes]) -> None:
    assert paper("张样例") == paper("张样例")


def test_a_paper_says_its_title_and_language_and_names_no_machine(paper: Callable[[str], bytes]) -> None:
    pdf = paper("张样例")
    reader = PdfReader(io.BytesIO(pdf))

    assert "残疾人服务“一件事”" in str(reader.metadata and reader.metadata.title)
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert all(round(float(side)) in (595, 842) for page in reader.pages for side in page.mediabox[2:])
    assert b"/home/" not in pdf
    assert b".ttf" not in pdf


@pytest.mark.parametrize(
    ("char", "told"),
    [
        ("\x07", "控制字符(U+0007)"),
        ("\u200b", "控制字符(U+200B)"),
        ("😀", "“😀”(U+1F600)是表情符号"),
        ("\ue000", "(U+E000)是自造字"),
    ],
)
def test_what_no_font_can_draw_is_refused_by_name(
    paper: Callable[[str], bytes], char: str, told: str
) -> None:
    with pytest.raises(UnprintableError) as refused:
        paper(f"张{char}例")

    assert told in str(refused.value)
    assert "没有打印" in str(refused.value)


def test_no_ink_leaves_the_margins(paper: Callable[[str], bytes]) -> None:
    for name in ("张样例", "很长的姓名" * 10):
        page = image_of(paper(name), dpi=50).point(lambda grey: 255 if grey < 200 else 0)
        left, top, right, bottom = page.getbbox() or (0, 0, 0, 0)
        width, height = page.size
        mm = width / 210
        assert left >= 14 * mm
        assert top >= 10 * mm
        assert right <= width - 14 * mm
        assert bottom <= height - 4 * mm


@pytest.mark.parametrize(
    "sample",
    [
        lambda: form.draw(replace(sheets.form(), sample=True)),
        lambda: notice.draw(replace(sheets.notice(), sample=True)),
        lambda: receipt.draw(replace(sheets.receipt(), sample=True)),
    ],
)
def test_a_specimen_says_so_on_its_face(sample: Callable[[], bytes]) -> None:
    assert "样张" in text_of(sample())
    assert "样张" not in text_of(form.draw(sheets.form()))
