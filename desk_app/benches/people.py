"""``bench people``: a million invented people found by each kind of key."""

import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure

if TYPE_CHECKING:
    from desk_app.services.parts import Parts

PEOPLE: Final = 1_000_000
APPLICATIONS: Final = 100_000
QUERIES: Final = 200
"""Queries of each kind that are timed."""
GOAL: Final = 50.0
"""Milliseconds that 95 of 100 searches must stay below."""
_SEED: Final = 20261126
_PORTION: Final = 50_000
_OLD: Final = 20
"""One person in this many has an earlier number."""
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向"
    "单仇解查区朴盖翟缪冼折种员佴隗卜薄逄"
)
"""The most common first; at the end those with two readings."""
_GIVEN: Final = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉华红建国文志永春海生金玲梅云龙林波辉鹏斌宇浩凯健俊"
    "帆雪倩慧琴丹萍雯婷颖琳晶洁莉珍凤香月莲菊翠彩萌佳欣怡悦涵诗雨梓轩子博思嘉泽天昊宁安康福禄寿喜庆祥瑞德"
    "仁义礼智信忠孝廉正大光新东西南北中山川江河湖水木火土日星辰风雷电冰霜露乐长朝行盛茜"
)


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Values of written people and applications from which queries are made."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    earlier: tuple[str, ...]
    phones: tuple[str, ...]
    receipts: tuple[str, ...]


def people() -> Iterator[Figure]:
    """Searches by each kind of key among a million people and a hundred thousand applications."""
    from desk_app.benches.book import parts_on

    with tempfile.TemporaryDirectory() as folder:
        parts_on(Path(folder)).store.close()
        book = Path(folder, "book.db")
        begin = perf_counter()
        crowd = _written(book.parent)
        yield Figure("people.rows", perf_counter() - begin, "s", None, 300, f"写{PEOPLE:,}个虚构的人的行")
        begin = perf_counter()
        parts = parts_on(Path(folder))
        yield Figure("people.keys", perf_counter() - begin, "s", None, 600, "打开账本,补齐全部查找键")
        size = book.stat().st_size / 1e6
        yield Figure("people.size", size, "MB", None, 2000, f"账本,{PEOPLE:,}人和{APPLICATIONS:,}件办件")
        for name, queries in _asked(crowd):
            yield from _timed(parts, name, queries)
        parts.store.close()


def _timed(parts: "Parts", name: str, queries: Sequence[str]) -> Iterator[Figure]:
    from desk_app.services.lookup import finding

    times, found = [], 0
    for query in queries:
        begin = perf_counter()
        hits = finding.find(parts, query)
        times.append((perf_counter() - begin) * 1000)
        found += not hits.nothing
    times.sort()
    middle, most = statistics.median(times), times[ceil(len(times) * 0.95) - 1]
    what = f"{len(times)}次,p50 {middle:.1f} ms,最慢{times[-1]:.1f} ms,查到{found}次,如“{queries[0]}”"
    yield Figure(f"people.{name}", most, "ms", None, GOAL, what)


def _asked(crowd: _Crowd) -> Iterator[tuple[str, Sequence[str]]]:
    """Name and queries of each kind of search."""
    from desk_app.domain import keys

    def read(name: str, sort: str) -> str:
        """One way to type a name: ``keys.PINYIN`` or ``keys.INITIALS``."""
        held = sorted(keys.keys(keys.Findable(names=(name,))))
        return next(key[1:] for key in held if key[0] == sort)

    dice = random.Random(_SEED)

    def some(held: Sequence[str], change: Callable[[str], str] = str) -> list[str]:
        return [change(dice.choice(held)) for _ in range(QUERIES)]

    yield "name", some(crowd.names)
    yield "part", some([n for n in crowd.names if len(n) > 2], lambda n: n[1:])
    yield "pinyin", some(crowd.names, lambda n: read(n, keys.PINYIN))
    yield "typing", some(crowd.names, lambda n: read(n, keys.PINYIN)[: dice.randint(1, 8)])
    yield "initials", some(crowd.names, lambda n: read(n, keys.INITIALS))
    yield "id_prefix", some(crowd.numbers, lambda n: n[: dice.randint(6, 14)])
    yield "id", some(crowd.numbers, lambda n: f"{n[:6]} {n[6:14]}-{n[14:].lower()}")
    yield "id_tail", some(crowd.numbers, lambda n: n[-dice.randint(4, 6) :])
    yield "old_id", some(crowd.earlier)
    yield "phone", some(crowd.phones, lambda p: dice.choice((p, p[-4:], f"+86 {p[:3]} {p[3:7]} {p[7:]}")))
    yield "receipt", some(crowd.receipts)
    yield "receipt_tail", some(crowd.receipts, lambda r: r.replace("-", "")[-6:])
    both = zip(crowd.names[:QUERIES], crowd.numbers[:QUERIES], strict=True)
    yield "name_and_tail", [f"{name[0]} {number[-4:]}" for name, number in both]
    yield "nobody", some(crowd.names, lambda n: f"{n}龘")
    for query in ("王", "1", "6204", "w", "王 1", "王 w", "王 77"):
        yield f"worst.{query}", [query] * 60


