"""Step 4: pictures become pages of a draft; the same bytes are kept once and serve all matters."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Final

from desk_app.domain.applications import (
    Application,
    Draft,
    Electronic,
    HandedIn,
    Page,
    PhotoCut,
    promise_of,
)
from desk_app.domain.promises import Promise, may_follow
from desk_app.errors import RuleError, WorldError
from desk_app.services import days, law
from desk_app.services.parts import Crop, Parts
from forms.pack import Pack
from forms.schema import Material

PHOTO = "photo"
SIGNED_FORM = "signed_form"
"""The signed application form, scanned back; it is part of the one form, not a material."""
_WHOLE: Final = 12_000_000
"""Bytes up to which the picture of a photo is kept as it is; of a larger one as a page is."""
_EVERYTHING: Final = Crop(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class PhotoChoice:
    """Which part of a picture becomes the photo, what was advised on, and why it is taken all the same."""

    box: Crop | None = None
    """None for the best centre crop."""
    advice: tuple[str, ...] = ()
    reason: str = ""


def add_page(parts: Parts, draft: Draft, material: str, data: bytes, name: str) -> Draft:
    """The draft with one more page of a material; WorldError with what to do for an unusable picture."""
    jpeg = parts.pictures.page(data)
    return _kept(parts, draft, material, jpeg, name, replace_old=False)


def new_page(parts: Parts, material: str, data: bytes, name: str, number: int | None = None) -> Page:
    """A page with its picture kept, of no draft yet; WorldError as for ``add_page``.

    ``number`` is the page of a file with several, from 0.
    """
    return _page(parts, material, parts.pictures.page(data, number), name)


def with_page(draft: Draft, page: Page) -> Draft:
    """The draft with a page beside its others; the same picture of a material is there once."""
    if any(p.id == page.id and p.material == page.material for p in draft.pages):
        return draft
    return without_kept(replace(draft, pages=(*draft.pages, page)))


def straightened(parts: Parts, page: Page, picture: bytes) -> Page:
    """The page with this straightened picture of it, which is kept beside the one that was handed in."""
    jpeg = parts.pictures.page(picture)
    return replace(page, id=parts.store.pages.keep(jpeg), size=len(jpeg))


def file_name(name: str) -> str:
    """The name of a file as it may be shown, read out and sent: without line breaks and turned directions."""
    return "".join(c for c in name if c.isprintable())


def page_name(name: str, number: int) -> str:
    """The name of a page, from 0, of a file with several."""
    path = PurePath(name)
    return f"{path.stem} 第{number + 1}页{path.suffix}"


def keep_picture(parts: Parts, data: bytes) -> str:
    """Keep a picture that an act names as evidence, cleaned as every page is; returns its page id (SHA-256).

    WorldError with what to do for an unusable picture.
    """
    return parts.store.pages.keep(parts.pictures.page(data))


def set_photo(parts: Parts, draft: Draft, data: bytes, name: str, how: PhotoChoice | None = None) -> Draft:
    """The draft with its one photo; the picture it was cut from is kept beside it as it was handed in."""
    how = how or PhotoChoice()
    jpeg = parts.pictures.photo(data, how.box)
    whole = data if len(data) <= _WHOLE else parts.pictures.page(data)
    box = how.box or _EVERYTHING
    spot = (box.left, box.top, box.right, box.bottom)
    cut = PhotoCut(parts.store.pages.keep(whole), *spot, how.advice, how.reason)
    return _put(draft, replace(_page(parts, PHOTO, jpeg, name), cut=cut), replace_old=True)


def turned(parts: Parts, page: Page, quarters: int) -> Page:
    """The page that comes of a page by so many quarter turns to the right, with its picture kept.

    WorldError when the picture is missing or damaged.
    """
    jpeg = parts.pictures.turned(parts.store.pages.read(page.id), quarters)
    return replace(page, id=parts.store.pages.keep(jpeg), size=len(jpeg))


def put_in_place(draft: Draft, old: Page, new: Page) -> Draft:
    """The draft with ``new`` where ``old`` was; unchanged when ``old`` is gone."""
    return replace(draft, pages=tuple(new if p == old else p for p in draft.pages))


def move_page(draft: Draft, page: Page, by: int) -> Draft:
    """The draft with a page so many places later among its material's (negative: earlier).

    It stops at the first and the last place; pages of other materials keep their places.
    """
    own = [p for p in draft.pages if p.material == page.material]
    if page not in own:
        return draft
    place = min(max(own.index(page) + by, 0), len(own) - 1)
    own.remove(page)
    own.insert(place, page)
    inturn = iter(own)
    return replace(
        draft, pages=tuple(next(inturn) if p.material == page.material else p for p in draft.pages)
    )


def restore_page(draft: Draft, page: Page, place: int) -> Draft:
    """The draft with a page that was removed, again at a place among its material's (0 is the first)."""
    others = remove_page(draft, page)
    own = sum(p.material == page.material for p in others.pages)
    return move_page(replace(others, pages=(*others.pages, page)), page, place - own)


