"""What a scanner can do, read from the options that ``scanimage -A`` prints, and how it is asked."""

import re
from dataclasses import dataclass
from typing import Final

from desk_app.domain.scanning import FLATBED, Tray

_OPTION: Final = re.compile(r"^\s+(?:--([\w-]+)|-([xy]))(?:\[=)?\s*(.*?)\s*(?:\[([^\[\]]*)\])?$")
_NUMBERS: Final = re.compile(r"\d+(?:\.\d+)?")
_PAPER_MM: Final = {"x": 210.0, "y": 297.0}
_COLOURS: Final = ("Color", "Colour", "24bit Color", "True Gray", "Gray")


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """The options that matter: their words as the scanner spells them."""

    values: dict[str, str]
    """Active options by name, with the values they can take as they were printed."""

    @staticmethod
    def read(printed: str) -> "ScanOptions":
        """The options in what ``scanimage -A`` prints; inactive ones are left out."""
        found = (_OPTION.match(line) for line in printed.splitlines())
        active = (m for m in found if m and m[4] != "inactive" and m[3])
        return ScanOptions({(m[1] or m[2]): m[3] for m in active})

    def trays(self) -> tuple[Tray, ...]:
        """The trays, the flatbed first; one unnamed where the scanner has no choice."""
        own = [w for w in self.values.get("source", "").split("|") if w]
        return tuple(sorted(map(_tray, own), key=lambda t: t.many)) or (FLATBED,)

    def asked(self, tray: Tray, dpi: int) -> list[str]:
        """Arguments for a scan in colour of A4, or as near to all of it as the scanner comes."""
        asked = ["--source", tray.id] if tray.id else []
        colour = next((c for c in _COLOURS if c in self.values.get("mode", "").split("|")), "")
        asked += ["--mode", colour] if colour else []
        if resolution := self.resolution(dpi):
            asked += ["--resolution", f"{resolution:g}"]
        for side, paper in _PAPER_MM.items():
            if most := [float(n) for n in _NUMBERS.findall(self.values.get(side, "").split("mm")[0])]:
                asked += [f"-{side}", f"{min(paper, max(most)):g}"]
        return asked

    def resolution(self, dpi: int) -> float | None:
        """The resolution nearest to the one wanted; None where the scanner has no choice."""
        words = self.values.get("resolution", "").split("dpi")[0]
        offered = [float(n) for n in _NUMBERS.findall(words)]
        if not offered:
            return None
        if ".." in words:
            return min(max(dpi, offered[0]), offered[-1])
        return min(offered, key=lambda each: abs(each - dpi))


def _tray(word: str) -> Tray:
    low = word.lower()
    many = "adf" in low or "feeder" in low
    if not many:
        return Tray(word, FLATBED.words if "flat" in low or low == "normal" else word, many=False)
    return Tray(word, "进纸器,双面" if "duplex" in low else "进纸器", many=True)
