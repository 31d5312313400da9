"""What a start does without until the window is drawn; a part that creeps in again is named here."""

import sys
from pathlib import Path

import pytest

from desk_app.benches.start import environment
from tests.children import ran

SCRIPT = """
import gc, linecache, sys
from desk_app.commands import window
with window.started(["test"]) as (app, shown):
    shown.show()
    shown.grab()
    read = [f"source:{file}" for file in linecache.cache if "desk_app" in file]
    print(*sys.modules, *read, gc.isenabled())
"""
LATER = (
    *(
        "cattrs",
        "cryptography",
        "httpx",
        "http.client",
        "keyring",
        "reportlab",
        "PIL",
        "starlette",
        "uvicorn",
    ),
    *(
        "desk_app.county",
        "desk_app.county_server",
        "desk_app.devices.printer.cups",
        "desk_app.services.printing.papers",
    ),
    *("desk_app.ui.counter.case", "desk_app.ui.counter.steps", "desk_app.ui.finder", "desk_app.ui.todos"),
    *("forms.audit", "forms.loader", "printing.layout", "printing.sheets"),
)


def loaded(folder: Path) -> list[str]:
    """Names of all modules when the window has been drawn, then whether garbage is collected."""
    done = ran([sys.executable, "-c", SCRIPT], env=environment(str(folder)), check=True)
    return done.stdout.split()


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A second start in one data folder: the first reads and checks the law."""
    folder = tmp_path_factory.mktemp("desk")
    assert "forms.audit" in loaded(folder)
    return loaded(folder)


def test_no_source_is_read(second: list[str]) -> None:
    assert [each for each in second if each.startswith("source:")] == []


def test_what_the_window_does_not_need_is_read_later(second: list[str]) -> None:
    assert [name for name in LATER if any(f"{m}.".startswith(f"{name}.") for m in second)] == []


def test_nothing_is_collected_while_all_is_made(second: list[str]) -> None:
    assert second[-1] == "False"
