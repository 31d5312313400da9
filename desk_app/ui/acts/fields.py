"""One widget for each kind of thing an act asks: fields of the form, texts, tables, pictures, recordings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.ui.acts.answers import ActAnswers, second_person
from desk_app.ui.acts.picture import PictureField
from desk_app.ui.acts.recording import RecordingField
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Answering, Field
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.papers.document_answers import LongEdit
from forms import asked
from forms.procedures import Ask, RowField
from forms.schema import Element, Kind, Value

_LONG: Final = 200
"""A text question that allows more characters than this gets a field of three lines."""


def fields_of(answers: ActAnswers, errands: Errands) -> list[Field]:
    """The fields of an act, in the order it asks, the second person last."""
    made = [_field(answers, errands, ask) for ask in answers.act.asks if not ask.filled]
    if answers.act.unlike:
        made.append(make_field(answers, replace(second_person(), required=True)))
    for each in made:
        each.refresh()
    return made


def _field(answers: ActAnswers, errands: Errands, ask: Ask) -> Field:
    picture = ask.id in answers.act.evidence
    element = replace(asked.element(ask), required=ask.required or picture)
    if picture:
        made: Field = PictureField(answers, errands, element)
    elif ask.kind is Kind.FILE:
        made = RecordingField(answers, errands, element)
    elif ask.rows:
        made = RowsField(answers, element, ask.rows)
    elif ask.kind is Kind.TEXT and ask.max_length > _LONG:
        made = LongField(answers, element)
    else:
        return make_field(answers, element)
    made.value_given.connect(lambda value: answers.answer(ask.id, value))
    return made


class LongField(Field):
    """A text of several lines; Enter moves to the next field, Shift+Enter begins a new line."""

    def build_input(self) -> QWidget:
        """Three lines."""
        self.edit = LongEdit()
        self.edit.setObjectName(self.element.id)
        self.edit.setAccessibleName(self.element.label)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self.leave)
        self.edit.returnPressed.connect(self._go_on)
        return self.edit

    def focus_target(self) -> QWidget:
        """The lines."""
        return self.edit

    def mark(self, state: str) -> None:
        """Mark the lines ``wrong``, ``caution`` or not at all by their border."""
        set_property(self.edit, "state", state)

    def show_value(self, value: Value | None) -> None:
        """Show an answer; what is being typed is left alone."""
        text = value if isinstance(value, str) else ""
        if not self.edit.hasFocus() and self.edit.toPlainText() != text:
            self.edit.setPlainText(text)

    @Slot()
    def _typed(self) -> None:
        self.give(self.edit.toPlainText())

    @Slot()
    def _go_on(self) -> None:
        self.focusNextChild()


class RowsField(Field):
    """A small table: a line for each cell, a row added or taken out by a button."""

    def __init__(self, case: Answering, element: Element, columns: Sequence[RowField]) -> None:
        self._columns = tuple(columns)
        self._cells: list[list[Edit]] = []
        self._aways: list[QWidget] = []
        super().__init__(case, element)

    def build_input(self) -> QWidget:
        """Headings, one row to begin with, and the way to more."""
        whole = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(6))
        for place, each in enumerate(self._columns):
            self._grid.addWidget(label(each.label, "quiet"), 0, place)
        self._more = button("加一行", "link", name=f"{self.element.id}:more")
        self._more.setAccessibleName(f"{self.element.label} 加一行")
        self._more.clicked.connect(self._add_row)
        body = column(whole, spacing=4)
        body.addLayout(self._grid)
        body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._append({})
        return whole

    def focus_target(self) -> QWidget:
        """The first cell, or the button that adds a row while there is no row."""
        return self._cells[0][0] if self._cells else self._more

    def inputs(self) -> list[QWidget]:
        """Every cell, then the button for one more row."""
        return [*(cell for line in self._cells for cell in line), self._more]

    def mark(self, state: str) -> None:
        """Mark the cells by their border."""
        for line in self._cells:
            for cell in line:
                set_property(cell, "state", state)

    def show_value(self, value: Value | None) -> None:
        """Show these rows; cells are only rebuilt when they hold something else."""
        rows: Any = value if isinstance(value, tuple | list) else ()
        if list(rows) != self._rows():
            self._clear()
            for row in [dict(r) for r in rows] or [{}]:
                self._append(row)

    def _rows(self) -> list[dict[str, str]]:
        """The rows that are not empty, each cell by the id of its column."""
        found = (
            {c.id: text for c, cell in zip(self._columns, line, strict=True) if (text := cell.text())}
            for line in self._cells
        )
        return [row for row in found if row]

    def _append(self, row: Mapping[str, str]) -> None:
        number = len(self._cells) + 1
        line = [self._cell(number, each, str(row.get(each.id, ""))) for each in self._columns]
        for place, cell in enumerate(line):
            self._grid.addWidget(cell, number, place)
        away = button("删去", "link", name=f"{self.element.id}:{number}:remove")
        away.setAccessibleName(f"{self.element.label}第{number}行 删去")
        away.clicked.connect(lambda: self._remove(line))
        self._grid.addWidget(away, number, len(self._columns))
        self._cells.append(line)
        self._aways.append(away)

    def _cell(self, number: int, each: RowField, text: str) -> Edit:
        made = Edit()
        made.setText(text)
        made.setObjectName(f"{self.element.id}:{number}:{each.id}")
        made.setAccessibleName(f"{self.element.label}第{number}行 {each.label}")
        made.textEdited.connect(self._typed)
        made.left.connect(self._left_cell)
        made.returnPressed.connect(self.focusNextChild)
        return made

    def _clear(self) -> None:
        for widget in (*(cell for line in self._cells for cell in line), *self._aways):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._cells, self._aways = [], []

    @Slot()
    def _add_row(self) -> None:
        self._append({})
        self._cells[-1][0].setFocus()

    def _remove(self, line: list[Edit]) -> None:
        for cell in line:
            cell.clear()
        rows = self._rows()
        self._clear()
        for row in rows or [{}]:
            self._append(row)
        self.value_given.emit(tuple(rows))
        self._more.setFocus()

    @Slot()
    def _typed(self) -> None:
        self.give(tuple(self._rows()))  # type: ignore[arg-type]

    @Slot()
    def _left_cell(self) -> None:
        if self.focusWidget() is None or not self.isAncestorOf(self.focusWidget()):
            self.leave()
