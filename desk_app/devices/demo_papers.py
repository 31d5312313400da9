"""What the demo devices show (``resources/demo``), read once: cards, papers and a face of invented people."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import resources
from desk_app.domain.cards import IdCard
from forms import files
from forms.numbers import IdKind

_FILE: Final = ("demo", "devices.toml")


def cards() -> Mapping[str, IdCard]:
    """The cards that can be laid on the demo reader, by what they are called there."""
    return {row["label"]: _card(row) for row in _shown()["card"]}


def titles() -> tuple[str, ...]:
    """The titles of the stacks of papers that lie in the demo scanner."""
    return tuple(row["title"] for row in _shown()["paper"])


def pages(title: str) -> Sequence[bytes]:
    """The pages of a stack, each as its file is; none for another title."""
    found = (row["pages"] for row in _shown()["paper"] if row["title"] == title)
    return [_picture(page) for page in next(found, ())]


def portrait() -> bytes:
    """The face before the demo camera, as JPEG."""
    return _picture(_shown()["portrait"])


@cache
def _shown() -> Mapping[str, Any]:
    return files.read_toml(resources.path(*_FILE))


def _card(row: Mapping[str, Any]) -> IdCard:
    told = {k: v for k, v in row.items() if k not in ("label", "kind")}
    return IdCard(kind=IdKind[row["kind"]], **told)


def _picture(place: str) -> bytes:
    return resources.path(*place.split("/")).read_bytes()
