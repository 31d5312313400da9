"""A programme that the county switches off while visits of it are under way: they go on, and none begins."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app.errors import RuleError
from desk_app.services import proceedings, rounds
from desk_app.services.parts import Parts
from desk_app.services.visits import day
from tests.dressed import dressed
from tests.fakes import CHINA, StillClock, make_parts
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ASKED = {"name": "石样例", "village": "冯园村", "wish": "办证", "channel": "1", "asked_by": "2"}


def _desk(folder: Path, switch: str, day_: int = 24) -> Parts:
    """The same book, with this in force in the county."""
    county = folder / "county"
    county.mkdir(exist_ok=True)
    (county / "own.toml").write_text(f'[visits]\n{switch}\nsource = "本区规定"\n', encoding="utf-8")
    return make_parts(folder / "desk", StillClock(datetime(2026, 12, day_, 9, tzinfo=CHINA)), county)


def test_what_was_begun_goes_on_and_nothing_new_begins(qtbot: QtBot, tmp_path: Path) -> None:
    dressed()
    parts = _desk(tmp_path, 'on = ["quxian"]', 8)
    who = parts.window.who
    visit = proceedings.begin(parts, who, "one_plus_n", "ask", ASKED)
    rounds.open_due(parts)
    villages = len(parts.store.proceedings.listed("village_survey", limit=None))
    assert villages
    parts.store.close()
    # WHEN the county switches it off
    parts = _desk(tmp_path, 'off = ["home"]')
    with pytest.raises(RuleError, match="已经停用,不再开始新的"):
        proceedings.begin(parts, who, "one_plus_n", "ask", ASKED)
    rounds.open_due(parts)
    assert len(parts.store.proceedings.listed("village_survey", limit=None)) == villages
    # THEN what is open is due as before, and goes on under the pack it began with, items and all
    assert any(t.proceeding == visit.id for t in day.read(parts).due)
    proceedings.act(parts, who, visit.id, "verify", {"person": "1", "services": ("care",)})
    assert len(parts.store.proceedings.children(visit.id)) == 1
    # AND is seen in the window, which has no key to begin another
    desk = Desk(qtbot, parts, parts.clock)  # type: ignore[arg-type]
    window = desk.open()
    desk.click("rail-visits")
    desk.until(lambda: desk.sees("visits-due") or desk.sees("visits-today"))
    assert not desk.sees("begin-one_plus_n")
    desk.click("rail-registers")
    window.registers.show_record(visit)
    desk.until(lambda: window.registers.card.shown is not None)
    assert not desk.sees("start-ask")
    QApplication.closeAllWindows()
    desk.errands.close()
    parts.store.close()
