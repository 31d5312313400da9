"""A matter's clock: which days count, why it stops, and its words."""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import deadlines
from desk_app.domain.applications import subject_of
from desk_app.domain.deadlines import Deadline, Pause
from desk_app.domain.events import Event, Who
from desk_app.services.applications.deadlines import clocks
from desk_app.services.counter import intake
from forms import calendar, loader
from forms.pack import NEXT_DAY, SAME_DAY
from tests.fakes import CHINA, StillClock, make_parts
from tests.people import sound_draft

SHIPPED = calendar.shipped()
ACCEPTED = date(2026, 11, 9)
"""A Monday; no holiday until the new year."""
LIMITS = (13, 30)
MATTER = loader.shipped().procedures["matter"]
ASSESSMENT, CORRECTION, CERTIFICATE = "残疾评定和公示", "补正", "等证件结果"


def nov(day: int) -> date:
    return date(2026, 11, day)


def on(today: date, *stops: Pause, decided: date | None = None) -> Deadline:
    return deadlines.deadline(ACCEPTED, LIMITS, stops, SHIPPED, today, decided)


def told(today: date, *stops: Pause, decided: date | None = None) -> str:
    return deadlines.sentence(on(today, *stops, decided=decided), today)


def acts(*done: tuple[str, date]) -> list[Event]:
    """Events of one matter, in the given order."""
    return [
        Event(
            f"{place}", datetime.combine(day, time(10), CHINA), Who("", "department"),
            subject_of("a"), act, proceeding="a/m", county=place,
        )
        for place, (act, day) in enumerate(done, 1)
    ]  # fmt: skip


def stops(*done: tuple[str, date]) -> tuple[Pause, ...]:
    return deadlines.pauses(MATTER, deadlines.steps(MATTER, ACCEPTED, acts(*done)))


def ended(*done: tuple[str, date]) -> date | None:
    return deadlines.ended(MATTER, deadlines.steps(MATTER, ACCEPTED, acts(*done)))


def test_without_a_stop_the_promise_is_that_of_the_receipt() -> None:
    found = on(nov(11))
    assert (found.due, found.provisional) == SHIPPED.after(ACCEPTED, 13)
    assert found.legal == SHIPPED.after(ACCEPTED, 30)[0]
    assert (found.used, found.left, found.stands) == (2, 11, "")


def test_working_days_of_a_stop_are_not_counted() -> None:
    # No event's day counts for what follows it: that of the stop still does, that of the end does not.
    stopped = Pause(ASSESSMENT, nov(11), nov(18))
    assert on(nov(18), stopped).used == 2
    assert on(nov(19), stopped).used == 3
    assert on(nov(19), stopped).due == SHIPPED.after(nov(18), 11)[0] == date(2026, 12, 3)


def test_stops_that_overlap_count_once_and_days_off_count_never() -> None:
    both = (Pause(ASSESSMENT, nov(11), nov(16)), Pause(CORRECTION, nov(12), nov(18)))
    assert on(nov(30), *both) == on(nov(30), Pause(ASSESSMENT, nov(11), nov(18)))
    weekend = Pause(CORRECTION, nov(13), nov(15))
    assert on(nov(20), weekend).due == on(nov(20)).due


def test_an_open_stop_has_no_due_day() -> None:
    found = on(nov(20), Pause(CORRECTION, nov(12)))
    assert (found.due, found.legal, found.used, found.stands) == (None, None, 3, CORRECTION)


def test_an_open_publication_ends_by_itself_after_five_working_days() -> None:
    open_ = Pause("公示", nov(11), lasts=5)
    assert on(nov(18), open_).stands == "公示"
    assert told(nov(18), open_) == "停表(公示),已用2个工作日,预计11月18日满"
    assert on(nov(19), open_).stands == ""
    assert on(nov(19), open_).provisional
    assert on(nov(19), open_).due == on(nov(19), Pause("公示", nov(11), nov(18))).due
    assert told(nov(19), open_) == "剩10个工作日,预计12月3日到期"


