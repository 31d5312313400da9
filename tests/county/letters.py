"""Real letters for the line: accepted at the window by its own services."""

from dataclasses import replace
from hashlib import sha256

from desk_app.domain.applications import Application, Page
from desk_app.domain.letters import Letter
from desk_app.services import intake
from desk_app.services.parts import Parts
from tests.people import sound_draft

PICTURE = b"\xff\xd8\xff a picture for the line"


def accept(parts: Parts, *pictures: bytes) -> tuple[Application, Letter]:
    """An application of one more person, with these pictures (one at least), and its letter."""
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
    """A page's id."""
    return sha256(data).hexdigest()
