"""A clock that can not be right: asked about once a day, noted in the ledger, never a false alarm."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from queue import Queue

import pytest

from desk_app.clock import SystemClock
from desk_app.county.client import HttpCounty
from desk_app.county.courier import Courier
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import Application
from desk_app.services import clock_check, ledger
from desk_app.services.clock_check import DoubtfulClock
from desk_app.services.clock_watch import ClockWatch
from desk_app.services.counter import intake
from desk_app.services.parts import LineState, Parts
from desk_app.services.retention import trust
from forms import library, loader, moments, numbers
from tests.fakes import NOW, StillClock, make_parts
from tests.opened import key_beside
from tests.people import sound_draft


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Parts:
    return make_parts(tmp_path, clock, asks=True)


def another(parts: Parts, person: int) -> Application:
    return intake.accept(parts, sound_draft(parts, person=person))


def test_a_clock_that_may_be_right_is_not_asked_about(parts: Parts, clock: StillClock) -> None:
    another(parts, 2)
    clock.move(-9 * 60)  # set by hand, a few minutes back
    assert clock_check.doubts(parts) == ()
    assert clock_check.warning(parts) == ""
    assert [e.act for e in ledger.timeline(parts, another(parts, 4).subject)] == ["受理"]


def test_a_clock_set_back_six_days_is_asked_about_and_the_answer_is_in_the_ledger(
    parts: Parts, clock: StillClock
) -> None:
    another(parts, 2)
    clock.move(-6 * 86400)
    with pytest.raises(DoubtfulClock) as asked:
        another(parts, 4)
    assert str(asked.value) == (
        "电脑时间2026年11月17日 09:15,比台账最后一笔(2026年11月23日 09:15)早6天,"
        "请先校准;确认时间正确的,勾选后再受理。"
    )
    # WHEN the clerk confirms, the day's applications are taken, and each says so
    parts.watch.confirm(clock_check.doubts(parts))
    for person in (4, 6):
        taken = another(parts, person)
        (told,) = [e.text for e in ledger.timeline(parts, taken.subject) if e.act == "确认电脑时间"]
        assert told == (
            "电脑时间2026年11月17日 09:15,比台账最后一笔(2026年11月23日 09:15)早6天,经办人确认时间正确"
        )
    # The letter does not carry it, and the next day it is asked again.
    assert all("确认时间正确" not in letter.body for letter in parts.store.outbox.letters())
    clock.move(86400)
    assert [d.kind for d in clock_check.doubts(parts)] == ["ledger"]


def test_a_clock_five_years_ahead_is_asked_about_until_the_date_is_believed(
    parts: Parts, clock: StillClock
) -> None:
    another(parts, 2)
    parts.store.days.trust(clock.today())
    clock.move(5 * 365 * 86400)
    with pytest.raises(DoubtfulClock) as asked:
        another(parts, 4)
    assert str(asked.value) == (
        "电脑时间2031年11月22日 09:15,比上一次可信的日期(2026年11月23日)晚1825天,"
        "请先校准;确认时间正确的,勾选后再受理。"
    )
    # The clerk's tick holds for the day and is in the ledger; the county's time or an administrator end it.
    parts.watch.confirm(clock_check.doubts(parts))
    (told,) = [e.text for e in ledger.timeline(parts, another(parts, 4).subject) if e.act == "确认电脑时间"]
    assert told.endswith("晚1825天,经办人确认时间正确")
    clock.move(86400)
    assert [d.kind for d in clock_check.doubts(parts)] == ["ahead"]
    parts.watch.told(clock.now())
    assert clock_check.doubts(parts) == ()
    clock.move(86400)
    trust.confirm(parts)
    assert [d.kind for d in clock_check.doubts(parts)] == ["county"]


def test_a_dead_battery_is_the_computers_fault_and_not_the_number_s(parts: Parts, clock: StillClock) -> None:
    clock.moment = datetime(2000, 1, 1, 8, 0, tzinfo=NOW.tzinfo)
    assert clock_check.warning(parts) == (
        "电脑时间2000年1月1日 08:00,比程序发布的日子(2026年11月1日)早26年,请校准电脑的日期和时间"
    )
    said = numbers.id_fault("62040320110312002X", date(2000, 1, 1))
    assert said is not None
    assert said.startswith("电脑的日期是2000年1月1日,不会对")
    assert "核对第7至14位" in str(numbers.id_fault("620403209903120029", date(2026, 11, 23)))


def test_the_release_is_of_the_month_of_its_rules() -> None:
    assert f"{moments.RELEASED:%Y.%m}" == loader.shipped().version


def test_a_window_ten_hours_off_the_county_is_asked_about(parts: Parts, clock: StillClock) -> None:
    parts.watch.told(clock.now())
    assert clock_check.doubts(parts) == ()
    clock.move(10 * 3600)
    assert clock_check.question(clock_check.doubts(parts)).startswith(
        "电脑时间2026年11月23日 19:15,比区县服务器(2026年11月23日 09:15)快10小时,请先校准"
    )
    assert clock_check.line_note(parts) == "电脑时间比区县服务器快10小时,请校准电脑时间"
    parts.watch.confirm(clock_check.doubts(parts))
    assert clock_check.doubts(parts) == ()
    # Another difference is another question.
    clock.move(-9 * 3600 - 1800)
    assert [d.kind for d in clock_check.doubts(parts)] == ["county"]
    clock.move(-1800)
    assert clock_check.doubts(parts) == ()


def test_the_county_s_time_is_not_known_for_long_once_the_line_is_down() -> None:
    passed = [1000.0]
    watch = ClockWatch(lambda: passed[0])
    assert watch.county() is None
    watch.told(NOW)
    passed[0] += 100
    assert watch.county() == NOW + timedelta(seconds=100)
    passed[0] += 21
    assert watch.county() is None


def test_the_county_tells_its_time_with_every_answer(tmp_path: Path) -> None:
    told: list[datetime] = []
    with EmbeddedCounty(
        tmp_path / "county.db", library.Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    ) as (url, token):
        county = HttpCounty(url, token, on_date=told.append)
        assert county.news(0).items == ()
        county.close()
    assert abs(told[0] - datetime.now(UTC)) < timedelta(seconds=30)


def test_the_line_says_that_the_clocks_differ(tmp_path: Path) -> None:
    # GIVEN a computer ten hours ahead, as with two systems on one disk, and a county on time
    parts = make_parts(tmp_path, StillClock(SystemClock().now() + timedelta(hours=10)), asks=True)
    told: Queue[LineState] = Queue()
    with EmbeddedCounty(
        tmp_path / "county.db", library.Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    ) as (url, token):
        courier = Courier(
            parts.store,
            lambda: HttpCounty(url, token, on_date=parts.watch.told),
            parts.clock,
            lambda _subject: None,
            told.put,
            note=lambda: clock_check.line_note(parts),
        )
        courier.start()
        while not (state := told.get(timeout=30)).online:
            pass
        assert courier.stop()
    # THEN the line is up, says so, and acceptance asks first
    assert state.text == "电脑时间比区县服务器快10小时,请校准电脑时间"
    with pytest.raises(DoubtfulClock, match="快10小时"):
        another(parts, 2)
    assert parts.store.applications.search() == ()
    parts.store.close()
