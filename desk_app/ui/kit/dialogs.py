"""The base of every dialog: its content scrolls, its buttons stay, and it never is larger than its screen."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QLayout,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.cards import IdCard
from desk_app.ui.kit import cover, layouts, style, tab_walk
from desk_app.ui.kit.focus import FocusRing
from desk_app.ui.kit.layouts import VerticalScroll

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGIN: Final = 16
_TITLE_BAR: Final = 32
"""Height in pixels that a window system's title bar takes of the screen."""
_LABELS: Final = {
    QFileDialog.DialogLabel.LookIn: "位置:",
    QFileDialog.DialogLabel.FileName: "文件名:",
    QFileDialog.DialogLabel.FileType: "类型:",
    QFileDialog.DialogLabel.Reject: "取消",
}
"""Qt's own Chinese leaves some of these in English."""
_BESIDE: Final = QSize(16, 8)
"""Pixels of the window behind that a dialog leaves to be seen, so that it is known as one."""


class DeskDialog(QDialog):
    """A dialog with content above and buttons below. Esc closes it.

    Enter presses the button that has the keyboard; from elsewhere it presses ``default``, if there is one.
    """

    def __init__(self, name: str, title: str, parent: QWidget | None, wide: int, high: int = 0) -> None:
        """``wide`` and ``high`` are wanted in grid pixels; without ``high`` it is as high as its content."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.default: QAbstractButton | None = None
        self._wide, self._high = wide, high
        self._content: QWidget | None = None
        self._scroll: VerticalScroll | None = None
        self._fitted = False
        self._ring = FocusRing(self)

    def lay_out(
        self, content: QWidget, foot: QLayout | QWidget, *said: QWidget, scrolls: bool = True
    ) -> QVBoxLayout:
        """Place the content above the foot; ``said`` (faults, progress) stands between and does not scroll.

        ``scrolls`` is False for content that scrolls by itself, such as a list or a paper.
        """
        whole = layouts.column(self, margins=_MARGIN, spacing=12)
        if scrolls:
            self._content, self._scroll = content, VerticalScroll(content)
            inner = content.layout()
            if inner is not None:  # room for the ring around what has the keyboard
                inner.setContentsMargins(*(style.px(5),) * 4)
        whole.addWidget(self._scroll or content, 1)
        for each in said:
            whole.addWidget(each)
        if isinstance(foot, QLayout):
            whole.addLayout(foot)
        else:
            whole.addWidget(foot)
        return whole

    def take_scan(self, _text: str) -> bool:
        """A code was scanned while the dialog is open; True when it was of use here."""
        return False

    def take_card(self, _read: IdCard | str) -> bool:
        """A card was laid on the reader, or not read (then why); True when it was of use here."""
        return False

    @property
    def scroller(self) -> VerticalScroll:
        """What scrolls the content; RuntimeError where the content scrolls by itself."""
        if self._scroll is None:
            raise RuntimeError("the content of this dialog scrolls by itself")
        return self._scroll

    # ---- size ---------------------------------------------------------------------------------

    def room(self) -> QSize:
        """The most pixels it may take: the screen without a title bar, and less than the window behind it."""
        return _room(self)

    def fit(self) -> None:
        """Take the wanted size, or as much of it as there is room for."""
        room = self.room()
        width = min(style.px(self._wide), room.width())
        height = style.px(self._high) if self._high else self._height(width)
        self.resize(width, min(height, room.height()))

    def _height(self, width: int) -> int:
        """As high as the content is at this width, with all that stands below it."""
        whole = self.layout()
        if whole is None:
            return self.sizeHint().height()
        if self._content is None or self._scroll is None:
            return (
                whole.totalHeightForWidth(width) if whole.hasHeightForWidth() else whole.sizeHint().height()
            )
        sides = whole.contentsMargins()
        inner = self._content.layout()
        room = width - sides.left() - sides.right()
        asked = self._content.sizeHint().height()
        if inner is not None and inner.hasHeightForWidth():
            asked = inner.totalHeightForWidth(room)
        return whole.sizeHint().height() - self._scroll.sizeHint().height() + asked

    def setVisible(self, visible: bool) -> None:
        """Show it with the keyboard where it was put: what scrolls is put together only now, and loses it."""
        stood = self.focusWidget()
        super().setVisible(visible)
        if visible and stood is not None and self.focusWidget() is not stood:
            stood.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take its size before it is seen for the first time."""
        if not self._fitted and not event.spontaneous():
            self._fitted = True
            self.fit()
        super().showEvent(event)
        if cover.drawn():
            cover.Curtain(self)

    def event(self, event: QEvent) -> bool:
        """Stay within the screen when it was brought to another one."""
        done = super().event(event)
        if event.type() == QEvent.Type.ScreenChangeInternal and self._fitted:
            self.resize(self.size().boundedTo(self.room()))
        return done

    # ---- keys ---------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does."""
        return tab_walk.step(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button, once however long it is held; all other keys are Qt's."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._press_by_enter()

    def _press_by_enter(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        elif self.default is not None and not isinstance(focused, QPlainTextEdit | QTextEdit):
            self.default.click()


def outermost(widget: QWidget) -> QWidget:
    """The window at the bottom of the stack of dialogs a widget is in."""
    window = widget.window()
    while (behind := window.parentWidget()) is not None:
        window = behind.window()
    return window


def keep_on_screen(dialog: QDialog) -> None:
    """Let one of Qt's own dialogs, such as the choice of a file, take no more than its screen has."""
    if isinstance(dialog, QFileDialog):
        dialog.setViewMode(QFileDialog.ViewMode.List)  # its columns would scroll sideways
        for which, words in _LABELS.items():
            dialog.setLabelText(which, words)
    dialog.resize(dialog.sizeHint().boundedTo(_room(dialog)))


def _room(dialog: QDialog) -> QSize:
    free = dialog.screen().availableSize() - QSize(0, _TITLE_BAR)
    behind = outermost(dialog)
    return free if behind is dialog else free.boundedTo(behind.size() - _BESIDE)


def feet(*buttons: QWidget) -> QLayout:
    """The buttons of a dialog at the right of its foot, wrapping where there is little width."""
    line = layouts.row()
    line.addStretch()
    for each in buttons:
        line.addWidget(each)
    return line
