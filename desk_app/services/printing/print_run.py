"""The print of one paper as a state machine, from the button to the clerk's answer, without a window.

``PrintRun`` holds the state (``Stand``). Each of its methods is one event; it returns the next run and
the orders to carry out (``Send``, ``Cancel``, ``Note``, ``LetGo``, ``LookForPrinters``). The caller, such
as the panel of a window or a command, carries them out and reports the outcome. Nothing here waits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from desk_app.domain.events import Subject
from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage

Draw = Callable[[int, tuple[float, float]], bytes]
"""Draws a paper as PDF, given the reprint's number (0: first print) and an offset in mm (right, down)."""

SILENT_AFTER: Final = 170
"""Equal answers about a job in a row after which it is UNKNOWN; a HELD job has five times as many."""
_SILENT: Final = "打印机很久没有动静,请去看看打印机"
_SENDING: Final = "正在交给打印机…"
_NO_PRINTER: Final = "没有找到打印机。请接好打印机后再按“打印”,或另存为 PDF 拿到别的电脑打印"
_CHOOSE: Final = "请选择另一台打印机,再按“打印”"
_LOOSE: Final = "还没有受理,草稿没有台账,这次打印不记"
_WAITING: Final = JobState(Stage.WAITING)
GO_ON: Final = "续打"
OTHER_PRINTER: Final = "换打印机"
_TONES: Final[Mapping[Stage, str]] = {
    Stage.WAITING: "info",
    Stage.PRINTING: "info",
    Stage.HELD: "caution",
    Stage.DONE: "good",
    Stage.FAILED: "wrong",
    Stage.UNKNOWN: "caution",
}


@dataclass(frozen=True, slots=True)
class Printout:
    """A paper that can be printed, and under what its prints are counted and noted."""

    title: str
    """Its name in the ledger; prints of equal titles about one subject (and record) are counted together."""
    draw: Draw
    subject: Subject | None = None
    """What its prints are noted on; None for a paper of a draft, which has no ledger."""
    proceeding: str = ""
    """The record whose paper it is, where several records may be about one subject."""
    media: Media = A4
    overlay: bool = False
    """Whether it is laid over a printed form, so that the printer's calibration moves it."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What the note of a print says besides (applicant, about): for papers without an application."""
    kept: Callable[[], Mapping[str, str]] = dict
    """What is kept with that note, so that later papers need not ask for it again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The number of one try, kept in the ledger before anything is printed."""

    copy: int
    """0 the first print, else which reprint it is."""
    id: str = ""
    """Id of the event that keeps it; empty where there is no ledger."""


class Stand(Enum):
    """The states of a print."""

    UNREADY = auto()
    """Paper or printers are not known yet, and nobody asked for a print."""
    REST = auto()
    """Nothing is under way."""
    WANTED = auto()
    """Asked for before paper and printers were known; starts by itself when they are."""
    WHY = auto()
    """The clerk is asked for the reason of a reprint."""
    SENT = auto()
    """On its way into the queue, or just taken by it."""
    BLOCKED = auto()
    """Not sent, since something is in the way; the clerk may insist."""
    FOLLOWED = auto()
    """In the queue; its state is asked for again and again."""
    TAKEN_BACK = auto()
    """The clerk asked to take it out of the queue."""
    ENDED = auto()
    """The job is over; the clerk is asked whether the paper came out well."""
    NOTING = auto()
    """It came out well and is being noted in the ledger."""
    UNNOTED = auto()
    """It came out well, but the ledger could not be written; the note is to be tried again."""


_ASKED: Final = frozenset({Stand.ENDED, Stand.WHY})
FREE: Final = frozenset({Stand.UNREADY, Stand.REST, Stand.WANTED, Stand.BLOCKED})
"""States in which a print may be started."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to print the paper."""

    reason: str = ""
    """Why it is reprinted; empty for the first print."""
    part: range | None = None
    """Pages to print when an interrupted print goes on; None for all."""
    claim: Claim | None = None
    """Its number; None before it was sent."""
    job: Job | None = None
    """The job, of this try or the one before, that the queue may still hold."""
    pages: int = 0
    begun: bool = False
    """Whether paper with its number may have come out."""
    last: JobState = _WAITING


# ---- what is to be done --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LookForPrinters:
    """Find out which printers there are."""


@dataclass(frozen=True, slots=True)
class Send:
    """Take back what an earlier try left in the queue, then send this one."""

    attempt: Attempt
    insist: bool = False
    """Send although the printer reports an obstacle."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take a job back out of the queue."""

    job: Job


