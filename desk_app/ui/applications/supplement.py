"""Takes in a material promised at acceptance: its card of step 4 in a dialog."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.applications import Application, Draft
from desk_app.errors import DeskError
from desk_app.services import law
from desk_app.services.applications import following
from desk_app.services.parts import Parts
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, label


class SupplementDialog(DeskDialog):
    """Takes pages of one material from files or the camera; confirming keeps and sends them."""

    supplemented = Signal(str)
    """Id of the application whose material was taken in."""

    def __init__(
        self, parts: Parts, errands: Errands, application: Application, material: str, parent: QWidget
    ) -> None:
        super().__init__("supplement", "补交材料", parent, 520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts, self._errands = parts, errands
        self._application, self._material = application, material
        # Only a tray for pages: the book keeps no draft of an application that is accepted.
        tray = Draft(application.id, {}, (), (), 0, application.pack_digest, parts.clock.now())
        self._case = Case(parts, errands, tray, self)
        self._card = MaterialCard(self._case, material, self._title())
        self._problem = label("", "problem", wrap=True, name="supplement:problem")
        self._send = button("收下并送区县", "primary", name="supplement:send")
        self._cancel = button("取消", name="supplement:cancel")
        self._build()
        self._case.changed.connect(self._show)
        self._case.failed.connect(self._fail)
        self._show()
        self._card.take_focus()

    def _title(self) -> str:
        pack = law.of(self._parts, self._application.pack_digest)
        return next((m.title for m in pack.materials if m.id == self._material), self._material)

    def _build(self) -> None:
        content = QWidget()
        whole = column(content, spacing=12)
        whole.addWidget(label(f"{self._application.name},回执编号 {self._application.number}", wrap=True))
        whole.addWidget(self._card, 1)
        self.lay_out(content, feet(self._cancel, self._send), self._problem)
        self._problem.hide()
        self._send.clicked.connect(self._hand_in)
        self._cancel.clicked.connect(self.close)

    @Slot()
    def _show(self) -> None:
        pages = len(self._case.draft.pages)
        state = (f"已收 {pages} 页", "good") if pages else ("待补交", "caution")
        self._card.show_state(*state, "")
        self._send.setEnabled(pages > 0)

    @Slot()
    def _hand_in(self) -> None:
        self._send.setEnabled(False)
        parts, application, pages = self._parts, self._application.id, self._case.draft.pages
        who = parts.window.who
        self._errands.run(
            lambda: following.hand_in(parts, application, self._material, pages, who),
            while_alive(self, self._done),
            while_alive(self, self._fail),
        )

    def _done(self, _application: Application) -> None:
        self._case.give_up()
        self.supplemented.emit(self._application.id)
        self.close()

    @Slot(object)
    def _fail(self, error: DeskError) -> None:
        self._problem.setText(str(error))
        self._problem.show()
        self._send.setEnabled(bool(self._case.draft.pages))
