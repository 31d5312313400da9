"""An error in a method that Qt calls is raised where Python waits for Qt; the program lives on."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

import desk_app.ui  # noqa: F401 - classes of Qt made from here on raise errors as objects


def _of_a_deleted_widget() -> None:
    gone = QWidget()
    delete(gone)
    gone.width()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (_of_a_deleted_widget, RuntimeError),
        (lambda: int("一"), ValueError),
        (lambda: list[int]().pop(), IndexError),
        (lambda: QWidget().setWindowTitle(3), TypeError),  # type: ignore[arg-type]
        (lambda: QWidget().nothing, AttributeError),  # type: ignore[attr-defined]
    ],
)
def test_an_error_that_c_raised_comes_out_of_an_override(
    qtbot: QtBot, wrong: Callable[[], object], error: type[Exception]
) -> None:
    class Filter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.MouseButtonPress:
                wrong()
            return super().eventFilter(watched, event)

    widget, filter_ = QWidget(), Filter()
    qtbot.addWidget(widget)
    widget.installEventFilter(filter_)
    widget.show()
    with pytest.raises(error):
        QTest.mousePress(widget, Qt.MouseButton.LeftButton)


def test_what_signals_are_connected_to_keeps_its_parameters(qtbot: QtBot) -> None:
    closed: list[QDialog] = []

    class Dialog(QDialog):
        def accept(self) -> None:
            closed.append(self)
            super().accept()

    dialog = Dialog()
    qtbot.addWidget(dialog)
    button = QPushButton(dialog)
    button.clicked.connect(dialog.accept)  # a signal with one argument, a method with none
    button.click()
    assert closed == [dialog]
