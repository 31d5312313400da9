"""The roll-out file (部署文件): one TOML file for all windows of a county; each computer takes its own row.

county_url = "https://county.example"    # what all windows share: settings by their keys

[[window]]
number = 4                               # 窗口号
computer = "HALL-04"                     # name of the computer, where it is known
scanner = "http://10.1.2.3/eSCL"         # settings of this window, in the place of the shared ones
county_token = "…"                       # its secret; goes into the system keyring, never into a file
"""

import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from desk_app import settings
from desk_app.errors import WorldError, because
from desk_app.settings_table import TABLE
from forms.files import read_toml
from forms.toml_text import TomlFault, why

VARIABLE: Final = "DESK_ROLLOUT"
"""Environment variable that names the file."""
PLACE: Final = (
    Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "desk-app" / "rollout.toml"
    if sys.platform == "win32"
    else Path("/etc/desk-app/rollout.toml")
)
"""Where an administrator lays the file for every user of the computer."""
_TOKEN: Final = "county_token"
_OWN: Final = frozenset({"number", "computer"})
_SHARED: Final = frozenset(s.key for s in TABLE) - {"data", "state", "window", _TOKEN}
"""Settings that every window may share; the number and the secret are each one's own."""
_BOOK: Final = ("book.db", settings.FILE_NAME)
"""What shows that a window was used in a data folder: nothing of it is changed by itself then."""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """What one window takes from the file."""

    number: int
    computer: str
    settings: Mapping[str, str]
    """Those of all windows and its own, with ``window``; without the secret."""
    token: str = field(default="", repr=False)


def rows(path: Path) -> tuple[WindowRow, ...]:
    """The rows of a file, in its order; WorldError names what is wrong in it."""
    try:
        if not path.is_file():
            raise WorldError(f"没有找到部署文件 {path}")
        read = read_toml(path)
    except (OSError, TomlFault) as error:
        told = because(error) if isinstance(error, OSError) else why(error)
        raise WorldError(f"部署文件 {path} 读不出来:{told}") from error
    shared = {k: v for k, v in read.items() if k != "window"}
    given = read.get("window")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise WorldError(f"部署文件 {path} 里没有窗口:每个窗口写一段 [[window]],里面写 number = 窗口号")
    made = tuple(_row(path, shared, each) for each in given)
    for what, found in (
        ("窗口号", [str(row.number) for row in made]),
        ("电脑", [row.computer.casefold() for row in made if row.computer]),
    ):
        if twice := next((each for each in found if found.count(each) > 1), ""):
            raise WorldError(f"部署文件 {path} 里{what} {twice} 写了两次,请改正")
    return made


def _row(path: Path, shared: Mapping[str, Any], own: Mapping[str, Any]) -> WindowRow:
    number = own.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise WorldError(f"部署文件 {path} 的每段 [[window]] 要写 number = 窗口号(1到99)")
    where = f"部署文件 {path} 窗口 {number}"
    unknown = {*shared} - _SHARED | {*own} - _SHARED - _OWN - {_TOKEN}
    if unknown:
        raise WorldError(f"{where} 有不认识的项:{'、'.join(sorted(unknown))}")
    values = {**shared, **{k: v for k, v in own.items() if k in _SHARED}, "window": number}
    if several := [k for k, v in values.items() if isinstance(v, (list, dict))]:
        raise WorldError(f'{where} 的“{several[0]}”应为一个值,写成 {several[0]} = "…"')
    kept = {k: str(v) for k, v in values.items()}
    try:
        settings.load({}, Path(), kept)
    except WorldError as error:
        raise WorldError(f"{where}:{error}") from error
    return WindowRow(number, str(own.get("computer", "")).strip(), kept, str(own.get(_TOKEN, "")))


def row_of(found: Sequence[WindowRow], number: str, computer: str) -> WindowRow:
    """The row of a window number, or without one of this computer; WorldError when none is."""
    if number:
        wanted = [row for row in found if str(row.number) == number]
        told = f"窗口 {number}"
    else:
        wanted = [row for row in found if row.computer and row.computer.casefold() == computer.casefold()]
        told = f"这台电脑({computer})"
    if wanted:
        return wanted[0]
    there = "、".join(str(row.number) for row in found)
    raise WorldError(f"部署文件里没有{told};有窗口 {there}。请写明窗口号,或在文件里补上电脑名")


def take(row: WindowRow, data: Path, keep_token: Callable[[str, str], None]) -> None:
    """Write a window's settings into its data folder, over those it has, and its secret by ``keep_token``.

    ``keep_token`` gets the county's address and the secret. WorldError when a thing can not be kept; the
    settings come last, so that what failed is done again at the next start.
    """
    if row.token:
        url = row.settings.get("county_url", "").rstrip("/")
        if not url:
            raise WorldError(f"部署文件给窗口 {row.number} 写了区县窗口密钥,却没有写区县服务地址")
        keep_token(url, row.token)
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"数据文件夹 {data} 建不了:{because(error)}") from error
    settings.keep_all(data, row.settings)


def is_due(environment: Mapping[str, str]) -> bool:
    """Whether a file is there for this computer and no window was used in its data folder yet."""
    if not (environment.get(VARIABLE) or PLACE.is_file()):
        return False
    data = settings.home(environment)
    return not any((data / name).exists() for name in _BOOK)


def at_first_start(environment: Mapping[str, str], keep_token: Callable[[str, str], None]) -> WindowRow:
    """Take this computer's row.

    WorldError when the file can not be followed: a window under a wrong number must not begin.
    """
    path = Path(environment.get(VARIABLE) or PLACE)
    row = row_of(rows(path), environment.get("DESK_WINDOW", ""), platform.node())
    take(row, settings.home(environment), keep_token)
    return row
