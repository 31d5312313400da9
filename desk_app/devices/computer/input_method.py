"""How Chinese is typed: Qt's wheel speaks to ibus alone, and fcitx answers to the name of ibus as well."""

from collections.abc import Mapping, MutableMapping
from shutil import which
from typing import Final

_VARIABLE: Final = "QT_IM_MODULE"
_SPOKEN: Final = "ibus"
"""The one that the wheel has a plug-in for; fcitx 5 and fcitx 4 offer its interface too."""
_UNKNOWN_TO_QT: Final = ("fcitx", "fcitx5")
_DAEMON: Final = "ibus-daemon"
_BY_PORTAL: Final = "IBUS_USE_PORTAL"
"""Without the program of ibus Qt speaks to nobody, unless it is told to use the portal; fcitx 5 has one."""
_MINE: Final = "_DESK_INPUT_METHOD"
"""Remembers, for ``doctor``, what the desktop asked for."""


def settle(environment: MutableMapping[str, str], platform: str) -> None:
    """Let Qt speak to the desktop's input method; called before the application object is made.

    Without it a desktop that asks for fcitx gives a window into which only Latin letters can be typed, and
    Qt asks nobody at all where only ``XMODIFIERS`` names one.
    """
    wanted = asked_for(environment)
    if platform.startswith("linux") and wanted in (*_UNKNOWN_TO_QT, _SPOKEN):
        environment[_MINE] = wanted
        environment[_VARIABLE] = _SPOKEN
        if wanted != _SPOKEN and which(_DAEMON, path=environment.get("PATH")) is None:
            environment[_BY_PORTAL] = "1"


def asked_for(environment: Mapping[str, str]) -> str:
    """The input method that the desktop names, in small letters; empty when it names none."""
    named = (
        environment.get(_MINE),
        environment.get(_VARIABLE),
        environment.get("XMODIFIERS", "").partition("@im=")[2],
        environment.get("GTK_IM_MODULE"),
    )
    return next((each.strip().lower() for each in named if each and each.strip()), "")


def sentence(environment: Mapping[str, str], platform: str) -> tuple[bool, str, str]:
    """Whether Chinese can be typed as far as can be told, what was found, and what to do otherwise."""
    wanted = asked_for(environment)
    if not platform.startswith("linux"):
        return True, "系统自带的", ""
    if wanted == _SPOKEN:
        return True, "ibus", ""
    if wanted in _UNKNOWN_TO_QT:
        return True, f"{wanted},经它的 ibus 接口", ""
    if environment.get("WAYLAND_DISPLAY") and not wanted:
        return True, "桌面的(Wayland)", ""
    told = f"{wanted},窗口用不了" if wanted else "没有设"
    return False, told, "请管理员装 ibus 或 fcitx5 的中文输入法,并在系统的输入法设置中选它"
