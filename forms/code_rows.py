"""Code tables that follow from other rows of a pack: its matters, its works, its retention periods."""

from collections.abc import Mapping
from typing import Final

from forms.archives import TABLE, Retention
from forms.schema import CodeTable, Matter, Option
from forms.works import WORKS, Work

_MATTERS: Final = "matters"
DERIVED: Final = (_MATTERS, TABLE, WORKS)
"""Ids of these tables, which no element has to use."""
_NONE: Final = (Option("none", "区县还没有写"),)
"""What can be chosen before a county wrote rows: nothing is numbered by it."""


def tables(
    matters: Mapping[str, Matter], works: Mapping[str, Work], rows: Mapping[str, Retention]
) -> dict[str, CodeTable]:
    """The tables by id; that of the matters lets conditions ask what is still open (0: nothing is)."""
    asked = (Option("0", "没有"), *(Option(m.id, m.title) for m in matters.values()))
    kept = tuple(Option(row.id, f"{row.title}({row.term.words})") for row in rows.values()) or _NONE
    done = tuple(Option(work.id, work.title) for work in works.values()) or (
        Option("none", "没有工作明细表"),
    )
    made = (
        CodeTable(_MATTERS, "事项", "附件1", asked),
        CodeTable(TABLE, "保管期限", "保管期限表", kept),
        CodeTable(WORKS, "工作", "工作明细表", done),
    )
    return {table.id: table for table in made}
