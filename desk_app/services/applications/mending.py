"""补正: what a department asked for, and taking in what comes for each row of its notice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from desk_app.domain import acting, mending
from desk_app.domain.applications import Application, HandedIn, Page, matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Envelope, Letter, Supplement
from desk_app.domain.mending import AskedRow
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import law, printable
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed

_PAPER = {HandedIn.ORIGINAL: "纸质原件", HandedIn.COPY: "复印件"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for one row of a 补正通知书: pages, paper, or both."""

    row: int
    pages: tuple[Page, ...] = ()
    paper: HandedIn | None = None
    remark: str = ""

    @property
    def words(self) -> str:
        """What came: ``扫描2页、纸质原件``; empty when nothing did."""
        scanned = f"扫描{len(self.pages)}页" if self.pages else ""
        return "、".join(t for t in (scanned, _PAPER[self.paper] if self.paper else "") if t)


def rows(parts: Parts, application: Application, matter: str) -> tuple[AskedRow, ...]:
    """What the department asked to be mended in a matter last, each row with what came for it."""
    procedure = law.matter(parts, application.pack_digest)
    return mending.rows(procedure, parts.store.events.of(matter_id(application.id, matter)))


def material_of(parts: Parts, application: Application, row: AskedRow) -> str:
    """Id of the material a row names; ``mending.OTHER`` when it is none of the list, or several could be."""
    titles = {m.id: m.title for m in law.of(parts, application.pack_digest).materials}
    same = [i for i, title in titles.items() if title == row.material]
    near = [i for i, title in titles.items() if row.material in title or title in row.material]
    return next((found[0] for found in (same, near) if len(found) == 1), mending.OTHER)


def hand_in(parts: Parts, application_id: str, matter: str, answer: Answer, who: Who | None = None) -> Event:
    """Take in what came for one row, and send it to the county; with the last open row the matter goes on.

    RuleError when the row is not waited for, or nothing came.
    """
    application = parts.store.applications.one(application_id)
    found = parts.store.proceedings.one(matter_id(application_id, matter))
    if application is None or found is None:
        raise RuleError("没有这件申请,请刷新后再看")
    waited = {r.number: r for r in rows(parts, application, matter) if r.open}
    if answer.row not in waited:
        raise RuleError(f"第{answer.row}条不在等补正,请刷新后再看")
    if not answer.words:
        raise RuleError(f"第{answer.row}条还没有交来的东西:扫描或拍照,或勾选收到纸质件")
    row = waited[answer.row]
    event = _event(parts, found, row, answer, who or parts.window.who, last=len(waited) == 1)
    _write(parts, application, row, answer, event)
    return event


def _event(parts: Parts, found: Proceeding, row: AskedRow, answer: Answer, who: Who, *, last: bool) -> Event:
    told = {
        "row": str(row.number),
        "material": row.material,
        "came": answer.words,
        "remark": answer.remark,
    }
    act, before = mending.COMPLETE if last else mending.MEND, parts.store.events.of(found.id)
    if asked := law.matter(parts, found.pack_digest).act(act):
        printable.require(asked, told)
    return acting.made(parts.law, found, before, act, told, who, parts.clock.now(), channel="window")


def _write(parts: Parts, application: Application, row: AskedRow, answer: Answer, event: Event) -> None:
    """Keep and send an answer in one transaction; its pages become pages of the application."""
    material = material_of(parts, application, row)
    pages = tuple(replace(p, material=material) for p in answer.pages)
    brought = Supplement(application.id, material, pages, event.at, event.who.person) if pages else None
    deed = Deed((event,), letter=_letter(parts, event, brought))
    if brought:
        parts.store.intake.supplement(brought, deed)
    else:
        parts.store.events.record(deed)


def _letter(parts: Parts, event: Event, brought: Supplement | None) -> Letter:
    """The letter of an answer. It names no material: when it is refused, its event is void and it is told."""
    files = tuple(dict.fromkeys(p.id for p in brought.pages)) if brought else ()
    letter_id = str(uuid4())
    body = parts.write_letter(Envelope(letter_id, event.subject, (event,), files=files, supplement=brought))
    return Letter(letter_id, event.subject, body, files, event.at, (event.id,))


def late(parts: Parts, asked: tuple[AskedRow, ...]) -> Iterator[AskedRow]:
    """The open rows whose day has passed."""
    today = parts.clock.today()
    return (r for r in asked if r.open and r.until and r.until < today)
