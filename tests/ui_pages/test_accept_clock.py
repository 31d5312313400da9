"""Step 6 and the clock: one that can not be right is asked about; after hours the day that counts is said."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from desk_app.services.printing import papers
from desk_app.ui.counter.accept import AcceptPage
from forms.typesetting import typeset
from tests.dressed import dressed
from tests.fakes import NOW, StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.ui_pages.conftest import ACCEPT, Desk
from tests.unit.packs import Folder


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk that asks about a clock that can not be right."""
    dressed()
    made = Desk(qtbot, make_parts(tmp_path / "book", StillClock(), asks=True))
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def test_a_clock_ten_hours_ahead_is_asked_about_before_acceptance(desk: Desk) -> None:
    # GIVEN a county whose clock shows ten hours less
    desk.parts.watch.told(NOW - timedelta(hours=10))
    desk.take_sound()
    page = desk.go(ACCEPT)
    assert isinstance(page, AcceptPage)
    desk.until(lambda: desk.sees("clock-doubt"))
    told = desk.find("clock-doubt", QLabel).text()
    assert typeset("比区县服务器(2026年11月22日 23:15)快10小时,请先校准") in told
    # WHEN the clerk looks for the button, there is none as long as the clock is asked about
    assert not desk.sees("accept")
    assert desk.find("clock-sure").hasFocus()
    # THEN a tick settles it
    desk.find("clock-sure", QCheckBox).click()
    assert not desk.sees("clock-doubt")
    assert desk.find("accept-question").hasFocus()
    with desk.qtbot.waitSignal(desk.case.accepted):
        desk.accept()


def test_a_clock_that_goes_wrong_on_the_page_is_asked_about_at_the_press(desk: Desk) -> None:
    desk.take_sound()
    desk.go(ACCEPT)
    desk.settle()
    assert not desk.sees("clock-doubt")
    desk.parts.watch.told(NOW + timedelta(hours=3))
    desk.accept()
    desk.until(lambda: desk.sees("clock-doubt"))
    assert desk.case.application is None
    # Once it is set, the question is gone with the next look and the application is taken.
    desk.parts.watch.told(NOW)
    desk.go(ACCEPT)
    desk.until(lambda: not desk.sees("clock-doubt"))
    with desk.qtbot.waitSignal(desk.case.accepted):
        desk.accept()


@pytest.fixture
def late(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk at ten past six on a Friday whose county counts from the next working day."""
    dressed()
    folder = Folder(tmp_path / "forms")
    folder.change("county.toml", "demo = true", 'demo = true\nafter_hours = "next-day"')
    clock = StillClock(NOW.replace(day=27, hour=18, minute=10))
    made = Desk(qtbot, make_parts(tmp_path / "book", clock, folder.path))
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def test_after_hours_the_day_that_counts_is_said(late: Desk) -> None:
    late.take_sound()
    late.go(ACCEPT)
    assert typeset("今天18:10是办公时间以外,现在受理从11月30日(星期一)起算,") in typeset(late.texts())
    with late.qtbot.waitSignal(late.case.accepted):
        late.accept()
    late.until(lambda: typeset("办公时间以外受理,期限从11月30日(星期一)起算。") in typeset(late.texts()))
    application = late.case.application
    assert application is not None
    assert squeezed("办公时间以外受理,期限从2026年11月30日(星期一)起算") in text_of(
        papers.receipt(late.parts, application)
    )
    assert "办公时间以外" in text_of(papers.notice(late.parts, late.case.reading))
    assert application.dates.promised == late.parts.calendar.after(date(2026, 11, 30), 13)[0]
