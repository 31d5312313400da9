"""What a county wants a photo to be: its pixels, its resolution, and how large its file may be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from desk_app.errors import WorldError

_MM: Final = 25.4


@dataclass(frozen=True, slots=True)
class PhotoProfile:
    """Width and height in pixels, dots per inch, and the most bytes of its JPEG file (0: any)."""

    title: str
    width: int
    height: int
    dpi: int
    most: int = 0

    @property
    def ratio(self) -> float:
        """Width to height."""
        return self.width / self.height

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    @property
    def on_paper(self) -> str:
        """Its size on paper in millimetres: 35×49."""
        return "×".join(str(round(side / self.dpi * _MM)) for side in self.size)


TWO_INCH: Final = PhotoProfile("2寸", 413, 579, 300)
_KNOWN: Final[Mapping[str, PhotoProfile]] = {
    "": TWO_INCH,
    "2inch": TWO_INCH,
    "id": PhotoProfile("身份证", 358, 441, 350, 20_000),  # GA 461-2004: 26×32 mm
}
_WRITTEN: Final = re.compile(r"(2inch|id|(\d{3,4})x(\d{3,4})@(\d{2,3}))?(?: ?([1-9]\d{1,3})KB)?")


def photo_profile(text: str) -> PhotoProfile:
    """The profile a setting names: ``2inch``, ``id`` or ``413x579@300``, each with ``40KB`` behind it or not.

    WorldError for anything else.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        told = "应为 2inch、id,或 宽x高@分辨率,后面可以加文件大小,如 413x579@300 40KB"
        raise WorldError(f"设置“照片规格”{told},现在是“{text}”")
    name, width, height, dpi, most = found.groups()
    made = PhotoProfile("证件", int(width), int(height), int(dpi)) if width else _KNOWN[name or ""]
    return replace(made, most=int(most) * 1000) if most else made
