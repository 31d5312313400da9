"""Opens the real window on a folder with the invented book, with invented devices."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desk_app import bootstrap, settings
from desk_app.commands import application
from desk_app.devices.camera.demo import DemoCamera
from desk_app.devices.camera.main import QtCamera
from desk_app.services.clock_watch import ClockWatch
from desk_app.walkthrough import invented
from desk_app.walkthrough.devices import SamplePrinter
from desk_app.walkthrough.scene import Showing


@contextmanager
def opened(
    data: Path, look: str = "NORMAL", forms: Path | None = invented.FORMS, *, reading: bool = False
) -> Iterator[Showing]:
    """The window on a filled folder (``invented.fill``), shown and with its line up; all ends with the block.

    ``look`` is the name of a ``style.Looks``. ``forms`` None leaves an empty folder at the shipped law: by
    that of the invented county hundreds of visits would be opened there first. ``reading`` lets pictures be
    read: what a scene shows should not wait for that.
    """
    chosen = replace(settings.load({}, data), forms=forms, look=look, reading=reading)
    application.made(sys.argv[:1], chosen.look)
    with bootstrap.Desk(chosen, seated=True) as desk:
        desk.parts = replace(
            desk.parts,
            printer=SamplePrinter(),
            camera=DemoCamera(QtCamera(dict)),
            watch=ClockWatch(asks=False),
        )
        with bootstrap.opened(desk) as window:
            scene = Showing(desk, window)
            window.show()
            scene.until(lambda: window.topbar.line.state.online, "连上区县")
            yield scene
