"""The lines of a table that could not be taken, written into a spreadsheet to be mended there."""

from collections.abc import Sequence
from pathlib import Path

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger
from desk_app.services.lists import export
from desk_app.services.parts import Parts
from desk_app.services.tables.brought import Opened
from desk_app.services.tables.laid import RowRead


def write(parts: Parts, file: Opened, faults: Sequence[RowRead], path: Path, about: str) -> int:
    """Write lines with faults as they stood, with what to mend; noted on the list ``about``.

    Returns how many. WorldError when the file can not be written.
    """
    head = file.layout.head
    width = max((len(read.line.cells) for read in faults), default=0)
    lines = ([*_padded(r.line.cells, width), ";".join(r.faults)] for r in faults)
    headings = [*_padded(head.cells, width), "要改的地方"]
    subject = Subject(export.LIST, about)
    text = f"导出名册里要改的行,{len(faults)}条"
    export.write_lines(
        path,
        "要改的行",
        headings,
        lines,
        lambda: ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, subject, text),
    )
    return len(faults)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*map(str, cells[:width]), *[""] * (width - len(cells))]
