"""Two windows' books and the county's, with a clock that is moved: people come, departments decide.

Everything in it is real except the line between them, which is called directly.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_app.county import answers, histories
from desk_app.county_server import review
from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling as Decision
from desk_app.domain.applications import Application, Draft
from desk_app.domain.events import Who
from desk_app.domain.letters import Delivered, Letter
from desk_app.domain.settling import Settling
from desk_app.domain.told import HistoryAnswer
from desk_app.services import reading
from desk_app.services.counter import inform, intake
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms import calendar, judging, loader
from forms.library import Versions
from forms.procedures import DEPARTMENT
from forms.schema import Element, Facts, Finding, Kind, Value
from tests import blank
from tests.fakes import NOW, StillClock, make_parts
from tests.opened import key_beside

TYPED: Mapping[str, Value] = {
    "name": "张样例",
    "id_number": "620403198103120026",
    "phone": "13809430000",
    "bank_card": "6217000000000000004",
    "bank_card_again": "6217000000000000004",
    "guardian_name": "李样例",
    "guardian_phone": "13809430001",
    "guardian_relation": "5",
    "delivery_phone": "13809430002",
    "employed": False,
    "delivery": "2",
}
"""Answers a form may ask for whose value is not free."""


@dataclass
class World:
    """A window, another one that has never seen anybody, the county, and the time."""

    desk: Parts
    elsewhere: Parts
    county: CountyBook
    clock: StillClock
    taken: list[Application] = field(default_factory=list)
    """What was accepted, oldest first."""

    @property
    def today(self) -> date:
        return self.clock.today()

    def wait(self, months: int, days: int) -> None:
        """Let months, then days go by; a day that a month does not have becomes its last."""
        self.clock.moment = later(self.clock.moment, months) + timedelta(days=days)

    # ---- at the window ---------------------------------------------------------------------------

    def ask(self, parts: Parts, told: Facts) -> None:
        """Let a window ask the county what it holds of the person, as it does when a number is typed."""
        answer = inform.ask(parts, told)
        assert answer is not None
        inform.keep(parts, told, answer)

    def draft(self, told: Facts, chosen: tuple[str, ...], parts: Parts | None = None) -> Draft:
        """What a clerk has typed of a person who asks for these matters."""
        at = parts or self.desk
        return inform.recalled(at, replace(inform.new_draft(at), answers=dict(told), chosen=chosen))

    def read(self, told: Facts, chosen: tuple[str, ...], parts: Parts | None = None) -> Reading:
        """What the law says at this window, or at another one."""
        return reading.of(parts or self.desk, self.draft(told, chosen, parts))

    def accept(self, told: Facts, chosen: tuple[str, ...], parts: Parts | None = None) -> Application:
        """Accept with everything the form asks for; at the first window it is brought to the county."""
        at = parts or self.desk
        draft = filled(at, self.draft(told, chosen, parts))
        at.store.drafts.keep(draft)
        application = intake.accept(at, draft)
        if at is self.desk:
            self.taken.append(application)
            self.carry()
        return application

    def at_desk(self, application: Application) -> Application:
        found = self.desk.store.applications.one(application.id)
        assert found is not None
        return found

    # ---- at the county ---------------------------------------------------------------------------

    def facts(self, told: Facts, chosen: tuple[str, ...]) -> Facts:
        """What the county knows of answers a window sent, with its own records of the person."""
        history = self.county.history(str(told["id_number"]))
        return review.facts(self.desk.pack, told, chosen, history, self.today)

    def judged(self, told: Facts, chosen: tuple[str, ...]) -> Mapping[str, Finding]:
        """The county's own judgement of answers: matter → finding."""
        found = judging.judge(self.desk.pack, self.facts(told, chosen), chosen)
        return {f.matter: f for f in found}

    def decide(self, application: Application, matter: str, act: str, **values: Any) -> None:
        """Let a department act on a matter; its news are brought to the window."""
        ruling = Decision(matter, act, values, "演示审核人")
        self.county.decide(application.number, ruling, self.clock.now())
        self.carry()

    def note(self, id_number: str, act: str) -> None:
        """Let the county note something of a certificate: ``freeze``, ``move_away`` …"""
        who = Who("演示审核人", DEPARTMENT, "平川区残联")
        self.county.mark(id_number, act, "户口迁出", who, self.clock.now())
        self.carry()

    def states(self, application: Application) -> Mapping[str, tuple[str, str]]:
        """Matter → its state at the window and at the county."""
        case = self.county.case(application.number)
        assert case is not None
        there = {m.matter: m.state for m in case.matters}
        return {m.matter: (m.state, there[m.matter]) for m in self.at_desk(application).matters}

    def receive(self, letter: Letter, parts: Parts) -> str:
        """The county's answer to a letter of a window; RuleError when the law does not allow it."""
        return self.county.receive(letter.id, letter.body.encode(), self.clock.now(), parts.window.number)

    # ---- between them ----------------------------------------------------------------------------

    def carry(self) -> None:
        """Bring every letter of the first window to the county, and the county's news to it."""
        store, now = self.desk.store, self.clock.now()
        while letter := store.outbox.due():
            text = self.receive(letter, self.desk)
            told = answers.read_answer(text)
            order = tuple(told.order.items())
            store.outbox.delivered(letter.id, Delivered(told.number, told.received_at, "", order), now)
        news = self.county.news(store.inbox.cursor(), self.desk.window.number)
        store.inbox.apply(answers.read_news(answers.write_news(news.pieces, news.cursor)), now)
        assert store.inbox.set_aside() == ()


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """New windows and a new county, on a Monday morning."""
    clock = StillClock(NOW)
    file = blank.lay_county(folder / "county.db")
    county = CountyBook(file, make_law(), key=key_beside(file))
    with closing(county):
        desks = [_window(folder, number, clock, county) for number in "34"]
        with closing(desks[0].store), closing(desks[1].store):
            yield World(desks[0], desks[1], county, clock)


