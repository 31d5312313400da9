"""What was handed in of each material, as 受理回执 bears witness to it: never what is asked for."""

from collections.abc import Collection

from desk_app.domain.applications import Application, HandedIn, pages_of, paper_of
from desk_app.domain.promises import takes_copy
from desk_app.services.counter import materials
from desk_app.services.counter.materials import MaterialState
from desk_app.services.reading import Reading
from forms.schema import Need
from printing.sheets import MaterialLine

_NEEDLESS = "不用补交"
NOTHING = "—"
"""Stands for an amount where nothing was handed in, or where nobody counted it."""


def lines(read: Reading, application: Application, over: Collection[str] = ()) -> tuple[MaterialLine, ...]:
    """A line for each material that the chosen matters need: in which form it came, and how much of it.

    Of what was to follow for matters that are ``over`` without a result alone, it says that nobody waits.
    """
    return tuple(
        _needless(n) if _follows(n, application) and _only(n, over) else _line(read, n, application)
        for n in read.needs
    )


def awaited(read: Reading, application: Application, over: Collection[str]) -> bool:
    """Whether a material still has to follow for a matter that is not ``over`` without a result."""
    return any(_follows(n, application) and not _only(n, over) for n in read.needs)


def _follows(need: Need, application: Application) -> bool:
    return materials.state_of(need, application) is MaterialState.PROMISED


def _only(need: Need, matters: Collection[str]) -> bool:
    """Whether nothing but these matters needs a material."""
    return set(need.matters) <= set(matters)


def _needless(need: Need) -> MaterialLine:
    told = "事项已结束,不再计算补交日期"
    title, where = need.material.title, need.material.where
    return MaterialLine(title, _NEEDLESS, need.copies, "", told, where, NOTHING)


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
