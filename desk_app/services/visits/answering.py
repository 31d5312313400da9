"""责任清单: who answers for which service of a programme, and the lines where nobody is named yet."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from desk_app.domain.duties import PROGRAMME, BookDuty
from desk_app.services.parts import Parts

_NAMED: Final = 3
"""Lines that the to-do tells; the others are counted."""


def unnamed(parts: Parts) -> Iterator[BookDuty]:
    """A to-do for each programme in force with a duty that nobody is named for."""
    for programme in (p for p in parts.pack.programmes.values() if p.switched_on):
        lacking = [d for d in programme.duties if d.named is None]
        if not lacking:
            continue
        told = "、".join(f"{d.service.title}({d.unit})" for d in lacking[:_NAMED])
        more = "等" if len(lacking) > _NAMED else ""
        yield BookDuty(
            programme.id,
            f"{programme.short}:责任清单还有{len(lacking)}项没有写责任人",
            f"{told}{more}。请写明单位、责任人、电话和副手:区县事项定义里的 [[duty]]",
            datetime.combine(parts.clock.today(), time(), parts.clock.now().tzinfo),
            PROGRAMME,
        )
