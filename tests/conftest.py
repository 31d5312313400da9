"""Every test: no screen needed, nobody's own data touched, and a logged warning is a failure."""

import logging
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Qt's multimedia library mentions sound libraries it does without.
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where all parts are to be had, nothing is passed over: on Linux a skip means that a part is missing."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _all_parts_are_wanted():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} could not run. {reason}. With CI=true that is a failure."
    return report


def _all_parts_are_wanted() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1") and sys.platform.startswith("linux")


@pytest.fixture(autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("DESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DESK_DATA", str(tmp_path_factory.mktemp("data")))


@pytest.fixture(autouse=True)
def _no_warning_is_logged(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("warns"):
        return
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, [f"{r.name}: {r.getMessage()}" for r in loud]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a walkthrough leaves its papers."""
    return tmp_path / "out"
