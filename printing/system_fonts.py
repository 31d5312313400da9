"""Fonts of this computer beside the bundled one: searched when a character needs one, read once.

Only TrueType outlines are used, for reportlab draws no others, and only fonts whose OS/2 table allows
embedding a subset (OpenType 1.9, fsType). What was read of a font is kept in a small file, so that the
next start reads only the fonts that changed.
"""

import json
import logging
import os
import sys
import threading
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from forms.characters import BLOCKS
from forms.files import write

_LOG = logging.getLogger(__name__)
_LOCK: Final = threading.RLock()
_ENDINGS: Final = frozenset({".ttf", ".ttc", ".otf", ".otc"})
_OURS: Final = ("NotoSansSC-", "NotoSansKR-Regular.ttf")
# Known fonts of rare Han characters, by the beginning of their file names; those nearest in look to the
# bundled one first. A font of any other name comes after them, the one with most ideographs first.
_KNOWN: Final = (
    "plangothic",
    "hanamin",
    "babelstonehan",
    "simsun",
    "jigmo",
    "th-tshyn",
    "lxgw",
)
# Their cmap names a picture of nothing for every character there is.
_EMPTY: Final = ("lastresort", "adobeblank")
# What can be drawn letter by letter: Latin, Greek and Cyrillic, CJK signs, Yi and Lisu, all ideographs.
_WANTED: Final = sorted(
    (
        (0x00A0, 0x052F),
        (0x1E00, 0x1FFF),
        (0x2C60, 0x2C7F),
        (0x2E80, 0x303F),
        (0x3100, 0x31FF),
        (0xA000, 0xA4FF),
        (0xA720, 0xA7FF),
        (0xF900, 0xFAFF),
        (0x2F800, 0x2FA1F),
        *BLOCKS.values(),
    )
)
_VERSION: Final = 1
_PAUSE: Final = 5.0
"""Seconds before the folders are looked through again for a font that was just installed."""

Ranges = tuple[tuple[int, int], ...]
Read = list[Any]
"""One remembered file: time, size and for every face a row: place, how far from upright 400, ranges."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One usable face: its file, its number in a collection, its characters as (first, last) ranges."""

    path: Path
    index: int
    ranges: Ranges

    def covers(self, code: int) -> bool:
        """Whether its character map names this code point."""
        return _within(code, self.ranges)

    def rare(self) -> bool:
        """Whether it has ideographs beyond the basic plane."""
        return bool(self.ranges) and self.ranges[-1][1] >= BLOCKS["扩展B"][0]


