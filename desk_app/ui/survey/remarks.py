"""What is remarked on an item: to be mended (改正), explained with a reason (说明), or only told (提示)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import clear, column, row, show_if
from desk_app.ui.kit.roles import announce
from desk_app.ui.kit.widgets import TINTS, label
from desk_app.ui.survey.asking import SheetAsking
from forms.surveys.completing import CautionGrade, SheetProblem

TONES: Final = {CautionGrade.MEND: "wrong", CautionGrade.EXPLAIN: "caution", CautionGrade.HINT: "info"}
_LONGEST: Final = 200


class Remarks(QWidget):
    """The remarks on one item; a line for the reason stays while its remark does."""

    onward = Signal()
    """Enter was pressed in the line of a reason."""

    def __init__(self, asking: SheetAsking, item: str) -> None:
        super().__init__()
        self._asking, self._item = asking, item
        self._shown: tuple[tuple[str, CautionGrade, str], ...] = ()
        self._lines: dict[str, Edit] = {}
        self._body = column(self, spacing=6)
        self.hide()

    def refresh(self) -> None:
        """Show the remarks as they are now; the same ones are left as they stand."""
        found = self._asking.remarks(self._item)
        about = tuple((p.caution, p.grade, p.message) for p in found)
        if about == self._shown:
            return
        self._shown = about
        self._lines.clear()
        clear(self._body)
        for problem in found:
            strip = self._strip(problem)
            self._body.addWidget(strip)
            strip.show()
        show_if(self, bool(found))
        if found:
            announce(self, ";".join(_said(p) for p in found))

    @property
    def empty_line(self) -> QLineEdit | None:
        """The first line for a reason in which nothing stands."""
        return next((line for line in self._lines.values() if not line.text().strip()), None)

    def stops(self) -> Sequence[QWidget]:
        """The lines for reasons."""
        return list(self._lines.values())

    def _strip(self, problem: SheetProblem) -> QFrame:
        tone = TONES[problem.grade]
        made = QFrame(self)
        style.set_property(made, "role", "strip")
        style.set_property(made, "tone", tone)
        body = column(made, spacing=6)
        body.setContentsMargins(*map(style.px, (12, 6, 12, 8)))
        head = row(spacing=8)
        shape = QLabel()
        style.set_icon(shape, f"tone-{tone}", TINTS[tone], 18)
        head.addWidget(shape)
        head.addWidget(label(_said(problem), wrap=True), 1)
        body.addLayout(head)
        if problem.grade is CautionGrade.EXPLAIN:
            body.addWidget(self._reason(problem))
        return made

    def _reason(self, problem: SheetProblem) -> Edit:
        line = Edit()
        line.setObjectName(f"reason:{problem.caution}")
        line.setAccessibleName(f"{problem.message} 原因")
        line.setPlaceholderText("写明原因")
        line.setMaxLength(_LONGEST)
        line.setText(problem.reason)
        line.textEdited.connect(lambda text: self._asking.explain(problem.caution, text.strip()))
        line.left.connect(self._asking.keeper.left)
        line.returnPressed.connect(self._go_on)
        self._lines[problem.caution] = line
        return line

    @Slot()
    def _go_on(self) -> None:
        self._asking.keeper.left()
        self.onward.emit()


def _said(problem: SheetProblem) -> str:
    """The remark, led by its grade where the sentence itself does not say what is to be done."""
    grade = problem.grade.value
    return problem.message if grade in problem.message else f"{grade}:{problem.message}"
