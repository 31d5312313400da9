"""Every page and dialog on four screens: nothing cut, overlapping, faint, small, nameless or out of order."""

import importlib
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

import desk_app.ui
from desk_app import rooms
from desk_app.commands import screenshots
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.lists.bring import BringDialog
from desk_app.ui.signin.page import SignInPage
from desk_app.walkthrough import shooting
from desk_app.walkthrough.shooting import Screen, Taken
from desk_app.walkthrough.shots import SHOTS

SCREENS = (
    Screen(1366, 768, 100, "NORMAL"),
    Screen(1366, 768, 200, "NORMAL"),
    Screen(1366, 768, 100, "LARGE"),
    Screen(1366, 768, 100, "CONTRAST"),
)
AT_ONCE = 2


def dialogs() -> Iterator[type[QDialog]]:
    """Every class of dialog of the window."""
    for module in pkgutil.walk_packages(desk_app.ui.__path__, f"{desk_app.ui.__name__}."):
        for made in vars(importlib.import_module(module.name)).values():
            if isinstance(made, type) and issubclass(made, QDialog) and made.__module__ == module.name:
                yield made


def test_no_room_and_no_dialog_is_without_a_shot() -> None:
    shown = {shot.shows for shot in SHOTS.values()}
    assert {room.name for room in rooms.ROOMS} <= shown
    named = {dialog.__name__ for dialog in dialogs() if dialog not in (DeskDialog, BringDialog)}
    assert len(named) > 10
    assert named - shown == set()
    assert SignInPage.__name__ in shown


@pytest.fixture(scope="module")
def filled() -> Iterator[Path]:
    """The invented book, which every screen copies."""
    with shooting.book() as made:
        yield made


@pytest.fixture(scope="module")
def taken(filled: Path) -> dict[str, list[Taken]]:
    """Every shot of every screen."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        every = pool.map(lambda screen: list(shooting.take(screen, list(SHOTS), filled, None)), SCREENS)
        return {screen.name: found for screen, found in zip(SCREENS, every, strict=True)}


@pytest.mark.story
@pytest.mark.timeout(900)  # half a minute on a quiet machine; others may use it too
@pytest.mark.parametrize("screen", [screen.name for screen in SCREENS])
def test_everything_stands_right(taken: dict[str, list[Taken]], screen: str) -> None:
    assert {each.shot for each in taken[screen]} == set(SHOTS)
    wrong = [each for each in taken[screen] if each.faults]
    assert not wrong, "\n".join(screenshots.summary(wrong))


def test_a_picture_is_kept_of_each_shot_and_its_faults_are_listed(filled: Path, tmp_path: Path) -> None:
    screen = Screen(800, 600, 100, "NORMAL")
    found = list(shooting.take(screen, ["start", "keys"], filled, tmp_path))
    assert [each.shot for each in found] == ["start", "keys"]
    assert sorted(p.name for p in (tmp_path / screen.name).iterdir()) == ["keys.png", "start.png"]
    told: list[str] = []
    screenshots.tell(found, tmp_path, told.append)
    assert told[-1].startswith("拍了2张")
    assert (tmp_path / "faults.json").exists()
