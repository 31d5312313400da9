"""What 送达回证 lists where no result is handed over: the decisions and notices that say no."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desk_app.services.printing.grounds import Told
from forms.pack import Pack
from forms.schema import Document, Moment
from forms.typesetting import typeset

_REFUSALS: Final = (Moment.COUNTER, Moment.REFUSED, Moment.CLOSED)
"""Moments whose paper says no."""


def rows(
    pack: Pack, row: Document | None, told: Sequence[Told], number: str
) -> tuple[Mapping[str, str], ...]:
    """A row for each paper that says no to these matters: one a department where each gives its own.

    ``number`` is the one they bear. Empty for a paper that is about results.
    """
    if row is None or row.moment not in _REFUSALS:
        return ()
    served = next((d for d in pack.documents if d.moment is row.moment and d.id != row.id), row)
    return tuple(_row(pack, served, cases, number) for cases in _by_department(pack, served, told))


def _by_department(pack: Pack, served: Document, told: Sequence[Told]) -> Iterator[Sequence[Told]]:
    if not served.each_department:
        yield told
        return
    departments = [pack.matters[t.case.matter].department for t in told]
    for name in dict.fromkeys(departments):
        yield [t for t, department in zip(told, departments, strict=True) if department == name]


def _row(pack: Pack, served: Document, told: Sequence[Told], number: str) -> Mapping[str, str]:
    department = pack.department(pack.matters[told[0].case.matter].department) if told else None
    by = f"{department.whole}:" if department and served.each_department else ""
    said = by + "、".join(t.case.title for t in told)
    return {"title": typeset(served.title), "number": number, "said": typeset(said), "copies": "1"}
