"""Keys of windows at the county: enrolled at first sight, one a number, revoked by the county alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from desk_app.county_server.tables import WINDOW_KEY
from desk_app.domain.enrolment import EnrolmentAnswer, EnrolmentRequest, EnrolmentState
from desk_app.domain.events import Who
from desk_app.domain.signing import fingerprint
from desk_app.errors import RuleError

_ROW = WINDOW_KEY.c


@dataclass(frozen=True, slots=True)
class EnrolledKey:
    """One key of a window, in force or revoked."""

    region: str
    window: str
    public: bytes
    enrolled_at: datetime
    revoked_at: datetime | None
    reason: str

    @property
    def fingerprint(self) -> str:
        """What is compared by telephone."""
        return fingerprint(self.public)


def enrol(db: Connection, request: EnrolmentRequest, now: datetime) -> tuple[EnrolmentAnswer, bool]:
    """The answer to a request, and whether the key is new here. IntegrityError: another came at once."""
    known = _first(db, _ROW.public == request.public.hex())
    if known is not None and known["revoked_at"]:
        return _answer(EnrolmentState.REVOKED, request, _in_force(db, request), known["revoked_at"]), False
    held = _in_force(db, request)
    if held is None and known is None:
        row = {"public": request.public.hex(), "region": request.region, "counter": request.window}
        row |= {"enrolled_at": now.isoformat(timespec="seconds"), "revoked_at": "", "revoked_by": ""}
        db.execute(insert(WINDOW_KEY).values(**row, reason=""))
        return _answer(EnrolmentState.ENROLLED, request, row, row["enrolled_at"]), True
    if held is not None and held["public"] == request.public.hex():
        return _answer(EnrolmentState.ENROLLED, request, held, held["enrolled_at"]), False
    # The key stands under another number: there it stays, whoever holds this one.
    other = held or known
    assert other is not None
    if other["public"] == request.public.hex():
        raise RuleError(f"这台电脑的密钥已登记为窗口 {other['counter']},换窗口号请先由区县注销")
    return _answer(EnrolmentState.OTHER, request, other, other["enrolled_at"]), False


def revoke(db: Connection, region: str, window: str, reason: str, who: Who, now: datetime) -> EnrolledKey:
    """Revoke the key in force for a number; RuleError without one, or without a reason."""
    if not reason.strip():
        raise RuleError("请写明注销的原因")
    held = _first(db, (_ROW.region == region) & (_ROW.counter == window) & (_ROW.revoked_at == ""))
    if held is None:
        raise RuleError(f"窗口 {window} 没有登记密钥,没有可注销的")
    values = {"revoked_at": now.isoformat(timespec="seconds"), "revoked_by": who.person, "reason": reason}
    db.execute(update(WINDOW_KEY).where(_ROW.public == held["public"]).values(**values))
    return _key({**held, **values})


def listed(db: Connection) -> tuple[EnrolledKey, ...]:
    """Every key ever enrolled, by number, the oldest first."""
    rows = db.execute(select(WINDOW_KEY).order_by(_ROW.region, _ROW.counter, _ROW.enrolled_at))
    return tuple(_key(_plain(row)) for row in rows.mappings())


def _in_force(db: Connection, request: EnrolmentRequest) -> Mapping[str, Any] | None:
    same = (_ROW.region == request.region) & (_ROW.counter == request.window)
    return _first(db, same & (_ROW.revoked_at == ""))


def _first(db: Connection, where: Any) -> Mapping[str, Any] | None:
    found = db.execute(select(WINDOW_KEY).where(where)).mappings().first()
    return _plain(found) if found else None


def _plain(row: RowMapping) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _answer(
    state: EnrolmentState, request: EnrolmentRequest, held: Mapping[str, Any] | None, since: str
) -> EnrolmentAnswer:
    in_force = bytes.fromhex(held["public"]) if held else b""
    return EnrolmentAnswer(state, request.window, in_force, datetime.fromisoformat(since))


def _key(row: Mapping[str, Any]) -> EnrolledKey:
    revoked = datetime.fromisoformat(row["revoked_at"]) if row["revoked_at"] else None
    since = datetime.fromisoformat(row["enrolled_at"])
    return EnrolledKey(
        row["region"], row["counter"], bytes.fromhex(row["public"]), since, revoked, row["reason"]
    )
