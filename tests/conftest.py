"""For every test: no screen, data folders of its own; a logged warning fails the test."""

import gc
import logging
import os
import shutil
import sys
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forms import regions
from printing import places as known_places
from tests import sharing

if TYPE_CHECKING:
    from tests.patient_bot import PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt's multimedia library mentions sound libraries it does without.
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

# Reading takes a second a picture; the tests of it ask for it.
os.environ.setdefault("DESK_READING", "no")

_NUMBERS = count()
_FILE = pytest.StashKey[Path]()
"""The file whose test ran last."""
_OLD = 50
"""Collections of what is young after which all is looked at."""
_MEMORY = Path("/dev/shm")
_WANTED = 4 << 30
"""Bytes free in memory from which the tests' folders stand there: the whole run leaves some 400 MB."""
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _WANTED:
    # Thousands of small books are made and synced; on a disk that is half of the time of the run.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session", autouse=True)
def places() -> None:
    """Papers know the county's places as they do once a window has started."""
    known_places.know(regions.shipped("620403").above)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On Linux with CI=true, turn a skip into a failure: there every part has to be installed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _all_parts_are_wanted():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} could not run. {reason}. With CI=true that is a failure."
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, also after the files were shuffled."""
    items.sort(key=lambda item: sharing.place_of(item.nodeid))


def pytest_collection_finish() -> None:
    """Look for garbage of tests alone from now on: modules and thousands of tests are there to the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give workers whole units; None for the other ways to share out, which xdist knows itself."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Units(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return sharing.unit_of(nodeid)

    return Units(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hide the windows an earlier file left: a curtain, a lock or a new look is for all that are seen.

    They are hidden and not deleted, since Python may still hold them. Within a file windows may stay.
    """
    seen = item.session.stash.get(_FILE, None)
    item.session.stash[_FILE] = item.path
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or seen in (None, item.path) or widgets.QApplication.instance() is None:
        return
    for window in widgets.QApplication.topLevelWidgets():
        if window.isVisible():
            window.hide()


@pytest.fixture(autouse=True)
def _garbage_is_collected_on_the_main_thread() -> Iterator[None]:
    """As in the program: a Qt object deleted by the collector in another thread can stop both for ever."""
    gc.disable()
    # What the test before left is gone before this one looks at the windows there are.
    gc.collect(2 if gc.get_count()[2] > _OLD else 1)
    yield
    gc.disable()  # a window that ended lets Python collect by itself again


def _all_parts_are_wanted() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1") and sys.platform.startswith("linux")


@pytest.fixture(scope="session")
def _folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where data folders of tests stand: beside pytest's own it would look through them each time."""
    return tmp_path_factory.mktemp("own")


@pytest.fixture(autouse=True)
def _own_data(_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("DESK_")]:
        monkeypatch.delenv(name)
    for name in ("data", "state"):
        (folder := _folders / f"{name}{next(_NUMBERS)}").mkdir()
        monkeypatch.setenv(f"DESK_{name.upper()}", str(folder))


@pytest.fixture(autouse=True)
def _rights_of_new_files_stay() -> Iterator[None]:
    """The command line closes its files to others for good: the print service's tests are another user."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def _no_warning_is_logged(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("warns"):
        return
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, [f"{r.name}: {r.getMessage()}" for r in loud]


@pytest.fixture(autouse=True)
def _nothing_flashes() -> Iterator[None]:
    """Whatever a test does in the real window, no widget is a window before it has its place."""
    yield
    if watch := sys.modules.get("tests.flashes"):  # only there where a window was opened
        assert watch.end() == []


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_cheap() -> Iterator[None]:
    from tests import cheap_keys  # late: what it imports is no business of the tests of the set-up

    with cheap_keys.in_force():
        yield


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> "PatientBot":
    """pytest-qt's, with the patience of a busy computer; every wait of a test is one of its."""
    from tests.patient_bot import PatientBot  # late: the tests of the set-up do without Qt

    return PatientBot(request)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder a walkthrough writes its papers to."""
    return tmp_path / "out"
