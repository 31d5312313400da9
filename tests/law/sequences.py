"""The second table of ``expectations.md``: sequences of visits, read strictly.

It knows only the table. A row is one person: who comes, what was asked for first, what departments said,
how long after the person comes again, what is asked for then and what has to be answered. Nothing here
knows the program.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.law.table import FILE, NOTHING

HEADING = "### 先后 "
HEAD = ("号", "来人", "第一次办", "部门结论", "隔", "证件情况", "第二次办", "结论", "等", "之后", "依据")
MATTERS: Mapping[str, str] = {
    "新办": "cert_new",
    "换领": "cert_renew",
    "迁移": "cert_move",
    "挂失补办": "cert_lost",
    "注销": "cert_cancel",
    "变更": "cert_change",
    "生活补贴": "living_subsidy",
    "护理补贴": "care_subsidy",
    "就业帮扶": "employment",
    "代缴": "pension",
}
GROUPS: Mapping[str, str] = {
    "其余证件事项": "换领(资料更新)/迁移/挂失补办/变更",
    "两项补贴": "生活补贴、护理补贴",
}
STATES = ("有效", "遗失", "过期", "残损", "已注销", "没有办过")
OUTCOMES = ("符合", "可能符合", "不符合")
ENDS = ("继续", "终止", "停发", "照发")
CATEGORIES = ["视力", "听力", "言语", "肢体", "智力", "精神"]
KINDS: Mapping[str, frozenset[str]] = {
    "换领": frozenset({"残损", "到期", "资料更新"}),
    "注销": frozenset({"死亡", "康复脱残", "其他"}),
    "新办": frozenset(CATEGORIES),
}
GAPS: Mapping[str, tuple[int, int]] = {
    "次日": (0, 1), "七天": (0, 7), "十五天": (0, 15), "一个月": (1, 0), "三个月": (3, 0), "一年": (12, 0),
    "一年零一天": (12, 1), "八年": (96, 0), "九年": (108, 0), "十三年": (156, 0),
}  # fmt: skip
"""Months and days between a decision and the next visit."""
WITHOUT = ("没有办过", "证在别的号码上")
"""Who comes without a certificate that is surely theirs."""
MARKS: Mapping[str, str] = {"库里冻结": "freeze", "库里迁出": "move_away"}
"""Remarks about a certificate's record, and the county's act that brings it about."""
REMARKS = ("后来没有残疾", "三年前到期", "九岁", *MARKS, "没有核实", "核实是本人的")
_GRADE = re.compile(f"({'|'.join(CATEGORIES)})([一二三四])级")


@dataclass(frozen=True, slots=True)
class Ask:
    """One matter asked for, with its reason or category where the table gives one."""

    word: str
    kind: str = ""

    @property
    def matter(self) -> str:
        """The matter's id."""
        return MATTERS[self.word]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a department says about a matter; ``taken`` is false where the county has to refuse the result."""

    word: str
    passed: bool
    result: str = ""
    taken: bool = True

    @property
    def matter(self) -> str:
        """The matter's id."""
        return MATTERS[self.word]

    @property
    def assessed(self) -> tuple[tuple[str, str], ...]:
        """Categories and grades of the new certificate, as ``(("肢体", "二"), …)``."""
        return tuple(_GRADE.findall(self.result))


@dataclass(frozen=True, slots=True)
class Turn:
    """A later ruling, and what becomes of other matters: matter word → one of ``ENDS``."""

    ruling: Ruling
    ends: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One row. ``visits`` are the alternatives of the second visit; each is judged on its own."""

    line: int
    name: str
    follows: str
    """The row whose person this is; empty for a new person."""
    certificate: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    first: tuple[Ask, ...]
    rulings: tuple[Ruling, ...]
    gap: tuple[int, int]
    state: str
    visits: tuple[tuple[Ask, ...], ...]
    outcomes: tuple[str, ...]
    """One for each matter of a visit."""
    waits: tuple[str, str]
    """``("先前", word)`` or ``("同次", word)``; empty words where nothing is waited for."""
    turns: tuple[Turn, ...]
    guardian: str
    """``要``, ``不要`` or empty."""
    basis: str

    @property
    def marked(self) -> str:
        """What the county noted of the certificate: ``freeze``, ``move_away`` or empty."""
        return next((MARKS[r] for r in self.remarks if r in MARKS), "")


def read(path: Path = FILE) -> tuple[Sequence, ...]:
    """All rows in order; ValueError with the line of any word the table's language does not have."""
    found: dict[str, Sequence] = {}
    for line, cells in _lines(path):
        if len(cells) != len(HEAD) or not cells[-1]:
            raise ValueError(f"第{line}行:应有{len(HEAD)}栏,每行写依据")
        row = _sequence(line, dict(zip(HEAD, cells, strict=True)))
        if row.name in found or (row.follows and row.follows not in found):
            raise ValueError(f"第{line}行:“{row.name}”写过了,或者“接{row.follows}”在上面没有")
        found[row.name] = row
    return tuple(found.values())


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            inside = line.startswith(HEADING)
        elif inside and line.startswith("|"):
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            if cells[0] not in ("号", "---"):
                yield number, cells


