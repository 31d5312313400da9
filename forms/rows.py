"""TOML rows as the frozen shapes of ``forms.schema``; every mistake is noted with file and line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from forms import conditions, toml_text
from forms.archives import Term
from forms.clock_kinds import Cycle, Unit
from forms.faults import Fault
from forms.lines import At, starts
from forms.procedures import Ask, RowField
from forms.programmes import BoardPlace
from forms.reasons import because
from forms.record_kinds import ItemMove, Link
from forms.role_kinds import RoleWay
from forms.round_kinds import Every
from forms.schema import (
    AtCounter,
    Branch,
    Clause,
    Condition,
    Derivation,
    Effect,
    Exemption,
    Kind,
    Moment,
    NumberRule,
    Option,
    Origin,
    Requirement,
    Seal,
    Wording,
)
from forms.spelling import choose, meant, nearest
from forms.toml_text import TomlFault
from forms.works import Standard

Row = TypeVar("Row")

_NESTED: Final[Mapping[str, type]] = {
    "requirements": Requirement,
    "branches": Branch,
    "exempt": Exemption,
    "wordings": Wording,
    "ways": RoleWay,
    "asks": Ask,
    "moves": ItemMove,
    "standards": Standard,
    "links": Link,
}
_LOADED: Final = frozenset({
    *("extensions", "copies_for", "follows_in"),
    *("states", "acts", "clocks", "rounds", "papers", "rates", "tallies", "listing", "criteria", "programme"),
    *("services", "measures", "readings", "switched_on", "chosen", "board", "named", "resting", "samples"),
    "reports",
})  # fmt: skip
"""Fields the loader works in from other rows; no file may write them."""
_WRITTEN: Final[Mapping[str, str]] = {"sources": "from", "target": "to"}
"""Fields that a file writes under another name."""
_WORDS: Final[Mapping[type[StrEnum], str]] = {
    Kind: "类型",
    Moment: "时机",
    Origin: "来源",
    Seal: "签章种类",
    AtCounter: "窗口出具的情形",
    Unit: "计时单位",
    Cycle: "一期",
    BoardPlace: "上门页上的地方",
    Every: "周期",
    Effect: "结果的作用",
    NumberRule: "证号的规则",
    Term: "保管期限",
}
_VALUE: Final = re.compile(r"\$([a-z_]+)")
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_DAY: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_PAIRS: Final = tuple[tuple[str, str], ...]
_INTEGER: Final = "不带引号的整数"
_PLAIN: Final[Mapping[Any, str]] = {
    str: "引号中的文字",
    bool: "true 或 false",
    int: _INTEGER,
    int | None: _INTEGER,
}
_FOUNDED: Final[Mapping[str, str]] = {
    "source": "没有写出处,请写明依据的文件和条款",
    "clause": "没有写依据,请写明文件和条款",
}
"""Keys that no rule may leave empty, with what to say: the text the rule is founded on."""


def _must(spec: "Field[Any]") -> bool:
    """Whether a row has to write the field: it has no default."""
    return spec.default is MISSING and spec.default_factory is MISSING


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


@dataclass(slots=True)
class File:
    """One TOML file while it is read: its text finds the line of a fault again."""

    name: str
    text: str
    data: dict[str, Any]
    faults: list[Fault]
    shown: str = ""
    """Its name in faults, when the file name alone is not enough (``codes/county.toml``)."""
    _starts: dict[At, int] = field(default_factory=dict)

    def fail(self, message: str, at: At = (), holding: str = "") -> None:
        """Note a fault at a row or key; with ``holding``, in the line of its value that contains it."""
        self.faults.append(self.fault(message, at, holding))

    def fault(self, message: str, at: At = (), holding: str = "") -> Fault:
        """A fault with file and line, not noted in ``faults``."""
        return Fault(self.shown or self.name, self.line(at, holding), message)

    def line(self, at: At, holding: str = "") -> int:
        """The line (from 1) of a key, or of the part of its value that holds a text.

        For a row, or a key it lacks, it is the line of the row's id; 1 when there is no such row.
        """
        self._starts = self._starts or starts(self.text)
        while at and at not in self._starts and (*at, 0) not in self._starts:
            at = at[:-1]
        named = (self._starts.get(place) for place in ((*at, "id"), (*at, "code"), at, (*at, 0)))
        first = next((line for line in named if line), 1)
        after = [n for n in self._starts.values() if n > first]
        lines = self.text.split("\n")[first - 1 : min(after, default=0) - 1 if after else None]
        inside = (n for n, line in enumerate(lines, first) if holding in " ".join(line.split()))
        return next(inside, first) if holding else first


def read(path: Path, faults: list[Fault], shown: str = "") -> File:
    """A TOML file; an empty one, with a fault noted, when it can not be read."""
    told = shown or path.name
    try:
        text = toml_text.read_text(path)
        return File(path.name, text, toml_text.parsed(text), faults, shown)
    except OSError as error:
        faults.append(Fault(told, 1, f"读不到文件:{because(error)}"))
    except TomlFault as error:
        faults.append(Fault(told, error.line, str(error)))
    return File(path.name, "", {}, faults, shown)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one file; ``values`` replace ``$name`` in their texts and conditions.

    ``lent`` gives, by kind and id of a row, keys it is taken to have although it does not write them.
    """

    file: File
    values: Mapping[str, str]
    lent: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)

    def rows(self, shape: type[Row], key: str) -> list[Row]:
        """All sound rows of one kind; faults are noted for the others."""
        built = [self.row(shape, raw, at) for at, raw in self.tables(key)]
        return [row for row in built if row is not None]

    def tables(self, key: str) -> Iterator[tuple[At, Mapping[str, Any]]]:
        """Every raw row of one kind with its place; a fault is noted when the value is no list of tables."""
        raw = self.file.data.get(key, [])
        if isinstance(raw, list) and all(isinstance(r, dict) for r in raw):
            yield from (((key, place), row) for place, row in enumerate(raw))
        else:
            self.file.fail(f"“{key}”应写成 [[{key}]]", (key,))

    def row(self, shape: type[Row], raw: Any, at: At) -> Row | None:
        """One row; None when it has mistakes, all of which are noted."""
        if not isinstance(raw, dict):
            self.file.fail(f"“{at[0]}”应写成 [{at[0]}] 一个表", at)
            return None
        if len(at) > 1:
            raw = {**self.lent.get((str(at[-2]), str(raw.get("id"))), {}), **raw}
        known = {_WRITTEN.get(f.name, f.name): f for f in fields(shape) if f.name not in _LOADED}  # type: ignore[arg-type]
        before = len(self.file.faults)
        strange = sorted(raw.keys() - known.keys())
        misspelled = {nearest(key, known) for key in strange}
        for key in strange:
            self.file.fail(f"不认识的键“{key}”{choose(key, known)}", (*at, key))
        for key, spec in known.items():
            if key not in raw and _must(spec) and key not in misspelled:
                self.file.fail(f"缺少键“{key}”,请补上", at)
        values = {known[k].name: self._value(known[k], v, (*at, k)) for k, v in raw.items() if k in known}
        return shape(**values) if len(self.file.faults) == before else None

    def _value(self, spec: "Field[Any]", raw: Any, at: At) -> Any:
        """A value in the type its field promises; a fault is noted when it has another."""
        if spec.name in _NESTED:
            return self._nested(_NESTED[spec.name], raw, at)
        match spec.name:
            case "options":
                return self._options(raw, at)
            case "moment":
                return self._word(Moment, raw, at)
            case "sealed":
                return self._word(Seal, raw, at)
            case "counter":
                return self._word(AtCounter, raw, at)
            case "number" if spec.type == NumberRule | None:
                return self._word(NumberRule, raw, at)
            case "ranks":
                return tuple(self._word(Origin, x, at) for x in self._texts(raw, at))
            case "derived":
                return self._derivation(raw, at)
            case "rows" | "shortcuts" | "choices" | "at_counter":
                return self._columns(raw, at)
            case "units" | "money" | "takes" | "gives" if spec.type == _PAIRS:
                return tuple((c.id, c.label) for c in self._columns(raw, at))
        if spec.type is Condition:
            return self._condition(raw, at)
        if isinstance(spec.type, type) and issubclass(spec.type, StrEnum):
            return self._word(spec.type, raw, at)
        return self._plain(spec, raw, at) if spec.type in _PLAIN else self._texts(raw, at)

    def _plain(self, spec: "Field[Any]", raw: Any, at: At) -> Any:
        if not isinstance(raw, spec.type) or (isinstance(raw, bool) and spec.type is not bool):  # type: ignore[arg-type]
            self.file.fail(f"“{at[-1]}”的值 {raw!r} 类型不对,应写成{_PLAIN[spec.type]}", at)
            return None
        if not isinstance(raw, str):
            return raw
        if not raw.strip() and (spec.name in _FOUNDED or _must(spec)):
            self.file.fail(_FOUNDED.get(spec.name, f"“{spec.name}”是空的,请写明"), at)
        if spec.name in ("id", "code") and raw.strip() and not _ID.fullmatch(raw):
            self.file.fail(f"{spec.name}“{raw}”只能用小写字母、数字和下划线,以字母开头", at)
        # The window of a round has no year; it is judged with its round.
        if spec.name in ("since", "until") and at[0] != "round" and raw and not _is_day(raw):
            self.file.fail(f"“{spec.name}”应为 2026-03-05 样子的日期,现在是“{raw}”", at)
        return self._filled(raw.strip(), at)

    def _texts(self, raw: Any, at: At) -> tuple[str, ...]:
        if isinstance(raw, list) and all(isinstance(x, str) for x in raw):
            return tuple(raw)
        self.file.fail(f'“{at[-1]}”应为文字列表,如 ["…", "…"]', at)
        return ()

    def _word(self, words: type[StrEnum], raw: Any, at: At) -> Any:
        if raw in list(words):
            return words(raw)
        self.file.fail(f"不认识的{_WORDS[words]}“{raw}”{choose(str(raw), words)}", at)
        return None

    def _nested(self, shape: type[Row], raw: Any, at: At) -> tuple[Row, ...]:
        if not isinstance(raw, list):
            self.file.fail(f"“{at[-1]}”应写成 [[{at[0]}.{at[-1]}]]", at)
            return ()
        built = (self.row(shape, r, (*at, place)) for place, r in enumerate(raw))
        return tuple(row for row in built if row is not None)

    def _options(self, raw: Any, at: At) -> tuple[Option, ...]:
        found = []
        for item in raw if isinstance(raw, list) else [raw]:
            if isinstance(item, list) and 2 <= len(item) <= 3 and all(isinstance(x, str) for x in item):
                found.append(Option(*item))
            else:
                self.file.fail(f'选项应写成 ["代码", "名称"],现在是 {item}', at)
        return tuple(found)

    def _columns(self, raw: Any, at: At) -> tuple[RowField, ...]:
        found = []
        for item in raw if isinstance(raw, list) else [raw]:
            if isinstance(item, list) and len(item) == 2 and all(isinstance(x, str) for x in item):
                found.append(RowField(*item))
            else:
                self.file.fail(f'列应写成 ["代号", "名称"],现在是 {item}', at)
        return tuple(found)

    def _derivation(self, raw: Any, at: At) -> Derivation | None:
        if not isinstance(raw, str) or not raw.split():
            self.file.fail("“derived”应为文字,如 within cancelled_on 12", at)
            return None
        word, *arguments = self._filled(raw, at).split()
        return Derivation(word, tuple(arguments))

    def _condition(self, raw: Any, at: At) -> Condition:
        if not isinstance(raw, list) or not all(isinstance(line, list) and line for line in raw):
            self.file.fail('条件应为两层列表:[["甲 = yes", "乙 = yes"], ["丙 = yes"]]', at)
            return ()
        return tuple(tuple(self._clause(text, at) for text in line) for line in raw)

    def _clause(self, text: Any, at: At) -> Clause:
        try:
            return conditions.parse(self._filled(str(text), at))
        except ValueError as error:
            self.file.fail(str(error), at, str(text))
            return Clause("", "=", ("",))

    def _filled(self, text: str, at: At) -> str:
        """The text with every ``$name`` replaced by the county's value."""

        def value(match: re.Match[str]) -> str:
            if match[1] not in self.values:
                near = meant(match[1], self.values)
                self.file.fail(
                    f"没有数值“{match[0]}”{near or ',请写进 county.toml 的 [values]'}", at, match[0]
                )
            return self.values.get(match[1], "0")

        return _VALUE.sub(value, text)
