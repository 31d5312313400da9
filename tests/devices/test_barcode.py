"""Barcode scanners as the system names them; what comes of their keys stands in ``ui_shell/test_scan.py``."""

from pathlib import Path

from desk_app.devices.barcode.main import KeyboardScanner
from desk_app.domain import scans

LISTED = """I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
H: Handlers=sysrq kbd event3 leds

I: Bus=0003 Vendor=0c2e Product=0901 Version=0111
N: Name="Honeywell  Imaging & Mobility 1900"
H: Handlers=sysrq kbd event7

I: Bus=0003 Vendor=04a9 Product=190f Version=0111
N: Name="Canon LiDE Scanner"
H: Handlers=event9
"""


def test_a_scanner_is_named_by_what_it_calls_itself_and_only_as_a_keyboard(tmp_path: Path) -> None:
    listing = tmp_path / "devices"
    assert "当键盘用" in KeyboardScanner(listing=listing).state()  # a system that lists nothing
    listing.write_text(LISTED, encoding="utf-8")
    assert KeyboardScanner(listing=listing).state() == "可以用:Honeywell Imaging & Mobility 1900"


def test_what_is_ours_is_told_from_numbers_of_others() -> None:
    ours = ("620403-03-20261123-GAB1C2", "620403-03-20261123-j2", "SM-03-2026-0001")
    others = ("620403-03-20261341-GAB1C2", "SM-03-2026", "YT2026112300018", "6901234567892")
    assert [text for text in (*ours, *others) if scans.is_ours(text)] == [*ours]
