"""``python -m tests.devices.qt_prints PRINTER WIDTH HEIGHT``: one print by Qt in a process of its own.

libcups keeps the first print service a process asks, so only a new process finds the one of the tests.
The paper comes on the input; what was said of it goes out as JSON.
"""

import json
import sys
from dataclasses import asdict

from PySide6.QtGui import QGuiApplication

from desk_app.devices.printer.qt import QtPrint
from desk_app.domain.prints import Media


def main() -> None:
    """Check the printer, print, and report the job's state."""
    printer, media = sys.argv[1], Media(float(sys.argv[2]), float(sys.argv[3]))
    _app = QGuiApplication(sys.argv[:1])
    way = QtPrint()
    said = {"names": way.names(), "obstacle": way.preflight(printer, media)}
    job = way.send(sys.stdin.buffer.read(), printer, "qt", media)
    print(json.dumps({**said, "state": asdict(way.state(job))}))


if __name__ == "__main__":
    main()
