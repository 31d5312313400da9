"""需求名单 from the window: tables go to the departments, and their answers come back, all rows or none."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, needs
from desk_app.ui.acts import tables
from desk_app.ui.acts.tables import TableBack, TablesOut, Tell
from desk_app.ui.kit.errands import Errands

_TOLD: Final = "每项服务一个表,发给它的部门核对;表里有完整的号码,做什么用会记入查阅记录。"
_USUAL: Final = ("请责任部门核对是否应享未享",)


def send(parts: Parts, errands: Errands, parent: QWidget, tell: Tell) -> None:
    """Ask what the tables are for and where they go, then write them."""
    if not bringing.may_bring(parts):
        tell("caution", bringing.LEADING_ONLY)
        return
    nothing = "没有要发的:还没有找到看来符合、可能符合的人"
    out = TablesOut("发需求名单", _TOLD, _USUAL, partial(needs.send, parts), nothing, "人次")
    tables.send(out, errands, parent, tell)


def take(parts: Parts, errands: Errands, parent: QWidget, tell: Tell, taken: Callable[[], object]) -> None:
    """Choose a table that a department sent back and note every answer, or tell what is wrong in it."""
    if not bringing.may_bring(parts):
        tell("caution", bringing.LEADING_ONLY)
        return
    back = TableBack("选部门发回的名单", partial(needs.look, parts), partial(needs.take, parts))
    tables.choose(back, errands, parent, tell, taken)
