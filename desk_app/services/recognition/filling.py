"""What was read off a picture goes into answers nobody gave, each to be held against the picture.

What a person typed is never replaced, and nothing is taken from a picture of somebody else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from desk_app.domain import keys
from desk_app.domain.applications import Draft
from desk_app.domain.recognised import ReadField, ReadPage, ToConfirm
from desk_app.services.counter import sources
from desk_app.services.recognition import kinds
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME

_GUARDIAN: Final = "guardian_id"
_FRONT, _BACK = "id_front", "id_back"


def filled(pack: Pack, draft: Draft, page: str, material: str, read: ReadPage) -> Draft:
    """The draft with the answers of a picture put to a material; unchanged where it is of somebody else.

    ``page`` is the id of the kept page; empty where the picture is not kept.
    """
    if somebody_else(draft, material, read):
        return draft
    new = [
        ToConfirm(element, field.value, page, material, read.kind, read.title, field.doubt, field.spot)
        for element, field in _answers(material, read)
        if element in pack.elements and sources.readable(draft, element, read.kind)
    ]
    named = {mark.element for mark in new}
    others = tuple(t for t in draft.to_confirm if t.element not in named)
    answers = {**draft.answers, **{mark.element: mark.value for mark in new}}
    return replace(draft, answers=answers, to_confirm=(*others, *new))


def somebody_else(draft: Draft, material: str, read: ReadPage) -> str:
    """Why nothing is taken from a picture, as a sentence: it is of another person; empty where it is not."""
    told = {f.id: f for f in read.fields}
    number, own = _text(told.get(ID_NUMBER)), str(draft.answers.get(ID_NUMBER, ""))
    name = _text(told.get(NAME))
    if material == _GUARDIAN:
        same = bool(number) and number == own
        return "这是申请人本人的身份证,不是监护人的,没有填入" if same else ""
    if number and own:
        differs = number != own
    else:
        typed = keys.normal(str(draft.answers.get(NAME, "")))
        sure = bool(name) and not told[NAME].doubt
        differs = sure and not keys.normal(name).startswith(typed)  # it may still be being typed
    return f"图片上是“{name or number}”,不是这位申请人,没有填入" if differs else ""


def unknown(material: str, title: str, read: ReadPage) -> str:
    """That a page shows nothing, or no such card as is wanted, as a sentence; empty where it does."""
    if read.kind:
        return ""
    if not read.written:
        return "图片上没有看到什么字,请看看有没有拍错"
    return f"没有认出是{title},请看看有没有放错" if material in kinds.shipped().cards else ""


def belongs_to(pack: Pack, draft: Draft, material: str, read: ReadPage) -> str:
    """The material a picture should stand at instead; empty where it stands right or nothing is known.

    A second person's identity card belongs to the guardian.
    """
    if not read.materials or material in read.materials:
        return ""
    known = {m.id for m in pack.materials}
    wanted = [m for m in read.materials if m in known]
    if _GUARDIAN in wanted and somebody_else(draft, "id_card", read):
        return _GUARDIAN
    return wanted[0] if wanted else ""


def beside_front(known: Sequence[tuple[str, str]], read: ReadPage) -> str:
    """The material where the back of a card goes: where the last front stands that has no back yet.

    ``known`` are materials and kinds of the pages that are there. Empty where there is no such front.
    """
    backs = {material for material, kind in known if kind == _BACK}
    fronts = [material for material, kind in known if kind == _FRONT and material not in backs]
    return fronts[-1] if read.kind == _BACK and fronts else ""


def waiting(draft: Draft, material: str) -> tuple[ToConfirm, ...]:
    """What of a material's pictures still waits for a look."""
    return tuple(t for t in draft.unconfirmed if t.material == material)


def confirmed(draft: Draft, marks: tuple[ToConfirm, ...]) -> Draft:
    """The draft after somebody held these answers against their pictures.

    One that was read anew meanwhile waits on: nobody saw it.
    """
    new = {t.element for t in draft.unconfirmed if t not in marks}
    return sources.confirmed(draft, {mark.element for mark in marks} - new)


def without(draft: Draft, page: str) -> Draft:
    """The draft without what was read off a page and nobody confirmed since."""
    gone = [t for t in draft.unconfirmed if t.page == page]
    named = {t.element for t in gone}
    answers = {k: v for k, v in draft.answers.items() if k not in named}
    return replace(draft, answers=answers, to_confirm=tuple(t for t in draft.to_confirm if t not in gone))


def _answers(material: str, read: ReadPage) -> Iterator[tuple[str, ReadField]]:
    """Elements that a picture answers at a material, with what was read for each."""
    kind = kinds.shipped().kind(read.kind)
    found = {f.id: f for f in read.fields}
    for rule in kind.fields if kind else ():
        element = (rule.fills or {}).get(material if kind and kind.materials else "")
        if element and rule.id in found:
            yield element, found[rule.id]


def _text(field: ReadField | None) -> str:
    return "" if field is None else str(field.value)
