"""Reads TOML that people wrote; what is wrong with it is told in Chinese, with its line."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from forms.reasons import because

_SAID: Final = (
    (
        r"Invalid statement|Invalid initial character",
        "这里应是“名称 = 值”或“[节]”,名称用英文字母和数字",
    ),
    (r"Expected '='", "名称后面少了等号"),
    (r"Expected '\]", "方括号没有成对"),
    (r"Unclosed array", "列表少了后面的 ] ,或两项之间少了逗号"),
    (r"Unclosed inline table", "花括号没有成对,或两项之间少了逗号"),
    (r"Expected newline", "值的后面还有别的内容;一行只写一项,文字要放在英文引号里,数字不能以0开头"),
    (
        r"Cannot overwrite|Cannot declare|Cannot redefine|Cannot mutate|Duplicate",
        "这个名称写了两次,只留一处",
    ),
    (r"Illegal character|Found invalid character", "有不能用的字符,或文字后面少了英文引号"),
    (r"Unterminated|Expected \"['\"]|Expected '\"", "文字后面少了英文引号"),
    (
        r"Unescaped|Invalid hex|Escaped character",
        "引号里的反斜线要写两遍,如 C:\\\\资料;或把引号换成英文单引号",
    ),
    (r"Invalid date", "没有这个日期或时间"),
    (r"Invalid value", "等号后面的值写得不对;文字要放在英文引号里,是和否写 true、false"),
)
"""What the reader of the standard library says, and what is told of it."""
_ELSE: Final = "不是有效的 TOML 写法"


class TomlFault(ValueError):
    """A text that is no TOML; ``str(fault)`` says what is wrong, ``line`` (from 1) where."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def parsed(text: str) -> dict[str, Any]:
    """The tables of a text, which may begin with a byte order mark; TomlFault when it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise TomlFault(1, "括号套得太深") from error
    except ValueError as error:  # also of a number with thousands of digits
        raise _fault(str(error), text) from error


def read_text(path: Path) -> str:
    """The text of a file; TomlFault when the file is not UTF-8, OSError when it can not be read."""
    raw = path.read_bytes()
    try:
        # Windows Notepad begins a file with a byte order mark and ends lines with two characters.
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise TomlFault(line, "文件不是 UTF-8 编码,请另存为 UTF-8") from error


def why(error: OSError | TomlFault) -> str:
    """Why a file could not be read, with the line where it has one: ``第3行:名称后面少了等号``."""
    return f"第{error.line}行:{error}" if isinstance(error, TomlFault) else because(error)


def _fault(message: str, text: str) -> TomlFault:
    where = re.search(r"at line (\d+)", message)
    last = text.rstrip().count("\n") + 1
    sentence = next((told for pattern, told in _SAID if re.search(pattern, message)), _ELSE)
    return TomlFault(int(where[1]) if where else last, sentence)
