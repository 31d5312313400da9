"""An empty book, made once and copied for every test: making its tables takes longer than most tests do.

How a book is made from nothing is for the tests that open one with ``open_book`` or ``Book``.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desk_app.domain.settling import Settling
from desk_app.storage.book import BOOK, Book
from forms import calendar, library, loader, regions
from tests.opened import KEY, key_of


def lay(folder: Path) -> None:
    """Put an empty book under the shipped law into a folder that has none, and no key of its own."""
    if key_of(folder) == KEY and not any(folder.glob(f"{BOOK}*")):
        (folder / BOOK).write_bytes(_made())


@cache
def _made() -> bytes:
    pack = loader.shipped()
    law = Settling(library.Versions(pack), calendar.shipped())
    with TemporaryDirectory() as folder:
        Book(Path(folder), law, regions.shipped(pack.hall.region_code), key=KEY).close()
        return Path(folder, BOOK).read_bytes()
