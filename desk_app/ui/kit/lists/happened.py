"""In words: what happened to the records behind a figure of the statistics."""

from collections.abc import Iterator
from datetime import date

from desk_app.domain.happening import ACT
from desk_app.domain.lists import Happening, Wanted
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit import words
from forms.procedures import Procedure


def filters(parts: Parts, base: Wanted) -> Iterator[tuple[str, str]]:
    """Key and words of the conditions on what happened; nothing where there are none."""
    law = lists.procedure_of(parts, base.procedure)
    if base.happened:
        yield "happened", "、".join(_told(law, each) for each in base.happened)
    if often := base.frequency:
        title = next((c.title for c in law.clocks if c.id == often.clock), often.clock)
        short = "有不够的" if often.short else "有满的"
        yield "frequency", f"{title}{short}({_days(often.since, often.until)})"


def _told(law: Procedure, wanted: Happening) -> str:
    if wanted.kind == ACT:
        named = (act.word for code in sorted(wanted.what) if (act := law.act(code)))
        return f"办过{'或'.join(named)}"
    title = next((t.title for t in law.tallies if t.id in wanted.what), "")
    since, until = wanted.since, wanted.until
    return f"{title}({_days(since, until)})" if since and until else title


def _days(since: date, until: date) -> str:
    return words.day(since) if since == until else f"{words.day(since)}至{words.day(until)}"
