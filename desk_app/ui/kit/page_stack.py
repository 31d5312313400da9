"""Pages of which one is seen: turning to another lays out that page alone, and nothing around it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class PageStack(QWidget):
    """Pages in one place, each as large as it.

    Qt's own stack lets everything around it be measured and placed anew whenever a page is turned, which
    takes longer than the page itself.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self._now: QWidget | None = None

    @property
    def page(self) -> QWidget | None:
        """The page that is seen; None before the first was taken in."""
        return self._now

    def take_in(self, page: QWidget) -> None:
        """Take one more in; the first is seen."""
        page.hide()
        page.setParent(self)
        page.setGeometry(self.rect())
        self._pages.append(page)
        self.updateGeometry()
        if self._now is None:
            self.show_page(page)

    def show_page(self, page: QWidget) -> None:
        """Show one of them, and hide the one before."""
        before, self._now = self._now, page
        page.setGeometry(self.rect())
        page.show()
        if before is not None and before is not page:
            before.hide()

    def lay_out(self, page: QWidget) -> None:
        """Lay a page out ahead, so that it need not be when it is first turned to; nobody sees it."""
        if page is not self._now:
            page.lower()
            page.show()  # Qt places and sizes only what is shown; hidden again it is never painted
            page.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every page as large as this, so that none has to be laid out when it is turned to."""
        super().resizeEvent(event)
        for page in self._pages:
            page.setGeometry(self.rect())

    def sizeHint(self) -> QSize:
        """What the largest page wants."""
        return self._largest([page.sizeHint() for page in self._pages])

    def minimumSizeHint(self) -> QSize:
        """What the largest page needs at least."""
        return self._largest([page.minimumSizeHint() for page in self._pages])

    @staticmethod
    def _largest(sizes: list[QSize]) -> QSize:
        found = QSize(0, 0)
        for size in sizes:
            found = found.expandedTo(size)
        return found
