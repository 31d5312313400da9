"""Which columns the list of a procedure has: what its ``[list]`` names, or what follows from its acts."""

from collections.abc import Iterator, Mapping
from typing import Final

from forms.clock_kinds import Unit
from forms.pack import Pack
from forms.procedures import Act, Ask, Procedure
from forms.schema import Element, Kind

OF_ALL: Final[Mapping[str, str]] = {
    "number": "编号",
    "number_tail": "尾号",
    "label": "名称",
    "tail": "证件尾号",
    "phone": "联系电话",
    "state": "状态",
    "due": "期限",
    "began": "开始",
    "since": "自",
    "counter": "窗口",
    "clerk": "经办人",
    "decided": "办完日期",
    "used": "用时(工作日)",
}
"""Columns every list may have, with the title used when a procedure gives none."""
OF_APPLICATIONS: Final[Mapping[str, str]] = {
    "matters": "事项",
    "department": "部门",
    "township": "乡镇(街道)",
    "office_number": "办件编号",
}
"""Further columns of lists about applications."""
APPLICATION: Final = "application"
"""Kind of subject, and id of the procedure, of an application."""
RATED: Final = ("=", "in", "any-of")
"""How a rate of the statistics may ask for the codes of a column."""
_PEOPLE: Final = ("counter", "clerk")
_DIVIDING: Final = (Kind.CHOICE, Kind.CHOICES, Kind.FLAG)


def asks(procedure: Procedure) -> tuple[Ask, ...]:
    """What its acts ask that a cell can show: no pictures, no recordings, no tables."""
    pictures = {name for act in procedure.acts for name in act.evidence}
    shown = (a for a in procedure.asks if a.kind is not Kind.FILE and not (a.rows or a.mapping))
    return tuple(a for a in shown if a.id not in pictures)


def person_ask(procedure: Procedure) -> Ask | None:
    """The ask that holds the number of the person a record is about."""
    return next((a for a in asks(procedure) if a.kind is Kind.ID_NUMBER), None)


def phone_ask(procedure: Procedure) -> Ask | None:
    """The ask that holds a telephone number."""
    return next((a for a in asks(procedure) if a.kind is Kind.PHONE), None)


def label_ask(procedure: Procedure) -> Ask | None:
    """The ask whose answer alone is the label; None when the label is made of more, or of something else."""
    return next((a for a in procedure.asks if procedure.label == f"{{{a.id}}}"), None)


def start(procedure: Procedure) -> Act | None:
    """The first act that begins a record."""
    return next((a for a in procedure.acts if a.start), None)


def known(pack: Pack, procedure: Procedure) -> Mapping[str, str]:
    """Id and title of every column a list of this procedure may have; elements only for applications."""
    found = dict(OF_ALL)
    if procedure.subject == APPLICATION:
        found |= {e.id: e.label for e in pack.elements.values() if e.id not in found}
        found |= OF_APPLICATIONS
    return found | {a.id: a.label for a in asks(procedure) if a.id not in found}


def element(pack: Pack, procedure: Procedure, column: str) -> Element | None:
    """The element of the form shown in a column; None when the column holds something else."""
    if procedure.subject != APPLICATION or column in OF_ALL or column in OF_APPLICATIONS:
        return None
    if any(a.id == column for a in asks(procedure)):
        return None
    return pack.elements.get(column)


def shown(procedure: Procedure) -> tuple[str, ...]:
    """Ids of the columns on the screen, from left to right."""
    return procedure.listing.columns or tuple(_usual(procedure))


def others(procedure: Procedure) -> tuple[str, ...]:
    """Ids of the further columns."""
    here = shown(procedure)
    wanted = procedure.listing.others or tuple(_further(procedure))
    return tuple(c for c in wanted if c not in here)


def divides(procedure: Procedure) -> tuple[str, ...]:
    """Ids of the columns by which records are filtered and counted."""
    if procedure.listing.divides:
        return procedure.listing.divides
    coded = (a.id for a in asks(procedure) if a.kind in _DIVIDING)
    return (*coded, *_PEOPLE)


def order(procedure: Procedure) -> tuple[str, bool]:
    """Id of the column a list is first sorted by, and whether in descending order."""
    listing = procedure.listing
    return (listing.order, listing.descending) if listing.order else ("began", True)


def promise(procedure: Procedure) -> str:
    """Id of the clock by which a record is in time; empty when the procedure has none."""
    last = procedure.clocks[-1].id if procedure.clocks else ""
    return procedure.listing.promise or last


def counts_days(procedure: Procedure) -> bool:
    """Whether its promise is counted in working days."""
    named = promise(procedure)
    return any(c.id == named and c.unit is Unit.WORKING for c in procedure.clocks)


def _usual(procedure: Procedure) -> Iterator[str]:
    label, person = label_ask(procedure), person_ask(procedure)
    if procedure.prefix:
        yield "number"
    if procedure.label:
        yield "label"
    if person:
        yield "tail"
    for ask in asks(procedure):
        if ask.column and ask not in (label, person):
            yield ask.id
    yield "state"
    if procedure.clocks:
        yield "due"


def _further(procedure: Procedure) -> Iterator[str]:
    label, person = label_ask(procedure), person_ask(procedure)
    yield from (a.id for a in asks(procedure) if a not in (label, person))
    yield from ("began", "since", *_PEOPLE, "decided")
    if counts_days(procedure):
        yield "used"


def several(pack: Pack, procedure: Procedure) -> frozenset[str]:
    """Ids of columns in which a record may have several codes, so that counts by them do not add up."""
    children = () if procedure.parent else ("matters", "department")
    asked = (a.id for a in procedure.asks if a.kind is Kind.CHOICES)
    chosen = (e.id for e in pack.elements.values() if e.kind is Kind.CHOICES)
    return frozenset((*children, *asked, *(c for c in chosen if element(pack, procedure, c))))
