"""重拍: pages damaged here before the county had them, each told of, and taken again after acceptance."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from desk_app.domain import acting
from desk_app.domain.applications import Application, Page
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Envelope, Letter, Supplement
from desk_app.domain.retaking import RETAKE
from desk_app.errors import RuleError
from desk_app.services import law, printable
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed

_SIGNED = "签好的申请表"
_GONE = "这一页不用重拍了:已经重拍过,或区县已经收到。请刷新后再看"


@dataclass(frozen=True, slots=True)
class DamagedPage:
    """A page of an accepted application that is damaged or gone, and that its letter can not bring."""

    application: Application
    page: Page
    title: str
    """Of its material."""
    place: int
    """Which of the material's pages it is, from 1."""

    @property
    def called(self) -> str:
        """``户口簿第2页``."""
        return f"{self.title}第{self.place}页"


def damaged(parts: Parts) -> tuple[DamagedPage, ...]:
    """The damaged pages that were noticed and that letters under way need, application by application."""
    return tuple(_damaged(parts))


def _damaged(parts: Parts) -> Iterator[DamagedPage]:
    found = parts.store.pages.damaged()
    for one in sorted({one for whose in found.values() for one in whose}):
        if (application := parts.store.applications.one(one)) is None:
            continue
        pack = law.of(parts, application.pack_digest)
        titles = {m.id: m.title for m in pack.materials} | {SIGNED_FORM: _SIGNED}
        for page in application.pages:
            if one in found.get(page.id, ()):
                same = [p for p in application.pages if p.material == page.material]
                title = titles.get(page.material, page.material)
                yield DamagedPage(application, page, title, same.index(page) + 1)


def retake(
    parts: Parts, wanted: DamagedPage, page: Page, reason: str, who: Who | None = None
) -> Event | None:
    """Put a page in the place of a damaged one and tell the county, in one transaction.

    None when the page is whole again by what was taken, its very bytes: nothing is told then. RuleError when
    it is not waited for any more, or no reason is given.
    """
    if page.id == wanted.page.id:
        return None
    if wanted.page not in (d.page for d in damaged(parts) if d.application.id == wanted.application.id):
        raise RuleError(_GONE)
    found = parts.store.proceedings.one(wanted.application.id)
    if found is None:
        raise RuleError(_GONE)
    page = replace(page, material=wanted.page.material)
    told = {
        "material": page.material,
        "title": wanted.title,
        "place": wanted.place,
        "was": wanted.page.id,
        "page": page.id,
        "reason": " ".join(reason.split()),
    }
    act = parts.law.procedure(found.pack_digest, found.procedure).act(RETAKE)
    if act is not None:
        printable.require(act, told)
    before, by = parts.store.events.of(found.id), who or parts.window.who
    event = acting.made(parts.law, found, before, RETAKE, told, by, parts.clock.now(), channel="window")
    parts.store.intake.retake(
        found.id, wanted.page.id, page, Deed((event,), letter=_letter(parts, event, page))
    )
    return event


def _letter(parts: Parts, event: Event, page: Page) -> Letter:
    brought = Supplement(event.proceeding, page.material, (page,), event.at, event.who.person)
    letter_id, files = str(uuid4()), (page.id,)
    body = parts.write_letter(Envelope(letter_id, event.subject, (event,), files=files, supplement=brought))
    return Letter(letter_id, event.subject, body, files, event.at, (event.id,))
