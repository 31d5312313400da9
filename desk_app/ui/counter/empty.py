"""What a step shows while no matter is chosen: a sentence and a button to step 2."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.links import NOTICE_STEP
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, label


def nothing_chosen(page: StepPage, sentence: str, name: str) -> QWidget:
    """A page for a step without matters; its one button, called ``name``, leads to choosing them."""
    empty = QWidget()
    link = button("去一次告知,勾选要办的事项", "primary", name=name)
    link.clicked.connect(lambda: page.step_wanted.emit(NOTICE_STEP))
    body = column(empty, margins=32, spacing=12)
    body.addStretch()
    for each in (label("还没有选要办的事项", "headline"), label(sentence), link):
        body.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
    body.addStretch()
    return empty
