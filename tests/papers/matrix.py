"""Every paper of real applications in every state that offers it, drawn as the window draws it, once each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.domain.applications import Application, Draft
from desk_app.domain.events import Event
from desk_app.errors import DeskError, RuleError
from desk_app.services import reading
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, offers, printouts
from desk_app.services.printing.print_run import Printout
from forms.pack import Pack
from forms.schema import Facts, Finding
from printing import draw
from printing.marks import DrawnPage
from tests.fakes import NOW
from tests.law.world import World
from tests.papers import courses
from tests.papers.cast import Visit, visits
from tests.printing.reading import opened, squeezed

STEADY = frozenset(
    {
        "form", "notice", "notice_large", "authorization", "id_copy", "photo_sheet", "photo_six",
        "undertaking",
    }
)  # fmt: skip
"""Papers that do not change with the state: drawn before and after acceptance, and after a 更正."""
SLOW = frozenset({"receipt", "file_cover", "archive_label", "retype", "withdrawal", "following_notice"})
"""Papers that are offered in many states: of those that only go through the states, few are drawn."""


@dataclass(frozen=True)
class Record:
    """An application or a draft as the book has it at one moment, and what the county has done so far."""

    visit: Visit
    stage: str
    """The last step, ``draft`` or ``taken``."""
    holder: Draft | Application
    events: Mapping[str, tuple[Event, ...]]
    """Those of the application under the empty name, and of each matter."""
    pack: Pack
    today: date
    clerk: str
    facts: Facts
    """The answers with all that follows from them."""
    findings: tuple[Finding, ...]
    only: str = ""
    """The department whose matters alone a paper is about; empty: all."""

    @property
    def states(self) -> Mapping[str, str]:
        """Matter → code of its state."""
        holder = self.holder
        return {m.matter: m.state for m in holder.matters} if isinstance(holder, Application) else {}


@dataclass(frozen=True)
class Shot:
    """One paper of a record as it was drawn and read back."""

    record: Record
    paper: str
    title: str
    pdf: bytes
    pages: tuple[str, ...]
    """The raw text of each page."""
    marks: tuple[DrawnPage, ...] = ()
    """What was drawn on each page."""
    footer: str | None = ""
    fault: str = ""
    """Why it could not be drawn."""

    @property
    def text(self) -> str:
        """All words, squeezed."""
        return squeezed("".join(self.pages))

    @property
    def running(self) -> str:
        """All words without the foot of each page: a paragraph may go on over a page's end."""
        foot = squeezed(self.footer or "")
        pages = (re.sub(r"第\d+页共\d+页", "", squeezed(page)) for page in self.pages)
        return "".join(page.replace(foot, "") if foot else page for page in pages)

    @property
    def name(self) -> str:
        """Who, in which state, which paper."""
        return f"{self.record.visit.name} / {self.record.stage} / {self.paper}"


def shots(here: World) -> Iterator[Shot]:
    """The whole matrix. The clock of the world runs from one Monday for every visit."""
    taken: dict[str, Application] = {}
    for number, visit in enumerate(visits()):
        if not any(s.startswith("shows") for s in visit.steps):
            here.clock.moment = NOW
        here.clock.move(60 * number)
        yield from _visit(here, visit, taken)


def _visit(here: World, visit: Visit, taken: dict[str, Application]) -> Iterator[Shot]:
    draft = courses.draft(here, visit)
    if not visit.sweeps:
        yield from _drawn(here, _record(here, visit, "draft", draft))
    if not visit.taken:
        return
    here.desk.store.drafts.keep(draft)
    application = courses.accepted(here, draft)
    taken[visit.name] = application
    yield from _drawn(
        here, _record(here, visit, "taken", application), STEADY | SLOW if visit.sweeps else frozenset()
    )
    for place, step in enumerate(visit.steps):
        if step.startswith("shows"):
            shown = here.at_desk(taken[step.partition(":")[2]])
            yield from _drawn(here, _record(here, visit, step, shown))
            continue
        courses.carry_out(here, application, step)
        record = _record(here, visit, step, here.at_desk(application))
        yield from _drawn(here, record, _skipped(visit, step, over=place == len(visit.steps) - 1))


_QUIET = ("transfer", "accept", "assess", "correct")
"""Steps after which nothing of an application is different but its state."""


def _skipped(visit: Visit, step: str, *, over: bool) -> frozenset[str]:
    """The papers that are not drawn again after a step."""
    steady = frozenset[str]() if step.startswith("amend") else STEADY
    quiet = step.startswith(_QUIET) and visit.name != "adult"
    return steady | (SLOW if quiet or (visit.sweeps and not over) else frozenset())


def _record(here: World, visit: Visit, stage: str, holder: Draft | Application) -> Record:
    store, events = here.desk.store, {}
    if isinstance(holder, Application):
        events = {"": store.events.of(holder.id)}
        events |= {m.matter: store.events.of(f"{holder.id}/{m.matter}") for m in holder.matters}
    read = reading.of(here.desk, holder)
    clerk = here.desk.window.clerk
    return Record(visit, stage, holder, events, read.pack, here.today, clerk, read.facts, read.findings)


def _drawn(here: World, record: Record, skipped: frozenset[str] = frozenset()) -> Iterator[Shot]:
    for name, paper in papers(here.desk, record.holder):
        if name in skipped:
            continue
        try:
            pdf, marks, footer = recorded(paper)
        except RuleError:
            continue  # it asks the clerk first
        except DeskError as error:
            yield Shot(record, name, paper.title, b"", (), fault=str(error))
        else:
            yield Shot(record, name, paper.title, pdf, read(pdf), marks, footer)


def recorded(paper: Printout) -> tuple[bytes, tuple[DrawnPage, ...], str | None]:
    """The paper as PDF, first print, with the marks it was made of and its footer."""
    drawn = list[tuple[tuple[DrawnPage, ...], str | None]]()
    render = draw.render

    def told(
        pages: Sequence[DrawnPage],
        title: str,
        sample: bool = False,
        footer: str | None = "",
        *more: Any,
        **named: Any,
    ) -> bytes:
        drawn.append((tuple(pages), footer))
        return render(pages, title, sample, footer, *more, **named)

    draw.render = told
    try:
        pdf = paper.draw(0, (0.0, 0.0))
    finally:
        draw.render = render
    return pdf, *drawn[-1]


def papers(desk: Parts, holder: Draft | Application) -> Iterator[tuple[str, Printout]]:
    """Name and printout of every paper the window offers."""
    if isinstance(holder, Application):
        for offer in offers.of(desk, holder):
            yield offer.id, offers.printout(desk, holder, offer, {})
        return
    found = reading.of(desk, holder)
    yield "notice", printouts.notice(desk, found)
    yield "notice_large", printouts.notice(desk, found, large=True)
    yield "form", printouts.form(desk, found)
    for document in documents.offered(desk, holder):
        yield document.id, printouts.document(desk, holder, document, dict)


def read(pdf: bytes) -> tuple[str, ...]:
    """The raw text of each page."""
    document = opened(pdf)
    return tuple(document.getAllText(page).text() for page in range(document.pageCount()))
