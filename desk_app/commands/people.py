"""Invented people over every dimension the law looks at, and the interview each of them goes through.

The same people measure the rules (``bench forms``, ``bench questions``) and are compared with the law's
table (``tests/law``). All are invented; every number is built, and built the same each time.
"""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from forms import judging, rules
from forms.numbers import check_digit
from forms.pack import Pack
from forms.schema import UNSURE, Outcome, Value

DAY: Final = date(2026, 11, 23)
"""The day all of them come to the window."""
NOTHING_OPEN: Final = ("0",)
Tri = bool | None
_TRI: Final = (True, False, None)
_SEED: Final = 20261123
VALID, LOST, EXPIRED, DAMAGED = "1", "2", "3", "4"
NEVER, CANCELLED, UNRECORDED = "0", "5", "0"
OTHER_REASON: Final = "3"
"""Why a certificate is cancelled: neither death nor recovery."""
HELD: Final = (VALID, LOST, EXPIRED, DAMAGED)
"""States in which there is a certificate in the person's name."""
WITHOUT: Final = (NEVER, CANCELLED)
_STATES: Final = ("", NEVER, VALID, LOST, EXPIRED, DAMAGED, CANCELLED)
_FEW: Final = ("", NEVER, VALID)


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """One invented person; None and empty texts stand for what is unknown."""

    birth: date | None
    male: bool
    state: str
    """What the person says of the certificate (code table ``certificate_state``)."""
    grade: str
    categories: tuple[str, ...]
    number: str
    """Length of the certificate number: ``20`` or ``22`` (reissued, B1); empty when not shown."""
    until: date | None
    reason: str
    impairment: Tri
    cancelled: Tri
    cancelled_on: date | None
    """Day of cancelling in our own records; then the question is not asked."""
    low_income: Tri
    benefits: tuple[str, ...]
    willing: Tri
    able: Tri
    pension: Tri
    registered: Tri
    open: tuple[str, ...]
    unsure: bool = False
    """Whether unknown answers were asked for and answered 不清楚."""

    @property
    def holds(self) -> Tri:
        """Whether there is a certificate in the person's name, whatever its condition."""
        return self.state in HELD if self.state else None

    @property
    def id_number(self) -> str:
        """A valid number of this birth and sex; empty without a birth."""
        if self.birth is None:
            return ""
        first = f"620403{self.birth:%Y%m%d}00{1 if self.male else 2}"
        return first + check_digit(first)

    @property
    def certificate_number(self) -> str:
        """The number on the certificate; empty when it is not shown."""
        if not (self.number and self.holds is not False and self.birth and self.grade and self.categories):
            return ""
        kind = self.categories[0] if len(self.categories) == 1 else "7"
        return f"{self.id_number}{kind}{self.grade}" + ("B1" if self.number == "22" else "")

    @property
    def known(self) -> bool:
        """Whether every question has an answer other than 不清楚."""
        flags = (self.impairment, self.low_income, self.willing, self.able, self.pension)
        texts = self.state and self.birth and self.benefits and self.open and self.reason
        held = not self.holds or (self.grade and self.until and self.categories)
        cancelled = self.cancelled is not None or self.cancelled_on or self.state == NEVER
        return None not in (*flags, self.registered) and bool(texts and held and cancelled)


def answers(person: InventedPerson) -> dict[str, Value]:
    """The person's answer to each question, 不清楚 where there is none."""
    until = person.until.isoformat() if person.until else None
    told: dict[str, Value | None] = {
        "certificate_state": person.state,
        "certificate_lost": person.state == LOST if person.holds else None,
        "frozen_cleared": None,
        "cancel_reason": OTHER_REASON,
        "categories": person.categories if person.holds else (),
        "grade": person.grade,
        "renew_reason": person.reason,
        "certificate_until": until,
        "has_impairment": person.impairment,
        "cancelled_lately": person.cancelled,
        "registered_here": person.registered,
        "low_income": person.low_income,
        "other_benefits": person.benefits,
        "willing_to_work": person.willing,
        "able_to_work": person.able,
        "pension_joined": person.pension,
    }
    return {k: UNSURE if v is None or v in ("", ()) else v for k, v in told.items()}


