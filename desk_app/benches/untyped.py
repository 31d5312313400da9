"""``bench counts``: two sample cases with the demo reader, scanner and camera and the reading of pages.

Counted is what a clerk still gives by hand: fields of the form, characters, files. A field that was copied
from another by its link, or that follows from another, was given by nobody.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from desk_app.benches import counts
from desk_app.benches.measuring import Figure

_USED: Final = {
    "new": ("张样例的全部材料", "张样例(演示)", ""),
    "child": ("李小样和母亲的全部材料", "", "马样妈(演示,李小样的母亲)"),
}
"""Which stack of the demo scanner, and which cards of its reader (the person's, the guardian's)."""
TITLES: Final = {"new": "新办和两项补贴", "child": "九岁儿童,监护人代办"}
MOST_BY_HAND: Final = 40
"""Per cent of the fields with an answer; the others nobody typed."""
MOST_CHARACTERS: Final = 30


def untyped() -> Iterator[Figure]:
    """Figures of both cases; none where nothing can be read here."""
    from desk_app.devices.reading.main import OfflineReader

    if OfflineReader().missing():
        return
    for name, title in TITLES.items():
        told = work(name)
        share = by_hand(told)
        what = f"{title},用演示读卡器、扫描仪、摄像头和识别:"
        fields = f"{len(told['answered'])}项中没有人录的占{100 - share:.0f}%"
        yield Figure(f"devices.hand.{name}", share, "%", None, MOST_BY_HAND, f"{what}手工录的项;{fields}")
        typed = told["characters"]
        yield Figure(f"devices.typed.{name}", typed, "字", None, MOST_CHARACTERS, f"{what}录入的字")
        yield Figure(f"devices.files.{name}", told["file"], "键", None, 0, f"{what}选文件的按键")


def work(name: str) -> dict[str, Any]:
    """What a clerk with these devices told of a case (``counts.work``)."""
    return counts.work(name, "desk_app.benches.untyped")


def by_hand(told: Mapping[str, Any]) -> float:
    """Per cent of the fields with an answer that somebody typed or chose."""
    return 100 * len(told["by_hand"]) / len(told["answered"])


def run(name: str, data: Path) -> None:
    """Work a case in this process; see ``counts.run``."""
    from desk_app.walkthrough.by_devices import DevicesClerk

    papers, card, guardian = _USED[name]
    made = partial(DevicesClerk, papers=papers, card=card, guardian=guardian)
    counts.run(name, data, made, reading=True)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]))