def _sequence(line: int, cell: Mapping[str, str]) -> Sequence:
    visits = _visits(line, cell["第二次办"])
    outcomes = tuple(cell["结论"].split(";"))
    turns, guardian = _later(line, cell["之后"])
    return Sequence(
        line=line,
        name=cell["号"],
        follows=cell["来人"].removeprefix("接") if cell["来人"].startswith("接") else "",
        certificate=tuple(_GRADE.findall(cell["来人"])),
        remarks=_remarks(line, cell["来人"]),
        first=() if cell["第一次办"] == NOTHING else _asks(line, cell["第一次办"]),
        rulings=_rulings(line, cell["部门结论"]),
        gap=(0, 0) if cell["隔"] == NOTHING else _one(line, GAPS, cell["隔"]),
        state=_among(line, STATES, cell["证件情况"]),
        visits=visits,
        outcomes=_for_each(line, outcomes, visits),
        waits=_waits(line, cell["等"]),
        turns=turns,
        guardian=guardian,
        basis=cell["依据"],
    )


def _remarks(line: int, cell: str) -> tuple[str, ...]:
    if cell.startswith("接"):
        return ()
    first, *more = cell.split(",")
    if first not in WITHOUT and not re.match("持证" + _GRADE.pattern, first):
        raise ValueError(f"第{line}行:来人不能写“{first}”")
    return tuple(_among(line, REMARKS, m) for m in more)


def _visits(line: int, cell: str) -> tuple[tuple[Ask, ...], ...]:
    ways = "/".join(GROUPS.get(w, w) if "、" not in w else w for w in cell.split("/"))
    return tuple(_asks(line, way) for way in ways.split("/"))


def _asks(line: int, cell: str) -> tuple[Ask, ...]:
    return tuple(_ask(line, w) for part in cell.split("、") for w in GROUPS.get(part, part).split("、"))


def _ask(line: int, cell: str) -> Ask:
    found = re.fullmatch(r"(\w+?)(?:\((\w+)\))?", cell)
    word, kind = (found[1], found[2] or "") if found else (cell, "")
    if word not in MATTERS or (kind and kind not in KINDS.get(word, ())):
        raise ValueError(f"第{line}行:没有“{cell}”这个事项")
    return Ask(word, kind)


def _for_each(line: int, outcomes: tuple[str, ...], visits: tuple[tuple[Ask, ...], ...]) -> tuple[str, ...]:
    for word in outcomes:
        _among(line, OUTCOMES, word)
    most = max(len(v) for v in visits)
    if len(outcomes) == 1:
        return outcomes * most
    if len(visits) != 1 or len(outcomes) != most:
        raise ValueError(f"第{line}行:结论应写一个,或与一并申请的各项一一对应")
    return outcomes


def _waits(line: int, cell: str) -> tuple[str, str]:
    if cell == NOTHING:
        return "", ""
    found = re.fullmatch("(先前|同次)的(.+)", cell)
    if not found:
        raise ValueError(f"第{line}行:等“{cell}”应写成先前的或同次的哪个事项")
    return found[1], _among(line, tuple(MATTERS), found[2])


def _rulings(line: int, cell: str) -> tuple[Ruling, ...]:
    return () if cell in (NOTHING, "在办") else tuple(_ruling(line, w) for w in cell.split(";"))


def _ruling(line: int, cell: str) -> Ruling:
    found = re.fullmatch(r"(\w+?)(办结|不予通过)(?::(.+?))?(不收)?", cell)
    if not found or found[1] not in MATTERS:
        raise ValueError(f"第{line}行:部门结论不能写“{cell}”")
    result = found[3] or ""
    if result and not re.fullmatch(f"({_GRADE.pattern}、?)+|B[0-9]|原号|自第[一二]次来的当月", result):
        raise ValueError(f"第{line}行:结果不能写“{result}”")
    return Ruling(found[1], found[2] == "办结", result, taken=not found[4])


def _later(line: int, cell: str) -> tuple[tuple[Turn, ...], str]:
    turns, guardian = [], ""
    for part in () if cell == NOTHING else cell.split(";"):
        if part.endswith("监护人身份证"):
            guardian = _among(line, ("要", "不要"), part.removesuffix("监护人身份证"))
            continue
        ruling, _, ends = part.partition("→")
        turns.append(Turn(_ruling(line, ruling), dict(_end(line, e) for e in ends.split("、") if e)))
    return tuple(turns), guardian


def _end(line: int, cell: str) -> tuple[str, str]:
    return _among(line, tuple(MATTERS), cell[:-2]), _among(line, ENDS, cell[-2:])


def _among(line: int, words: tuple[str, ...], cell: str) -> str:
    if cell not in words:
        raise ValueError(f"第{line}行:不能写“{cell}”,只能写{'、'.join(words)}")
    return cell


def _one(line: int, words: Mapping[str, tuple[int, int]], cell: str) -> tuple[int, int]:
    return words[_among(line, tuple(words), cell)]
