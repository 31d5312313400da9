"""The tables of a layout file as frozen shapes: keys known, values of the right type and in range.

The type of a field says how it is read: ``str``, ``bool``, another shape, a tuple of any of these, or an
``Annotated`` type whose second part turns what the file has into the value, or raises ValueError in
Chinese. A field without default must be written.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Annotated, Final, TypeVar, cast, get_args, get_origin, get_type_hints

from forms import conditions
from forms.lines import At
from forms.schema import Clause, Facts
from forms.spelling import choose, meant, nearest
from printing import layout
from printing.errors import LayoutError
from printing.layout import LayoutText, Token

Shape = TypeVar("Shape")
Reads = Callable[[object], object]


_TOLD: Final = 50
"""Most faults told of one file, since one mistake can make all its rows wrong."""


class RowReader:
    """Reads the tables of one file and collects every fault with its place."""

    def __init__(self, source: LayoutText) -> None:
        self.source = source
        self._faults: list[tuple[str, At]] = []

    def fail(self, message: str, at: At = ()) -> None:
        """Add a fault at a key or a row."""
        self._faults.append((message, at))

    def finish(self) -> None:
        """Raise LayoutError with all faults that were collected, if there are any."""
        if self._faults:
            first = dict.fromkeys(self._faults[:_TOLD])
            raise LayoutError(*dict.fromkeys(self.source.told(message, at) for message, at in first))

    def row(self, shape: type[Shape], raw: object, at: At = (), **made: object) -> Shape | None:
        """One table as a shape; None when it has a fault, each of which is collected.

        ``made`` are fields set by the caller, which no file may write.
        """
        if not isinstance(raw, Mapping):
            self.fail(f"“{at[-1]}”应写成一个表:{{ 键 = 值, … }}", at)
            return None
        before = len(self._faults)
        kinds, must = _fields(cast(Hashable, shape))
        known = {name: kind for name, kind in kinds.items() if name not in made}
        strange = [key for key in raw if key not in known]
        for key in strange:
            self.fail(f"不认识的键“{key}”{meant(key, known) or choose(key, known)}", (*at, key))
        misspelt = {nearest(key, known) for key in strange}
        for key in must:
            if key not in raw and key not in made and key not in misspelt:
                self.fail(f"缺少键“{key}”,请补上", at)
        values = {k: self.value(known[k], v, (*at, k)) for k, v in raw.items() if k in known}
        return shape(**values, **made) if len(self._faults) == before else None

    def rows(self, shape: type[Shape], raw: object, at: At) -> tuple[Shape, ...]:
        """The tables of a list that have no fault; the faults of the others are collected."""
        if not isinstance(raw, list):
            self.fail(f"“{at[-1]}”应写成几行:[[{at[-1]}]] 或 [{{ … }}, {{ … }}]", at)
            return ()
        read = [self.row(shape, row, (*at, place)) for place, row in enumerate(raw)]
        return tuple(row for row in read if row is not None)

    def value(self, kind: object, raw: object, at: At) -> object:
        """One value as its field's type; a fault is collected, and the result is then of no use."""
        if get_origin(kind) is Annotated:
            try:
                return cast(Reads, get_args(kind)[1])(raw)
            except ValueError as error:
                self.fail(f"“{_key(at)}”{error}", at)
                return None
        if get_origin(kind) is tuple:
            return self._list(get_args(kind), raw, at)
        if isinstance(kind, type) and is_dataclass(kind):
            return self.row(kind, raw, at)
        if type(raw) is not kind:
            self.fail(f"“{_key(at)}”应是{_WANTED[kind]},现在是 {_shown(raw)}", at)
        return raw

    def _list(self, kinds: tuple[object, ...], raw: object, at: At) -> tuple[object, ...]:
        many = kinds[-1] is Ellipsis
        if not isinstance(raw, list) or not (many or len(raw) == len(kinds)):
            wanted = "一个列表" if many else f"{len(kinds)}项的列表"
            self.fail(f"“{_key(at)}”应是{wanted}:[…],现在是 {_shown(raw)}", at)
            return ()
        each = [kinds[0]] * len(raw) if many else kinds
        return tuple(self.value(k, v, (*at, n)) for n, (k, v) in enumerate(zip(each, raw, strict=True)))


_WANTED: Final[Mapping[object, str]] = {str: "引号中的文字", bool: " true 或 false"}


