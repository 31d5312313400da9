"""What an applicant is told of their personal data: who handles which, what for, how long, and which rights.

个人信息保护法第十七条 (who, what for, which, how long, how to exercise rights), 第三十条 (why sensitive data
are needed, and what that does to them), 第三十五条 (an authority has to tell it too).
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from forms import conditions, judging, rules
from forms.data_kinds import DataKind
from forms.numbers import shown_phone
from forms.pack import Hall, Pack
from forms.schema import Facts
from forms.spelling import choose

TEXT: Final = "privacy"
"""The text every pack has; with places to fill where the pack has kinds of data."""
_PARTS: Final = (TEXT, "privacy_sensitive", "privacy_rights", "privacy_departed")
_PLACES: Final = ("hall", "phone", "departments", "kinds", "sensitive")


def said(pack: Pack, hall: Hall, facts: Facts, matters: Collection[str]) -> str:
    """The notice for these matters; the pack's words as they stand where it has no kinds of data."""
    if not pack.privacy:
        return pack.texts.get(TEXT, "")
    found = kinds(pack, facts, matters)
    sensitive = [kind.words for kind in found if kind.sensitive]
    places = {
        "hall": hall.name,
        "phone": shown_phone(hall.phone),
        "departments": "、".join(departments(pack, facts, matters)) or "办理部门",
        "kinds": "、".join(kind.words for kind in found if kind.own),
        "sensitive": "、".join(sensitive),
    }
    told = (TEXT, *(("privacy_sensitive",) if sensitive else ()), "privacy_rights")
    told += ("privacy_departed",) if facts.get("deceased") is True else ()
    return "".join(_filled(pack.texts.get(text, ""), places) for text in told)


def kinds(pack: Pack, facts: Facts, matters: Collection[str]) -> tuple[DataKind, ...]:
    """The kinds of data that these matters really ask for, of this person."""
    asked = {e.id for e in rules.fields(pack, facts, matters)}
    asked |= {e for e in pack.elements if e in facts}
    given = {e for e in asked if facts.get(e) or rules.needed(pack.elements[e], facts, matters)}
    wanted = {n.material.id for n in rules.needs(pack, facts, matters) if n.required}
    return tuple(k for k in pack.privacy if _counts(k, facts, given if k.answered else asked, wanted))


def departments(pack: Pack, facts: Facts, matters: Collection[str]) -> tuple[str, ...]:
    """The departments to which these matters go, by their whole names (附件1 责任部门).

    Behind them those of another county to which the application of this person is handed on.
    """
    names = dict.fromkeys(name for m in matters for name in pack.responsible(m))
    others = dict.fromkeys(judging.handler(pack.matters[m], facts) for m in matters)
    return (*(pack.department(name).whole for name in names), *(other for other in others if other))


def faults(pack: Pack) -> Iterator[tuple[tuple[str, str, str], str]]:
    """What is wrong: kind of row, its id and key, and a sentence."""
    materials = {m.id for m in pack.materials}
    for kind in pack.privacy:
        for key, names, known in (
            ("elements", kind.elements, pack.elements.keys()),
            ("materials", kind.materials, materials),
        ):
            for name in (n for n in names if n not in known):
                word = "要素" if key == "elements" else "材料"
                yield ("privacy", kind.id, key), f"没有{word}“{name}”{choose(name, sorted(known))}"
    for text in _PARTS if pack.privacy else ():
        for name in _named(pack.texts.get(text, "")):
            if name not in _PLACES:
                yield ("text", text, "words"), f"不认识的“{{{name}}}”{choose(name, _PLACES)}"


def _counts(kind: DataKind, facts: Facts, asked: Collection[str], wanted: Collection[str]) -> bool:
    """``asked`` are the elements the form shows, ``wanted`` the materials that have to be there."""
    if conditions.truth(kind.when, facts) is not True:
        return False
    here = any(e in asked for e in kind.elements) or any(m in wanted for m in kind.materials)
    return here or not kind.own


def _filled(words: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def _named(words: str) -> Iterator[str]:
    for part in words.split("{")[1:]:
        yield part.partition("}")[0]