def shown(person: InventedPerson, certificate: bool = True) -> dict[str, Value]:
    """What is known without asking: from the cards on the counter and our own records."""
    laid: dict[str, Value] = {"id_number": person.id_number, "open_matters": person.open}
    if certificate:
        laid["certificate_number"] = person.certificate_number
    if person.open:
        laid |= {"recorded_state": CANCELLED if person.cancelled_on else UNRECORDED, "receives": NOTHING_OPEN}
    if person.cancelled_on:
        laid["cancelled_on"] = person.cancelled_on.isoformat()
    return {k: v for k, v in laid.items() if v}


def facts(person: InventedPerson) -> dict[str, Value]:
    """Everything known of a person, as interview and form would leave it."""
    whole = shown(person)
    if person.categories and not person.holds:
        whole["apply_categories"] = person.categories
    follows = {"grade"} if person.certificate_number else set()
    if person.certificate_number and len(person.categories) == 1:
        follows.add("categories")
    if person.cancelled_on:
        follows |= {"certificate_state", "cancelled_lately"}
    for element, value in answers(person).items():
        if element not in follows and (value != UNSURE or person.unsure):
            whole[element] = value
    return whole


# ---- the matrix -------------------------------------------------------------------------------

_BIRTHS: Final = tuple(
    date(year, 11, day) for age in (16, 18, 60) for year in (2026 - age,) for day in (23, 24)
) + tuple(date(year, 3, 12) for year in (2026, 2019, 2011, 2004, 1987, 1972, 1968, 1961, 1940))
"""On the birthday and the day before it, for every age the law names; and ages between."""
_UNTILS: Final = (
    None, date(2020, 1, 5), date(2026, 11, 22), date(2026, 11, 23), date(2027, 3, 1),
    date(2027, 11, 23), date(2027, 11, 24), date(2027, 12, 23), date(2033, 6, 30),
)  # fmt: skip
_CANCELLED_ON: Final = tuple(
    date.fromisoformat(d) for d in ("2024-05-06", "2025-11-22", "2025-11-23", "2025-11-24", "2026-09-01")
)
_BENEFITS: Final = ((), ("0",), ("1",), ("2",), ("3",), ("1", "3"), ("2", "3"), ("1", "2"))
_CATEGORIES: Final = (("1",), ("2",), ("3",), ("4",), ("5",), ("6",), ("4", "5"), ("1", "2", "3"), ("6", "4"))
_GRADES: Final = ("1", "2", "3", "4")
_COLLECTED: Final = (
    "cert_new", "cert_renew", "cert_move", "cert_lost", "cert_cancel", "cert_change",
    "living_subsidy", "care_subsidy", "employment",
)  # fmt: skip
_HOLDERS: Final = frozenset({"cert_renew", "cert_move", "cert_lost", "cert_cancel", "cert_change"})
"""Matters that only somebody with a certificate can have open."""
_OPEN: Final = ((), NOTHING_OPEN, *((m,) for m in _COLLECTED), ("cert_lost", "living_subsidy"))


def _opened(*matters: str) -> tuple[tuple[str, ...], ...]:
    return ((), NOTHING_OPEN, *((m,) for m in matters))


