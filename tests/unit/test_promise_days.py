"""容缺 days over New Year: 预计 until the year is published, then reckoned anew; only a person ends them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.county import frame
from desk_app.county_server import review
from desk_app.domain.applications import Application, Draft, Page
from desk_app.domain.promises import Promise
from desk_app.services import ledger, reading
from desk_app.services.applications import deadlines, following
from desk_app.services.counter import capture, intake, materials
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, papers
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Urgency
from forms import calendar, loader
from forms.calendar import Calendar
from tests.fakes import NOW, StillClock, make_parts
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

Y2027 = """year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知(测试用)"
off = [
  2027-01-01, 2027-01-04,
  2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11,
  2027-04-05, 2027-05-03, 2027-05-04, 2027-06-09, 2027-09-15,
  2027-10-01, 2027-10-04, 2027-10-05,
]
work = [2027-02-20, 2027-09-11]
"""
EVE = NOW.replace(month=12, day=28)
"""A Monday; five working days later is in the new year."""


@pytest.fixture
def clock() -> StillClock:
    return StillClock(EVE)


@pytest.fixture
def published() -> Calendar:
    """2026 as shipped and 2027 as a notice gave it, Monday 2027-01-04 off."""
    year, table = calendar.read(Y2027, "2027.toml")
    return Calendar({**calendar.shipped().years, year: table})


def promised(parts: Parts) -> Draft:
    draft = capture.mark_seen(sound_draft(parts), "household", None)
    return capture.promise(parts, draft, "household")


@pytest.fixture
def application(parts: Parts) -> Application:
    return intake.accept(parts, promised(parts))


def test_a_day_of_an_unpublished_year_is_expected_and_has_its_year(
    parts: Parts, application: Application
) -> None:
    assert application.promises == (Promise("household", date(2027, 1, 5), provisional=True),)
    kept = parts.store.applications.one(application.id)
    assert kept is not None
    assert kept.promises == application.promises
    receipt = text_of(papers.receipt(parts, kept))
    assert squeezed("容缺,预计2027年1月5日前补交") in receipt
    for name in ("following_notice", "following_promise"):
        assert squeezed("预计2027年1月5日") in text_of(documents.draw(parts, kept, name, {}))
    (follow,) = following.follows(parts, kept)
    assert follow.sentence == "户口簿待补交,预计2027年1月5日前"
    assert "容缺受理,预计2027年1月5日前补来" in [t.text for t in todos.todos(parts).shown]


def test_it_is_reckoned_anew_when_the_year_comes(
    parts: Parts, clock: StillClock, application: Application, published: Calendar
) -> None:
    later = replace(parts, calendar=published)
    assert deadlines.renew(later) == (application.id,)
    (kept,) = parts.store.applications.search()
    assert kept.promises == (Promise("household", date(2027, 1, 6)),)
    last = ledger.timeline(later, application.subject)[-1]
    assert "户口簿补交由预计2027年1月5日改为2027年1月6日" in last.text
    assert deadlines.renew(later) == ()
    assert squeezed("容缺,2027年1月6日前补交") in text_of(papers.receipt(later, kept))
    # The to-do has the new day, and stays when that has passed, until somebody does something about it.
    clock.moment = EVE + timedelta(days=9)
    (todo,) = [t for t in todos.todos(later).shown if t.material]
    assert (todo.due, todo.urgency, todo.text) == (date(2027, 1, 6), Urgency.TODAY, "容缺受理,1月6日前补来")
    clock.moment = EVE + timedelta(days=60)
    (todo,) = [t for t in todos.todos(later).shown if t.material]
    assert (todo.urgency, todo.text) == (Urgency.OVERDUE, "容缺受理,应在1月6日前补来,请联系申请人")
    page = Page(parts.store.pages.keep(b"jpeg"), "household", "户口簿", "image/jpeg", 4)
    following.hand_in(later, application.id, "household", (page,))
    assert [t for t in todos.todos(later).shown if t.material] == []


def test_the_county_judges_by_the_calendar_in_force_there(
    parts: Parts, application: Application, published: Calendar
) -> None:
    (letter,) = parts.store.outbox.letters()
    body = frame.read(letter.body.encode()).application
    assert body is not None
    pack, today = loader.shipped(), EVE.date()
    assert review.problems(pack, body, today) == ()
    latest = published.after(today, pack.limits.promised)[0]
    late = replace(body, promises=(Promise("household", latest + timedelta(days=1)),))
    assert review.problems(pack, late, today) == ()  # 预计: nobody can say yet
    (told,) = review.problems(pack, late, today, days=published)
    assert told.message == "户口簿的补交日期应在受理后13个工作日以内,请重新受理"
    kept = replace(body, promises=(Promise("household", latest),))
    assert review.problems(pack, kept, today, days=published) == ()


def test_a_promise_after_hours_counts_from_the_day_that_counts(
    parts: Parts, application: Application, published: Calendar
) -> None:
    # GIVEN a county that counts from the next working day, and a promise as long as the limit
    shipped = loader.shipped()
    pack = replace(shipped, hall=replace(shipped.hall, after_hours="next-day"))
    (letter,) = parts.store.outbox.letters()
    body = frame.read(letter.body.encode()).application
    assert body is not None
    late = replace(body, accepted_at=EVE.replace(hour=18, minute=30))
    last = published.after(EVE.date() + timedelta(days=1), pack.limits.promised)[0]
    kept = replace(late, promises=(Promise("household", last),))
    assert review.problems(pack, kept, EVE.date(), days=published) == ()


def test_a_day_of_this_year_needs_no_year_on_the_screen(tmp_path: Path) -> None:
    parts = make_parts(tmp_path, StillClock())
    draft = promised(parts)
    (need,) = [n for n in reading.of(parts, draft).needs if n.material.id == "household"]
    assert materials.short_state(need, draft) == ("容缺,11月30日前", "info")
    assert materials.state(need, draft) == "容缺,2026年11月30日前补交"
    parts.store.close()