def _within(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether a code point is in one of these ascending ranges."""
    place = bisect_right(ranges, (code, sys.maxunicode))
    return bool(place) and ranges[place - 1][1] >= code


class _Shelf:
    """The fonts found on this computer, and when they were searched."""

    files: tuple[FontFile, ...] | None = None
    looked: float = 0.0


def files() -> tuple[FontFile, ...]:
    """All usable faces in the order they are asked; any thread may call."""
    with _LOCK:
        if _Shelf.files is None:
            _Shelf.files = _find()
            _Shelf.looked = time.monotonic()
        return _Shelf.files


def renewed() -> bool:
    """Search the folders again; returns whether other fonts are there than before."""
    with _LOCK:
        before = files()
        if time.monotonic() - _Shelf.looked > _PAUSE:
            _Shelf.files = None
        return files() != before


def own_folder() -> Path:
    """The folder where an administrator puts fonts for this program alone."""
    return data_folder() / "fonts"


def how_to_install() -> str:
    """What an administrator of this system does to get more characters, as a clause."""
    drop = f"把含有这个字的 TrueType 字体(.ttf)放进文件夹 {own_folder()}"
    if sys.platform.startswith("linux"):
        return f"请管理员安装软件包 fonts-hanazono 和 fonts-babelstone-han,或{drop}"
    if sys.platform == "win32":
        return f"请管理员更新 Windows 以取得 SimSun-ExtB 和 SimSun-ExtG,或{drop}"
    return f"请管理员{drop}"


# What was found in the packages of Debian 12: fonts-hanazono 20170904 has A to F whole, fonts-babelstone-han
# 15.0.5 three fifths of G and half of H; neither has any of I and J.
_WHOLE: Final = ("扩展A", "扩展B", "扩展C", "扩展D", "扩展E", "扩展F")
_PARTLY: Final = ("扩展G", "扩展H")
_UNKNOWN: Final = ("扩展I", "扩展J")


def how_to_get(char: str) -> str:
    """What helps against a character without a glyph, as a clause; says so where nothing is known to."""
    number = ord(char)
    block = next((name for name, (first, last) in BLOCKS.items() if first <= number <= last), "")
    if not block and not _within(number, _WANTED):
        return "这种文字没有可以用的字体,请填证件上的汉字或拉丁字母"
    drop = f"请管理员把含有这个字的 TrueType 字体(.ttf)放进文件夹 {own_folder()}"
    if block in _UNKNOWN:
        return f"它在{block},已知的字体软件包都还没有收;{drop},没有的请与发证机关商量用哪个字"
    if sys.platform.startswith("linux") and block in _WHOLE:
        return f"请管理员安装软件包 fonts-hanazono,或{drop[4:]}"
    if sys.platform.startswith("linux") and block in _PARTLY:
        return f"请管理员安装软件包 fonts-babelstone-han(只收了{block}的一部分),或{drop[4:]}"
    return how_to_install() if block else drop


# ---- where they are -----------------------------------------------------------------------------


def data_folder() -> Path:
    """The window's data folder (README, "Administration")."""
    from platformdirs import user_data_path

    given = os.environ.get("DESK_DATA", "")
    return Path(given) if given else user_data_path("desk-app", appauthor=False)


def _own_folders() -> Iterator[Path]:
    yield own_folder()
    yield Path(sys.prefix, "share", "desk-app", "fonts")


def _system_folders() -> Iterator[Path]:
    """The folders of the system's fonts, the user's own last."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        yield Path(os.environ.get("LOCALAPPDATA", home), "Microsoft", "Windows", "Fonts")
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".local" / "share" / "fonts", home / ".fonts")


def _walk(folder: Path) -> Iterator[Path]:
    """Font files below a folder, always in the same order; folders that can not be read are left out."""
    for base, inner, names in os.walk(folder):
        inner.sort()
        yield from (Path(base, name) for name in sorted(names) if Path(name).suffix.lower() in _ENDINGS)


def _find() -> tuple[FontFile, ...]:
    remembered = _remembered()
    now: dict[str, Read] = {}
    ranked: list[tuple[tuple[int, int, int, int, str, int], FontFile]] = []
    for own, folders in enumerate((_own_folders(), _system_folders())):
        for path in (Path(os.path.realpath(path)) for folder in folders for path in _walk(folder)):
            if str(path) in now or path.name.startswith(_OURS):
                continue
            if read := _read(path, remembered):
                now[str(path)] = read
                ranked += [(_rank(path, own, *row), _face(path, row)) for row in read[2]]
    # What was not looked at this time is kept as long as it is there.
    known = {path: read for path, read in remembered.items() if os.path.exists(path)} | now
    if known != remembered:
        _remember(known)
    return tuple(face for _, face in sorted(ranked, key=lambda pair: pair[0]))


def _face(path: Path, row: Sequence[Any]) -> FontFile:
    return FontFile(path, row[0], tuple((first, last) for first, last in row[2]))


def _rank(path: Path, own: int, index: int, away: int, ranges: Ranges) -> tuple[int, int, int, int, str, int]:
    name = path.name.lower()
    known = next((place for place, start in enumerate(_KNOWN) if name.startswith(start)), len(_KNOWN))
    return own, known, -sum(last - first + 1 for first, last in ranges), away, str(path), index


# ---- what they hold -----------------------------------------------------------------------------


def _read(path: Path, remembered: Mapping[str, Read]) -> Read | None:
    """What a font file holds, from the kept file if unchanged; None when it can not be read."""
    try:
        told = path.stat()
        stamp = [told.st_mtime_ns, told.st_size]
        kept = remembered.get(str(path))
        return kept if kept and kept[:2] == stamp else [*stamp, _rows(path)]
    except OSError:
        return None


def _rows(path: Path) -> list[list[Any]]:
    # Slow to import, and needed when a font was never seen before.
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.ttCollection import readTTCHeader

    try:
        with path.open("rb") as opened:
            collected = opened.read(4) == b"ttcf"
            opened.seek(0)
            count = readTTCHeader(opened).numFonts if collected else 1
            opened.seek(0)
            return [
                row
                for index in range(count)
                for row in _row(TTFont(opened, fontNumber=index, lazy=True), index, path.name.lower())
            ]
    except Exception as error:  # a broken font fails in as many ways as it has tables
        _LOG.info("font %s is passed over: %s", path, error)
        return []


def _row(font: Any, index: int, name: str) -> Iterator[list[Any]]:
    """What is kept of a face with TrueType outlines that may be embedded and has characters wanted."""
    usable = "glyf" in font and not name.startswith(_EMPTY)
    table = font["OS/2"] if usable and "OS/2" in font else None
    if usable and embeddable(table.fsType if table else 0):
        # Many-to-one maps (format 13) stand for pictures of nothing in particular.
        tables = [t for t in font["cmap"].tables if t.isUnicode() and t.format not in (13, 14)]
        codes = {code for table in tables for code, glyph in table.cmap.items() if glyph != ".notdef"}
        if ranges := _ranges(codes):
            weight = table.usWeightClass if table else 400
            # A variable font is drawn at its thinnest.
            yield [index, abs(weight - 400) + 1000 * ("fvar" in font), ranges]


def embeddable(rights: int) -> bool:
    """Whether fsType allows a subset in a PDF; where several levels are set, the mildest counts."""
    restricted, no_subsetting, bitmaps_only = rights & 0x000F == 0x0002, rights & 0x0100, rights & 0x0200
    return not (restricted or no_subsetting or bitmaps_only)


def _ranges(codes: set[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1 and _within(code, _WANTED):
            found[-1][1] = code
        elif _within(code, _WANTED):
            found.append([code, code])
    return found


# ---- the memory ---------------------------------------------------------------------------------


def _memory() -> Path:
    return data_folder() / "fonts.json"


def _remembered() -> dict[str, Read]:
    """What was kept at an earlier start; empty when the file is missing or damaged."""
    try:
        told = json.loads(_memory().read_text(encoding="utf-8"))
        return {str(path): _checked(read) for path, read in told["files"].items()} if _fits(told) else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _fits(told: Any) -> bool:
    return bool(told["version"] == _VERSION)


def _checked(read: Any) -> Read:
    moment, size, rows = read
    return [
        int(moment),
        int(size),
        [[int(index), int(away), [[int(a), int(b)] for a, b in ranges]] for index, away, ranges in rows],
    ]


def _remember(now: Mapping[str, Read]) -> None:
    """Keep what was read, whole or not at all; without room on the disk the next start reads again."""
    with suppress(OSError):
        write(_memory(), json.dumps({"version": _VERSION, "files": now}))
