"""The barcode scanner that bootstrap plugs in: what is known of those attached, and the demo one."""

from pathlib import Path

from desk_app.devices.barcode import attached

_DEMO = "演示扫码枪(不是真的),在“试扫”里按它的码"
_UNKNOWN = "没有认出扫码枪;它当键盘用,插上就能扫,请用“试扫”确认"


class KeyboardScanner:
    """Socket ``BarcodeScanner``."""

    def __init__(self, *, demo: bool = False, listing: Path = attached.LISTING) -> None:
        """``listing`` is where the system names its keyboards."""
        self._demo, self._listing = demo, listing

    @property
    def found(self) -> tuple[str, ...]:
        """Names of the scanners that are plugged in and known by their names."""
        return attached.scanners(self._listing)

    @property
    def samples(self) -> tuple[str, ...]:
        """See ``BarcodeScanner.samples``."""
        if not self._demo:
            return ()
        from desk_app.devices.barcode import demo

        return tuple(demo.CODES)

    def state(self) -> str:
        """See ``BarcodeScanner.state``."""
        if found := self.found:
            return f"可以用:{'、'.join(found)}"
        return _DEMO if self._demo else _UNKNOWN

    def show(self, sample: str) -> None:
        """See ``BarcodeScanner.show``."""
        from desk_app.devices.barcode import demo

        demo.show(sample)
