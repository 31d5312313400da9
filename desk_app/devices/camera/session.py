"""One camera from opening to release. Any other source of frames is served by the same code."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QObject, QTimer, Slot
from PySide6.QtGui import QImage, QTransform
from PySide6.QtMultimedia import (
    QCamera,
    QImageCapture,
    QMediaCaptureSession,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoFrameInput,
    QVideoSink,
)

from desk_app.devices.camera.models import (
    AT_HAND,
    BY_NETWORK,
    FRAME_INTERVAL,
    JPEG_QUALITY,
    MISSED,
    PATIENCE_MS,
)

_log = logging.getLogger(__name__)

Source = QCamera | QVideoFrameInput | QMediaPlayer
"""A camera at hand, frames from anywhere, or what plays the stream of a camera in the network."""
OnImage = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Hooks:
    """Callbacks of a session; called in the thread that opened it, never after ``close``."""

    on_frame: Callable[[object], None]
    on_fault: Callable[[str], None]
    present: Callable[[], bool] = lambda: True
    """Whether the camera is still plugged in."""


class Session(QObject):
    """Live frames, pictures and faults of one source, until ``close`` or the first fault, which ends it."""

    def __init__(
        self,
        source: Source,
        hooks: Hooks,
        clock: Callable[[], float] = time.monotonic,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        # Owned by the application: a callback may drop the last reference while Qt still uses the object.
        super().__init__(QCoreApplication.instance())
        self._source, self._hooks, self._clock = source, hooks, clock
        self._told = BY_NETWORK if isinstance(source, QMediaPlayer) else AT_HAND
        self._next_frame = 0.0
        self.quarters = 0
        """By how many quarters to the right frames and pictures are turned."""
        self._live, self._ready = True, False
        self._wanted: list[OnImage] = []
        self._capture = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._still = QImageCapture(self)
        self._devices = QMediaDevices(self)
        self._watch = QTimer(self, singleShot=True, interval=patience_ms)
        self._connect()
        self._open()

    @property
    def live(self) -> bool:
        """Whether the source is still open."""
        return self._live

    def take(self, on_image: OnImage) -> None:
        """Take one picture as soon as the source is ready; its JPEG bytes go to ``on_image``."""
        self._wanted.append(on_image)
        self._go_on(self._ready)

    def close(self) -> None:
        """Release the source; pictures not yet taken are dropped. A second call does nothing."""
        if not self._live:
            return
        self._live = False
        self._wanted.clear()
        self._watch.stop()
        if not isinstance(self._source, QVideoFrameInput):
            self._source.stop()
        self.deleteLater()

    def _connect(self) -> None:
        # Slots of a QObject: Qt brings signals of its camera threads over to this object's thread.
        self._sink.videoFrameChanged.connect(self._show)
        self._still.imageCaptured.connect(self._hand_over)
        self._still.errorOccurred.connect(self._miss)
        self._still.readyForCaptureChanged.connect(self._go_on)
        self._devices.videoInputsChanged.connect(self._look_for_it)
        self._watch.timeout.connect(self._lose_patience)

    def _open(self) -> None:
        if not isinstance(self._source, QMediaPlayer):
            self._capture.setVideoSink(self._sink)
            self._capture.setImageCapture(self._still)
        if isinstance(self._source, QCamera):
            self._source.setParent(self)
            self._source.errorOccurred.connect(self._break)
            self._capture.setCamera(self._source)
            self._source.start()
        elif isinstance(self._source, QMediaPlayer):
            self._source.setParent(self)
            self._source.errorOccurred.connect(self._break_off)
            self._source.mediaStatusChanged.connect(self._look_at_stream)
            self._source.setVideoSink(self._sink)
            self._source.play()
        else:
            self._capture.setVideoFrameInput(self._source)
        self._watch.start()

    @Slot(QVideoFrame)
    def _show(self, frame: QVideoFrame) -> None:
        if not self._live:
            return
        self._watch.start()
        now = self._clock()
        streamed = isinstance(self._source, QMediaPlayer) and bool(self._wanted)
        if now < self._next_frame and not streamed:
            return
        image = self._turned(frame.toImage())
        if image.isNull():
            return
        if streamed:  # a stream has no pictures of its own: its next frame is one
            self._wanted.pop(0)(_jpeg(image))
        # Counting on from the last due time keeps 15/s from a 25/s camera; a slow PC gets fewer.
        due = max(self._next_frame + FRAME_INTERVAL, now)
        self._next_frame = max(due, now + 3 * (self._clock() - now))
        self._hooks.on_frame(image)

    @Slot(int, QImage)
    def _hand_over(self, _number: int, image: QImage) -> None:
        if self._wanted:
            self._wanted.pop(0)(_jpeg(self._turned(image)))

    def _turned(self, image: QImage) -> QImage:
        return image.transformed(QTransform().rotate(90 * self.quarters)) if self.quarters else image

    @Slot(int, QImageCapture.Error, str)
    def _miss(self, _number: int, _error: object, words: str) -> None:
        _log.warning("picture not taken: %s", words)
        if self._wanted:
            self._wanted.pop(0)
            self._hooks.on_fault(MISSED)

    @Slot(bool)
    def _go_on(self, ready: bool) -> None:
        # Remembered, for QImageCapture.isReadyForCapture says no to everything but a QCamera.
        self._ready = ready
        if ready and self._wanted:
            self._still.capture()

    @Slot(QCamera.Error, str)
    def _break(self, error: object, words: str) -> None:
        if error != QCamera.Error.NoError:
            _log.warning("camera fault: %s", words)
            self._end(self._told.broken if self._hooks.present() else self._told.lost)

    @Slot(QMediaPlayer.Error, str)
    def _break_off(self, error: QMediaPlayer.Error, _words: str) -> None:
        # Not the words: they name the address, in which a password may stand.
        if error != QMediaPlayer.Error.NoError and self._live:
            _log.info("network camera fault: %s", error.name)
            self._end(self._told.lost if self._next_frame else self._told.broken)

    @Slot(QMediaPlayer.MediaStatus)
    def _look_at_stream(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            self._end(self._told.lost)

    @Slot()
    def _look_for_it(self) -> None:
        if not self._hooks.present():
            self._end(self._told.lost)

    @Slot()
    def _lose_patience(self) -> None:
        self._end(self._told.silent)

    def _end(self, sentence: str) -> None:
        """Close, then report the fault; closed first, so that the callback may open another camera."""
        if self._live:
            self.close()
            self._hooks.on_fault(sentence)


def _jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", JPEG_QUALITY)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
