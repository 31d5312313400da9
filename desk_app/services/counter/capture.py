"""Step 4: pictures become pages of a draft; the same bytes are kept once and serve all matters."""

from dataclasses import replace
from datetime import datetime

from desk_app.domain.applications import Application, Draft, HandedIn, Page, promise_of
from desk_app.domain.promises import Promise, may_follow
from desk_app.errors import RuleError, WorldError
from desk_app.services import days, law
from desk_app.services.parts import Crop, Parts
from forms.pack import Pack
from forms.schema import Material

PHOTO = "photo"
SIGNED_FORM = "signed_form"
"""The signed application form, scanned back; it is part of the one form, not a material."""


def add_page(parts: Parts, draft: Draft, material: str, data: bytes, name: str) -> Draft:
    """The draft with one more page of a material; WorldError with what to do for an unusable picture."""
    jpeg = parts.pictures.page(data)
    return _kept(parts, draft, material, jpeg, name, replace_old=False)


def keep_picture(parts: Parts, data: bytes) -> str:
    """Keep a picture that an act names as evidence, cleaned as every page is; returns its page id (SHA-256).

    WorldError with what to do for an unusable picture.
    """
    return parts.store.pages.keep(parts.pictures.page(data))


def set_photo(parts: Parts, draft: Draft, data: bytes, name: str, box: Crop | None = None) -> Draft:
    """The draft with its one 2-inch photo (35×49 mm at 300 dpi), cropped to ``box``."""
    jpeg = parts.pictures.photo(data, box)
    return _kept(parts, draft, PHOTO, jpeg, name, replace_old=True)


def remove_page(draft: Draft, page: Page) -> Draft:
    """The draft without a page; its bytes stay until the draft is gone."""
    return replace(draft, pages=tuple(p for p in draft.pages if p is not page and p != page))


def mark_seen(draft: Draft, material: str, paper: HandedIn | None) -> Draft:
    """The draft with a material's paper noted as handed in (original or copy), or not handed in for None."""
    seen = tuple(m for m in draft.seen if m != material)
    copies = tuple(m for m in draft.copies if m != material)
    if paper is not None:
        seen += (material,)
    if paper is HandedIn.COPY:
        copies += (material,)
    return without_kept(replace(draft, seen=seen, copies=copies))


def promise(parts: Parts, draft: Draft, material: str) -> Draft:
    """The draft with a promise that a material follows (容缺); RuleError if the county does not allow it."""
    pack = law.of(parts, draft.pack_digest)
    wanted = next(m for m in pack.materials if m.id == material)
    given = promised(parts, pack, wanted, parts.clock.now())
    others = take_back_promise(draft, material)
    return without_kept(replace(draft, promises=(*others.promises, given)))


def promised(parts: Parts, pack: Pack, material: Material, moment: datetime) -> Promise:
    """A promise given at a moment, with its last day; RuleError where the material may not follow."""
    if not material.follows_in:
        raise RuleError(f"{material.title}不能容缺,受理时要齐")
    if not may_follow(pack, material):
        most = pack.limits.promised
        raise RuleError(f"{material.title}不能容缺:{material.follows_in}个工作日超过了承诺时限{most}个工作日")
    return Promise(material.id, *parts.calendar.after(days.counted_from(parts, moment), material.follows_in))


def take_back_promise(draft: Draft, material: str) -> Draft:
    """The draft without the promise of a material: it has to be there at acceptance again."""
    return replace(draft, promises=tuple(p for p in draft.promises if p.material != material))


def without_kept(draft: Draft) -> Draft:
    """The draft without promises whose material is there by now."""
    return replace(draft, promises=tuple(p for p in draft.promises if promise_of(draft, p.material)))


def photo_of(parts: Parts, draft: Draft | Application) -> bytes | None:
    """The 2-inch photo as JPEG, the newest where one was mended; None without one or when it is damaged."""
    page = next((p for p in reversed(draft.pages) if p.material == PHOTO), None)
    if page is None:
        return None
    try:
        return parts.store.pages.read(page.id)
    except WorldError:
        return None


def _kept(parts: Parts, draft: Draft, material: str, jpeg: bytes, name: str, *, replace_old: bool) -> Draft:
    page = Page(parts.store.pages.keep(jpeg), material, name, "image/jpeg", len(jpeg))
    pages = [p for p in draft.pages if not (replace_old and p.material == material)]
    if not any(p.id == page.id and p.material == material for p in pages):
        pages.append(page)
    return without_kept(replace(draft, pages=tuple(pages)))
