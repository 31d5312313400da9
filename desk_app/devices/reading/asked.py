"""What the reading process can be asked for; each loads its libraries there, none here."""

from desk_app.domain.page_words import PageWords


def words(data: bytes, quarters: int) -> PageWords:
    """See ``engine.words``."""
    from desk_app.devices.reading import engine

    return engine.words(data, quarters)


def straight(data: bytes, quarters: int) -> bytes | None:
    """See ``engine.straight``."""
    from desk_app.devices.reading import engine

    return engine.straight(data, quarters)
