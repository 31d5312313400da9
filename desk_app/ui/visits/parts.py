"""The parts of the page of a day: figures, the route, what is due, what is owed, figures to be told."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from desk_app.services.parts import Parts
from desk_app.services.todos.todos import Todo, Urgency
from desk_app.services.visits.day import Behind, Count, Debt, Report
from desk_app.services.visits.route import Stop
from desk_app.ui.kit import layouts, style, words
from desk_app.ui.kit.layouts import FlowLayout, clear
from desk_app.ui.kit.lists.states import state_chip
from desk_app.ui.kit.widgets import Card, button, chip, label
from forms.typesetting import typeset

_TONES: Final = {Urgency.OVERDUE: "wrong", Urgency.TODAY: "caution"}
_WHEN: Final = 76
_TIME: Final = 64


class Counts(QWidget):
    """The figures above the page; one that has a list of its own opens it."""

    wanted = Signal(object)
    """The ``Wanted`` behind the figure that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=8)

    def show_counts(self, counts: Sequence[Count]) -> None:
        """Show these figures in place of others."""
        clear(self._flow)
        for each in counts:
            self._flow.addWidget(self._card(each))

    def _card(self, found: Count) -> QWidget:
        made = Card()
        made.body.setContentsMargins(*(style.px(n) for n in (14, 6, 14, 6)))
        figure = button(str(found.count), "figure-link", name=f"visits-{found.id}")
        figure.setAccessibleName(f"{found.title} {found.count},{found.hint}")
        figure.setEnabled(bool(found.behind))
        figure.clicked.connect(partial(self._open, figure, found.behind))
        told = layouts.column(spacing=0)
        told.addWidget(label(found.title))
        told.addWidget(label(found.hint, "quiet"))
        line = layouts.row(spacing=10)
        line.addWidget(figure)
        line.addLayout(told)
        made.body.addLayout(line)
        made.setMinimumWidth(style.px(168))
        return made

    def _open(self, figure: QWidget, behind: Sequence[Behind]) -> None:
        """Open the list behind a figure; of several registers the clerk chooses which."""
        if len(behind) == 1:
            self.wanted.emit(behind[0].wanted)
            return
        menu = QMenu(figure)
        menu.setObjectName("visits-behind")
        for each in behind:
            menu.addAction(typeset(f"{each.title} {each.count}件"), partial(self.wanted.emit, each.wanted))
        menu.popup(figure.mapToGlobal(figure.rect().bottomLeft()))