@cache
def _fields(shape: Hashable) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """The annotated type of each field of a shape, and the names of fields without default."""
    must = (f.name for f in cast(Iterable["Field[object]"], fields(cast(type, shape))) if _bare(f))
    return get_type_hints(shape, include_extras=True), tuple(must)


def _bare(field: "Field[object]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _key(at: At) -> str:
    """The name of a value for its fault: the last key on the path to it."""
    return next(str(part) for part in reversed(at) if isinstance(part, str))


def _shown(raw: object) -> str:
    """A value as the file has it, cut to 40 characters."""
    whole = str(raw).lower() if isinstance(raw, bool) else str(raw)
    return f"“{whole[:40]}{'…' * (len(whole) > 40)}”"


# ---- values --------------------------------------------------------------------------------------


def number(least: float, most: float, unit: str) -> Reads:
    """A reader for a number from ``least`` to ``most``, whole ones too; ``unit`` is named in its fault."""

    def read(raw: object) -> float:
        if isinstance(raw, int | float) and not isinstance(raw, bool) and least <= raw <= most:
            return float(raw)
        raise ValueError(f"应是{least:g}至{most:g}的数({unit}),不带引号,现在是 {_shown(raw)}")

    return read


def whole(least: int, most: int) -> Reads:
    """A reader for a whole number from ``least`` to ``most``."""

    def read(raw: object) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool) and least <= raw <= most:
            return raw
        raise ValueError(f"应是{least}至{most}的整数,不带引号,现在是 {_shown(raw)}")

    return read


def one_of(words: Iterable[str]) -> Reads:
    """A reader for one of these words."""
    allowed = tuple(words)

    def read(raw: object) -> str:
        if isinstance(raw, str) and raw in allowed:
            return raw
        raise ValueError(f"不能是 {_shown(raw)}{choose(str(raw), allowed)}")

    return read


def _template(raw: object) -> tuple[Token, ...]:
    if isinstance(raw, str):
        return tuple(layout.template(raw))
    raise ValueError(f"应是引号中的文字,现在是 {_shown(raw)}")


def _clause(raw: object) -> Clause | None:
    if isinstance(raw, str):
        return conditions.parse(raw) if raw else None
    raise ValueError(f'应是引号中的条件,如 "low_income = yes",现在是 {_shown(raw)}')


def _filled(raw: object) -> str:
    if isinstance(raw, str) and raw.strip():
        return raw
    raise ValueError(f"应是引号中的文字,不能是空的,现在是 {_shown(raw)}")


def _sides(raw: object) -> tuple[float, float]:
    side = number(30, 420, "毫米")
    if isinstance(raw, list) and len(raw) == 2:
        wide, high = (cast(float, side(each)) for each in raw)
        return wide, high
    raise ValueError(f"应是 [宽, 高] 毫米,如 [210, 297],现在是 {_shown(raw)}")


def _facts(raw: object) -> Facts:
    if isinstance(raw, Mapping):
        return dict(_fact(name, value) for name, value in raw.items())
    raise ValueError("应写成一个表,每行 要素 = 值")


def _fact(name: str, raw: object) -> tuple[str, str | bool | tuple[str, ...]]:
    if isinstance(raw, str | bool):
        return name, raw
    if isinstance(raw, list) and all(isinstance(each, str) for each in raw):
        return name, tuple(raw)
    raise ValueError(f'的“{name}”应是 true、false、"文字" 或 ["几项"],数字也加引号')


Points = Annotated[float, number(4, 40, "磅")]
Mm = Annotated[float, number(0, 420, "毫米")]
Width = Annotated[float, number(8, 420, "毫米")]
Leading = Annotated[float, number(1, 3, "行距")]
Share = Annotated[float, number(0, 1, "比例")]
PageNumber = Annotated[int, whole(1, 9)]
Filled = Annotated[str, _filled]
Align = Annotated[str, one_of(("left", "center", "right"))]
Valign = Annotated[str, one_of(("top", "middle"))]
Template = Annotated[tuple[Token, ...], _template]
When = Annotated[Clause | None, _clause]
Sides = Annotated[tuple[float, float], _sides]
Given = Annotated[Facts, _facts]
Rect = tuple[Mm, Mm, Mm, Mm]
"""Left, top, width and height in mm from the page's top left corner."""


def answers(tokens: Iterable[Token]) -> Iterator[str]:
    """The names of the values a template prints."""
    return (token.element for token in tokens if isinstance(token, layout.AnswerText))
