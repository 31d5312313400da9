"""A book of invented people for screenshots and random hands: some forty applications of a month, and drafts.

Every person, number and register in it is invented.
"""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any, Final

import resources
from desk_app import bootstrap, settings
from desk_app.benches.book import draft_of
from desk_app.clock import SystemClock
from desk_app.domain.applications import Application, Draft, matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Delivered, NewsBatch, NewsItem
from desk_app.errors import BugError
from desk_app.services import proceedings
from desk_app.services.clock_watch import ClockWatch
from desk_app.services.counter import capture, inform, intake
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.services.parts import LineState, Parts
from desk_app.services.roster import bringing, matching
from desk_app.storage import marks
from desk_app.walkthrough import case_file, invented_visits
from forms import check
from forms.schema import Value

FORMS: Final = resources.path("samples", "county")
"""A county's folder with a register of its own and every programme of home visits: all rooms are there."""
ROSTER: Final = resources.path("samples", "roster.csv")
COUNT: Final = 40
DAYS: Final = 30
"""Over so many days the applications came in."""
_PATIENCE_S: Final = 120
_NAMES: Final = ("马志强", "赵桂兰", "孙建国", "周小燕", "欧阳慧", "李秀英", "古丽·阿不都热依木·样例")
_CHOSEN: Final = (("cert_new", "living_subsidy", "care_subsidy"), ("cert_new",), ("cert_new", "care_subsidy"))
_MENDING: Final = (
    {"material": "照片", "fault": "不是白底", "remedy": "重拍白底照片"},
    {"material": "户口簿", "fault": "缺本人页,首页的户号看不清", "remedy": "补交本人页,重新复印首页"},
)
DRAFTS: Final = {
    "adult": "01-new-certificate",
    "child": "02-child-with-guardian",
    "lost": "06-lost-rare-name",
}
"""Drafts that can be accepted, by the sample case they are made of."""
READY: Final = "ready-{}"
"""The ids of further ones, made one at a time by ``ready``."""


_SCANNED: Final = "03-blind-renewal"
"""The case that is accepted with its pictures."""


class Moving:
    """A clock that stands still until it is moved: what is filled in at once has its days all the same."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment it was moved to last."""
        return self._moment

    def today(self) -> date:
        """Its day."""
        return self._moment.date()

    def move(self, span: timedelta) -> None:
        """Let time pass."""
        self._moment += span


def fill(folder: Path) -> None:
    """Fill the book of a data folder with invented people, as a window would have over a month."""
    chosen = replace(settings.load({}, folder), forms=FORMS)
    clock = Moving(SystemClock().now() - timedelta(days=DAYS))
    with bootstrap.Desk(chosen, seated=True) as desk:
        parts = replace(desk.parts, clock=clock, watch=ClockWatch(asks=False))
        for place in range(COUNT):
            _news(parts, place, _accepted(parts, place))
            clock.move(timedelta(days=DAYS) / COUNT)
        intake.accept(parts, sample_draft(parts, _SCANNED))
        _loans(parts)
        invented_visits.fill(parts, clock)
        _roster(parts)
        for draft in drafts(parts):
            parts.store.drafts.keep(draft)
        _send(desk)


def copy(filled: Path, data: Path) -> None:
    """Copy a filled folder to where none is yet, with the mark of its book: else a window tells of a copy."""
    shutil.copytree(filled, data)
    state = settings.load({}, data).state
    marks.file_of(state, filled).rename(marks.file_of(state, data))


def _send(desk: bootstrap.Desk) -> None:
    """Bring every letter to the county: else each window on a copy begins with sending hundreds of them."""
    sent = Signal()

    def on_line(state: LineState) -> None:
        if state.online and not state.waiting:
            sent.set()

    desk.start_line(lambda _subject: None, on_line)
    if not sent.wait(_PATIENCE_S):
        raise BugError("虚构账本的信没有送到区县")


# ---- what was accepted ------------------------------------------------------------------------


def _accepted(parts: Parts, place: int) -> Application:
    draft = draft_of(parts, place)
    answers = {**draft.answers, "name": _NAMES[place % len(_NAMES)]}
    draft = replace(draft, answers=answers, chosen=_CHOSEN[place % len(_CHOSEN)])
    if place % 9 == 4:
        seen = tuple(m for m in draft.seen if m != "household")
        draft = capture.promise(parts, replace(draft, seen=seen), "household")
    return intake.accept(parts, draft)


