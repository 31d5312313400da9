"""What is wrong with a file people wrote is told in Chinese with its line, by every reader."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app import settings
from desk_app.__main__ import main
from desk_app.devices.printer import offsets
from desk_app.errors import WorldError
from desk_app.walkthrough import case_file
from forms import calendar, loader, rows, sources, toml_text
from forms.toml_text import TomlFault
from printing import layout

SAID = {
    "a 1": "名称后面少了等号",
    "=1": "“名称 = 值”",
    "窗口 = 1": "“名称 = 值”",
    "a = ": "等号后面的值写得不对",
    "a = yes": "等号后面的值写得不对",
    "a = 0123": "数字不能以0开头",
    "a = 1 b": "一行只写一项",
    "a = 'x' 'y'": "一行只写一项",
    "a = 1\na = 2": "写了两次",
    "[a]\n[a]": "写了两次",
    "[[a]]\n[a]": "写了两次",
    "a = {b = 1, b = 2}": "写了两次",
    'a = "x': "少了英文引号",
    'a = "x\n"': "少了英文引号",
    "a = '''x": "少了英文引号",
    'a = """x': "少了英文引号",
    'a = "C:\\资料"': "反斜线要写两遍",
    "[a": "方括号没有成对",
    "a = [1": "列表少了后面的 ]",
    "a = {b = 1": "花括号没有成对",
    "a = 2026-02-30": "没有这个日期",
    "a = " + "9" * 5000: "不是有效的 TOML 写法",
    "a = " + "[" * 9000: "括号套得太深",
}
WORDS = re.compile("[A-Za-z]{4,}")
OURS = {"true", "false", "TOML"}


@pytest.mark.parametrize("text", SAID, ids=lambda text: text[:20])
def test_the_sentence_says_what_to_look_for(text: str) -> None:
    with pytest.raises(TomlFault, match=SAID[text]) as caught:
        toml_text.parsed(f"fine = 1\n{text}")
    assert 1 <= caught.value.line <= text.count("\n") + 2


def test_no_break_of_a_real_file_is_told_in_english() -> None:
    whole = (sources.DEFINITIONS / "county.toml").read_text(encoding="utf-8")
    chance, broken = random.Random(13), 0
    for _ in range(300):
        at = chance.randrange(len(whole))
        text = whole[:at] + chance.choice("\"'[]{}=,\\\n0 x\x00") + whole[at + chance.randrange(3) :]
        if (fault := _fault(text)) is not None:
            broken += 1
            assert set(WORDS.findall(str(fault))) <= OURS
            assert 1 <= fault.line <= text.count("\n") + 1
    assert broken > 100


def _fault(text: str) -> TomlFault | None:
    try:
        toml_text.parsed(text)
    except TomlFault as fault:
        return fault
    return None


def _settings(folder: Path, name: str) -> None:
    (folder / name).replace(folder / settings.FILE_NAME)
    settings.load({}, folder)


def _offsets(folder: Path, name: str) -> None:
    (folder / name).replace(folder / offsets.FILE_NAME)
    offsets.offset(folder, "any")


def _pack(folder: Path, name: str) -> None:
    faults: list[loader.Fault] = []
    rows.read(folder / name, faults)
    raise WorldError("".join(map(str, faults)))


READERS: dict[str, Callable[[Path, str], object]] = {
    "settings": _settings,
    "offsets": _offsets,
    "pack": _pack,
    "calendar": lambda folder, name: calendar.read_file(folder / name),
    "layout": lambda folder, name: layout.read(folder / name),
    "case": lambda folder, name: case_file.read(folder / name, loader.shipped()),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("content", [b"fine = 1\nwindow = = 3\n", "fine = 1\nhall = '大厅'".encode("gbk")])
def test_every_reader_names_the_line_in_chinese(reader: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "given.toml").write_bytes(content)
    with pytest.raises(Exception, match=r"第2行") as caught:
        READERS[reader](tmp_path, "given.toml")
    said = str(caught.value).replace(str(tmp_path), "")
    assert set(WORDS.findall(said)) <= OURS | {"given", "toml", "settings", "printers", "desk", "offset"}


def test_a_file_that_notepad_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / settings.FILE_NAME).write_bytes('\ufeffwindow = "7"\r\nclerk = "王样甲"\r\n'.encode())
    assert settings.load({}, tmp_path).window == "7"


def test_a_register_with_an_open_quote_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows_ = "身份证号,残疾人证号\n" + '1,"' + "x,\n" * 70_000
    (tmp_path / "holders.csv").write_text(rows_, encoding="utf-8")
    database = f"sqlite:///{tmp_path}/county.db"
    assert main(["county", "import", str(tmp_path / "holders.csv"), "--database", database]) == 1
    assert "引号没有成对" in capsys.readouterr().err
