"""The answers of applications that were corrected, derived anew from those accepted and the events ``amend``.

The row of an application keeps the answers as accepted beside those that count now, from the first
amendment on. Columns, keys and people follow the answers that count.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, select, update

from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.domain import amending
from desk_app.domain.amending import AMEND
from desk_app.domain.applications import APPLICATION
from desk_app.domain.people import former_numbers
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from desk_app.storage import keeping_keys, people, tables, told
from desk_app.storage.damage import hidden
from forms import live, moments
from forms.facts import of_lists
from forms.particulars import CERTIFICATE, ID_NUMBER, NAME, PHONE
from forms.schema import Facts

_TABLE: Final = tables.application
_ACCEPTED: Final = "accepted"
"""Key of a body that holds the answers as they were accepted."""
_DAMAGED: Final = (ValueError, KeyError, TypeError, AttributeError, RuleError)


class _Held(NamedTuple):
    """An application's row: its body as read, and the answers its amendments lead to."""

    id: str
    body: dict[str, Any]
    answers: Facts
    accepted_on: date


def follow(db: Connection, law: Settling, proceedings: Collection[str]) -> None:
    """Write the answers anew that the amendments of these proceedings lead to; nothing without any."""
    for application in _corrected(db, proceedings):
        settle(db, law, application)


def settle(db: Connection, law: Settling, application: str) -> bool:
    """Write the answers of an application anew from its amendments; returns whether they changed.

    A damaged row is left as it is.
    """
    held = _held(db, law, application)
    if held is None:
        return False
    before = of_lists(held.body["answers"])
    if before == held.answers:
        return False
    held.body.setdefault(_ACCEPTED, held.body["answers"])
    held.body["answers"] = dict(held.answers)
    texts = {name: str(held.answers.get(name, "")) for name in (NAME, ID_NUMBER, PHONE)}
    body = json.dumps(held.body, ensure_ascii=False, separators=(",", ":"))
    db.execute(update(_TABLE).where(_TABLE.c.id == application).values(**texts, body=body))
    _keep_person(db, before, held.answers, held.accepted_on)
    keeping_keys.keep_application(db, application)
    return True


def as_accepted(db: Connection, application: str) -> Facts:
    """The answers of an application as they were accepted; empty when there is no such, or it is damaged."""
    text = db.execute(select(_TABLE.c.body).where(_TABLE.c.id == application)).scalar()
    if hidden(db, _TABLE.name, [application]):
        return {}
    try:
        body = json.loads(text or "")
        return of_lists(body.get(_ACCEPTED, body["answers"]))
    except _DAMAGED:
        return {}


def apart(db: Connection, law: Settling) -> tuple[str, ...]:
    """Ids of applications whose answers are not those their amendments lead to."""
    wanted = select(EVENT.c.proceeding).where(EVENT.c.act == AMEND).distinct()
    found = (_held(db, law, application) for application in db.execute(wanted).scalars().all())
    return tuple(h.id for h in found if h is not None and of_lists(h.body["answers"]) != h.answers)


def _corrected(db: Connection, proceedings: Collection[str]) -> Iterator[str]:
    """Those of these proceedings that have an event ``amend``, counted or not."""
    if not proceedings:
        return
    mine = EVENT.c.proceeding.in_(list(proceedings)) & (EVENT.c.act == AMEND)
    yield from db.execute(select(EVENT.c.proceeding).where(mine).distinct()).scalars().all()


def _held(db: Connection, law: Settling, application: str) -> _Held | None:
    row = db.execute(select(_TABLE).where(_TABLE.c.id == application)).mappings().first()
    if row is None:
        return None
    try:
        body = json.loads(row["body"])
        pack = law.pack(body["pack_digest"])
        procedure = law.procedure(body["pack_digest"], APPLICATION)
        made = amending.amendments(pack, procedure, spine.of_proceeding(db, application))
        accepted, chosen = of_lists(body.get(_ACCEPTED, body["answers"])), tuple(body["chosen"])
        day = moments.read(row["accepted_at"]).date()
        seen = live.without_hidden(pack, accepted, chosen) if made else accepted
        return _Held(application, body, amending.answers(pack, seen, chosen, day, made), day)
    except _DAMAGED:  # told by ``book check`` as unreadable
        return None


def _keep_person(db: Connection, before: Facts, now: Facts, accepted_on: date) -> None:
    """Keep the person as corrected; of a number that never was theirs nothing of this application stays.

    Whoever really has that number is named again as their own newest application names them.
    """
    person = people.of_answers(db, now)
    people.keep(db, person)
    for former in former_numbers(now):
        people.had(db, person, former, accepted_on)
    keeping_keys.keep_certificates(db, person.id_number, (str(now.get(CERTIFICATE, "")),))
    wrong = str(before.get(ID_NUMBER, ""))
    if wrong in ("", person.id_number):
        return
    people.forget_met(db, before)
    told.forget(db, before)
    theirs = select(_TABLE).where(_TABLE.c.id_number == wrong).order_by(_TABLE.c.accepted_at.desc())
    row = db.execute(theirs.limit(1)).mappings().first()
    if row is not None:
        people.keep(db, people.of_answers(db, {name: row[name] for name in (NAME, ID_NUMBER, PHONE)}))
    keeping_keys.keep_applications_of(db, (wrong, person.id_number))
