"""Couriers for tests, running between a real book and a real or made-up county."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from desk_app.clock import SystemClock
from desk_app.county.courier import Courier, Pauses
from desk_app.county_server.book import CountyBook
from desk_app.domain.letters import Delivered, Letter, NewsBatch
from desk_app.domain.told import HistoryAnswer
from desk_app.services.parts import County, Parts, TimeSource
from desk_app.services.sockets import Store
from tests.county.lines import Watch
from tests.fakes import NOW
from tests.opened import key_beside

FAST = Pauses(first=0.02, letter=0.1, line=0.1, news=0.02)
PATIENT = Pauses(first=600, letter=600, line=600, news=600)
"""Nothing happens of itself: every round but the first is rung for."""


@contextmanager
def courier(
    parts: Parts,
    connect: Callable[[], County],
    pauses: Pauses = FAST,
    store: Store | None = None,
    clock: TimeSource | None = None,
) -> Iterator[tuple[Courier, Watch]]:
    """A running courier and the Watch of what it reports; stopped at the end of the block."""
    watch = Watch()
    made = Courier(
        store or parts.store, connect, clock or SystemClock(), watch.on_change, watch.on_line, pauses
    )
    made.start()
    try:
        yield made, watch
    finally:
        assert made.stop()


def book(tmp_path: Path) -> CountyBook:
    return CountyBook(
        f"sqlite:///{tmp_path}/county.db", create=False, key=key_beside(f"sqlite:///{tmp_path}/county.db")
    )


def received(tmp_path: Path) -> list[str]:
    """Receipt numbers in the county's book, in the order they were received."""
    with closing(book(tmp_path)) as held:
        return [c.number for c in held.cases()]


def states(parts: Parts, application_id: str) -> dict[str, str]:
    application = parts.store.applications.one(application_id)
    assert application is not None
    return {m.matter: m.state for m in application.matters}


class Line:
    """A county in memory that can fail as no real one does; it records what it is brought."""

    def __init__(self, fail: Callable[[Letter], Exception | None] = lambda _: None) -> None:
        self.brought: list[str] = []
        self.tried: list[str] = []
        self.batches: list[NewsBatch] = []
        self.down: Exception | None = None
        self._fail = fail

    def has_file(self, page_id: str) -> bool:
        return True

    def send_file(self, page_id: str, data: bytes) -> None:
        raise AssertionError

    def file(self, page_id: str, subject: str) -> bytes | None:
        return None

    def send_letter(self, letter: Letter) -> Delivered:
        self.tried.append(letter.id)
        if fault := self._fail(letter):
            raise fault
        self.brought.append(letter.id)
        return Delivered("620403-1", NOW.isoformat())

    def news(self, cursor: int) -> NewsBatch:
        if self.down:
            raise self.down
        return next((b for b in self.batches if b.cursor > cursor), NewsBatch((), cursor))

    def history(self, numbers: Sequence[str], today: date) -> HistoryAnswer | None:
        return None

    def close(self) -> None:
        pass
