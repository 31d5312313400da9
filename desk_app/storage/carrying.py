"""The Carrying socket: records go out with a laptop in one encrypted file, and come back in one."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.domain.applications import SendState
from desk_app.domain.carrying import CarriedIn, Journey, Lease, Marked, Outgoing, PackageLetGo, home_code
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding, walk
from desk_app.errors import DeskError, RuleError
from desk_app.services.sockets import Deed
from desk_app.storage import (
    carried_files,
    carried_rows,
    keeping_keys,
    leases,
    letting_go,
    packages,
    parcel,
    tables,
)
from desk_app.storage.carried_rows import Rows
from desk_app.storage.damage import sift
from desk_app.storage.desk import NEWS, BookBase, counter, write
from desk_app.storage.parcel import ParcelPart
from forms import moments
from forms.procedures import SYSTEM
from forms.recordings import Recording

_CARRIED, _MARK, _LETTER = tables.carried, tables.carried_event, tables.letter
_BODY, _OUT, _PAPER = "rows", "out", "paper/"
"""Names of the entries of a parcel."""
_PACKAGES: Final = "packages"
"""What of its first entry names the packages that come home in it."""
_ELSEWHERE: Final = "这是区划{region}的外出包,不是本区县({here})的,没有带入"
_OTHER_WINDOW: Final = "这个外出包是带给{window}号窗口的,这台电脑是{here}号窗口,没有带入"
_NOT_OURS: Final = "这个外出包不是从这里带出的,没有带入。请拿到带出它的那个窗口"
_OWN: Final = "这是这台电脑自己带回的文件,没有带入,也没有清除码。请拿到窗口带入"
_NO_PACK: Final = "这台电脑没有这批记录所用的业务定义,没有带入。请先把业务定义更新到和窗口一样"
_OUT_ALREADY: Final = "{number}已经{told},不能再带出一次;要换人去,请先收回并写明原因"
_NOT_HOME: Final = (
    "清除码和这台电脑上的不一样,没有清除。写成文件以后又办过事的,请再带回一次,用窗口带入时新给的清除码"
)
_DRAFTS: Final = "这台电脑上还有{count}件没有办完的申请,没有清除。请先办完再带回,或者放弃"
_COUNTY_FIRST: Final = "区县平台已经按窗口的结果收下,不能改取带回的结果。请按区县的结果办,或在窗口上更正"
_DROPPED: Final = "窗口没有取这个结果,这封信不送"


class BookCarrying:
    """The Carrying socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    # ---- out ---------------------------------------------------------------------------------

    def out(self, wanted: Outgoing, path: Path, phrase: str, whose: dict[str, str]) -> tuple[Proceeding, ...]:
        """Write records into a parcel, and note that they are out unless they go back with it.

        ``whose`` names by record whose data it is. RuleError when one of them is out already, WorldError
        where their recordings have no room.
        """
        journey, written = wanted.journey, False
        try:
            with self._desk.db.writing() as db:
                found = carried_rows.family(db, wanted.proceedings)
                if not journey.back:
                    self._lend(db, wanted, found, whose)
                rows = carried_rows.gather(db, found)
                files = carried_files.travelling(self._desk, db, rows, path)
                entries = self._entries(db, wanted, rows, files)
                parcel.write(path, journey, phrase, entries, recordings=bool(files))
                written = True
        except DeskError:
            if written:  # what is not noted as out shall not lie about as if it were
                path.unlink(missing_ok=True)
            raise
        return found

    def _lend(
        self, db: Connection, wanted: Outgoing, found: Sequence[Proceeding], whose: dict[str, str]
    ) -> None:
        journey, numbers = wanted.journey, {p.id: p.number for p in found}
        for lease in leases.held(db, list(numbers), out=True):
            raise RuleError(_OUT_ALREADY.format(number=numbers[lease.proceeding], told=lease.told))
        made = (journey.window, wanted.person, journey.made_at, wanted.back_by)
        leases.put(db, [Lease(journey.package, p.id, *made, whose.get(p.id, "")) for p in found])

    def _entries(
        self, db: Connection, wanted: Outgoing, rows: Rows, files: Sequence[Recording]
    ) -> Iterator[ParcelPart]:
        held = packages.working(db) if wanted.journey.back else ()
        out_at = min((p.out_at for p in held), default=wanted.journey.made_at)
        told = {"pack": wanted.pack, "out_at": out_at.isoformat(), "person": wanted.person}
        told["back_by"] = wanted.back_by.isoformat()
        yield ParcelPart(_OUT, json.dumps(told | {_PACKAGES: [p.package for p in held]}).encode())
        yield ParcelPart(_BODY, rows.text().encode())
        yield from carried_files.entries(self._desk, db, rows, files)
        for name, content in wanted.papers:
            yield ParcelPart(f"{_PAPER}{name}", content)

    def new_since(self) -> tuple[str, ...]:
        """The records of every package on this laptop, and all that was begun here since the first came."""
        with self._desk.db.reading() as db:
            return packages.new_since(db)

    def working_set(self) -> Journey | None:
        """The package that came to this laptop last; None at a window that stays."""
        with self._desk.db.reading() as db:
            held = packages.working(db)
        if not held:
            return None
        last = held[-1]
        return Journey(last.package, last.file, False, "", last.window, last.out_at)

    def let_go(self, package: str, code: str, event: Event) -> PackageLetGo:
        """Delete what a laptop holds of its packages once ``code`` is their ``home_code``; an event notes it.

        ``package`` is the one that came last, under whose name all of them went home.

        The chain of events stays, with its digests. RuleError when the hall does not have all of it, or a
        draft is left.
        """
        with self._desk.db.writing() as db:
            if left := db.execute(select(func.count()).select_from(tables.draft)).scalar_one():
                raise RuleError(_DRAFTS.format(count=left))
            held = packages.working(db)
            found = carried_rows.family(db, packages.new_since(db))
            rows = carried_rows.gather(db, found)
            if home_code(package, [e.id for e in rows.events]) != code:
                raise RuleError(_NOT_HOME)
            pages = carried_rows.pages_of(db, rows)
            files = self._desk.recordings.of_events(db, [e.id for e in rows.events])
            people = letting_go.let_go(db, found, rows)
            gone = PackageLetGo(packages.since(held), len(found), len(rows.applications), people)
            packages.let_go(db)
            counts = {name: getattr(gone, name) for name in ("records", "applications", "people")}
            told = counts | {"code": code, "since": gone.since.isoformat()}
            write(db, self._desk.law, Deed((replace(event, payload=told),)))
        self._desk.pages.used(pages)  # no draft waits for them
        self._desk.recordings.used(files)
        return gone

    def last_gone(self) -> str:
        """The package under whose name this laptop let go of its records last; empty where it never did."""
        with self._desk.db.reading() as db:
            return packages.last_gone(db)

    # ---- in ----------------------------------------------------------------------------------

    def take(self, path: Path, phrase: str, region: str, window: str, now: datetime) -> CarriedIn:
        """Take a parcel in, whole or not at all; the same one twice is taken once.

        RuleError for one of another county, window or key, for one that is torn or was changed, and where the
        laptop lacks the definition pack of its records.
        """
        journey = parcel.journey_of(path)
        self._check_place(journey, region, window)
        parcel.check(path, phrase)
        papers: list[tuple[str, bytes]] = []
        with parcel.reading(path, phrase) as entries:
            out, body = next(entries), next(entries)
            told, rows = json.loads(out.content), _rows(body)
            if journey.back and not self._is_ours(journey, rows, window):
                raise RuleError(_NOT_OURS)
            if not journey.back and self._desk.law.packs.of(told["pack"]) is None:
                raise RuleError(_NO_PACK)
            for entry in entries:
                if not carried_files.take(self._desk, entry):
                    papers.append((entry.name.removeprefix(_PAPER), entry.content))
        with self._desk.db.writing() as db:
            return self._put(db, journey, told, rows, now, tuple(papers))

    def _check_place(self, journey: Journey, region: str, window: str) -> None:
        if journey.region != region:
            raise RuleError(_ELSEWHERE.format(region=journey.region, here=region))
        if not journey.back and journey.window != window:
            raise RuleError(_OTHER_WINDOW.format(window=journey.window, here=window))
        if journey.back and journey.window == window:
            raise RuleError(_OWN)

    def _is_ours(self, journey: Journey, rows: Rows, window: str) -> bool:
        """Whether what comes back went out here, also before this book was restored from an older backup.

        Then nothing tells of its way out, and that a record of it was begun at this window has to do.
        """
        with self._desk.db.reading() as db:
            if leases.held(db, package=journey.package, out=False):
                return True
            first = {e.proceeding: e.who.window for e in reversed(rows.events)}
            return window in first.values() and not packages.working(db)

    def _put(
        self,
        db: Connection,
        journey: Journey,
        told: dict[str, Any],
        rows: Rows,
        now: datetime,
        papers: tuple[tuple[str, bytes], ...],
    ) -> CarriedIn:
        known = select(_CARRIED.c.file).where(_CARRIED.c.file == journey.file)
        rows, twice = carried_rows.apart(db, rows)
        whole = journey.back and not twice
        code = home_code(journey.package, [e.id for e in rows.events]) if whole else ""
        if db.execute(known).first() is not None:
            return CarriedIn(journey, again=True, papers=papers, code=code, twice=twice)
        since = db.execute(select(func.coalesce(func.max(EVENT.c.seq), 0))).scalar_one()
        fresh = self._append(db, rows, back=journey.back)
        carried_rows.put_people(db, rows)
        taken = carried_rows.put_applications(db, rows)
        marks = list(self._marks(db, journey, told, rows, fresh, now)) if journey.back else []
        letters = carried_rows.put_letters(db, _held_back(rows, marks))
        if marks:
            db.execute(insert(_MARK), marks)
        values = {"file": journey.file, "package": journey.package, "back": int(journey.back)}
        out = moments.read(told["out_at"])
        values |= {"counter": journey.window, "out_at": out.isoformat(), "at": now.isoformat()}
        db.execute(insert(_CARRIED).values(**values, since=since + len(fresh)))
        self._lease(db, journey, rows, told, now)
        beside, doubtful = (sum(int(m[name]) for m in marks) for name in ("beside", "doubtful"))
        same = carried_rows.same_numbers(db, rows)
        came = (rows.proceedings, len(fresh), taken, letters, beside, doubtful, papers, code, twice, same)
        return CarriedIn(journey, False, *came)

    def _append(self, db: Connection, rows: Rows, *, back: bool) -> tuple[Event, ...]:
        """Events and records that are new here, with the states they lead to.

        What comes back follows what was done here meanwhile; a working set keeps the order it had.
        """
        law, known = self._desk.law, counter(db, NEWS)
        new = spine.absent(db, rows.proceedings)
        if back:
            events = [e if e.county or e.after > known else replace(e, after=known) for e in rows.events]
        else:
            events = list(rows.events)
        moved = set(carried_rows.take_orders(db, events))
        fresh = spine.append(db, events, beginning=new)
        spine.put(db, law, [p for p in rows.proceedings if p.id in new], fresh)
        moved |= {e.proceeding for e in fresh} - new
        if not back:  # the laptop let go of some of them once
            moved |= set(carried_rows.put_payloads(db, events))
        for proceeding in sorted(moved - {""}):
            spine.settle(db, law, proceeding)
        keeping_keys.keep_records(db, law, sorted(new | moved - {""}))
        return fresh

    def _lease(
        self, db: Connection, journey: Journey, rows: Rows, told: dict[str, Any], now: datetime
    ) -> None:
        """At the hall the lease is over; on the laptop it is noted what came, so that it goes back."""
        if journey.back:
            for package in _packages(journey, told):
                leases.end(db, now, package=package)
            return
        back_by = moments.day(told.get("back_by")) or journey.made_at.date()  # older halls did not say
        made = (journey.window, told["person"], journey.made_at, back_by)
        leases.put(db, [Lease(journey.package, p.id, *made) for p in rows.proceedings])
        leases.end(db, now, package=journey.package)

    def _marks(
        self,
        db: Connection,
        journey: Journey,
        told: dict[str, Any],
        rows: Rows,
        fresh: Sequence[Event],
        now: datetime,
    ) -> Iterator[dict[str, Any]]:
        """A row for each new event that stands beside another outcome, or is dated outside the journey."""
        lent = (leases.held(db, package=package, out=False) for package in _packages(journey, told))
        out = min((lease.out_at for each in lent for lease in each), default=moments.read(told["out_at"]))
        came = {e.id for e in rows.events}
        for proceeding in dict.fromkeys(e.proceeding for e in fresh if e.proceeding):
            counted, all_of = self._counted(db, proceeding)
            others = [e.id for e in counted if e.id not in came and e.who.role != SYSTEM]
            for event in (e for e in fresh if e.proceeding == proceeding):
                beside = event.id in all_of and event.id not in {e.id for e in counted}
                doubtful = not out <= event.at <= now
                if beside or doubtful:
                    letter = next((x for x in rows.letters if event.id in json.loads(x["events"])), None)
                    yield {
                        "event": event.id,
                        "package": journey.package,
                        "proceeding": proceeding,
                        "at": event.at.isoformat(),
                        "beside": int(beside),
                        "doubtful": int(doubtful),
                        "others": json.dumps(others if beside else []),
                        "letter": json.dumps(letter) if letter and beside else "",
                        "settled": "",
                        "reason": "",
                    }

    def _counted(self, db: Connection, proceeding: str) -> tuple[list[Event], set[str]]:
        """The events of a record that count, and the ids of all that are acts of its procedure."""
        (found,) = spine.by_ids(db, [proceeding])
        law = self._desk.law.procedure(found.pack_digest, found.procedure)
        events = spine.of_proceeding(db, proceeding)
        acts = {e.id for e in events if not e.void and law.act(e.act)}
        return [event for event, _ in walk(law, events)], acts

    # ---- what is to be decided -----------------------------------------------------------------

    def leases(self, proceedings: Collection[str] = (), *, out: bool = True) -> tuple[Lease, ...]:
        """The leases of some records, or all; with ``out`` only of records that are out now."""
        with self._desk.db.reading() as db:
            return leases.held(db, proceedings, out=out)

    def take_back(self, package: str, reason: str, now: datetime) -> int:
        """End the leases of a package with a reason (收回); returns how many records are free again."""
        with self._desk.db.writing() as db:
            return leases.end(db, now, package=package, reason=reason)

    def marked(self, proceedings: Collection[str] = ()) -> tuple[Marked, ...]:
        """Events that came in and that nobody has looked at yet."""
        wanted = select(_MARK).where(_MARK.c.settled == "").order_by(_MARK.c.at)
        if proceedings:
            wanted = wanted.where(_MARK.c.proceeding.in_(proceedings))
        with self._desk.db.reading() as db:
            return tuple(map(_marked, sift(db, _MARK.name, db.execute(wanted).all())))

    def settle(self, proceeding: str, reason: str, now: datetime, *, carried: bool) -> tuple[str, ...]:
        """Decide between two outcomes: what was carried in counts, or what was done here; the other is void.

        Times in doubt are looked at with it. Returns the ids of the events that are void now. RuleError when
        the county has the outcome of the hall already and the other one is wanted.
        """
        with self._desk.db.writing() as db:
            wanted = select(_MARK).where(_MARK.c.settled == "", _MARK.c.proceeding == proceeding)
            rows = sift(db, _MARK.name, db.execute(wanted).all())
            beside = [row for row in rows if row.beside]
            others = {other for row in beside for other in json.loads(row.others)}
            dropped = others if carried else {row.event for row in beside}
            if carried:
                self._take_carried(db, beside, others)
            self._drop(db, dropped)
            spine.settle(db, self._desk.law, proceeding)
            keeping_keys.keep_records(db, self._desk.law, [proceeding])
            mine = _MARK.c.event.in_([row.event for row in rows])
            values = {"settled": now.isoformat(), "reason": reason}
            db.execute(update(_MARK).where(mine).values(**values))
            return tuple(sorted(dropped))

    def _take_carried(self, db: Connection, beside: Sequence[Row[Any]], others: set[str]) -> None:
        if any(e.county for e in spine.read(db, EVENT.c.id.in_(others))):
            raise RuleError(_COUNTY_FIRST)
        carried_rows.put_letters(db, [json.loads(row.letter) for row in beside if row.letter])

    def _drop(self, db: Connection, events: Collection[str]) -> None:
        """Make events void; their letters that were not sent yet stay here."""
        if not events:
            return
        spine.void(db, list(events))
        waiting = db.execute(select(_LETTER).where(_LETTER.c.state == SendState.WAITING)).all()
        lost = [row.id for row in waiting if set(json.loads(row.events)) & set(events)]
        values = {"state": SendState.REFUSED, "answer": _DROPPED, "seen": 1}
        db.execute(update(_LETTER).where(_LETTER.c.id.in_(lost)).values(**values))


def _packages(journey: Journey, told: Mapping[str, Any]) -> Sequence[str]:
    """The packages that come home in a file; one of an earlier version has one, and does not name it."""
    return told.get(_PACKAGES) or [journey.package]


def _rows(entry: ParcelPart) -> Rows:
    try:
        return carried_rows.read(entry.content.decode())
    except (ValueError, KeyError, TypeError) as error:
        raise RuleError(parcel.DAMAGED) from error


def _held_back(rows: Rows, marks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The letters that may go at once: one of an event beside another waits for the decision."""
    waiting = {str(mark["event"]) for mark in marks if mark["beside"]}
    return [letter for letter in rows.letters if not waiting & set(json.loads(letter["events"]))]


def _marked(row: Row[Any]) -> Marked:
    return Marked(
        row.event,
        row.proceeding,
        row.package,
        moments.read(row.at),
        bool(row.beside),
        bool(row.doubtful),
    )
