"""``bench lists``: how the size of a book changes what acceptance, to-dos, lists and exports take."""

import sqlite3
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from desk_app.benches import lists as bench_lists
from desk_app.benches.measuring import Figure, median_ms

if TYPE_CHECKING:
    from desk_app.domain.applications import Application, Draft
    from desk_app.domain.letters import NewsItem
    from desk_app.services.parts import Parts
    from forms.schema import Value

MANY: Final = 100_000
FEW: Final = 100
_ROUNDS: Final = 60


def lists() -> Iterator[Figure]:
    """To-dos, lists, exports and an acceptance in a small book and in one of 100,000."""
    folder = folder_of(MANY)
    small, full = parts_on(folder_of(FEW)), parts_on(folder)
    few, many = _acceptance_ms(small, full)
    from desk_app.services.todos import todos

    found = todos.todos(full)
    what = f"{MANY:,}件办件的待办,共{found.total}条,读出{len(found.shown)}条"
    yield Figure("lists.todos", median_ms(lambda: todos.todos(full)), "ms", None, 100, what)
    day = full.clock.today()
    yield Figure(
        "lists.day",
        median_ms(lambda: full.store.applications.accepted_on(day)),
        "ms", None, 100, f"{MANY:,}件中一天受理的办件",
    )  # fmt: skip
    yield Figure("lists.accept", many, "ms", few, 1.3, f"受理一件:{MANY:,}件的账本比{FEW}件的")
    yield from bench_lists.pages(full, folder, MANY)
    small.store.close()
    full.store.close()


@cache
def _home() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory()


@cache
def folder_of(count: int) -> Path:
    """The folder of a closed book of so many applications, filled once and removed at the program's end."""
    folder = Path(_home().name, str(count))
    filled(folder, count).store.close()
    return folder


def _acceptance_ms(*books: "Parts") -> list[float]:
    """Milliseconds of an acceptance in each book, the median of many, in turns on the same disk."""
    from desk_app.services.counter import intake

    times: list[list[float]] = [[] for _ in books]
    for person in range(_ROUNDS):
        for parts, mine in zip(books, times, strict=True):
            draft = draft_of(parts, 200 + person)
            begin = perf_counter()
            intake.accept(parts, draft)
            mine.append((perf_counter() - begin) * 1000)
    return [statistics.median(mine) for mine in times]


def parts_on(folder: Path) -> "Parts":
    """Real parts on a book in a folder, without devices and without a line; the usual clerk sits there."""
    from desk_app import settings
    from desk_app.bootstrap import parts_of
    from desk_app.services.signin import seating

    chosen = settings.load({}, folder)
    parts = parts_of(chosen, settings.versions_of(chosen))
    seating.prepare(parts, seated=True)
    parts.store.days.trust(parts.clock.today())  # as the window does when it starts
    return parts


@contextmanager
def rows_of(folder: Path) -> Iterator[sqlite3.Connection]:
    """The tables of the book in a folder, written beside the program; committed and closed at the end."""
    from desk_app.database import cipher
    from desk_app.devices.keys.demo import demo_key
    from desk_app.storage.book import BOOK
    from desk_app.storage.row_macs import functions

    key = demo_key(folder)
    with closing(cipher.connect(folder / BOOK, key.of("book"), functions=functions(key))) as db:
        db.execute("PRAGMA cache_size = -1000000")  # kibibytes: pages set aside are encrypted anew each time
        db.isolation_level = "DEFERRED"
        yield db
        db.commit()


def accept(parts: "Parts", person: int) -> "Application":
    """An application of one of many invented people, accepted now."""
    from desk_app.services.counter import intake

    return intake.accept(parts, draft_of(parts, person))


def draft_of(parts: "Parts", person: int) -> "Draft":
    """A draft that can be accepted, of one of many invented people."""
    from desk_app.services.counter import inform
    from forms.numbers import check_digit

    first = f"6204031{person // 499 % 100 + 900:03d}0312{person % 499 * 2 + 2:03d}"
    held = {**_ANSWERS, "id_number": first + check_digit(first)}
    chosen, seen = ("cert_new", "living_subsidy", "care_subsidy"), ("household", "id_card", "photo")
    return replace(inform.new_draft(parts), answers=held, chosen=chosen, seen=(*seen, "bank_card_copy"))


_ANSWERS: Final["dict[str, Value]"] = {
    "name": "张样例",
    "ethnicity": "01",
    "marriage": "20",
    "household_kind": "0",
    "phone": "13809430000",
    "registered_address": "甘肃省白银市平川区长征街道样例社区12号",
    "present_address": "甘肃省白银市平川区长征街道样例社区12号",
    "certificate_state": "0",
    "has_impairment": True,
    "registered_here": True,
    "low_income": True,
    "cancelled_lately": False,
    "other_benefits": ("0",),
    "apply_categories": ("4",),
    "bank_card": "6217000000000000004",
    "delivery": "2",
}


def filled(folder: Path, count: int) -> "Parts":
    """A book of ``count`` applications, copied from three real ones; one in a hundred has a to-do."""
    from desk_app.domain.applications import matter_id
    from desk_app.services import proceedings
    from desk_app.services.applications import results

    parts = parts_on(folder)
    done, correct, concluded = (accept(parts, n) for n in range(3))
    told = (
        (done, "cert_new", "conclude"), (done, "living_subsidy", "lapse"), (done, "care_subsidy", "lapse"),
        (correct, "cert_new", "correct"), (concluded, "cert_new", "conclude"),
    )  # fmt: skip
    for application, matter, act in told:
        _tell(parts, application, matter, act)
    results.hand_over(parts, done, "cert_new")
    told_of = {"told_on": parts.clock.today().isoformat(), "way": "2", "reached": "1"}
    for matter in ("living_subsidy", "care_subsidy"):
        proceedings.act(parts, parts.window.who, matter_id(done.id, matter), "tell", told_of)
    asking = count // 200
    parts.store.close()
    copy(folder, {done.id: count - 2 * asking, correct.id: asking, concluded.id: asking})
    return parts_on(folder)


def copy(folder: Path, times: Mapping[str, int]) -> None:
    """Copy records with all that hangs on them in the closed book of a folder, each so many times.

    ``times`` is by the id of an application, or of a record that is about itself.
    """
    copies = Path(__file__).with_name("copies.sql").read_text(encoding="utf-8").split(";\n")
    with rows_of(folder) as db:
        for record, count in times.items():
            db.execute(NTH, (count,))
            for statement in copies:
                db.execute(statement, {"id": record} if ":id" in statement else {})
            db.execute("DROP TABLE nth")
        db.execute("ANALYZE")


NTH: Final = (
    "CREATE TEMP TABLE nth AS WITH RECURSIVE c(n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT n FROM c"
)


def _tell(parts: "Parts", application: "Application", matter: str, act: str) -> None:
    from desk_app.domain.letters import NewsBatch

    seq = parts.store.inbox.cursor() + 1
    item = _item(seq, application, matter, act, parts.clock.now())
    parts.store.inbox.apply(NewsBatch((item,), seq), parts.clock.now())


def _item(seq: int, application: "Application", matter: str, act: str, at: datetime) -> "NewsItem":
    from desk_app.domain.applications import matter_id
    from desk_app.domain.events import Event, Who
    from desk_app.domain.letters import NewsItem

    event = Event(
        f"bench-{seq}", at, Who("部门", "department"), application.subject, act, {"text": "测速"},
        matter_id(application.id, matter), "line", county=seq,
    )  # fmt: skip
    return NewsItem(seq, event.id, event, raw="{}")
