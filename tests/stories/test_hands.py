"""Random hands for a quarter of a minute: no error, no acceptance nobody asked for, no answer lost."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.benches import hands
from desk_app.walkthrough import shooting
from tests.stories.program import desk_app, environment

pytestmark = pytest.mark.story
FIXED = 20261126
SECONDS = 7.5


@pytest.fixture(scope="module")
def filled() -> Iterator[Path]:
    """The invented book, which each run copies."""
    with shooting.book() as made:
        yield made


@pytest.mark.parametrize("seed", [FIXED, None])
def test_random_hands_break_nothing(seed: int | None, filled: Path) -> None:
    seed = secrets.randbelow(10**9) if seed is None else seed
    print(f"seed {seed}")  # a failure shows it: desk-app bench hands --seed does it again
    told = hands.work(SECONDS, seed, filled=filled)
    assert told["deeds"] > 5
    assert told["compared"] > 0
    assert (told["errors"], told["unmeant"], told["lost"]) == ([], [], [])


def test_the_command_tells_its_seed_and_its_figures() -> None:
    wanted = ("--minutes", "0.02", "--seed", "7", "--profile", "1")
    done = desk_app("bench", "hands", *wanted, env=environment(**_path()))
    assert "种子 7" in done.stdout
    assert "hands.lost" in done.stdout
    assert "block" not in done.stderr or "computed" in done.stderr  # what took long is told with its share


def _path() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k == "PYTHONPATH"}
