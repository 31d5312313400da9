"""Materials that were promised at acceptance (容缺), until they are handed in."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from desk_app.domain.applications import Application, Page, SendState, promise_of
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Envelope, Letter, Supplement
from desk_app.errors import RuleError
from desk_app.services import law, reading
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from forms import rules


@dataclass(frozen=True, slots=True)
class Follow:
    """A material an application still waits for."""

    material: str
    title: str
    until: date
    overdue: bool
    before: str
    """Its last day in words: ``12月1日前``, ``预计2027年1月4日前``."""

    @property
    def sentence(self) -> str:
        """What is due and when: ``户口簿待补交,12月1日前``."""
        return f"{self.title}待补交,{self.before}{',已逾期' if self.overdue else ''}"


def follows(parts: Parts, application: Application) -> tuple[Follow, ...]:
    """Promised materials that are still missing while the application is open at the county or on its way.

    Left out are materials that only matters need which are over without a result.
    """
    if application.sent == SendState.REFUSED or not law.is_open(parts, application):
        return ()
    titles = {m.id: m.title for m in law.of(parts, application.pack_digest).materials}
    wanted = _wanted(parts, application)
    waited = [p for p in application.promises if p.material in wanted and promise_of(application, p.material)]
    today = parts.clock.today()
    return tuple(
        Follow(
            p.material,
            titles.get(p.material, p.material),
            p.until,
            today > p.until,
            p.before(today.year),
        )
        for p in waited
    )


def _wanted(parts: Parts, application: Application) -> Collection[str]:
    """The promised materials that matters need which are not over without a result."""
    lost = law.lost(parts, application)
    left = [m.matter for m in application.matters if m.matter not in lost]
    if not lost:
        return [p.material for p in application.promises]
    read = reading.of(parts, application)
    return {n.material.id for n in rules.needs(read.pack, read.facts, left)}


def hand_in(
    parts: Parts, application_id: str, material: str, pages: tuple[Page, ...], who: Who | None = None
) -> Application:
    """Add the pages of a promised material and send them after the application, in one transaction.

    A material that is overdue is accepted too. RuleError when no such material is waited for.
    """
    application = parts.store.applications.one(application_id)
    waited = {f.material: f for f in follows(parts, application)} if application else {}
    if application is None or material not in waited or not pages:
        raise RuleError("这件申请没有等这种材料补交,请刷新后再看")
    now, by = parts.clock.now(), who or parts.window.who
    supplement = Supplement(application_id, material, pages, now, by.person)
    told = {"material": material, "title": waited[material].title, "pages": len(pages)}
    event = Event(str(uuid4()), now, by, application.subject, "supplement", told, application_id)
    parts.store.intake.supplement(supplement, Deed((event,), letter=_letter(parts, event, supplement)))
    return replace(application, pages=(*application.pages, *pages))


def _letter(parts: Parts, event: Event, supplement: Supplement) -> Letter:
    files = tuple(dict.fromkeys(p.id for p in supplement.pages))
    letter_id = str(uuid4())
    body = parts.write_letter(
        Envelope(letter_id, event.subject, (event,), files=files, supplement=supplement)
    )
    return Letter(letter_id, event.subject, body, files, event.at, (event.id,), material=supplement.material)
