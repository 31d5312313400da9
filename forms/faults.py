"""Mistakes in files of the law: where each stands and what to write instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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


def ordered(faults: Iterable[Fault], names: Sequence[str]) -> list[Fault]:
    """The faults without doubles, in the order of the files with these names and of their lines."""
    order = {name: place for place, name in enumerate(names)}
    return sorted(dict.fromkeys(faults), key=lambda f: (order.get(f.file, 0), f.line))