def make_law() -> Settling:
    """The shipped law, by which both ends go."""
    return Settling(Versions(loader.shipped()), calendar.shipped())


def _window(folder: Path, number: str, clock: StillClock, county: CountyBook) -> Parts:
    """A window that can ask the county; the answer goes over the line as text."""
    made = make_parts(folder / number, clock)
    parts = replace(made, window=replace(made.window, number=number))

    def ask(numbers: Sequence[str]) -> HistoryAnswer:
        found = county.told(numbers, parts.window.number, parts.clock.now())
        return histories.read_answer(histories.write_answer(found), numbers, parts.clock.today())

    return replace(parts, ask_county=ask)


def later(moment: datetime, months: int) -> datetime:
    """The same day and hour some months later."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month)


# ---- the form -------------------------------------------------------------------------------------


def filled(parts: Parts, draft: Draft) -> Draft:
    """The draft with every material handed in and an answer to all that the form still asks for."""
    for _ in range(12):
        problems = reading.of(parts, draft).blocking
        lacking = tuple(
            p.element.removeprefix("material:") for p in problems if p.element.startswith("material:")
        )
        asked = [parts.pack.elements[p.element] for p in problems if p.element in parts.pack.elements]
        more = {e.id: _answer(parts, draft, e) for e in asked if e.id not in draft.answers}
        if not lacking and not more:
            break
        draft = replace(draft, answers={**draft.answers, **more}, seen=(*draft.seen, *lacking))
    return draft


def _answer(parts: Parts, draft: Draft, element: Element) -> Value:
    if element.id in TYPED:
        return TYPED[element.id]
    match element.kind:
        case Kind.FLAG:
            return True
        case Kind.CHOICE:
            return parts.pack.codes[element.codes].options[0].code
        case Kind.CHOICES:
            return (parts.pack.codes[element.codes].options[0].code,)
        case Kind.DATE:
            return draft.updated_at.date().isoformat()
    return "样例"
