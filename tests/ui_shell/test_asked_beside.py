"""What can be asked for beside a case: several behind one button, so that the footer has room at any size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from desk_app.services.counter import asked_for
from desk_app.ui.acts.dialog import ActDialog
from tests.ui_shell import hands
from tests.ui_shell.test_case_left_open import real  # noqa: F401
from tests.ui_shell.test_pictures_awaited import RealDesk


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_f6_offers_every_register_by_its_name_and_the_keyboard_chooses(real: RealDesk) -> None:  # noqa: F811
    window = real.open()
    window.counter.new_case()
    real.settle()
    offered = [law.title for law, _ in asked_for.offered(real.parts)]
    assert len(offered) > 1
    hands.press(window, Qt.Key.Key_F6)
    real.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [entry.text().rstrip("…") for entry in menu.actions()] == offered
    real.qtbot.keyClick(menu, Qt.Key.Key_Down)
    real.qtbot.keyClick(menu, Qt.Key.Key_Return)
    real.until(lambda: bool(window.findChildren(ActDialog)))
    (dialog,) = window.findChildren(ActDialog)
    assert dialog.isVisible()
    dialog.reject()
