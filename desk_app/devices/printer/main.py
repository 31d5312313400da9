"""The printer part that bootstrap plugs in: tries the ways of printing in order."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from desk_app.devices.printer import offsets
from desk_app.devices.printer.models import Way, missing
from desk_app.domain.prints import A4, Job, JobState, Media, Stage
from desk_app.errors import WorldError


class SystemPrinter:
    """Socket ``Printer``: a printer is served by the first way that lists it; CUPS where there is CUPS.

    ``folder`` keeps the offset of each printer; without it no printer has one.
    """

    def __init__(self, ways: Sequence[Way] | None = None, folder: Path | None = None) -> None:
        self._given = ways
        self._folder = folder

    @cached_property
    def _ways(self) -> tuple[Way, ...]:
        if self._given is not None:
            return tuple(self._given)
        # Imported with the first question: what talks to print services is a large part of a start.
        from desk_app.devices.printer import cups

        if cups.here():  # Qt asks the same service, within this process and with no limit of time
            return (cups.Cups(),)
        from desk_app.devices.printer.qt import QtPrint

        return (QtPrint(),)

    def names(self) -> tuple[str, ...]:
        """See ``Printer.names``; all names are of one way, since two ways list the same printers."""
        return next((names for names in (way.names() for way in self._ways) if names), ())

    def preflight(self, printer: str, media: Media) -> str:
        """See ``Printer.preflight``."""
        try:
            way, chosen = self._way(printer)
        except WorldError as error:
            return str(error)
        return way.preflight(chosen, media)

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """See ``Printer.send``."""
        way, chosen = self._way(printer)
        return way.send(pdf, chosen, title, media, pages)

    def state(self, job: Job) -> JobState:
        """See ``Printer.state``."""
        way = next((way for way in self._ways if way.owns(job)), None)
        if way is not None:
            return way.state(job)
        unclear = "不清楚打没打完" if job.id else "没有任务号"
        return JobState(Stage.UNKNOWN, 0, f"{unclear},请看打印机是否出纸")

    def cancel(self, job: Job) -> None:
        """See ``Printer.cancel``."""
        way = next((way for way in self._ways if way.owns(job)), None)
        if way is None:
            raise WorldError("这个任务取消不了,请看打印机")
        way.cancel(job)

    def offset(self, printer: str) -> tuple[float, float]:
        """See ``Printer.offset``."""
        return offsets.offset(self._folder, printer) if self._folder else (0.0, 0.0)

    def _way(self, printer: str) -> tuple[Way, str]:
        """The way to a printer, and its name; an empty name is the default printer. WorldError if none."""
        for way in self._ways:
            known = way.names()
            chosen = printer or next(iter(known), "")
            if chosen in known:
                return way, chosen
        if not printer:
            raise WorldError("没有找到打印机,可以先另存为PDF,请接好打印机后再打")
        raise WorldError(missing(printer))
