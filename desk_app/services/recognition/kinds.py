"""The kinds of cards and pages (``kinds.toml``), read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("kinds.toml")


class ValueKind(StrEnum):
    """How the characters of a field are read."""

    NAME = "name"
    ID_NUMBER = "id_number"
    CERTIFICATE = "certificate"
    BANK_CARD = "bank_card"
    DATE = "date"
    SPAN = "span"
    """Two days, or one and 长期: the last one counts."""
    TEXT = "text"
    CHOICE = "choice"
    """A word of a code table, whole."""
    PART = "part"
    """A word of a code table within others: 农业家庭户."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where a value stands and what it answers."""

    id: str
    labels: tuple[str, ...]
    value: ValueKind
    codes: str = ""
    lines: int = 1
    anywhere: bool = False
    """Whether it is looked for on the whole picture where its label is not read."""
    witness: bool = False
    """Whether it only bears out the number beside it."""
    fills: Mapping[str, str] | None = None
    """Material → element; under an empty material where the picture belongs to none."""


@dataclass(frozen=True, slots=True)
class CardKind:
    """A kind of card or page."""

    id: str
    title: str
    materials: tuple[str, ...]
    signs: tuple[str, ...]
    least: int
    labels: tuple[str, ...]
    """All labels it bears: where one begins, the value before it ends."""
    fields: tuple[FieldRule, ...]
    needs: tuple[str, ...] = ()
    """Signs of which at least one must be read; empty for any."""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindTable:
    """All kinds, in the order they are tried, and characters that mean the same."""

    kinds: tuple[CardKind, ...]
    same: Mapping[str, str]
    books: tuple[str, ...] = ()
    """Materials that have pages of no kind too."""

    def kind(self, kind_id: str) -> CardKind | None:
        """The kind of this id."""
        return next((k for k in self.kinds if k.id == kind_id), None)

    @property
    def cards(self) -> frozenset[str]:
        """Materials whose every page is of a kind that is known here."""
        return frozenset(m for k in self.kinds for m in k.materials if m not in self.books)


@cache
def shipped() -> KindTable:
    """The kinds this program knows."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return KindTable(tuple(_kind(k) for k in raw["kind"]), raw["same"], tuple(raw["books"]))


def _kind(row: Mapping[str, Any]) -> CardKind:
    lists = ("materials", "signs", "labels", "needs", "never")
    fields = tuple(_field(f) for f in row.get("field", ()))
    kept: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in row.items() if k != "field"}
    return CardKind(**kept, fields=fields)


def _field(row: Mapping[str, Any]) -> FieldRule:
    return FieldRule(**{**row, "labels": tuple(row["labels"]), "value": ValueKind(row["value"])})
