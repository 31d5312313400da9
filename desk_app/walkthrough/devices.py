"""Invented devices for screenshots: a printer that takes every job, and a badly lit face."""

from typing import Final

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

from desk_app.devices import demo_papers
from desk_app.domain.prints import A4, Job, JobState, Media, Stage

_PRINTERS: Final = ("样例打印机", "证卡打印机")


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


def dim_portrait() -> bytes:
    """The same face badly lit before a wall, small and not sharp."""
    whole = QImage.fromData(demo_papers.portrait())
    made = whole.scaled(whole.size() / 6).scaled(whole.size() / 3)
    painter = QPainter(made)
    painter.fillRect(made.rect(), QColor(10, 20, 60, 190))
    painter.end()
    out = QBuffer()
    out.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(out, b"jpeg").write(made)
    return bytes(out.data().data())
