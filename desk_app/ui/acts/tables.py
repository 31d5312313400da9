"""Tables that go to units and come back filled in: what for and where to, then all rows or none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Event
from desk_app.errors import DeskError
from desk_app.services.lists.exchange import Returned
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_folder, choose_table
from desk_app.ui.kit.purpose import PurposeDialog

Tell = Callable[[str, str], None]
"""Gets a tone and a sentence."""
_SHOWN: Final = 3
"""Faults of a table that are told; the others are counted."""


@dataclass(frozen=True, slots=True)
class TablesOut:
    """What is asked before tables are written, and how they are."""

    title: str
    told: str
    usual: tuple[str, ...]
    send: Callable[[Path, str], Iterable[tuple[object, Path, int]]]
    """Writes them into a folder for a purpose, in a lane: whose each is, where, and of how many lines."""
    nothing: str
    """What is said where there was nothing to write."""
    counted: str = "条"
    """What a line is counted in."""


@dataclass(frozen=True, slots=True)
class TableBack:
    """How a table that came back is read and taken."""

    title: str
    look: Callable[[Path], Returned]
    take: Callable[[Returned], tuple[Event, ...]]


def send(out: TablesOut, errands: Errands, parent: QWidget, tell: Tell) -> None:
    """Ask what the tables are for and where they go, then write them."""
    dialog = PurposeDialog(out.title, out.told, out.usual, "选文件夹", parent)
    dialog.chosen.connect(lambda purpose: choose_folder(parent, "存到哪个文件夹", partial(write, purpose)))

    def write(purpose: str, folder: Path) -> None:
        errands.run(
            lambda: _written(out, folder, purpose),
            while_alive(parent, lambda found: tell(*found)),
            while_alive(parent, lambda error: tell("wrong", str(error))),
            lane=Lane.FILES,
        )

    dialog.open()


def _written(out: TablesOut, folder: Path, purpose: str) -> tuple[str, str]:
    """Run in a lane: the tone and the sentence of what was written."""
    counts = [count for _, _, count in out.send(folder, purpose)]
    if not counts:
        return "info", out.nothing
    return "good", f"写好{len(counts)}个表,共{sum(counts)}{out.counted},在文件夹“{folder.name}”里"


def choose(
    back: TableBack, errands: Errands, parent: QWidget, tell: Tell, taken: Callable[[], object]
) -> None:
    """Choose a table that came back and note every answer, or tell what is wrong in it."""
    choose_table(parent, back.title, lambda path: bring(back, errands, path, parent, tell, taken))


def bring(
    back: TableBack, errands: Errands, path: Path, parent: QWidget, tell: Tell, taken: Callable[[], object]
) -> None:
    """Note every answer of a table, all or none; ``taken`` is called once they are noted."""

    def done(sentence: tuple[str, str]) -> None:
        tell(*sentence)
        taken()

    def refused(error: DeskError) -> None:
        tell("wrong", str(error))

    errands.run(
        lambda: _brought(back, path),
        while_alive(parent, done),
        while_alive(parent, refused),
        lane=Lane.FILES,
    )


def _brought(back: TableBack, path: Path) -> tuple[str, str]:
    """Run in a lane: the tone and the sentence of what became of a table."""
    seen = back.look(path)
    if seen.faults:
        said = ";".join(f"第{line}行:{fault}" for line, fault in seen.faults[:_SHOWN])
        more = f"等{len(seen.faults)}处" if len(seen.faults) > _SHOWN else ""
        return "wrong", f"一行也没有收,请改好再来。{said}{more}"
    count = len(back.take(seen))
    return "good", f"收下{count}行,还没有填的{seen.waiting}行,以前收过的{seen.known}行"
