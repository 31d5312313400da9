"""What the reading process can be asked for; each loads its libraries there, none here."""

from desk_app.domain.page_words import PageWords


def words(data: bytes, quarters: int) -> PageWords:
    """See ``engine.words``."""
    from desk_app.devices.reading import engine

    return engine.words(data, quarters)
