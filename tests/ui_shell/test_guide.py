"""设置 opens the pages for whoever looks after the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTextBrowser

import resources
from desk_app.ui.settings.guide import PAGES
from tests.ui_shell.conftest import Desk


def test_every_page_of_the_guide_is_offered() -> None:
    written = {p.stem for p in resources.path("guide").glob("*.md")}
    assert {page for page, _ in PAGES} == written


@pytest.mark.parametrize(("page", "title"), PAGES)
def test_a_page_opens_and_closes_by_the_keyboard(desk: Desk, page: str, title: str) -> None:
    desk.open()
    desk.click("rail-settings")
    desk.click(f"guide-{page}")
    dialog = desk.find_dialog("guide")
    text = dialog.findChild(QTextBrowser, "guide:text")
    assert text is not None
    shown = text.toPlainText()
    first = resources.path("guide", f"{page}.md").read_text(encoding="utf-8").splitlines()[0]
    assert shown.startswith(first.removeprefix("# "))
    assert "```" not in shown
    assert "|--" not in shown
    assert dialog.windowTitle() == title
    (done,) = dialog.findChildren(QPushButton, "guide:done")
    desk.qtbot.keyClick(done, Qt.Key.Key_Escape)
    desk.until(lambda: not dialog.isVisible())
