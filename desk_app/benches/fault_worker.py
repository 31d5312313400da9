"""The worker of ``bench faults``: types, scans, accepts, notes the receipt, and says what is done."""

import os
import resource
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desk_app.errors import DeskError

if TYPE_CHECKING:
    from desk_app.bootstrap import Desk

Say = Callable[[str, str, str], None]
"""Says a kind of work, its subject and what was kept, once the worker was told that it is done."""
_KEYS: Final = 6
"""Times a draft is kept while it is typed."""


def work(desk: "Desk", say: Say, first: int, count: int) -> None:
    """Visits of ``count`` people, one after the other."""
    for number in range(first, first + count):
        for step in _steps(desk, number, say):
            step()


def work_full(desk: "Desk", say: Say, first: int, limit: int) -> None:
    """Three visits on a disk that is full from a file's byte ``limit`` on; each refused write is tried again.

    What is refused in no sentence of ours is said as ``blunt``.
    """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for number in range(first, first + 3):
        for step in _steps(desk, number, say):
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            try:
                step()
                refused = False
            except DeskError:
                refused = True
                say("refused", "", "")
            except Exception as error:
                refused = True
                say("blunt", type(error).__name__, "")
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            if refused:
                step()  # there is room again


def _steps(desk: "Desk", number: int, say: Say) -> list[Callable[[], None]]:
    from desk_app.benches.book import draft_of
    from desk_app.domain.applications import Page, subject_of
    from desk_app.services.counter import intake
    from desk_app.services.printing import prints

    parts, draft = desk.parts, draft_of(desk.parts, number)
    say("person", "", "")

    def typed(text: str) -> None:
        parts.store.drafts.keep(replace(draft, answers={**draft.answers, "native_place": text}))
        say("draft", draft.id, text)

    def scan() -> None:
        data = os.urandom(4_000)
        page = Page(parts.store.pages.keep(data), "id_card", "id.jpg", "image/jpeg", len(data))
        typed_last = {**draft.answers, "native_place": f"平川{_KEYS - 1}"}
        parts.store.drafts.keep(replace(draft, answers=typed_last, pages=(page,)))
        say("page", draft.id, page.id)

    def accept() -> None:
        kept = parts.store.drafts.one(draft.id)
        application = intake.accept(parts, kept or draft)
        say("accepted", application.id, application.number)

    def receipt() -> None:
        prints.note_print(parts, subject_of(draft.id), prints.RECEIPT, 0, "")
        say("receipt", draft.id, "")

    keys = [lambda text=f"平川{key}": typed(text) for key in range(_KEYS)]
    return [*keys, scan, accept, receipt]
