"""需求名单 from the window: tables go to the departments, and their answers come back, all rows or none."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, needs
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_folder, choose_table
from desk_app.ui.kit.purpose import PurposeDialog

Tell = Callable[[str, str], None]
"""Gets a tone and a sentence."""
_TOLD: Final = "每项服务一个表,发给它的部门核对;表里有完整的号码,做什么用会记入查阅记录。"
_USUAL: Final = ("请责任部门核对是否应享未享",)
_SHOWN: Final = 3
"""Faults of a table that are told; the others are counted."""


def send(parts: Parts, errands: Errands, parent: QWidget, tell: Tell) -> None:
    """Ask what the tables are for and where they go, then write them."""
    if not bringing.may_bring(parts):
        tell("caution", bringing.LEADING_ONLY)
        return
    dialog = PurposeDialog("发需求名单", _TOLD, _USUAL, "选文件夹", parent)
    dialog.chosen.connect(lambda purpose: choose_folder(parent, "存到哪个文件夹", partial(write, purpose)))

    def write(purpose: str, folder: Path) -> None:
        errands.run(
            lambda: tuple(needs.send(parts, folder, purpose)),
            while_alive(parent, lambda found: tell(*_sent(found))),
            while_alive(parent, lambda error: tell("wrong", str(error))),
            lane=Lane.FILES,
        )

    dialog.open()


def _sent(found: tuple[tuple[needs.ServiceNeed, Path, int], ...]) -> tuple[str, str]:
    if not found:
        return "info", "没有要发的:还没有找到看来符合、可能符合的人"
    people = sum(count for _, _, count in found)
    return "good", f"写好{len(found)}个表,共{people}人次,在文件夹“{found[0][1].parent.name}”里"


def take(parts: Parts, errands: Errands, parent: QWidget, tell: Tell, taken: Callable[[], object]) -> None:
    """Choose a table that a department sent back and note every answer, or tell what is wrong in it."""
    if not bringing.may_bring(parts):
        tell("caution", bringing.LEADING_ONLY)
        return
    choose_table(parent, "选部门发回的名单", lambda path: bring(parts, errands, path, parent, tell, taken))


def bring(
    parts: Parts, errands: Errands, path: Path, parent: QWidget, tell: Tell, taken: Callable[[], object]
) -> None:
    """Note every answer of a table, all or none; ``taken`` is called once they are noted."""

    def done(sentence: tuple[str, str]) -> None:
        tell(*sentence)
        taken()

    def refused(error: DeskError) -> None:
        tell("wrong", str(error))

    errands.run(
        lambda: _brought(parts, path),
        while_alive(parent, done),
        while_alive(parent, refused),
        lane=Lane.FILES,
    )


def _brought(parts: Parts, path: Path) -> tuple[str, str]:
    """Run in a lane: the tone and the sentence of what became of a table."""
    seen = needs.look(parts, path)
    if seen.faults:
        said = ";".join(f"第{line}行:{fault}" for line, fault in seen.faults[:_SHOWN])
        more = f"等{len(seen.faults)}处" if len(seen.faults) > _SHOWN else ""
        return "wrong", f"一行也没有收,请改好再来。{said}{more}"
    count = len(needs.take(parts, seen))
    return "good", f"收下{count}行,还没有填的{seen.waiting}行,以前收过的{seen.known}行"
