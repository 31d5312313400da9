"""A fault in a county's own layout is told at the start, by ``doctor`` and by ``forms check``."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk_app import settings
from desk_app.__main__ import main
from desk_app.bootstrap import Desk, opened
from desk_app.commands import doctor
from desk_app.services.printing import drawing
from forms import loader
from printing import layout
from tests.dressed import dressed

SHIPPED = (layout.LAYOUTS / "receipt.toml").read_text("utf-8")
LINE = next(n for n, words in enumerate(SHIPPED.splitlines(), 1) if words.startswith("query ="))
FAULT = f"receipt.toml 第{LINE}行:不认识的键“qurey”,是不是“query”"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the county's own layout of the receipt, one key misspelt."""
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "receipt.toml").write_text(SHIPPED.replace("query =", "qurey ="), "utf-8")
    return tmp_path


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_window_tells_it_on_a_strip(qtbot: QtBot, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sys, threading):  # the window takes these for itself
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    dressed()
    with Desk(settings.load()) as desk, opened(desk) as window:
        window.show()
        qtbot.waitUntil(lambda: any("receipt.toml" in w.text() for w in window.findChildren(QLabel)))
        (told,) = (w.text() for w in window.findChildren(QLabel) if "receipt.toml" in w.text())
    assert f"第{LINE}行" in told
    assert "用随程序的版式印这种纸" in told


def test_doctor_tells_line_and_folder_and_how_many_are_well(data: Path) -> None:
    broken, well = doctor._layouts()

    assert not broken.well
    assert broken.found.startswith(FAULT)
    assert str(data / "layouts") in broken.found
    assert well.well
    assert f"{len(list(layout.LAYOUTS.glob('*.toml'))) - 1}种纸件画得出来" in well.found

    (data / "layouts" / "receipt.toml").write_text(SHIPPED, "utf-8")
    (well,) = doctor._layouts()
    assert "本地版式:receipt" in well.found


def test_forms_check_looks_at_the_layouts_of_a_folder(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "check", str(data)]) == 1
    said = capsys.readouterr().out
    assert f"layouts/receipt.toml 第{LINE}行" in said
    assert "版式有1处错误" in said

    (data / "layouts" / "receipt.toml").write_text(SHIPPED, "utf-8")
    assert main(["forms", "check", str(data)]) == 0


def test_more_faults_than_a_window_has_room_for_are_counted(data: Path) -> None:
    for name in ("notice", "undertaking", "authorization", "retype"):
        (data / "layouts" / f"{name}.toml").write_text("[paper", "utf-8")

    faults = drawing.layout_faults(loader.shipped())

    assert len(faults) == 4
    assert faults[-1].startswith("另有2个版式有误")


def test_without_layouts_of_its_own_the_drawing_library_is_not_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from forms import loader; from desk_app.services.printing import drawing; "
        "assert drawing.layout_faults(loader.shipped()) == (); sys.exit('reportlab' in sys.modules)"
    )
    environment = {"DESK_DATA": str(tmp_path), "PATH": ""}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0
