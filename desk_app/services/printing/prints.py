"""Counting prints: each try gets a number of its own before it is printed, and is noted under it afterwards.

A number is reserved by an event ``print_begun`` before the paper is drawn. ``print_dropped`` frees it
when nothing can have come out; otherwise no other print ever gets it, whatever dialog it comes from.
``print`` (the first) and ``reprint`` are the notes people read.
"""

from collections.abc import Iterable
from typing import Any, Final, Protocol
from uuid import NAMESPACE_URL, uuid4, uuid5

from desk_app.domain.applications import APPLICATION, subject_of
from desk_app.domain.events import Event, Subject, Who
from desk_app.services.parts import Parts
from desk_app.services.printing.print_run import Claim, Printout
from desk_app.services.sockets import Deed

ENQUIRY: Final = "enquiry"
"""Kind of subject of papers handed out before acceptance; its id is the draft's, which may be given up."""
_PRINTS: Final = ("print", "reprint")
_BEGUN: Final = "print_begun"
_DROPPED: Final = "print_dropped"
_SAVED: Final = "save"
RECEIPT: Final = "受理回执"
RECEIPT_GIVEN: Final = {"receipt_due": False}
"""What the note of a receipt says besides: it is handed out, so that no to-do asks for it any more."""


class WhyAgain(Exception):
    """A print that is not the first needs a reason; ``copy`` would be its number. Nothing was written."""

    def __init__(self, copy: int) -> None:
        super().__init__(copy)
        self.copy = copy


class PrintCount(Protocol):
    """The prints of one paper. WorldError when the ledger can not be read or written."""

    @property
    def noted(self) -> bool:
        """Whether they are noted in a ledger."""
        ...

    def next(self) -> int:
        """The number of the next print: 0 for the first, else which reprint it is."""
        ...

    def claim(self, reason: str) -> Claim:
        """Reserve the next number for a try; WhyAgain when it is a reprint and no reason is given."""
        ...

    def release(self, claim: Claim) -> None:
        """Free a number under which nothing was printed."""
        ...

    def note(self, claim: Claim, reason: str) -> None:
        """Note that the print with this number counts; a second time changes nothing."""
        ...

    def saved(self) -> None:
        """Note that the paper was saved into a file, where somebody waits for it."""
        ...


class LooseCount:
    """The prints of a paper without a ledger (of a draft), counted as long as this object exists."""

    noted = False

    def __init__(self) -> None:
        self._used: set[int] = set()

    def next(self) -> int:
        """The number of the next print."""
        return max(self._used, default=-1) + 1

    def claim(self, reason: str) -> Claim:
        """Reserve the next number."""
        copy = self.next()
        if copy and not reason:
            raise WhyAgain(copy)
        self._used.add(copy)
        return Claim(copy)

    def release(self, claim: Claim) -> None:
        """Free a number."""
        self._used.discard(claim.copy)

    def note(self, claim: Claim, reason: str) -> None:
        """Does nothing: there is no ledger."""

    def saved(self) -> None:
        """Does nothing: there is no ledger."""


class PublicCount:
    """The prints of a paper of nobody (办事指南): every print is a first one, and nothing is noted."""

    noted = True
    """There is nobody in whose ledger they could be missing."""

    def next(self) -> int:
        """The number of the next print: always that of a first one."""
        return 0

    def claim(self, reason: str) -> Claim:  # noqa: ARG002 - of the protocol
        """Reserve nothing: no print is told from another."""
        return Claim(0)

    def release(self, claim: Claim) -> None:
        """Does nothing: no number was reserved."""

    def note(self, claim: Claim, reason: str) -> None:
        """Does nothing: there is no ledger."""

    def saved(self) -> None:
        """Does nothing: there is no ledger."""


