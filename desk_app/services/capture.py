"""Step 4: pictures become pages of a draft; the same bytes are kept once and serve all matters."""

from dataclasses import replace

from desk_app.domain.applications import Draft, Page
from desk_app.errors import WorldError
from desk_app.services.parts import Box, Parts

PHOTO = "photo"
SIGNED_FORM = "signed_form"
"""The signed application form, scanned back; it is part of the one form, not a material."""


def add_page(parts: Parts, draft: Draft, material: str, data: bytes, name: str) -> Draft:
    """The draft with one more page of a material; WorldError with what to do for an unusable picture."""
    jpeg = parts.pictures.page(data)
    return _kept(parts, draft, material, jpeg, name, replace_old=False)


def set_photo(parts: Parts, draft: Draft, data: bytes, name: str, box: Box | None = None) -> Draft:
    """The draft with its one 2-inch photo (35×49 mm at 300 dpi), cropped to ``box``."""
    jpeg = parts.pictures.photo(data, box)
    return _kept(parts, draft, PHOTO, jpeg, name, replace_old=True)


def remove_page(draft: Draft, page: Page) -> Draft:
    """The draft without a page; its bytes stay until the draft is gone."""
    return replace(draft, pages=tuple(p for p in draft.pages if p is not page and p != page))


def mark_seen(draft: Draft, material: str, seen: bool) -> Draft:
    """The draft with a material's paper noted as handed in, or not."""
    others = tuple(m for m in draft.seen if m != material)
    return replace(draft, seen=(*others, material) if seen else others)


def photo_of(parts: Parts, draft: Draft) -> bytes | None:
    """The draft's 2-inch photo as JPEG, if it has one and the file is sound."""
    page = next((p for p in draft.pages if p.material == PHOTO), None)
    if page is None:
        return None
    try:
        return parts.store.page(page.id)
    except WorldError:
        return None


def _kept(parts: Parts, draft: Draft, material: str, jpeg: bytes, name: str, *, replace_old: bool) -> Draft:
    page = Page(parts.store.keep_page(jpeg), material, name, "image/jpeg", len(jpeg))
    pages = [p for p in draft.pages if not (replace_old and p.material == material)]
    if not any(p.id == page.id and p.material == material for p in pages):
        pages.append(page)
    return replace(draft, pages=tuple(pages))
