"""The rights of applicants: what is held on them is told, corrected, deleted (个人信息保护法 44–47)."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Final
from uuid import uuid4

from desk_app.domain.applications import Application, Draft, SendState
from desk_app.domain.events import Event, Subject
from desk_app.domain.finding import PERSON
from desk_app.domain.held import CORRECTED, ERASED, Erasure, GivenLine, HeldItem, HeldOnPerson, ReadLine
from desk_app.domain.people import Person
from desk_app.domain.reads import Read, ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger, recordings
from desk_app.services.parts import Parts
from desk_app.services.proceedings import record, registers
from desk_app.services.sockets import Deed
from forms import numbers
from forms.particulars import ID_NUMBER
from forms.recordings import sized

_HOW: Final = {
    ReadKind.OPENED: "打开",
    ReadKind.SEARCHED: "查找",
    ReadKind.PRINTED: "打印",
    ReadKind.EXPORTED: "导出",
    ReadKind.UNMASKED: "看全号码",
}
_SENT: Final = {
    SendState.WAITING: "待上传",
    SendState.DELIVERED: "已收到",
    SendState.REFUSED: "被退回",
    SendState.DROPPED: "没有再送",
}
_RIGHT: Final = "本人查阅"
"""The purpose of a report where no other is said."""
_FIELDS: Final = {"name": "姓名", "phone": "电话", "id_number": "身份证号"}
_TIDY: Final = {"name": numbers.tidy_name, "phone": numbers.tidy_phone, "id_number": numbers.tidy_id}
_ARCHIVED: Final = "是档案,按本单位的档案保管期限表保管,期限没有届满不能删除"
_DONE: Final = {CORRECTED: "更正", ERASED: "删除"}


def report(parts: Parts, number: str, purpose: str = _RIGHT) -> HeldOnPerson:
    """Everything held on the person with an identity number, or on the applicant of a receipt number.

    That it was read is noted with the purpose. RuleError when nobody is known by it.
    """
    return report_on(parts, of_number(parts, number), purpose)


def report_by_id(parts: Parts, person_id: str, purpose: str) -> HeldOnPerson:
    """Everything held on a person of the book; RuleError when there is none any more."""
    person = parts.store.people.one(person_id)
    if person is None:
        raise RuleError("没有这个人的信息了,请重新查找")
    return report_on(parts, person, purpose)


def report_on(parts: Parts, person: Person, purpose: str) -> HeldOnPerson:
    """Everything held on a person, noted with the purpose; RuleError without one."""
    if not purpose.strip():
        raise RuleError("请写明做什么用")
    about = Subject(PERSON, person.id)
    text = f"个人信息清单,用途:{purpose.strip()[:80]}"
    ledger.note_read(parts, parts.window.who, ReadKind.OPENED, about, text)
    numbers = _numbers(parts, person)
    applications, drafts = _applications(parts, numbers), _drafts(parts, numbers)
    subjects = (about, *(a.subject for a in applications))
    reads = sorted((r for s in subjects for r in parts.store.journal.of(s)), key=lambda r: r.at)
    return HeldOnPerson(
        person,
        numbers,
        tuple(_held(parts, person, applications, drafts)),
        tuple(given for a in applications for given in _given(parts, a)),
        tuple(map(_read, reads)),
        tuple(_changed(e) for e in parts.store.events.about(about) if e.act in _DONE),
    )


def of_number(parts: Parts, number: str) -> Person:
    """The person with an identity number, or the applicant of a receipt number; RuleError for nobody."""
    said = number.strip().upper()
    found = parts.store.people.by_number(said)
    if found is None:
        exact = [a for a in parts.store.applications.search(said, 5) if a.number == said]
        if exact:
            found = parts.store.people.by_number(str(exact[0].answers.get(ID_NUMBER, "")))
    if found is None and (drafts := _drafts(parts, (said,))):  # a deletion was broken off before them
        told = {name: str(drafts[0].answers.get(name, "")) for name in ("name", "phone")}
        found = Person(uuid4().hex, told["name"], said, told["phone"])
    if found is None:
        raise RuleError("本窗口没有这个人的信息,请核对身份证号或回执编号")
    return found


def correct(parts: Parts, person: Person, reason: str, **values: str) -> tuple[str, ...]:
    """Correct a person's name, phone or identity number, noted without the values; returns what was changed.

    What stands in an accepted application is corrected by 更正, which the applicant signs. RuleError
    without a reason, for a value that a form would not take, or for a number that is another person's.
    """
    tidied = {name: _TIDY[name](value) for name, value in values.items() if value}
    wrong = {name: value for name, value in tidied.items() if value != getattr(person, name)}
    if not reason.strip():
        raise RuleError("请写明更正的原因")
    for name, value in wrong.items():
        if fault := _fault(parts, name, value):
            raise RuleError(f"{_FIELDS[name]}没有改:{fault}")
    if not wrong:
        raise RuleError("没有要更正的内容:和现在的一样")
    people = parts.store.people
    if number := wrong.get("id_number"):
        people.renumber(person.id, number, parts.clock.today())
    told = {"name": person.name, "phone": person.phone} | {k: v for k, v in wrong.items() if k != "id_number"}
    people.keep(Person(person.id, told["name"], wrong.get("id_number", person.id_number), told["phone"]))
    said = tuple(_FIELDS[name] for name in wrong)
    parts.store.events.record(Deed((_event(parts, person, CORRECTED, said, reason),)))
    return said


def _fault(parts: Parts, name: str, value: str) -> str | None:
    """What is wrong with a corrected value, in a sentence; None for a sound one."""
    match name:
        case "name":
            return numbers.name_fault(value)
        case "phone":
            return numbers.phone_fault(value)
        case _:
            return numbers.id_fault(value, parts.clock.today())


def erase(parts: Parts, person: Person, reason: str) -> Erasure:
    """Delete what may be deleted of a person; what has to be kept is told with its ground.

    Drafts go with their pictures, and what the county told. Where no application was accepted the person's
    own row goes too. What a full disk left undone is done when it is called again: the event is kept with the
    person's row, and drafts that are left find it by the number. RuleError without a reason.
    """
    if not reason.strip():
        raise RuleError("请写明删除的原因")
    numbers = _numbers(parts, person)
    applications, drafts = _applications(parts, numbers), _drafts(parts, numbers)
    gone = [f"没有办完的申请{len(drafts)}件和它们的图片"] if drafts else []
    if parts.store.roster.forget(numbers):
        gone.append("导入的名册中的一行")
    if rows := parts.store.surveyed.forget(numbers):
        gone.append(f"动态更新名单中的{rows}行")
    told = tuple(gone)
    gone += parts.store.people.erase(
        person.id, lambda words: _event(parts, person, ERASED, (*told, *words), reason)
    )
    for draft in drafts:
        parts.store.drafts.drop(draft.id)
    kept = tuple(f"申请 {a.number}:{_ARCHIVED}" for a in applications)
    if parts.store.people.one(person.id) is not None:
        kept += ("姓名和身份证号:还有办件或登记要用它们对人",)
    parts.store.pages.settle()
    return Erasure(tuple(gone), kept)


def _event(parts: Parts, person: Person, act: str, what: tuple[str, ...], reason: str) -> Event:
    payload = {"what": "、".join(what) or "没有可以删除的", "reason": reason.strip()[:100]}
    return Event(str(uuid4()), parts.clock.now(), parts.window.who, Subject(PERSON, person.id), act, payload)


def _numbers(parts: Parts, person: Person) -> tuple[str, ...]:
    known = (n.id_number for n in parts.store.people.numbers(person.id))
    return tuple(dict.fromkeys((person.id_number, *known)))


def _applications(parts: Parts, numbers: tuple[str, ...]) -> tuple[Application, ...]:
    found = {a.id: a for n in numbers for a in parts.store.applications.of_person(n)}
    return tuple(sorted(found.values(), key=lambda a: a.accepted_at))


def _drafts(parts: Parts, numbers: tuple[str, ...]) -> tuple[Draft, ...]:
    return tuple(d for d in parts.store.drafts.all() if d.answers.get(ID_NUMBER) in numbers)


def _held(
    parts: Parts, person: Person, applications: tuple[Application, ...], drafts: tuple[Draft, ...]
) -> Iterator[HeldItem]:
    first = min((a.accepted_at for a in applications), default=None)
    until = "随最后一件办件保管" if applications else "没有办完的申请删除时一起删除"
    yield HeldItem("姓名、身份证号、电话", first, "办理申请时核对是谁", until)
    for a in applications:
        titles = "、".join(m.title for m in a.matters)
        yield HeldItem(
            f"申请 {a.number}:{titles},{len(a.answers)}项内容", a.accepted_at, "办理申请", _ARCHIVED
        )
        if a.pages:
            yield _pictures(parts, a)
    for draft in drafts:
        text = f"没有办完的申请,{len(draft.answers)}项内容,{len(draft.pages)}页图片"
        days = parts.keeping.drafts
        yield HeldItem(text, draft.updated_at, "等申请人继续办理", f"{days}天没有动就删除")
    yield from _registered(parts, person)
    yield from _households(parts, person)
    for number in _numbers(parts, person):
        if row := parts.store.roster.one(number):
            yield HeldItem(f"导入的名册中的一行,{len(row.values)}项内容", None, "政策找人", "名册换新时去掉")
    told = parts.store.told.of(person.id_number)
    if told is not None:
        yield HeldItem("区县告诉的持证和补贴情况", told.asked_at, "核对是否符合条件", until)


def _registered(parts: Parts, person: Person) -> Iterator[HeldItem]:
    """The records of registers that are about the person, or are found by a number of theirs."""
    found = {p.id: p for p in parts.store.proceedings.about(Subject(PERSON, person.id))}
    for law in registers(parts):
        for number in _numbers(parts, person):
            found |= {p.id: p for p in parts.store.proceedings.listed(law.id, query=number, limit=None)}
    for each in sorted(found.values(), key=lambda p: p.began_at):
        law = parts.law.procedure(each.pack_digest, each.procedure)
        what = f"{law.title} {each.number}:{law.state(each.state).word},{len(each.facts)}项内容"
        shown = record(parts, parts.window.who, each.id)
        if kept := recordings.of_record(shown) if shown else ():
            what += f",录像、录音{len(kept)}个({sized(sum(k.recording.size for k in kept))},只在本窗口)"
        yield HeldItem(what, each.began_at, f"办理{law.title}", _ARCHIVED)


def _households(parts: Parts, person: Person) -> Iterator[HeldItem]:
    for member in parts.store.households.ever(person.id):
        now = "" if member.until is None else f",到{member.until.isoformat()}"
        since = datetime.combine(member.since, time(), parts.clock.now().tzinfo)
        yield HeldItem(f"户的成员({member.relation}{now})", since, "核对家庭情况", "随户的登记保管")


def _pictures(parts: Parts, application: Application) -> HeldItem:
    held = parts.store.pages.held([p.id for p in application.pages])
    where = f",其中{held.away}页只在区县" if held.away else ""
    until = f"区县收到后在本窗口{parts.keeping.pages}天,之后只在区县"
    return HeldItem(
        f"申请材料图片{held.here + held.away}页{where}", application.accepted_at, "申请材料", until
    )


def _given(parts: Parts, application: Application) -> Iterator[GivenLine]:
    for letter in parts.store.outbox.letters(application.subject):
        pages = f",图片{len(letter.files)}页" if letter.files else ""
        what = "申请" if letter.opens else "补交的材料" if letter.material else "办理情况"
        how = _SENT.get(SendState(letter.state), letter.state)
        yield GivenLine("区县", letter.created_at, f"{application.number} {what}{pages}", how)


def _read(read: Read) -> ReadLine:
    return ReadLine(read.who.person or "命令", read.at, _HOW.get(read.how, "查看"), read.text)


def _changed(event: Event) -> ReadLine:
    return ReadLine(event.who.person, event.at, _DONE[event.act], str(event.payload.get("what", "")))
