"""TOML rows as the frozen shapes of ``forms.schema``; every mistake is noted with file and line."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from forms import conditions
from forms.schema import Branch, Clause, Condition, Derivation, Exemption, Kind, Option, Origin, Requirement

Row = TypeVar("Row")

_NESTED: Final[Mapping[str, type]] = {"requirements": Requirement, "branches": Branch, "exempt": Exemption}
_LOADED: Final = frozenset({"extensions", "copies_for", "follows_in"})
"""Fields the loader works in from other rows; no file may write them."""
_VALUE: Final = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a pack: where it stands and what to write instead."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行:{self.message}"


class PackError(Exception):
    """A pack that must not be used; ``faults`` names every mistake found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class File:
    """One TOML file while it is read: its text finds the line of a fault again."""

    name: str
    text: str
    data: dict[str, Any]
    faults: list[Fault]

    def fail(self, message: str, row: str = "", key: str = "", holding: str = "") -> None:
        """Note a fault at the line of ``key`` in the row of this id, the one holding a text if given."""
        self.faults.append(Fault(self.name, self.line(row, key, holding), message))

    def line(self, row: str, key: str = "", holding: str = "") -> int:
        """The line (from 1) where a row or one of its keys stands; 1 when it is not found."""
        lines = self.text.splitlines()
        start = next((i for i, t in enumerate(lines) if row and t.replace(" ", "") == f'id="{row}"'), 0)
        hits = [i for i, t in enumerate(lines[start:], start) if key and t.lstrip().startswith(key)]
        exact = next((i for i in hits if holding in lines[i]), None)
        return (exact if exact is not None else hits[0] if hits else start) + 1


