"""A whole accepted application to look at: scans, papers, letters, amendments and what was done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk_app.domain.applications import Application, SendState, TimelineEntry
from desk_app.domain.events import Event
from desk_app.domain.letters import Letter
from desk_app.domain.mending import OTHER
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.domain.sources import WORDS
from desk_app.errors import RuleError
from desk_app.services import law, ledger
from desk_app.services.applications import amending
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.services.parts import Parts
from desk_app.services.printing import amendment, printouts, undertakings
from desk_app.services.printing.print_run import Printout
from desk_app.services.reading import Reading
from forms.procedures import State

_COUNTED: Final = ("print", "reprint")
_PRINTS: Final = (*_COUNTED, "save")
_TITLES: Final = {SIGNED_FORM: "签好的申请表", OTHER: "补正材料"}
"""What pages are called that belong to no material of the list."""
_TONES: Final = {SendState.WAITING: "caution", SendState.DELIVERED: "good", SendState.REFUSED: "wrong"}


@dataclass(frozen=True, slots=True)
class Scanned:
    """One picture: of a material, or of a sheet that was signed for an act."""

    id: str
    name: str
    """The name of the file it came from, as it was."""
    at: datetime
    who: str
    remark: str = ""
    """Why a photo was taken although it could be better."""


@dataclass(frozen=True, slots=True)
class ScanGroup:
    """The pictures of one material, in the order they came."""

    title: str
    pages: tuple[Scanned, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that can be printed again, and what was printed of it."""

    title: str
    printed: int
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter to the county in words."""

    what: str
    at: datetime
    tone: str
    state: str
    answer: str
    """Why it waits, or the county's words; empty when there is nothing to say."""


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment: when, by whom, and each answer's label, old and new value and reason."""

    at: datetime
    who: str
    rows: tuple[tuple[str, str, str, str], ...]
    paper: str
    """Title of its signed sheet."""
    waiting: bool
    """Whether the county does not have it yet."""


@dataclass(frozen=True, slots=True)
class WholeApplication:
    """Everything of an application, read from the book at once; pictures and papers come later."""

    application: Application
    state: State
    read: Reading
    scans: tuple[ScanGroup, ...]
    papers: tuple[PaperLine, ...]
    letters: tuple[LetterLine, ...]
    amended: tuple[AmendmentLine, ...]
    entries: tuple[TimelineEntry, ...]
    vouched: tuple[str, ...] = ()
    """What vouches for its answers, a line for each way: which of them, and how (身份证已核验)."""


def look(parts: Parts, application_id: str) -> WholeApplication:
    """Read a whole application and note that it was opened; RuleError when there is none."""
    application = parts.store.applications.one(application_id)
    if application is None:
        raise RuleError("没有这件申请,请刷新后再看")
    ledger.note_read(parts, parts.window.who, ReadKind.OPENED, application.subject, "整件查看")
    return again(parts, application)


def again(parts: Parts, application: Application) -> WholeApplication:
    """Read an application anew, for what is shown already; no read is noted."""
    now = parts.store.applications.one(application.id) or application
    events = parts.store.events.about(now.subject)
    letters = parts.store.outbox.letters(now.subject)
    held = {i: parts.store.proceedings.one(i) for i in {e.proceeding for e in events if e.proceeding}}
    return WholeApplication(
        now,
        law.standing(parts, now),
        Reading(law.of(parts, now.pack_digest), now, now.accepted_at.date()),
        tuple(_scans(parts, now, events, letters, held)),
        tuple(_papers(parts, now, events, held)),
        tuple(_letter(parts, letter, events, held) for letter in letters),
        tuple(_amendment_lines(parts, now)),
        tuple(line for e in events if (line := ledger.entry(parts, e, held.get(e.proceeding))).text),
        tuple(_vouched(parts, now)),
    )


def _vouched(parts: Parts, application: Application) -> Iterator[str]:
    """A line for each way answers were vouched for; those that were corrected since are left out."""
    pack, accepted = (
        law.of(parts, application.pack_digest),
        parts.store.applications.as_accepted(application.id),
    )
    for way, words in WORDS.items():
        named = [
            pack.elements[e].label
            for e, held in application.sources.items()
            if held == way and e in pack.elements and accepted.get(e) == application.answers.get(e)
        ]
        if named:
            yield f"{'、'.join(named)}:{words}"


def note_picture(parts: Parts, application: Application, title: str) -> None:
    """Note that a picture was looked at large."""
    ledger.note_read(parts, parts.window.who, ReadKind.OPENED, application.subject, f"看图片:{title[:40]}")


def printout(parts: Parts, whole: WholeApplication, title: str) -> Printout:
    """The paper of a line as it can be printed again; the read is noted."""
    application = whole.application
    ledger.note_read(parts, parts.window.who, ReadKind.PRINTED, application.subject, f"看{title}")
    if title == printouts.RECEIPT:
        return printouts.receipt(parts, application)
    if title == printouts.NOTICE:
        return printouts.notice(parts, whole.read)
    if title == printouts.FORM:
        return printouts.form(parts, whole.read)
    place = next(n for n, c in enumerate(whole.amended, 1) if c.paper == title)
    return amendment.signed(parts, application, place)


