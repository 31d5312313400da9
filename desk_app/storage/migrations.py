"""A book written by an older program becomes one of today, in the transaction that opens it."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection

from desk_app.domain.applications import Act, MatterState
from desk_app.errors import WorldError
from desk_app.storage import tables


def bring_up(db: Connection) -> None:
    """Make the tables, or step by step what an older version lacks; WorldError for a newer one."""
    version = db.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version == tables.VERSION:
        return
    if version > tables.VERSION:
        raise WorldError("这份数据由更新版本的程序写成,请升级程序后再打开")
    if version == 0:
        tables.metadata.create_all(db)
    else:
        for old in range(version, tables.VERSION):
            _STEPS[old](db)
    db.exec_driver_sql(f"PRAGMA user_version = {tables.VERSION}")


def _dates_and_changes(db: Connection) -> None:
    """1 → 2: promised days stand in columns, and every change of state is kept as data."""
    for column in ("handover VARCHAR NOT NULL DEFAULT ''", "promised VARCHAR NOT NULL DEFAULT ''"):
        db.exec_driver_sql(f"ALTER TABLE application ADD COLUMN {column}")
    db.exec_driver_sql("ALTER TABLE application ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT 0")
    for row in db.exec_driver_sql("SELECT id, body FROM application").all():
        body = json.loads(row.body)
        dates = (body.pop("handover"), body.pop("promised"), body.pop("provisional"))
        kept = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        db.exec_driver_sql(
            "UPDATE application SET handover = ?, promised = ?, provisional = ?, body = ? WHERE id = ?",
            (*dates, kept, row.id),
        )
    db.exec_driver_sql("CREATE INDEX ix_application_provisional ON application (provisional)")
    db.exec_driver_sql(
        "CREATE TABLE state_change (seq INTEGER NOT NULL PRIMARY KEY, application VARCHAR NOT NULL"
        " REFERENCES application (id), matter VARCHAR NOT NULL, state VARCHAR NOT NULL, at VARCHAR NOT NULL)"
    )
    db.exec_driver_sql("CREATE INDEX ix_state_change_application ON state_change (application)")
    _read_ledger(db)


def _read_ledger(db: Connection) -> None:
    """The changes of state that version 1 told in the words of its ledger only."""
    lines = db.exec_driver_sql(
        "SELECT l.application, m.matter, m.title, l.at, l.act, l.text FROM ledger l"
        " JOIN matter m ON m.application = l.application WHERE l.act IN (?, ?) ORDER BY l.seq",
        (Act.NEWS.value, Act.HAND_OVER.value),
    ).all()
    for line in lines:
        if state := _state(line.act, line.title, line.text):
            db.exec_driver_sql(
                "INSERT INTO state_change (application, matter, state, at) VALUES (?, ?, ?, ?)",
                (line.application, line.matter, state.value, line.at),
            )


def _state(act: str, title: str, text: str) -> MatterState | None:
    """The state a ledger line of version 1 tells of the matter with this title."""
    if act == Act.HAND_OVER:
        return MatterState.HANDED_OVER if text == f"{title}的结果已送达本人" else None
    return next((s for s in MatterState if text.startswith(f"{title}:{s.value}。")), None)


def _supplements(db: Connection) -> None:
    """2 → 3: letters may bring a material after their application."""
    db.exec_driver_sql("ALTER TABLE letter ADD COLUMN material VARCHAR NOT NULL DEFAULT ''")


_STEPS: Final[Mapping[int, Callable[[Connection], None]]] = {1: _dates_and_changes, 2: _supplements}
"""What leads from a version to the next."""
