"""The pages for whoever administers the window, shown from ``resources/guide``."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

import resources
from desk_app.ui.kit import style
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.widgets import button

PAGES: Final = (
    ("daily", "怎样办件"),
    ("administration", "管理本窗口"),
    ("installing", "安装和升级"),
    ("rules", "怎样改一条规则"),
    ("registers", "怎样加一种登记"),
    ("surveys", "怎样做一年的调查表"),
    ("commands", "命令一览"),
    ("cases", "样例案卷"),
    ("decisions", "为什么这样做"),
)
"""Name of the file and title of each page."""


class GuideDialog(DeskDialog):
    """Shows one page of the guide; its text can be selected and copied."""

    def __init__(self, page: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__("guide", title, parent, 980, 700)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = QTextBrowser()
        self._text.setObjectName("guide:text")
        self._text.setAccessibleName(title)
        self._text.setOpenLinks(False)
        self._show(page)
        done = button("知道了", "primary", "Escape", name="guide:done")
        done.clicked.connect(self.accept)
        self.lay_out(self._text, feet(done), scrolls=False)
        self._text.setFocus()
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def _show(self, page: str) -> None:
        document = self._text.document()
        document.setDefaultFont(self._text.font())
        document.setDocumentMargin(style.px(16))
        written = resources.path("guide", f"{page}.md").read_text(encoding="utf-8")
        document.setMarkdown(written, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._draw_code_in_our_letters(document)

    def _draw_code_in_our_letters(self, document: QTextDocument) -> None:
        """Set code in the program's own font, since monospaced fonts may lack Chinese characters."""
        code = QTextCharFormat()
        code.setFontFamilies([self._text.font().family()])
        code.setFontFixedPitch(False)
        code.setForeground(style.colour("accent_dark"))
        wrapped = QTextBlockFormat()
        wrapped.setNonBreakableLines(False)
        cursor = QTextCursor(document)
        for start, length in list(_code(document)):
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(code)
            cursor.mergeBlockFormat(wrapped)


def _code(document: QTextDocument) -> Iterator[tuple[int, int]]:
    """Start and length of every stretch of code in a document."""
    block = document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            fragment = part.fragment()
            if fragment.charFormat().fontFamilies():  # only code has a font of its own
                yield fragment.position(), fragment.length()
            part += 1
        block = block.next()