# ---- the crowd -----------------------------------------------------------------------------------


def _written(folder: Path) -> _Crowd:
    """Write people, their numbers and applications, in portions; returns values to make queries from."""
    from desk_app.benches.book import rows_of

    dice = random.Random(_SEED)
    crowd: list[tuple[str, str, str, str]] = []
    with rows_of(folder) as db:
        db.executescript(
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000"
        )
        for first in range(0, PEOPLE, _PORTION):
            some = [_somebody(dice, place) for place in range(first, first + _PORTION)]
            crowd += some[:: PEOPLE // 5000]
            _put_people(db, some)
            if first < APPLICATIONS:
                _put_applications(db, some[: APPLICATIONS - first], first)
            db.commit()
        # The lists of this book are not what is measured; its keys are all to be made.
        db.execute("DELETE FROM unlisted")
        db.execute("UPDATE counter SET value = 0 WHERE series = 'keys'")
        earlier = _column(db, "SELECT id_number FROM person_number WHERE until <> '' LIMIT 5000")
        receipts = _column(db, "SELECT number FROM application LIMIT 5000")
    names, numbers, phones = (tuple(row[n] for row in crowd) for n in (1, 2, 3))
    return _Crowd(names, numbers, earlier, phones, receipts)


def _column(db: sqlite3.Connection, wanted: str) -> tuple[str, ...]:
    return tuple(text for (text,) in db.execute(wanted))


def _somebody(dice: random.Random, place: int) -> tuple[str, str, str, str]:
    """An invented person: id, name, a number with a sound check digit, telephone."""
    surname = _SURNAMES[min(int(dice.expovariate(0.05)), len(_SURNAMES) - 1)]
    given = "".join(dice.choices(_GIVEN, k=1 if dice.random() < 0.15 else 2))
    return (
        f"{place:032x}",
        surname + given,
        _number(dice),
        f"1{dice.randint(3, 9)}{dice.randrange(10**9):09d}",
    )


def _number(dice: random.Random) -> str:
    from forms.numbers import check_digit

    birth = date(1930, 1, 1) + timedelta(days=dice.randrange(32_000))
    first = f"6204{dice.choice(('02', '03', '21', '22', '23'))}{birth:%Y%m%d}{dice.randrange(1000):03d}"
    return first + check_digit(first)


def _put_people(db: sqlite3.Connection, some: Sequence[tuple[str, str, str, str]]) -> None:
    db.executemany("INSERT INTO person (id, name, id_number, phone) VALUES (?, ?, ?, ?)", some)
    # Of two people with one number by chance the first has it.
    put = "INSERT OR IGNORE INTO person_number (id_number, person, since, until) VALUES (?, ?, ?, ?)"
    db.executemany(put, ((number, person, "", "") for person, _, number, _ in some))
    dice = random.Random(some[0][0])
    old = ((_number(dice), person, "", "2020-01-01") for person, *_ in some[::_OLD])
    db.executemany(put, old)


def _put_applications(db: sqlite3.Connection, some: Sequence[tuple[str, str, str, str]], first: int) -> None:
    from desk_app.domain.receipts import receipt_number

    taken, moved = [], []
    for place, (person, name, id_number, phone) in enumerate(some, first):
        day = date(2026, 11, 23) - timedelta(days=place // 400)
        number, moment = receipt_number("620403", "3", day, place % 400 + 1), f"{day}T09:00:00+08:00"
        own = f"app-{person}"
        taken.append((own, number, name, id_number, phone, moment, f"PC{place:08d}", *[str(day)] * 3))
        moved.append((own, "application", own, "", "delivered", moment, moment))
        moved.append((f"{own}/m", "matter", own, own, "taken", moment, moment))
    db.executemany(
        "INSERT INTO application (id, number, name, id_number, phone, accepted_at, office_number, body,"
        " handover, promised, provisional, accepted_on, follows_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '{\"answers\":{}}', ?, ?, 0, ?, '')",
        taken,
    )
    db.executemany(
        "INSERT INTO proceeding (id, procedure, subject_kind, subject_id, parent, place, number, state,"
        " facts, began_at, since, pack_digest, warn_on, provisional, settled, todo)"
        " VALUES (?, ?, 'application', ?, ?, 0, '', ?, '{}', ?, ?, '', '', 0, 1, 0)",
        moved,
    )
