"""Prints that count, and batches of papers that go on where they stopped, after a jam as after a restart."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage
from desk_app.errors import WorldError
from desk_app.services.parts import Parts, Printer
from desk_app.services.sockets import Deed

_PRINTS: Final = ("print", "reprint")


def note_print(
    parts: Parts,
    subject: Subject,
    paper: str,
    copy: int,
    reason: str,
    who: Who | None = None,
    *,
    proceeding: str = "",
) -> None:
    """Note that a print of a paper is in hand; ``copy`` 0 is the first.

    ``proceeding`` is the record whose paper it is; an application is its own. A draft has no ledger.
    """
    if subject.kind == APPLICATION and parts.store.proceedings.one(subject.id) is None:
        return
    proceeding = proceeding or (subject.id if subject.kind == APPLICATION else "")
    told = {"paper": paper, "copy": copy, "reason": reason}
    act, by = _PRINTS[copy > 0], who or parts.window.who
    event = Event(str(uuid4()), parts.clock.now(), by, subject, act, told, proceeding)
    parts.store.events.record(Deed((event,)))


def copies(parts: Parts, subject: Subject, paper: str, proceeding: str = "") -> int:
    """How many prints of a paper about a subject count already, or of one record's with ``proceeding``.

    Several records may be about one person, so that subject and title do not tell their papers apart.
    """
    found = [e for e in parts.store.events.about(subject) if e.act in _PRINTS]
    if not proceeding:
        return sum(e.payload.get("paper") == paper for e in found)
    older = _older_name(parts, subject, paper, proceeding)
    wanted = ((proceeding, paper), ("", older))
    return sum((e.proceeding, e.payload.get("paper")) in wanted for e in found)


def _older_name(parts: Parts, subject: Subject, paper: str, proceeding: str) -> str:
    """What a print of a record was noted as before it named its record: apart by the number in its title."""
    if subject.id == proceeding:
        return paper
    found = parts.store.proceedings.one(proceeding)
    return f"{paper}({(found.number if found else '') or proceeding[:8]})"


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """One paper of a batch."""

    title: str
    pdf: bytes
    pages: int
    media: Media = A4


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a batch stands."""

    done: int
    """Papers that are printed."""
    total: int
    title: str
    """The paper whose turn it is; empty when all are printed."""
    page: int
    """The page it is printed from."""
    state: JobState | None
    """Its job; None when it waits to be sent, by ``step`` or, after trouble, by ``resume``."""

    @property
    def stuck(self) -> bool:
        """Whether someone has to look at the printer and say from which page it goes on."""
        return self.state is not None and self.state.stage in (Stage.FAILED, Stage.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    title: str
    pages: int
    media: Media


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is on disk of a batch: papers, the one whose turn it is, and what became of it."""

    printer: str
    rows: tuple[_Row, ...]
    turn: int = 0
    page: int = 1
    sending: bool = False
    """Said before a paper is handed over: cut off there, nobody knows whether the queue has it."""
    job: str = ""


class Batch:
    """Papers printed one job after another. Its folder knows at any moment what was sent and what was not.

    ``step`` moves it on and is called again and again; no paper is sent twice unless ``resume`` asks for it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept = _read(folder)

    @classmethod
    def begin(cls, folder: Path, printer: str, papers: Sequence[BatchPaper]) -> "Batch":
        """Keep the papers in an empty folder; nothing is sent yet. WorldError when the disk refuses."""
        rows = tuple(
            _Row(f"{number:03}.pdf", paper.title, paper.pages, paper.media)
            for number, paper in enumerate(papers, 1)
        )
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if (folder / _STATE).exists():
                raise WorldError("这里已有一批没有打完的文书,请先打完或放弃它")
            for row, paper in zip(rows, papers, strict=True):
                _write(folder / row.file, paper.pdf)
            _keep(folder, _Kept(printer, rows))
        except OSError as error:
            raise WorldError(f"这批文书没有存下:{error.strerror}。请检查磁盘后再试") from error
        return cls(folder)

    @property
    def progress(self) -> Progress:
        """Where it stands, as far as this computer knows without asking the printer."""
        unclear = JobState(Stage.UNKNOWN, 0, _CUT) if self._kept.sending and not self._kept.job else None
        return self._progress(unclear)

    def step(self, printer: Printer) -> Progress:
        """Send the next paper, or ask about the one under way; stuck, it waits for ``resume``."""
        kept = self._kept
        if kept.turn == len(kept.rows):
            return self._progress(None)
        if not kept.sending:
            return self._send(printer)
        if not kept.job:
            return self.progress
        state = printer.state(Job(kept.job, kept.printer, ""))
        if state.stage is Stage.DONE:
            self._keep(replace(kept, turn=kept.turn + 1, page=1, sending=False, job=""))
        return self._progress(state)

    def resume(self, printer: Printer, page: int, on: str = "") -> Progress:
        """Print the paper whose turn it is from this page on, maybe on another printer.

        What an unclear job may still hold is taken back first. A page past the last one: it is printed well.
        """
        kept = self._kept
        if kept.job and printer.state(job := Job(kept.job, kept.printer, "")).stage not in OVER:
            printer.cancel(job)
        last = kept.rows[kept.turn].pages
        turn = kept.turn + (page > last)
        self._keep(_Kept(on or kept.printer, kept.rows, turn, 1 if page > last else max(1, page)))
        return self.step(printer)

    def drop(self) -> None:
        """Forget the batch and its papers."""
        for row in self._kept.rows:
            (self._folder / row.file).unlink(missing_ok=True)
        (self._folder / _STATE).unlink(missing_ok=True)

    def _send(self, printer: Printer) -> Progress:
        kept = self._kept
        row = kept.rows[kept.turn]
        part = range(kept.page, row.pages + 1) if kept.page > 1 else None
        self._keep(replace(kept, sending=True))
        try:
            pdf = (self._folder / row.file).read_bytes()
            job = printer.send(pdf, kept.printer, row.title, row.media, part)
        except (OSError, WorldError) as error:
            self._keep(kept)
            raise WorldError(f"“{row.title}”没有交给打印机:{error}") from error
        self._keep(replace(kept, sending=True, job=job.id))
        waiting = JobState(Stage.WAITING, 0, job.text)
        return self._progress(waiting if job.id else printer.state(job))

    def _progress(self, state: JobState | None) -> Progress:
        kept = self._kept
        over = kept.turn == len(kept.rows)
        title = "" if over else kept.rows[kept.turn].title
        return Progress(kept.turn, len(kept.rows), title, kept.page, state)

    def _keep(self, kept: _Kept) -> None:
        try:
            _keep(self._folder, kept)
        except OSError as error:
            raise WorldError(f"打印进度没有存下:{error.strerror}。请检查磁盘后再试") from error
        self._kept = kept


_STATE: Final = "batch.json"
_CUT: Final = "交出去以后没有回音,打没打完不清楚,请看打印机是否出纸,再选从第几页续打"


def _keep(folder: Path, kept: _Kept) -> None:
    _write(folder / _STATE, json.dumps(asdict(kept), ensure_ascii=False).encode())


def _read(folder: Path) -> _Kept:
    try:
        raw = json.loads((folder / _STATE).read_bytes())
        rows = tuple(_Row(r["file"], r["title"], r["pages"], Media(**r["media"])) for r in raw.pop("rows"))
        return _Kept(rows=rows, **raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorldError("这批文书的打印进度读不出来,请看已打出的纸,其余的重新打印") from error


def _write(path: Path, data: bytes) -> None:
    """Put the bytes in their place whole or not at all."""
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
