"""A label scanned while an act's form is open: it answers what asks for a record's number, or goes on."""

from enum import Enum, auto
from typing import Any

from desk_app.domain.scans import is_number, is_ours
from desk_app.ui.acts.answers import ActAnswers


class ScanUse(Enum):
    """What came of a scan."""

    NO = auto()
    ANSWERED = auto()
    AGAIN = auto()
    """It was said already, or is the record's own: the form is to be sent."""


def take(answers: ActAnswers, text: str, own: str) -> ScanUse:
    """Let a scanned number answer the first question of the act that wants one; ``own`` is the record's."""
    number = text.strip().upper()
    asks = {ask.id for ask in answers.act.asks}
    wanted = (link.by for link in answers.act.links if link.by.partition(".")[0] in asks)
    if by := next(wanted, "") if is_ours(number) and not is_number(number, own) else "":
        return _answer(answers, number, *by.partition(".")[::2])
    return ScanUse.AGAIN if is_number(number, own) else ScanUse.NO


def _answer(answers: ActAnswers, number: str, ask: str, column: str) -> ScanUse:
    held: Any = answers.given(ask)
    if not column:
        if is_number(number, str(held or "")):
            return ScanUse.AGAIN
        answers.answer(ask, number)
        return ScanUse.ANSWERED
    rows = list(held) if isinstance(held, list | tuple) else []
    if not any(is_number(number, str(row.get(column, ""))) for row in rows):
        answers.answer(ask, (*rows, {column: number}))  # type: ignore[arg-type]
    return ScanUse.ANSWERED
