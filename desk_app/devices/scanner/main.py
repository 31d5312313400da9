"""The scanner part that bootstrap plugs in: all ways of this window, each scanner asked by its own."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from desk_app.devices.scanner.models import GONE, NONE, ScanWay
from desk_app.domain.scanning import FoundScanner, ScannedPages, Tray, never
from desk_app.errors import WorldError

AUTO: Final = "auto"
OFF: Final = "off"
DEMO: Final = "demo"


class SystemScanner:
    """Socket ``Scanner``: every scanner any way finds, each served by the way that found it."""

    def __init__(
        self,
        setting: str = "",
        folder: Path | None = None,
        *,
        demo: bool = False,
        ways: Sequence[ScanWay] = (),
    ) -> None:
        """``setting`` is ``auto``, ``off``, ``demo`` or an address; empty goes by ``demo``."""
        self._setting, self._folder, self._given = setting or (DEMO if demo else AUTO), folder, tuple(ways)
        self._owners: dict[str, ScanWay] = {}

    @property
    def on(self) -> bool:
        """See ``Scanner.on``."""
        return bool(self._given) or self._folder is not None or self._setting != OFF

    @cached_property
    def _ways(self) -> tuple[ScanWay, ...]:
        if self._given:
            return self._given
        # Imported with the first question: a start does not wait for what most days nobody asks.
        from desk_app.devices.scanner.folder import ScanFolder

        own = _way(self._setting)
        return (*((own,) if own else ()), *((ScanFolder(self._folder),) if self._folder else ()))

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:
        """See ``Scanner.found``."""
        held = {scanner: way for way in self._ways for scanner in way.found(stopped)}
        self._owners |= {scanner.id: way for scanner, way in held.items()}
        return tuple(held)

    def missing(self) -> str:
        """See ``Scanner.missing``."""
        if not self.on:
            return "没有用扫描仪,材料从文件或摄像头添加;要用的,把设置 scanner 改为 auto"
        return next((told for way in self._ways if (told := way.missing())), NONE)

    def state(self, stopped: Callable[[], bool] = never) -> str:
        """See ``Scanner.state``."""
        if self.on and (found := self.found(stopped)):
            return f"可以用:{'、'.join(scanner.name for scanner in found)}"
        return self.missing()

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:
        """See ``Scanner.trays``."""
        return self._way(scanner).trays(scanner, stopped)

    def scan(
        self,
        scanner: FoundScanner,
        tray: Tray,
        dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """See ``Scanner.scan``."""
        return self._way(scanner).scan(scanner, tray, dpi, on_pages, stopped)

    def _way(self, scanner: FoundScanner) -> ScanWay:
        """The way that found a scanner: looking for it anew may take as long as asking it."""
        if scanner.id not in self._owners:
            self.found()
        if way := self._owners.get(scanner.id):
            return way
        raise WorldError(GONE)


def _way(setting: str) -> ScanWay | None:
    if setting == OFF:
        return None
    if setting == DEMO:
        from desk_app.devices.scanner.demo import DemoScanner

        return DemoScanner()
    if setting == AUTO:
        from desk_app.devices.scanner.sane import Sane

        return Sane()
    from desk_app.devices.scanner.escl import Escl

    return Escl(setting)