class Lines(Card):
    """A card of lines below its title; it says what it means where it has none."""

    opened = Signal(str)
    """Id of the record that is to be opened."""
    done = Signal(object)
    """The Todo whose act is to be done."""
    wanted = Signal(object)
    """The ``Wanted`` of a line that stands for many."""

    def __init__(self, name: str, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name = name
        self.setObjectName(f"visits-card-{name}")
        self._hint = label("", "quiet", name=f"visits-hint-{name}")
        head = layouts.row()
        head.addWidget(label(title, "title"))
        head.addWidget(self._hint, 1)
        self._nothing = label(nothing, "quiet", wrap=True)
        self._lines = layouts.column(spacing=4)
        self.body.addLayout(head)
        self.body.addWidget(self._nothing)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def _show(self, lines: Iterator[QWidget], hint: str) -> None:
        clear(self._lines)
        self._hint.setText(hint)
        made = tuple(lines)
        for each in made:
            self._lines.addWidget(each)
        self._nothing.setVisible(not made)

    def _link(self, text: str, proceeding: str) -> QWidget:
        made = button(text, "link", name=f"{self._name}-open-{proceeding}")
        made.setAccessibleName(f"打开 {text}")
        made.clicked.connect(partial(self.opened.emit, proceeding))
        return made

    def _deed(self, todo: Todo) -> QWidget:
        act = todo.act
        made = button(act.word if act else "打开", "soft", name=f"{self._name}-do-{todo.proceeding}")
        made.setAccessibleName(f"{made.text()} {todo.title}")
        made.clicked.connect(lambda: self.done.emit(todo) if act else self.opened.emit(todo.proceeding))
        return made


class RouteCard(Lines):
    """今天的路线: the homes of today, village by village."""

    def show_stops(self, parts: Parts, stops: Sequence[Stop]) -> None:
        """Show these homes."""
        self._show(self._stops(parts, stops), f"{len(stops)}户" if stops else "")

    def _stops(self, parts: Parts, stops: Sequence[Stop]) -> Iterator[QWidget]:
        village = ""
        for stop in stops:
            if stop.village != village:
                village = stop.village
                count = sum(s.village == village for s in stops)
                yield label(f"{village} · {count}户", "strong", wrap=True)
            yield self._stop(parts, stop)

    def _stop(self, parts: Parts, stop: Stop) -> QWidget:
        made, line = line_of()
        time = label(stop.time or "没说几点", "" if stop.time else "quiet", wrap=True)
        time.setFixedWidth(style.px(_TIME))
        told = layouts.column(spacing=0)
        told.addWidget(self._link(stop.name, stop.proceeding), 0, Qt.AlignmentFlag.AlignLeft)
        told.addWidget(label(stop.wish, "quiet", wrap=True))
        line.addWidget(time)
        line.addLayout(told, 1)
        line.addWidget(state_chip(parts.law.shown(stop.pack_digest, *stop.state)))
        return made


class DueCard(Lines):
    """到期: what is overdue, due today or soon, the most urgent first."""

    def show_todos(self, todos: Sequence[Todo], total: int, today: date) -> None:
        """Show these to-dos; ``total`` is how many are overdue or for today."""
        self._show((self._todo(t, today) for t in todos), f"最急的在前,共{total}件" if total else "")

    def _todo(self, todo: Todo, today: date) -> QWidget:
        made, line = line_of()
        tone = _TONES.get(todo.urgency, "plain")
        when = label(_when(todo, today), wrap=True)
        style.set_property(when, "role", f"when-{tone}")
        when.setFixedWidth(style.px(_WHEN))
        told = layouts.column(spacing=0)
        told.addWidget(self._link(todo.title, todo.proceeding), 0, Qt.AlignmentFlag.AlignLeft)
        told.addWidget(label(todo.text, "quiet", wrap=True))
        line.addWidget(when)
        line.addLayout(told, 1)
        line.addWidget(self._deed(todo))
        return made


class DebtCard(Lines):
    """频次欠账: what has to be done so often a month or week, and how far it has come."""

    def show_debts(self, debts: Sequence[Debt], today: date) -> None:
        """Show these debts."""
        self._show((self._debt(d, today) for d in debts), "按月、按周")

    def _debt(self, debt: Debt, today: date) -> QWidget:
        made, line = line_of()
        told = layouts.column(spacing=0)
        told.addWidget(self._link(debt.todo.title, debt.todo.proceeding), 0, Qt.AlignmentFlag.AlignLeft)
        left = (debt.told.last - today).days
        missed = f",以前有{debt.missed}期不够" if debt.missed else ""
        said = f"还差{debt.told.owed}次,到{words.day(debt.told.last)}还有{left}天{missed}"
        told.addWidget(label(said, "quiet", wrap=True))
        line.addLayout(told, 1)
        line.addWidget(chip(f"{debt.told.done}/{debt.told.wanted}", "caution", "half"))
        line.addWidget(self._deed(debt.todo))
        return made


class ReportCard(Lines):
    """报表: figures that are owed, by how many and until when."""

    def show_reports(self, reports: Sequence[Report], today: date) -> None:
        """Show these reports."""
        self._show((self._report(r, today) for r in reports), "")

    def _report(self, report: Report, today: date) -> QWidget:
        made, line = line_of()
        late = report.due is not None and report.due < today
        until = f"{words.day(report.due)}前" if report.due else ""
        told = layouts.column(spacing=0)
        link = button(f"{report.turn} {report.title}", "link", name=f"report-{report.title}-{report.turn}")
        link.clicked.connect(lambda: self.wanted.emit(report.wanted))
        told.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        told.addWidget(label(until, "quiet"))
        line.addLayout(told, 1)
        tone, shape = ("wrong", "wrong") if late else ("plain", "ring")
        line.addWidget(chip(f"还差{report.open}个", tone, shape))
        return made


def line_of() -> tuple[QWidget, QHBoxLayout]:
    """A line of a card, and what stands in it from left to right."""
    made = QFrame()
    style.set_property(made, "role", "visit-line")
    line = layouts.row(made, spacing=10)
    line.setContentsMargins(0, style.px(4), 0, style.px(4))
    made.setMinimumHeight(style.px(48))
    return made, line


def _when(todo: Todo, today: date) -> str:
    if todo.due is None or todo.due == today:
        return "今天"
    return f"超 {(today - todo.due).days} 天" if todo.due < today else words.day(todo.due)