def read(path: Path, faults: list[Fault]) -> File:
    """A TOML file, or an empty one with a fault noted."""
    try:
        text = path.read_text(encoding="utf-8")
        return File(path.name, text, tomllib.loads(text), faults)
    except OSError as error:
        faults.append(Fault(path.name, 1, f"读不到文件:{error.strerror}"))
    except UnicodeDecodeError:
        faults.append(Fault(path.name, 1, "文件不是 UTF-8 编码,请另存为 UTF-8"))
    except tomllib.TOMLDecodeError as error:
        where = str(error).rpartition("(at line ")[2].partition(",")[0]
        faults.append(Fault(path.name, int(where) if where.isdigit() else 1, f"TOML 写法有误:{error}"))
    return File(path.name, "", {}, faults)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one file; ``values`` stand for ``$name`` in its conditions."""

    file: File
    values: Mapping[str, str]

    def rows(self, shape: type[Row], key: str) -> list[Row]:
        """All sound rows of one kind; the others are noted as faults."""
        raw = self.file.data.get(key, [])
        if not isinstance(raw, list) or not all(isinstance(r, dict) for r in raw):
            self.file.fail(f"“{key}”应写成 [[{key}]]", key=f"[{key}")
            return []
        built = [self.row(shape, r, str(r.get("id", ""))) for r in raw]
        return [row for row in built if row is not None]

    def row(self, shape: type[Row], raw: Mapping[str, Any], name: str) -> Row | None:
        """One row, or None with every mistake in it noted."""
        known = {f.name: f for f in fields(shape) if f.name not in _LOADED}  # type: ignore[arg-type]
        before = len(self.file.faults)
        for key in raw.keys() - known.keys():
            self.file.fail(f"不认识的键“{key}”,可用:{'、'.join(known)}", name, key)
        for key, spec in known.items():
            if key not in raw and spec.default is MISSING and spec.default_factory is MISSING:
                self.file.fail(f"缺少键“{key}”", name)
        values = {k: self._value(known[k], v, name) for k, v in raw.items() if k in known}
        return shape(**values) if len(self.file.faults) == before else None

    def _value(self, spec: "Field[Any]", raw: Any, name: str) -> Any:
        """One cell in the type its field promises; a fault is noted otherwise."""
        if spec.name in _NESTED:
            return self._nested(_NESTED[spec.name], raw, name, spec.name)
        if spec.name == "options":
            return self._options(raw, name)
        match spec.type:
            case _ if spec.type is Condition:
                return self._condition(raw, name, spec.name)
            case _ if spec.type is Kind:
                return self._word(Kind, raw, name, spec.name)
            case _ if spec.name == "ranks":
                return tuple(
                    self._word(Origin, x, name, spec.name) for x in self._texts(raw, name, spec.name)
                )
            case _ if spec.name == "derived":
                return self._derivation(raw, name)
            case _ if spec.type in (str, bool, int):
                return self._plain(spec, raw, name)
        return self._texts(raw, name, spec.name)

    def _plain(self, spec: "Field[Any]", raw: Any, name: str) -> Any:
        if not isinstance(raw, spec.type) or (isinstance(raw, bool) and spec.type is not bool):  # type: ignore[arg-type]
            self.file.fail(f"“{spec.name}”的值 {raw!r} 类型不对", name, spec.name)
            return None
        if not isinstance(raw, str):
            return raw
        if spec.name in ("source", "clause") and not raw.strip():
            self.file.fail("没有写出处,请写明依据的文件和条款", name, spec.name)
        if spec.name in ("since", "until") and raw and not _is_day(raw):
            self.file.fail(f"“{spec.name}”应为 2026-03-05 样子的日期,现在是“{raw}”", name, spec.name)
        return self._filled(raw.strip(), name, spec.name)

    def _texts(self, raw: Any, name: str, key: str) -> tuple[str, ...]:
        if isinstance(raw, list) and all(isinstance(x, str) for x in raw):
            return tuple(raw)
        self.file.fail(f"“{key}”应为文字列表", name, key)
        return ()

    def _word(self, words: type[StrEnum], raw: Any, name: str, key: str) -> Any:
        if raw in list(words):
            return words(raw)
        title = "类型" if words is Kind else "来源"
        self.file.fail(f"不认识的{title}“{raw}”,可用:{'、'.join(words)}", name, key)
        return None

    def _nested(self, shape: type[Row], raw: Any, name: str, key: str) -> tuple[Row, ...]:
        if not isinstance(raw, list) or not all(isinstance(r, dict) for r in raw):
            self.file.fail(f"“{key}”应写成 [[….{key}]]", name, key)
            return ()
        built = (self.row(shape, r, str(r.get("id", name))) for r in raw)
        return tuple(row for row in built if row is not None)

    def _options(self, raw: Any, name: str) -> tuple[Option, ...]:
        found = []
        for item in raw if isinstance(raw, list) else [raw]:
            if isinstance(item, list) and 2 <= len(item) <= 3:
                found.append(Option(*map(str, item)))
            else:
                self.file.fail(f'选项应写成 ["代码", "名称"],现在是 {item}', name, "options")
        return tuple(found)

    def _derivation(self, raw: Any, name: str) -> Derivation | None:
        if not isinstance(raw, str) or not raw.split():
            self.file.fail("“derived”应为文字,如 within cancelled_on 12", name, "derived")
            return None
        word, *arguments = self._filled(raw, name, "derived").split()
        return Derivation(word, tuple(arguments))

    def _condition(self, raw: Any, name: str, key: str) -> Condition:
        if not isinstance(raw, list) or not all(isinstance(line, list) and line for line in raw):
            self.file.fail('条件应为两层列表:[["甲 = yes", "乙 = yes"], ["丙 = yes"]]', name, key)
            return ()
        return tuple(tuple(self._clause(text, name, key) for text in line) for line in raw)

    def _clause(self, text: Any, name: str, key: str) -> Clause:
        try:
            return conditions.parse(self._filled(str(text), name, key))
        except ValueError as error:
            self.file.fail(str(error), name, key, str(text))
            return Clause("", "=", ("",))

    def _filled(self, text: str, name: str, key: str) -> str:
        """The text with every ``$name`` replaced by the county's value."""

        def value(match: re.Match[str]) -> str:
            if match[1] not in self.values:
                self.file.fail(f"没有数值“{match[0]}”,请写进 county.toml 的 [values]", name, key, match[0])
            return self.values.get(match[1], "0")

        return _VALUE.sub(value, text)