class LedgerCount:
    """The prints of a paper in the ledger, from any window, dialog or command."""

    noted = True

    def __init__(self, parts: Parts, paper: Printout) -> None:
        """``paper.subject`` must be given."""
        assert paper.subject is not None
        self._parts, self._subject, self._title = parts, paper.subject, paper.title
        self._about = {**paper.about, **(RECEIPT_GIVEN if paper.title == RECEIPT else {})}
        self._kept = paper.kept
        self._proceeding = _proceeding(paper.subject, paper.proceeding)
        self._names = _names(parts, paper.subject, paper.title, paper.proceeding)

    def next(self) -> int:
        """The number of the next print."""
        return self._next(self._parts.store.events.about(self._subject))

    def claim(self, reason: str) -> Claim:
        """Reserve the next number, in the transaction that looks it up."""

        def build(events: tuple[Event, ...]) -> Deed:
            copy = self._next(events)
            if copy and not reason:
                raise WhyAgain(copy)
            return Deed((self._event(_BEGUN, copy, reason),))

        (begun,) = self._parts.store.events.record_after(self._subject, build).events
        return Claim(int(begun.payload["copy"]), begun.id)

    def release(self, claim: Claim) -> None:
        """Free a number under which nothing was printed."""
        self._parts.store.events.record(Deed((self._event(_DROPPED, claim.copy, "", claim.id),)))

    def note(self, claim: Claim, reason: str) -> None:
        """Note the print; the id of its event is derived from the claim, so that it is written once."""
        act = _PRINTS[claim.copy > 0]
        self._parts.store.events.record(Deed((self._event(act, claim.copy, reason, claim.id),)))

    def saved(self) -> None:
        """Note that the receipt was saved into a file; of other papers nothing is noted."""
        if self._title == RECEIPT:
            parts, told = self._parts, {"paper": self._title, **RECEIPT_GIVEN}
            made = (str(uuid4()), parts.clock.now(), parts.window.who, self._subject, _SAVED, told)
            parts.store.events.record(Deed((Event(*made, self._proceeding),)))

    def _event(self, act: str, copy: int, reason: str, claim: str = "") -> Event:
        parts = self._parts
        told: dict[str, Any] = {"paper": self._title, "copy": copy, "reason": reason}
        told |= {**self._about, **self._kept()} if act in _PRINTS else {}
        begun = (subject_of(self._subject.id),) if self._subject.kind == ENQUIRY else ()
        identity = str(uuid5(NAMESPACE_URL, f"{claim}/{act}")) if claim else str(uuid4())
        return Event(
            identity,
            parts.clock.now(),
            parts.window.who,
            self._subject,
            act,
            told,
            self._proceeding,
            cause=claim,
            touches=begun,
        )

    def _next(self, events: Iterable[Event]) -> int:
        """The highest number in use plus one, and at least the number of notes; 0 when none is in use."""
        mine = [e for e in events if _is_of(e, self._names)]
        dropped = {e.cause for e in mine if e.act == _DROPPED}
        used = [
            int(e.payload.get("copy") or 0)
            for e in mine
            if e.act in _PRINTS or (e.act == _BEGUN and e.id not in dropped)
        ]
        return max(max(used) + 1, sum(e.act in _PRINTS for e in mine)) if used else 0


def count_of(parts: Parts, paper: Printout) -> PrintCount:
    """The count for a paper: in the ledger of its subject, or a loose one without a subject."""
    return LedgerCount(parts, paper) if paper.subject else LooseCount()


def note_print(
    parts: Parts,
    subject: Subject,
    paper: str,
    copy: int,
    reason: str,
    who: Who | None = None,
    *,
    proceeding: str = "",
) -> None:
    """Note a print that is made already and had no number reserved; ``copy`` 0 is the first.

    ``proceeding`` is the record whose paper it is; for an application it is the application's own. Nothing is
    noted for a draft, which has no ledger.
    """
    if subject.kind == APPLICATION and parts.store.proceedings.one(subject.id) is None:
        return
    told: dict[str, Any] = {"paper": paper, "copy": copy, "reason": reason}
    told |= RECEIPT_GIVEN if paper == RECEIPT else {}
    act, by = _PRINTS[copy > 0], who or parts.window.who
    where = _proceeding(subject, proceeding)
    parts.store.events.record(Deed((Event(str(uuid4()), parts.clock.now(), by, subject, act, told, where),)))


def copies(parts: Parts, subject: Subject, paper: str, proceeding: str = "") -> int:
    """How many prints of a paper about a subject are noted; with ``proceeding``, of that record's paper only.

    Several records may be about one person, so subject and title do not tell their papers apart.
    """
    names = _names(parts, subject, paper, proceeding)
    events = parts.store.events.about(subject)
    return sum(e.act in _PRINTS and _is_of(e, names) for e in events)


def _proceeding(subject: Subject, proceeding: str) -> str:
    return proceeding or (subject.id if subject.kind == APPLICATION else "")


def _is_of(event: Event, names: Iterable[tuple[str | None, str]]) -> bool:
    paper = event.payload.get("paper")
    return any(paper == title and of in (None, event.proceeding) for of, title in names)


def _names(parts: Parts, subject: Subject, paper: str, proceeding: str) -> list[tuple[str | None, str]]:
    """Pairs of record and title under which prints of a paper are noted; record None stands for any.

    Events of earlier releases name no record: there the title holds the record's number.
    """
    if not proceeding:
        return [(None, paper)]
    if subject.id == proceeding:
        return [(proceeding, paper), ("", paper)]
    found = parts.store.proceedings.one(proceeding)
    return [(proceeding, paper), ("", f"{paper}({(found.number if found else '') or proceeding[:8]})")]
