"""The sections of the form: fields are shown and hidden, but none is built twice."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.services.counter import known
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.columns import Columns
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import column, row
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import label
from forms import rules
from forms.schema import Section


class SectionBlock(QWidget):
    """One section of the form in two columns; wide fields take both."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self.section = section
        self._fields: list[Field] = []
        self.grid = Columns(width=240, most=2)
        head = row()
        head.addWidget(label(section.title, "title", wrap=True))
        self._note = label(section.note, "quiet", wrap=True, name=f"note:{section.id}")
        head.addWidget(self._note, 1)
        head.addStretch()
        whole = column(self, spacing=8)
        whole.addLayout(head)
        whole.addWidget(self.grid)
        self._note.setVisible(bool(section.note))

    @property
    def fields(self) -> Sequence[Field]:
        """The fields in view, in form order."""
        return self._fields

    def show_note(self, note: str) -> None:
        """Show these words beside the title."""
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def show_fields(self, fields: Sequence[Field]) -> bool:
        """Show exactly these fields; returns whether anything was changed."""
        self._fields = list(fields)
        return self.grid.show_widgets([(f, f.element.wide) for f in fields])


class FormBody(QWidget):
    """All blocks the chosen matters need, each field kept for as long as the case is open."""

    rearranged = Signal()
    """Fields were shown or hidden although no answer changed."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._all: dict[str, Field] = {}
        self._blocks = {s.id: SectionBlock(s, self) for s in case.pack.sections}
        # Fields are built one by one while another step is shown, so that this one opens at once.
        self._ahead = QTimer(self, singleShot=True, interval=0)
        self._ahead.timeout.connect(self._build_one)
        QApplication.instance().focusChanged.connect(self._went_on)  # type: ignore[union-attr]
        body = self.head = column(self, spacing=24)
        """The column of the blocks; what stands before them scrolls with them."""
        body.setContentsMargins(px(4), px(4), px(12), px(16))
        for block in self._blocks.values():
            body.addWidget(block)
        body.addStretch()

    @property
    def blocks(self) -> list[SectionBlock]:
        """The blocks in view, in form order."""
        return [b for b in self._blocks.values() if not b.isHidden()]

    @property
    def fields(self) -> list[Field]:
        """The fields in view, in form order."""
        return [f for b in self.blocks for f in b.fields]

    def field(self, element: str) -> Field | None:
        """The field of an element in view."""
        return next((f for f in self.fields if f.element.id == element), None)

    def refresh(self) -> None:
        """Show the sections and fields the case needs now; those already shown are left alone."""
        shown = {s.id for s in self._case.sections} if self._case.draft.chosen else set()
        wanted: dict[str, list[Field]] = {s: [] for s in self._blocks}
        for element in self._case.fields if shown else ():
            if not self._still_typed(element.repeats):
                wanted[element.section].append(self._field(element.id))
        moved = [block.show_fields(wanted[s]) for s, block in self._blocks.items()]
        for section, block in self._blocks.items():
            block.setVisible(section in shown)
            if section in shown:
                block.show_note(rules.note(block.section, self._case.facts))
        if any(moved):
            in_tab_order(stop for field in self.fields for stop in field.stops())

    @Slot()
    def _show_second(self) -> None:
        """Show the second entry of an answer that is final now, before the keyboard goes on."""
        before = self.fields
        self.refresh()
        if self.fields != before:
            self.rearranged.emit()

    def _still_typed(self, element: str) -> bool:
        """Whether an answer is still being typed, so that its second entry does not show and go meanwhile."""
        field = self._all.get(element)
        return field is not None and field.typing

    def prepare(self) -> None:
        """Build the fields that will be needed, a little at a time."""
        self._ahead.start()

    def _build_one(self) -> None:
        fields = self._case.fields if self._case.draft.chosen else ()
        missing = next((e.id for e in fields if e.id not in self._all), None)
        if missing is not None:
            self._field(missing)
            self._ahead.start()

    @Slot(QWidget, QWidget)
    def _went_on(self, old: QWidget | None, new: QWidget | None) -> None:
        """The clerk went on from a field to another: what was taken over there is confirmed."""
        if old is None or new is None:  # the page or the window is left
            return
        for element in self._case.draft.carried:
            field = self._all.get(element)
            if field is not None and field.isAncestorOf(old) and not field.isAncestorOf(new):
                self._case.change(lambda d, e=element: known.confirmed(d, e), element)  # type: ignore[misc]

    def _field(self, element: str) -> Field:
        if element not in self._all:
            wanted = self._case.pack.elements[element]
            made = make_field(self._case, wanted, self._blocks[wanted.section].grid)
            made.hide()
            if any(e.repeats == element for e in self._case.pack.elements.values()):
                made.left.connect(self._show_second)
            self._all[element] = made
        return self._all[element]
