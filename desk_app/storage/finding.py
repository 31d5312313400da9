"""Selects the records that a query finds, by their keys.

``findable`` has a row for each record with all its keys in one text; ``find_key`` has a row for each key,
in the order of keys, so that all keys with one beginning are a range. Newer records have lower ids, so
that of equal keys the newest record comes first.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import (
    Select,
    and_,
    false,
    func,
    or_,
    select,
    union_all,
)

from desk_app.domain import keys
from desk_app.domain.keys import Query
from desk_app.storage import tables

PERSON, APPLICATION, DRAFT, RECORD = 1, 2, 3, 4
KINDS: Final = (PERSON, APPLICATION, DRAFT, RECORD)
"""Kinds of records that can be found, by their numbers in the tables."""
BOUND: Final = 10_000
"""Keys looked at for one beginning: a query that fits more records finds only some of them."""
LAST: Final = "\U0010ffff"
"""Sorts after every character that may follow in a key."""
_ROW, _KEY = tables.findable, tables.find_key


def matching(query: str, kinds: Collection[int] = (APPLICATION, RECORD), bound: int = BOUND) -> Select[str]:
    """A select of the ids of records that match a query: of proceedings by default, else of ``kinds``.

    A query without anything to look for matches nothing. ``bound`` is how many keys are looked at for each
    way to understand the query.
    """
    wanted = keys.query(query)
    found = [s for kind in kinds for way in (_whole, _together) for s in way(wanted, kind, bound)]
    if not found:
        return select(_ROW.c.subject).where(false())
    return select(_ROW.c.subject).where(_ROW.c.id.in_(union_all(*found)))


def _whole(wanted: Query, kind: int, bound: int) -> Iterator[Select[int]]:
    """Selects of the ids (``findable.id``) of records of a kind, one for each way to understand a query.

    Each is in the order of keys: keys equal to the text first, then those that begin with it.
    """
    for begin in wanted.whole:
        yield select(_range(kind, begin, bound).subquery().c.findable)


def _together(wanted: Query, kind: int, bound: int) -> Iterator[Select[int]]:
    """Selects of the ids of records that match all parts of a query, one for each way to understand it."""
    for first in wanted.parts[:1]:
        for begin in first:
            yield _also(_range(kind, begin, bound), wanted.parts[1:])


def _range(kind: int, begin: str, bound: int) -> Select[int]:
    held = and_(_KEY.c.kind == kind, _KEY.c.key >= begin, _KEY.c.key < begin + LAST)
    return select(_KEY.c.findable).where(held).order_by(_KEY.c.key, _KEY.c.findable).limit(bound)


def _also(first: Select[int], others: Sequence[Sequence[str]]) -> Select[int]:
    """The records of a select that also have, for each of ``others``, a key with one of its beginnings."""
    some = first.subquery()
    wanted = select(some.c.findable).join(_ROW, _ROW.c.id == some.c.findable)
    for begins in others:
        wanted = wanted.where(or_(*(func.instr(_ROW.c.key_text, f"\n{begin}") > 0 for begin in begins)))
    return wanted
