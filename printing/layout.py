"""Where things stand on a paper, read from ``layouts/*.toml``: boxes in mm that a county may move.

A box holds a template. ``{name}`` is an answer; ``{unit_since ~ 年 月 日}`` prints what follows the
tilde while there is none; ``{reason 8}`` writes the answer on a rule of at least 8 ems;
``{? low_income = yes}`` is a tick box, ticked when the condition holds, and keeps the words that
follow it; ``{* delivery}`` is a tick box with its words for every option of a code table, and
``{* reason :}`` puts a colon before the blank of the option that takes a free text.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from forms import conditions
from forms.schema import Clause
from printing import draw, folders
from printing.errors import LayoutError
from printing.system_fonts import data_folder

LAYOUTS = Path(__file__).parent / "layouts"
FOLDER = "layouts"
"""A county's own layouts, inside its data folder."""
_own: list[Path] = []


def use(folder: Path | None) -> None:
    """Lay this folder over the shipped layouts instead of ``layouts`` in the data folder; None undoes it."""
    _own[:] = [folder] if folder else []
    boxes.cache_clear()
    read.cache_clear()


def own() -> tuple[Path, ...]:
    """The county's own folders of layouts, the first goes before the next and all before ours."""
    return (*(tuple(_own) or (data_folder() / FOLDER,)), *folders.laid())


def path_of(name: str) -> Path:
    """The file a paper's layout is read from."""
    return next((p for p in (f / f"{name}.toml" for f in own()) if p.is_file()), LAYOUTS / f"{name}.toml")


@dataclass(frozen=True, slots=True)
class Literal:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer; ``otherwise`` while there is none; on a rule of ``blank`` ems when that is above 0."""

    element: str
    otherwise: str = ""
    blank: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """A tick box and the words it belongs to."""

    clause: Clause
    words: str


@dataclass(frozen=True, slots=True)
class Choices:
    """A tick box for every option of an element; ``joint`` stands before a free text."""

    element: str
    joint: str = ""


Token = Literal | AnswerText | Check | Choices


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in mm from the page's top left corner and what it holds; type sizes in points."""

    page: int
    x: float
    y: float
    w: float
    h: float
    tokens: tuple[Token, ...]
    size: float = 10.5
    floor: float = 7.0
    leading: float = 1.3
    align: str = "center"
    valign: str = "middle"
    pad: float = 1.2
    heavy: bool = False
    frame: bool = True
    photo: bool = False
    columns: tuple[float, ...] = ()
    """Columns in mm that tabs and options keep to."""

    @property
    def elements(self) -> tuple[str, ...]:
        """Elements whose answers stand in the box."""
        named = (t for t in self.tokens if isinstance(t, AnswerText | Choices | Check))
        return tuple(dict.fromkeys(t.clause.element if isinstance(t, Check) else t.element for t in named))


@dataclass(frozen=True, slots=True)
class Layout:
    """One paper of fixed boxes, and answers (invented) that show what it looks like filled."""

    boxes: tuple[Box, ...]
    sample: Mapping[str, Any]

    @property
    def pages(self) -> int:
        """How many pages the boxes stand on."""
        return max(box.page for box in self.boxes)


_TOKEN = re.compile(r"\{\?(?P<clause>[^}]+)\}(?P<words>[^\s{]*)|\{\*(?P<all>[^}]+)\}|\{(?P<answer>[^}]+)\}")


def template(text: str) -> Iterator[Token]:
    """The tokens of a template; ValueError in Chinese when a condition is wrong."""
    place = 0
    for match in _TOKEN.finditer(text):
        if match.start() > place:
            yield Literal(text[place : match.start()])
        place = match.end()
        if match["clause"]:
            yield Check(conditions.parse(match["clause"]), match["words"])
        elif match["all"]:
            element, _, joint = match["all"].strip().partition(" ")
            yield Choices(element, joint.strip())
        else:
            yield _answer(match["answer"])
    if place < len(text):
        yield Literal(text[place:])


def _answer(inner: str) -> AnswerText:
    head, _, otherwise = inner.partition("~")
    element, _, blank = head.strip().partition(" ")
    return AnswerText(element, otherwise.removeprefix(" "), float(blank or 0))


@cache
def boxes(name: str, directory: Path | None = None) -> Layout:
    """The layout of a paper of fixed boxes; LayoutError when a box is not sound or leaves the page."""
    path = directory / f"{name}.toml" if directory else path_of(name)
    data = read(name, directory)
    found: list[Box] = []
    for number, page in enumerate(data["page"], 1):
        defaults = {**data.get("defaults", {}), **{k: v for k, v in page.items() if k != "boxes"}}
        for row in page["boxes"]:
            try:
                found.append(_box(number, {**defaults, **row}))
            except (KeyError, TypeError, ValueError) as error:
                raise LayoutError(f"{path.name} 第{number}页的框 {row} 有误:{error}") from error
    return Layout(tuple(found), _frozen(data.get("sample", {})))


_KEYS = {f.name for f in fields(Box)} - {"page", "x", "y", "w", "h", "tokens"}


def _box(page: int, row: Mapping[str, Any]) -> Box:
    rest: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k not in ("at", "text")
    }
    if unknown := set(rest) - _KEYS:
        raise ValueError(f"不认识的项 {'、'.join(sorted(unknown))}")
    x, y, w, h = map(float, row["at"])
    if min(x, y) < 0 or min(w, h) <= 0 or x + w > draw.WIDTH or y + h > draw.HEIGHT:
        raise ValueError(f"at = {row['at']} 超出 A4 纸面({draw.WIDTH:g}×{draw.HEIGHT:g} 毫米)")
    return Box(page, x, y, w, h, tuple(template(row.get("text", ""))), **rest)


def _frozen(sample: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in sample.items()}


@cache
def read(name: str, directory: Path | None = None) -> Mapping[str, Any]:
    """The tables of one layout file; LayoutError when it can not be read."""
    path = directory / f"{name}.toml" if directory else path_of(name)
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LayoutError(f"没有版式文件 {path.name}:{error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"{path.name} 不是有效的 TOML:{error}") from error


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a flowing table: its heading, width in mm and alignment, shaded when it holds labels."""

    title: str
    width: float
    align: str = "left"
    shade: bool = False


def columns(rows: Sequence[Mapping[str, Any]]) -> tuple[TableColumn, ...]:
    """The columns of a flowing table as they stand in a layout file."""
    return tuple(TableColumn(row["title"], float(row["width"]), row.get("align", "left")) for row in rows)
