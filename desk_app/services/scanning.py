"""The sockets for scanners: of pages, found and asked for them, and of codes, which are typed as keys."""

from collections.abc import Callable
from typing import Protocol

from desk_app.domain.scanning import FoundScanner, ScannedPages, Tray, never
from desk_app.errors import WorldError


class Scanner(Protocol):
    """The scanners of this window. Every call may take seconds: any thread but the window's may make it."""

    @property
    def on(self) -> bool:
        """Whether scanners are used at this window at all; asked by the window's own thread."""
        ...

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:
        """Scanners present now, the first to be offered; looked for anew each time, until ``stopped``."""
        ...

    def missing(self) -> str:
        """Why none was found and the next act, in one sentence; none is looked for."""
        ...

    def state(self, stopped: Callable[[], bool] = never) -> str:
        """How the scanners are, and the next act where there is none, in one sentence."""
        ...

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:
        """Where pages can be laid, as the scanner tells; WorldError with the next act."""
        ...

    def scan(
        self,
        scanner: FoundScanner,
        tray: Tray,
        dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """Scan until the tray is empty or ``stopped`` says so; each page is given when it is there.

        Returns what has to be told beside the pages, or an empty text. WorldError says what to do; pages
        given before stay given.
        """
        ...


class NoScanner:
    """A window without a scanner."""

    on = False

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:  # noqa: ARG002
        """See ``Scanner.found``."""
        return ()

    def missing(self) -> str:
        """See ``Scanner.missing``."""
        return "没有用扫描仪,材料从文件或摄像头添加;要用的,在设置里改 scanner"

    def state(self, stopped: Callable[[], bool] = never) -> str:  # noqa: ARG002
        """See ``Scanner.state``."""
        return self.missing()

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:  # noqa: ARG002
        """See ``Scanner.trays``."""
        return ()

    def scan(
        self,
        _scanner: FoundScanner,
        _tray: Tray,
        _dpi: int,
        _on_pages: Callable[[ScannedPages], None],
        _stopped: Callable[[], bool],
    ) -> str:
        """See ``Scanner.scan``."""
        raise WorldError(self.state())


class BarcodeScanner(Protocol):
    """The barcode scanners of this window; what they scan comes as keys (``ui.kit.guard``)."""

    @property
    def samples(self) -> tuple[str, ...]:
        """Names of the codes a demo scanner can be shown; none for a real one."""
        ...

    def state(self) -> str:
        """How it stands with them, and the next act, in one sentence. Takes milliseconds."""
        ...

    def show(self, sample: str) -> None:
        """Scan one of ``samples``: its keys come to what has the keyboard. Nothing for another name."""
        ...


class NoBarcodeScanner:
    """A window where nothing is known of barcode scanners; one that is plugged in works all the same."""

    samples: tuple[str, ...] = ()

    def state(self) -> str:
        """See ``BarcodeScanner.state``."""
        return "扫码枪当键盘用,插上就能扫,请用“试扫”确认"

    def show(self, sample: str) -> None:
        """See ``BarcodeScanner.show``."""
