"""Draws a sheet as a paper; a fault of a layout, or a letter no font has, becomes a sentence."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from desk_app.errors import WorldError
from desk_app.services import printable
from forms.pack import Pack
from printing import layout, press
from printing.errors import LayoutError, PressError, UnprintableError

if TYPE_CHECKING:
    from printing.plan_shapes import PaperPlan
    from printing.sheets import DocumentValue

_TOLD: Final = 3
"""How many sentences a window shows; ``doctor`` shows all."""
Sheet = TypeVar("Sheet")
Drawn = TypeVar("Drawn")


def drawn(draw: Callable[[Sheet], Drawn], sheet: Sheet) -> Drawn:
    """What a function makes of a sheet, worked out in the press if one runs: a PDF, or a picture of one.

    WorldError names the letter that can not be printed, or the line of the layout an administrator has to
    mend.
    """
    with _told():
        return press.call(draw, sheet)


def make_ready() -> None:
    """Begin what draws papers, so that the first one need not wait for it."""
    press.warm()


def planned(paper: str) -> "PaperPlan":
    """The plan of a paper that is data alone, by its name. WorldError as for ``drawn``."""
    # The plans bring the drawing library; the start does not wait for it.
    from printing import plans

    with _told():
        return plans.plan(paper)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnprintableError as error:
        raise WorldError(str(error)) from error
    except LayoutError as error:
        raise WorldError(f"版式文件有误,请管理员改正:{error}") from error
    except PressError as error:
        raise WorldError("这张纸没有画出来,请重试;还是不行就重新启动程序") from error


def listed(layout: str, values: Mapping[str, "DocumentValue"], copy: int = 0) -> bytes:
    """A list or label as PDF by its layout; what a county's own layout does not show is left out.

    ``copy`` is which reprint it is. WorldError as for ``drawn``.
    """
    # The paper brings the drawing library; the start does not wait for it.
    from printing.papers import document
    from printing.sheets import DocumentSheet

    shown = {v.name for v in planned(layout).variables}
    known = {name: value for name, value in values.items() if name in shown}
    return drawn(document.draw, DocumentSheet(layout, known, copy=copy))


def own_faults(pack: Pack) -> tuple[str, ...]:
    """What of a county's own would spoil a paper, a sentence each: letters no font has, faults of layouts."""
    letters = printable.of_pack(pack)
    more = f"另有{len(letters) - _TOLD}处文字印不出来,运行 desk-app doctor 可以看到"
    return (*letters[:_TOLD], *([more] if len(letters) > _TOLD else ()), *layout_faults(pack))


def layout_faults(pack: Pack) -> tuple[str, ...]:
    """What is wrong with the county's own layouts, a sentence each with file and line.

    Every one is read and drawn. When a county has none, the drawing library is not loaded.
    """
    if not any(folder.is_dir() and any(folder.glob("*.toml")) for folder in layout.own()):
        return ()
    from printing import checks

    found = [each.told for each in checks.own(pack) if each.faults]
    more = f"另有{len(found) - _TOLD}个版式有误,运行 desk-app doctor 可以看到"
    return (*found[:_TOLD], *([more] if len(found) > _TOLD else ()))
