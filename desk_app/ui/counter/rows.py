"""Answers to look at: one row each with its 更改 link."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desk_app.ui.counter.case import Case
from desk_app.ui.kit.fields.writing import spaced
from desk_app.ui.kit.layouts import column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import button, label, rule
from forms import rules
from forms.schema import Element, Finding, Problem
from forms.typesetting import typeset


def answer_text(case: Case, element: Element) -> str:
    """An answer as a person reads it, numbers in groups; empty when there is none."""
    text = rules.label(case.pack, element, case.facts.get(element.id))
    if text and element.unit:
        return f"{text} {element.unit}"
    return typeset(text) if element.codes else spaced(element.kind, text)


def matter_text(case: Case, finding: Finding) -> str:
    """A matter with the way it is taken: 残疾人就业帮扶(失业登记、求职意向)."""
    title = case.pack.matters[finding.matter].title
    return typeset(f"{title}({'、'.join(finding.branches)})" if finding.branches else title)


class AnswerRow(QWidget):
    """One answer with its 更改 link, and its problem if it has one."""

    change_wanted = Signal(str)
    """The name the row was made with."""

    def __init__(self, name: str, title: str, *, title_width: int = 116) -> None:
        super().__init__()
        self._value = label("", wrap=True, verbatim=True)
        self._problem: QLabel | None = None
        change = button("更改", "link", name=f"change:{name}")
        change.setAccessibleName(f"更改{title}")
        change.clicked.connect(lambda: self.change_wanted.emit(name))
        caption = label(title, "quiet", wrap=True)
        caption.setFixedWidth(px(title_width))
        line = row(spacing=8)
        line.addWidget(caption)
        line.addWidget(self._value, 1)
        line.addWidget(change, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body = column(self, spacing=2)
        self._body.addLayout(line)
        self._body.addWidget(rule())

    def show_text(self, text: str, problem: Problem | None = None) -> None:
        """Show the answer and its problem."""
        self._value.setText(text)
        if problem is not None and self._problem is None:
            self._problem = label("", wrap=True)
            self._body.insertWidget(1, self._problem)
        if self._problem is not None:
            self._problem.setVisible(problem is not None)
        if problem is not None and self._problem is not None:
            set_property(self._problem, "role", "problem" if problem.blocks else "caution")
            self._problem.setText(problem.message)
