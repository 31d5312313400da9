"""个人信息清单: what is held on a person, on paper."""

from datetime import datetime
from typing import Final

from desk_app.domain.applications import masked_number
from desk_app.domain.events import Subject
from desk_app.domain.finding import PERSON
from desk_app.domain.held import HeldOnPerson
from desk_app.services.parts import Parts
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "held_on_person"


def printout(parts: Parts, found: HeldOnPerson) -> Printout:
    """The paper, printed as every paper is; its prints are noted on the person."""
    about = Subject(PERSON, found.person.id)
    return Printout("个人信息清单", lambda copy, _shift: sheet(parts, found, copy), about)


def sheet(parts: Parts, found: HeldOnPerson, copy: int = 0) -> bytes:
    """The paper as PDF; ``copy`` is the reprint's number. WorldError when a letter can not be printed."""
    # The sheet brings the drawing library; the window opens without it.
    from printing.papers import document

    now = parts.clock.now()
    values: dict[str, DocumentValue] = {
        "name": found.person.name or "(没有姓名)",
        "id_number": masked_number(found.person.id_number),
        "hall": parts.window.hall.name,
        "window": parts.window.number,
        "taken": _moment(now),
        "clerk": parts.window.clerk,
        "held": tuple(
            {
                "what": typeset(line.what),
                "since": _day(line.since),
                "why": line.why,
                "until": typeset(line.until),
            }
            for line in found.held
        ),
        "given": tuple(
            {"whom": line.whom, "at": _moment(line.at), "what": typeset(line.what), "how": line.how}
            for line in found.given
        )
        or ({"whom": "没有"},),
        "reads": tuple(
            {"who": line.who, "at": _moment(line.at), "how": line.how, "what": typeset(line.what)}
            for line in found.reads
        )
        or ({"who": "没有"},),
        "changed": tuple(
            {"at": _moment(line.at), "who": line.who, "what": typeset(f"{line.how}:{line.what}")}
            for line in found.changed
        )
        or ({"at": "没有"},),
    }
    return drawn(document.draw, DocumentSheet(PAPER, values, copy=copy, made=now))


def _day(moment: datetime | None) -> str:
    return plain_date(moment.date().isoformat()) if moment else "没有记下"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)} {moment:%H:%M}"
