"""Everything the product cites, with where it is written: keys, words of papers, strings of code."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from forms.citing import parts

ROOT = Path(__file__).parents[2]
FOUNDED = ("clause", "basis", "source")
"""Keys that hold a clause as a whole."""
QUOTED = ("words", "read_in", "title", "names")
"""Keys of the table of provisions itself, which hold quotations."""
LOOKS = re.compile(r"第[一二三四五六七八九十百]+条|附件\s?[1-6]|〔\d{4}〕|GB/T|实施方案|窗口规则")
"""What makes a part of a founding key a citation; other parts are remarks of ours."""
_NUMERAL = "[一二三四五六七八九十百千]+"
_ARTICLE = rf"第{_NUMERAL}(?:、{_NUMERAL})*条(?:第{_NUMERAL}款)?(?:第?\({_NUMERAL}\)项?)?"
_LAW = r"(?:《[^》]+》(?:\([^()]*\))?|[一-龥]{2,14}[法典定例见]|附件[1-6]|工作指引)?"
_CITED = re.compile(rf"(?P<law>{_LAW})\s?(?P<article>{_ARTICLE})")

Found = tuple[str, str]
"""Where it stands, and the citation."""


def founded() -> Iterator[Found]:
    """The parts of every founding key of the pack and of the layouts that look like a citation."""
    for path in (
        *sorted((ROOT / "forms").rglob("*.toml")),
        *sorted((ROOT / "printing/layouts").glob("*.toml")),
    ):
        if path.name not in ("clauses.toml", "private_use.toml"):
            for key, text in _strings(tomllib.loads(path.read_text(encoding="utf-8"))):
                if key in FOUNDED:
                    yield from ((f"{path.name} {key}", p) for p in parts(text) if LOOKS.search(p))


def spoken() -> Iterator[Found]:
    """Citations inside sentences: every article named in words of the pack, of layouts and of the code."""
    for where, text in _sentences():
        for found in _CITED.finditer(text.replace("\uff08", "(").replace("\uff09", ")")):
            yield where, found["law"] + found["article"]


def _sentences() -> Iterator[Found]:
    for path in (
        *sorted((ROOT / "forms").rglob("*.toml")),
        *sorted((ROOT / "printing/layouts").glob("*.toml")),
    ):
        if path.name not in ("clauses.toml", "private_use.toml"):
            for key, text in _strings(tomllib.loads(path.read_text(encoding="utf-8"))):
                if key not in FOUNDED:
                    yield f"{path.name} {key}", text
    for room in ("forms", "desk_app", "printing"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from ((str(path.relative_to(ROOT)), text) for text in _literals(path))


def _strings(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _strings(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value, key)
    elif isinstance(node, str):
        yield key, node


def _literals(path: Path) -> Iterator[str]:
    """String constants of a module that are no docstrings; those of an f-string one by one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = (n.body for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef))
    told = {id(s.value) for body in bodies for s in body if isinstance(s, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


_FIGURES = {char: value for value, char in enumerate("零一二三四五六七八九")}
_NUMBERED = re.compile(r"第([一二三四五六七八九十百千零]+)条")


def counted(figures: str) -> int:
    """A number in Chinese figures: 一百六十二, 十九, 一千零四十七."""
    total, last = 0, 0
    for char in figures:
        if (unit := {"十": 10, "百": 100, "千": 1000}.get(char)) is not None:
            total, last = total + max(last, 1) * unit, 0
        else:
            last = _FIGURES[char]
    return total + last


def in_order(articles: Iterable[str]) -> bool:
    """Whether articles (第三条, 第九条(一)) stand in the order of their law."""
    numbers = [counted(found[1]) for article in articles if (found := _NUMBERED.match(article))]
    return numbers == sorted(numbers)
