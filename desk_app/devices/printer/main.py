"""The printer part that bootstrap plugs in: ways tried in order."""

from collections.abc import Sequence

from desk_app.devices.printer.cups import Cups
from desk_app.devices.printer.models import Way
from desk_app.devices.printer.qt import QtPrint
from desk_app.errors import WorldError


class SystemPrinter:
    """Socket ``Printer``: the first way that knows a printer serves it, CUPS before Qt."""

    def __init__(self, ways: Sequence[Way] | None = None) -> None:
        self._ways = (Cups(), QtPrint()) if ways is None else tuple(ways)

    def names(self) -> tuple[str, ...]:
        """See ``Printer.names``; all are of one way, for two ways list the same printers."""
        return next((names for names in (way.names() for way in self._ways) if names), ())

    def send(self, pdf: bytes, printer: str, title: str) -> str:
        """See ``Printer.send``; an empty ``printer`` means the default. WorldError when it is not taken."""
        for way in self._ways:
            known = way.names()
            chosen = printer or next(iter(known), "")
            if chosen in known:
                return way.send(pdf, chosen, title)
        if not printer:
            raise WorldError("没有找到打印机,可以先另存为PDF,请接好打印机后再打")
        raise WorldError(f"没有找到打印机 {printer},请重新选择打印机,或先另存为PDF")
