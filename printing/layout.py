"""Layout files: where they are, how one is read, and the templates in them.

A paper's layout is ``layouts/NAME.toml``; a county moves or rewords a paper by laying a file of the same
name into its own folder. Boxes and texts of a layout hold templates. ``{name}`` is an answer;
``{unit_since ~ 年 月 日}`` prints what follows the tilde while there is none; ``{reason 8}`` writes the
answer on a rule of at least 8 ems; ``{? low_income = yes}`` is a tick box, ticked when the condition holds,
and keeps the words that follow it on its line; ``{* delivery}`` is a tick box with its words for every
option of a code table, and ``{* reason :}`` puts a colon before the blank of the option that takes a free
text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from forms import conditions, toml_text
from forms.lines import At, places
from forms.reasons import because
from forms.schema import Clause
from forms.toml_text import TomlFault
from printing import folders
from printing.errors import LayoutError
from printing.system_fonts import data_folder

LAYOUTS: Final = Path(__file__).parent / "layouts"
FOLDER: Final = "layouts"
"""A county's own layouts, inside its data folder."""
_LARGEST: Final = 200_000
"""Most bytes of a layout file; the longest shipped one has 11,000."""
_own: list[Path] = []


def use(folder: Path | None) -> None:
    """Take the county's layouts from this folder, not from ``layouts`` in the data folder; None undoes it."""
    _own[:] = [folder] if folder else []


def own() -> tuple[Path, ...]:
    """The county's own folders of layouts, the first ranking highest; all rank above the shipped ones."""
    return (*(tuple(_own) or (data_folder() / FOLDER,)), *folders.laid())


def given() -> Path | None:
    """The folder that ``use`` took."""
    return next(iter(_own), None)


def own_path(name: str) -> Path | None:
    """The county's own layout file of a paper; None where the shipped one is in force."""
    return next((path for path in (folder / f"{name}.toml" for folder in own()) if _lies(path)), None)


def _lies(path: Path) -> bool:
    """Whether the path exists, also as a folder or unreadable: reading it then raises the fault."""
    try:
        return path.is_file() or path.is_dir()
    except OSError:
        return True


def path_of(name: str) -> Path:
    """The layout file in force of a paper."""
    return own_path(name) or LAYOUTS / f"{name}.toml"


# ---- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LayoutText:
    """The text of a layout file, to find the line of a fault."""

    file: str
    text: str

    def told(self, message: str, at: At = ()) -> str:
        """A fault as a sentence with file and line; what is missing gets the line of what should hold it."""
        lines = _lines(self.text)
        while at and not any(place[: len(at)] == at for place in lines):
            at = at[:-1]
        line = next((number for place, number in lines.items() if at and place[: len(at)] == at), 1)
        return f"{self.file} 第{line}行:{message}"

    def fault(self, message: str, at: At = ()) -> LayoutError:
        """A LayoutError of one fault."""
        return LayoutError(self.told(message, at))


@lru_cache(4)
def _lines(text: str) -> Mapping[At, int]:
    return places(text)


def read(path: Path) -> tuple[LayoutText, Mapping[str, object]]:
    """The text and the tables of a layout file; LayoutError when it can not be read."""
    try:
        raw = path.read_bytes()[: _LARGEST + 1]
    except OSError as error:
        raise LayoutError(f"没有版式文件 {path.name},或读不出来:{because(error)}") from error
    if len(raw) > _LARGEST:
        raise LayoutError(f"{path.name} 第1行:文件太大,不像版式文件,请换成原来的文件")
    try:
        # Windows Notepad begins a file with a byte order mark and ends lines with two characters.
        source = LayoutText(path.name, raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LayoutError(f"{path.name} 第{line}行:文件不是 UTF-8 编码,请另存为 UTF-8") from error
    try:
        return source, toml_text.parsed(source.text)
    except TomlFault as error:
        raise LayoutError(f"{path.name} 第{error.line}行:{error}") from error


# ---- templates -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """Words printed as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer; ``otherwise`` is printed without one; ``blank`` above 0 is a rule of that many ems."""

    element: str
    otherwise: str = ""
    blank: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """A tick box with its words, ticked when the clause is true."""

    clause: Clause
    words: str


@dataclass(frozen=True, slots=True)
class Choices:
    """A tick box for every option of an element; ``joint`` is printed before a free text."""

    element: str
    joint: str = ""


Token = Literal | AnswerText | Check | Choices

_TOKEN: Final = re.compile(
    r"\{\?(?P<clause>[^{}]+)\}(?P<words>[^\s{}]*)|\{\*(?P<all>[^{}]+)\}|\{(?P<answer>[^{}]+)\}"
)
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_LONGEST_BLANK: Final = 60.0


def template(text: str) -> Iterator[Token]:
    """The tokens of a template; ValueError in Chinese when a condition, a name or a brace is wrong."""
    place = 0
    for match in _TOKEN.finditer(text):
        if match.start() > place:
            yield _literal(text[place : match.start()])
        place = match.end()
        if match["clause"]:
            yield Check(conditions.parse(match["clause"]), match["words"])
        elif match["all"]:
            element, _, joint = match["all"].strip().partition(" ")
            yield Choices(_name(element), joint.strip())
        else:
            yield _answer(match["answer"])
    if place < len(text):
        yield _literal(text[place:])


def _literal(words: str) -> Literal:
    if "{" in words or "}" in words:
        raise ValueError(f"“{words.strip()[:20]}”里的花括号没有成对,变量写成 {{名字}}")
    return Literal(words)


def _answer(inner: str) -> AnswerText:
    head, _, otherwise = inner.partition("~")
    element, _, blank = head.strip().partition(" ")
    return AnswerText(_name(element), otherwise.removeprefix(" "), _blank(blank.strip()))


def _blank(written: str) -> float:
    if not written:
        return 0.0
    if not re.fullmatch(r"\d+(\.\d+)?", written) or not 0 < float(written) <= _LONGEST_BLANK:
        raise ValueError(f"“{written}”应是横线的长度:1至{_LONGEST_BLANK:g}的字数,如 {{reason 8}}")
    return float(written)


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"“{name}”不能作名字,花括号里写 {{名字}},名字用英文字母、数字和下划线")
    return name
