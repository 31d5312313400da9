"""The settings in force, from environment, file and defaults. Secrets are never written here."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

from platformdirs import user_data_path, user_state_path

from desk_app.errors import WorldError, because
from desk_app.settings_table import TABLE, Setting
from forms import files, moments
from forms.faults import Fault, PackError
from forms.library import Library, Versions, in_force
from forms.pack import Pack
from forms.toml_text import TomlFault, why

FILE_NAME: Final = "settings.toml"
MOST_IDLE: Final = 120
MOST_DAYS: Final = 3650
LEAST_MONTHS: Final = 6
"""Logs stay six months at least (as ``LEAST_READS`` of domain.retention)."""
MOST_MONTHS: Final = 120
LOOKS: Final = ("NORMAL", "LARGE", "CONTRAST")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; see TABLE for each one's meaning."""

    data: Path
    county_url: str
    county_token: str
    window: str
    clerk: str
    look: str
    forms: Path | None
    rounds: bool = True
    pictures: str = ""
    state: Path = Path()
    """Where the marks of books are kept, outside every data folder."""
    backups: Path | None = None
    """Where the daily backups go; None for a folder that is thrown away: there are none."""
    idle: int = 5
    """Minutes without a key or the mouse after which the window locks; 0: never."""

    keep_pages: int = 30
    """Days a picture stays here after the county confirmed it."""
    keep_drafts: int = 90
    """Days a draft stays after its last change."""
    keep_reads: int = 36
    """Months a line of the journal of reads is kept."""
    keep_books: int = 90
    """Days a copy of the book stays that was set aside."""
    card_reader: str = ""
    """Where the card reader is (``devices.card_reader.main.reader_of``)."""
    scanner: str = ""
    """Which scanners are used (``devices.scanner.main.SystemScanner``)."""
    scan_folder: Path | None = None
    """Where a scanner writes files, if one does."""
    county_proxy: str = ""
    """``direct``, the address of an HTTP proxy, or empty for what the computer is set to."""
    cipher: str = "aes"
    """``aes`` or ``sm``: how new pictures are encrypted."""
    reading: bool = True
    """Whether pictures of cards and pages are read, where the part for it is installed."""
    camera: str = ""
    """Which cameras are used beside those plugged in (``devices.camera.main.camera_of``)."""
    photo: str = ""
    """What the county wants a photo to be (``domain.photo_profiles``)."""


def load(
    environment: Mapping[str, str] = os.environ,
    data: Path | None = None,
    written: Mapping[str, object] | None = None,
) -> Settings:
    """Settings from environment, else file, else default; WorldError names a value that can not be used.

    ``written``: what the file of the data folder is to hold, instead of what it holds.
    """
    place = data or home(environment)
    file = _file(place / FILE_NAME) if written is None else written
    values = {s.key: _value(s, environment, file) for s in TABLE}
    _check(values)
    url = values["county_url"].rstrip("/")
    return Settings(
        place,
        url,
        values["county_token"],
        values["window"],
        values["clerk"],
        values["look"] if values["look"] in LOOKS else LOOKS[0],
        Path(values["forms"]) if values["forms"] else None,
        _is_yes(values["rounds"], "定期登记") if values["rounds"] else not url,
        values["pictures"],
        _state(values["state"], data),
        _place(values["backups"], "备份文件夹") or (None if data else place / "backups"),
        idle=_idle(values["idle"]),
        keep_pages=_days(values["keep_pages"], "图片保留天数", 1),
        keep_drafts=_days(values["keep_drafts"], "草稿保留天数", 15),
        keep_reads=_months(values["keep_reads"]),
        keep_books=_days(values["keep_books"], "换下的账本保留天数", 30),
        card_reader=values["card_reader"],
        scanner=_scanner(values["scanner"]),
        scan_folder=_place(values["scan_folder"], "扫描文件夹"),
        county_proxy=_proxy(values["county_proxy"]),
        cipher=_cipher(values["cipher"]),
        reading=_is_yes(values["reading"], "识别证件"),
        camera=_camera(values["camera"]),
        photo=values["photo"],
    )


