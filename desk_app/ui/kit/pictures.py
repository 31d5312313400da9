"""Reading, checking and scaling pictures for the screen; all of it may run in a lane."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desk_app.errors import WorldError
from desk_app.services.counter.capture import PHOTO
from desk_app.services.parts import Pictures

_UNREADABLE = "这个文件读不出来,请检查U盘或文件夹后再选一次"


def read_picture(pictures: Pictures, material: str, path: Path) -> bytes:
    """The bytes of a picture file that is fit for this material; WorldError says what to do otherwise."""
    return checked(pictures, material, read_file(path))


def read_file(path: Path) -> bytes:
    """The bytes of a file; WorldError says what to do when it can not be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorldError(_UNREADABLE) from error


def checked(pictures: Pictures, material: str, data: bytes) -> bytes:
    """The same bytes if they are a picture fit for this material; WorldError says what to do otherwise."""
    if material == PHOTO:
        pictures.photo(data, None)
    else:
        pictures.pages(data)
    return data


def scaled(data: bytes, within: QSize) -> QImage:
    """A picture upright and no larger than this; may be called in any thread."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size().scaled(within, Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() < reader.size().width():
        reader.setScaledSize(size)
    return reader.read()
