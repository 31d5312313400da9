"""Step 1: what this window's book knows of the person at the counter before anything is asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from desk_app.domain import keys
from desk_app.domain.applications import Application, Draft
from desk_app.domain.events import Subject
from desk_app.domain.finding import PERSON
from desk_app.domain.people import Person
from desk_app.domain.reads import ReadKind
from desk_app.errors import WorldError
from desk_app.services import ledger
from desk_app.services.counter import inform, sources
from desk_app.services.lookup import finding
from desk_app.services.lookup.finding import Found
from desk_app.services.parts import Parts
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Value

_MANY: Final = 50
"""People of one name that are looked at for one with the same birth."""
_OFFERED: Final = 6
"""People that are offered at once while a name is typed."""
_SHORTEST: Final = 2
"""Characters from which on people are offered; one would show a whole surname to who stands beside."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a person's last application said that mostly stays as it was, without what is answered already."""

    on: date
    answers: Mapping[str, Value]
    sources: Mapping[str, str] = field(default_factory=dict)
    """What vouched for them then (``domain.sources``)."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What the book knows of the person of a draft."""

    drafts: tuple[Draft, ...] = ()
    """Other unfinished applications of this person, the newest first."""
    taken: tuple[str, ...] = ()
    """A sentence for each application accepted here."""
    earlier: Earlier | None = None
    """What can be taken over; None while name and number are not those of an earlier application."""


def of(parts: Parts, draft: Draft, pack: Pack) -> KnownPerson:
    """What is known of the person of a draft by name and number as typed."""
    known = tuple(inform.of_person(parts, draft.answers))
    taken = tuple(inform.taken(a) for a in known)
    return KnownPerson(_drafts(parts, draft), taken, _earlier(pack, draft, known))


def recognised(parts: Parts, draft: Draft) -> Draft:
    """The draft with other names under its number, and other numbers under its name and birth.

    Nothing without a valid identity number.
    """
    bare = replace(draft, known_as=(), known_by=())
    if not inform.askable(parts, draft.answers):
        return bare
    number, name = str(draft.answers[ID_NUMBER]), str(draft.answers.get(NAME, ""))
    if not keys.normal(name):
        return bare
    names = (n for n in _names(parts, draft, number) if keys.normal(n) != keys.normal(name))
    return replace(bare, known_as=tuple(dict.fromkeys(names)), known_by=_alike(parts, name, number))


def take_over(draft: Draft, earlier: Earlier) -> Draft:
    """The draft with the answers of an earlier application where it has none; each is to be confirmed."""
    new = {k: v for k, v in earlier.answers.items() if k not in draft.answers}
    vouched = {k: earlier.sources[k] for k in new if k in earlier.sources}
    return replace(
        draft,
        answers={**draft.answers, **new},
        carried=(*draft.carried, *new),
        sources={**draft.sources, **vouched},
    )


def without_taken(draft: Draft, elements: Collection[str]) -> Draft:
    """The draft without these answers that were taken over, but for those that were confirmed since."""
    gone = {e for e in elements if e in draft.carried}
    return replace(
        draft,
        answers={k: v for k, v in draft.answers.items() if k not in gone},
        carried=tuple(e for e in draft.carried if e not in gone),
        sources={e: held for e, held in draft.sources.items() if e not in gone},
    )


def answered(draft: Draft, answers: Mapping[str, Value], element: str) -> Draft:
    """The draft with other answers after one element was answered: what was carried for it is confirmed.

    With another identity number what was carried and not confirmed goes: it was of somebody else.
    """
    draft = confirmed(draft, element)
    carried = draft.carried
    if element == ID_NUMBER and answers.get(ID_NUMBER) != draft.answers.get(ID_NUMBER):
        answers = {k: v for k, v in answers.items() if k not in carried}
        carried = ()
    return replace(sources.typed(draft, answers, element), carried=carried)


def confirmed(draft: Draft, element: str) -> Draft:
    """The draft with an answer confirmed that was carried over or read off a picture."""
    return sources.confirmed(draft, (element,))


# ---- people offered while a name is typed -----------------------------------------------------------


def offered(parts: Parts, text: str) -> Found:
    """People of the book by what is typed: name, pinyin, initials, phone or number; masked.

    Nothing for a single character. The caller notes the read once (``ReadKind.SEARCHED``).
    """
    if len(keys.normal(text)) < _SHORTEST:
        return Found()
    return finding.find(parts, text, _OFFERED)


def picked(parts: Parts, person_id: str) -> Person:
    """The person of this id, whole; that they were opened is noted. WorldError when they are gone."""
    person = parts.store.people.one(person_id)
    if person is None:
        raise WorldError("这个人的资料刚刚改过,请重新录入")
    ledger.note_read(parts, parts.window.who, ReadKind.OPENED, Subject(PERSON, person_id), "读证查人时选中")
    return person


# ---- looked up ------------------------------------------------------------------------------------


def _drafts(parts: Parts, draft: Draft) -> tuple[Draft, ...]:
    return tuple(d for d in parts.store.drafts.all() if d.id != draft.id and _same(d, draft))


def _same(one: Draft, other: Draft) -> bool:
    """Whether two drafts are of one person: by number, or by name where one has no number yet."""
    numbers = [str(d.answers.get(ID_NUMBER, "")) for d in (one, other)]
    if all(numbers):
        return numbers[0] == numbers[1]
    names = [keys.normal(str(d.answers.get(NAME, ""))) for d in (one, other)]
    return len(names[0]) >= _SHORTEST and names[0] == names[1]


def _names(parts: Parts, draft: Draft, number: str) -> list[str]:
    """The newest name an application had under this number, else the book's; and those of other drafts."""
    person = parts.store.people.by_number(number)
    taken = [a.name for a in parts.store.applications.of_person(number)][:1]
    known = taken or ([person.name] if person else [])
    return [n for n in (*known, *(str(d.answers.get(NAME, "")) for d in _drafts(parts, draft))) if n]


def _alike(parts: Parts, name: str, number: str) -> tuple[str, ...]:
    """Identity numbers of people of this name who were born on the same day, and are not this person."""
    found = parts.store.search.matches(keys.query(name), _MANY).people
    same = (m for m in found if keys.normal(m.name) == keys.normal(name))
    birth = number[6:14]
    return tuple(
        m.id_number for m in same if number not in (m.id_number, *m.earlier) and m.id_number[6:14] == birth
    )


def _earlier(pack: Pack, draft: Draft, known: tuple[Application, ...]) -> Earlier | None:
    """What the last application says, if it is of the same name."""
    last = max(known, key=lambda a: a.accepted_at, default=None)
    name = keys.normal(str(draft.answers.get(NAME, "")))
    if last is None or not name or keys.normal(last.name) != name:
        return None
    lasting = [e.id for e in pack.elements.values() if e.lasting]
    told = {e: last.answers[e] for e in lasting if e in last.answers and e not in draft.answers}
    return Earlier(last.accepted_at.date(), told, last.sources) if told else None
