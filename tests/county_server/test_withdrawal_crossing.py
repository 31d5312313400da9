"""Departments and window act in any order while the line comes and goes: both ends stand alike in the end."""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desk_app.county import answers
from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application
from desk_app.domain.letters import Delivered
from desk_app.errors import RuleError
from desk_app.services.applications import withdrawing
from desk_app.services.todos import todos
from tests.law.world import World, world
from tests.people import sound_draft

CERT = "cert_new"
GIVEN = {"text": "不办了", "relation": "1", "person": "张样例", "paper_kept": True}
GRANTED = {"assessed": [{"category": "4", "grade": "2"}]}
ACTS = ("accept", "assess", "resume", "conclude", "refuse", "close")


@pytest.fixture
def both(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def decide(both: World, application: Application, chance: random.Random) -> None:
    """One act of a department on some matter; what the law does not allow changes nothing."""
    matter, act = chance.choice(application.chosen), chance.choice(ACTS)
    values = GRANTED if (act, matter) == ("conclude", CERT) else {"text": "审查"}
    if act == "conclude" and matter != CERT:
        values = {"amount": "120"}
    with suppress(RuleError):
        both.county.decide(application.number, Ruling(matter, act, values, "演示审核人"), both.clock.now())


def take_back(both: World, application: Application, chance: random.Random) -> None:
    now = both.desk.store.applications.one(application.id)
    assert now is not None
    for act in chance.sample(withdrawing.acts(both.desk, now), 1) if withdrawing.acts(both.desk, now) else ():
        able = [m.matter for m in withdrawing.choices(both.desk, now, act)]
        given = {"text": "收错了"} if act.same_day else GIVEN
        withdrawing.withdraw(
            both.desk, now.id, chance.sample(able, chance.randint(1, len(able))), act.code, given
        )


def send_one(both: World, chance: random.Random) -> bool:
    """The oldest letter reaches the county; its answer may be lost, so that it comes again."""
    store, now = both.desk.store, both.clock.now()
    letter = store.outbox.due()
    if letter is None:
        return False
    try:
        told = answers.read_answer(both.receive(letter, both.desk))
    except RuleError as fault:
        store.outbox.refused(letter.id, str(fault), now)
        return True
    if chance.random() < 0.3:
        return True
    order = tuple(told.order.items())
    store.outbox.delivered(letter.id, Delivered(told.number, told.received_at, "", order), now)
    return True


def hear(both: World, chance: random.Random) -> None:
    """News since the cursor; now and then the same batch comes twice."""
    store = both.desk.store
    news = both.county.news(store.inbox.cursor(), both.desk.window.number)
    batch = answers.read_news(answers.write_news(news.pieces, news.cursor))
    for _ in range(chance.choice((1, 1, 2))):
        store.inbox.apply(batch, both.clock.now())
    assert store.inbox.set_aside() == ()


@pytest.mark.parametrize("seed", range(12))
def test_both_ends_stand_alike_whatever_crossed(both: World, seed: int) -> None:
    chance = random.Random(seed)
    draft = sound_draft(both.desk)
    application = both.accept(draft.answers, draft.chosen)
    for _ in range(14):
        match chance.randrange(5):
            case 0 | 1:
                decide(both, application, chance)
            case 2:
                take_back(both, application, chance)
            case 3:
                send_one(both, chance)
            case _:
                hear(both, chance)
    while send_one(both, chance):
        pass
    hear(both, chance)
    states = both.states(application)
    assert all(here == there for here, there in states.values()), (seed, states)
    checked = both.county.check()
    assert (checked.broken, checked.apart) == ((), ())
    assert both.desk.store.check().sound
    refused = [x for x in both.desk.store.outbox.letters(application.subject) if x.state == "refused"]
    told = [t for t in todos.todos(both.desk).shown if "没有撤回" in t.title]
    assert len(told) == len(refused)
