"""重拍: a page that was damaged before the county had it, and the one taken in its place. All pure."""

from collections.abc import Iterable, Mapping
from typing import Final

from desk_app.domain.applications import Page
from desk_app.domain.events import Event

RETAKE: Final = "retake"
"""Act of the procedure ``application``."""


def instead(events: Iterable[Event], pages: Iterable[Page]) -> Mapping[str, Page]:
    """By the id of each page that was damaged, the page that stands in its place now.

    ``pages`` are those of the application: one that was taken again may have been damaged in its turn.
    """
    taken = (e.payload for e in events if e.act == RETAKE and not e.void)
    after = {str(told.get("was", "")): str(told.get("page", "")) for told in taken}
    here = {page.id: page for page in pages}
    ends = {was: _end(after, was) for was in after}
    return {was: here[end] for was, end in ends.items() if end in here}


def _end(after: Mapping[str, str], was: str) -> str:
    """The last of the pages taken one for the other; a circle ends where it began."""
    met = {was}
    while (was := after.get(was, was)) not in met:
        met.add(was)
    return was
