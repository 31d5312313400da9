"""The people of a year's survey: one row a person, with the sheet that is theirs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from desk_app.domain.events import Event

SURVEY: Final = "survey"
"""Kind of the subject of what is done to the people of a year as a whole; its id is the year."""
DRAW: Final = "draw_people"
"""The act by which the people of a year are drawn."""
WITHDRAW: Final = "withdraw_people"
"""The act by which the list of a year is taken back, with its reason."""
LAST, CERTIFICATE, LISTED, COUNTER = "last", "certificate", "list", "counter"
"""Why somebody is among the people of a year: last year's, a new certificate, a list, met at a window."""


@dataclass(frozen=True, slots=True)
class SurveyPerson:
    """One of the people of a year, whom a sheet is about; of a village form the village itself."""

    id_number: str
    """Empty for a village."""
    name: str
    phone: str = ""
    town: str = ""
    village: str = ""
    region: str = ""
    """Code of the village; empty where it is not known."""
    place: int = 0
    """Where they stand in the order of the road, from 1; 0 where nobody said."""
    whence: str = COUNTER
    given: Mapping[str, Any] = field(default_factory=dict)
    """What else is known of them, by id of what the act that opens a sheet asks."""
    sheet: str = ""
    """Id of the record that is or will be their sheet."""
    state: str = ""
    """Code of its state; empty: 未采集."""
    brought: str = ""
    """Id of the event that drew them."""

    @property
    def address(self) -> str:
        """Town and village in one: 宝积镇吊沟村."""
        return f"{self.town}{self.village}"


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many of the people of a village stand in one way: state of the sheet, way of asking, reason."""

    town: str
    village: str
    state: str
    way: str
    lost_why: str
    count: int


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """What a table is made of: where a complete sheet belongs, and what counted on it."""

    town: str
    village: str
    form: str
    """Digest of the questionnaire it was answered on."""
    facts: Mapping[str, Any]


class SurveyPeople(Protocol):
    """The people of each year."""

    def draw(self, year: int, people: Sequence[SurveyPerson], event: Event) -> None:
        """Keep these as the people of a year, in place of those drawn before, with the event that draws them.

        All or nothing.
        """
        ...

    def add(self, year: int, person: SurveyPerson, event: Event) -> None:
        """Keep one more, in place of an earlier row of the number."""
        ...

    def withdraw(self, year: int, event: Event) -> None:
        """Forget the people of a year, with the event that takes their list back.

        RuleError where a sheet of one of them was begun meanwhile.
        """
        ...

    def people(self, year: int, town: str = "", village: str = "") -> tuple[SurveyPerson, ...]:
        """The people of a year, or those of a town or village, in the order of the road, each with the state
        of the sheet."""
        ...

    def some(self, year: int, numbers: Collection[str]) -> tuple[SurveyPerson, ...]:
        """Those of a year with these numbers, in no order."""
        ...

    def reached(self, year: int) -> tuple[PeopleCount, ...]:
        """How the people of a year stand, counted by village, state, way and reason."""
        ...

    def counted(self, year: int) -> Iterator[CountedSheet]:
        """The complete sheets of a year, read in portions."""
        ...

    def forget(self, numbers: Collection[str]) -> int:
        """Delete the rows of these numbers in every year; returns how many there were."""
        ...
