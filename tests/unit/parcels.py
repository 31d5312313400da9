"""Results and decisions that are to be delivered, for the tests of delivering."""

from dataclasses import replace

from desk_app.domain.applications import Application, matter_id
from desk_app.domain.events import Who
from desk_app.services import ledger, proceedings
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Delivery, DeliveryKind
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from tests.fakes import StillClock
from tests.people import sound_draft

DEPARTMENT = Who("区残联", "department")
POST = {
    "delivery": "1",
    "delivery_name": "张收件",
    "delivery_phone": "13800000001",
    "delivery_address": "甘肃省白银市平川区兴平路街道样例社区12号楼",
}
COLLECT = {"delivery": "2"}
DAY = 24 * 3600
"""Seconds."""


def concluded(parts: Parts, person: int = 0, answers: dict[str, str] | None = None) -> Application:
    """An application whose certificate was granted; its subsidies are with their department."""
    draft = sound_draft(parts, person=person)
    draft = replace(draft, answers={**draft.answers, **(POST if answers is None else answers)})
    application = intake.accept(parts, draft)
    conclude(parts, application)
    return application


def conclude(parts: Parts, application: Application) -> None:
    given = {
        "certificate_number": f"{application.answers['id_number']}43",
        "issued_on": parts.clock.today().isoformat(),
    }
    proceedings.act(parts, DEPARTMENT, matter_id(application.id, "cert_new"), "conclude", given)


def subsidy(parts: Parts, application: Application) -> str:
    """Grant the care subsidy that waited for the certificate; returns the id of its proceeding."""
    care = matter_id(application.id, "care_subsidy")
    proceedings.act(parts, Who("程序", "system"), care, "release", {})
    proceedings.act(parts, DEPARTMENT, care, "conclude", {"amount": "110"})
    return care


def refused(parts: Parts, person: int = 0, answers: dict[str, str] | None = None) -> Application:
    draft = sound_draft(parts, person=person)
    draft = replace(draft, answers={**draft.answers, **(POST if answers is None else answers)})
    application = intake.accept(parts, draft)
    proceedings.act(
        parts, DEPARTMENT, matter_id(application.id, "cert_new"), "refuse", {"text": "评定未达标准"}
    )
    return application


def replaced(parts: Parts, clock: StillClock, answers: dict[str, str] | None = None) -> Application:
    """A certificate that waits to be delivered, while a newer one was issued for it."""
    first = concluded(parts, 0, answers)
    clock.move(DAY)
    draft = sound_draft(parts)
    told = {**draft.answers, **COLLECT, "certificate_state": "2", "lost_on": "2026-11-24"}
    again = intake.accept(parts, replace(draft, answers=told, chosen=("cert_lost",)))
    given = {
        "certificate_number": f"{again.answers['id_number']}43B1",
        "issued_on": clock.today().isoformat(),
    }
    proceedings.act(parts, DEPARTMENT, matter_id(again.id, "cert_lost"), "conclude", given)
    return first


def posted(parts: Parts, number: str = "1100000000001") -> Delivery:
    """The first parcel for the post, posted today."""
    delivering.post(parts, parts.window.who, [(of(parts, DeliveryKind.POST)[0], number)], parts.clock.today())
    return of(parts, DeliveryKind.SENT)[-1]


def of(parts: Parts, kind: DeliveryKind) -> tuple[Delivery, ...]:
    return delivering.standing(parts)[kind].shown


def state(parts: Parts, application: Application) -> str:
    found = parts.store.proceedings.one(matter_id(application.id, "cert_new"))
    assert found is not None
    return found.state


def lines(parts: Parts, application: Application) -> list[str]:
    return [entry.text for entry in ledger.timeline(parts, application.subject)]


def titles(parts: Parts) -> list[str]:
    return [todo.title for todo in todos.todos(parts).shown]
