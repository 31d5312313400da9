"""One sheet while it is asked: what was answered as its form reads it now, and what is still open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from desk_app.services.parts import Parts
from desk_app.services.survey.sheets import AskedSheet
from desk_app.ui.kit.section_list import BlockRow
from desk_app.ui.survey.keeping import AnswerKeeper
from forms.conditions import known
from forms.schema import Element, Kind, Problem, Section, Value
from forms.surveys.completing import SheetProblem
from forms.surveys.kinds import Questionnaire, SurveyItem
from forms.surveys.last_year import LastAnswer
from forms.surveys.live import ItemStanding

_SHOWN: Final = (ItemStanding.ASKED, ItemStanding.PENDING)
_PICKED: Final = (Kind.FLAG, Kind.CHOICE, Kind.CHOICES)


class SheetAsking(QObject):
    """Holds the sheet: every answer is read at once, and given to the keeper, which writes it to the book."""

    changed = Signal(str)
    """Id of the item that was answered; empty when anything may have changed."""

    def __init__(self, parts: Parts, sheet: AskedSheet, keeper: AnswerKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self.parts, self.keeper = parts, keeper
        self._problems: dict[str, list[SheetProblem]] = {}
        self._wanting: set[str] = set()
        self._sheet = sheet
        self._take(sheet)

    @property
    def sheet(self) -> AskedSheet:
        """The sheet with all that was answered, kept on the disk already or not."""
        return self._sheet

    @property
    def form(self) -> Questionnaire:
        """The questionnaire it is asked by."""
        return self._sheet.form

    @property
    def facts(self) -> Mapping[str, Value]:
        """What counts: answers, what was given, and what follows from both."""
        return self._sheet.read.facts

    def adopt(self, sheet: AskedSheet) -> None:
        """Take the sheet as the book has it: it was closed, given up, or opened again."""
        self.keeper.sheet = sheet
        self._take(sheet)
        self.changed.emit("")

    def told_how(self, sheet: AskedSheet) -> None:
        """Take from the book's sheet how it is asked; what was answered here meanwhile stays."""
        self._sheet = replace(self._sheet, record=sheet.record)
        self.keeper.sheet = sheet
        self.changed.emit("")

    def _take(self, sheet: AskedSheet) -> None:
        """Hold a sheet, its remarks by item."""
        self._sheet = sheet
        self._problems = {}
        for problem in sheet.problems:
            self._problems.setdefault(problem.item, []).append(problem)
        self._wanting = {problem.item for problem in sheet.problems if problem.open}

    # ---- answering ------------------------------------------------------------------------------

    def answer(self, item: str, value: Value) -> None:
        """Take an answer; an empty one takes the earlier away. Typed words are kept when typing pauses."""
        given: Value | None = value if value not in ("", ()) else None
        self._take(self._sheet.answered({item: given}))
        if self.form.elements[item].kind in _PICKED:
            self.keeper.keep_answer(item, given)
        else:
            self.keeper.keep_soon(item, given)
        self.changed.emit(item)

    def take_over(self, item: str) -> bool:
        """Answer one item as last year; False where last year's answer can not be taken over."""
        last = self._sheet.last.get(item)
        if last is None or last.value is None or self._sheet.shut:
            return False
        self._take(self._sheet.answered({item: last.value}))
        self.keeper.keep_answer(item, last.value)
        self.changed.emit(item)
        return True

    def explain(self, caution: str, reason: str) -> None:
        """Take the reason of a caution (说明)."""
        self._take(self._sheet.explained_by(caution, reason))
        self.keeper.keep_reason(caution, reason)
        self.changed.emit("")

    # ---- looking --------------------------------------------------------------------------------

    def shown(self, item: str) -> bool:
        """Whether an item is asked, or may have to be."""
        return self._sheet.read.standing[item] in _SHOWN

    def last(self, item: str) -> LastAnswer | None:
        """Last year's answer to an item."""
        return self._sheet.last.get(item)

    def problems(self, item: str) -> tuple[SheetProblem, ...]:
        """All that is remarked on an item."""
        return tuple(self._problems.get(item, ()))

    def own_problem(self, item: str) -> SheetProblem | None:
        """The first fault of the answer itself, or that there is none; cautions stand beside it."""
        pending = self._sheet.read.standing[item] is ItemStanding.PENDING
        own = [p for p in self.problems(item) if not p.caution]
        return next(iter(own[pending:]), None)

    def remarks(self, item: str) -> tuple[SheetProblem, ...]:
        """The cautions on an item, and why it is pending."""
        own = self.own_problem(item)
        return tuple(p for p in self.problems(item) if p is not own and (p.caution or self._pends(item)))

    def _pends(self, item: str) -> bool:
        return self._sheet.read.standing[item] is ItemStanding.PENDING

    def needs(self, item: SurveyItem) -> bool:
        """Whether an item still wants something: an answer, a mending, a reason."""
        return item.id in self._wanting

    def items(self, section: str) -> tuple[SurveyItem, ...]:
        """All items of a section, asked or not."""
        return tuple(item for item in self.form.items if item.section == section)

    def block(self, section: Section) -> BlockRow:
        """How a section stands: what it lacks, or that nothing of it is asked."""
        items = self.items(section.id)
        asked = [item for item in items if self.shown(item.id)]
        if not asked:
            return BlockRow(section.id, section.title, 0, "不涉及", applies=False)
        still_open = sum(self.needs(item) for item in asked)
        begun = any(known(self.facts, item.id) for item in asked)
        return BlockRow(section.id, section.title, still_open, begun=begun)

    def count(self) -> tuple[int, int]:
        """How many items are answered, and how many still want something."""
        asked = {item.id for item in self._sheet.read.asked if known(self.facts, item.id)}
        return len(asked - self._wanting), len(self._wanting)

    def following(self, after: str = "") -> SurveyItem | None:
        """The next item that wants something, behind another or from the top; None when nothing is left."""
        asked = self._sheet.read.asked
        order = [item.id for item in self.form.items]
        start = order.index(after) + 1 if after else 0
        wanting = [item for item in asked if self.needs(item) or not known(self.facts, item.id)]
        behind = (item for item in wanting if order.index(item.id) >= start)
        return next(behind, None) or next((item for item in wanting if self.needs(item)), None)

    def beside(self, item: str, step: int) -> SurveyItem | None:
        """The asked item before (-1) or after (1) another; None at the ends."""
        asked = self._sheet.read.asked
        order = [each.id for each in asked]
        place = order.index(item) + step if item in order else -1
        return asked[place] if 0 <= place < len(asked) else None


