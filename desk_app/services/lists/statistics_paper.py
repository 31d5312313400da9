"""Statistics on paper: landscape A4, in black only."""

from collections.abc import Iterator
from typing import Final

from desk_app.domain.events import Subject
from desk_app.services.lists.statistic_kinds import KeyFigure, StatColumn, Statistics, StatRow
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms.sentences import day_span, plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "statistics"
"""Name of its layout, and kind of subject its prints are noted under."""
_COLUMNS: Final = 5
_MORE: Final = 6
"""How many numbers a line of the layout holds, and how many of times and shares one of its second table."""


def printout(parts: Parts, found: Statistics, named: str) -> Printout:
    """Statistics of one moment as a paper; prints of the same numbers are counted together.

    ``named`` is what was counted, in words.
    """
    days = f"{found.period.since:%Y%m%d}-{found.period.until:%Y%m%d}"
    identity = f"{found.procedure}/{found.by.id}/{days}/{found.taken_at:%Y%m%d%H%M%S}"
    return Printout(
        f"{named}统计表",
        lambda copy, _shift: sheet(parts, found, named, copy),
        Subject(PAPER, identity),
        media=documents.media(PAPER),
    )


def sheet(parts: Parts, found: Statistics, named: str, copy: int = 0) -> bytes:
    """The paper as PDF; ``copy`` is the reprint's number. WorldError when a letter can not be printed."""
    # The sheet brings the drawing library; the page is opened without it.
    from printing.papers import document

    taken = f"{plain_date(found.taken_at.date().isoformat())} {found.taken_at:%H:%M}"
    values: dict[str, DocumentValue] = {
        "title": named,
        "period": day_span(found.period.since, found.period.until),
        "hall": parts.window.hall.name,
        "taken": taken,
        "clerk": parts.window.clerk,
        "figures": tuple(map(_figure, found.figures)),
        "by": typeset(found.by.title),
        "pace": "按期/该办结" if found.with_pace else "",
        "lines": tuple(_line(found, row) for row in (*found.rows, found.total)),
        "more": tuple(_more(found, row) for row in (*found.rows, found.total)),
        "weeks": tuple(_weeks(found)) or ({"week": "没有"},),
        "note": typeset(found.note),
    }
    titles = {f"c{place}": typeset(column.title) for place, column in enumerate(found.columns[:_COLUMNS], 1)}
    more = (*found.times, *found.shares)[:_MORE]
    titles |= {f"m{place}": _titled(column) for place, column in enumerate(more, 1)}
    facts = {"more": bool(more)}
    made = DocumentSheet(PAPER, {**values, **titles}, facts, copy=copy, made=found.taken_at)
    return drawn(document.draw, made)


def _figure(figure: KeyFigure) -> dict[str, str]:
    value = f"{figure.value}{figure.unit}" if figure.value else "—"
    return {"title": typeset(figure.title), "value": value, "of": typeset(figure.division)}


def _line(found: Statistics, row: StatRow) -> dict[str, str]:
    told = {"word": typeset(row.word)}
    for place, column in enumerate(found.columns[:_COLUMNS], 1):
        told[f"c{place}"] = str(row.cells[column.id].count)
    if found.with_pace:
        told |= {"pace": f"{row.timely}/{row.due}", "share": f"{row.share}%" if row.share else ""}
    return told


def _titled(column: StatColumn) -> str:
    return typeset(":".join(filter(None, (column.title, column.made_of))))


def _more(found: Statistics, row: StatRow) -> dict[str, str]:
    """What was done in the line, and its shares with both numbers."""
    told = [str(row.times[column.id].times) for column in found.times]
    for share in (row.shares[column.id] for column in found.shares):
        told.append(f"{share.text}  {share.percent}%" if share.percent else share.text)
    return {"word": typeset(row.word)} | {f"m{place}": text for place, text in enumerate(told[:_MORE], 1)}


def _weeks(found: Statistics) -> Iterator[dict[str, str]]:
    """A line for each week in which a record began."""
    year = found.period.until.year if found.period.since.year == found.period.until.year else 0
    for bar in found.bars:
        since, until = bar.done.wanted.since, bar.done.wanted.until
        if (whole := bar.done.count + bar.open.count) and since and until:
            told = {"begun": str(whole), "done": str(bar.done.count), "rest": str(bar.open.count)}
            yield {"week": day_span(since, until, year), **told}