def remove_page(draft: Draft, page: Page) -> Draft:
    """The draft without a page; its bytes stay until the draft is gone."""
    return replace(draft, pages=tuple(p for p in draft.pages if p is not page and p != page))


def mark_seen(draft: Draft, material: str, paper: HandedIn | None) -> Draft:
    """The draft with a material's paper noted as handed in (original or copy), or not handed in for None."""
    seen = tuple(m for m in draft.seen if m != material)
    copies = tuple(m for m in draft.copies if m != material)
    if paper is None:
        return without_kept(replace(draft, seen=seen, copies=copies))
    if paper is HandedIn.COPY:
        copies += (material,)
    others = forget_electronic(draft, material)
    return without_kept(replace(others, seen=(*seen, material), copies=copies))


def mark_brought(draft: Draft, material: str, *, brought: bool) -> Draft:
    """The draft with a material noted as with the applicant (已带), or not; a promise of it is over then."""
    others = tuple(m for m in draft.brought if m != material)
    if not brought:
        return replace(draft, brought=others)
    return replace(take_back_promise(draft, material), brought=(*others, material))


def look_at(draft: Draft, seen: Electronic) -> Draft:
    """The draft with a material looked at in electronic form, in place of its paper.

    RuleError names what is missing: who issued it, or its number.
    """
    for words, what in ((seen.issuer, "签发单位"), (seen.number, "证照编号")):
        if not words.strip():
            raise RuleError(f"请填写{what},照电子证照上写的填")
    others = mark_seen(forget_electronic(draft, seen.material), seen.material, None)
    return without_kept(replace(others, electronic=(*others.electronic, seen)))


def forget_electronic(draft: Draft, material: str) -> Draft:
    """The draft without the electronic form of a material."""
    return replace(draft, electronic=tuple(e for e in draft.electronic if e.material != material))


def promise(parts: Parts, draft: Draft, material: str) -> Draft:
    """The draft with a promise that a material follows (容缺); RuleError if the county does not allow it."""
    pack = law.of(parts, draft.pack_digest)
    wanted = next(m for m in pack.materials if m.id == material)
    given = promised(parts, pack, wanted, parts.clock.now())
    others = mark_brought(take_back_promise(draft, material), material, brought=False)
    return without_kept(replace(others, promises=(*others.promises, given)))


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


def _page(parts: Parts, material: str, jpeg: bytes, name: str) -> Page:
    return Page(parts.store.pages.keep(jpeg), material, file_name(name), "image/jpeg", len(jpeg))


def _kept(parts: Parts, draft: Draft, material: str, jpeg: bytes, name: str, *, replace_old: bool) -> Draft:
    return _put(draft, _page(parts, material, jpeg, name), replace_old=replace_old)


def _put(draft: Draft, page: Page, *, replace_old: bool) -> Draft:
    pages = tuple(p for p in draft.pages if not (replace_old and p.material == page.material))
    return without_kept(with_page(replace(draft, pages=pages), page))
