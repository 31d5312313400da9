"""A thousand events in any order, twice, with gaps: states follow from them, news come once."""

import random
from collections import Counter
from contextlib import closing
from pathlib import Path

from desk_app.county import frame
from desk_app.county_server.book import CountyBook
from desk_app.county_server.faults import DuplicateError
from desk_app.domain.events import Who
from desk_app.domain.letters import Envelope
from desk_app.errors import RuleError
from forms.procedures import COUNTY
from tests.county.registers import CLERK_3, LOAN, asked, later
from tests.county_server.offices import office
from tests.fakes import NOW

SEED = random.randrange(2**32)
LOANS = 120


def letters(chance: random.Random) -> list[Envelope]:
    """All letters of all loans, from two windows."""
    made = []
    for number in range(LOANS):
        loan = f"loan-{number}"
        who = Who("经办员", window=chance.choice("34"))
        made.append(asked(loan, f"FJ-{number}"))
        for act in ("lend", "give_back", "note", "note", "lend", "hurry", "give_back"):
            made.append(later(f"{len(made)}-{act}-{loan}", act, loan, who=who))
    return made


class Model:
    """The register as a simple model: the state of each loan, whoever reports it."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def may(self, loan: str, act: str) -> bool:
        wanted = LOAN.act(act)
        assert wanted is not None
        if wanted.start:
            return loan not in self.states
        open_to_all = not wanted.sources and act != "hurry"
        return loan in self.states and (open_to_all or self.states[loan] in wanted.sources)

    def do(self, loan: str, act: str) -> None:
        wanted = LOAN.act(act)
        assert wanted is not None
        self.states[loan] = wanted.target or self.states[loan]


class Run:
    """One run: letters, the county's own acts, and a window that reads the news meanwhile."""

    def __init__(self, book: CountyBook, chance: random.Random) -> None:
        self.book, self.chance, self.model = book, chance, Model()
        self.cursor = 0
        self.read: list[str] = []
        self.answers: dict[str, str] = {}
        self.events = 0

    def bring(self, letter: Envelope) -> None:
        (event,) = letter.events
        known, allowed = letter.id in self.answers, self.model.may(event.proceeding, event.act)
        try:
            answer = self.book.receive(letter.id, frame.write(letter, "620403").encode(), NOW)
        except (RuleError, DuplicateError):
            assert not known, f"seed {SEED}: refused after it was taken"
            assert not allowed, f"seed {SEED}: {event.act} refused"
            return
        if known:
            assert answer == self.answers[letter.id], f"seed {SEED}: another answer"
            return
        assert allowed, f"seed {SEED}: {event.act} taken in {self.model.states.get(event.proceeding)}"
        self.answers[letter.id] = answer
        self.events += 1
        self.model.do(event.proceeding, event.act)

    def act(self) -> None:
        """Let the county approve or refuse a loan, if its state allows it."""
        loan, act = (
            f"loan-{self.chance.randrange(LOANS)}",
            self.chance.choice(("approve", "approve", "refuse")),
        )
        allowed = self.model.may(loan, act)
        try:
            self.book.act(loan, act, {"text": "好"}, Who("王样例", COUNTY), NOW)
        except RuleError:
            assert not allowed, f"seed {SEED}: {act} refused"
        else:
            assert allowed, f"seed {SEED}: {act} taken"
            self.events += 1
            self.model.do(loan, act)

    def look(self) -> None:
        """Let window 3 read a few pieces of news."""
        news = self.book.news(self.cursor, "3", limit=self.chance.randrange(1, 20))
        places = [e.county or 0 for e in news.events]
        assert places == sorted(places)
        assert all(place > self.cursor for place in places)
        self.read += [e.id for e in news.events]
        self.cursor = news.cursor


def test_any_order_twice_and_with_gaps_comes_out_the_same(tmp_path: Path) -> None:
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    every = letters(chance)
    sent = [letter for letter in every if chance.random() > 0.05] * 2
    chance.shuffle(sent)
    with closing(office(tmp_path).book()) as book:
        run = Run(book, chance)
        for letter in sent:
            run.bring(letter)
            if chance.random() < 0.2:
                run.act()
            if chance.random() < 0.1:
                run.look()
        while book.news(run.cursor, "3", limit=1).events:
            run.look()
        states = {loan: found.state for loan in run.model.states if (found := book.one(loan))}
        check, all_news = book.check(), book.news(0, "3", limit=100_000).events
        stored = [e.id for loan in run.model.states for e in book.events(loan)]
    assert len(sent) > 1500
    assert states == run.model.states, f"seed {SEED}"
    assert (check.broken, check.apart) == ((), ()), f"seed {SEED}"
    assert run.read == [e.id for e in all_news], f"seed {SEED}"
    assert max(Counter(run.read).values()) == 1
    assert len(stored) == len(set(stored)) == run.events
    assert all(e.who.window != CLERK_3.window for e in all_news)
