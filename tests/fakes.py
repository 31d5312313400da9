"""Real parts for tests, with fakes only where hardware would stand: a still clock, camera and printer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from desk_app.county.wire import letter_body, write_supplement
from desk_app.devices.pictures.main import PillowPictures
from desk_app.errors import WorldError
from desk_app.services.parts import Parts, Window
from desk_app.storage.store import Book
from forms import calendar, library, regions
from tests.people import id_number

__all__ = ["CHINA", "NOW", "NoCamera", "PaperTray", "StillClock", "id_number", "make_parts"]

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 9, 15, tzinfo=CHINA)
"""A Monday morning."""


class StillClock:
    """A Clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def move(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class NoCamera:
    """A window without a camera."""

    def names(self) -> tuple[str, ...]:
        return ()

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        on_fault("没有摄像头")

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        raise WorldError("没有摄像头")

    def stop(self) -> None:
        pass


class PaperTray:
    """A printer that keeps what it was sent; switched off it says so."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.on = True

    def names(self) -> tuple[str, ...]:
        return ("托盘",)

    def send(self, pdf: bytes, printer: str, title: str) -> str:
        if not self.on:
            raise WorldError("打印机没有开机,请打开后再试,或另存为PDF")
        self.sent.append((title, pdf))
        return "已交给打印队列"


def make_parts(folder: Path, clock: StillClock | None = None, forms: Path | None = None) -> Parts:
    """Parts on a real book in ``folder``, with the shipped pack or the one in ``forms``; window 3.

    The shipped pack is not kept in the library: writing it costs more than most tests.
    """
    versions = library.in_force(library.Library(folder / "packs"), forms)
    if forms is not None:
        versions.keep()
    pack = versions.current
    return Parts(
        clock=clock or StillClock(),
        store=Book(folder),
        packs=versions,
        calendar=calendar.shipped(),
        regions=regions.shipped(pack.hall.region_code),
        window=Window(pack.hall, "3", "演示经办员"),
        pictures=PillowPictures(),
        camera=NoCamera(),
        printer=PaperTray(),
        write_letter=lambda application: letter_body(application, pack.hall.region_code),
        write_supplement=write_supplement,
    )
