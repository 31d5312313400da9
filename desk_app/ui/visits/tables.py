"""The tables of towns and villages from the page of home visits: out with what waits for them, and back."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.services.lists import unit_tables
from desk_app.services.parts import Parts
from desk_app.ui.acts import tables
from desk_app.ui.acts.tables import TableBack, TablesOut, Tell
from desk_app.ui.kit.errands import Errands

_TOLD: Final = (
    "每个乡镇、村、部门一个表,一行一条等它办的,后面的空行填新找到的人;填好发回来收。"
    "表里有姓名、住处和电话,做什么用会记入查阅记录。"
)
_USUAL: Final = ("请乡镇、村填报", "请责任部门办理")


def send(parts: Parts, errands: Errands, parent: QWidget, tell: Tell) -> None:
    """Ask what the tables are for and where they go, then write them."""
    nothing = "没有要发的:现在没有等乡镇、村、部门办的"
    out = TablesOut("给乡镇、村、部门发表格", _TOLD, _USUAL, partial(unit_tables.send, parts), nothing)
    tables.send(out, errands, parent, tell)


def take(parts: Parts, errands: Errands, parent: QWidget, tell: Tell, taken: Callable[[], object]) -> None:
    """Choose a table that came back and do every step it tells of, or tell what is wrong in it."""
    look, done = partial(unit_tables.look, parts), partial(unit_tables.take, parts)
    tables.choose(TableBack("选发回的表格", look, done), errands, parent, tell, taken)
