"""Fixtures: a county for each test, a shared one that only refuses, a letter of a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.county_server.book import CountyBook
from desk_app.county_server.serve import EmbeddedCounty
from forms import loader
from forms.library import Versions
from tests import blank
from tests.county.letters import accept
from tests.county_server.lines import Line
from tests.fakes import make_parts
from tests.opened import key_beside


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    database = blank.lay_county(tmp_path / "county.db")
    with EmbeddedCounty(database, Versions(loader.shipped()), key=key_beside(database)) as (url, token):
        made = Line(url, token, database)
        yield made
        made.http.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A county that has the picture; tests only ask it what it refuses, so they share it."""
    database = tmp_path_factory.mktemp("county") / "county.db"
    with EmbeddedCounty(database, Versions(loader.shipped()), key=key_beside(database)) as (url, token):
        made = Line(url, token, database)
        made.file()
        yield made
        made.http.close()
    book = CountyBook(f"sqlite:///{database}", key=key_beside(f"sqlite:///{database}"))
    assert book.cases() == ()
    book.close()


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The body of a letter accepted at the window."""
    parts = make_parts(tmp_path_factory.mktemp("desk"))
    text = accept(parts)[1].body
    parts.store.close()
    return text
