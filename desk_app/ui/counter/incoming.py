"""Files that come in for one material, one after another, page by page, and how far they are."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.applications import Page
from desk_app.errors import DeskError
from desk_app.services.counter import capture
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.widgets import button, label

_WHOLE: Final = ",整份没有收"
_STOPPED: Final = "只收了前{0}页,共{1}页,其余按“停止”没有收"
_TWICE: Final = "共{1}页,其中{0}页和已收的一样,没有重复收"


@dataclass(slots=True)
class _File:
    name: str
    read: Callable[[], bytes]
    data: bytes = b""
    count: int = 0
    pages: list[Page] = field(default_factory=list)
    """Those that were not there before."""
    twice: int = 0


class IncomingPages(QWidget):
    """Takes files in page by page; of many pages it says how far it is, and can be stopped between two.

    A file of which a page can not be taken is refused whole. An acceptance waits until all are in.
    """

    refused = Signal(str, str)
    """The name of a file, and why it was not taken, or not whole."""
    ended = Signal()
    """A file that was added is in, or refused."""

    def __init__(self, case: Case, material: str) -> None:
        super().__init__()
        self._case, self._material = case, material
        self._waiting: deque[_File] = deque()
        self._busy = self._stopped = False
        self._words = label("", "quiet", wrap=True, name=f"incoming:{material}")
        self._stop = button("停止", "link", name=f"incoming-stop:{material}")
        self._stop.clicked.connect(self._stop_here)
        line = row(self)
        line.addWidget(self._words, 1)
        line.addWidget(self._stop)
        self.hide()

    def add(self, name: str, read: Callable[[], bytes]) -> None:
        """Take in a file, after those that were added before; ``read`` gives its bytes, in a lane."""
        self._case.hold()
        self._waiting.append(_File(name, read))
        if not self._busy:
            self._next()

    # ---- one file after another -------------------------------------------------------------------

    def _next(self) -> None:
        self._busy, self._stopped = bool(self._waiting), False
        if not self._busy:
            self.hide()
            return
        file, pictures = self._waiting.popleft(), self._case.parts.pictures

        def opened() -> tuple[bytes, int]:
            data = file.read()
            return data, pictures.pages(data)

        def begin(found: tuple[bytes, int]) -> None:
            file.data, file.count = found
            self._page(file, 0)

        self._case.take_in(opened, while_alive(self, begin), self._refusing(file))
        self._case.release()  # ``take_in`` holds for it from here on, page by page

    def _page(self, file: _File, number: int) -> None:
        """Take in a page and, after it, the next one; the window does what it does between two."""
        if number == file.count or self._stopped:
            self._end(file, number)
            return
        if file.count > 1:
            self._show(file, number)
        parts, material = self._case.parts, self._material
        name = capture.page_name(file.name, number) if file.count > 1 else file.name

        def came(page: Page) -> None:
            self._keep(file, page)
            self._page(file, number + 1)

        self._case.take_in(
            lambda: capture.new_page(parts, material, file.data, name, number),
            while_alive(self, came),
            self._refusing(file),
        )

    def _keep(self, file: _File, page: Page) -> None:
        before = self._case.draft
        after = capture.with_page(before, page)
        if after is before:
            file.twice += 1
        else:
            file.pages.append(page)
            self._case.come_in(after)

    def _refusing(self, file: _File) -> Callable[[DeskError], None]:
        def refuse(error: DeskError) -> None:
            self._refuse(file, error)

        return while_alive(self, refuse)

    def _refuse(self, file: _File, error: DeskError) -> None:
        draft = self._case.draft
        for page in file.pages:
            draft = capture.remove_page(draft, page)
        if file.pages:
            self._case.come_in(draft)
        self.refused.emit(file.name, f"{error}{_WHOLE if file.count > 1 else ''}")
        self._ended()

    def _end(self, file: _File, number: int) -> None:
        if number < file.count:
            self.refused.emit(file.name, _STOPPED.format(number, file.count))
        elif file.twice and file.count > 1:
            self.refused.emit(file.name, _TWICE.format(file.twice, file.count))
        self._ended()

    def _ended(self) -> None:
        self.ended.emit()
        self._next()

    # ---- the line ------------------------------------------------------------------------------------

    def _show(self, file: _File, number: int) -> None:
        name = capture.file_name(PurePath(file.name).name)
        self._words.setText(f"{name}:正在收第{number + 1}页,共{file.count}页")
        self.show()

    @Slot()
    def _stop_here(self) -> None:
        self._stopped = True
