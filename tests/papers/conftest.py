"""The matrix is drawn once and shared."""

from collections.abc import Iterator

import pytest

from tests.law.world import World, world
from tests.papers import matrix
from tests.papers.matrix import Shot


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The window and the county of the matrix."""
    with world(tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest.fixture(scope="session")
def shots(here: World) -> tuple[Shot, ...]:
    """Every paper of every application, drawn once and read back."""
    return tuple(matrix.shots(here))
