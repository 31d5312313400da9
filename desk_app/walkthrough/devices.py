"""Invented devices for screenshots: a printer that takes every job, and a camera that sees a portrait."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

import resources
from desk_app.domain.prints import A4, Job, JobState, Media, Stage

_PRINTERS: Final = ("样例打印机", "证卡打印机")
_CAMERA: Final = "高拍仪(样例)"


class SamplePrinter:
    """Keeps what it is given and says that all came out."""

    def __init__(self) -> None:
        self._sent: dict[str, tuple[bytes, Media, range | None]] = {}
        self._offsets = dict.fromkeys(_PRINTERS, (0.0, 0.0))

    def names(self) -> tuple[str, ...]:
        """Two invented printers."""
        return _PRINTERS

    def preflight(self, printer: str, media: Media) -> str:
        """Nothing stands in the way of a paper on a printer it has."""
        known = printer in ("", *_PRINTERS)
        return "" if known else f"没有打印机 {printer},{media.width_mm}毫米的纸请换一台打"

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """Take the job."""
        job = f"{title}-{len(self._sent) + 1}"
        self._sent[job] = pdf, media, pages
        return Job(job, printer or _PRINTERS[0], "已交给打印队列")

    def state(self, job: Job) -> JobState:
        """It is done, if it was taken."""
        done = job.id in self._sent
        return JobState(Stage.DONE if done else Stage.UNKNOWN, 1, "打印队列报告已打完,请取纸看一看")

    def cancel(self, job: Job) -> None:
        """Forget the job."""
        self._sent.pop(job.id, None)

    def offset(self, printer: str) -> tuple[float, float]:
        """Calibrated."""
        return self._offsets.get(printer, (0.0, 0.0))


class SampleCamera:
    """Shows the portrait of the first sample case."""

    def names(self) -> tuple[str, ...]:
        """One invented camera."""
        return (_CAMERA,)

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        """Give one frame."""
        if name == _CAMERA:
            on_frame(QImage.fromData(portrait()))
        else:
            on_fault(f"没有摄像头 {name}")

    def state(self) -> str:
        """It can be used."""
        return f"可以用:{_CAMERA}"

    def turn(self, quarters: int) -> None:
        """It stands upright."""

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        """Take the portrait."""
        on_image(portrait())

    def stop(self) -> None:
        """Nothing to release."""


def dim_portrait() -> bytes:
    """The same face badly lit before a wall, small and not sharp."""
    whole = QImage.fromData(portrait())
    made = whole.scaled(whole.size() / 6).scaled(whole.size() / 3)
    painter = QPainter(made)
    painter.fillRect(made.rect(), QColor(10, 20, 60, 190))
    painter.end()
    out = QBuffer()
    out.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(out, b"jpeg").write(made)
    return bytes(out.data().data())


def portrait() -> bytes:
    """The portrait of the first sample case as JPEG: an invented face."""
    return resources.path("samples", "01", "portrait.jpg").read_bytes()
