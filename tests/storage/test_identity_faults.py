"""Kills, full disks, flipped bits, lost logs and older copies; in full by ``desk-app bench faults``."""

import secrets
import sys

import pytest

pytestmark = [pytest.mark.story, pytest.mark.skipif(sys.platform == "win32", reason="the workers are forks")]


def test_nothing_told_is_lost_no_number_is_given_twice_and_no_damage_is_silent() -> None:
    from desk_app.benches import faults

    seed = secrets.randbelow(10**9)
    told, found = faults.rounds_of(len(faults.KINDS), seed)
    assert (found.lost, found.silent, found.blunt) == ([], [], []), f"seed {seed}"
    assert len(told.given) == len(set(told.given)), f"seed {seed}"
    assert set(found.rounds) == set(faults.KINDS)
    # Each kind of damage was really done, and said.
    for kind in ("full", "restore"):
        assert found.told[kind], f"seed {seed}: {kind}"
