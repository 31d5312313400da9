"""``bench events``: ten thousand acts of departments through both ends, and whether both end up alike."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure
from desk_app.clock import SystemClock

if TYPE_CHECKING:
    from desk_app.county_server.book import CountyBook
    from desk_app.domain.applications import Application
    from desk_app.domain.letters import NewsItem
    from desk_app.services.parts import Parts

_EVENTS: Final = 10_000
_APPLICATIONS: Final = 100
_ACTS: Final = ("accept", "assess", "resume", "correct")
_ROW: Final = {"material": "照片", "fault": "测速", "remedy": "重拍"}
_VALUES: Final = {"correct": {"text": "测速", "rows": (_ROW,)}}
_RARE: Final = ("conclude", "refuse", "close")
_PORTION: Final = 200


def events() -> Iterator[Figure]:
    """Random acts at the county that its law allows; their news is brought shuffled, twice, with gaps."""
    from desk_app.benches.book import accept, parts_on
    from desk_app.county_server.book import CountyBook
    from desk_app.devices.keys.demo import demo_key

    seed = random.SystemRandom().randrange(2**32)
    print(f"随机种子 {seed}")
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        parts = parts_on(Path(folder, "desk"))
        county = CountyBook(Path(folder, "county.db"), parts.law, key=demo_key(Path(folder)))
        taken = [accept(parts, n) for n in range(_APPLICATIONS)]
        _deliver(parts, county)
        begin = perf_counter()
        _decide(county, taken, chance)
        spent = (perf_counter() - begin) * 1000 / _EVENTS
        yield Figure("events.decided", spent, "ms", None, 50, f"区县一端办一步,共{_EVENTS:,}步")
        news = _news(parts, county)
        begin = perf_counter()
        _bring(parts, news, chance)
        spent = (perf_counter() - begin) * 1000 / len(news)
        yield Figure(
            "events.news", spent, "ms", None, 20, f"窗口收一条消息,{len(news):,}条乱序、各两次、有缺漏"
        )
        wrong = _apart(parts, county, taken, news)
        yield Figure("events.apart", wrong, "件", None, 0, "两端状态不同、与事件推出的不同,或消息不止一次")
        county.close()
        parts.store.close()


def _deliver(parts: "Parts", county: "CountyBook") -> None:
    """Bring every letter to the county and its answer back."""
    from desk_app.county import answers
    from desk_app.domain.letters import Delivered

    now = parts.clock.now()
    while letter := parts.store.outbox.due():
        body = letter.body.encode()
        answer = answers.read_answer(county.receive(letter.id, body, now, parts.window.number))
        told = Delivered(answer.number, answer.received_at, answer.remark, tuple(answer.order.items()))
        parts.store.outbox.delivered(letter.id, told, now)


def _decide(county: "CountyBook", taken: list["Application"], chance: random.Random) -> None:
    """Do ``_EVENTS`` acts that the procedure allows; refused ones are not counted."""
    from desk_app.county_server.decide import Ruling
    from desk_app.errors import RuleError

    done, now = 0, SystemClock().now()
    while done < _EVENTS:
        act = chance.choice(_RARE if chance.random() < 0.003 else _ACTS)
        ruling = Ruling(
            chance.choice(("cert_new", "living_subsidy")), act, _VALUES.get(act, {"text": "测速"})
        )
        try:
            done += len(county.decide(chance.choice(taken).number, ruling, now))
        except RuleError:
            continue


def _news(parts: "Parts", county: "CountyBook") -> list["NewsItem"]:
    """All news of this window, written and read as on the line."""
    from desk_app.county import answers

    found: list[NewsItem] = []
    cursor = parts.store.inbox.cursor()
    while True:
        batch = county.news(cursor, parts.window.number)
        if batch.cursor == cursor:
            return found
        found += answers.read_news(answers.write_news(batch.pieces, batch.cursor)).items
        cursor = batch.cursor


def _bring(parts: "Parts", news: list["NewsItem"], chance: random.Random) -> None:
    """Apply the news in portions: shuffled, each twice; every tenth once and only at the end."""
    from desk_app.domain.letters import NewsBatch

    late = {n.seq for n in chance.sample(news, len(news) // 10)}
    early = [n for n in news if n.seq not in late]
    mixed = chance.sample(early * 2, len(early) * 2) + [n for n in news if n.seq in late]
    for at in range(0, len(mixed), _PORTION):
        batch = tuple(mixed[at : at + _PORTION])
        parts.store.inbox.apply(NewsBatch(batch, max(n.seq for n in batch)), parts.clock.now())


def _apart(parts: "Parts", county: "CountyBook", taken: list["Application"], news: list["NewsItem"]) -> int:
    """How many matters differ between the ends or from their events, or miss or repeat an event."""
    from desk_app.domain.applications import matter_id
    from desk_app.domain.proceedings import fold

    law, wrong = parts.pack.procedures["matter"], 0
    told: dict[str, list[str]] = {}
    for item in news:
        if item.event is not None:
            told.setdefault(item.event.proceeding, []).append(item.id)
    for identity in (matter_id(a.id, m.matter) for a in taken for m in a.matters):
        held, here, there = (
            parts.store.events.of(identity),
            parts.store.proceedings.one(identity),
            county.one(identity),
        )
        standing = fold(law, held)
        states = {here and here.state, there and there.state, standing and standing.state}
        known = [e.id for e in held]
        wrong += len(states) > 1 or any(known.count(i) != 1 for i in told.get(identity, ()))
    return wrong
