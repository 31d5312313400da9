"""Any moves at two windows, letters late: stock is the sum of moves, no piece in two places."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.county import answers
from desk_app.domain.letters import Delivered
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from forms.procedures import CLERK, SYSTEM
from tests.centre.desk import MODEL, Centre
from tests.law.world import World, world

PIECE_ACTS = (
    *("shelve", "reserve", "put_back", "lend", "give", "give_back", "sound", "check_broken", "repaired"),
    *("disinfect", "broken", "lost", "found"),
)
GIVEN = {"request": "FQ-03-2026-0001", "fault": "轮子松了", "why": "坏了"}
MOVES = 45


def send(made: World, parts: Parts) -> int:
    """Bring a window's letters to the county and its news to the window; returns how many it refused."""
    outbox, now, refused = parts.store.outbox, made.clock.now(), 0
    while letter := outbox.due():
        try:
            told = answers.read_answer(made.receive(letter, parts))
        except RuleError as fault:
            outbox.refused(letter.id, str(fault), now)
            refused += 1
        else:
            order = tuple(told.order.items())
            outbox.delivered(letter.id, Delivered(told.number, told.received_at, "", order), now)
    news = made.county.news(parts.store.inbox.cursor(), parts.window.number)
    parts.store.inbox.apply(answers.read_news(answers.write_news(news.pieces, news.cursor)), now)
    assert parts.store.inbox.set_aside() == ()
    return refused


def act(parts: Parts, record: Proceeding, code: str, **given: object) -> bool:
    """Do an act at a window as the program does it; whether it was possible there."""
    law = parts.law.procedure(record.pack_digest, record.procedure)
    asked = law.act(code)
    assert asked is not None
    who = parts.window.who if "clerk" in asked.roles else replace(parts.window.who, role=SYSTEM)
    known = {**GIVEN, **given}
    told = {a.id: known[a.id] for a in asked.asks if a.id in known}
    try:
        proceedings.act(parts, who, record.id, code, told)
    except RuleError:
        return False
    return True


def listed(parts: Parts, register: str) -> tuple[Proceeding, ...]:
    return parts.store.proceedings.listed(register, limit=None)


@pytest.mark.parametrize("seed", range(2))
def test_moves_at_two_windows_end_in_one_place_each_and_stock_is_their_sum(tmp_path: Path, seed: int) -> None:
    # GIVEN a model with labels and one without, known at both windows
    by_chance = random.Random(seed)
    with world(tmp_path) as made:
        both = (made.desk, made.elsewhere)
        who = made.desk.window.who
        chair = proceedings.begin(made.desk, who, "device_model", "enter", MODEL)
        stick = proceedings.begin(
            made.desk, who, "device_model", "enter", {**MODEL, "title": "腋拐", "labelled": False}
        )
        send(made, made.desk)
        send(made, made.elsewhere)
        done = Counter[str]()
        # WHEN both enter, lend, take back and count pieces, and send their letters now and then
        for _ in range(MOVES):
            parts = by_chance.choice(both)
            kind = by_chance.random()
            pieces = listed(parts, "device_item")
            if len(pieces) < 4:
                given = {"model": chair.number}
                proceedings.begin(parts, parts.window.who, "device_item", "enter", given)
            elif kind < 0.3:
                code = by_chance.choice(("receive", "surplus", "shortage", "shortage"))
                done[code] += act(parts, stick, code, stock=str(by_chance.randint(1, 3)), why="盘点")
            elif kind < 0.4:
                done["refused"] += send(made, parts)
            else:
                piece = by_chance.choice(pieces)
                able = [c for c in PIECE_ACTS if any(a.code == c for a in _able(parts, piece))]
                done["piece"] += bool(able) and act(parts, piece, by_chance.choice(able))
        for parts in (*both, *both):
            done["refused"] += send(made, parts)
        # THEN the county and both windows say the same of every piece and every account
        assert done["piece"] > 8, "the moves were made"
        assert done["refused"], "two windows moved one thing, and the county took the first"
        for model in (chair, stick):
            stocks = {int(_now(p, model).facts["stock"]) for p in both}
            there = made.county.one(model.id)
            assert there is not None
            assert stocks == {int(there.facts["stock"])} == {_sum(made, model)}
        places = {p.id: p.state for p in listed(made.desk, "device_item")}
        assert places == {p.id: p.state for p in listed(made.elsewhere, "device_item")}
        for piece, state in places.items():
            held = made.county.one(piece)
            assert held is not None
            assert held.state == state
        assert Counter(places.values())["in_stock"] == int(_now(made.desk, chair).facts["stock"])


def _able(parts: Parts, piece: Proceeding) -> list[object]:
    law = parts.law.procedure(piece.pack_digest, piece.procedure)
    return [a for a in law.acts if a.code in PIECE_ACTS and piece.state in a.sources]  # type: ignore[misc]


def _now(parts: Parts, record: Proceeding) -> Proceeding:
    found = parts.store.proceedings.one(record.id)
    assert found is not None
    return found


def _sum(made: World, model: Proceeding) -> int:
    """The moves of a model in the county's order, none of which leads below nothing."""
    total = 0
    law = made.desk.law.procedure(model.pack_digest, model.procedure)
    for event in made.county.events(model.id):
        moved = law.act(event.act)
        assert moved is not None
        for ask in (a for a in moved.asks if a.sums):
            total += ask.sums * int(event.payload[ask.id])
        assert total >= 0
    return total


def test_what_one_window_lent_comes_back_at_another_by_its_label(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        here, there = Centre.on(made.desk), Centre.on(made.elsewhere)
        model = here.model()
        piece = here.piece(model)
        request = here.do(here.approved(), "prepare", item=piece.number)
        request = here.do(request, "hand_out_lend")
        for parts in (made.desk, made.elsewhere):
            send(made, parts)
        assert there.now(request).state == "lent"
        assert there.do(piece, "come_back").state == "to_check"
        for parts in (made.elsewhere, made.desk):
            assert send(made, parts) == 0
        assert [here.now(each).state for each in (piece, request)] == ["to_check", "returned"]


def test_numbers_of_two_windows_never_meet(tmp_path: Path) -> None:
    with world(tmp_path) as made:
        both = [Centre.on(parts) for parts in (made.desk, made.elsewhere)]
        for parts in (made.desk, made.elsewhere):  # as whoever signs in there
            parts.window.seat.give(replace(parts.window.who, window=parts.window.number), (CLERK,))
        models = [each.model(title=f"型号{n}") for n in range(3) for each in both]
        requests = [each.approved() for _ in range(3) for each in both]
        for parts in (made.desk, made.elsewhere, made.desk):
            assert send(made, parts) == 0
        for made_ in (models, requests):
            assert len({record.number for record in made_}) == len(made_)