_PRODUCTS: Final[tuple[Mapping[str, Sequence[Any]], ...]] = (
    {
        "state": _STATES, "impairment": _TRI, "cancelled": _TRI, "open": _opened("cert_new", "employment"),
        "birth": (None, date(2019, 3, 12), date(1961, 3, 12)),
    },
    {"state": (CANCELLED,), "cancelled": (None,), "cancelled_on": _CANCELLED_ON, "impairment": _TRI},
    {
        "state": _STATES, "reason": ("", "1", "2", "3"), "until": _UNTILS, "number": ("", "20"),
        "open": _opened("cert_renew"),
    },
    {"state": _STATES, "open": _OPEN, "male": (True, False), "registered": _TRI},
    {
        "state": _FEW, "low_income": _TRI, "benefits": _BENEFITS, "male": (True, False),
        "open": _opened("living_subsidy", "care_subsidy"),
    },
    {"state": _STATES, "open": _OPEN, "grade": ("", "2", "4"), "low_income": (True, None)},
    {
        "state": (VALID,), "grade": _GRADES, "number": ("", "20", "22"), "benefits": _BENEFITS,
        "open": _opened("care_subsidy", "living_subsidy"),
    },
    {"state": ("", NEVER), "grade": ("", *_GRADES), "benefits": _BENEFITS, "open": _opened("care_subsidy")},
    {
        "birth": (None, *_BIRTHS), "willing": _TRI, "able": _TRI, "state": _FEW, "impairment": _TRI,
        "open": (NOTHING_OPEN,),
    },
    {"birth": _BIRTHS[:4], "willing": _TRI, "able": _TRI, "open": _opened("employment", "cert_new")},
    {
        "birth": (None, *_BIRTHS), "state": _FEW, "grade": ("", *_GRADES), "pension": _TRI,
        "male": (True, False),
    },
    {
        "birth": _BIRTHS, "categories": _CATEGORIES, "number": ("", "20"), "state": (VALID, NEVER),
        "registered": _TRI,
    },
)  # fmt: skip
"""For every matter the crossed values of all that decides it; other fields are drawn at random, and known."""


def matrix(drawn: int = 3000) -> Iterator[InventedPerson]:
    """All people: the products of dimensions, then ``drawn`` random ones, some with unknowns."""
    dice = random.Random(_SEED)
    for product in _PRODUCTS:
        for row in itertools.product(*product.values()):
            yield _sound(replace(_drawn(dice, 0), **dict(zip(product, row, strict=True))))
    for _ in range(drawn):
        yield _sound(_drawn(dice, dice.choice((0, 0, 0.1, 0.3, 0.7))))


@cache
def everybody() -> tuple[InventedPerson, ...]:
    """The whole matrix, computed once."""
    return tuple(matrix())


def _drawn(dice: random.Random, unknown: float) -> InventedPerson:
    """A random person; each answer is unknown with the probability ``unknown``."""

    def pick(values: Sequence[Any], nothing: Any) -> Any:
        value = dice.choice(values)
        return nothing if dice.random() < unknown else value

    yes_no = (True, False)
    return InventedPerson(
        birth=pick(_BIRTHS, None),
        male=dice.choice(yes_no),
        state=pick((NEVER, VALID, VALID, LOST, EXPIRED, DAMAGED, CANCELLED), ""),
        grade=pick(_GRADES, ""),
        categories=pick(_CATEGORIES, ()),
        number=dice.choice(("", "20", "22")),
        until=pick(_UNTILS[1:], None),
        reason=pick(("1", "2", "3"), ""),
        impairment=pick((True, True, False), None),
        cancelled=pick((False, False, True), None),
        cancelled_on=None,
        low_income=pick(yes_no, None),
        benefits=pick(_BENEFITS[1:], ()),
        willing=pick(yes_no, None),
        able=pick(yes_no, None),
        pension=pick(yes_no, None),
        registered=pick(yes_no, None),
        open=pick((NOTHING_OPEN, NOTHING_OPEN, NOTHING_OPEN, *_OPEN[1:]), ()),
        unsure=dice.choice(yes_no),
    )


