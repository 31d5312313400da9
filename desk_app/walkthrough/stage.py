"""Opens the real window on a folder with the invented book, with invented devices."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desk_app import bootstrap, settings
from desk_app.commands import application
from desk_app.services.clock_watch import ClockWatch
from desk_app.walkthrough import invented
from desk_app.walkthrough.devices import SampleCamera, SamplePrinter
from desk_app.walkthrough.scene import Showing


@contextmanager
def opened(data: Path, look: str = "NORMAL", forms: Path | None = invented.FORMS) -> Iterator[Showing]:
    """The window on a filled folder (``invented.fill``), shown and with its line up; all ends with the block.

    ``look`` is the name of a ``style.Looks``. ``forms`` None leaves an empty folder at the shipped law: by
    that of the invented county hundreds of visits would be opened there first.
    """
    # What a scene shows must not wait for the reading of pictures.
    chosen = replace(settings.load({}, data), forms=forms, look=look, reading=False)
    application.made(sys.argv[:1], chosen.look)
    with bootstrap.Desk(chosen, seated=True) as desk:
        desk.parts = replace(
            desk.parts, printer=SamplePrinter(), camera=SampleCamera(), watch=ClockWatch(asks=False)
        )
        with bootstrap.opened(desk) as window:
            scene = Showing(desk, window)
            window.show()
            scene.until(lambda: window.topbar.line.state.online, "连上区县")
            yield scene