@dataclass(frozen=True, slots=True)
class Note:
    """Note in the ledger that a print counts."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class LetGo:
    """Give up a try: take back its job, and free its number when no paper with it can have come out."""

    attempt: Attempt


Order = LookForPrinters | Send | Cancel | Note | LetGo


@dataclass(frozen=True, slots=True)
class Step:
    """The next run, and the orders to carry out, in this order."""

    run: "PrintRun"
    orders: tuple[Order, ...] = ()


# ---- what came of it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Handed:
    """The queue took the paper."""

    claim: Claim
    job: Job
    pages: int


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """Nothing was sent: it would be reprint number ``copy``, so the clerk is asked why."""

    copy: int


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Nothing was sent: ``sentence`` says what is in the way."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was sent: ``sentence`` says why paper, ledger or printer failed."""

    sentence: str


Outcome = Handed | WhyAsked | Obstacle | Refused


@dataclass(frozen=True, slots=True)
class Watch:
    """The last state heard of a job, and how often it was the same in a row."""

    last: JobState | None = None
    equal: int = 0

    def heard(self, state: JobState) -> tuple["Watch", JobState]:
        """The watch after one more state, and what that state means: UNKNOWN after too many equal ones."""
        equal = self.equal + 1 if state == self.last else 0
        patience = SILENT_AFTER * (5 if state.stage is Stage.HELD else 1)
        means = JobState(Stage.UNKNOWN, state.pages_done, _SILENT) if equal >= patience else state
        return Watch(state, equal), means


