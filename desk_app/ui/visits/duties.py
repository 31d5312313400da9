"""责任清单 of the programmes in force: service, unit, who answers for it with telephone and deputy."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.ui.kit import layouts
from desk_app.ui.kit.dialogs import DeskDialog, feet, keep_on_screen
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import button, chip, label, rule
from forms.explain_programme import said_of
from forms.programmes import Duty, Programme, Service


class DutiesDialog(DeskDialog):
    """The list to be read, printed and exported. Names come from the county's definitions."""

    print_wanted = Signal(object)
    """The Programme whose list is to be printed."""
    export_wanted = Signal(object, str)
    """The Programme whose list is to be written, and the file."""

    def __init__(self, programmes: Sequence[Programme], parent: QWidget) -> None:
        super().__init__("duties", "责任清单", parent, 760, 600)
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(label("责任清单", "headline"))
        for programme in programmes:
            body.addWidget(self._head(programme))
            for service, duties in groupby(programme.duties, key=lambda d: d.service):
                body.addWidget(_service(service, list(duties)))
                body.addWidget(rule())
        body.addStretch(1)
        close = button("关闭", "primary", name="duties-close")
        close.clicked.connect(self.accept)
        self.default = close
        self.lay_out(content, feet(close))
        self.finished.connect(self.deleteLater)
        close.setFocus()

    def _head(self, programme: Programme) -> QWidget:
        made = QWidget()
        line = layouts.row(made, spacing=10)
        line.addWidget(label(programme.title, "title", wrap=True), 1)
        shown = button("打印…", "link", name=f"duties-print-{programme.id}")
        shown.setAccessibleName(f"打印责任清单 {programme.short}")
        shown.clicked.connect(partial(self.print_wanted.emit, programme))
        written = button("导出…", "link", name=f"duties-export-{programme.id}")
        written.setAccessibleName(f"导出责任清单 {programme.short}")
        written.clicked.connect(partial(self._ask_file, programme))
        line.addWidget(shown)
        line.addWidget(written)
        return made

    def _ask_file(self, programme: Programme) -> None:
        dialog = QFileDialog(self, "导出责任清单", f"责任清单 {programme.short}.xlsx", "xlsx (*.xlsx)")
        dialog.setObjectName("duties-file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(partial(self.export_wanted.emit, programme))
        dialog.finished.connect(dialog.deleteLater)
        keep_on_screen(dialog)
        dialog.open()


def _service(service: Service, duties: Sequence[Duty]) -> QWidget:
    made = QWidget()
    lines = column(made, spacing=4)
    lines.addWidget(label(service.title, "strong", wrap=True))
    units = (
        ("责任", "、".join(service.responsible)),
        ("配合", "、".join(service.supporting)),
        ("落实", service.carried_out_by),
        ("完成时限", service.term),
    )
    told = ";".join(f"{word}:{said}" for word, said in units if said)
    for text in (service.duty, told):
        if text:
            lines.addWidget(label(text, "quiet", wrap=True))
    for place, duty in enumerate(duties):
        lines.addWidget(_duty(duty, f"duty-{service.id}-{place}"))
    return made


def _duty(duty: Duty, name: str) -> QWidget:
    made = QWidget()
    line = layouts.row(made, spacing=10)
    line.addWidget(label(duty.unit, wrap=True), 1)
    if duty.named is None:
        lacking = chip("没有写责任人", "caution", "ring")
        lacking.setObjectName(name)
        line.addWidget(lacking, 2, Qt.AlignmentFlag.AlignLeft)
    else:
        line.addWidget(label(said_of(duty.named), wrap=True, name=name), 2)
    return made
