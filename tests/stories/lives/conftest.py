"""A world for every story, and no failure for what the platform without a screen says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app.county import asking
from desk_app.ui.counter.arming import Arming
from tests.patience import PATIENCE_S
from tests.stories.lives.world import World, opened_world

_HARMLESS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a story; none fails for warnings of the platform without a screen."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_HARMLESS))
            item.add_marker(pytest.mark.story)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pause before an acceptance be short."""
    monkeypatch.setattr(Arming, "pause_ms", 20)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a county on a busy computer be slow, and not be taken for one that does not answer."""
    monkeypatch.setattr(asking, "SECONDS", float(PATIENCE_S))


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    """A new window and a new county, on Monday 23 November 2026 at 9:15."""
    with opened_world(tmp_path) as made:
        yield made