def test_a_due_day_in_an_unpublished_year_is_expected() -> None:
    stopped = Pause(ASSESSMENT, nov(10), date(2026, 12, 21))
    found = on(date(2026, 12, 22), stopped)
    assert (found.due, found.provisional) == (date(2027, 1, 7), True)
    assert told(date(2026, 12, 22), stopped) == "剩11个工作日,预计2027年1月7日到期"


def test_a_matters_stops_follow_from_its_events() -> None:
    done = (
        ("take", ACCEPTED),
        ("accept", nov(10)),
        ("assess", nov(11)),
        ("resume", nov(18)),
        ("correct", nov(20)),
    )
    assert stops(*done) == (Pause(ASSESSMENT, nov(11), nov(18)), Pause(CORRECTION, nov(20)))
    assert ended(*done) is None


def test_a_held_matter_stands_from_its_acceptance() -> None:
    assert stops(("hold", ACCEPTED)) == (Pause(CERTIFICATE, ACCEPTED),)
    (stopped,) = stops(("hold", ACCEPTED), ("release", nov(20)))
    assert told(nov(19), Pause(CERTIFICATE, ACCEPTED)) == "停表(等证件结果),已用0个工作日"
    assert on(nov(20), stopped).due == SHIPPED.after(nov(20), 13)[0]


def test_a_decided_matter_uses_no_more_days() -> None:
    done = (("take", ACCEPTED), ("conclude", nov(18)), ("hand_over", nov(25)))
    assert ended(*done) == nov(18)
    assert told(nov(30), decided=nov(18)) == "共用7个工作日"
    assert told(date(2026, 12, 31), decided=date(2026, 11, 30)) == "共用15个工作日,超过承诺2个工作日"


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (nov(9), "剩13个工作日,11月26日到期"),
        (nov(20), "剩4个工作日,11月26日到期"),
        (nov(26), "今天到期"),
        (nov(30), "超过承诺2个工作日,应11月26日办结,法定期限12月21日"),
    ],
)
def test_the_line_tells_days_left_or_the_broken_promise(today: date, line: str) -> None:
    assert told(today) == line


def test_a_promise_that_ran_out_before_the_weekend_is_told() -> None:
    accepted = date(2026, 11, 10)
    found = deadlines.deadline(accepted, LIMITS, (), SHIPPED, nov(28))
    assert deadlines.sentence(found, nov(28)) == "11月27日已到期"


@pytest.mark.parametrize("after_hours", [NEXT_DAY, SAME_DAY])
def test_the_card_counts_from_the_same_day_as_the_receipt(tmp_path: Path, after_hours: str) -> None:
    parts = make_parts(tmp_path, StillClock(datetime(2026, 11, 20, 18, 30, tzinfo=CHINA)))  # Friday, closed
    hall = replace(parts.window.hall, after_hours=after_hours)
    parts = replace(parts, window=replace(parts.window, hall=hall))
    application = intake.accept(parts, sound_draft(parts))
    clock = clocks(parts, application)["cert_new"]
    parts.store.close()
    assert (
        clock.due
        == application.dates.promised
        == SHIPPED.after(nov(23 if after_hours == NEXT_DAY else 20), 13)[0]
    )


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=4),
    st.integers(0, 90),
)
def test_used_days_never_pass_the_due_day_and_stops_only_move_it_back(
    spans: list[tuple[int, int]], days: int
) -> None:
    ordinal = ACCEPTED.toordinal()
    stops = [
        Pause(CORRECTION, date.fromordinal(ordinal + a), date.fromordinal(ordinal + a + n)) for a, n in spans
    ]
    today = date.fromordinal(ordinal + days)
    found, plain = on(today, *stops), on(today)
    assert found.due is not None
    assert plain.due is not None
    assert found.due >= plain.due
    assert found.used <= plain.used
    assert (found.used >= 13) == (today >= found.due)