# ---- pictures ------------------------------------------------------------------------------------

_Held = Mapping[str, Proceeding | None]


def _scans(
    parts: Parts, application: Application, events: Sequence[Event], letters: Sequence[Letter], held: _Held
) -> Iterator[ScanGroup]:
    pack = law.of(parts, application.pack_digest)
    titles = {m.id: m.title for m in pack.materials} | _TITLES | undertakings.sheets(pack)
    there = {p.id for p in application.pages}
    brought = _brought(letters, events)
    first = (application.accepted_at, application.clerk)
    for material in dict.fromkeys(p.material for p in application.pages):
        mine = (p for p in application.pages if p.material == material)
        pages = tuple(
            Scanned(p.id, p.name, *brought.get(p.id, first), p.cut.words if p.cut else "") for p in mine
        )
        yield ScanGroup(titles.get(material, _TITLES[OTHER]), pages)
    signed = [s for e in events for s in _signed(parts, e, held) if s[1].id not in there]
    for title in dict.fromkeys(title for title, _ in signed):
        yield ScanGroup(title, tuple(page for name, page in signed if name == title))


def _brought(letters: Sequence[Letter], events: Sequence[Event]) -> dict[str, tuple[datetime, str]]:
    """Page id → when and by whom it was taken in: with the first letter that carried it."""
    who = {e.id: e.who.person for e in events}
    found: dict[str, tuple[datetime, str]] = {}
    for letter in letters:
        person = next((who[e] for e in letter.events if e in who), "")
        for page in letter.files:
            found.setdefault(page, (letter.created_at, person))
    return found


def _signed(parts: Parts, event: Event, held: _Held) -> Iterator[tuple[str, Scanned]]:
    """The pictures of sheets that were signed for an act (撤回申请书, 更正确认单)."""
    act = None if event.void else ledger.act_of(parts, event, held.get(event.proceeding))
    for ask in act.asks if act else ():
        page = event.payload.get(ask.id)
        if act and ask.id in act.evidence and isinstance(page, str) and page:
            yield ask.label, Scanned(page, ask.label, event.at, event.who.person)


# ---- papers and letters --------------------------------------------------------------------------


def _papers(
    parts: Parts, application: Application, events: Sequence[Event], held: _Held
) -> Iterator[PaperLine]:
    """The papers every application has, then all others that were printed, the first time first."""
    made = len(amending.made(parts, application))
    own = [printouts.RECEIPT, printouts.FORM, printouts.NOTICE]
    own += [amendment.title_of(n) for n in range(1, made + 1)]
    noted = [e for e in events if e.act in _PRINTS and not e.void]
    others = dict.fromkeys(str(e.payload.get("paper", "")) for e in noted)
    for title in dict.fromkeys((*own, *others)):
        mine = [e for e in noted if str(e.payload.get("paper", "")) == title]
        entries = tuple(ledger.entry(parts, e, held.get(e.proceeding)) for e in mine)
        yield PaperLine(title, sum(e.act in _COUNTED for e in mine), entries)


def again_possible(line: PaperLine) -> bool:
    """Whether a paper is printed again from the whole view; others ask questions and stand under 文书."""
    fixed = (printouts.RECEIPT, printouts.FORM, printouts.NOTICE)
    return line.title in fixed or line.title.startswith(amendment.TITLE)


def _letter(parts: Parts, letter: Letter, events: Sequence[Event], held: _Held) -> LetterLine:
    mine = [e for e in events if e.id in letter.events]
    told = mine[:1] if letter.opens else mine  # its matters begin with the acceptance
    acts = (ledger.act_of(parts, e, held.get(e.proceeding)) for e in told)
    what = "、".join(dict.fromkeys(a.word for a in acts if a)) or "信件"
    state = SendState(letter.state) if letter.state in set(SendState) else SendState.WAITING
    words = {
        SendState.WAITING: "等着送区县",
        SendState.DELIVERED: "区县已收下",
        SendState.REFUSED: "区县没有收下",
    }
    answer = letter.answer if state is not SendState.DELIVERED else ""
    return LetterLine(what, letter.created_at, _TONES.get(state, "plain"), words.get(state, ""), answer)


def _amendment_lines(parts: Parts, application: Application) -> Iterator[AmendmentLine]:
    pack = law.of(parts, application.pack_digest)
    for place, each in enumerate(amending.made(parts, application), 1):
        rows = tuple(
            (
                pack.elements[c.element].label if c.element in pack.elements else c.element,
                amending.words(pack, c.element, c.was),
                amending.words(pack, c.element, c.now),
                c.why,
            )
            for c in each.amended
        )
        event = each.event
        waiting = event.county is None
        yield AmendmentLine(event.at, event.who.person, rows, amendment.title_of(place), waiting)
