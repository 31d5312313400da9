"""The questions of one section one below the other, and the page that asks how the sheet is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.ui.acts.answers import ActAnswers
from desk_app.ui.kit.layouts import VerticalScroll, column, laid_out_once, row, show_if
from desk_app.ui.kit.section_list import BlockRow
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import label
from desk_app.ui.survey.asking import SectionAnswers, SheetAsking
from desk_app.ui.survey.items import AskedQuestion, ItemRow
from forms import asked
from forms.conditions import known
from forms.procedures import Ask
from forms.schema import Element, Problem, Section

HOW: Final = "how"
"""Id of the page that asks how the sheet is asked; no section of a form can have it."""
_HOW_TITLE: Final = "采集方式"
_KEYS: Final = "按数字回答,Enter 往下,↑ 回上一题"
_KEYS_AND_LAST: Final = f"{_KEYS},= 照去年这一题"
_ORDER: Final = (
    *("from_paper", "asked_on", "collector"),
    *("way", "way_why", "answered_by", "proxy", "relation", "proxy_why"),
    *("instead_of", "instead_why"),
)
"""What a paper form says first; then what is asked of every sheet, and what of few."""


class QuestionPage(QWidget):
    """A page of questions; it tells where the keyboard is wanted next and never moves it itself."""

    onward = Signal(str)
    """The clerk is done with an item: id."""
    stepped = Signal(str, int)
    """The clerk wants the item before or after another: id and step."""
    last_wanted = Signal(str)
    """The clerk wants last year's answer to an item: id."""

    def __init__(self, title: str, note: str, aside: str = "") -> None:
        super().__init__()
        self._content = QWidget()
        self._rows = column(self._content, spacing=0)
        self._head = QWidget()
        head = row(self._head, spacing=8)
        head.setContentsMargins(px(12), px(10), px(12), px(6))
        head.addWidget(label(title, "title"))
        head.addWidget(label(note, "quiet", wrap=True), 1)
        self._aside = label(aside, "quiet")
        head.addWidget(self._aside)
        self._scroll = VerticalScroll(self._content)
        whole = column(self, spacing=0)
        whole.addWidget(self._head)
        whole.addWidget(self._scroll, 1)

    @property
    def questions(self) -> Sequence[AskedQuestion]:
        """Its questions, in their order."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show how everything on it stands now."""
        raise NotImplementedError

    def fold(self, *, narrow: bool, low: bool) -> None:
        """Show one thing below the other in little width, and no heading in little height."""
        self._aside.setHidden(narrow)
        self._head.setHidden(low)

    def question(self, item: str) -> AskedQuestion | None:
        """The question of an item; None when it is not on this page."""
        return next((q for q in self.questions if q.element.id == item), None)

    def mark(self, item: str) -> None:
        """Mark the item that is being asked."""
        for question in self.questions:
            question.mark(now=question.element.id == item)

    def _take(self, question: AskedQuestion) -> None:
        question.onward.connect(self.onward)
        question.stepped.connect(self.stepped)
        question.last_wanted.connect(self.last_wanted)
        self._rows.addWidget(question)


class SectionPage(QuestionPage):
    """One section of the questionnaire."""

    def __init__(self, asking: SheetAsking, section: Section) -> None:
        keys = _KEYS_AND_LAST if asking.sheet.last else _KEYS
        super().__init__(section.title, ";".join(t for t in (section.note, keys) if t), "去年的回答")
        self.setObjectName(f"section:{section.id}")
        self._asking = asking
        self._answers = SectionAnswers(asking, self)
        self._items = [ItemRow(asking, self._answers, item) for item in asking.items(section.id)]
        for each in self._items:
            self._take(each)
            each.field.left.connect(asking.keeper.left)
        self._rows.addStretch(1)
        self.setEnabled(not asking.sheet.shut)
        self.refresh()

    @property
    def questions(self) -> Sequence[ItemRow]:
        """The items, asked or not."""
        return self._items

    def refresh(self) -> None:
        """Show what is asked now, with its answers and remarks."""
        with laid_out_once(self._content):
            self._answers.changed.emit("")
            for each in self._items:
                each.refresh()

    def fold(self, *, narrow: bool, low: bool) -> None:
        """Put last year's answers below the items where there is little width."""
        super().fold(narrow=narrow, low=low)
        for each in self._items:
            each.fold(narrow=narrow)


class HowPage(QuestionPage):
    """How the sheet is asked: by which way, when, by whom, and who answers. It is an act of its own."""

    changed = Signal()
    """An answer changed; what is whole is to be kept."""

    def __init__(self, answers: ActAnswers) -> None:
        super().__init__(_HOW_TITLE, _KEYS)
        self.setObjectName("section:how")
        self.answers = answers
        self._asks = {ask.id: ask for ask in answers.act.asks}
        self._questions = [AskedQuestion(answers, _element(self._asks[name])) for name in _ORDER]
        for each in self._questions:
            each.setObjectName(f"item:{each.element.id}")
            each.layout_alone()
            self._take(each)
        self._rows.addStretch(1)
        self._lacking: list[str] = []
        self._shown: list[str] = []
        answers.changed.connect(self._changed)
        self.refresh()

    def hold(self, notes: QWidget) -> None:
        """Take notes in above the questions, where they scroll with them."""
        self._rows.insertWidget(0, notes)

    @property
    def questions(self) -> Sequence[AskedQuestion]:
        """What may be asked."""
        return self._questions

    @Slot(str)
    def _changed(self, _what: str) -> None:
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Show what is asked now: what is needed only in some cases is not asked in the others."""
        troubles = {each.element.id: self.answers.trouble(each.element) for each in self._questions}
        self._lacking = [name for name, trouble in troubles.items() if trouble is not None]
        self._shown = [name for name, trouble in troubles.items() if self._wants(name, trouble)]
        with laid_out_once(self._content):
            for each in self._questions:
                show_if(each, each.element.id in self._shown)

    def _wants(self, name: str, trouble: Problem | None) -> bool:
        """Whether a question is shown: always, or where it is needed or answered."""
        needed = trouble is not None and trouble.blocks
        return needed or not self._asks[name].needed_when or known(self.answers.facts, name)

    def following(self, after: str = "") -> str:
        """The next question that wants an answer, behind another or from the top; empty when none is left."""
        order = [each.element.id for each in self._questions]
        start = order.index(after) + 1 if after else 0
        behind = (item for item in self._lacking if order.index(item) >= start)
        return next(behind, "") or next(iter(self._lacking), "")

    def beside(self, item: str, step: int) -> str:
        """The question before or after another that is shown; empty at the ends."""
        place = self._shown.index(item) + step if item in self._shown else -1
        return self._shown[place] if 0 <= place < len(self._shown) else ""

    def last_shown(self) -> str:
        """The last question that is shown."""
        return self._shown[-1]

    def block(self) -> BlockRow:
        """How the page stands for the list of sections."""
        return BlockRow(HOW, _HOW_TITLE, len(self._lacking), begun=known(self.answers.facts, "way"))

    @property
    def whole(self) -> bool:
        """Whether nothing is lacking or wrong."""
        return not self._lacking


def _element(ask: Ask) -> Element:
    return replace(asked.element(ask), required=ask.required or bool(ask.needed_when))