# ---- the run -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrintRun:
    """The state of the print of one paper. An event that does not fit the state changes nothing."""

    noted: bool = True
    """Whether its prints are noted in a ledger."""
    stand: Stand = Stand.UNREADY
    paper: bool = False
    """Whether the paper is drawn."""
    known: bool = False
    """Whether the answer about printers has come."""
    printers: int = 0
    attempt: Attempt = field(default_factory=Attempt)
    said: str = ""
    """The sentence to show now; empty before anything was done."""
    tone: str = "info"

    @property
    def broken(self) -> bool:
        """Whether the job ended without being reported as printed."""
        return self.attempt.last.stage is not Stage.DONE

    def paper_is(self, drawn: bool) -> Step:
        """The paper is drawn, or no longer is."""
        return replace(self, paper=drawn)._went_on()

    def turned(self, noted: bool) -> Step:
        """Another paper is to be printed from now on; ignored while a print is under way."""
        if self.stand not in FREE:
            return Step(self)
        return Step(replace(self, noted=noted, attempt=Attempt()), self._given_up())

    def printers_are(self, count: int, fault: str = "") -> Step:
        """There are ``count`` printers; ``fault`` says why they could not be found out."""
        now = replace(self, known=True, printers=count)
        if fault or not count:
            stand = Stand.REST if self.stand is Stand.WANTED else self.stand
            now = replace(now, stand=stand)._says(fault or _NO_PRINTER, "wrong" if fault else "caution")
        return now._went_on()

    def press(self) -> Step:
        """The button 打印: sends, or waits for paper and printers; a try that was not sent goes on."""
        if self.stand not in FREE:
            return Step(self)
        if not (self.paper and self.printers):
            return Step(replace(self, stand=Stand.WANTED), (LookForPrinters(),))
        return self._send(self.attempt)

    def insist(self) -> Step:
        """The link 仍要打印."""
        return self._send(self.attempt, insist=True) if self.stand is Stand.BLOCKED else Step(self)

    def came(self, outcome: Outcome) -> Step:
        """The outcome of ``Send``."""
        match outcome:
            case Handed(claim, job, pages):
                attempt = replace(self.attempt, claim=claim, job=job, pages=pages, last=_WAITING)
                return Step(replace(self, attempt=attempt)._says(job.text, "info"))
            case WhyAsked(copy):
                return Step(replace(self, stand=Stand.WHY)._says(_again(copy), "info"))
            case Obstacle(sentence):
                return Step(replace(self, stand=Stand.BLOCKED)._says(sentence, "caution"))
            case Refused(sentence):
                return Step(replace(self, stand=Stand.REST)._says(sentence, "wrong"))

    def heard(self, state: JobState) -> Step:
        """A new state of the job."""
        if self.stand not in (Stand.SENT, Stand.FOLLOWED, Stand.TAKEN_BACK):
            return Step(self)
        begun = state.stage not in (Stage.WAITING, Stage.FAILED) or state.pages_done > 0
        left = None if state.stage in (Stage.DONE, Stage.FAILED) else self.attempt.job
        attempt = replace(self.attempt, begun=self.attempt.begun or begun, last=state, job=left)
        stand = Stand.ENDED if state.stage in OVER else Stand.FOLLOWED
        return Step(replace(self, stand=stand, attempt=attempt)._says(state.text, _TONES[state.stage]))

    def take_back(self) -> Step:
        """The link 取消打印."""
        job = self.attempt.job
        if self.stand is not Stand.FOLLOWED or job is None:
            return Step(self)
        return Step(replace(self, stand=Stand.TAKEN_BACK), (Cancel(job),))

    def not_taken_back(self, sentence: str) -> Step:
        """The job could not be taken back; it is still followed."""
        return Step(self._says(sentence, "caution"))

    def clear(self) -> Step:
        """是: it came out well; it counts when it is noted."""
        claim = self.attempt.claim
        if self.stand not in (Stand.ENDED, Stand.UNNOTED) or claim is None:
            return Step(self)
        return Step(replace(self, stand=Stand.NOTING), (Note(claim, self.attempt.reason),))

    def counted(self) -> Step:
        """The print is noted in the ledger."""
        copy = self.attempt.claim.copy if self.attempt.claim else 0
        told = [f"已打印完,这是第{copy}次补打" if copy else "已打印完", *([] if self.noted else [_LOOSE])]
        return Step(self._rest(Attempt())._says("。".join(told), "good"))

    def not_counted(self, sentence: str) -> Step:
        """The ledger could not be written; the number stays reserved for this print."""
        told = f"已打印完,但没有记进台账:{sentence}。处理好后请按“再记一次”"
        return Step(replace(self, stand=Stand.UNNOTED)._says(told, "wrong"))

    def ask_why(self) -> Step:
        """重打: ask for the reason."""
        return Step(replace(self, stand=Stand.WHY)) if self.stand is Stand.ENDED else Step(self)

    def again(self, reason: str) -> Step:
        """A reason was chosen: print once more."""
        return self._send(self._anew(reason)) if self.stand is Stand.WHY else Step(self)

    def elsewhere(self, chosen: bool) -> Step:
        """换打印机打: print once more; ``chosen`` says whether the other printer is selected already."""
        if self.stand is not Stand.ENDED:
            return Step(self)
        attempt = self._anew(OTHER_PRINTER)
        return self._send(attempt) if chosen else Step(self._rest(attempt)._says(_CHOOSE, "info"))

    def go_on(self, page: int) -> Step:
        """续打: print from this page, counted from 1, under the same number."""
        if self.stand is not Stand.ENDED:
            return Step(self)
        reasons = dict.fromkeys(r for r in (*self.attempt.reason.split("、"), GO_ON) if r)
        part = range(page, self.attempt.pages + 1)
        return self._send(replace(self.attempt, reason="、".join(reasons), part=part))

    def drop(self) -> Step:
        """不打了: the print does not count."""
        if self.stand not in (Stand.ENDED, Stand.WHY):
            return Step(self)
        tried = (LetGo(self.attempt),) if self.attempt.claim else ()
        return Step(self._rest(Attempt())._says("这一份没有计入", "info"), tried)

    def closed(self) -> Step:
        """The dialog was closed: a try is given up when nothing of it can have come out."""
        return Step(self, self._given_up() if self.stand in _ASKED | FREE else ())

    def _given_up(self) -> tuple[Order, ...]:
        """The number of a try of which no paper came is free again."""
        unseen = self.attempt.claim is not None and not self.attempt.begun
        return (LetGo(self.attempt),) if unseen else ()

    def _went_on(self) -> Step:
        """Go on with what waited for paper or printers, when both are known now."""
        if self.paper and self.known:
            if self.stand is Stand.UNREADY:
                return Step(replace(self, stand=Stand.REST))
            if self.stand is Stand.WANTED and self.printers:
                return self._send(self.attempt)
        return Step(self)

    def _anew(self, reason: str) -> Attempt:
        """The next try: under the same number while no paper has it, else under the next one."""
        old = self.attempt
        return Attempt(reason, claim=None if old.begun else old.claim, job=old.job)

    def _send(self, attempt: Attempt, *, insist: bool = False) -> Step:
        now = replace(self, stand=Stand.SENT, attempt=attempt)._says(_SENDING, "info")
        return Step(now, (Send(attempt, insist),))

    def _rest(self, attempt: Attempt) -> "PrintRun":
        return replace(self, stand=Stand.REST, attempt=attempt)

    def _says(self, sentence: str, tone: str) -> "PrintRun":
        return replace(self, said=sentence, tone=tone)


def _again(copy: int) -> str:
    return f"这份文书送打过,再打一份会印上“第{copy}次补打”"
