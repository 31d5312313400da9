"""News in the format of version 1, for windows that are not updated yet.

Such a window knows matters of applications only, and seven kinds of news. Other news is left out, and its
cursor passes it.
"""

from collections.abc import Mapping
from typing import Any, Final

from desk_app.county import strict
from desk_app.county_server.feed import News
from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Event

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "accept": ("accepted", "部门已受理"),
    "assess": ("assessing", "进入评定、公示,期间停止计时"),
    "resume": ("resumed", "恢复审核"),
    "release": ("resumed", "恢复审核"),
    "correct": ("correction", ""),
    "refuse": ("refused", ""),
    "conclude": ("concluded", "已办结"),
    "close": ("closed", ""),
    "lapse": ("closed", ""),
}
"""Acts of the procedure ``matter``: their kind of news, and what it says when nothing is added."""


def write_news(found: News) -> str:
    """A batch of news as JSON of version 1."""
    told = [row for event in found.events if (row := _row(event))]
    return strict.dump({"news": told, "cursor": found.cursor})


def _row(event: Event) -> dict[str, Any] | None:
    application, slash, matter = event.proceeding.partition("/")
    if event.subject.kind != APPLICATION or not slash or event.act not in _KINDS:
        return None
    kind, words = _KINDS[event.act]
    return {
        "id": event.id,
        "seq": event.county,
        "application": application,
        "matter": matter,
        "kind": kind,
        "text": str(event.payload.get("text") or words),
        "at": event.at.isoformat(),
    }
