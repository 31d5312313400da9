"""Step 5, left: everything the applicant signs for, each line with a 更改 link to where it is changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.services.counter import materials
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.columns import Columns
from desk_app.ui.counter.links import MATERIAL
from desk_app.ui.counter.rows import AnswerRow, answer_text, matter_text
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import label
from forms.particulars import CERTIFICATE, FORMER_NUMBER
from forms.schema import Element, Need, Problem
from forms.typesetting import typeset

_MATTERS = "matters"
_CERTIFICATE = "certificate-number"
_MATERIALS = "materials"
_FIRST = {_MATTERS: "办理事项", _CERTIFICATE: "残疾人证"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line to check; ``name`` is what ``change_wanted`` emits for it."""

    name: str
    title: str
    text: str
    problem: Problem | None = None
    wide: bool = False


class AnswerBlock(QWidget):
    """The lines of one section in two columns."""

    change_wanted = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows: dict[str, AnswerRow] = {}
        self._grid = Columns(width=340, most=2, down=2)
        whole = column(self, spacing=4)
        whole.addWidget(label(title, "title", wrap=True))
        whole.addWidget(self._grid)

    def show_lines(self, lines: Sequence[AnswerLine]) -> None:
        """Show exactly these lines; without any the block is hidden."""
        for line in lines:
            self._row(line).show_text(line.text, line.problem)
        self._grid.show_widgets([(self._row(line), line.wide) for line in lines])
        self.setVisible(bool(lines))

    def _row(self, line: AnswerLine) -> AnswerRow:
        if line.name not in self._rows:
            made = AnswerRow(line.name, line.title)
            made.change_wanted.connect(self.change_wanted)
            self._rows[line.name] = made
        return self._rows[line.name]


class AnswerSheet(QWidget):
    """All lines to check: the matters, each section of the form, the materials."""

    change_wanted = Signal(str)
    """What is to be changed: an element id, ``matters``, or ``material:`` with a material's id."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        titles = {s.id: s.title for s in case.pack.sections}
        self._blocks = {
            block: AnswerBlock(title) for block, title in (_FIRST | titles | {_MATERIALS: "材料"}).items()
        }
        body = column(self, spacing=16)
        body.setContentsMargins(0, 0, px(10), px(8))
        for block in self._blocks.values():
            block.change_wanted.connect(self.change_wanted)
            block.hide()  # until it has lines
            body.addWidget(block)
        body.addStretch()

    def refresh(self) -> None:
        """Show all lines in their present state."""
        for _ in self.refreshing():
            pass

    def refreshing(self) -> Iterator[None]:
        """Show the lines as they are now, from top to bottom, a block at a time."""
        case = self._case
        self._blocks[_MATTERS].show_lines([self._matters_line()])
        self._blocks[_CERTIFICATE].show_lines(list(self._certificate_lines()))
        for section in case.pack.sections:
            own = [e for e in self._fields() if e.section == section.id and not self._agrees(e)]
            lines = (self._field_line(e) for e in own)
            self._blocks[section.id].show_lines([line for line in lines if line.text or line.problem])
            if own:
                yield
        self._blocks[_MATERIALS].show_lines(list(self._material_lines(case.needs)))
        yield

    def _fields(self) -> Sequence[Element]:
        return self._case.fields if self._case.draft.chosen else ()

    def _agrees(self, element: Element) -> bool:
        """Whether it is a second entry without a problem: the first shows the same."""
        return bool(element.repeats) and self._case.problem(element.id) is None

    def _certificate_lines(self) -> Iterator[AnswerLine]:
        """Number and reason of a certificate on another identity number: the applicant confirms both."""
        if self._case.on_another_number:
            for element in (CERTIFICATE, FORMER_NUMBER):
                yield self._field_line(self._case.pack.elements[element])

    def _matters_line(self) -> AnswerLine:
        wanted = self._case.draft.chosen
        chosen = "、".join(matter_text(self._case, f) for f in self._case.findings if f.matter in wanted)
        return AnswerLine(_MATTERS, "要办的事项", chosen, self._case.problem(_MATTERS), wide=True)

    def _field_line(self, element: Element) -> AnswerLine:
        text = answer_text(self._case, element)
        return AnswerLine(element.id, element.label, text, self._case.problem(element.id), element.wide)

    def _material_lines(self, needs: Sequence[Need]) -> Iterator[AnswerLine]:
        for need in needs:
            name = f"{MATERIAL}{need.material.id}"
            yield AnswerLine(
                name, need.material.title, material_state(self._case, need), self._case.problem(name)
            )


def material_state(case: Case, need: Need) -> str:
    """The state of a material in a few words; empty while a required one is missing."""
    missing = materials.state_of(need, case.draft) is materials.MaterialState.MISSING
    return "" if missing else typeset(materials.state(need, case.draft))
