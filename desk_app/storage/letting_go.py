"""What a laptop lets go of once the hall has it: records, what they say, whose they are, their letters.

The events stay with their digests, so that the chain goes on verifying (``database.spine``); of a record
whose events are here alone nothing that comes is kept any more.
"""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, select

from desk_app.database.spine import EVENT, PROCEEDING
from desk_app.domain.proceedings import Proceeding
from desk_app.storage import finding, keeping_keys, people
from desk_app.storage.carried_rows import Rows

_AMONG: Final = "IN (SELECT value FROM json_each(?))"
_OF_RECORDS: Final = (
    f"DELETE FROM proceeding WHERE id {_AMONG}",
    f"DELETE FROM application WHERE id {_AMONG}",
    f"DELETE FROM letter WHERE subject_id {_AMONG}",
    f"DELETE FROM carried_event WHERE proceeding {_AMONG}",
    f"DELETE FROM listed WHERE id {_AMONG}",
    f"DELETE FROM happened WHERE record {_AMONG}",
    f"DELETE FROM unlisted WHERE id {_AMONG}",
    "DELETE FROM put_off WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr(put_off.id, value))",
    "DELETE FROM set_aside WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr(set_aside.raw, value))",
)
"""Each is given the ids of the records."""
_SAID: Final = f"DELETE FROM payload WHERE event {_AMONG}"


def let_go(db: Connection, found: Sequence[Proceeding], rows: Rows) -> int:
    """Delete records with all that was gathered of them; returns how many people went with them."""
    records = json.dumps([p.id for p in found])
    db.exec_driver_sql(_SAID, (json.dumps([e.id for e in rows.events]),))
    for statement in _OF_RECORDS:
        db.exec_driver_sql(statement, (records,))
    for one in found:
        for kind in (finding.RECORD, finding.APPLICATION):
            keeping_keys.drop(db, kind, one.id)
    return sum(people.let_go(db, person.id) for person in rows.persons)


def is_gone(db: Connection, proceeding: str) -> bool:
    """Whether a record was let go of: its events are here, and it is not."""
    here = select(PROCEEDING.c.id).where(PROCEEDING.c.id == proceeding)
    done = select(EVENT.c.seq).where(EVENT.c.proceeding == proceeding)
    return db.execute(here).first() is None and db.execute(done.limit(1)).first() is not None
