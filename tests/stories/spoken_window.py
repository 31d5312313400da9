"""The window in a process of its own, for a screen reader: ``python -m tests.stories.spoken_window DATA``.

It ends when a line comes in, and then prints as JSON what is left of the one application that was accepted.
"""

import json
import os
import sys
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication

from desk_app.benches.counts import record
from desk_app.walkthrough import stage


def main() -> None:
    """Open the window on an empty book and wait for the end."""
    with stage.opened(Path(sys.argv[1]), forms=None) as scene:
        scene.window.resize(1366, 768)
        scene.window.activateWindow()
        app = QApplication.instance()
        assert app is not None

        def wait() -> None:
            sys.stdin.readline()
            QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)

        Thread(target=wait, daemon=True).start()
        app.exec()
        scene.settle()
        found = scene.parts.store.applications.search()
        left = record(scene, found[0]) if found else {}
        print(json.dumps(left, ensure_ascii=False), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
