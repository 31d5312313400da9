"""Home visits of the invented book: the hall's own, and some of both official programmes, as a demo.

Every person in it is invented.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

from desk_app.clock import SystemClock
from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings, recordings, rounds
from desk_app.services.parts import Parts

_HOMES: Final = (
    ("冯玉兰", "旱平川镇中和村", "09:30"),
    ("任志刚", "王家山镇毛河洛村", "14:40"),
    ("石永强", "旱平川镇中和村", ""),
)
_SEVERE: Final = (
    ("万德福", "旱平川镇中和村"),
    ("何秀珍", "王家山镇毛河洛村"),
    ("白玉山", "王家山镇东湾村"),
    ("罗秀兰", "旱平川镇中和村"),
)
_ITEMS: Final = ("care", "living", "device")
_TOLD: Final[tuple[tuple[str, str, str, Mapping[str, Any]], ...]] = (
    ("village_survey", "due", "nobody", {}),
    ("home_call", "due", "report", {"called": "12", "needing": "0"}),
    ("door_report", "monthly_due", "share", {}),
)
"""Rounds, the state of what is owed, and what nearly everybody has told."""
_LEFT: Final = 2
"""So many of each round owe it still."""


class Movable(Protocol):
    """A clock that time can be let pass on."""

    def move(self, span: timedelta) -> None:
        """Let time pass."""


def fill(parts: Parts, clock: Movable) -> None:
    """Add the visits; the clock is as late afterwards as before."""
    _homes(parts)
    _requests(parts, clock)
    _child(parts, clock)
    _told(parts)


def _told(parts: Parts) -> None:
    """The rounds of this month and the one before: nearly all of them are told."""
    rounds.open_due(parts)
    for procedure, state, act, given in _TOLD:
        owed = parts.store.proceedings.listed(procedure, (state,), limit=None)[_LEFT:]
        proceedings.act_on_all(parts, parts.window.who, act, {p.id: given for p in owed})


def _homes(parts: Parts) -> None:
    """Two homes that are visited today, and one that was asked for."""
    today = SystemClock().today().isoformat()
    for name, village, time in _HOMES:
        asked = {
            "name": name,
            "village": village,
            "wish": "残疾人证新办",
            "channel": "4",
            "cannot_come": True,
        }
        visit = _begun(parts, "home_visit", "request", asked)
        if time:
            _do(parts, visit, "assign", doer="刘样例")
            _do(parts, visit, "agree", visit_on=today, visit_time=time)


def _requests(parts: Parts, clock: Movable) -> None:
    """Requests of 1+N: items at different points, one returned to, one visited, one nobody checked."""
    clock.move(timedelta(days=-20))
    for name, village in _SEVERE:
        asked = {"name": name, "village": village, "wish": "办证和补贴", "channel": "1", "asked_by": "3"}
        request = _begun(parts, "one_plus_n", "ask", asked)
        if name != "白玉山":
            _do(parts, request, "verify", person="1", services=_ITEMS)
        if name == "何秀珍":
            _returned(parts, request)
        elif name == "罗秀兰":
            _do(parts, parts.store.proceedings.children(request.id)[1], "take", team_person="陈样例")
            day = parts.clock.today().isoformat()
            _do(parts, request, "visit", visited_on=day, team="县残联", did=("1",))
    clock.move(timedelta(days=20))


def _returned(parts: Parts, request: Proceeding) -> None:
    """The request with what became of it, up to the return visit."""
    day = parts.clock.today().isoformat()
    items = parts.store.proceedings.children(request.id)
    _do(parts, items[0], "settle_item", settled="护理补贴每月110元")
    for item in items[1:]:
        _do(parts, item, "take", team_person="陈样例")
        _do(parts, item, "settle_item", settled="办好了")
    _do(parts, request, "visit", visited_on=day, team="县残联、县民政局", did=("2", "3"))
    _do(parts, request, "complete")
    _do(parts, request, "settle", settled="县民政局:护理补贴")
    _do(parts, request, "return_visit", return_way="2", returned_on=day)
    _filmed(parts, request, day)


def _filmed(parts: Parts, request: Proceeding, day: str) -> None:
    """A recording of the return visit; there is nothing to be seen or heard in it."""
    with TemporaryDirectory() as folder:
        film = Path(folder) / "回访录像.mp4"
        film.write_bytes(bytes(9_000))
        told = recordings.keep(parts, film, lambda _more: True)
    _do(
        parts,
        request,
        "keep_recording",
        recording=told,
        recording_kind="1",
        proof_taken_on=day,
        proof_taken_by="陈样例",
    )


def _child(parts: Parts, clock: Movable) -> None:
    """A child with one visit of training so far."""
    clock.move(timedelta(days=-40))
    day = parts.clock.today().isoformat()
    asked = {"name": "万小满", "village": "王家山镇东湾村", "service": "child_rehab", "channel": "1"}
    child = _begun(parts, "door_service", "ask", asked)
    _do(parts, child, "assign", doer="样例康复机构", doer_kind="4")
    _do(parts, child, "agree", visit_on=day)
    _do(parts, child, "begin_service", plan="每周一次")
    clock.move(timedelta(days=40))
    _do(parts, child, "serve", served_on=parts.clock.today().isoformat(), served_words="训练")


def _begun(parts: Parts, procedure: str, act: str, asked: Mapping[str, Any]) -> Proceeding:
    return proceedings.begin(parts, parts.window.who, procedure, act, asked)


def _do(parts: Parts, record: Proceeding, act: str, **given: Any) -> None:
    proceedings.act(parts, parts.window.who, record.id, act, given)
