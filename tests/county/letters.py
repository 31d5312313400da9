"""Letters for tests, made by the window's own services at acceptance."""

from dataclasses import replace
from hashlib import sha256

from desk_app.domain.applications import Application, Page
from desk_app.domain.letters import Letter
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from tests.people import sound_draft

PICTURE = b"\xff\xd8\xff a picture for the line"


def accept(parts: Parts, *pictures: bytes) -> tuple[Application, Letter]:
    """Accept an application of a new person with these pictures (at least one); returns its letter too."""
    taken = pictures or (PICTURE,)
    pages = tuple(
        Page(parts.store.pages.keep(data), "photo", f"照片{i}", "image/jpeg", len(data))
        for i, data in enumerate(taken, 1)
    )
    person = len(parts.store.applications.search())
    draft = replace(sound_draft(parts, person=person), pages=pages)
    parts.store.drafts.keep(draft)
    application = intake.accept(parts, draft)
    (letter,) = parts.store.outbox.letters(application.subject)
    return application, letter


def digest(data: bytes) -> str:
    """The id of a page with these bytes."""
    return sha256(data).hexdigest()
