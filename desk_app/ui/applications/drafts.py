"""What is still being filled in at the counter, as rows of the list of applications."""

from collections.abc import Iterable

from desk_app.domain import keys
from desk_app.domain import lists as ids
from desk_app.domain.applications import Draft
from desk_app.domain.keys import Findable, Query
from desk_app.domain.lists import DueKind, Row, Wanted
from desk_app.services.parts import Parts
from desk_app.ui.kit.lists.shown import DRAFT
from forms.particulars import ID_NUMBER, NAME, PHONE


def drafts(parts: Parts, wanted: Wanted) -> tuple[Row, ...]:
    """Unfinished applications that match a list's question, as its rows, the newest first.

    Empty when a state, clock, matter or day is asked for (a draft has none of these), or another window.
    """
    of_records = wanted.states or wanted.due or wanted.courses or wanted.paces or wanted.values
    if of_records or wanted.since or wanted.until:
        return ()
    if wanted.counter not in ("", parts.window.number):
        return ()
    held = (d for d in parts.store.drafts.all() if d.answers and wanted.clerk in ("", d.clerk))
    return tuple(_row(parts, draft) for draft in _matching(held, wanted.query))


def _matching(held: Iterable[Draft], query: str) -> Iterable[Draft]:
    if not query:
        return held
    asked = keys.query(query)
    return (d for d in held if _meets(asked, keys.keys(_findable(d))))


def _meets(asked: Query, held: Iterable[str]) -> bool:
    """Whether keys of a record begin with the whole query, or with each of its parts."""
    known = tuple(held)
    ways = ((asked.whole,), asked.parts)
    return any(way and all(any(k.startswith(begins) for k in known) for begins in way) for way in ways)


def _findable(draft: Draft) -> Findable:
    name, number, phone = (str(draft.answers.get(id, "")) for id in ("name", "id_number", "phone"))
    return Findable(names=(name,), numbers=(number,), phones=(phone,))


def _row(parts: Parts, draft: Draft) -> Row:
    return Row(
        id=draft.id,
        procedure=DRAFT,
        number="",
        label=str(draft.answers.get(NAME, "")) or "(没有姓名)",
        id_number=str(draft.answers.get(ID_NUMBER, "")),
        phone=str(draft.answers.get(PHONE, "")),
        state=(DRAFT, DRAFT),
        due_on=None,
        due=DueKind.NONE,
        began_at=draft.updated_at,
        since=draft.updated_at,
        counter=parts.window.number,
        clerk=draft.clerk,
        pack_digest=draft.pack_digest,
        decided_on=None,
        used=None,
        values={ids.MATTERS: draft.chosen},
    )
