"""What was handed in of each material, as 受理回执 bears witness to it: never what is asked for."""

from desk_app.domain.applications import Application, HandedIn, pages_of, paper_of
from desk_app.domain.promises import takes_copy
from desk_app.services.counter import materials
from desk_app.services.counter.materials import MaterialState
from desk_app.services.reading import Reading
from forms.schema import Need
from printing.sheets import MaterialLine

NOTHING = "—"
"""Stands for an amount where nothing was handed in, or where nobody counted it."""


def lines(read: Reading, application: Application) -> tuple[MaterialLine, ...]:
    """A line for each material that the chosen matters need: in which form it came, and how much of it."""
    return tuple(_line(read, n, application) for n in read.needs)


def _line(read: Reading, need: Need, application: Application) -> MaterialLine:
    form, amount = came(need, application)
    notes = (need.reason, materials.follows(read.pack, need, application))
    return MaterialLine(
        title=need.material.title,
        form=form,
        copies=need.copies,
        note=";".join(t for t in notes if t),
        state=materials.state(need, application),
        where=need.material.where,
        amount=amount,
    )


def came(need: Need, application: Application) -> tuple[str, str]:
    """In which form a material was handed in, and how much of it, in words.

    Scanned pages are counted. Of paper one copy is certain where one is asked for; how many prints of a
    photo came is not noted, so no number is told.
    """
    material, pages = need.material, pages_of(application, need.material.id)
    one = "1份" if need.copies == 1 else NOTHING
    match materials.state_of(need, application):
        case MaterialState.SCANNED:
            return "扫描件", f"{pages}页"
        case MaterialState.PAPER if paper_of(application, material.id) is HandedIn.COPY:
            return "复印件", one
        case MaterialState.PAPER:
            return ("原件,看过已退还" if takes_copy(material) else "原件"), one
        case MaterialState.ELECTRONIC:
            return "电子", "1份"
        case MaterialState.PROMISED:
            return "容缺后补", NOTHING
        case MaterialState.EXEMPT:
            return "免提交", NOTHING
    return "没有收到", NOTHING
