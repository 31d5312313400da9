"""The one place where a sheet becomes a paper, and a fault of a layout or a letter becomes a sentence."""

from collections.abc import Callable
from typing import TypeVar

from desk_app.errors import WorldError
from printing.errors import LayoutError, UnprintableError

Sheet = TypeVar("Sheet")
Drawn = TypeVar("Drawn")


def drawn(draw: Callable[[Sheet], Drawn], sheet: Sheet) -> Drawn:
    """What ``draw`` makes of a sheet: its PDF, or of a paper's name its plan.

    WorldError says which letter can not be printed, or which line of which layout an administrator has
    to mend.
    """
    try:
        return draw(sheet)
    except UnprintableError as error:
        raise WorldError(str(error)) from error
    except LayoutError as error:
        raise WorldError(f"版式文件有误,请管理员改正:{error}") from error
