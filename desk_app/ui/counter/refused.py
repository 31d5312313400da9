"""Files that were handed in and not taken: which they are, and why."""

from collections.abc import Sequence
from typing import Final

from desk_app.services.counter.capture import file_name

_NAMED: Final = 3
"""So many files a line names; the rest are counted."""

Refused = tuple[str, str]
"""The name of a file, empty for a picture of the camera, and why it was not taken."""


def told(refused: Sequence[Refused]) -> str:
    """One line for each reason, with the files it holds for; empty where none was refused."""
    by_reason: dict[str, list[str]] = {}
    for name, why in refused:
        by_reason.setdefault(why, []).append(file_name(name))
    return "\n".join(_line([n for n in names if n], why) for why, names in by_reason.items())


def _line(names: Sequence[str], why: str) -> str:
    some = "、".join(names[:_NAMED])
    more = f"等{len(names)}个文件" if len(names) > _NAMED else ""
    return f"{some}{more}:{why}" if names else why
