"""What goes into the folder and what stays out, as data."""

from __future__ import annotations

from typing import Final

GLIBC: Final = "2.28"
"""The oldest C library the folder runs on: Kylin V10 and UOS 20."""
PYTHON: Final = "3.13"
MACHINES: Final = {"x86_64": "amd64", "aarch64": "arm64"}
"""Processors by their own name and by Debian's."""

SOURCES: Final = (("python3.13", "trixie"), ("openssl", "bookworm"), ("sqlite3", "trixie"))
"""Debian source packages and the release each is taken from."""
ROOT_SUITE: Final = "bullseye"
TOOLS: Final = (
    *("build-essential", "dpkg-dev", "pkg-config", "patchelf", "xz-utils", "tcl"),
    *("libffi-dev", "zlib1g-dev", "libbz2-dev", "liblzma-dev"),
)
"""Debian packages that the compiling needs."""

NOT_INSTALLED: Final = ("setuptools", "justmytype", "lazy-importer")
"""Pinned packages that only an environment needs: the fonts are made once, at the build."""
MODULES: Final = (
    *("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg", "QtPrintSupport", "QtTest", "QtPdf"),
    *("QtMultimedia", "QtSerialPort", "QtDBus"),
)
"""Modules of PySide6 that the program uses."""
PLUGINS: Final = (
    *("platforms", "platforminputcontexts", "xcbglintegrations", "imageformats", "iconengines"),
    *("multimedia", "printsupport", "tls", "styles", "wayland-shell-integration"),
    *("wayland-graphics-integration-client", "wayland-decoration-client", "networkinformation"),
)
"""Folders of Qt's plugins that are kept; the libraries they and the modules ask for come along."""
NOT_PLUGINS: Final = (
    "libqeglfs",
    "libqlinuxfb",
    "libqvnc",
    "libqvkkhrdisplay",
    "libqminimalegl",
    "libqpdf",
    "libqtvirtual",
)
"""Beginnings of the names of plugins within them that are not."""
TRANSLATIONS: Final = ("qtbase_zh_CN.qm", "qtbase_en.qm", "qtmultimedia_zh_CN.qm")
STANDARD_LEFT_OUT: Final = (
    *(
        "site-packages",
        "test",
        "idlelib",
        "tkinter",
        "turtledemo",
        "turtle.py",
        "ensurepip",
        "lib2to3",
        "pydoc_data",
    ),
    "config-*",
)
"""Parts of Python's library that stay out."""

BASE: Final = frozenset(
    {
        *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"),
        *("ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libresolv.so.2", "libcrypt.so.1"),
        *("libgcc_s.so.1", "libstdc++.so.6", "libz.so.1", "libbz2.so.1", "libbz2.so.1.0", "liblzma.so.5"),
    }
)
"""Libraries that every system of these has."""
LIBRARIES: Final = {
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libfreetype.so.6": "libfreetype6",
    "libatomic.so.1": "libatomic1",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libzstd.so.1": "libzstd1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libwayland-client.so.0": "libwayland-client0",
    "libxcb.so.1": "libxcb1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libdrm.so.2": "libdrm2",
    "libva.so.2": "libva2",
    "libva-drm.so.2": "libva-drm2",
    "libva-x11.so.2": "libva-x11-2",
}
"""Libraries of the system beside those of ``installer.packages``, and the package that brings each."""
NICE: Final = ("libva.so.2", "libva-drm.so.2", "libva-x11.so.2")
"""Libraries that a plugin is glad of and does without."""


def pip_platforms(machine: str) -> list[str]:
    """Give pip's options for the wheels that run on this processor with the oldest C library."""
    minors = range(int(GLIBC.partition(".")[2]), 4, -1)
    names = [f"manylinux_2_{minor}_{machine}" for minor in minors]
    names += [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")] + ["any"]
    return [word for name in names for word in ("--platform", name)]
