"""With CI=true a test skipped for want of a part fails and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PASSED_OVER = """
import pytest

@pytest.mark.skipif(True, reason="no CUPS: apt-get install cups")
def test_marked(): ...

def test_inside():
    pytest.skip("no font has this character")

def test_module():
    pytest.importorskip("no_such_module")

@pytest.mark.xfail(reason="known")
def test_known():
    raise AssertionError
"""
needs_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a rule of Linux")


def told(folder: Path, ci: str) -> str:
    """The last line of a test run in which every test misses something."""
    (folder / "conftest.py").write_text("from tests.conftest import pytest_runtest_makereport\n", "utf-8")
    (folder / "test_passed_over.py").write_text(PASSED_OVER, "utf-8")
    alone = {**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", os.devnull, "-p", "no:cacheprovider", str(folder)],
        cwd=ROOT, env=alone, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


@needs_linux
def test_a_missing_part_fails_where_all_are_wanted(tmp_path: Path) -> None:
    said = told(tmp_path, "true")
    assert "1 xfailed" in said
    assert "skipped" not in said.splitlines()[-1]
    assert "test_marked could not run. Skipped: no CUPS: apt-get install cups. With CI=true" in said
    assert "test_inside could not run. Skipped: no font has this character. With CI=true" in said
    assert "test_module could not run. Skipped: could not import 'no_such_module'" in said


def test_elsewhere_it_is_passed_over(tmp_path: Path) -> None:
    assert "3 skipped, 1 xfailed" in told(tmp_path, "")
