"""A card on a real serial reader, seen in the real window: it fills step 1, or is asked about."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.benches.pty_reader import PtyReader, answer, block
from desk_app.devices.card_reader import sdt
from desk_app.devices.card_reader.main import SdtReader
from desk_app.devices.card_reader.session import Times
from desk_app.domain.cards import LONG
from desk_app.services.counter import sources
from desk_app.services.parts import Parts
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.kit import cover
from forms.schema import Origin
from tests.fakes import StillClock, make_parts
from tests.people import nth_number
from tests.ui_shell.conftest import Desk, write

ADDRESS = "甘肃省白银市平川区样例路1号"
VALUES = {
    "sex": "2",
    "ethnicity": "03",
    "birth": "19870312",
    "address": ADDRESS,
    "issuer": "白银市公安局平川分局",
    "since": "20150601",
}


def chip(name: str = "马样例", number: str = "", until: str = LONG) -> bytes:
    return block(name=name, number=number or nth_number(0), until=until, **VALUES)


class CardDesk(Desk):
    """The window with the real six pages, and a reader on its serial port."""

    device: PtyReader

    def _make_pages(self, case: Case) -> list[StepPage]:
        return list(make_pages(case))

    @property
    def case(self) -> Case:
        self.until(lambda: self.window.case is not None)
        case = self.window.case
        assert case is not None
        return case

    def lay(self, card: bytes) -> None:
        """Lift what lies there, and lay another card."""
        self.device.lift()
        asked = len(self.device.asked)
        self.until(lambda: self.device.asked[asked:].count(sdt.FIND) > 1)
        self.device.lay(card)

    def is_told(self, sentence: str) -> bool:
        return any(sentence in text for text in self.shown())

    def begin(self) -> Case:
        """Press 新办 and wait for the empty case."""
        self.window.counter.new_case()
        self.settle()
        return self.case

    def entry(self, element: str) -> QLineEdit:
        return self.find(QLineEdit, element)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[CardDesk]:
    clock, device = StillClock(), PtyReader(tmp_path / "reader")
    reader = SdtReader(str(device.place), times=Times(poll=20, answer=300, look=30))
    parts: Parts = replace(make_parts(tmp_path / "data", clock), reader=reader)
    made = CardDesk(qtbot, parts, clock)
    made.device = device
    made.open()
    made.until(lambda: parts.reader.state.ready)
    yield made
    reader.stop()
    device.pull_out()
    made.errands.close()
    parts.store.close()


def test_a_card_begins_a_case_and_fills_its_first_step(desk: CardDesk) -> None:
    # WHEN a card is laid down while no case is open
    desk.lay(chip())
    desk.until(lambda: desk.case.given("name") == "马样例")
    desk.settle()
    # THEN what is on it is there and vouched for, and sex and birth follow from the number
    case = desk.case
    assert case.draft.answers == {
        "name": "马样例",
        "id_number": nth_number(0),
        "ethnicity": "03",
        "registered_address": ADDRESS,
    }
    assert {sources.of(case.draft, e) for e in case.draft.answers} == {Origin.CARD}
    assert case.facts["sex"] == "2"
    assert desk.entry("name").text() == "马样例"
    assert desk.shown().count("身份证已核验") == 2
    assert desk.is_told("签发机关白银市公安局平川分局")
    # AND it is a draft on the disk already, whose sources are kept
    kept = desk.parts.store.drafts.one(case.draft.id)
    assert kept is not None
    assert (kept.sources, kept.card) == (case.draft.sources, case.draft.card)
    # AND an answer that is edited is vouched for no more
    write(desk.entry("name"), "马样本")
    desk.until(lambda: desk.shown().count("身份证已核验") == 1)
    # AND with another number nothing of the card is
    write(desk.entry("id_number"), nth_number(5))
    desk.until(lambda: "身份证已核验" not in desk.shown())
    assert not desk.is_told("签发机关")


def test_what_was_typed_gives_way_to_the_card_and_comes_back(desk: CardDesk) -> None:
    case = desk.begin()
    write(desk.entry("name"), "马样例")
    case.answer("ethnicity", "01")
    case.answer("phone", "13809430000")
    desk.lay(chip())
    desk.until(lambda: case.given("id_number") == nth_number(0))
    desk.settle()
    assert case.given("ethnicity") == "03"
    assert case.given("phone") == "13809430000"
    desk.click("undo")
    assert (case.given("ethnicity"), case.given("id_number")) == ("01", None)
    assert case.given("phone") == "13809430000"
    assert case.draft.sources == {}


def test_an_expired_card_is_told_and_blocks_nothing(desk: CardDesk) -> None:
    desk.lay(chip(until="20250809"))
    desk.until(lambda: desk.is_told("2025年8月9日为止,已经过期"))
    assert all(not p.blocks for p in desk.case.problems if p.element == "id_number")


def test_anothers_card_is_asked_about(desk: CardDesk) -> None:
    desk.lay(chip())
    desk.until(lambda: desk.case.given("name") == "马样例")
    desk.settle()
    first = desk.case
    # 不用: nothing happens
    desk.lay(chip("李样例", nth_number(7)))
    desk.find_dialog("another-card")
    desk.click("another-card:nothing")
    assert first.given("name") == "马样例"
    # 读作监护人: the name goes there and is vouched for
    desk.lay(chip("李样例", nth_number(7)))
    desk.click("another-card:guardian_name")
    assert first.given("guardian_name") == "李样例"
    assert sources.of(first.draft, "guardian_name") is Origin.CARD
    # 换人: the open case is put aside, the next one is the card's
    desk.lay(chip("李样例", nth_number(7)))
    desk.click("another-card:swap")
    desk.until(lambda: desk.case is not first and desk.case.given("name") == "李样例")
    assert desk.parts.store.drafts.one(first.draft.id) is not None


def test_a_card_disturbs_neither_a_dialog_nor_an_acceptance(desk: CardDesk) -> None:
    draft = desk.keep_draft()
    desk.window.resume_draft(draft.id)
    desk.settle()
    case = desk.case
    desk.click("find")
    desk.lay(chip("李样例", nth_number(7)))
    desk.until(lambda: desk.is_told("先关掉这个窗口,再放一次"))
    desk.find_dialog("finder").close()
    workspace = desk.window.counter.workspace
    assert workspace is not None
    workspace.go_to(5)
    desk.lay(chip("李样例", nth_number(7)))
    desk.until(lambda: desk.is_told("正在核对受理"))
    assert case.draft.answers == draft.answers
    assert not desk.sees("another-card")


def test_a_card_laid_on_a_covered_window_does_nothing_and_is_told(desk: CardDesk) -> None:
    cover.turn()
    desk.lay(chip())
    desk.until(lambda: desk.is_told("屏幕遮住时不读"))
    cover.turn()
    desk.settle()
    assert desk.window.case is None
    desk.lay(chip())
    desk.until(lambda: desk.case.given("name") == "马样例")


def test_a_card_that_is_not_read_and_a_reader_that_is_gone_are_told(desk: CardDesk) -> None:
    desk.device.send = lambda command, reply: (answer(0x41) if command == sdt.READ else reply,)
    desk.lay(chip())
    desk.until(lambda: desk.is_told("请把证拿起,再放一次"))
    assert desk.window.case is None
    desk.device.send = lambda _command, reply: (reply,)
    desk.device.pull_out()
    desk.until(lambda: desk.is_told("读卡器已断开"))
    desk.device.plug_in()
    desk.until(lambda: not desk.is_told("读卡器已断开"))
    desk.lay(chip())
    desk.until(lambda: desk.case.given("name") == "马样例")


def test_settings_show_the_reader_and_try_it(desk: CardDesk) -> None:
    desk.window.show_room("settings")
    assert "可以用" in desk.find(QLabel, "reader-state").text()
    desk.click("reader-try")
    desk.find_dialog("reader")
    desk.lay(chip(until="20250809"))
    desk.until(lambda: desk.is_told(f"(…{nth_number(0)[-4:]})的居民身份证,有效期到2025年8月9日,已经过期"))
    desk.click("reader:done")
    assert desk.window.case is None
    assert desk.parts.store.drafts.all() == ()
