"""The interview asks only what can change something, and stops when nothing can; by brute force.

Nothing here reads conditions: unknown answers are filled in, in every way or in many random ones, and
the results compared.
"""

import itertools
import random
from collections.abc import Iterator, Mapping

import pytest

from desk_app.commands import people
from desk_app.commands.people import DAY, SCENES, InventedPerson, Scene
from forms import conditions, loader, rules
from forms.conditions import known
from forms.schema import UNSURE, Outcome, Value

Facts = dict[str, Value]

YES_NO: tuple[Value, ...] = (True, False)
ANSWERS: Mapping[str, tuple[Value, ...]] = {
    **dict.fromkeys(("has_impairment", "cancelled_lately", "registered_here"), YES_NO),
    **dict.fromkeys(("low_income", "willing_to_work", "able_to_work", "pension_joined"), YES_NO),
    **dict.fromkeys(("certificate_lost", "frozen_cleared"), YES_NO),
    "cancel_reason": ("1", "2", "3"),
    "certificate_state": ("0", "1", "2", "3", "4", "5"),
    "categories": (("4",), ("5",), ("4", "6")),
    "grade": ("1", "2", "3", "4"),
    "renew_reason": ("1", "2", "3"),
    "certificate_until": ("2027-03-01", "2033-06-30"),
    "other_benefits": (("0",), ("1",), ("2",), ("3",), ("1", "3")),
}
"""Answers that stand for all others of their kind."""
ON_A_CERTIFICATE = ("grade", "categories", "certificate_until")
MOST = 200
"""Most ways of filling in that are tried; when there are fewer, all are tried."""
CHOSEN: tuple[tuple[str, ...], ...] = (
    (),
    ("cert_new",),
    ("cert_renew", "care_subsidy"),
    ("cert_move", "cert_change"),
    ("cert_lost", "living_subsidy", "employment"),
    ("cert_cancel",),
    ("cert_change", "care_subsidy"),
    ("living_subsidy", "care_subsidy", "employment"),
)
ALL = (
    *SCENES,
    *(Scene("+".join(c) or "nothing", "", c, certificate=False) for c in CHOSEN),
    *(Scene("+".join(("shown", *c)), "", c, certificate=True, holders=True) for c in CHOSEN),
)
"""What people may want at once, each without and with the certificate laid down."""


def signature(facts: Mapping[str, Value], scene: Scene) -> tuple[object, ...]:
    """What matters to the applicant: outcomes; materials, and what is told, of matters that are taken."""
    pack = loader.shipped()
    whole = rules.complete(pack, facts, DAY)
    found = people.outcomes(pack, whole, scene.chosen)
    taken = tuple(m for m in scene.chosen if found[m] is not Outcome.NOT)
    needs = rules.needs(pack, whole, taken)
    ways = (b for m in taken for b in pack.matters[m].branches if b.tells or b.process or b.handler)
    told = tuple(b.title for b in ways if conditions.truth(b.when, whole))
    return tuple(found.items()), tuple((n.material.id, n.required) for n in needs), told


def unknown(facts: Mapping[str, Value], scene: Scene) -> list[str]:
    """Questions without an answer, given or derived, that can be asked of who wants these matters."""
    whole = rules.complete(loader.shipped(), facts, DAY)
    return [e for e in ANSWERS if not known(whole, e) and e not in facts and is_asked(e, scene)]


def is_asked(element: str, scene: Scene) -> bool:
    """Whether a question stands outside the form, or in a part of it that one of the matters has."""
    pack = loader.shipped()
    part = next((s for s in pack.sections if s.id == pack.elements[element].section), None)
    return part is None or not part.matters or bool(set(part.matters) & set(scene.chosen))


def filled(facts: Facts, left: list[str], dice: random.Random) -> Iterator[Facts]:
    """The facts with the questions ``left`` answered: in every way, or in ``MOST`` drawn at random."""
    ways = itertools.product(*(ANSWERS[e] for e in left))
    if _number_of_ways(left) > MOST:
        ways = (tuple(dice.choice(ANSWERS[e]) for e in left) for _ in range(MOST))
    for way in ways:
        yield possible(facts, dict(zip(left, way, strict=True)))


def possible(facts: Facts, more: Facts) -> Facts:
    """Both together; without a certificate what stands on it becomes 不清楚."""
    whole = facts | more
    if whole.get("certificate_state") in people.WITHOUT:
        whole |= {e: UNSURE for e in ON_A_CERTIFICATE if e in more}
    return whole


def _number_of_ways(left: list[str]) -> int:
    number = 1
    for element in left:
        number *= len(ANSWERS[element])
    return number


def could_change(facts: Facts, question: str, scene: Scene, dice: random.Random) -> bool:
    """Whether two answers to the question have different results, all else being equal."""
    left = [e for e in unknown(facts, scene) if e != question]
    for whole in filled(facts, left, dice):
        ends = {signature(possible(whole, {question: a}), scene) for a in ANSWERS[question]}
        if len(ends) > 1:
            return True
    return False


def steps(person: InventedPerson, scene: Scene) -> Iterator[tuple[Facts, str]]:
    """Each step of the interview: the facts, and the question asked then; at the end an empty question."""
    told, facts = people.answers(person), scene.begin(person)
    asked = people.interview(loader.shipped(), told, facts, scene.chosen)[1]
    for question in asked:
        yield dict(facts), question
        facts[question] = told[question]
    yield dict(facts), ""


def named(scene: Scene) -> str:
    return scene.id


def test_every_question_has_its_answers_here() -> None:
    asked = {e.id for e in loader.shipped().elements.values() if e.ask}
    assert asked == set(ANSWERS) == set(people.answers(people.everybody()[0]))


@pytest.mark.parametrize("scene", ALL, ids=named)
def test_the_interview_ends_where_asking_everything_ends(scene: Scene) -> None:
    pack = loader.shipped()
    for person in scene.people(61):
        told, begin = people.answers(person), scene.begin(person)
        end, asked = people.interview(pack, told, begin, scene.chosen)
        assert len(set(asked)) == len(asked)
        assert signature(end, scene) == signature(begin | told, scene), (scene.title, person, asked)


@pytest.mark.parametrize("scene", ALL, ids=named)
def test_every_question_could_still_change_something(scene: Scene) -> None:
    dice = random.Random(3)
    for person in scene.people(397):
        for facts, question in steps(person, scene):
            if question:
                assert could_change(facts, question, scene, dice), (scene.title, question, facts)


@pytest.mark.parametrize("scene", ALL, ids=named)
def test_when_it_stops_nothing_can_change(scene: Scene) -> None:
    dice = random.Random(5)
    for person in scene.people(997):
        *_, (facts, _) = steps(person, scene)
        ends = {signature(whole, scene) for whole in filled(facts, unknown(facts, scene), dice)}
        assert len(ends) == 1, (scene.title, facts, unknown(facts, scene))


@pytest.mark.parametrize(
    ("scene", "most"), list(zip(SCENES, (5.0, 7.5, 3.5, 6.0), strict=True)), ids=[s.id for s in SCENES]
)
def test_fewer_questions_with_the_same_outcome(scene: Scene, most: float) -> None:
    """The figures of ``desk-app bench questions`` on fewer people; everything would be twelve questions."""
    mean, different = people.measured(loader.shipped(), scene, 29)
    assert mean <= most
    assert not different


def test_not_sure_is_an_answer_and_is_not_asked_again() -> None:
    pack = loader.shipped()
    for scene in SCENES:
        for person in scene.people(997):
            asked = people.interview(pack, {}, scene.begin(person), scene.chosen)[1]
            assert len(set(asked)) == len(asked)
