"""In the demo hall: an invented card is laid on the demo reader."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.services.parts import CardReader
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, label


class DemoCardsDialog(DeskDialog):
    """One button a card; it is laid once the dialog is gone, for a dialog would take it."""

    def __init__(self, reader: CardReader, parent: QWidget) -> None:
        super().__init__("demo-cards", "演示:放身份证", parent, 480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._reader = reader
        content = QWidget()
        body = column(content, spacing=8)
        body.addWidget(label("演示读卡器没有真的证,选一张虚构的:", wrap=True))
        for sample in reader.samples:
            lay = button(sample, name=f"demo-cards:{sample}")
            lay.clicked.connect(partial(self._lay, sample))
            body.addWidget(lay)
        none = button("不放", name="demo-cards:none")
        none.clicked.connect(self.reject)
        self.lay_out(content, feet(none))

    def _lay(self, sample: str) -> None:
        self.accept()
        self._reader.lay(sample)
