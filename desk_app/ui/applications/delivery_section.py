"""One part of 送达和清单: its hint, its buttons and its rows."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError, RuleError
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Delivery
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.ui.applications.delivery_form import DeliveryForm
from desk_app.ui.applications.delivery_rows import DeliveryRow, RowList
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, clear, column
from desk_app.ui.kit.widgets import label


class DeliverySection(QWidget):
    """One part of the dialog: what it says, its buttons and its rows."""

    paper_wanted = Signal(object)
    """The ``Printout`` to show."""
    done = Signal(object, str)
    """Subjects that changed, and a sentence for the clerk."""

    def __init__(self, parts: Parts, errands: Errands, hint: str) -> None:
        super().__init__()
        self.parts, self.errands = parts, errands
        self._under_way = False
        self.whole = column(self, spacing=8)
        self.whole.addWidget(label(hint, "quiet", wrap=True))
        self.bar = FlowLayout(spacing=8)
        self.whole.addLayout(self.bar)
        self.problem = label("", "problem", wrap=True, name=f"{type(self).__name__}-problem")
        self.problem.hide()
        self.whole.addWidget(self.problem)
        self.list = RowList()
        self.whole.addWidget(self.list)

    @property
    def rows(self) -> Sequence[DeliveryRow]:
        """The rows that are made."""
        return self.list.rows

    def tell(self, problem: str) -> None:
        """Show what is wrong, or take it away."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def act(self, run: Callable[[], object], after: Callable[[], None]) -> None:
        """Do something in a lane, once at a time; a fault is shown and nothing that was typed is lost."""
        if self._under_way:
            return
        self._under_way = True
        self.tell("")

        def fail(error: DeskError) -> None:
            self._under_way = False
            problems = error.problems if isinstance(error, RuleError) else ()
            self.tell(";".join(p.message for p in problems) or str(error))

        def succeed(_: object) -> None:
            self._under_way = False
            after()

        self.errands.run(run, while_alive(self, succeed), while_alive(self, fail))

    def row_of(self, row: DeliveryRow) -> DeliveryRow:
        """The row, with its buttons that open forms connected."""
        row.wanted.connect(self._open_form)
        return row

    @Slot(object, str)
    def _open_form(self, row: DeliveryRow, act: str) -> None:
        """Put the form of an act into a row, and take it out of any other."""
        for each in self.rows:
            clear(each.form)
        form = DeliveryForm(self.parts, row.delivery, act)
        form.agreed.connect(lambda: self._carry_out(form))
        form.given_up.connect(lambda: clear(row.form))
        row.form.addWidget(form)
        form.show()
        QTimer.singleShot(0, form, form.take_focus)  # once it has its place, so that it is brought into view

    def _carry_out(self, form: DeliveryForm) -> None:
        subject, said = form.delivery.subject, form.sentence
        self.act(form.work(), lambda: self.done.emit((subject,), said))

    def print_list(self, numbers: Callable[[], str], day: date) -> None:
        """Show the list of a number, once it is known which."""
        found: list[tuple[str, tuple[Delivery, ...]]] = []

        def look() -> None:
            number = numbers()
            found.append((number, delivering.of_day(self.parts, day).get(number, ())))

        def show() -> None:
            number, listed = found[0]
            if listed:
                self.paper_wanted.emit(deliveries.list_of(self.parts, number, listed))

        self.act(look, show)
