"""From section to section: the page alone changes, what stands around it keeps its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.kit.page_stack import PageStack
from desk_app.ui.survey.dialog import SheetDialog
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.survey.sheets import ASKED_AT, Sheet


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path) -> Iterator[Sheet]:
    dressed()
    made = Sheet(qtbot, make_parts(tmp_path / "desk", StillClock(ASKED_AT)))
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


@pytest.mark.parametrize("size", [(800, 700), (1000, 700), (1340, 740)])
def test_no_title_of_a_section_lets_the_page_jump(sheet: Sheet, size: tuple[int, int]) -> None:
    dialog = sheet.begin()
    sheet.until(lambda: dialog.ready)
    dialog.resize(*size)
    sheet.settle()
    assert len({_place(sheet, dialog, section) for section in _sections(dialog)}) == 1


def test_a_section_is_laid_out_before_it_is_turned_to(sheet: Sheet) -> None:
    dialog = sheet.begin()
    sheet.until(lambda: dialog.ready)
    stack = dialog.findChild(PageStack)
    assert stack is not None
    for section in _sections(dialog):
        page = dialog.findChild(QWidget, f"section:{section}")
        assert page is not None
        assert page.size() == stack.size()
        assert page.isHidden() is (page is not stack.page)


def _sections(dialog: SheetDialog) -> list[str]:
    form = dialog.asking.form
    return [s.id for s in form.sections if any(dialog.asking.shown(i.id) for i in dialog.asking.items(s.id))]


def _place(sheet: Sheet, dialog: SheetDialog, section: str) -> tuple[int, int, int, int]:
    """Where the pages stand while a section is shown."""
    dialog.show_section(section)
    sheet.settle()
    stack = dialog.findChild(PageStack)
    assert stack is not None
    rect = QRect(stack.geometry())
    return rect.x(), rect.y(), rect.width(), rect.height()
