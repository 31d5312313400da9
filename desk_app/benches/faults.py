"""``bench faults``: kills, full disks, flipped bits, lost logs and older copies, and what became of the book.

A worker process types, scans and accepts, and says of each step when it was told that it is done. It is
killed at a random moment, or its disk is full from a random byte on; then the book is opened as at the next
start and held against all that was told. Counted: acknowledged but lost, numbers given twice, damage that
nothing told of. POSIX only: the worker is a fork, so that a thousand rounds take minutes.
"""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from desk_app.benches.fault_worker import Say, work, work_full
from desk_app.benches.measuring import Figure
from desk_app.errors import DeskError

if TYPE_CHECKING:
    from desk_app.bootstrap import Desk
    from desk_app.commands.choosing import BookAtHand
    from desk_app.domain.applications import Page
    from desk_app.settings import Settings

KINDS: Final = ("kill", "kill", "kill", "full", "flip", "log", "copy", "restore")
"""What is done in a round; kills are the most."""
_LONGEST_S: Final = 0.5
"""Longest work of a worker until it is killed."""
_CHAPTER: Final = 16
"""Most rounds with one book. A window each."""
_RESTORES: Final = 8
"""Most restores of one book: each takes a thousand numbers of a day that has 9,999."""
_FILLED: Final = (2_000, 600_000)
"""Bytes from which on a file does not grow on a full disk."""


@dataclass
class FaultsTold:
    """Everything the workers were told is done."""

    accepted: dict[str, str] = field(default_factory=dict)
    """Receipt numbers by application, of those the book must hold."""
    given: list[str] = field(default_factory=list)
    """Every receipt number that was ever given."""
    drafts: dict[str, str] = field(default_factory=dict)
    """The last kept answer of each draft."""
    answers: dict[str, str] = field(default_factory=dict)
    """The last kept answer of each application."""
    pages: dict[str, str] = field(default_factory=dict)
    """The scan of each draft or application."""
    receipts: set[str] = field(default_factory=set)
    """Applications whose receipt was noted."""
    person: int = 0

    def copy(self) -> "FaultsTold":
        """What the book holds at this moment, for a copy that is made of it."""
        return replace(
            self,
            accepted=dict(self.accepted),
            drafts=dict(self.drafts),
            answers=dict(self.answers),
            pages=dict(self.pages),
            receipts=set(self.receipts),
        )


@dataclass
class FaultsFound:
    """What became of the rounds."""

    lost: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    blunt: list[str] = field(default_factory=list)
    """Faults that were told in no sentence of ours."""
    rounds: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    """Rounds in which the damage was told."""


def faults(cuts: int, seed: int, kinds: tuple[str, ...] = KINDS) -> Iterator[Figure]:
    """Figures of ``cuts`` rounds; each fault is printed on standard error with its round."""
    begin = monotonic()
    told, found = rounds_of(cuts, seed, kinds)
    twice = len(told.given) - len(set(told.given))
    for kind in ("lost", "silent", "blunt"):
        for sentence in getattr(found, kind)[:200]:
            print(f"{kind}: {sentence}", file=sys.stderr)
    rounds = "、".join(f"{kind} {count}(说出 {found.told[kind]})" for kind, count in found.rounds.items())
    what = f"说存好了却没有;种子{seed},{cuts}次,受理{len(told.given)}件,{monotonic() - begin:.0f}s;{rounds}"
    yield Figure("faults.lost", len(found.lost), "件", None, 0, what)
    yield Figure("faults.twice", twice, "个", None, 0, "给过两次的回执编号")
    yield Figure("faults.silent", len(found.silent), "次", None, 0, "坏了却没有说")
    yield Figure("faults.blunt", len(found.blunt), "次", None, 0, "不是一句明白话的错")


def rounds_of(cuts: int, seed: int, kinds: tuple[str, ...] = KINDS) -> tuple[FaultsTold, FaultsFound]:
    """Do the rounds in folders that are thrown away; some 1,500 at most, for there are 99 windows."""
    from desk_app import settings

    told, found, dice = FaultsTold(), FaultsFound(), random.Random(seed)
    place, chapters = 0, count(1)
    while place < cuts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            chosen = settings.load({}, folder / "data")
            chosen = replace(chosen, state=folder / "state", window=str(next(chapters)))
            rounds = _Rounds(chosen, folder, dice, FaultsTold(given=told.given), found)
            rounds.first()
            end = min(place + _CHAPTER, cuts)
            while place < end and rounds.restored < _RESTORES:
                short = cuts < 2 * len(kinds)  # then there is each of them
                rounds.go(kinds[place % len(kinds)] if short else dice.choice(kinds), place)
                place += 1
    return told, found