def _check(values: Mapping[str, str]) -> None:
    if not re.fullmatch(r"[1-9]\d?", values["window"]):
        raise WorldError(f"设置“窗口号”应为1到99的数字,现在是“{values['window']}”")
    url = values["county_url"]
    if url and not re.match(r"https?://[^/]+", url):
        raise WorldError(f"设置“区县服务地址”应以 http:// 或 https:// 开头,现在是“{url}”")


def _place(text: str, label: str) -> Path | None:
    r"""A folder by its whole path, so that it is the same one wherever the program is started from.

    In double quotes TOML reads the ``\b`` of ``"D:\backup"`` as a character that no path has.
    """
    if not text:
        return None
    if any(character < " " for character in text):
        raise WorldError(f"设置“{label}”里的 \\ 被当成了控制符,请写成 / 或 \\\\")
    if not (place := Path(text)).is_absolute():
        raise WorldError(f"设置“{label}”应为完整的路径,从磁盘或 / 写起,现在是“{text}”")
    return place


def _proxy(text: str) -> str:
    if text not in ("", "direct") and not re.fullmatch(r"https?://[^/\s]+/?", text):
        told = "应为 direct,或 http:// 开头的代理地址(不能用SOCKS代理和自动配置脚本)"
        raise WorldError(f"设置“区县服务代理”{told},现在是“{text}”")
    return text


def _scanner(text: str) -> str:
    if text not in ("", "auto", "off", "demo") and not re.match(r"https?://[^/\s]+/\S*$", text):
        told = "应为 auto、off、demo,或网络扫描仪的地址,如 http://10.1.2.3/eSCL"
        raise WorldError(f"设置“扫描仪”{told},现在是“{text}”")
    return text


def _camera(text: str) -> str:
    if text not in ("", "auto", "demo") and not re.match(r"(https?|rtsp)://[^/\s]+", text):
        told = "应为 auto、demo,或 http:// 或 rtsp:// 开头的地址,如 http://10.1.2.3/video"
        raise WorldError(f"设置“摄像头”{told},现在是“{_bare(text)}”")
    return text


def _bare(address: str) -> str:
    """An address without the name and password that may stand in it."""
    return re.sub(r"//[^/@]*@", "//", address)


def _cipher(text: str) -> str:
    if text not in ("aes", "sm"):
        raise WorldError(f"设置“密码算法”应为 aes 或 sm,现在是“{text}”")
    return text


def _is_yes(text: str, label: str) -> bool:
    if text not in ("yes", "no"):
        raise WorldError(f"设置“{label}”应为 yes 或 no,现在是“{text}”")
    return text == "yes"


def _days(text: str, label: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text[:5]) <= MOST_DAYS):
        raise WorldError(f"设置“{label}”应为{least}到{MOST_DAYS}的天数,现在是“{text}”")
    return int(text)


def _months(text: str) -> int:
    if not (text.isascii() and text.isdigit() and LEAST_MONTHS <= int(text[:5]) <= MOST_MONTHS):
        told = f"设置“查阅记录保存月数”应为{LEAST_MONTHS}到{MOST_MONTHS}"
        raise WorldError(f"{told},现在是“{text}”;网络安全法要求这样的记录至少留{LEAST_MONTHS}个月")
    return int(text)


def _idle(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_IDLE):
        raise WorldError(f"设置“空闲锁定”应为0到{MOST_IDLE}的分钟数,现在是“{text}”")
    return int(text)


def moved(settings: Settings, data: Path) -> Settings:
    """The same settings on another data folder, which keeps its mark within: it is thrown away whole."""
    return replace(settings, data=data, state=_state("", data), backups=None)


def _state(given: str, data: Path | None) -> Path:
    if place := _place(given, "状态文件夹"):
        return place
    # A folder that is named by the caller is a trial's or a test's: what belongs to it goes with it.
    return data / "state" if data else user_state_path("desk-app", appauthor=False) / "marks"


def pack_of(settings: Settings) -> Pack:
    """The definition pack in force; see ``versions_of``."""
    return versions_of(settings).current


