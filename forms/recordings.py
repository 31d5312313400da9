"""A recording (录像、录音 or another file that is no picture) as an act tells of it, in one text.

``sha256:<64 hex digits>:<bytes>:<name>``: enough to know the file wherever it turns up. The file itself stays
at the window; papers, ledger and letters tell this much of it.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from forms.schema import Kind

if TYPE_CHECKING:
    from forms.procedures import Act, Ask

_TOLD: Final = re.compile(r"sha256:([0-9a-f]{64}):([1-9][0-9]{0,14}):([^\x00-\x1f\x7f]{1,80})")
_LONGEST: Final = 80
"""Characters of a name; a longer one is cut before its ending."""
_ENDING: Final = 10
_UNNAMED: Final = "没有名称的文件"
_UNITS: Final = ("字节", " KB", " MB", " GB")
_STEP: Final = 1000


@dataclass(frozen=True, slots=True)
class Recording:
    """A file by the SHA-256 of its bytes, with its size and the name it had."""

    digest: str
    size: int
    name: str

    @property
    def told(self) -> str:
        """The text that stands for it in an act."""
        return f"sha256:{self.digest}:{self.size}:{self.name}"

    @property
    def words(self) -> str:
        """Its name and size, for people."""
        return f"{self.name}({sized(self.size)})"


def of(value: object) -> Recording | None:
    """The recording a text stands for; None when it stands for none."""
    found = _TOLD.fullmatch(value) if isinstance(value, str) else None
    return Recording(found[1], int(found[2]), found[3]) if found else None


def asked(act: "Act") -> "tuple[Ask, ...]":
    """Those of an act's asks whose answers are recordings."""
    return tuple(ask for ask in act.asks if ask.kind is Kind.FILE)


def named(name: str) -> str:
    """The name of a file as it may be kept and shown: on one line, all of it to be seen, not too long."""
    seen = " ".join("".join(c if c.isprintable() else " " for c in name).split()) or _UNNAMED
    if len(seen) <= _LONGEST:
        return seen
    ending = PurePath(seen).suffix[:_ENDING]
    return f"{seen[: _LONGEST - len(ending) - 1]}…{ending}"


def sized(size: int) -> str:
    """A number of bytes as disks are sold: 734 MB, 2.1 GB."""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{amount:.1f}{_UNITS[unit]}" if unit == len(_UNITS) - 1 else f"{amount:.0f}{_UNITS[unit]}"
