"""Parts for tests: real ones, except clock, camera and printer."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from desk_app.county import frame
from desk_app.devices.pictures.main import PillowPictures
from desk_app.domain.events import Who
from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage
from desk_app.domain.settling import Settling
from desk_app.errors import WorldError
from desk_app.services.clock_watch import ClockWatch
from desk_app.services.parts import Parts, Seat, Window
from desk_app.services.questionnaires import Questionnaires
from desk_app.storage.book import Book
from forms import calendar, library, loader, regions, sources
from forms.pack import Hall
from forms.procedures import CLERK
from tests import blank
from tests.opened import KEY, key_of
from tests.people import id_number

__all__ = [
    "CHINA",
    "KEY",
    "NOW",
    "NoCamera",
    "PaperTray",
    "StillClock",
    "id_number",
    "make_parts",
    "open_book",
    "window_of",
]

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 9, 15, tzinfo=CHINA)
"""A Monday morning."""


class StillClock:
    """A Clock that shows one moment until it is moved."""

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

    def state(self) -> str:
        return "没有摄像头"

    def turn(self, quarters: int) -> None:
        pass

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        raise WorldError("没有摄像头")

    def stop(self) -> None:
        pass


class PaperTray:
    """A printer that keeps what it was sent; it can be off, have an obstacle, or never end a job."""

    def __init__(self, *names: str) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.jobs: list[Job] = []
        self.media: list[Media] = []
        self.parts: list[range | None] = []
        self.on = True
        self.obstacle = ""
        self.stage = JobState(Stage.DONE, 1, "打印队列报告已打完,请取纸看一看")
        """How far every job is whose own state is not set in ``states``."""
        self.states: dict[str, JobState] = {}
        self.offsets: dict[str, tuple[float, float]] = {}
        self._names = names or ("托盘",)

    def names(self) -> tuple[str, ...]:
        return self._names

    def preflight(self, printer: str, media: Media) -> str:
        if printer not in ("", *self.names()):
            return f"没有找到打印机 {printer},请重新选择打印机,或先另存为PDF"
        return self.obstacle

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        if not self.on or printer not in ("", *self.names()):
            raise WorldError("打印机没有开机,请打开后再试,或另存为PDF")
        self.sent.append((title, pdf))
        self.media.append(media)
        self.parts.append(pages)
        job = Job(f"tray-{len(self.sent)}", printer or self.names()[0], "已交给打印队列")
        self.jobs.append(job)
        return job

    def state(self, job: Job) -> JobState:
        if job.id not in {known.id for known in self.jobs}:
            return JobState(Stage.UNKNOWN, 0, "打印队列里已经没有这个任务,请看打印机是否出纸")
        return self.states.get(job.id, self.stage)

    def cancel(self, job: Job) -> None:
        if self.state(job).stage in OVER:
            raise WorldError(f"任务 {job.id} 没有取消成,可能已经打完,请看打印机")
        self.states[job.id] = JobState(Stage.FAILED, 0, "任务已取消")

    def offset(self, printer: str) -> tuple[float, float]:
        return self.offsets.get(printer, (0.0, 0.0))


def open_book(folder: Path) -> Book:
    """A book in ``folder`` under the shipped law."""
    packs = library.Versions(loader.shipped())
    return Book(folder, Settling(packs, calendar.shipped()), key=key_of(folder))


def window_of(hall: Hall, number: str, clerk: str) -> Window:
    """A window at which a clerk is signed in already."""
    return Window(hall, number, Seat(Who(clerk, CLERK, hall.name, number), (CLERK,)))


def make_parts(
    folder: Path, clock: StillClock | None = None, forms: Path | None = None, *, asks: bool = False
) -> Parts:
    """Parts on a real book in ``folder``, with the shipped pack or the one in ``forms``; window 3.

    With ``asks`` a clock that can not be right is asked about; without it a test may go back in time.
    The shipped pack is not kept in the library, since writing it takes longer than most tests.
    """
    kept = library.Library(folder / "packs")
    if forms is not None:
        versions = library.in_force(kept, forms)
        versions.keep()
    else:
        versions = library.Versions(loader.shipped(), kept, sources.places(sources.DEFINITIONS))
        blank.lay(folder)
    pack = versions.current
    return Parts(
        clock=clock or StillClock(),
        store=Book(
            folder,
            Settling(versions, calendar.shipped()),
            regions.shipped(pack.hall.region_code),
            key=key_of(folder),
        ),
        packs=versions,
        calendar=calendar.shipped(),
        regions=regions.shipped(pack.hall.region_code),
        window=window_of(pack.hall, "3", "演示经办员"),
        pictures=PillowPictures(),
        camera=NoCamera(),
        printer=PaperTray(),
        write_letter=lambda envelope: frame.write(envelope, pack.hall.region_code),
        watch=ClockWatch(asks=asks),
        surveys=Questionnaires(folder / "surveys", forms),
    )
