"""The pictures and recordings that travel in a parcel with the records that tell of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from desk_app.errors import RuleError, WorldError
from desk_app.storage import carried_rows, parcel
from desk_app.storage.carried_rows import Rows
from desk_app.storage.desk import BookBase
from desk_app.storage.parcel import RECORDING, ParcelPart
from desk_app.storage.recordings import require_room
from desk_app.storage.sealed import SealError
from forms import recordings
from forms.recordings import Recording

_PAGE: Final = "page/"


def travelling(desk: BookBase, db: Connection, rows: Rows, path: Path) -> tuple[Recording, ...]:
    """The recordings that travel with some rows: those whose files are whole here.

    WorldError, before anything is written, where the disk of ``path`` has no room for them.
    """
    told = desk.recordings.of_events(db, [e.id for e in rows.events])
    found = tuple(filter(desk.recordings.whole, told))
    if found:
        require_room(path.parent, sum(one.size for one in found), "存外出包的盘", 0)
    return found


def entries(
    desk: BookBase, db: Connection, rows: Rows, travelling: Sequence[Recording]
) -> Iterator[ParcelPart]:
    """The files of some rows as parts of a parcel."""
    for page in carried_rows.pages_of(db, rows):
        try:
            yield ParcelPart(f"{_PAGE}{page}", desk.pages.read(page))
        except WorldError:  # removed here after the county confirmed it: the county has it
            continue
    for one in travelling:
        yield ParcelPart(f"{RECORDING}{one.told}", portions=desk.recordings.read(one), size=one.size)


def take(desk: BookBase, entry: ParcelPart) -> bool:
    """Keep a file that came in a parcel; False for a part that is none.

    RuleError for a recording that is not as it was written, WorldError where it has no room.
    """
    if entry.name.startswith(_PAGE):
        desk.pages.keep(entry.content)
        return True
    if not entry.name.startswith(RECORDING):
        return False
    told = recordings.of(entry.name.removeprefix(RECORDING))
    try:
        if told is None:
            raise RuleError(parcel.DAMAGED)
        desk.recordings.take(told, entry.portions)
    except SealError as error:
        raise RuleError(parcel.DAMAGED) from error
    return True
