"""The files of the bundled Chinese fonts, made once; imports no drawing library.

``python -m printing.fonts`` makes them where they are missing.
"""

import sys
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from forms import files

NAME: Final = "NotoSansSC"
_SOURCE: Final = "fonts/ofl/notosanssc"
_WEIGHTS: Final = {"Regular": 400, "Bold": 700}


def regular() -> Path:
    """Path of the static TrueType font of weight 400; made when missing (some 15 seconds, once)."""
    return _found("Regular") or _make("Regular")


def bold() -> Path:
    """Path of the static TrueType font of weight 700; made when missing (some 15 seconds, once)."""
    return _found("Bold") or _make("Bold")


def _homes() -> Iterator[Path]:
    """Folders the fonts may be in, that of the virtual environment first."""
    yield Path(sys.prefix, "share", "desk-app", "fonts")
    # Read-only environments keep them with the user; the import is spared when they are found above.
    from platformdirs import user_data_path

    yield user_data_path("desk-app", appauthor=False) / "fonts"


def _found(style: str) -> Path | None:
    paths = (home / f"{NAME}-{style}.ttf" for home in _homes())
    return next((path for path in paths if path.is_file()), None)


def _writable_home() -> Path:
    for home in _homes():
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home):
                return home
        except OSError:
            continue
    raise OSError("中文字体没有地方存放,请检查磁盘空间和目录权限")


def _make(style: str) -> Path:
    """Write the packaged variable font at one fixed weight; other processes never read half a file."""
    # Slow to import and needed once in an environment's life.
    from fontTools.ttLib import TTFont as Variable
    from fontTools.varLib.instancer import instantiateVariableFont

    home = _writable_home()
    source = resources.files("justmytype_intl_cjk") / _SOURCE
    with (source / f"{NAME}[wght].ttf").open("rb") as variable:
        static = instantiateVariableFont(
            # Without the time of making, every desk has the same font and so the same papers.
            Variable(variable, recalcTimestamp=False),
            {"wght": _WEIGHTS[style]},
            updateFontNames=True,
        )
    path = home / f"{NAME}-{style}.ttf"
    with files.writing(path, mode=0o644) as whole:
        static.save(whole)
        # The licence travels with the font (SIL Open Font License 1.1, condition 2).
        files.write(home / "OFL.txt", (source / "OFL.txt").read_bytes(), mode=0o644)
    return path


def main() -> None:
    """Make the fonts where they are missing, and print where they are."""
    for style, word in (("Regular", "常规"), ("Bold", "粗体")):
        if path := _found(style):
            print(f"中文字体({word})已就绪:{path}")
        else:
            print(f"正在生成中文字体({word}),约15秒……", flush=True)
            print(f"中文字体({word})已生成:{_make(style)}", flush=True)
