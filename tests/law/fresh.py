"""One invented person over weeks and years: what they ask for, what departments say, what is left."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desk_app.domain import holdings
from desk_app.domain.applications import Application
from desk_app.errors import RuleError
from desk_app.services.reading import Reading
from forms.schema import Facts, Finding, Outcome, Value
from tests.law.sequences import MATTERS
from tests.law.visitors import CANCELLED, CATEGORY, GRADE, RENEWED, STATE, identity
from tests.law.world import TYPED, World

ADDRESS = "甘肃省白银市平川区长征街道样例社区12号"


@dataclass
class Life:
    """A person in a world; what they say of the certificate is put to the books with every visit."""

    world: World
    born: date
    order: str = "002"
    facts: dict[str, Value] = field(default_factory=dict)
    """What they tell besides, or otherwise."""

    @property
    def id_number(self) -> str:
        """Their identity number: of a woman when ``order`` is even."""
        return identity(self.born, self.order)

    def told(self, says: str, *asked: str, **more: Value) -> Facts:
        """Answers at a visit; ``says`` is what they say of the certificate, ``asked``: 换领(到期) …"""
        told: dict[str, Value] = {
            **TYPED,
            "ethnicity": "01",
            "marriage": "20",
            "household_kind": "0",
            "registered_address": ADDRESS,
            "present_address": ADDRESS,
            "has_impairment": True,
            "registered_here": True,
            "low_income": True,
            "other_benefits": ("0",),
            "willing_to_work": True,
            "able_to_work": True,
            "pension_joined": True,
            **self.facts,
            "id_number": self.id_number,
            "certificate_state": STATE[says],
            "certificate_lost": says == "遗失",
        }
        for word in asked:
            told |= _asked(word)
        return told | more

    def answers(self, says: str, *asked: str, **more: Value) -> dict[str, str]:
        """Matter word → its answer when asked for together: the same at the window and at the county.

        AssertionError when the two ends do not agree.
        """
        read = self.read(says, *asked, **more)
        there = self.world.judged(self.told(says, *asked, **more), matters(asked))
        found: dict[str, str] = {}
        for word in asked:
            here, other = read.finding(matter(word)), there[matter(word)]
            assert _same(here, other), (word, here, other)
            found[word] = here.outcome
        return found

    def each(self, says: str, *asked: str, **more: Value) -> dict[str, str]:
        """Matter word → its answer when asked for alone."""
        return {word: self.answers(says, word, **more)[word] for word in asked}

    def read(self, says: str, *asked: str, **more: Value) -> Reading:
        """What the window says, after it asked the county."""
        told = self.told(says, *asked, **more)
        self.world.ask(self.world.desk, told)
        return self.world.read(told, matters(asked))

    def why(self, says: str, asked: str, **more: Value) -> str:
        """The window's reasons for its answer to one matter."""
        return "".join(self.read(says, asked, **more).finding(matter(asked)).reasons)

    def takes(self, says: str, *asked: str, **more: Value) -> Application:
        """The window accepts, the county takes the letter."""
        told = self.told(says, *asked, **more)
        self.world.ask(self.world.desk, told)
        return self.world.accept(told, matters(asked))

    def grants(self, application: Application, word: str, **result: Any) -> None:
        """The department grants; an assessment is held first where there is one."""
        if word in ("新办", "变更") and self.state(application, word) == "accepted":
            self.world.decide(application, matter(word), "assess")
        self.world.decide(application, matter(word), "conclude", **result)

    def refuses(self, application: Application, word: str) -> None:
        """The department refuses."""
        self.world.decide(application, matter(word), "refuse", text="不符合规定的条件")

    def turned_down(self, application: Application, word: str, **result: Any) -> str:
        """The county's sentence about a result it does not take; nothing changed at either end."""
        before = self.world.states(application), self.certificate()
        try:
            self.world.decide(application, matter(word), "conclude", **result)
        except RuleError as fault:
            assert (self.world.states(application), self.certificate()) == before
            return str(fault)
        raise AssertionError(f"the county took {result}")

    def state(self, application: Application, word: str) -> str:
        """A matter's state, which is the same at both ends."""
        here, there = self.world.states(application)[matter(word)]
        assert here == there, (word, here, there)
        return here

    def note(self, application: Application, word: str) -> str:
        """What the window was told about the matter last."""
        found = self.world.at_desk(application).matters
        return next(m.note for m in found if m.matter == matter(word))

    def certificates(self) -> list[tuple[str, str]]:
        """Number and state of every certificate, oldest first, at the county."""
        history = self.world.county.history(self.id_number)
        held = holdings.certificates(self.world.desk.pack, history, self.world.today)
        return [(c.number.removeprefix(self.id_number), c.state) for c in held]

    def certificate(self) -> tuple[str, str]:
        """The present one."""
        return next(iter(reversed(self.certificates())), ("", ""))

    def paid(self) -> list[tuple[str, str]]:
        """Subsidies paid now, with their first month, at the county."""
        history = self.world.county.history(self.id_number)
        paid = holdings.subsidies(self.world.desk.pack, history)
        words = {v: k for k, v in MATTERS.items()}
        return [(words[s.matter], s.first_month) for s in paid if s.ended_on is None]

    def result(self, application: Application, word: str) -> dict[str, Any]:
        """What the county has of a result."""
        found = self.world.county.history(self.id_number).matters
        wanted = (application.id, matter(word))
        return dict(next(m.result for m in found if (m.application, m.matter) == wanted))


def matter(word: str) -> str:
    """The id of a matter: 换领(到期) is ``cert_renew``."""
    return MATTERS[word.partition("(")[0]]


def matters(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of several."""
    return tuple(matter(word) for word in asked)


def rows(said: str) -> list[dict[str, str]]:
    """An assessment: ``肢体二 精神三``."""
    return [{"category": CATEGORY[each[:-1]], "grade": GRADE[each[-1]]} for each in said.split()]


def _asked(word: str) -> dict[str, Value]:
    name, _, kind = word.rstrip(")").partition("(")
    match name:
        case "换领":
            return {"renew_reason": RENEWED[kind or "资料更新"]}
        case "注销":
            return {"cancel_reason": CANCELLED[kind or "其他"], "cancel_categories": ("4",)}
        case "新办" | "变更":
            return {"apply_categories": tuple(CATEGORY[c] for c in (kind or "肢体").split())}
    return {}


def _same(here: Finding, there: Finding) -> bool:
    return (here.outcome, here.waits_for) == (there.outcome, there.waits_for)


NO, MAY, YES = Outcome.NOT, Outcome.MAY, Outcome.APPLIES
