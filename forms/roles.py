"""Who acts in an application: applicant, person concerned, guardian, contact, signer, recipient. All pure.

The roles are data (``roles.toml``). Papers take names, telephones and the way people are addressed from them.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from forms import conditions, phrases
from forms.conditions import known
from forms.pack import Pack
from forms.role_kinds import Role, RoleWay
from forms.schema import Facts
from forms.typesetting import typeset

PERSON, APPLICANT, SIGNER, RECIPIENT = "person", "applicant", "signer", "recipient"
GUARDIAN, CONTACT = "guardian", "contact"
"""Ids of the roles that the program itself looks up."""
_FIELD: Final = re.compile(r"\{[a-z_]+\}")
_HAN: Final = "\u2e80"
"""Stands for a name while marks are set; a character of Chinese text that no pack writes."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who fills a role."""

    name: str
    phone: str = ""
    id_number: str = ""
    """Identity number where it is known: that of the person concerned, no other's is asked."""
    own: bool = False
    """Whether it is the person concerned, or acts in that person's name: number and address are theirs."""
    relation: str = ""
    """Code of the relation to the person concerned."""
    handler: str = ""
    said: str = ""
    """How papers name them: ``赵样子(赵样翁的儿子)``."""


def party(pack: Pack, role: str, facts: Facts) -> Party | None:
    """Who fills a role for these complete facts; None when nobody does, or the pack has no such role."""
    wanted = next((r for r in pack.roles if r.id == role), None)
    return _party(pack, wanted, facts, frozenset()) if wanted else None


def said(pack: Pack, role: str, facts: Facts) -> str:
    """How papers name who fills a role; the name of the person concerned when nobody does."""
    found = party(pack, role, facts) or party(pack, PERSON, facts)
    return found.said if found else ""


def _party(pack: Pack, role: Role, facts: Facts, passed: frozenset[str]) -> Party | None:
    """``passed`` are the roles on the way here: none is asked twice."""
    for way in role.ways:
        if conditions.truth(way.when, facts) and (found := _filled(pack, way, facts, passed | {role.id})):
            return _named(pack, way, found, facts)
    return None


def _filled(pack: Pack, way: RoleWay, facts: Facts, passed: frozenset[str]) -> Party | None:
    def answer(element: str) -> str:
        return str(facts[element]) if element and known(facts, element) else ""

    if way.role:
        other = next((r for r in pack.roles if r.id == way.role and r.id not in passed), None)
        found = _party(pack, other, facts, passed) if other else None
        return found and replace(
            found, id_number=answer(way.id_number) or found.id_number, own=found.own or bool(way.id_number)
        )
    if not known(facts, way.name):
        return None
    return Party(
        name=answer(way.name),
        phone=answer(way.phone),
        id_number=answer(way.id_number),
        own=bool(way.id_number),
        relation=answer(way.relation),
        handler=answer(way.handler),
    )


def _named(pack: Pack, way: RoleWay, found: Party, facts: Facts) -> Party:
    """The party as this way names it."""
    person = next((w.name for r in pack.roles if r.id == PERSON for w in r.ways), "")
    values = {
        "name": found.name,
        "person": str(facts.get(person, "")),
        "kin": next((k.words for k in pack.kin if k.relation == found.relation), ""),
        "handler": found.handler,
    }
    return replace(found, said=phrases.fill(_typeset(way.said), values))


def _typeset(template: str) -> str:
    """The template with Chinese punctuation; what is filled in is left as a person wrote it."""
    fields = iter(_FIELD.findall(template))
    set_out = typeset(_FIELD.sub(_HAN, template))
    return "".join(next(fields) if c == _HAN else c for c in set_out)