class SectionAnswers(QObject):
    """The sheet as the fields of one section see it; they are told of a change while the section is shown."""

    changed = Signal(str)

    def __init__(self, asking: SheetAsking, parent: QObject) -> None:
        super().__init__(parent)
        self._asking = asking
        self.parts = asking.parts

    @property
    def pack(self) -> Questionnaire:
        """The questionnaire."""
        return self._asking.form

    @property
    def facts(self) -> Mapping[str, Value]:
        """What counts now."""
        return self._asking.facts

    def given(self, element: str) -> Value | None:
        """The answer as it was typed or follows; None when there is none."""
        return self.facts.get(element)

    def derived(self, element: str) -> bool:
        """Whether an answer follows from others and nobody gave it."""
        return known(self.facts, element) and element not in self._asking.sheet.answers

    def vouched(self, _element: str) -> str:
        """Always empty: nothing but the person vouches for these answers."""
        return ""

    def optional(self, element: Element) -> bool:
        """Whether the answer may be left empty."""
        return not element.required

    def trouble(self, element: Element) -> Problem | None:
        """What is wrong with an answer itself."""
        found = self._asking.own_problem(element.id)
        return Problem(element.id, found.message, blocks=found.open) if found else None

    def answer(self, element: str, value: Value) -> None:
        """Take an answer."""
        self._asking.answer(element, value)
