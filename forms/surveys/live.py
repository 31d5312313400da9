"""Which answers of a sheet count, by one pass forward through its form.

An item is asked unless a jump passes over it or its condition is false. What is unknown never hides: such an
item is pending, may be answered, and keeps the sheet open until it is known. Answers to items that are not
asked are kept, and count for nothing: no condition, no derivation and no table sees them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.conditions import all_of, known, open_facts, truth
from forms.derive import derived, inputs
from forms.facts import NOT_ASKED
from forms.schema import Condition, Facts, Value
from forms.surveys.kinds import LAST, Questionnaire, SurveyItem, SurveySkip


class ItemStanding(StrEnum):
    """How an item of a form stands on one sheet."""

    ASKED = "asked"
    PENDING = "pending"
    """It is not known yet whether it is asked: 待定."""
    SKIPPED = "skipped"
    """A jump passes over it."""
    APART = "apart"
    """Its condition is false: 不涉及."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """One sheet as its form reads it."""

    form: Questionnaire
    facts: Facts
    """The answers that count, what was given, and what follows from both."""
    standing: Mapping[str, ItemStanding]
    """By id, of every item that can be asked."""
    jumps: Mapping[str, SurveySkip]
    """By id of an item that is skipped: the jump that passes over it."""
    awaits: Mapping[str, tuple[str, ...]]
    """By id of an item that is pending: the facts that decide it."""
    idle: Facts
    """The answers that are kept and do not count."""

    @property
    def asked(self) -> tuple[SurveyItem, ...]:
        """The items that are asked or pending, in the order of the form."""
        shown = (ItemStanding.ASKED, ItemStanding.PENDING)
        return tuple(item for item in self.form.items if self.standing[item.id] in shown)

    def following(self, after: str = "") -> SurveyItem | None:
        """The first item behind another (none: of all) that is asked and has no answer; None at the end."""
        order = [item.id for item in self.form.items]
        start = order.index(after) + 1 if after else 0
        left = (item for item in self.asked if not known(self.facts, item.id))
        return next((item for item in left if order.index(item.id) >= start), None)


def read(form: Questionnaire, given: Facts, answers: Facts) -> ReadSheet:
    """A sheet as its form reads it.

    ``given`` are facts nobody is asked for: what the roster tells of the person, and last year's answers as
    ``last_…``. ``answers`` are all that were ever typed, those that do not count any more among them.
    """
    walk = _Pass(form, given, answers)
    for element in form.elements.values():
        walk.step(element)
    left = (name for name in walk.standing if name not in walk.counted and known(answers, name))
    idle = {name: answers[name] for name in left}
    return ReadSheet(form, walk.live, walk.standing, walk.jumps, walk.awaits, idle)


class _Pass:
    """One pass: ``live`` is what counts so far, ``judged`` the same with marks for what is never asked."""

    def __init__(self, form: Questionnaire, given: Facts, answers: Facts) -> None:
        self._form, self._given, self._answers = form, given, answers
        self._shows = {s.id: s.show_when for s in form.sections}
        self._judged: dict[str, Value] = {}
        self.live: dict[str, Value] = {}
        self.counted: set[str] = set()
        self.standing: dict[str, ItemStanding] = {}
        self.jumps: dict[str, SurveySkip] = {}
        self.awaits: dict[str, tuple[str, ...]] = {}

    def step(self, element: SurveyItem) -> None:
        """Take the next row of the form."""
        if not element.section:
            self._fact(element)
            return
        shown = (self._shows.get(element.section, ()), element.show_when)
        standing = self.standing[element.id] = self._stands(element, shown)
        if standing in (ItemStanding.SKIPPED, ItemStanding.APART):
            self._judged[element.id] = NOT_ASKED
            return
        if standing is ItemStanding.PENDING:
            names = (name for condition in shown for name in open_facts(condition, self._judged))
            self.awaits[element.id] = tuple(dict.fromkeys(names))
        self._answered(element)
        if standing is ItemStanding.ASKED:
            self._jump(element)

    def _stands(self, element: SurveyItem, shown: tuple[Condition, ...]) -> ItemStanding:
        if element.id in self.jumps:
            return ItemStanding.SKIPPED
        holds = all_of(truth(condition, self._judged) for condition in shown)
        if holds is None:
            return ItemStanding.PENDING
        return ItemStanding.ASKED if holds else ItemStanding.APART

    def _answered(self, element: SurveyItem) -> None:
        """Take what was typed, else what was given, else what follows."""
        if known(self._answers, element.id):
            self.counted.add(element.id)
            self._take(element.id, self._answers[element.id])
        else:
            self._fact(element)

    def _fact(self, element: SurveyItem) -> None:
        """Take what was given or follows; what can never be known is marked, so that nothing waits for it."""
        if known(self._given, element.id):
            self._take(element.id, self._given[element.id])
            return
        rests_on = inputs(element.derived) if element.derived else ()
        value = derived(element.derived, self.live, self._form.reference_day) if element.derived else None
        if value is not None:
            self._take(element.id, value)
        elif element.id.startswith(LAST) or any(self._judged.get(n) == NOT_ASKED for n in rests_on):
            self._judged[element.id] = NOT_ASKED

    def _take(self, name: str, value: Value) -> None:
        self.live[name] = self._judged[name] = value

    def _jump(self, element: SurveyItem) -> None:
        """Follow the first jump at an item whose condition is true."""
        for skip in self._form.skips:
            if skip.at == element.id and truth(skip.when, self._judged):
                for item in self._form.passed(skip):
                    self.jumps.setdefault(item.id, skip)
                return
