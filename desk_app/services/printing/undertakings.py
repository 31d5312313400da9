"""告知承诺书: one sheet for each proof that is promised, with everything filled in from the county's row."""

from collections.abc import Iterator, Mapping
from typing import Final

from desk_app.domain import undertaken
from desk_app.domain.applications import Application, MatterState
from desk_app.services.reading import Reading
from forms import undertakings
from forms.citing import cited
from forms.county_rows import Undertaking
from forms.pack import Pack
from forms.schema import Value
from forms.typesetting import typeset
from printing.sheets import DocumentValue

_CLOSED: Final = "不公开"


def rows(read: Reading) -> tuple[Undertaking, ...]:
    """The rows a sheet is made for: chosen in a draft, or promised and not taken back in an application."""
    holder = read.holder
    if isinstance(holder, Application):
        mine = (m.facts for m in holder.matters if m.state != MatterState.WITHDRAWN)
        held = (str(f.get("undertaking") or "") for f in mine if f.get("checked") != undertaken.WITHDRAWN)
        return tuple(row for name in held if (row := undertakings.of(read.pack, name)))
    return tuple(row for row, _ in undertaken.in_force(read.pack, read.facts, holder))


def offered(read: Reading) -> bool:
    """Whether the paper is offered; under a pack without rows it asks the clerk for everything, as before."""
    return bool(rows(read)) or not (read.pack.undertakings or isinstance(read.holder, Application))


def named(read: Reading, document: str, only: str) -> Undertaking | None:
    """The row that a sheet of this document is about: ``only``, else the first; None for other papers."""
    if document != undertaken.PAPER:
        return None
    held = rows(read)
    return next((row for row in held if row.id == only), held[0] if held else None)


def values(pack: Pack, row: Undertaking | None) -> dict[str, DocumentValue]:
    """What the sheet says by the row; empty without one."""
    if row is None:
        return {}
    texts = {
        "matter": pack.matters[row.matter].title,
        "proof": row.proof,
        "basis": cited(pack, row.basis),
        "content": row.content,
        "conditions": row.conditions,
        "checking": f"{pack.department(row.checker).whole},受理后{row.days}个工作日内核查。方式:{row.how}。",
        "liability": row.consequences,
        "scope": row.scope if row.public else _CLOSED,
    }
    return {name: typeset(text) for name, text in texts.items()}


def ticked(row: Undertaking | None) -> Mapping[str, Value]:
    """The tick boxes of the sheet."""
    return {"public": row.public} if row else {}


def noted(application: Application) -> Iterator[str]:
    """How each promise in place of a proof stands, as the receipt tells it; none of what was taken back."""
    for case in application.matters:
        if case.state != MatterState.WITHDRAWN and (said := undertaken.standing(case.facts, case.state)):
            yield f"{case.title}:{said}。"


def sheets(pack: Pack) -> dict[str, str]:
    """Titles of the signed sheets, by the material of their pages."""
    return {undertaken.sheet_of(u.id): f"签好的告知承诺书({u.proof})" for u in pack.undertakings}
