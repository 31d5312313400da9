"""A desktop of its own with a real fcitx5, and a line of our window into which its keys are typed.

Run under ``dbus-run-session``, with the folder for its settings as only argument; prints what the line holds
once something Chinese stands in it.
"""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Final

PROFILE: Final = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=chewing

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=chewing
Layout=

[GroupOrder]
0=Default
"""
CONFIG: Final = "[Behavior]\nActiveByDefault=True\n"
KEYS: Final = ("type", "--args", "1", "--delay", "60", "su3cl3")
"""ㄋㄧˇ ㄏㄠˇ on the keyboard of Zhuyin."""
ACTIVE: Final = "2"
PATIENCE_S: Final = 40.0


def main() -> None:
    """Type two syllables through fcitx5 and print the line."""
    folder = Path(sys.argv[1], "fcitx5")
    folder.mkdir(parents=True)
    (folder / "profile").write_text(PROFILE, "ascii")
    (folder / "config").write_text(CONFIG, "ascii")
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.environ["DISPLAY"] = f":{os.read(read, 16).decode().strip()}"
    # What a desktop with fcitx sets, and Qt's wheel has no plug-in for.
    os.environ.update(QT_IM_MODULE="fcitx", XMODIFIERS="@im=fcitx", QT_QPA_PLATFORM="xcb")
    fcitx = subprocess.Popen(["fcitx5"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        began = monotonic()
        while not _serves() and monotonic() - began < PATIENCE_S:  # as on a desktop, it is there before us
            sleep(0.1)
        _type_into_a_line()
    finally:
        fcitx.terminate()
        fcitx.wait(10)
        screen.terminate()
        screen.wait(10)


def _type_into_a_line() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLineEdit

    from desk_app.commands import application

    app = application.made(sys.argv[:1])
    line = QLineEdit()
    line.show()
    line.activateWindow()
    line.setFocus()
    began = monotonic()
    typed: list[subprocess.Popen[bytes]] = []

    def look() -> None:
        if not line.text().isascii() or monotonic() - began > PATIENCE_S:
            app.quit()
        elif not typed and line.hasFocus() and _state() == ACTIVE:
            typed.append(subprocess.Popen(["xdotool", *KEYS, "key", "Return"]))

    timer = QTimer(line, interval=200)
    timer.timeout.connect(look)
    timer.start()
    app.exec()
    print(line.text(), flush=True)


def _serves() -> bool:
    """Whether fcitx5 answers to the name of ibus."""
    ask = [
        "dbus-send",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/",
        "org.freedesktop.DBus.NameHasOwner",
    ]
    done = subprocess.run(
        [*ask, "string:org.freedesktop.portal.IBus"], capture_output=True, timeout=10, check=False
    )
    return b"true" in done.stdout


def _state() -> str:
    """Whether fcitx5 is there and composes in the line: ``2``."""
    done = subprocess.run(["fcitx5-remote"], capture_output=True, text=True, timeout=10, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
