"""上门安排: the homes of a day on paper, village by village, for whoever goes."""

from collections.abc import Iterator, Sequence
from typing import Final

from desk_app.domain.events import Subject
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from desk_app.services.visits.route import Planned, Stop
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "visit_plan"
"""Name of its layout, and kind of subject its prints are noted under."""


def printout(parts: Parts, planned: Planned) -> Printout:
    """The plan of a day as a paper, in the order of the route. RuleError where nobody is visited."""
    if not planned.route:
        raise RuleError("没有约上门的,没有可以打印的安排")
    now = parts.clock.now()
    return Printout(
        "上门安排",
        lambda copy, _shift: sheet(parts, planned, copy),
        Subject(PAPER, f"{now:%Y%m%d%H%M%S}"),
        media=documents.media(PAPER),
    )


def sheet(parts: Parts, planned: Planned, copy: int = 0) -> bytes:
    """The paper as PDF; ``copy`` is the reprint's number. WorldError when a letter can not be printed."""
    # The sheet brings the drawing library; the page is opened without it.
    from printing.papers import document

    now, route = parts.clock.now(), planned.route
    values: dict[str, DocumentValue] = {
        "day": plain_date(planned.day.isoformat()),
        "hall": parts.window.hall.name,
        "clerk": parts.window.clerk,
        "taken": f"{plain_date(now.date().isoformat())} {now:%H:%M}",
        "count": str(len(route)),
        "villages": str(len({stop.village for stop in route})),
        "rows": tuple(_rows(parts, route)),
    }
    return drawn(document.draw, DocumentSheet(PAPER, values, copy=copy, made=now))


def _rows(parts: Parts, route: Sequence[Stop]) -> Iterator[dict[str, str]]:
    for stop in route:
        found = parts.store.proceedings.one(stop.proceeding)
        said = ledger.values(parts, found, {})
        known = {name: str(said.get(name) or "") for name in ("phone", "address", "doer")}
        bring = str(said.get("to_prepare") or "")
        yield {
            **known,
            "address": typeset(known["address"]),
            "village": typeset(stop.village),
            "time": typeset(stop.time or "没说几点"),
            "name": stop.name,
            "wish": typeset(stop.wish),
            "bring": typeset(bring),
        }
