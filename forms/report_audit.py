"""What is wrong in the ``[[report]]`` of a procedure: columns there are not, a form of no kind."""

from collections.abc import Iterator

from forms import listing
from forms.lines import At
from forms.pack import Pack
from forms.procedures import Procedure
from forms.remarks import Remark, unknown


def remarks(pack: Pack, row: Procedure) -> Iterator[Remark]:
    """Every fault of the reports of a procedure."""
    columns, divides = tuple(listing.known(pack, row)), listing.divides(row)
    for report in row.reports:
        at: At = ("report", report.id)
        yield from unknown(report.columns, columns, (*at, "columns"), "列")
        yield from unknown([report.unit], divides, (*at, "unit"), "可以筛选的列")
        if bool(report.columns) == bool(report.by):
            yield Remark(at, "写 columns(台账有哪些列)或 by(统计表按哪一列分行),只写一个")
        elif report.by:
            yield from unknown([report.by], divides, (*at, "by"), "可以筛选的列")
        if not 0 <= report.cut_off <= 28:
            yield Remark(
                (*at, "cut_off"), f"cut_off 是每季、每年统计到最后一月的几日,应在1至28,现在是{report.cut_off}"
            )
