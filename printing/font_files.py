"""The files of the bundled fonts, made once; imports no drawing library.

``python -m printing.fonts`` makes them where they are missing.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from forms import files

NAME: Final = "NotoSansSC"
HANGUL_NAME: Final = "NotoSansKR"
HANGUL: Final = (0xAC00, 0xD7A3)
"""The Korean syllables, first and last: names of 朝鲜族 have them, the Chinese font has not."""


@dataclass(frozen=True, slots=True)
class _Bundled:
    """A font that is made of a packaged variable one."""

    name: str
    style: str
    word: str
    """What the set-up calls it."""
    weight: int = 400
    only: tuple[int, int] | None = None
    """The characters that are kept, first and last; None: all."""

    @property
    def file(self) -> str:
        return f"{self.name}-{self.style}.ttf"

    @property
    def folder(self) -> str:
        return f"fonts/ofl/{self.name.lower()}"


_REGULAR: Final = _Bundled(NAME, "Regular", "中文字体(常规)")
_BOLD: Final = _Bundled(NAME, "Bold", "中文字体(粗体)", 700)
_HANGUL: Final = _Bundled(HANGUL_NAME, "Regular", "朝鲜文字体", only=HANGUL)


def regular() -> Path:
    """Path of the static TrueType font of weight 400; made when missing (some 15 seconds, once)."""
    return _found(_REGULAR) or _make(_REGULAR)


def bold() -> Path:
    """Path of the static TrueType font of weight 700; made when missing (some 15 seconds, once)."""
    return _found(_BOLD) or _make(_BOLD)


def hangul() -> Path:
    """Path of the static TrueType font of the Korean syllables; made when missing (some 10 seconds, once)."""
    return _found(_HANGUL) or _make(_HANGUL)


def _homes() -> Iterator[Path]:
    """Folders the fonts may be in, that of the virtual environment first."""
    yield Path(sys.prefix, "share", "desk-app", "fonts")
    # Read-only environments keep them with the user; the import is spared when they are found above.
    from platformdirs import user_data_path

    yield user_data_path("desk-app", appauthor=False) / "fonts"


def _found(font: _Bundled) -> Path | None:
    paths = (home / font.file for home in _homes())
    return next((path for path in paths if path.is_file()), None)


def _writable_home() -> Path:
    for home in _homes():
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home):
                return home
        except OSError:
            continue
    raise OSError("字体没有地方存放,请检查磁盘空间和目录权限")


def _make(font: _Bundled) -> Path:
    """Write the packaged variable font at one fixed weight; other processes never read half a file."""
    # Slow to import and needed once in an environment's life.
    from fontTools.ttLib import TTFont as Variable
    from fontTools.varLib.instancer import instantiateVariableFont

    home = _writable_home()
    source = resources.files("justmytype_intl_cjk") / font.folder
    with (source / f"{font.name}[wght].ttf").open("rb") as variable:
        # Without the time of making, every desk has the same font and so the same papers.
        whole = Variable(variable, recalcTimestamp=False)
        if font.only:
            _cut(whole, range(font.only[0], font.only[1] + 1))
        static = instantiateVariableFont(whole, {"wght": font.weight}, updateFontNames=True)
    path = home / font.file
    with files.writing(path, mode=0o644) as file:
        static.save(file)
        # The licence travels with the font (SIL Open Font License 1.1, condition 2).
        files.write(home / "OFL.txt", (source / "OFL.txt").read_bytes(), mode=0o644)
    return path


def _cut(font: Any, codes: Iterable[int]) -> None:
    """Leave in a font what these characters need, and its names."""
    from fontTools import subset

    kept = subset.Subsetter(subset.Options(layout_features=[], name_IDs=["*"], notdef_outline=True))
    kept.populate(unicodes=codes)
    kept.subset(font)


def main() -> None:
    """Make the fonts where they are missing, and print where they are."""
    for font in (_REGULAR, _BOLD, _HANGUL):
        if path := _found(font):
            print(f"{font.word}已就绪:{path}")
        else:
            print(f"正在生成{font.word},约15秒……", flush=True)
            print(f"{font.word}已生成:{_make(font)}", flush=True)
