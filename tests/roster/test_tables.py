"""Tables are read strictly: nothing is guessed, nothing is unpacked blindly, a refusal is one sentence."""

from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from desk_app.services.tables import delimited, laid, opened, sheet, xlsx
from desk_app.services.tables.sheet import FormulaCell, NumberCell
from forms import loader
from tests.roster.tables import HEADINGS, book, line, number, refused, repacked

PACK = loader.shipped()
LAW = PACK.procedures["entitled"]
ACT = next(act for act in LAW.acts if act.start)
ASKS = laid.columns(ACT)
DAY = date(2026, 11, 23)


def faults(path: Path) -> dict[int, str]:
    """By line, what is wrong in it; sound lines have an empty text."""
    found = opened.read(path)
    layout = laid.proposed(found, ASKS)
    read = laid.read(PACK, LAW, ACT, found, layout, DAY)
    return {each.line.number: ";".join(each.faults) for each in read}


def values(path: Path) -> dict[str, object]:
    """The answers of the first line."""
    found = opened.read(path)
    layout = laid.proposed(found, ASKS)
    first = next(iter(laid.read(PACK, LAW, ACT, found, layout, DAY)))
    assert not first.faults
    return {k: v for k, v in first.values.items() if v not in ("", ())}


def test_the_same_list_is_read_from_every_kind_of_file(tmp_path: Path) -> None:
    # GIVEN a list with a title over its headings, as a workbook with real days and as three kinds of text
    rows = [["平川区名册(虚构)"], list(HEADINGS), line(1)]

    def day(made, page) -> None:
        page.write_datetime(2, 3, date(2031, 5, 6), made.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        page.merge_range(0, 0, 0, 8, "平川区名册(虚构)")

    text = "\n".join(",".join(cells) for cells in rows)
    files = [book(tmp_path / "a.xlsx", *rows, also=day)]
    for name, encoding in (("a.csv", "utf-8-sig"), ("b.csv", "gb18030")):
        (tmp_path / name).write_text(text, encoding=encoding)
        files.append(tmp_path / name)
    (tmp_path / "c.txt").write_text(text.replace(",", "\t"), encoding="utf-16")
    # WHEN each is read THEN the answers are the same, as an act is given them
    told = [values(path) for path in (*files, tmp_path / "c.txt")]
    assert told[1:] == told[:1] * 3
    assert told[0] == {
        "name": "张样例",
        "id_number": number(1),
        "certificate_number": f"{number(1)}41",
        "certificate_until": "2031-05-06",
        "recorded_state": "1",
        "low_income": True,
        "other_benefits": ("0",),
        "receives": ("0",),
        "life": "1",
    }


def test_what_is_lost_or_not_clear_is_refused_line_by_line(tmp_path: Path) -> None:
    def also(made, page) -> None:
        page.write_formula(3, 0, '=CONCATENATE("张","样例")', None, "张样例")
        page.merge_range(7, 5, 8, 5, "是")

    path = book(
        tmp_path / "a.xlsx",
        HEADINGS,
        line(1, 身份证号码=110101199001010001),  # type: ignore[arg-type]
        line(2, 身份证号码="1.10101E+17"),
        line(3),
        line(4, 身份证号码=""),
        line(5, 有效期至=45000),  # type: ignore[arg-type]
        line(6, 证件状态="不知道"),
        line(7),
        line(8, 是否低保=""),
        line(9, 身份证号码=number(9)[:-1]),
        line(10, 有效期至=20310506),  # type: ignore[arg-type]
        also=also,
    )
    told = faults(path)
    assert told[2] == told[3].replace("1.10101E+17", "1.10101199001010E+17") or "按数字存" in told[2]
    assert "按数字存" in told[3]
    assert "公式" in told[4]
    assert told[5] == "请填写身份证号"
    assert "不是日期" in told[6]
    assert "可以写:" in told[7]
    assert told[8] == told[9] == "F8:F9是合并的单元格,请取消合并,每行都填上"
    assert "还差1位" in told[10]
    assert told[11] == ""


def test_a_number_kept_as_a_number_says_so_and_a_formula_is_never_believed(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["姓名"],
        [5],
        also=lambda _made, page: page.write_formula(2, 0, "=1+1", None, "2"),
    )
    first, second, third = opened.read(path).lines
    assert (type(first.cells[0]), type(second.cells[0]), type(third.cells[0])) == (
        str,
        NumberCell,
        FormulaCell,
    )


def test_what_is_hidden_or_further_right_is_told(tmp_path: Path) -> None:
    def also(made, page) -> None:
        page.set_row(1, None, None, {"hidden": True})
        page.write_string(0, sheet.MOST_CELLS + 3, "远处")
        made.add_worksheet("另一张").write_string(0, 0, "姓名")
        made.add_worksheet("藏着").hide()

    found = opened.read(book(tmp_path / "a.xlsx", HEADINGS, line(1), also=also))
    assert found.sheets == ("名册", "另一张")
    assert found.notes == (
        "读的是工作表“名册”,没有读“另一张”",
        "隐藏的工作表“藏着”没有读",
        "有1行被筛选或隐藏了,也读了",
        "第200列右边还有内容,没有读",
    )
    assert opened.read(tmp_path / "a.xlsx", "另一张").title == "另一张"
    assert (
        refused(lambda: opened.read(tmp_path / "a.xlsx", "藏着"))
        == "a.xlsx 没有工作表“藏着”,可选:名册、另一张"
    )


def bomb(path: Path) -> Path:
    """A workbook whose sheet is a thousand times longer than it is packed."""
    return repacked(
        book(path, HEADINGS, line(1)), "xl/worksheets/sheet1.xml", lambda data: data + b" " * 30_000_000
    )


def laughs(path: Path) -> Path:
    """A workbook with a declared type of its own, from which texts would be made without end."""
    declared = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    return repacked(
        book(path, HEADINGS, line(1)),
        "xl/sharedStrings.xml",
        lambda data: data.replace(b"<sst", declared + b"<sst", 1),
    )


def old(path: Path) -> Path:
    """The container of an xls file, or of one under a password."""
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    return path


def torn(path: Path) -> Path:
    """Half of a workbook."""
    whole = book(path, HEADINGS, line(1)).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def not_xml(path: Path) -> Path:
    """A workbook whose sheet is no XML."""
    return repacked(
        book(path, HEADINGS, line(1)), "xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2]
    )


def gone_back(path: Path) -> Path:
    """A workbook in which a line stands behind a later one, where nobody would look for it."""
    return repacked(
        book(path, HEADINGS, line(1), line(2)),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b'<row r="3"', b'<row r="1"'),
    )


