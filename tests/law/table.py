"""The lawyer's table of ``expectations.md``: read strictly, and looked up in its own words.

It knows only the table: a person is a mapping of column → words, independent of the program.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("expectations.md")
ANY, UNKNOWN, NOTHING = "任意", "不明", "–"

_YES_NO = {"是": {"是"}, "否": {"否"}}
_COLUMNS: Mapping[str, Mapping[str, set[str]]] = {
    **dict.fromkeys(("有残疾", "一年内注销", "低保", "特困供养", "工伤护理费", "孤儿保障"), _YES_NO),
    **dict.fromkeys(("就业意愿", "劳动能力", "参加城乡居保", "户籍在本区"), _YES_NO),
    "等级": {"一、二级": {"一级", "二级"}, "三、四级": {"三级", "四级"}},
    "类别": {"智力或精神": {"智力", "精神"}},
    "证件情况": {w: {w} for w in ("有效", "遗失", "过期", "残损", "已注销", "没有办过")},
    "在办": {w: {w} for w in ("本事项", "无", "新办", "换领", "迁移", "挂失补办", "注销", "变更")},
    "一并": {w: {w} for w in ("新办", "先前新办", "变更", "换领", "挂失补办")},
    "换领原因": {"残损": {"残损"}, "到期": {"到期"}, "资料更新": {"资料更新"}},
    "有效期": {"十二个月内": {"十二个月内"}, "超过十二个月": {"超过十二个月"}},
    "年龄": {},
}
"""Each column's cells and the words of a person each of them stands for."""
_ENDS = ["结论", "等", "依据"]
_LISTS = ("证件情况", "在办")
"""Columns whose cells may name several words with 、."""
OTHER_PART = "先后"
"""First word of the headings of the second table, which ``sequences`` reads."""
_CONCLUSIONS = {"符合", "可能符合", "不符合", "要", "不要"}
_LIST_CELLS = {"要", "不要", "看人"}

Cells = Mapping[str, frozenset[str]]
"""A person: column → its words (several categories or matters at once, one of anything else)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the words each column accepts, the outcome, and its legal basis."""

    line: int
    accepts: Mapping[str, frozenset[str]]
    conclusion: str
    waits: str
    """What is waited for; empty for nothing, ``ANY`` where the table leaves it open."""
    basis: str


@dataclass(frozen=True, slots=True)
class Book:
    """All tables: ordered rows by matter or material, and the list of materials by matter."""

    rows: Mapping[str, tuple[Row, ...]]
    materials: Mapping[str, Mapping[str, str]]

    def row(self, name: str, person: Cells) -> Row:
        """The first row that fits this person; every table ends with one that fits all."""
        return next(r for r in self.rows[name] if all(w & person[c] for c, w in r.accepts.items()))

    def materials_of(self, matter: str, person: Cells) -> frozenset[str]:
        """The materials this person brings for a matter."""
        cells = {m: by[matter] for m, by in self.materials.items()}
        asked = {m for m, cell in cells.items() if cell == "看人" and self.row(m, person).conclusion == "要"}
        return frozenset(asked | {m for m, cell in cells.items() if cell == "要"})


def read(path: Path = FILE) -> Book:
    """The tables of the file; ValueError with the line of any word the table's language does not have."""
    rows: dict[str, tuple[Row, ...]] = {}
    materials: dict[str, dict[str, str]] = {}
    for name, lines in _tables(path):
        (_, head), (_, rule), *body = lines
        if set("".join(rule)) != {"-"} or any(len(cells) != len(head) for _, cells in body):
            raise ValueError(f"“{name}”的表每行应有{len(head)}栏")
        if head[0] == "材料":
            materials = {cells[0]: _list_cells(line, head, cells) for line, cells in body}
        else:
            rows[name] = tuple(_row(line, head, cells) for line, cells in body)
            if rows[name][-1].accepts:
                raise ValueError(f"“{name}”的最后一行应全是“{ANY}”")
    return Book(rows, materials)


def _tables(path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    found: list[tuple[str, list[tuple[int, list[str]]]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("### "):
            found.append((line.split()[1], []))
        elif line.startswith("|") and found:
            found[-1][1].append((number, [c.strip() for c in line.strip().strip("|").split("|")]))
    return [(name, lines) for name, lines in found if name != OTHER_PART]


def _row(line: int, head: list[str], cells: list[str]) -> Row:
    if head[-3:] != _ENDS or cells[-3] not in _CONCLUSIONS or not cells[-1]:
        raise ValueError(f"第{line}行:最后三栏应是结论、等、依据,结论只有{'、'.join(sorted(_CONCLUSIONS))}")
    if cells[-2] not in (NOTHING, ANY, *_COLUMNS["一并"]):
        raise ValueError(f"第{line}行:不能等“{cells[-2]}”")
    pairs = zip(head[:-3], cells[:-3], strict=True)
    accepts = {column: _words(line, column, cell) for column, cell in pairs if cell != ANY}
    return Row(line, accepts, cells[-3], cells[-2].strip(NOTHING), cells[-1])


def _words(line: int, column: str, cell: str) -> frozenset[str]:
    if column not in _COLUMNS:
        raise ValueError(f"第{line}行:没有“{column}”这一栏")
    if column in _LISTS and "、" in cell:
        return frozenset().union(*(_words(line, column, w) for w in cell.split("、")))
    if cell == UNKNOWN:
        return frozenset({UNKNOWN})
    if column == "年龄" and (ages := re.fullmatch(r"(\d+)–(\d+)", cell)):
        return frozenset(str(n) for n in range(int(ages[1]), int(ages[2]) + 1))
    if cell not in _COLUMNS[column]:
        raise ValueError(f"第{line}行:“{column}”栏不能写“{cell}”")
    return frozenset(_COLUMNS[column][cell])


def _list_cells(line: int, head: list[str], cells: list[str]) -> dict[str, str]:
    by_matter = dict(zip(head[1:-1], cells[1:-1], strict=True))
    if wrong := set(by_matter.values()) - _LIST_CELLS:
        raise ValueError(f"第{line}行:材料清单不能写“{'、'.join(wrong)}”")
    return by_matter
