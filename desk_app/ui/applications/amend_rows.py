"""The parts of 更正: the answers to pick from, and one picked answer with its new value and reason."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desk_app.services.applications import amending
from desk_app.services.applications.amending import FormPart
from desk_app.services.lookup import masking
from desk_app.ui.applications.amend_answers import AmendAnswers
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import TOGETHER, FlowLayout, column, row
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import Card, button, label
from forms.schema import Element, Facts
from forms.typesetting import typeset

_REASONS: Final = ("听错或录错", "与证件不符", "申请人当时说错")
_SHOWN: Final = 6
"""Lines of the list in sight."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Lines(QListWidget):
    """A list whose marked line is picked by Enter or Space."""

    picked = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space pick the marked line; all other keys are Qt's."""
        if event.key() in (*_ENTER, Qt.Key.Key_Space) and not event.isAutoRepeat():
            self.pick(self.currentItem())
        else:
            super().keyPressEvent(event)

    def pick(self, item: QListWidgetItem | None) -> None:
        """Tell that a line was picked, unless it is a heading."""
        if item is not None and (element := str(item.data(Qt.ItemDataRole.UserRole) or "")):
            self.picked.emit(element)


class AnswerList(QWidget):
    """The answers of the application in form order, searched by label or value; one click or Enter picks."""

    picked = Signal(str)
    """Id of the element whose answer is to be corrected."""

    def __init__(self, answers: AmendAnswers, blocks: Sequence[FormPart]) -> None:
        super().__init__()
        self._answers, self._blocks = answers, blocks
        self._search = Edit()
        self._search.setObjectName("amend:search")
        self._search.setAccessibleName("在申请内容里找")
        self._search.setPlaceholderText(typeset("找要更正的一项:名称或内容"))
        self._lines = _Lines()
        self._lines.setObjectName("amend:answers")
        self._lines.setAccessibleName("申请的内容")
        self._lines.setWordWrap(True)
        self._lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines.setFixedHeight(px(32) * _SHOWN)
        whole = column(self, spacing=6)
        whole.addWidget(self._search)
        whole.addWidget(self._lines)
        self._search.textChanged.connect(self._show)
        self._search.returnPressed.connect(self._pick_only)
        self._lines.picked.connect(self.picked)
        self._lines.itemClicked.connect(self._lines.pick)
        self._show("")

    def show_blocks(self, blocks: Sequence[FormPart]) -> None:
        """Offer these answers from now on: others may be asked after an amendment."""
        if blocks != self._blocks:
            self._blocks = blocks
            self._show(self._search.text())

    def take_focus(self) -> None:
        """Focus the search line."""
        self._search.setFocus()

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self._search, self._lines]

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of the answers in the list."""
        items = (self._lines.item(n) for n in range(self._lines.count()))
        return tuple(str(e) for i in items if (e := i.data(Qt.ItemDataRole.UserRole)))

    @Slot(str)
    def _show(self, text: str) -> None:
        self._lines.clear()
        wanted = "".join(text.split()).lower()
        facts = self._answers.start.before
        for block in self._blocks:
            found = [(e, line) for e, line, whole in self._of(block, facts) if wanted in _plain(whole)]
            if found:
                head = QListWidgetItem(typeset(block.title))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setFont(_heavy(self._lines.font()))
                head.setForeground(colour("text"))
                self._lines.addItem(head)
            for element, line in found:
                item = QListWidgetItem(line)
                item.setData(Qt.ItemDataRole.UserRole, element.id)
                self._lines.addItem(item)

    def _of(self, block: FormPart, facts: Facts) -> Iterator[tuple[Element, str, str]]:
        """Each answer of a block with its line, masked, and what is searched: a number is found whole."""
        for element in block.elements:
            said = amending.words(self._answers.pack, element.id, facts.get(element.id, ""))
            yield (
                element,
                f"    {element.label}  {masking.masked(element, said)}",
                f"{block.title}{element.label}{said}",
            )

    @Slot()
    def _pick_only(self) -> None:
        """Enter in the search line picks the first answer found, once something was searched for."""
        if self._search.text().strip() and self.shown:
            self.picked.emit(self.shown[0])


def _heavy(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


def _plain(text: str) -> str:
    return "".join(text.split()).lower()


class ChangeCard(Card):
    """One answer to be corrected: what was, the field for what is, and why."""

    dropped = Signal(str)

    def __init__(self, answers: AmendAnswers, element: Element) -> None:
        super().__init__()
        self.setObjectName(f"amend:{element.id}")
        self.setProperty(TOGETHER, True)
        self._answers, self.element = answers, element
        was = amending.words(answers.pack, element.id, answers.start.before.get(element.id, ""))
        head = row()
        told = label(f"{element.label}原来是:{was}", "quiet", wrap=True, verbatim=True)
        told.setText(typeset(f"{element.label}原来是:") + was)
        head.addWidget(told, 1)
        self._drop = button("不改了", "link", name=f"amend:{element.id}:drop")
        self._drop.setAccessibleName(f"{element.label} 不改了")
        self._drop.clicked.connect(lambda: self.dropped.emit(element.id))
        head.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.field = make_field(answers, element)
        self.body.addWidget(self.field)
        self._build_why()

    def _build_why(self) -> None:
        name, text = self.element.id, self.element.label
        self._why = Edit()
        self._why.setObjectName(f"amend:{name}:why")
        self._why.setAccessibleName(f"{text} 为什么更正")
        self._why.setPlaceholderText(typeset("为什么更正(申请人要签字)"))
        self._why.setText(self._answers.why(name))
        self._why.returnPressed.connect(self._why.focusNextChild)
        self._why.textChanged.connect(lambda said: self._answers.explain(name, said))
        ways = QWidget()
        flow = FlowLayout(ways, spacing=4)
        flow.addWidget(label("原因:", "quiet"))
        self._choices = [self._choice(reason) for reason in _REASONS]
        for each in self._choices:
            flow.addWidget(each)
        self._fault = label("", "problem", wrap=True, name=f"amend:{name}:fault")
        self._fault.hide()
        for widget in (ways, self._why, self._fault):
            self.body.addWidget(widget)

    def _choice(self, reason: str) -> QWidget:
        made = button(reason, "link", name=f"amend:{self.element.id}:{reason}")
        made.setAccessibleName(f"{self.element.label} 原因 {reason}")
        made.clicked.connect(lambda: self._why.setText(reason))
        return made

    def take_focus(self) -> None:
        """Focus the field."""
        self.field.focus_target().setFocus()

    def stops(self) -> list[QWidget]:
        """What Tab stops at, as the eye goes."""
        return [self._drop, *self.field.stops(), *self._choices, self._why]

    def tell_problems(self) -> bool:
        """Show what is wrong from now on; returns whether anything is."""
        self.field.tell_problems()
        why = self._why.text().strip()
        fault = "" if why else "请写明为什么更正"
        found = (p.message for p in self._answers.foreseen.problems if p.element == self.element.id)
        fault = fault or next((m for m in found if "更正原因" in m), "")
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        return bool(fault) or self._wrong

    @property
    def _wrong(self) -> bool:
        """Whether the new value itself is wrong."""
        problem = self.field.problem
        return problem is not None and problem.blocks

    def go_to_fault(self) -> None:
        """Put the keyboard on what is wrong."""
        if self._wrong:
            self.take_focus()
        else:
            self._why.setFocus()
