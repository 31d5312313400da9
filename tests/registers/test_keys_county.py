"""The register in the whole program, switched on by one setting: acts to the county and back."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desk_app import bootstrap, settings
from desk_app.county_server.book import CountyBook
from desk_app.domain.events import Who
from desk_app.domain.settling import Settling
from forms import calendar
from printing import folders
from tests.fakes import StillClock
from tests.opened import key_beside
from tests.printing.reading import squeezed, text_of
from tests.registers.conftest import KEYS, Keys


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Keys, Path]]:
    """The program as it starts with the county's folder of forms and layouts."""
    data = tmp_path / "data"
    monkeypatch.setenv("DESK_DATA", str(data))
    monkeypatch.setenv("DESK_FORMS", str(KEYS))
    with bootstrap.Desk(settings.load()) as desk, bootstrap.opened(desk) as window:
        keys = Keys(qtbot, desk.parts, StillClock())
        keys.errands.close()
        keys.window, keys.errands = window, window.errands
        window.show()
        window.resize(1366, 768)
        yield keys, data
    folders.lay(None)


def test_a_record_goes_to_the_county_and_its_act_comes_back(program: tuple[Keys, Path]) -> None:
    # GIVEN a key lent and confirmed in the window, and its letters at the county
    keys, data = program
    keys.click("rail-registers")
    form = keys.form("start-take")
    keys.fill(form, holder="张样例", key="一楼档案室")
    keys.press(form)
    paper = keys.paper()
    assert "借用一楼档案室的钥匙" in squeezed(text_of(paper.view.pdf))
    keys.put_away(paper)
    keys.confirm()
    outbox = keys.parts.store.outbox
    keys.qtbot.waitUntil(lambda: not outbox.waiting())
    assert [letter.state for letter in outbox.letters()] == ["delivered"] * 2
    (record,) = keys.parts.store.proceedings.listed("keys")
    law = Settling(keys.parts.packs, calendar.shipped())
    with closing(
        CountyBook(
            f"sqlite:///{data / 'county.db'}",
            law,
            create=False,
            key=key_beside(f"sqlite:///{data / 'county.db'}"),
        )
    ) as county:
        held = county.one(record.id)
        assert held is not None
        assert (held.state, held.number) == ("lent", record.number)
        # WHEN a department acts on it there
        who = Who("李档案", "department", "区档案馆")
        county.act(record.number, "check_off", {"remark": "收到"}, who, datetime.now().astimezone())
    # THEN the card tells it by itself, and what the record asks next is still the clerk's
    keys.qtbot.waitUntil(lambda: "部门已备案:收到" in keys.words())
    assert keys.sees("act-give_back")
