"""Draws a sheet as a paper; a fault of a layout, or a letter no font has, becomes a sentence."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from desk_app.errors import WorldError
from desk_app.services import printable
from forms.pack import Pack
from printing import layout
from printing.errors import LayoutError, UnprintableError

if TYPE_CHECKING:
    from printing.sheets import DocumentValue

_TOLD: Final = 3
"""How many sentences a window shows; ``doctor`` shows all."""
Sheet = TypeVar("Sheet")
Drawn = TypeVar("Drawn")


def drawn(draw: Callable[[Sheet], Drawn], sheet: Sheet) -> Drawn:
    """The result of ``draw`` for a sheet: a PDF, or for a paper's name its plan.

    WorldError names the letter that can not be printed, or the line of the layout an administrator has to
    mend.
    """
    from printing import fonts

    try:
        return draw(sheet)
    except UnprintableError as error:
        raise WorldError(str(error)) from error
    except LayoutError as error:
        raise WorldError(f"版式文件有误,请管理员改正:{error}") from error
    finally:
        fonts.let_go()


def listed(layout: str, values: Mapping[str, "DocumentValue"], copy: int = 0) -> bytes:
    """A list or label as PDF by its layout; what a county's own layout does not show is left out.

    ``copy`` is which reprint it is. WorldError as for ``drawn``.
    """
    # The paper brings the drawing library; the start does not wait for it.
    from printing import plans
    from printing.papers import document
    from printing.sheets import DocumentSheet

    shown = {v.name for v in drawn(plans.plan, layout).variables}
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
