"""What the process of the press does, and the form in which work is handed to it.

A pack is large and the same for many papers: it goes over once and is named by a number then.
"""

import io
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final, Generic, TypeVar

from forms import moments
from forms.pack import Pack
from printing import folders, layout, places

_About = TypeVar("_About")
_Made = TypeVar("_Made")
_NICE: Final = 5
"""How far this process stands back where window, book and papers want the same two processors."""
_MOST: Final = 4
"""PackTable that are kept at the other end; a window works with one or two."""


@dataclass(frozen=True, slots=True)
class PressGround:
    """What a process knows once for all its papers: where layouts lie, places, and the hall's zone."""

    own: Path | None
    laid: tuple[Path, ...]
    places: tuple[str, ...]
    zone: timezone

    @staticmethod
    def here() -> "PressGround":
        """What this process knows."""
        return PressGround(layout.given(), folders.laid(), places.known(), moments.zone())

    def take(self) -> None:
        """Know this here."""
        layout.use(self.own)
        folders.lay(next(iter(self.laid), None))
        places.know(self.places)
        moments.take_zone(self.zone)


@dataclass(frozen=True, slots=True)
class PressJob:
    """One work: what is new of packs, and the pickled function with its argument."""

    anew: bool
    """Forget all packs first."""
    packs: Mapping[int, bytes]
    ground: PressGround
    work: bytes


@dataclass(frozen=True, slots=True)
class PressAnswer(Generic[_Made]):
    """What was made, or the ValueError that refused it, or the places of a fault of ours."""

    made: _Made | None = None
    refused: ValueError | None = None
    fault: str = ""


@dataclass(slots=True)
class PackTable:
    """The packs the other end knows, each by its number."""

    _known: dict[int, tuple[int, Pack]] = field(default_factory=dict)
    """By identity: number and pack. The pack is held, so that its identity is not given to another."""
    _new: dict[int, bytes] = field(default_factory=dict)
    _anew: bool = False

    def packed(self, held: object) -> bytes:
        """The pickle of anything, with a number for each pack in it."""
        if len(self._known) > _MOST:
            self._known.clear()
            self._anew = True
        out = io.BytesIO()
        _Pickler(out, self).dump(held)
        return out.getvalue()

    def number(self, pack: Pack) -> int:
        """The number of a pack; a new one waits to be told."""
        if id(pack) not in self._known:
            self._known[id(pack)] = len(self._known), pack
            out = io.BytesIO()
            _Pickler(out).dump(pack)
            self._new[len(self._known) - 1] = out.getvalue()
        return self._known[id(pack)][0]

    def news(self) -> tuple[bool, Mapping[int, bytes]]:
        """Whether all are to be forgotten, and the packs that are new since the last time."""
        told = self._anew, self._new
        self._anew, self._new = False, {}
        return told


def _table(rows: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(rows)


class _Pickler(pickle.Pickler):
    """Writes read-only mappings as the dictionaries they hold, and packs by their number."""

    def __init__(self, out: BinaryIO, packs: PackTable | None = None) -> None:
        super().__init__(out, 5)
        self._packs = packs

    def persistent_id(self, held: object) -> int | None:
        return self._packs.number(held) if self._packs is not None and isinstance(held, Pack) else None

    def reducer_override(self, held: object) -> Any:
        return (_table, (dict(held),)) if isinstance(held, MappingProxyType) else NotImplemented


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, packs: Mapping[int, Pack]) -> None:
        super().__init__(io.BytesIO(data))
        self._packs = packs

    def persistent_load(self, number: Any) -> Pack:
        return self._packs[number]


def serve() -> None:
    """PressAnswer requests from the standard input until it ends, on what was the standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted terminal ends the window, and it this one
    if hasattr(os, "nice"):
        os.nice(_NICE)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into the answers
    requests = sys.stdin.buffer
    packs: dict[int, Pack] = {}
    _make_ready()
    while True:
        try:
            request: PressJob = pickle.load(requests)
        except EOFError:
            return
        pickle.dump(_answer(request, packs), answers, 5)
        answers.flush()


def done(work: Callable[[_About], _Made], about: _About) -> _Made:
    """The result of a work; the fonts that it read are let go."""
    try:
        return work(about)
    finally:
        if "printing.fonts" in sys.modules:
            from printing import fonts

            fonts.let_go()


def _make_ready() -> None:
    """Bring the drawing library and the fonts, which the first paper needs."""
    from printing import fonts
    from printing.papers import form, notice, receipt  # noqa: F401

    fonts.first()


def _answer(request: PressJob, packs: dict[int, Pack]) -> PressAnswer[object]:
    if request.anew:
        packs.clear()
    request.ground.take()
    try:
        packs |= {number: pickle.loads(data) for number, data in request.packs.items()}
        work: Callable[[object], object]
        work, about = _Unpickler(request.work, packs).load()
        return PressAnswer(done(work, about))
    except ValueError as error:
        return PressAnswer(refused=error)
    except Exception as error:
        return PressAnswer(fault=_places(error))


def _places(error: Exception) -> str:
    """Kind and places of an error, innermost first; its text is left out: it may hold data."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return " < ".join(
        (type(error).__name__, *(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames))
    )
