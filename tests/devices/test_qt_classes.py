"""Lanes find the classes of Qt they work with; PySide makes none for them in their thread."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import desk_app.devices
from desk_app.devices import qt_classes

_DEVICES = Path(desk_app.devices.__file__).parent
_IN_LANES = ("pictures", "scanner", "printer")
"""Devices that lanes ask; the others live on the main thread."""


def _used(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("device", _IN_LANES)
def test_every_class_that_a_lane_works_with_is_made_before(device: str) -> None:
    used = {name for file in (_DEVICES / device).rglob("*.py") for name in _used(file)}
    assert used
    assert used - {made.__name__ for made in qt_classes.MADE} == set()
