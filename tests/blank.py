"""Empty books, a desk's and a county's, made once and copied for every test.

Making the tables of one takes longer than most tests do. How a book is made from nothing is for
the tests that open one with ``open_book``, ``Book`` or ``CountyBook``.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desk_app.county_server.book import CountyBook
from desk_app.domain.settling import Settling
from desk_app.storage.book import BOOK, Book
from forms import calendar, library, loader, regions
from tests.opened import KEY, key_of


def lay(folder: Path) -> None:
    """Put an empty book under the shipped law into a folder that has none, and no key of its own."""
    if key_of(folder) == KEY and not any(folder.glob(f"{BOOK}*")):
        (folder / BOOK).write_bytes(_made())


def lay_county(file: Path) -> Path:
    """Put an empty book of a county where none is yet, in a folder with no key of its own; the file."""
    if key_of(file.parent) == KEY and not any(file.parent.glob(f"{file.name}*")):
        file.write_bytes(_county())
    return file


@cache
def _made() -> bytes:
    places = regions.shipped(loader.shipped().hall.region_code)
    with TemporaryDirectory() as folder:
        Book(Path(folder), _law(), places, key=KEY).close()
        return Path(folder, BOOK).read_bytes()


@cache
def _county() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "county.db")
        CountyBook(file, _law(), key=KEY).close()
        return file.read_bytes()


def _law() -> Settling:
    return Settling(library.Versions(loader.shipped()), calendar.shipped())
