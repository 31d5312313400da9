"""The window itself: opened without any command, the embedded county started and stopped with it."""

import signal
import sys

from desk_app import settings
from desk_app.errors import DeskError


def run() -> int:
    """Open the counter window until it is closed; a start that fails is told in a window of its own."""
    from desk_app import bootstrap

    # Ctrl+C in the terminal ends the window at once; whatever was typed is on the disk already.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    chosen = settings.load()
    app = bootstrap.application(sys.argv, chosen.look)
    try:
        desk = bootstrap.Desk(chosen)
    except DeskError as error:
        bootstrap.tell(str(error))
        raise
    with desk, bootstrap.opened(desk) as window:
        window.show()
        return app.exec()
