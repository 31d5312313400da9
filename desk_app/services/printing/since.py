"""What became of the person of an application since it was accepted, for papers that are printed later."""

from collections.abc import Iterator

from desk_app.domain import records
from desk_app.domain.applications import Application, Draft
from desk_app.domain.history import EarlierMatter
from desk_app.services import law
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms import live, roles
from forms.derive import UNRECORDED
from forms.pack import Pack
from forms.particulars import CERTIFICATE_STATE, DECEASED, RECORDED_STATE
from forms.schema import Facts


def facts(parts: Parts, read: Reading, facts: Facts) -> Facts:
    """The facts of an application with what became of its person since: another one may have changed them.

    Where the person died, whoever reported it stands in the place of the contact. A draft's facts stay.
    """
    if isinstance(read.holder, Draft):
        return facts
    pack, today = read.pack, parts.clock.today()
    history = inform.history(parts, read.holder.answers)
    if not history.marks and all(_is_of(m, read.holder) for m in history.matters):
        return facts
    known = records.facts_of(pack, history, today)
    if known.get(RECORDED_STATE, UNRECORDED) != UNRECORDED:  # it was told before the record changed
        facts = {k: v for k, v in facts.items() if k != CERTIFICATE_STATE}
    if known.get(DECEASED) is True and facts.get(DECEASED) is not True:
        facts = _reported(parts, read, facts)
    return live.facts(pack, records.over(pack, facts, known), read.holder.chosen, today)


def _is_of(matter: EarlierMatter, application: Application) -> bool:
    """Whether a matter is one of this application, and nothing was granted by it."""
    return matter.application == application.id and matter.concluded_on is None


def _reported(parts: Parts, read: Reading, facts: Facts) -> Facts:
    """The facts with the contact of the application that reported the death, where this window took it."""
    box = _box(read.pack)
    for told in _reports(parts, read):
        others = {k: v for k, v in facts.items() if k not in box}
        return {**others, **{k: v for k, v in told.items() if k in box}}
    return facts


def _reports(parts: Parts, read: Reading) -> Iterator[Facts]:
    """The answers of this person's applications that report a death."""
    for other in inform.of_person(parts, read.holder.answers):
        pack, day = law.of(parts, other.pack_digest), other.accepted_at.date()
        if live.facts(pack, other.answers, other.chosen, day).get(DECEASED) is True:
            yield other.answers


def _box(pack: Pack) -> frozenset[str]:
    """The elements of the box in which the contact stands."""
    named = {w.name for role in pack.roles if role.id == roles.CONTACT for w in role.ways}
    sections = {pack.elements[name].section for name in named if name in pack.elements}
    return frozenset(e.id for e in pack.elements.values() if e.section and e.section in sections)
