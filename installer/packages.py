"""Packages of the system: libraries Qt opens, fonts of rare characters, services of the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from installer.children import SetUpError, run_logged, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# One shared library that the Qt wheels open, and the Debian package that brings it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
    "libcups.so.2": "libcups2",
    "libspeechd.so.2": "libspeechd2",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}

# A font of rare characters (CJK extensions B to H), and the Debian package that brings it.
FONTS = {
    "truetype/hanazono/HanaMinB.ttf": "fonts-hanazono",
    "truetype/babelstone/BabelStoneHan.ttf": "fonts-babelstone-han",
}
FONT_HOME = Path("/usr/share/fonts")

# A file of a service that the tests start for themselves (printing; a keyring; a screen in memory and what a
# screen reader hears of it; an input method and keys for it; scanning) or of a program that reads our papers,
# and the Debian package that brings it.
TEST_SERVICES = {
    "/usr/sbin/cupsd": "cups",
    "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd": "printer-driver-cups-pdf",
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/bin/gnome-keyring-daemon": "gnome-keyring",
    "/usr/bin/pdfinfo": "poppler-utils",
    "/usr/bin/unzip": "unzip",
    "/usr/bin/openssl": "openssl",
    "/usr/bin/fcitx5": "fcitx5",
    "/usr/share/fcitx5/inputmethod/chewing.conf": "fcitx5-chewing",
    "/usr/bin/xdotool": "xdotool",
    "/usr/bin/scanimage": "sane-utils",
    "/usr/bin/airscan-discover": "sane-airscan",
}


def opens(library: str) -> bool:
    """Tell whether the system finds and opens a shared library."""
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """List the Debian packages whose libraries Qt would not find here, and venv where it is absent."""
    if not sys.platform.startswith("linux"):
        return []
    from importlib.util import find_spec

    packages = [package for library, package in LIBRARIES.items() if not opens(library)]
    if find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return packages


def missing_fonts(home: Path = FONT_HOME) -> list[str]:
    """List the Debian packages of fonts that are not here; empty on systems other than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in FONTS.items() if not (home / name).is_file()]


def add_fonts(packages: Sequence[str], log: Path, uid: int, path: str) -> None:
    """Install fonts of rare characters where that is allowed; the program runs without them."""
    import shutil

    allowed = shutil.which("apt-get", path=path) is not None and apt_prefix(uid, path) is not None
    for package in packages:
        try:
            if not allowed:
                raise SetUpError
            install_packages([package], log, uid, path)
        except SetUpError:
            say(f"        {package} 没有装上；最少见的姓名用字要印时，请管理员运行：{apt_line([package])}")


def missing_test_services() -> list[str]:
    """List the Debian packages of services that tests need and that are not here."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for name, package in TEST_SERVICES.items() if not Path(name).is_file()]


def add_test_services(packages: Sequence[str], log: Path, uid: int, path: str) -> None:
    """Install the services of the tests where that is allowed; without them some are skipped."""
    import shutil

    try:
        if shutil.which("apt-get", path=path) is None or apt_prefix(uid, path) is None:
            raise SetUpError
        install_packages(packages, log, uid, path)
    except SetUpError:
        say(f"        没有装上，真实打印和读屏的测试会跳过；要跑它们，请管理员运行：{apt_line(packages)}")


def user_number() -> int:
    """Give the user's number, 0 for root; systems without numbers have no apt either."""
    if sys.platform == "win32":
        return 0
    return os.getuid()


def apt_line(packages: Sequence[str]) -> str:
    """Give the one command that an administrator runs."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def apt_prefix(uid: int, path: str) -> list[str] | None:
    """Give what comes before apt-get for this user: nothing, sudo, or None where it is not allowed."""
    import shutil
    import subprocess

    if uid == 0:
        return []
    sudo = shutil.which("sudo", path=path)
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def install_packages(packages: Sequence[str], log: Path, uid: int, path: str) -> None:
    """Install Debian packages where that is allowed, else stop with the line to run."""
    import shutil
    import subprocess

    apt = shutil.which("apt-get", path=path)
    if apt is None:
        say(f"        没有 apt-get，请用本机的软件管理工具装好这些库，否则窗口打不开：{'、'.join(packages)}")
        return
    prefix = apt_prefix(uid, path)
    if prefix is None:
        raise SetUpError(f"缺少系统库，请管理员（root）运行下面这一行，然后再来一次：\n{apt_line(packages)}")
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt]
    install = [*command, "install", "-y", "--no-install-recommends", *packages]
    quiet = subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if quiet.returncode:
        advice = f"系统库没有装好，请检查网络，或请管理员运行：\n{apt_line(packages)}\n"
        run_logged([*command, "update"], log, advice)
        run_logged(install, log, advice)
