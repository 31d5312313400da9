"""Acts of the county on a record of any register, by its number or the id of its proceeding."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from desk_app.county_server import decide, entering, typed
from desk_app.county_server.decide import Done, Ruling
from desk_app.county_server.tables import APPLICATION
from desk_app.database import spine
from desk_app.database.spine import PROCEEDING
from desk_app.domain import acting
from desk_app.domain.amending import AMEND
from desk_app.domain.applications import APPLICATION as APPLICATIONS
from desk_app.domain.applications import MATTER
from desk_app.domain.events import Payload, Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms.procedures import DEPARTMENT


def carry_out(
    db: Connection, law: Settling, number: str, code: str, values: Payload, who: Who, now: datetime
) -> tuple[Done, ...]:
    """Do one act; returns what was done. RuleError, with nothing changed, when it is not allowed now."""
    entering.lock(db)
    found = _find(db, number)
    if found.procedure == MATTER and who.role == DEPARTMENT:
        ruling = Ruling(str(found.facts.get("matter", "")), code, values, who.person)
        return decide.carry_out(db, law, _receipt(db, found), ruling, now)
    if law.packs.of(found.pack_digest) is None:
        raise RuleError(f"区县没有这条记录({number})所用的那一版业务定义,更新以后再办")
    procedure = law.procedure(found.pack_digest, found.procedure)
    given = typed.fitted(law.pack(found.pack_digest), procedure.act(code), values)
    try:
        event = acting.made(law, found, spine.of_proceeding(db, found.id), code, given, who, now)
        if done := procedure.act(code):
            acting.check_over(law, done, spine.proceedings(db, PROCEEDING.c.parent == found.id))
    except RuleError as fault:
        raise RuleError(f"{procedure.title}{found.number}:{acting.told(fault)}", fault.problems) from fault
    if event.act == AMEND and found.procedure == APPLICATIONS:
        raise RuleError("更正由申请人签字,在受理的窗口办;区县不能代办")
    entering.enter(db, law, (event,))
    after = entering.one(db, found.id)
    word = procedure.state(after.state).word if after else ""
    return (Done(f"{procedure.title}{found.number}", word, str(event.payload.get("text", ""))),)


def _find(db: Connection, number: str) -> Proceeding:
    """The one proceeding with this id or number; RuleError when there is none, or more than one."""
    office = select(APPLICATION.c.id).where(APPLICATION.c.office_number == number)
    named = or_(PROCEEDING.c.id == number, PROCEEDING.c.number == number, PROCEEDING.c.id.in_(office))
    found = spine.proceedings(db, named, limit=2) if number else ()
    if not found:
        raise RuleError(f"没有编号为{number}的记录,请核对编号")
    if len(found) > 1:
        raise RuleError(f"编号{number}有不止一条记录,请改用记录的内部编号")
    return found[0]


def _receipt(db: Connection, matter: Proceeding) -> str:
    holder = entering.one(db, matter.parent)
    return holder.number if holder else ""
