"""重拍: takes a damaged page of an accepted application again, with the card of its material and a reason."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.applications import Draft
from desk_app.domain.events import Event, Subject
from desk_app.errors import DeskError
from desk_app.services.applications import retaking
from desk_app.services.applications.retaking import DamagedPage
from desk_app.services.parts import Parts
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.counter.page_reading import PageReading
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, label
from forms.typesetting import typeset

_TOLD: Final = "损坏的一页留在记录里。再添加原来的同一个文件就恢复原图,不用另发信。"
_REASON: Final = "图片损坏,请申请人补拍"
_ONE: Final = "只要这一页,请删去多的"


class RetakeDialog(DeskDialog):
    """Takes one page; confirming puts it in the place of the damaged one and sends it on."""

    retaken = Signal(str)
    """A sentence for the clerk: what was done."""

    def __init__(self, parts: Parts, errands: Errands, wanted: DamagedPage, parent: QWidget) -> None:
        super().__init__("retake", "重拍一页", parent, 560)
        self._parts, self._errands, self._wanted = parts, errands, wanted
        application = wanted.application
        # Only a tray for pages: the book keeps no draft of an application that is accepted.
        tray = Draft(application.id, {}, (), (), 0, application.pack_digest, parts.clock.now())
        self._case = Case(parts, errands, tray, self)
        self._reading = PageReading(self._case, fills=False)
        self._card = MaterialCard(self._case, wanted.page.material, wanted.called)
        self._reason = Edit()
        self._problem = label("", "problem", wrap=True, name="retake:problem")
        self._send = button("用这一页", "primary", name="retake:send")
        self._cancel = button("取消", name="retake:cancel")
        self._build()
        self.finished.connect(self.deleteLater)
        self._case.changed.connect(self._show)
        self._case.failed.connect(self._fail)
        self._reading.changed.connect(self._show)
        self._reason.textEdited.connect(self._show)
        self._show()
        self._card.take_focus()

    def _build(self) -> None:
        content, application = QWidget(), self._wanted.application
        whole = column(content, spacing=12)
        whole.addWidget(label(f"{application.name},回执编号 {application.number}", wrap=True))
        whole.addWidget(label(_TOLD, "quiet", wrap=True))
        whole.addWidget(self._card, 1)
        caption = label("重拍的原因", "quiet")
        caption.setBuddy(self._reason)
        self._reason.setObjectName("retake:reason")
        self._reason.setAccessibleName("重拍的原因")
        self._reason.setMaxLength(200)
        self._reason.setText(typeset(_REASON))
        whole.addWidget(caption)
        whole.addWidget(self._reason)
        self.lay_out(content, feet(self._cancel, self._send), self._problem)
        self._problem.hide()
        self._send.clicked.connect(self._retake)
        self._cancel.clicked.connect(self.close)

    @Slot()
    def _show(self, *_: object) -> None:
        pages = len(self._case.draft.pages)
        state = (
            ("待重拍", "caution") if not pages else ("已收 1 页", "good") if pages == 1 else (_ONE, "wrong")
        )
        self._card.show_state(*state, "")
        straight = not self._reading.reads(self._wanted.page.material)
        self._send.setEnabled(pages == 1 and straight and bool(self._reason.text().strip()))

    @Slot()
    def _retake(self) -> None:
        self._send.setEnabled(False)
        (page,) = self._case.draft.pages
        original = self._reading.original(page.id)
        if original is not None and original.id == self._wanted.page.id:  # the very bytes, straightened since
            page = original
        parts, wanted, reason, who = self._parts, self._wanted, self._reason.text(), self._parts.window.who
        self._errands.run(
            lambda: retaking.retake(parts, wanted, page, reason, who),
            while_alive(self, self._done),
            while_alive(self, self._fail),
        )

    def _done(self, event: Event | None) -> None:
        self._case.give_up()
        called = self._wanted.called
        self.retaken.emit(f"{called}已重拍,随后送区县" if event else f"{called}的原图已恢复,信照常送出")
        self.close()

    @Slot(object)
    def _fail(self, error: DeskError) -> None:
        self._problem.setText(str(error))
        self._problem.show()
        self._send.setEnabled(len(self._case.draft.pages) == 1)


def open_retake(
    parts: Parts,
    errands: Errands,
    subject: Subject,
    page: str,
    parent: QWidget,
    done: Callable[[str], object],
) -> None:
    """Open the dialog for a damaged page of an application, and call ``done`` with what was done.

    Where it is not damaged any more, that is said instead.
    """

    def show(found: Sequence[DamagedPage]) -> None:
        wanted = next((d for d in found if (d.application.subject, d.page.id) == (subject, page)), None)
        if wanted is None:
            done("这一页又完好了,信照常送出")
            return
        dialog = RetakeDialog(parts, errands, wanted, parent)
        dialog.retaken.connect(done)
        dialog.open()

    def look() -> Sequence[DamagedPage]:
        parts.store.pages.look()
        return retaking.damaged(parts)

    errands.run(look, while_alive(parent, show))