def _sound(person: InventedPerson) -> InventedPerson:
    """The person without contradictions between certificate, its last day, and what was cancelled."""
    if person.cancelled_on:
        person = replace(person, state=CANCELLED, open=NOTHING_OPEN)
    if not person.state and person.cancelled:
        person = replace(person, state=CANCELLED)
    if "cert_new" in person.open:
        state = NEVER if person.holds else person.state
        person = replace(person, state=state, number="", impairment=person.impairment is not False or None)
    if _HOLDERS.intersection(person.open) and person.holds is False:
        person = replace(person, state=LOST if "cert_lost" in person.open else VALID)
    if {"cert_renew", "cert_change"}.intersection(person.open) and person.state == LOST:
        person = replace(person, state=VALID)
    if "cert_lost" in person.open:
        person = replace(person, state=person.state and LOST, number="")
    if not person.state and not person.certificate_number:
        person = replace(person, until=None)
    if person.state == NEVER:
        person = replace(person, cancelled=None)
    if person.holds is False:
        return replace(person, grade="", number="", until=None)
    over = person.until is not None and person.until < DAY
    if over and person.state in (VALID, DAMAGED):
        return replace(person, state=EXPIRED)
    if person.until and not over and person.state == EXPIRED:
        return replace(person, until=_UNTILS[1])
    return person


# ---- the interview ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scene:
    """One way people come to the window: the matters chosen, the card shown, and who comes this way."""

    id: str
    title: str
    chosen: tuple[str, ...]
    certificate: bool
    holders: Tri = None
    """True for holders only, False for people without a certificate only, None for both."""

    def people(self, step: int = 1) -> tuple[InventedPerson, ...]:
        """Of the people who come this way and can answer every question, one in ``step``."""
        return tuple(p for p in everybody() if p.known and self._fits(p))[::step]

    def _fits(self, person: InventedPerson) -> bool:
        shows = not self.certificate or bool(person.certificate_number and person.state != LOST)
        return shows and self.holders in (None, person.holds)

    def begin(self, person: InventedPerson) -> dict[str, Value]:
        """The facts before the first question."""
        return shown(person, self.certificate)


SCENES: Final = (
    Scene("none", "什么都没选,只有身份证", (), False),
    Scene("new", "新办并两项补贴,没有证", ("cert_new", "living_subsidy", "care_subsidy"), False, False),
    Scene("holder", "什么都没选,出示了残疾人证", (), True, True),
    Scene("renew", "换领,出示了残疾人证", ("cert_renew",), True, True),
)


def interview(
    pack: Pack, told: Mapping[str, Value], begin: Mapping[str, Value], chosen: Sequence[str]
) -> tuple[dict[str, Value], list[str]]:
    """Facts when no question is left that could change anything, and the ids of those asked."""
    whole, asked = dict(begin), []
    while element := rules.next_question(pack, rules.complete(pack, whole, DAY), chosen):
        asked.append(element.id)
        whole[element.id] = told.get(element.id, UNSURE)
    return rules.complete(pack, whole, DAY), asked


def outcomes(pack: Pack, known: Mapping[str, Value], chosen: Sequence[str]) -> dict[str, str]:
    """Outcome of each chosen matter, and of those told beside them: none beside a cancellation that fails."""
    found = {f.matter: f.outcome for f in judging.judge(pack, known, chosen)}
    ends = any(pack.matters[m].offers_when and found[m] is Outcome.NOT for m in chosen)
    cared = set(chosen) if ends else {*chosen, *rules.offered(pack, known, chosen)}
    return {m: outcome for m, outcome in found.items() if m in cared}


def measured(pack: Pack, scene: Scene, step: int = 1) -> tuple[float, int]:
    """Mean number of questions of a scene, and how many people get another outcome than if asked all."""
    asked, different = [], 0
    for person in scene.people(step):
        told, begin = answers(person), scene.begin(person)
        known, questions = interview(pack, told, begin, scene.chosen)
        whole = rules.complete(pack, begin | told, DAY)
        asked.append(len(questions))
        different += outcomes(pack, known, scene.chosen) != outcomes(pack, whole, scene.chosen)
    return sum(asked) / len(asked), different
