"""What the reading process can be asked for; each loads its libraries there, none here."""

from desk_app.devices.reading.models import PORTRAIT_SIDE
from desk_app.domain.page_words import PageWords
from desk_app.domain.portraits import Portrait


def words(data: bytes, quarters: int) -> PageWords:
    """See ``engine.words``."""
    from desk_app.devices.reading import engine

    return engine.words(data, quarters)


def straight(data: bytes, quarters: int) -> bytes | None:
    """See ``engine.straight``."""
    from desk_app.devices.reading import engine

    return engine.straight(data, quarters)


def portrait(data: bytes) -> Portrait | None:
    """See ``PageReader.portrait``."""
    from desk_app.devices.reading import engine, faces

    return faces.portrait(engine.pixels(data, side=PORTRAIT_SIDE))
