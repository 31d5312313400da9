"""A picture shown large within a dialog."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui.kit.style import colour
from forms.typesetting import typeset

OPENING: Final = "正在打开…"
"""What stands in place of a picture that is still being read."""
_WORDS: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class PictureSheet(QWidget):
    """One picture, fitted to the room there is or, with ``fitted`` False, at 100 %; or words in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.image, self.words, self.fitted = QImage(), OPENING, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, words: str = "") -> None:
        """Show this picture; of a null one the words alone."""
        self.image, self.words = image, words
        self.setAccessibleDescription(words)
        self.measure()

    def measure(self) -> None:
        """Take the size the picture has at 100 %; fitted it needs none of its own."""
        ratio = self.devicePixelRatioF()
        whole = QSize() if self.fitted or self.image.isNull() else self.image.size() / ratio
        self.setMinimumSize(whole.expandedTo(QSize(1, 1)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture in the middle, or the words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("paper_ground"))
        if self.image.isNull():
            painter.setPen(colour("text"))
            painter.drawText(self.rect(), _WORDS, typeset(self.words))
        else:
            size = self.image.size() / self.devicePixelRatioF()
            if self.fitted:
                size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            room = QRectF(QPointF(), size)
            room.moveCenter(QRectF(self.rect()).center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(room, self.image)
        painter.end()
