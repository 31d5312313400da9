"""电子档案包: checked with unzip, sha256sum and openssl alone; a changed byte is noticed."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.devices.keys.window import window_own_key
from desk_app.domain.applications import Page
from desk_app.domain.clerks import SUPERVISOR
from desk_app.errors import RuleError, WorldError
from desk_app.services import proceedings
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.works import filing, package
from desk_app.ui.kit.widgets import Strip
from forms.procedures import CLERK
from tests.centre.desk import REQUEST
from tests.dressed import dressed
from tests.fakes import StillClock, key_of, make_parts
from tests.people import sound_draft
from tests.ui_shell.conftest import Desk
from tests.works.conftest import TABLE, done, held

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SCAN, STAMPED = b"\xff\xd8\xff household", b"\xff\xd8\xff stamped sheet"
FILED = {"retention": "visits", "archive_year": "2026", "pages": "2", "complete": True}


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    county = tmp_path / "county"
    county.mkdir()
    covers = 'covers = ["application", "device_request"]'
    (county / "retention.toml").write_text(TABLE.replace('covers = ["home_visit"]', covers), "utf-8")
    made = make_parts(tmp_path / "desk", clock, county)
    yield replace(made, signer=partial(window_own_key, tmp_path / "desk", key_of(tmp_path / "desk")))
    made.store.close()


def filed(parts: Parts, record: str) -> str:
    """The piece of a record, with its number."""
    assert filing.take_in(parts, [record]) == 1
    piece = filing.identity(record)
    done(parts, piece, "sort", **FILED)
    done(parts, piece, "file")
    return piece


def application(parts: Parts) -> str:
    page = Page(parts.store.pages.keep(SCAN), "household", "户口簿.jpg", "image/jpeg", len(SCAN))
    return intake.accept(parts, replace(sound_draft(parts), pages=(page,))).id


def unpacked(path: Path) -> Path:
    """What another program makes of a package."""
    folder = path.with_suffix("")
    subprocess.run(["unzip", "-q", path, "-d", folder], check=True)
    return folder


def sums(folder: Path) -> int:
    return subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, check=False).returncode


def signature(folder: Path) -> int:
    command = "openssl pkeyutl -verify -pubin -inkey window.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig"
    return subprocess.run(command.split(), cwd=folder, check=False).returncode


@pytest.mark.skipif(not shutil.which("unzip"), reason="no unzip here")
def test_other_tools_check_a_package(parts: Parts, tmp_path: Path) -> None:
    piece = filed(parts, application(parts))
    made = package.write(parts, piece, tmp_path / "one.zip", "用途:移交")
    assert (made.pages, made.lacking) == (1, 0)
    folder = unpacked(made.path)
    assert sums(folder) == 0
    assert signature(folder) == 0
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index["piece"]["档号"] == "X043-WS·2026-D30-BGS-0001"
    (page,) = index["pages"]
    assert (folder / page["file"]).read_bytes() == SCAN
    assert page["sha256"] in page["file"]
    words = (folder / "index.txt").read_text("utf-8")
    assert "张样例" in words
    assert "openssl" in (folder / "README.txt").read_text("utf-8")
    (folder / page["file"]).write_bytes(SCAN + b"!")
    assert sums(folder) == 1
    (folder / "SHA256SUMS").write_bytes((folder / "SHA256SUMS").read_bytes() + b"\n")
    assert signature(folder) == 1


def test_a_record_of_a_register_brings_its_sheets_and_its_history(parts: Parts, tmp_path: Path) -> None:
    made = proceedings.begin(parts, parts.window.who, "device_request", "fill", REQUEST)
    page = parts.store.pages.keep(STAMPED)
    done(parts, made.id, "village_stamp", village_on="2026-11-23", village_by="村委会", village_sheet=page)
    piece = filed(parts, made.id)
    packed = package.write(parts, piece, tmp_path / "one.zip", "用途:移交")
    folder = unpacked(packed.path)
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index["origin"]["number"] == made.number
    assert [step["act"] for step in index["origin"]["history"]][1] == "村(居委会)盖章"
    assert [p["sha256"] for p in index["pages"]] == [page]


def test_what_can_not_be_packed_is_told(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    with pytest.raises(RuleError, match="没有这一件"):
        package.write(parts, "nobody", path, "用途:移交")
    waiting = application(parts)
    filing.take_in(parts, [waiting])
    with pytest.raises(RuleError, match="还没有编号"):
        package.write(parts, filing.identity(waiting), path, "用途:移交")
    secret = held(parts, restricted=True)
    with pytest.raises(RuleError, match="负责人"):
        package.write(parts, secret, path, "用途:移交")
    parts.window.seat.give(parts.window.who, (CLERK, SUPERVISOR))
    assert package.write(parts, secret, path, "用途:移交").pages == 0
    with pytest.raises(WorldError, match="没有签名的密钥"):
        package.write(replace(parts, signer=None), secret, path, "用途:移交")
    (tmp_path / "no").write_text("a file")
    with pytest.raises(WorldError, match="写不进去"):
        package.write(parts, secret, tmp_path / "no" / "one.zip", "用途:移交")


def test_a_page_that_is_gone_is_named_and_the_rest_is_packed(parts: Parts, tmp_path: Path) -> None:
    piece = filed(parts, application(parts))
    for kept in (tmp_path / "desk" / "pages").rglob("*"):
        if kept.is_file():
            kept.unlink()
    packed = package.write(parts, piece, tmp_path / "one.zip", "用途:移交")
    assert packed.lacking == 1
    assert "还有1页取不到" in packed.sentence
    folder = unpacked(packed.path)
    assert sums(folder) == 0
    assert "(取不到)" in (folder / "index.txt").read_text("utf-8").replace("（", "(").replace("）", ")")


def test_the_card_of_a_piece_saves_its_package(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = filed(parts, application(parts))
    dressed()
    desk = Desk(qtbot, parts, StillClock())
    desk.open()
    desk.window.show_room("registers")
    found = parts.store.proceedings.one(piece)
    assert found is not None
    desk.window.registers.show_record(found)
    desk.settle()
    path = tmp_path / "one.zip"
    monkeypatch.setattr("desk_app.ui.registers.packing.choose_place", lambda *told: told[-1](path))
    desk.click("package-save")
    desk.find(QLineEdit, "purpose:text").setText("移交档案室")
    desk.click("purpose:go")
    desk.until(path.exists)
    said = desk.find(Strip, "package-said")
    desk.until(said.isVisible)
    assert desk.find(QPushButton, "package-save").isVisible()
    assert signature(unpacked(path)) == 0
    desk.errands.close()