def from_the_end(path: Path) -> Path:
    """A workbook whose cell names a text by a place below nought."""
    return repacked(
        book(path, HEADINGS, line(1)),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"<v>1</v>", b"<v>-1</v>", 1),
    )


def no_book(path: Path) -> Path:
    """An archive of something else."""
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        made.writestr("照片.jpg", b"x")
    return path


def nothing(path: Path) -> Path:
    """A workbook without a line."""
    return book(path)


def picture(path: Path) -> Path:
    """A picture under the name of a table."""
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(90))
    return path


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "旧的 xls 格式"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "旧的 xls 格式"),
        (b"%PDF-1.7\n", "是PDF,不是表格"),
        (b"\xff\xd8\xff\xe0", "是图片,不是表格"),
        (b"{\\rtf1\\ansi", "是RTF 文档,不是表格"),
        ("\ufeff\r\n<HTML><table>".encode(), "其实是网页"),
        (b"Rar!\x1a\x07", "是压缩包,不是表格"),
    ],
)
def test_what_is_no_table_is_told_as_what_it_is(tmp_path: Path, begins: bytes, said: str) -> None:
    path = tmp_path / "名册.xls"
    path.write_bytes(begins + bytes(60))
    assert said in refused(lambda: opened.read(path))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (bomb, "不像名册,没有打开"),
        (laughs, "不该有的定义(DOCTYPE)"),
        (old, "旧的 xls 格式,或加了密码"),
        (torn, "读不懂,可能已损坏"),
        (not_xml, "读不懂,可能已损坏"),
        (gone_back, "读不懂,可能已损坏"),
        (from_the_end, "读不懂,可能已损坏"),
        (no_book, "读不懂,可能已损坏"),
        (nothing, "是空的"),
        (picture, "是图片,不是表格"),
        (lambda path: path, "读不到文件"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, make, said: str) -> None:
    path = make(tmp_path / "名册.xlsx")
    told = refused(lambda: opened.read(path))
    assert said in told
    assert "\n" not in told


def test_more_lines_than_are_read_are_refused_before_all_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (delimited, xlsx):
        monkeypatch.setattr(module, "MOST_LINES", 50)
    path = book(tmp_path / "a.xlsx", HEADINGS, *(line(place) for place in range(200)))
    assert "超过50行" in refused(lambda: opened.read(path))
    (tmp_path / "a.csv").write_text("姓名\n" * 60, encoding="utf-8")
    assert "超过50行" in refused(lambda: opened.read(tmp_path / "a.csv"))


def test_no_line_of_a_text_is_lost_by_what_stands_in_a_cell(tmp_path: Path) -> None:
    # GIVEN cells with a line break, with the separator of lines that only some programs know, with a quote
    path = tmp_path / "a.csv"
    lines = [f"王样甲,{number(place)}," for place in range(9)]
    lines[1] += '"上\n下"'
    lines[3] += "左\u2028右"
    lines[5] += '他说"好"'
    path.write_text("\n".join(["姓名,身份证号,备注", *lines]), encoding="utf-8")
    # WHEN it is read THEN each is one line, numbered as the spreadsheet numbers it
    assert [each.number for each in opened.read(path).lines] == [*range(1, 11)]
    # AND a quote that is not closed, or is closed by one of another line, is told where it begins
    for more in ("", '"又一处'):
        path.write_text(
            "\n".join(["姓名,身份证号,备注", *lines, lines[0] + '"没有关', lines[2] + more, *lines])
        )
        assert "第11行起读不懂:有一格的引号没有成对" in refused(lambda: opened.read(path))


def test_a_formula_that_is_a_text_alone_is_read_as_that_text(tmp_path: Path) -> None:
    # GIVEN numbers that a program wrote as ="…", and one that is worked out
    own = number(1)
    (tmp_path / "a.csv").write_text(f'姓名,身份证号\n张样例,="{own}"\n', encoding="utf-8")

    def also(_book, page) -> None:
        page.write_formula(1, 1, f'="{own}"', value=own)
        page.write_formula(2, 1, '=B2&"X"', value=f"{own}X")

    book(tmp_path / "a.xlsx", ["姓名", "身份证号"], ["张样例"], ["李样例"], also=also)
    # THEN the text is the number it says, in both; what is worked out is still refused
    for name in ("a.csv", "a.xlsx"):
        cell = opened.read(tmp_path / name).lines[1].cell(1)
        assert (cell, type(cell)) == (own, str)
    assert isinstance(opened.read(tmp_path / "a.xlsx").lines[2].cell(1), sheet.FormulaCell)
