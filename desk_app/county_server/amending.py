"""更正 as the county takes it in: checked by its own book, and the answers that follow from it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk_app.county import shapes
from desk_app.county_server import cases
from desk_app.county_server.tables import APPLICATION
from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.domain import amending
from desk_app.domain.amending import AMEND, AmendedAnswer, Amendment
from desk_app.domain.applications import APPLICATION as PROCEDURE
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.records import facts_of
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import live, rules
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME, OPEN_MATTERS
from forms.schema import Facts, Problem, Value

_OVER = "这件申请的事项都已经有结果,区县不能再按更正办;证件上的内容要改,请办换领等事项"


def refuse(db: Connection, law: Settling, event: Event, today: date) -> None:
    """RuleError with everything that keeps the county from taking an amendment in."""
    row = _row(db, event.proceeding)
    pack = law.pack(row.pack_digest)
    if not any(law.procedure(m.pack_digest, m.procedure).state(m.state).open for m in _matters(db, row)):
        raise RuleError(_OVER)
    try:
        found = amending.read_rows(pack, event.payload)
        body = cases.body_of(row.body)
        day, accepted = body.accepted_at.date(), live.without_hidden(pack, body.answers, body.chosen)
        earlier = amending.amendments(pack, law.procedure(row.pack_digest, PROCEDURE), _events(db, row))
        before = amending.answers(pack, accepted, body.chosen, day, earlier)
        after = amending.answers(pack, accepted, body.chosen, day, (*earlier, Amendment(event, found)))
    except ValueError:
        raise RuleError("更正的内容读不出来,请升级窗口程序后重新更正") from None
    told = (
        *amending.problems(pack, accepted, before, after, body.chosen, day, found),
        *_taken(db, law, pack, row, before, after, today),
    )
    if told:
        raise RuleError("区县没有收下这次更正", told)


def settle(db: Connection, law: Settling, application: str) -> None:
    """Write the answers of an application anew from its amendments, and the number it is held under."""
    facts = _facts(db, law, _row(db, application))
    cases.link_numbers(db, facts)
    told = {"facts": shapes.write_facts(facts), "id_number": str(facts.get(ID_NUMBER, ""))}
    db.execute(update(APPLICATION).where(APPLICATION.c.id == application).values(**told))


def apart(db: Connection, law: Settling) -> tuple[str, ...]:
    """Ids of applications whose answers are not those their amendments lead to."""
    wanted = select(EVENT.c.proceeding).where(EVENT.c.act == AMEND).distinct()
    found = db.execute(wanted).scalars().all()
    return tuple(i for i in found if shapes.read_facts(_row(db, i).facts) != _facts(db, law, _row(db, i)))


def _facts(db: Connection, law: Settling, row: Row[Any]) -> dict[str, Value]:
    """The answers that an application's amendments lead to."""
    pack, body = law.pack(row.pack_digest), cases.body_of(row.body)
    made = amending.amendments(pack, law.procedure(row.pack_digest, PROCEDURE), _events(db, row))
    accepted = live.without_hidden(pack, body.answers, body.chosen)
    return amending.answers(pack, accepted, body.chosen, body.accepted_at.date(), made)


def earlier_names(db: Connection, law: Settling, application: str) -> tuple[tuple[str, str], ...]:
    """Name and identity number before each amendment, which stand on papers of before; none without any."""
    row = _row(db, application)
    pack, body = law.pack(row.pack_digest), cases.body_of(row.body)
    made = amending.amendments(pack, law.procedure(row.pack_digest, PROCEDURE), _events(db, row))
    accepted = live.without_hidden(pack, body.answers, body.chosen)
    held = (
        amending.answers(pack, accepted, body.chosen, body.accepted_at.date(), made[:place])
        for place in range(len(made))
    )
    return tuple((str(facts.get(NAME, "")), str(facts.get(ID_NUMBER, ""))) for facts in held)


def fresh(db: Connection, law: Settling, application: str, matter: str) -> Iterator[str]:
    """Corrections that came since a department last acted on a matter, a sentence each."""
    row = _row(db, application)
    procedure = law.procedure(row.pack_digest, PROCEDURE)
    acted = [e.county or 0 for e in spine.of_proceeding(db, matter) if e.who.role == "department"]
    pack = law.pack(row.pack_digest)
    made = amending.amendments(pack, procedure, spine.of_proceeding(db, application))
    for each in made:
        if (each.event.county or 0) > max(acted, default=0):
            told = ";".join(_words(pack, c) for c in each.amended)
            yield f"窗口{each.event.at:%Y-%m-%d}更正过{told}"


def _words(pack: Pack, each: AmendedAnswer) -> str:
    """One amended answer in words, with both values: the department decides by the new one."""
    element = pack.elements.get(each.element)
    if element is None:
        return each.element
    was, now = (rules.label(pack, element, value) or "没有填" for value in (each.was, each.now))
    return f"{element.label}由“{was}”改为“{now}”({each.why})"


def _taken(
    db: Connection, law: Settling, pack: Pack, row: Row[Any], before: Facts, after: Facts, today: date
) -> Iterator[Problem]:
    """The same matter open already under the corrected number."""
    number = str(after.get(ID_NUMBER, ""))
    if number == before.get(ID_NUMBER):
        return
    held = facts_of(pack, cases.history(db, law, number), today).get(OPEN_MATTERS, ())
    for matter in cases.body_of(row.body).chosen:
        if isinstance(held, tuple) and matter in held and matter in pack.matters:
            title = pack.matters[matter].title
            yield Problem(ID_NUMBER, f"这个号码名下已经在办“{title}”,不能更正成它;请核对号码")


def _row(db: Connection, application: str) -> Row[Any]:
    row = db.execute(select(APPLICATION).where(APPLICATION.c.id == application)).one_or_none()
    if row is None:
        raise RuleError("区县没有这件申请,不能更正,请联系区县")
    return row


def _matters(db: Connection, row: Row[Any]) -> Iterator[Proceeding]:
    yield from cases.children(db, row.id)


def _events(db: Connection, row: Row[Any]) -> Iterator[Event]:
    yield from spine.of_proceeding(db, row.id)
