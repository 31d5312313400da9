"""A network scanner at an address (eSCL, 即 AirScan/AirPrint 扫描), through SANE's ``airscan``."""

from collections.abc import Callable
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from desk_app.devices.scanner.models import NO_AIRSCAN, PAGE_S
from desk_app.devices.scanner.sane import Sane
from desk_app.domain.scanning import FoundScanner, ScannedPages, Tray, never

_NAME: Final = "network"
_PARTS: Final = ("/usr/lib/*/sane", "/usr/lib/sane", "/usr/lib64/sane")


class Escl:
    """A ``ScanWay`` to the one scanner at ``url``, such as ``http://10.1.2.3/eSCL``.

    Nothing is searched for on the network: what is not named in the settings is none of this window's.
    """

    def __init__(self, url: str, patience: float = PAGE_S) -> None:
        self._url, self._patience = url, patience
        self._folder: TemporaryDirectory[str] | None = None

    def missing(self) -> str:
        """See ``ScanWay.missing``."""
        installed = any(glob(f"{folder}/libsane-airscan.so*") for folder in _PARTS)
        return Sane().missing() or ("" if installed else NO_AIRSCAN)

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:  # noqa: ARG002
        """See ``ScanWay.found``: what is named is there; whether it answers shows when it is asked."""
        if self.missing():
            return ()
        return (FoundScanner(f"airscan:e0:{_NAME}", f"网络扫描仪 {self._url.split('/')[2]}"),)

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:
        """See ``ScanWay.trays``."""
        return self._sane().trays(scanner, stopped)

    def scan(
        self,
        scanner: FoundScanner,
        tray: Tray,
        dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """See ``ScanWay.scan``."""
        return self._sane().scan(scanner, tray, dpi, on_pages, stopped)

    def _sane(self) -> Sane:
        """SANE with a configuration of its own, that names this scanner alone."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="desk-airscan-", ignore_cleanup_errors=True)
            folder = Path(self._folder.name)
            (folder / "dll.conf").write_text("airscan\n", encoding="utf-8")
            lines = ("[devices]", f'"{_NAME}" = {self._url}, eSCL', "[options]", "discovery = disable", "")
            (folder / "airscan.conf").write_text("\n".join(lines), encoding="utf-8")
        return Sane({"SANE_CONFIG_DIR": self._folder.name}, self._patience)
