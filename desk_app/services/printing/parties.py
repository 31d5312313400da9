"""Who papers are about and addressed to, by the roles of the pack."""

from desk_app.domain.applications import Application
from desk_app.services import reading
from desk_app.services.parts import Parts
from desk_app.services.printing import since
from desk_app.services.reading import Reading
from forms import roles, rules
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.particulars import DECEASED, PHONE
from forms.schema import Facts
from forms.typesetting import typeset
from printing.sheets import DocumentValue

_NAMED = (roles.APPLICANT, roles.RECIPIENT, roles.SIGNER)


def applicant(read: Reading) -> str:
    """How papers name the applicant: ``赵样子(赵样翁的儿子)`` where the holder died."""
    return roles.said(read.pack, roles.APPLICANT, read.facts)


def concerned(read: Reading) -> str:
    """The name of the person concerned, where another person applies in their own name; else empty."""
    applies = roles.party(read.pack, roles.APPLICANT, read.facts)
    return read.name if applies and not applies.own else ""


def phone(read: Reading) -> str:
    """The applicant's telephone, as people write it; empty while it is not known."""
    return str(values(read.pack, read.facts).get("applicant_phone", ""))


def turned_to(parts: Parts, application: Application) -> tuple[str, str]:
    """Whom the window calls about an application: how papers name them, and their telephone.

    The guardian of a ward, the relative of somebody who died, else the person concerned.
    """
    read = reading.of(parts, application)
    party = roles.party(read.pack, roles.RECIPIENT, since.facts(parts, read, read.facts))
    own = str(application.answers.get(PHONE, ""))
    name, phone = (party.said, party.phone or own) if party else (application.name, own)
    return name, shown_phone(phone)


def relative_of_the_dead(parts: Parts, application: Application) -> str:
    """How papers name the relative who reported the death of the person concerned; empty without one."""
    read = reading.of(parts, application)
    now = since.facts(parts, read, read.facts)
    party = roles.party(read.pack, roles.RECIPIENT, now) if now.get(DECEASED) is True else None
    return party.said if party else ""


def values(pack: Pack, facts: Facts) -> dict[str, DocumentValue]:
    """Names, telephones and identity numbers by role, under the names that papers use for them.

    ``applicant``, ``applicant_id``, ``applicant_phone``, ``applicant_address`` and the same for ``recipient``
    and ``signer``; ``guardian`` and ``guardian_number``, where there is one and no mere contact. Identity
    number and address are only those of the person concerned: no other's is asked.
    """
    found = dict[str, DocumentValue]()
    for role in _NAMED:
        party = roles.party(pack, role, facts)
        if party is None:
            continue
        found[role] = party.said
        found[f"{role}_id"] = party.id_number
        found[f"{role}_phone"] = shown_phone(party.phone)
        found[f"{role}_address"] = _address(pack, facts) if party.own else ""
    if guardian := roles.party(pack, roles.GUARDIAN, facts):
        found |= {"guardian": guardian.name, "guardian_number": shown_phone(guardian.phone)}
    return found


def _address(pack: Pack, facts: Facts) -> str:
    named = (e for e in pack.elements.values() if "address" in e.printed_as)
    return typeset(next((said for e in named if (said := rules.label(pack, e, facts.get(e.id)))), ""))
