"""Fixtures: a desk and a county."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.county_server.serve import EmbeddedCounty
from desk_app.services.parts import Parts
from forms import loader
from forms.library import Versions
from tests import blank
from tests.fakes import make_parts
from tests.opened import key_beside


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "desk")
    yield made
    made.store.close()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[EmbeddedCounty]:
    file = blank.lay_county(tmp_path / "county.db")
    made = EmbeddedCounty(file, Versions(loader.shipped()), key=key_beside(file))
    yield made
    made.stop()
