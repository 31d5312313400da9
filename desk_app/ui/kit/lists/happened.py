"""In words: what happened to the records behind a figure of the statistics."""

from collections.abc import Iterator

from desk_app.domain.happening import ACT
from desk_app.domain.lists import Happening, Wanted
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from forms.procedures import Procedure
from forms.sentences import day_span


def filters(parts: Parts, base: Wanted) -> Iterator[tuple[str, str]]:
    """Key and words of the conditions on what happened; nothing where there are none."""
    law, year = lists.procedure_of(parts, base.procedure), parts.clock.today().year
    if base.happened:
        yield "happened", "、".join(_told(law, each, year) for each in base.happened)
    if often := base.frequency:
        title = next((c.title for c in law.clocks if c.id == often.clock), often.clock)
        short = "有不够的" if often.short else "有满的"
        yield "frequency", f"{title}{short}({day_span(often.since, often.until, year)})"


def _told(law: Procedure, wanted: Happening, year: int) -> str:
    if wanted.kind == ACT:
        named = (act.word for code in sorted(wanted.what) if (act := law.act(code)))
        return f"办过{'或'.join(named)}"
    title = next((t.title for t in law.tallies if t.id in wanted.what), "")
    since, until = wanted.since, wanted.until
    return f"{title}({day_span(since, until, year)})" if since and until else title
