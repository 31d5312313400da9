"""扫描… on a material: pages come one by one from a real scanner part, and the window goes on meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from desk_app.devices.scanner.main import SystemScanner
from desk_app.devices.scanner.sane import Sane
from desk_app.domain.scanning import ScannedPages
from desk_app.services.counter.capture import PHOTO
from desk_app.ui.camera.scan import ScanDialog
from desk_app.ui.kit.errands import Lane
from tests.ui_pages.conftest import CAPTURE, Desk
from tests.ui_pages.test_scans import HOUSEHOLD, names


def opened(desk: Desk, scanner: SystemScanner) -> ScanDialog:
    """The dialog of the household register, opened by its key, with a scanner found."""
    desk.parts = replace(desk.parts, scanner=scanner)
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    desk.find(f"file:{HOUSEHOLD}").setFocus()
    desk.qtbot.keyClick(desk.find(f"file:{HOUSEHOLD}"), Qt.Key.Key_F6)
    dialog = desk.dialog("scan")
    assert isinstance(dialog, ScanDialog)
    desk.until(lambda: not desk.errands.busy)
    return dialog


def start(dialog: ScanDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "scan:start")
    assert found is not None
    return found


def said(dialog: ScanDialog) -> str:
    return "\n".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisible())


def test_the_feeders_pages_come_in_while_drafts_are_saved(desk: Desk) -> None:
    dialog = opened(desk, SystemScanner(demo=True))
    places = dialog.findChild(QComboBox, "scan:tray")
    assert places is not None
    places.setCurrentIndex(1)
    start(dialog).click()
    saved: list[bool] = []
    desk.errands.run(lambda: True, saved.append, lane=Lane.DATA)
    desk.until(lambda: saved)
    assert start(dialog).text() == "停止"  # the data lane answered while the scanner was at work
    desk.qtbot.waitUntil(lambda: "扫好了,收了 3 份" in said(dialog))
    desk.qtbot.waitUntil(lambda: len(names(desk)) == 3)
    assert names(desk) == [f"演示扫描{n}.png" for n in (1, 2, 3)]
    dialog.close()


def test_a_printed_photo_is_scanned_once_and_cropped(desk: Desk) -> None:
    desk.parts = replace(desk.parts, scanner=SystemScanner(demo=True))
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    desk.find(f"scan:{PHOTO}").click()
    dialog = desk.dialog("scan")
    assert isinstance(dialog, ScanDialog)
    places = dialog.findChild(QComboBox, "scan:tray")
    assert places is not None
    desk.until(start(dialog).isEnabled)
    places.setCurrentIndex(1)  # a feeder with three pages gives one
    start(dialog).click()
    desk.qtbot.waitUntil(lambda: desk.dialog("crop").isVisible(), timeout=20_000)
    desk.dialog("crop").reject()
    desk.qtbot.waitUntil(lambda: not desk.errands.busy, timeout=20_000)


@pytest.mark.skipif(bool(Sane().missing()), reason=Sane().missing())
def test_a_jam_is_told_in_the_dialog_and_the_next_scan_goes_on(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "dll.conf").write_text("test\n", encoding="utf-8")
    here = {"SANE_CONFIG_DIR": str(tmp_path)}
    jammed = ("--enable-test-options=yes", "--read-return-value", "SANE_STATUS_JAMMED")
    way = Sane(here, more=jammed)
    dialog = opened(desk, SystemScanner(ways=[way]))
    start(dialog).click()
    desk.until(lambda: "卡纸" in said(dialog))
    assert names(desk) == []
    way.more = ()
    start(dialog).click()
    desk.until(lambda: len(names(desk)) == 1)
    dialog.close()


def test_without_a_scanner_the_dialog_says_what_to_do_and_looks_again(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "收"
    dialog = opened(desk, SystemScanner("off", folder))
    assert "scan_folder" in said(dialog)
    assert not start(dialog).isEnabled()
    folder.mkdir()
    again = dialog.findChild(QPushButton, "scan:look")
    assert again is not None
    again.click()
    desk.until(start(dialog).isEnabled)
    start(dialog).click()
    desk.until(lambda: start(dialog).text() == "停止")
    came: list[ScannedPages] = []
    dialog.scanned.connect(came.append)
    dialog.close()  # a scan under way ends with its dialog
    desk.until(lambda: not desk.errands.busy)
    assert came == []