def versions_of(settings: Settings, folder: Path | None = None) -> Versions:
    """The definition pack in force and those kept in ``folder`` (the window's own); nothing is written.

    From then on every moment is read in the zone of its hall.

    A broken pack leaves the last good one in force, and ``fault`` says so; WorldError with the first faults
    when there never was a good one.
    """
    library = Library(folder or settings.data / "packs")
    try:
        found = in_force(library, settings.forms)
        moments.keep_zone(found.current.zone)
        return found
    except PackError as error:
        raise WorldError(
            f"事项定义不能用,有{len(error.faults)}处错误:{_first(error.faults)}。"
            f"请用 desk-app forms check {settings.forms} 检查,改正后再启动,"
            "或去掉设置“事项定义文件夹”用随程序的一套"
        ) from error


def keep_versions(versions: Versions) -> None:
    """Keep the pack in force for every application that begins with it; WorldError when that fails."""
    try:
        versions.keep()
    except OSError as error:
        raise WorldError(f"事项定义的留底存不进数据文件夹:{because(error)}。请检查磁盘后再启动") from error


def fault(versions: Versions) -> str:
    """Warning while the last good pack replaces a broken one; empty when the folder is sound."""
    if not versions.faults:
        return ""
    return (
        f"新的事项定义有{len(versions.faults)}处错误,没有启用,仍按 {versions.current.version} 版办理:"
        f"{_first(versions.faults)}。请用 desk-app forms check {versions.origin} 检查,改正后重新启动"
    )


def _first(faults: Sequence[Fault]) -> str:
    return ";".join(map(str, faults[:3]))


def keep(data: Path, key: str, value: str) -> None:
    """Keep one setting in the file of a data folder; WorldError when it can not be written."""
    keep_all(data, {key: value})


def keep_all(data: Path, values: Mapping[str, str]) -> None:
    """Keep several settings at once, beside those that are there; WorldError as for one."""
    path = data / FILE_NAME
    _write(path, {**_file(path), **values})


def forget(data: Path, key: str) -> None:
    """Take one setting out of the file of a data folder, also from the disk; WorldError when that fails."""
    path = data / FILE_NAME
    kept = dict(_file(path))
    if kept.pop(key, None) is None:
        return
    old = path.with_suffix(".old")
    with suppress(OSError):  # a disk without links: the blocks stay until they are written over
        old.unlink(missing_ok=True)
        os.link(path, old)
    _write(path, kept)
    try:
        files.wipe(old)
    except OSError as error:
        raise WorldError(f"{old} 删不掉:{because(error)}。请手工删去它") from error


def _write(path: Path, kept: Mapping[str, object]) -> None:
    text = "".join(f"{k} = {json.dumps(str(v), ensure_ascii=False)}\n" for k, v in kept.items())
    try:
        files.write(path, text)
    except OSError as error:
        raise WorldError(f"设置存不进 {path}:{because(error)}。这次照常使用,下次启动恢复原样") from error


def rows(settings: Settings) -> list[tuple[str, str]]:
    """(label, value) of every setting that may be shown."""
    labels = {s.key: s.label for s in TABLE}
    shown = [f.name for f in fields(settings) if f.name not in ("county_token", "look")]
    return [(labels[name], _bare(_worded(getattr(settings, name)))) for name in shown]


def _worded(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "(默认)")


def home(environment: Mapping[str, str]) -> Path:
    """The data folder of this computer's window."""
    given = environment.get("DESK_DATA", "")
    return Path(given) if given else user_data_path("desk-app", appauthor=False)


def _file(path: Path) -> Mapping[str, object]:
    try:
        data = files.read_toml(path)
    except (OSError, TomlFault) as error:
        raise WorldError(f"设置文件 {path} 读不出来:{why(error)}。请改正或移走它再启动") from error
    known = {s.key for s in TABLE} - {"data", "state", "county_token"}
    if unknown := sorted(data.keys() - known):
        raise WorldError(f"设置文件 {path} 有不认识的项:{'、'.join(unknown)};可用:{'、'.join(sorted(known))}")
    if several := [key for key, value in data.items() if isinstance(value, (list, dict))]:
        raise WorldError(f'设置文件 {path} 的“{several[0]}”应为一个值,写成 {several[0]} = "…"')
    return data


def _value(setting: Setting, environment: Mapping[str, str], file: Mapping[str, object]) -> str:
    value = environment.get(setting.environment) or file.get(setting.key, setting.default)
    return str(value).strip()


def given(key: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a setting was given by the environment."""
    return bool(environment.get(f"DESK_{key.upper()}"))
