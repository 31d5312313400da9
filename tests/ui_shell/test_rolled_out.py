"""The first start of a window that a roll-out file waits for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk_app import rollout
from desk_app.commands.window import started
from desk_app.devices.keys.opened import forget_opened
from desk_app.errors import WorldError


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A computer without any data, and the place of its roll-out file."""
    forget_opened()
    for kind in ("data", "state"):
        monkeypatch.setenv(f"DESK_{kind.upper()}", str(tmp_path / kind))
    monkeypatch.setenv(rollout.VARIABLE, str(tmp_path / "rollout.toml"))
    monkeypatch.setenv("DESK_WINDOW", "")
    yield tmp_path
    forget_opened()


def test_the_window_opens_under_the_number_of_its_computer(
    qapp: QApplication, hall: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hall / "rollout.toml").write_text('[[window]]\nnumber = 8\ncomputer = "hall-08"\n', encoding="utf-8")
    monkeypatch.setattr("platform.node", lambda: "HALL-08")
    with started(["desk-app"], seated=True, dialogs=False) as (_, window):
        assert window.parts.window.number == "8"
    (hall / "rollout.toml").write_text("[[window]]\nnumber = 9\n", encoding="utf-8")
    forget_opened()
    with started(["desk-app"], seated=True, dialogs=False) as (_, window):
        assert window.parts.window.number == "8", "a window in use keeps its number"


def test_a_computer_that_is_not_in_the_file_begins_nothing(qapp: QApplication, hall: Path) -> None:
    (hall / "rollout.toml").write_text('[[window]]\nnumber = 8\ncomputer = "no"\n', encoding="utf-8")
    with pytest.raises(WorldError, match="部署文件里没有这台电脑"), started(["desk-app"]):
        pass
    assert not (hall / "data").exists()
