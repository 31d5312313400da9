"""The log holds incident numbers and places, is readable to its owner alone, and holds nobody's data."""

import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app import __version__
from desk_app.commands import logs
from desk_app.errors import WorldError
from desk_app.ui.shell.notices import Incident, Notices

NAME, NUMBER, PHONE, CARD = "张样例", "110101199003070029", "13800138000", "6222 0212 3456 7890 123"
PERSONAL = (NAME, NUMBER, PHONE, CARD, "0212")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    logs.keep(tmp_path)
    yield tmp_path / "logs"
    logs.leave()


def written(folder: Path) -> str:
    return (folder / "desk.log").read_text("utf-8")


def raised() -> ValueError:
    try:
        try:
            raise KeyError(f"{NAME} {NUMBER}")
        except KeyError as cause:
            raise ValueError(f"{NAME}的电话{PHONE}不对,卡号{CARD}") from cause
    except ValueError as error:
        return error


@pytest.mark.warns
def test_the_number_in_the_dialog_leads_to_its_line(folder: Path) -> None:
    notices, shown = Notices(), list[object]()
    notices.arrived.connect(shown.append)
    notices.open()
    for _ in range(200):  # a number of digits alone, one in seventeen, would be taken for somebody's
        notices.report(raised())
    lines = written(folder).splitlines()
    for incident in shown:
        assert isinstance(incident, Incident)
        told = [line for line in lines if f"incident {incident.number}:" in line]
        assert told
        assert all("test_logs.py" in line and "KeyError" in line for line in told)
    assert __version__ in written(folder)


@pytest.mark.warns
def test_errors_with_personal_data_leave_none_in_the_log(folder: Path) -> None:
    log = logging.getLogger("desk_app.somewhere")
    error = raised()
    log.error("could not keep %s", error)
    log.error("could not keep: %s", WorldError(f"{NAME} {NUMBER}"))
    log.warning("of %s with %s", NAME, PHONE)
    log.error(f"card {CARD}")
    log.error("trace", exc_info=error)
    try:
        raise error
    except ValueError:
        log.exception("again %s", NUMBER)
        logging.getLogger("another.library").exception("of another")
    text = written(folder)
    assert text.count("test_logs.py") >= 4
    assert [told for told in PERSONAL if told in text] == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_only_the_owner_reads_it(folder: Path) -> None:
    assert (folder / "desk.log").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.warns
def test_it_rotates_and_old_files_go(tmp_path: Path) -> None:
    old = tmp_path / "logs" / "desk.log.7"
    old.parent.mkdir()
    old.write_text("old")
    os.utime(old, (time.time() - 300 * 86400,) * 2)
    logs.keep(tmp_path)
    try:
        assert not old.exists()
        for _ in range(15):
            logging.getLogger("desk_app").error("x" * 100_000)
        assert (tmp_path / "logs" / "desk.log.1").exists()
    finally:
        logs.leave()