class _Rounds:
    """One book that everything is done to."""

    def __init__(
        self, chosen: "Settings", folder: Path, dice: random.Random, told: FaultsTold, found: FaultsFound
    ) -> None:
        self.chosen, self.folder, self.dice = chosen, folder, dice
        self.told, self.found = told, found
        self.book, self.kept = chosen.data / "book.db", folder / "kept"
        self.then = FaultsTold()
        self.place, self.restored = "", 0

    def first(self) -> None:
        """A day's work without a fault, and a copy of the book after it."""
        self._worker(lambda desk, say: work(desk, say, self.told.person, 2))
        self._keep_copy()

    def go(self, kind: str, place: int) -> None:
        self.place = f"{place} {kind}"
        self.found.rounds[kind] += 1
        getattr(self, f"_{kind}")()
        if left := [t.name for t in threading.enumerate() if t is not threading.main_thread()]:
            self.found.blunt.append(f"{self.place}: still at work on a closed book: {left}")

    # ---- what is done ------------------------------------------------------------------------

    def _kill(self) -> None:
        self._worker(lambda desk, say: work(desk, say, self.told.person, 500), self._moment())
        self._compare()
        if self.dice.random() < 0.2:
            self._keep_copy()

    def _full(self) -> None:
        limit = self.dice.randint(*_FILLED)
        self._worker(lambda desk, say: work_full(desk, say, self.told.person, limit))
        self._compare()

    def _log(self) -> None:
        """The log beside the book is lost when the worker was killed."""
        self._worker(lambda desk, say: work(desk, say, self.told.person, 500), self._moment())
        here = [self.book.with_name(name) for name in ("book.db", "book.db-wal")]
        kept = {path.name: path.read_bytes() for path in here if path.exists()}
        for name in ("book.db-wal", "book.db-shm"):
            self.book.with_name(name).unlink(missing_ok=True)
        if self._tells():
            self.found.told["log"] += 1
            self._put(kept)
        self._compare(or_silent=True)

    def _flip(self) -> None:
        whole = self.book.read_bytes()
        place = self.dice.randrange(len(whole))
        flipped = bytes([whole[place] ^ (1 << self.dice.randrange(8))])
        self.book.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        if self._tells() or self._check_tells():
            self.found.told["flip"] += 1
        else:
            self._compare(or_silent=True)
        self._put({"book.db": whole})

    def _copy(self) -> None:
        """An older copy stands in the folder; an administrator goes on with it."""
        self._put({"book.db": self.kept.read_bytes()})
        if self._tells():  # also of what was written and nobody was told of any more
            self.found.told["copy"] += 1
            self._choose(lambda at_hand: at_hand.go_on())
            self._hold_back()
        elif self._is_behind():
            self.found.silent.append(f"{self.place}: 较旧的账本没有说")
        self._worker(lambda desk, say: work(desk, say, self.told.person, 2))
        self._compare()

    def _restore(self) -> None:
        """A backup is made, work goes on, the book is torn or gone, and the backup is put back."""
        self._choose(lambda at_hand: at_hand.back_up())
        self._keep_copy()
        self._worker(lambda desk, say: work(desk, say, self.told.person, 2))
        size = self.book.stat().st_size
        os.truncate(self.book, self.dice.randrange(size))
        if self.dice.random() < 0.3:
            self.book.unlink()
        if self._tells():
            self.found.told["restore"] += 1
        else:
            self.found.silent.append(f"{self.place}: 截断的账本没有说")
        self._choose(lambda at_hand: at_hand.restore(at_hand.backups()[0].path))
        self._hold_back()
        self._worker(lambda desk, say: work(desk, say, self.told.person, 2))
        self._compare()

    # ---- helpers -----------------------------------------------------------------------------

    def _moment(self) -> float:
        return self.dice.random() * _LONGEST_S

    def _put(self, kept: dict[str, bytes]) -> None:
        """Put files of the book in place of all that is there."""
        for name in ("book.db", "book.db-wal", "book.db-shm"):
            self.book.with_name(name).unlink(missing_ok=True)
        for name, data in kept.items():
            self.book.with_name(name).write_bytes(data)

    def _keep_copy(self) -> None:
        shutil.copyfile(self.book, self.kept)
        self.then = self.told.copy()

    def _is_behind(self) -> bool:
        mine, told = self.then, self.told
        return (mine.accepted, mine.drafts, mine.receipts) != (told.accepted, told.drafts, told.receipts)

    def _hold_back(self) -> None:
        """The book is an older one on purpose: what came after it is not in it, its numbers stay given."""
        self.restored += 1
        given, person = self.told.given, self.told.person
        self.told = self.then.copy()
        self.told.given, self.told.person = given, person

    def _choose(self, what: Callable[["BookAtHand"], object]) -> None:
        from desk_app.commands.choosing import at_hand

        mine = at_hand(self.chosen)
        try:
            what(mine)
        except DeskError as error:
            self.found.lost.append(f"{self.place}: {error}")

    def _tells(self) -> bool:
        """Whether the next start says that something is wrong with the book."""
        from desk_app.bootstrap import Desk

        return self._is_told(lambda: Desk(self.chosen).close())

    def _check_tells(self) -> bool:
        from desk_app.bootstrap import Desk
        from desk_app.storage.book import Book

        def check() -> None:
            with Desk(self.chosen) as desk:
                book = desk.parts.store
                assert isinstance(book, Book)
                if not book.check().sound:
                    raise DeskError("账本有问题")

        return self._is_told(check)

    def _is_told(self, what: Callable[[], object]) -> bool:
        try:
            what()
        except DeskError:
            return True
        except Exception as error:
            self.found.blunt.append(f"{self.place}: {type(error).__name__}")
            return True
        return False

    # ---- the worker --------------------------------------------------------------------------

    def _worker(self, what: Callable[["Desk", Say], None], moment: float | None = None) -> None:
        """Let a worker do something until it ends, or kill it so many seconds after its first word."""
        reads, writes = os.pipe()
        child = os.fork()
        if not child:
            os.close(reads)
            _be_worker(self.chosen, what, writes)
        os.close(writes)
        with os.fdopen(reads, encoding="utf-8") as lines:
            first = lines.readline()
            if moment is not None:
                threading.Event().wait(moment)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            said = [first, *lines]
        _, status = os.waitpid(child, 0)
        if moment is None and status:
            self.found.lost.append(f"{self.place}: the worker ended with {status}")
        for line in said:
            if line.endswith("\n"):  # the last one may be cut
                self._hear(*json.loads(line))

    def _hear(self, kind: str, subject: str, kept: str) -> None:
        told = self.told
        match kind:
            case "person":
                told.person += 1
            case "draft":
                told.drafts[subject] = kept
            case "page":
                told.pages[subject] = kept
            case "accepted":
                told.accepted[subject] = kept
                told.given.append(kept)
                told.answers[subject] = told.drafts.pop(subject, "")
            case "receipt":
                told.receipts.add(subject)
            case "refused":
                self.found.told["full"] += 1
            case "stopped":
                self.found.lost.append(f"{self.place}: the worker: {subject}")
            case "blunt":
                self.found.blunt.append(f"{self.place}: {subject}")

    # ---- the comparison ----------------------------------------------------------------------

    def _compare(self, *, or_silent: bool = False) -> None:
        """Open the book as at the next start and hold it against what was told."""
        from desk_app.bootstrap import Desk

        wrong = self.found.silent if or_silent else self.found.lost
        try:
            with Desk(self.chosen) as desk:
                wrong += [f"{self.place}: {what}" for what in self._missing(desk)]
        except DeskError as error:
            if or_silent:
                self.found.told[self.place.split()[1]] += 1
            else:
                wrong.append(f"{self.place}: {error}")

    def _missing(self, desk: "Desk") -> Iterator[str]:
        from desk_app.services.printing import prints

        store, told = desk.parts.store, self.told
        recent = list(told.accepted)[-12:]  # and some of the earlier ones, for the book grows
        for identity in {*recent, *self.dice.sample(list(told.accepted), min(8, len(told.accepted)))}:
            found = store.applications.one(identity)
            if found is None or found.number != told.accepted[identity]:
                yield f"受理 {told.accepted[identity]}"
                continue
            if told.answers[identity] > str(found.answers.get("native_place", "")):
                yield f"受理时的录入 {found.number}"
            if self._has_no_page(desk, identity, found.pages):
                yield f"图片 {found.number}"
            if identity in told.receipts and not prints.copies(desk.parts, found.subject, prints.RECEIPT):
                yield f"回执 {found.number}"
        for identity, text in list(told.drafts.items()):
            if (draft := store.drafts.one(identity)) is not None:
                if text > str(draft.answers.get("native_place", "")):
                    yield f"录入 {identity}"
                if self._has_no_page(desk, identity, draft.pages):
                    yield f"草稿的图片 {identity}"
            elif (accepted := store.applications.one(identity)) is not None:
                # Killed between the acceptance and the word of it.
                self._hear("accepted", identity, accepted.number)
            else:
                yield f"草稿 {identity}"

    def _has_no_page(self, desk: "Desk", identity: str, pages: tuple["Page", ...]) -> bool:
        """Whether the scan that was told is kept is not there; DeskError when it can not be read."""
        told = self.told.pages.get(identity, "")
        return bool(told) and (told not in {p.id for p in pages} or not desk.parts.store.pages.read(told))


def _be_worker(chosen: "Settings", what: Callable[["Desk", Say], None], pipe: int) -> None:
    """The life of a forked worker; never returns."""
    from desk_app.bootstrap import Desk

    def say(kind: str, subject: str, kept: str) -> None:
        os.write(pipe, f"{json.dumps([kind, subject, kept])}\n".encode())

    code = 1
    try:
        with Desk(chosen) as desk:
            say("open", "", "")
            what(desk, say)
        code = 0
    except DeskError as error:
        say("stopped", str(error), "")
    except Exception as error:
        say("blunt", f"{type(error).__name__} {error}", "")
    finally:
        os._exit(code)
