"""Faults of roles: names of elements, roles and relations that do not exist."""

from collections.abc import Iterator
from typing import Final

from forms import phrases
from forms.pack import Pack
from forms.remarks import Remark
from forms.role_kinds import SAID, Role, RoleWay
from forms.spelling import choose, meant

_ELEMENTS: Final = ("name", "phone", "id_number", "relation", "handler")
_RELATION: Final = "relation"


def remarks(pack: Pack) -> Iterator[Remark]:
    """Every fault of the roles of a pack."""
    for role in pack.roles:
        for number, way in enumerate(role.ways):
            for key, said in _way(pack, role, way):
                yield Remark(("role", role.id, "ways", number, key), said)
    codes = pack.codes[_RELATION].options if _RELATION in pack.codes else ()
    for kin in pack.kin:
        if kin.relation not in [o.code for o in codes]:
            yield Remark(("kin",), f"关系表(relation)里没有代码“{kin.relation}”,请改正或删去")


def _way(pack: Pack, role: Role, way: RoleWay) -> Iterator[tuple[str, str]]:
    others = [r.id for r in pack.roles if r.id != role.id]
    if way.role and way.role not in others:
        yield "role", f"没有别的角色“{way.role}”{choose(way.role, others)}"
    if bool(way.role) == bool(way.name):
        yield "name", "每一种情形写 role(由哪个角色担任)或 name(姓名在哪个要素),只写一个"
    for key in _ELEMENTS:
        name = getattr(way, key)
        if name and name not in pack.elements:
            yield key, f"没有要素“{name}”{meant(name, pack.elements)}"
    if strange := [f for f in phrases.fields(way.said) if f not in SAID]:
        yield "said", f"称呼里不认识“{strange[0]}”{choose(strange[0], SAID)}"
