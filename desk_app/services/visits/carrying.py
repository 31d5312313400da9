"""Records go out with a laptop and come home: the verbs of ``desk-app visits``.

A laptop is a window of its own with a book of its own. What goes out is only read at the hall until it is
carried in or taken back; what comes home is added by the ids of its events, so that nothing counts twice.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final
from uuid import uuid4

from desk_app.domain.carrying import LET_GO, PACKAGE, CarriedIn, Journey, Lease, Outgoing, PackageLetGo
from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.lookup import at_hand
from desk_app.services.parts import Parts
from desk_app.services.printing import guide
from desk_app.services.proceedings import Record
from desk_app.services.sockets import Deed
from desk_app.services.todos.todos import called
from forms import moments

BLANK_FORM: Final = "空白申请表.pdf"
_WHY: Final = "请写明原因,例如“电脑丢了”“换人去办”"


def carry_out(
    parts: Parts,
    numbers: Sequence[str],
    window: str,
    path: Path,
    phrase: str,
    back_by: date | None = None,
    papers: Sequence[tuple[str, bytes]] = (),
) -> tuple[Proceeding, ...]:
    """Carry records out to the laptop that is window ``window``; returns them with all that hangs on them.

    They are back by the next working day where nothing else is said. RuleError for a record that is out, or
    is none of a register, for a weak passphrase or a window that can not be the laptop's; WorldError when the
    file can not be written: then nothing is out.
    """
    own = parts.window.number
    if not (window.isascii() and window.isdigit() and 0 < int(window) < 100) or window == own:
        raise RuleError(f"外出电脑的窗口号写1到99里的一个数,不能和本窗口({own})一样,例如51")
    chosen = [_record(parts, number) for number in dict.fromkeys(numbers)]
    if not chosen:
        raise RuleError("请写要带出的记录的编号")
    day = back_by or parts.calendar.after(parts.clock.today(), 1)[0]
    if day < parts.clock.today():
        raise RuleError("带回的日期不能早于今天")
    journey = Journey(uuid4().hex, uuid4().hex, False, _region(parts), window, parts.clock.now())
    ids, taken = tuple(r.proceeding.id for r in chosen), [*papers, (BLANK_FORM, guide.draw_blank(parts))]
    wanted = Outgoing(journey, ids, parts.window.clerk, day, parts.pack.digest, tuple(taken))
    out = parts.store.carrying.out(
        wanted, path, phrase, {r.proceeding.id: _whose(r.proceeding) for r in chosen}
    )
    for found in out:
        _note(parts, found, ReadKind.EXPORTED, f"带出到{window}号窗口的电脑,包{journey.package[:8]}")
    return out


def carry_back(parts: Parts, path: Path, phrase: str) -> tuple[Proceeding, ...]:
    """On the laptop: write what it works on, and all that was begun since, into a file for the hall.

    RuleError where nothing was carried in.
    """
    mine = parts.store.carrying.working_set()
    if mine is None:
        raise RuleError("这台电脑没有带入过外出包;要带出,请写记录的编号和外出电脑的窗口号")
    journey = Journey(mine.package, uuid4().hex, True, _region(parts), mine.window, parts.clock.now())
    ids = parts.store.carrying.new_since()
    wanted = Outgoing(journey, ids, parts.window.clerk, parts.clock.today(), parts.pack.digest)
    back = parts.store.carrying.out(wanted, path, phrase, {})
    for found in back:
        _note(parts, found, ReadKind.EXPORTED, f"带回窗口,包{journey.package[:8]}")
    return back


def carry_in(parts: Parts, path: Path, phrase: str) -> CarriedIn:
    """Take a file in: on the laptop its working set, at the hall what was done outside.

    RuleError in one sentence for a file of another county, window or passphrase, and for a torn one.
    """
    now = parts.clock.now()
    done = parts.store.carrying.take(path, phrase, _region(parts), parts.window.number, now)
    for found in () if done.again else done.records:
        _note(parts, found, ReadKind.CHANGED, f"外出包{done.journey.package[:8]}带入")
    return done


def let_go(parts: Parts, code: str) -> PackageLetGo:
    """On the laptop: delete what it holds of its package, its files too, once the hall has all of it.

    ``code`` is what the hall was told when it took the file in. Called again with it, what a full disk left
    is done. RuleError where nothing was carried in, when something was done here since, and while a draft is
    left; WorldError when a picture can not be removed.
    """
    mine, digits = parts.store.carrying.working_set(), "".join(filter(str.isdigit, code))
    if mine is None:
        gone = _gone_before(parts, digits)
    else:
        about = Subject(PACKAGE, mine.package)
        event = Event(str(uuid4()), parts.clock.now(), parts.window.who, about, LET_GO, {})
        gone = parts.store.carrying.let_go(mine.package, digits, event)
    parts.store.pages.release()
    parts.store.recordings.release()
    parts.store.pages.settle()
    return gone


def _gone_before(parts: Parts, code: str) -> PackageLetGo:
    """What this laptop let go of by this code already; RuleError where it did not."""
    about = Subject(PACKAGE, parts.store.carrying.last_gone())
    for event in parts.store.events.about(about):
        if event.act == LET_GO and event.payload.get("code") == code:
            told = event.payload
            counts = (int(told[name]) for name in ("records", "applications", "people"))
            return PackageLetGo(moments.read(told["since"]), *counts)
    raise RuleError("这台电脑上没有带入的外出包,没有什么要清除")


def take_back(parts: Parts, number: str, reason: str) -> Lease:
    """End the lease of a record, and of all that went out with it, without its file (收回).

    RuleError without a reason, or for a record that is not out.
    """
    found, why = _record(parts, number).proceeding, " ".join(reason.split())
    if not why:
        raise RuleError(_WHY)
    for lease in parts.store.carrying.leases([found.id]):
        with_it = [x for x in parts.store.carrying.leases() if x.package == lease.package]
        parts.store.carrying.take_back(lease.package, why[:100], parts.clock.now())
        for each in with_it:
            if one := parts.store.proceedings.one(each.proceeding):
                _note(parts, one, ReadKind.CHANGED, f"外出包{lease.package[:8]}收回")
        return lease
    raise RuleError(f"{found.number}没有在外面,不用收回")


def settle(parts: Parts, number: str, reason: str, *, carried: bool) -> int:
    """Decide which of two outcomes counts, and that times in doubt were looked at; returns how many are void.

    RuleError without a reason, where nothing is to be decided, or where the county has the other already.
    """
    found, why = _record(parts, number).proceeding, " ".join(reason.split())
    if not why:
        raise RuleError("请写明为什么取这个结果")
    marked = parts.store.carrying.marked([found.id])
    if not marked:
        raise RuleError(f"{found.number}没有要定的结果")
    now, two = parts.clock.now(), any(mark.beside for mark in marked)
    void = parts.store.carrying.settle(found.id, why[:100], now, carried=carried)
    taken = f"两个结果取{'带回的' if carried else '窗口的'}" if two else "时间核对过"
    told = {ledger.WORD: "核对", ledger.LINE: f"{taken}:{why[:100]}", ledger.DROPPED: list(void)}
    event = Event(str(uuid4()), now, parts.window.who, found.subject, "settle_carried", told, found.id)
    parts.store.events.record(Deed((event,)))
    return len(void)


def _record(parts: Parts, number: str) -> Record:
    found = at_hand.one(parts, number)
    if not isinstance(found, Record) or not found.procedure.register:
        raise RuleError(f"{number}不是登记里的记录,不能带出;办件由带出的记录在上门时受理")
    return found


def _whose(found: Proceeding) -> str:
    """Name and end of the number of whose data a record is, for the day the laptop is lost."""
    return called(str(found.facts.get("name", "")), str(found.facts.get("id_number", "")))


def _region(parts: Parts) -> str:
    return parts.pack.hall.region_code


def _note(parts: Parts, found: Proceeding, how: ReadKind, text: str) -> None:
    ledger.note_read(parts, parts.window.who, how, found.subject, text)
