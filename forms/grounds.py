"""The provisions that a matter's requirements rest on: what a refusal may name as its ground."""

from typing import Final

from forms.citing import find, named, parts
from forms.pack import Pack
from forms.schema import Matter

_GUIDE: Final = "annex3"
"""The guide, whose 受理条件 every matter has (附件3)."""


def choices(pack: Pack, matter: str) -> tuple[str, ...]:
    """The clauses of a matter's requirements, each once, without house rules; none of an unknown one."""
    found = pack.matters.get(matter)
    clauses = (part for r in found.requirements for part in parts(r.clause)) if found else ()
    return tuple(dict.fromkeys(part for part in clauses if not _house(pack, part)))


def conditions(pack: Pack, matter: Matter) -> str:
    """What has to be met by the guide and by the documents the matter itself rests on, as a clause."""
    laws = {law.id for part in parts(matter.basis) if (law := named(pack, part))} | {_GUIDE}
    found = [part for part in choices(pack, matter.id) if (law := named(pack, part)) and law.id in laws]
    return ";".join(found) or matter.basis


def _house(pack: Pack, part: str) -> bool:
    found = find(pack, part)
    return bool(found and found.law.house)
