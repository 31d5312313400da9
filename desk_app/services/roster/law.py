"""The procedure whose records the rules begin from the roster, and what its table brings."""

from collections.abc import Sequence
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.tables import laid
from forms.procedures import Act, Ask, Procedure

LIKELY, MAYBE = "likely", "maybe"
"""Ids of the asks that hold the matters by their outcome, and codes of the states."""
OPEN: Final = (LIKELY, MAYBE, "told")
"""States in which something is still to be told or asked."""


def of(parts: Parts) -> Procedure:
    """The procedure of the roster by the pack in force; RuleError when the county has taken it out."""
    found = next((p for p in parts.pack.procedures.values() if p.roster), None)
    if found is None:
        raise RuleError("事项定义里没有“政策找人”(roster = true 的登记),不能导入名册、找人")
    return found


def begins(procedure: Procedure) -> Act:
    """The act by which the rules begin a record; its asks with headings are the columns of the roster."""
    return next(act for act in procedure.acts if act.start)


def columns(parts: Parts) -> Sequence[Ask]:
    """What a roster can bring."""
    return laid.columns(begins(of(parts)))


def record_id(procedure: Procedure, id_number: str) -> str:
    """The id of the one record of a person: a later run finds it again."""
    return str(uuid5(NAMESPACE_URL, f"{procedure.id}/{id_number}"))
