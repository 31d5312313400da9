"""Sentences with blanks: ``{field}`` is filled in, ``[,原因:{reason}]`` left out if its field is empty."""

import re
from collections.abc import Mapping
from typing import Any, Final

ALWAYS: Final = ("number", "title", "name", "due", "who", "at", "times")
"""Fields that are known of every proceeding, besides what its acts ask."""

_FIELD: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PIECE: Final = re.compile(rf"\[([^\[\]]*)\]|{_FIELD.pattern}")
_MARKS: Final = "{}[]"


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The sentence of a template; a missing field is empty, a bracketed part with an empty field left out."""

    def piece(match: re.Match[str]) -> str:
        if match[1] is None:
            return said(values.get(match[2]))
        whole = all(said(values.get(name)) for name in fields(match[1]))
        return fill(match[1], values) if whole else ""

    return _PIECE.sub(piece, template)


def split(template: str) -> tuple[str, str]:
    """Title and text of a to-do; the text is empty where there is no ``|``."""
    title, _, text = template.partition("|")
    return title, text


def fields(template: str) -> tuple[str, ...]:
    """The fields a template names, each once, in reading order."""
    return tuple(dict.fromkeys(_FIELD.findall(template)))


def stray(template: str) -> str:
    """The first bracket that belongs to no field or optional part; empty when there is none."""
    rest = _FIELD.sub("", _PIECE.sub(lambda m: m[1] or "", template))
    return next((mark for mark in rest if mark in _MARKS), "")


def said(value: Any) -> str:
    """A value in words: 是 and 否, items with 、 between, cells of a row with ``,`` but after ``。``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        cells = ",".join(text for cell in value.values() if (text := said(cell)))
        return cells.replace("。,", "。")
    if isinstance(value, list | tuple):
        return "、".join(text for item in value if (text := said(item)))
    return str(value)
