"""Nothing of Qt is brought by a thread: PySide makes its classes where they are asked for, and not safely."""

import sys
from pathlib import Path

from tests.children import ran
from tests.stories.program import SAMPLES, environment

WATCHED = """
import runpy, sys, threading
from importlib.abc import MetaPathFinder

class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.startswith("PySide6") and threading.current_thread() is not threading.main_thread():
            print("BROUGHT BY", threading.current_thread().name, name)

sys.meta_path.insert(0, Watch())
runpy.run_module("desk_app", run_name="__main__")
"""


def test_no_thread_brings_a_part_of_qt(out: Path) -> None:
    # GIVEN a computer that prints through Qt WHEN a person is taken through the six steps
    (out.parent / "bin").mkdir()
    env = environment(PATH=str(out.parent / "bin"))
    program = [sys.executable, "-c", WATCHED, "walkthrough", "--case", str(SAMPLES[0]), "--out", str(out)]
    told = ran(program, env=env, check=True).stdout
    # THEN only the main thread imported Qt
    assert "回执编号" in told
    assert "BROUGHT BY" not in told
