"""Shapes of a questionnaire: head, items, jumps; sections, tables and cautions are those of a pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms.schema import Caution, CodeTable, Condition, Element, Option, Section

END: Final = "end"
"""Where a jump leads that passes over all the rest of the form."""
LAST: Final = "last_"
"""What the id of an item begins with where last year's answer to it is meant."""


@dataclass(frozen=True, slots=True)
class SurveyItem(Element):
    """One item of a questionnaire: asked where it has a section, else given or worked out."""

    number: str = ""
    """Its number on the official form: R9."""
    everybody: bool = False
    """Whether it is asked of everybody, so that no jump may pass over it and no condition hide it."""
    proposed: bool = False
    """Whether no published form has it: 建议."""
    unread: str = ""
    """What of it was not read in a published form: 未核对."""
    who: str = ""
    """Whom it is asked of, as the paper form says it; empty: its condition in words."""
    was: str = ""
    """Id of the item of last year's form that asked the same; empty: its own id."""
    listed: bool = False
    """Whether it tells how many people of the village there are, to be held against the list."""
    chart: bool = False
    """Whether its answers are drawn as bars below the figures of a year."""


@dataclass(frozen=True, slots=True)
class SurveySkip:
    """A jump: answered so at one item, the form goes on at a later one."""

    at: str
    when: Condition
    to: str
    """Id of the item it leads to, or ``END``."""
    source: str
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class SurveyHead:
    """What a questionnaire says of itself; days as month and day."""

    id: str
    year: int
    title: str
    about: str
    """Kind of subject it is about: ``person`` or ``village``."""
    reference: str
    """The day whose state is told, whatever the day of asking."""
    opens: str
    """The first day of asking, in the year before."""
    upload_by: str
    """The last day for towns to upload and hand in."""
    source: str
    basis: str
    """What its items rest on."""
    unread: str = ""
    """What of the form as a whole was not read in a published one."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of the file for the official platform, in the order of the rows."""

    id: str
    """Id of what it holds: an item, or something the form is given or works out."""
    heading: str
    source: str
    words: bool = False
    """Whether a choice is written in words; else by its code."""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class SurveyNeed:
    """What answers ask of another room: a record of its register, or a need that is kept."""

    id: str
    title: str
    element: str
    """The item whose answer says what is needed."""
    when: Condition
    source: str
    procedure: str = ""
    """The register of the room; begun by its act with ``at_counter`` once the pack has it."""
    given: tuple[str, ...] = ()
    """What that act is given in place of what it takes at the counter, each as ``ask=value``."""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire of one year; ``digest`` is the SHA-256 of its files and stands on every sheet."""

    head: SurveyHead
    digest: str
    sections: tuple[Section, ...]
    elements: Mapping[str, SurveyItem]
    """Everything a condition may look at: last year's answers, then the rows of the form in their order."""
    codes: Mapping[str, CodeTable]
    skips: tuple[SurveySkip, ...]
    cautions: tuple[Caution, ...]
    items: tuple[SurveyItem, ...]
    """What is asked, in the order of the form."""
    columns: tuple[ExportColumn, ...] = ()
    """The file for the official platform; empty where the form has none."""
    needs: tuple[SurveyNeed, ...] = ()
    """What answers ask of other rooms."""

    @property
    def id(self) -> str:
        """Its id among all years: ``person-2026``, as its folder is called."""
        return f"{self.head.id}-{self.head.year}"

    @property
    def title(self) -> str:
        """Its title with the year it is about."""
        return f"{self.head.title}({self.head.year}年度)"

    @property
    def reference_day(self) -> date:
        """The day whose state is told; ages are reckoned on it."""
        return _day(self.head.year, self.head.reference)

    @property
    def first_day(self) -> date:
        """The first day of asking."""
        return _day(self.head.year - 1, self.head.opens)

    @property
    def upload_day(self) -> date:
        """The last day for towns to upload and hand in."""
        return _day(self.head.year, self.head.upload_by)

    def covers(self, day: date) -> bool:
        """Whether a day is one of this year's asking."""
        return self.first_day <= day <= self.reference_day

    def options(self, element: Element) -> tuple[Option, ...]:
        """What an item with a code table offers; empty for other kinds."""
        return self.codes[element.codes].offered if element.codes else ()

    def passed(self, skip: SurveySkip) -> tuple[SurveyItem, ...]:
        """The items a jump passes over."""
        order = [item.id for item in self.items]
        until = len(order) if skip.to == END else order.index(skip.to)
        return self.items[order.index(skip.at) + 1 : until]


def _day(year: int, written: str) -> date:
    return date.fromisoformat(f"{year}-{written}")
