"""A still clock and parts on a real book, for whatever of the services needs no more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.services.parts import Parts
from tests.fakes import StillClock, make_parts


@pytest.fixture
def clock() -> StillClock:
    """The clock of the parts."""
    return StillClock()


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    """Parts on an empty book in the test's own folder."""
    made = make_parts(tmp_path, clock)
    yield made
    made.store.close()