def _news(parts: Parts, place: int, application: Application) -> None:
    """The county has received nearly all; of some a department has something to mend, or has decided."""
    if place < COUNT - 2:
        (letter,) = parts.store.outbox.letters(application.subject)
        received = Delivered(f"PC-{place + 1:04d}", "")
        parts.store.outbox.delivered(letter.id, received, parts.clock.now())
    if place % 8 == 3:
        until = (parts.clock.today() + timedelta(days=20)).isoformat()
        rows = [{**row, "until": until} for row in _MENDING]
        _tell(parts, application, "correct", text="两处要改", rows=rows)
    elif place % 5 == 0:
        _tell(parts, application, "conclude")


def _tell(parts: Parts, application: Application, act: str, **payload: Any) -> None:
    """Let news of a department's act on the certificate arrive."""
    seq = parts.store.inbox.cursor() + 1
    event = Event(
        f"invented-{seq}", parts.clock.now(), Who("平川区残联", "department"), application.subject, act,
        payload, matter_id(application.id, "cert_new"), "line", county=seq,
    )  # fmt: skip
    batch = NewsBatch((NewsItem(seq, event.id, event, raw="{}"),), seq)
    parts.store.inbox.apply(batch, parts.clock.now())


def _roster(parts: Parts) -> None:
    """People of a roster, and what the rules find for them."""
    bringing.bring(parts, bringing.preview(parts, bringing.look(parts, ROSTER)), good_only=True)
    matching.run(parts)


def _loans(parts: Parts) -> None:
    for holder, item in (("张样例", "手动轮椅"), ("李样本", "腋下拐杖一副"), ("王示例", "助行器")):
        who = parts.window.who
        begun = proceedings.begin(parts, who, "loans", "lend", {"holder": holder, "item": item})
        if holder != "王示例":
            proceedings.act(parts, replace(who, person="王复核"), begun.id, "confirm", {})


# ---- what is being filled in -------------------------------------------------------------------


def drafts(parts: Parts) -> tuple[Draft, ...]:
    """Drafts whose ids are their names: those of ``DRAFTS``, and ``wrong``, ``asking`` and ``known``."""
    whole = {name: sample_draft(parts, case) for name, case in DRAFTS.items()}
    adult = whole["adult"]
    few: dict[str, Value] = {k: adult.answers[k] for k in ("name", "id_number")}
    wrong: dict[str, Value] = {
        **adult.answers, "name": "陈样例", "id_number": "620403198703120028", "phone": "1380000",
        "bank_card": "6217", "registered_address": "",
    }  # fmt: skip
    known = draft_of(parts, 0)
    made = {
        **whole,
        "wrong": replace(adult, answers=wrong, pages=(), step=2),
        "asking": replace(adult, answers={**few, "name": "赵示例"}, chosen=(), pages=(), step=1),
        "known": replace(known, answers={"name": "马志强", "id_number": known.answers["id_number"]}, step=0),
    }
    return tuple(replace(draft, id=name) for name, draft in made.items())


def ready(parts: Parts, number: int) -> Draft:
    """A draft on its last step that can be accepted, of a person of its own for each number from 1."""
    made = draft_of(parts, COUNT + number)
    return replace(made, id=READY.format(number), chosen=_CHOSEN[number % len(_CHOSEN)], step=5)


def sample_draft(parts: Parts, case: str) -> Draft:
    """The draft of a sample case (its file name without ending) with all its answers and pictures."""
    file = case_file.read(resources.path("samples", f"{case}.toml"), parts.pack)
    given = {**file.person, **file.situation, **file.answers}
    answers = {
        k: check.tidy(parts.pack.elements[k].kind, v) if isinstance(v, str) else v for k, v in given.items()
    }
    for element in parts.pack.elements.values():
        if element.repeats in answers:
            answers.setdefault(element.id, answers[element.repeats])
    draft = replace(inform.new_draft(parts), answers=answers, chosen=file.matters, seen=file.paper)
    for material, paths in file.pictures.items():
        for path in paths:
            if material == "photo":
                draft = capture.set_photo(parts, draft, path.read_bytes(), path.name)
            elif material != SIGNED_FORM:
                draft = capture.add_page(parts, draft, material, path.read_bytes(), path.name)
    return draft
