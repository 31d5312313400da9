"""A camera without hardware, for the demo hall and for training: it sees a drawn face, and says so."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QTimer
from PySide6.QtGui import QImage, QImageWriter, QTransform

from desk_app.devices import demo_papers
from desk_app.devices.camera.models import JPEG_QUALITY
from desk_app.services.parts import Camera

NAME: Final = "演示摄像头(不是真的)"
_FRAME_MS: Final = 200


class DemoCamera:
    """Socket ``Camera`` of one camera more than there are ``beside`` it."""

    def __init__(self, beside: Camera) -> None:
        self._beside = beside
        self._open = False
        self._quarters = 0
        self._frames: QTimer | None = None

    @property
    def on(self) -> bool:
        """Whether its own picture is being shown."""
        return self._open

    def names(self) -> tuple[str, ...]:
        """See ``Camera.names``: real ones come first."""
        return (*self._beside.names(), NAME)

    def state(self) -> str:
        """See ``Camera.state``."""
        return f"可以用:{'、'.join(self.names())}"

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        """See ``Camera.start``."""
        self.stop()
        self._quarters = 0
        if name != NAME:
            self._beside.start(name, on_frame, on_fault)
            return
        self._open, seen = True, QImage.fromData(demo_papers.portrait())
        self._frames = QTimer(interval=_FRAME_MS)
        self._frames.timeout.connect(lambda: on_frame(self._turned(seen)))
        self._frames.start()
        on_frame(self._turned(seen))

    def turn(self, quarters: int) -> None:
        """See ``Camera.turn``."""
        self._quarters = quarters % 4
        self._beside.turn(quarters)

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        """See ``Camera.capture``."""
        if not self._open:
            self._beside.capture(on_image)
            return
        on_image(_jpeg(self._turned(QImage.fromData(demo_papers.portrait()))))

    def stop(self) -> None:
        """See ``Camera.stop``."""
        self._open, frames, self._frames = False, self._frames, None
        if frames is not None:
            frames.stop()
        self._beside.stop()

    def _turned(self, image: QImage) -> QImage:
        return image.transformed(QTransform().rotate(90 * self._quarters)) if self._quarters else image


def _jpeg(image: QImage) -> bytes:
    out = QBuffer()
    out.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(out, b"jpeg")
    writer.setQuality(JPEG_QUALITY)
    writer.write(image)
    return bytes(out.data().data())
