"""A batch of papers that can be resumed where it stopped, after a jam or a restart; not noted in a ledger."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage
from desk_app.errors import WorldError, because
from desk_app.services.parts import Printer
from desk_app.services.printing import print_desk
from desk_app.services.printing.print_run import Attempt, Handed, Obstacle, Printout, Refused, Send, Watch
from desk_app.services.printing.prints import LooseCount
from forms import files


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """One paper of a batch."""

    title: str
    pdf: bytes
    pages: int
    media: Media = A4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is printed."""

    done: int
    """How many papers are printed."""
    total: int
    title: str
    """Title of the paper to be printed next, or being printed; empty when all are printed."""
    page: int
    """The page, counted from 1, from which that paper is printed."""
    state: JobState | None
    """State of its job; None while it waits for ``step`` (after trouble, ``resume``) to send it."""

    @property
    def over(self) -> bool:
        """Whether all papers are printed."""
        return self.done == self.total

    @property
    def stuck(self) -> bool:
        """Whether someone has to look at the printer and say from which page it goes on."""
        return self.state is not None and self.state.stage in (Stage.FAILED, Stage.UNKNOWN)


def _as_it_is(_name: str, data: bytes) -> bytes:
    return data


@dataclass(frozen=True, slots=True)
class PaperCover:
    """How a batch stands on the disk; without one in clear. Each takes a file's name and its bytes."""

    seal: Callable[[str, bytes], bytes] = _as_it_is
    opened: Callable[[str, bytes], bytes] = _as_it_is
    """ValueError for bytes that do not open."""


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    title: str
    pages: int
    media: Media


@dataclass(frozen=True, slots=True)
class _Kept:
    """A batch as it is on disk: its papers, which of them is next, and what is known of its job."""

    printer: str
    rows: tuple[_Row, ...]
    turn: int = 0
    page: int = 1
    sending: bool = False
    """Set before a paper is sent. While ``job`` is empty it is unclear whether the queue took it."""
    job: str = ""


class Batch:
    """Papers printed one job after another. Its folder records at any moment what was sent and what was not.

    ``step`` moves it on and is called again and again; no paper is sent twice unless ``resume`` asks for it.
    """

    def __init__(self, folder: Path, cover: PaperCover | None = None) -> None:
        self._folder, self._cover = folder, cover or PaperCover()
        self._kept = _read(folder, self._cover)

    @classmethod
    def begin(
        cls, folder: Path, printer: str, papers: Sequence[BatchPaper], cover: PaperCover | None = None
    ) -> "Batch":
        """Keep the papers in an empty folder; nothing is sent yet. WorldError when the disk refuses."""
        cover = cover or PaperCover()
        rows = tuple(
            _Row(f"{number:03}.pdf", paper.title, paper.pages, paper.media)
            for number, paper in enumerate(papers, 1)
        )
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if (folder / _STATE).exists():
                raise WorldError("这里已有一批没有打完的文书,请先打完或放弃它")
            for row, paper in zip(rows, papers, strict=True):
                files.write(folder / row.file, cover.seal(row.file, paper.pdf))
            _keep(folder, _Kept(printer, rows), cover)
        except OSError as error:
            raise WorldError(f"这批文书没有存下:{because(error)}。请检查磁盘后再试") from error
        return cls(folder, cover)

    @property
    def progress(self) -> Progress:
        """How far it is printed, without asking the printer."""
        unclear = JobState(Stage.UNKNOWN, 0, _CUT) if self._kept.sending and not self._kept.job else None
        return self._progress(unclear)

    def step(self, printer: Printer) -> Progress:
        """Send the next paper, or ask about the one under way; while stuck it changes nothing."""
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

    def carry(
        self, printer: Printer, tell: Callable[[Progress], None], pause: Callable[[], None]
    ) -> Progress:
        """Call ``step`` until all is printed or somebody has to go to the printer.

        ``tell`` is called at each change, ``pause`` between two looks.
        """
        told, watch, turn = None, Watch(), 0
        while True:
            progress = self.step(printer)
            if progress.done != turn:
                watch, turn = Watch(), progress.done
            if progress.state:
                watch, means = watch.heard(progress.state)
                progress = replace(progress, state=means)
            if progress != told:
                tell(told := progress)
            if progress.over or progress.stuck:
                return progress
            pause()

    def resume(self, printer: Printer, page: int | None = None, on: str = "") -> Progress:
        """Print the current paper from this page on, maybe on another printer ``on``.

        First what an unclear job may still hold is taken back. A page after the last one says that the paper
        was printed. Without a page the queue is asked: what it printed since is not sent again.
        """
        kept = self._kept
        if kept.turn == len(kept.rows):
            return self._progress(None)
        job, last = Job(kept.job, kept.printer, ""), kept.rows[kept.turn].pages
        if page is None and kept.job:
            state = printer.state(job)
            if state.stage not in OVER and not on:
                return self._progress(state)
            page = last + 1 if state.stage is Stage.DONE else 1
        print_desk.take_back(printer, job)
        page = page or 1
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
        paper = Printout(row.title, lambda _copy, _shift: self._read(row), media=row.media)
        self._keep(replace(kept, sending=True))
        send = Send(Attempt(part=part))
        came = print_desk.hand_over(printer, LooseCount(), paper, send, kept.printer, lambda _: row.pages)
        match came:
            case Handed(_, job, _):
                self._keep(replace(kept, sending=True, job=job.id))
                waiting = JobState(Stage.WAITING, 0, job.text)
                return self._progress(waiting if job.id else printer.state(job))
            case Obstacle(sentence) | Refused(sentence):
                self._keep(kept)
                raise WorldError(f"“{row.title}”没有交给打印机:{sentence}")
            case _:
                raise AssertionError("a first print is never asked why")

    def _read(self, row: _Row) -> bytes:
        try:
            return self._cover.opened(row.file, (self._folder / row.file).read_bytes())
        except OSError as error:
            raise WorldError(f"存下的文书读不出来:{because(error)}") from error
        except ValueError as error:
            raise WorldError("存下的文书已损坏,请放弃这一批,重新打印") from error

    def _progress(self, state: JobState | None) -> Progress:
        kept = self._kept
        over = kept.turn == len(kept.rows)
        title = "" if over else kept.rows[kept.turn].title
        return Progress(kept.turn, len(kept.rows), title, kept.page, state)

    def _keep(self, kept: _Kept) -> None:
        try:
            _keep(self._folder, kept, self._cover)
        except OSError as error:
            raise WorldError(f"打印进度没有存下:{because(error)}。请检查磁盘后再试") from error
        self._kept = kept


_STATE: Final = "batch.json"
_CUT: Final = "交出去以后没有回音,打没打完不清楚,请看打印机是否出纸,再选从第几页续打"


def _keep(folder: Path, kept: _Kept, cover: PaperCover) -> None:
    told = json.dumps(asdict(kept), ensure_ascii=False).encode()
    files.write(folder / _STATE, cover.seal(_STATE, told))


def _read(folder: Path, cover: PaperCover) -> _Kept:
    try:
        raw = json.loads(cover.opened(_STATE, (folder / _STATE).read_bytes()))
        rows = tuple(_Row(r["file"], r["title"], r["pages"], Media(**r["media"])) for r in raw.pop("rows"))
        return _Kept(rows=rows, **raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorldError("这批文书的打印进度读不出来,请看已打出的纸,其余的重新打印") from error
