"""The cameras QtMultimedia finds on this computer."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QSize, QUrl
from PySide6.QtMultimedia import QCamera, QCameraDevice, QMediaDevices, QMediaPlayer

from desk_app.devices.camera.models import LEAST_RATE, MOST_PIXELS
from desk_app.devices.camera.session import Source


class Format(Protocol):
    """What is read of one of a camera's formats."""

    def resolution(self) -> QSize:
        """Width and height in pixels."""
        ...

    def maxFrameRate(self) -> float:
        """Frames per second."""
        ...


_F = TypeVar("_F", bound=Format)


def cameras() -> dict[str, Callable[[], Source]]:
    """A function to open each camera by its name, the default first; equal names are numbered."""
    found: dict[str, Callable[[], Source]] = {}
    for device in sorted(QMediaDevices.videoInputs(), key=lambda each: not each.isDefault()):
        name, twin = device.description(), 2
        while name in found:
            name, twin = f"{device.description()} ({twin})", twin + 1
        found[name] = partial(_opened, device)
    return found


def by_network(address: str) -> dict[str, Callable[[], Source]]:
    """A function to open the camera at an address, by a name without what may be a password."""
    return {f"网络摄像头 {QUrl(address).host()}": partial(_played, address)}


def best_format(formats: Iterable[_F]) -> _F | None:
    """The format of most pixels up to A4 at 300 dpi at a usable rate, then most frames; None: Qt chooses."""
    usable = [each for each in formats if each.maxFrameRate() >= LEAST_RATE and _pixels(each) <= MOST_PIXELS]
    return max(usable, key=lambda each: (_pixels(each), each.maxFrameRate()), default=None)


def _pixels(each: Format) -> int:
    size = each.resolution()
    return size.width() * size.height()


def _played(address: str) -> QMediaPlayer:
    player = QMediaPlayer()
    player.setSource(QUrl(address))
    return player


def _opened(device: QCameraDevice) -> QCamera:
    camera = QCamera(device)
    chosen = best_format(device.videoFormats())
    if chosen is not None:  # many drivers start at 640×480, too few pixels for a photo
        camera.setCameraFormat(chosen)
    return camera
