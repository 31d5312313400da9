"""The question to the county what a person holds: asked behind the clerk's back, never waited for."""

import logging
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from desk_app.domain.told import HistoryAnswer
from desk_app.errors import DeskError
from desk_app.services.counter import holding, inform
from desk_app.services.counter.holding import HeldLine, Holding
from desk_app.ui.kit import words
from desk_app.ui.kit.errands import Lane
from forms.particulars import CERTIFICATE, CERTIFICATE_STATE, FORMER_NUMBER, ID_NUMBER
from forms.schema import Facts

if TYPE_CHECKING:
    from desk_app.ui.counter.case import Case

_log = logging.getLogger(__name__)


class Asked(Enum):
    """How far a question to the county is."""

    NOT = auto()
    """No valid number was typed yet."""
    WAITING = auto()
    TOLD = auto()
    SILENT = auto()
    """The line is down, or the answer can not be relied on."""
    ALONE = auto()
    """There is no county that could be asked."""


class Inquiry:
    """One case's question to the county, and what the person holds by the newest answer."""

    def __init__(self, case: "Case") -> None:
        self._case = case
        self._over = False
        self._whose = ""
        self._shown: HeldLine | None = None
        self._first = True
        self.asked = Asked.NOT
        self.held = Holding()
        """What the records say, without what is typed now."""

    @property
    def lines(self) -> tuple[HeldLine, ...]:
        """What the person holds, with a certificate number that is typed now and in no record."""
        answers, pack = self._case.draft.answers, self._case.pack
        number, state = (str(answers.get(e, "")) for e in (CERTIFICATE, CERTIFICATE_STATE))
        known = {line.number for line in self.held.lines}
        typed = holding.typed(pack, number, state) if number not in known else None
        return (typed, *self.held.lines) if typed else self.held.lines

    @property
    def said(self) -> str:
        """One sentence: when the county was asked, or that it did not answer."""
        at, now = self.held.asked_at, self._case.parts.clock.now()
        when = words.day_time(at, now.date()) if isinstance(at, datetime) else ""
        match self.asked:
            case Asked.NOT:
                return ""
            case Asked.WAITING:
                return "正在问区县…"
            case Asked.TOLD:
                return f"{when}问过区县" if when else ""
            case Asked.SILENT:
                known = f"按{when}区县的答复和" if when else "按"
                return f"区县没有回答,{known}本窗口的记录"
            case Asked.ALONE:
                return "没有问区县,按本窗口的记录"

    def begin(self) -> None:
        """Ask the county about the person whose number is typed; nothing without a valid one."""
        case, answers = self._case, self._case.draft.answers
        valid = inform.askable(case.parts, answers)
        whose = str(answers[ID_NUMBER]) if valid else ""
        if whose != self._whose:
            self._whose, self.held, self._shown, self._first = whose, Holding(), None, True
        if not valid:
            self.asked = Asked.NOT
            return
        self.asked = Asked.WAITING

        def done(answer: HistoryAnswer | None) -> None:
            if self._is_of(answers):
                self.asked = Asked.TOLD if answer else Asked.ALONE
                keep = (lambda: inform.keep(case.parts, answers, answer)) if answer else (lambda: None)
                case.recall(keep)

        def failed(error: DeskError) -> None:
            _log.info("the county was asked and did not answer: %s", error)
            if self._is_of(answers):
                self.asked = Asked.SILENT
                case.changed.emit("")

        case.errands.run(
            lambda: inform.ask(case.parts, answers), done, failed, lane=Lane.COUNTY, topic="inquiry"
        )

    def renew(self) -> None:
        """Ask again when the answer is no longer fresh; the clerk goes on meanwhile."""
        at, now = self.held.asked_at, self._case.parts.clock.now()
        old = at is None or not timedelta() <= now - at < inform.FRESH  # a clock set back proves nothing
        if old and self.asked in (Asked.TOLD, Asked.SILENT):
            self.begin()

    def give_up(self) -> None:
        """Nothing more is asked or kept: the person leaves."""
        self._over = True

    def take(self, held: Holding) -> str:
        """What the records say now; returns what changed of the certificate for who is past step 1."""
        before, first = self._shown, self._first
        self.held, self._shown, self._first = held, held.certificate, False
        if first or self._case.draft.step == 0 or self._shown in (None, before):
            return ""
        line = held.certificate
        assert line is not None
        told = ",".join(filter(None, (f"{line.title} {line.tail}", line.text, line.state.word)))
        return f"{line.source}:{told}"

    def _is_of(self, answers: Facts) -> bool:
        """Whether the case is still about the person of these answers."""
        now = self._case.draft.answers
        same = all(answers.get(e) == now.get(e) for e in (ID_NUMBER, FORMER_NUMBER))
        return same and not self._over and self._case.application is None
