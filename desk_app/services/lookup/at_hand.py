"""Finds one record for a command by number, name or phone: an application, or a record of a register."""

from collections.abc import Sequence
from typing import Final

from desk_app.domain import keys
from desk_app.domain.applications import APPLICATION, Application
from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.domain.reads import ReadKind
from desk_app.errors import WorldError
from desk_app.services import ledger, proceedings
from desk_app.services.lookup import finding
from desk_app.services.lookup.finding import Found, Hit
from desk_app.services.parts import Parts
from desk_app.services.proceedings import Record

Holder = Application | Record
_MOST: Final = 10
"""Records that a sentence lists."""


def one(parts: Parts, asked: str) -> Holder:
    """The one record a number means: receipt, office or register number, hyphens and width aside.

    A name, phone or identity number does too where only one record has it. WorldError says what was looked
    for, lists several, or says why it can not be read. A search by anything but a number is noted.
    """
    if (held := proceedings.record(parts, parts.window.who, asked.strip())) and held.procedure.register:
        return held  # by its id: two may have one number
    found = finding.find(parts, asked, _MOST)
    hits = (*found.applications, *found.records)
    exact = [hit for hit in hits if keys.normal(asked) in map(keys.normal, _numbers(parts, hit))]
    if not exact:
        ledger.note_read(parts, parts.window.who, ReadKind.SEARCHED, Subject("register", "command"))
    chosen = exact or hits
    if len(chosen) == 1:
        return _read(parts, chosen[0])
    raise WorldError(_several(chosen, found) if chosen else _none(found, asked))


def unreadable(parts: Parts, hit: Hit) -> str:
    """One sentence when a draft or an application that was found is damaged; else empty."""
    if hit.kind == APPLICATION and parts.store.applications.one(hit.id) is None:
        name = hit.number or hit.label or "这件办件"
        return f"{name}的内容读不出来,可能已损坏;请联系管理员用 desk-app book check 核对,从备份里找回"
    if (
        hit.kind == DRAFT
        and parts.store.drafts.one(hit.id) is None
        and parts.store.search.holds_draft(hit.id)
    ):
        whose = f"{hit.label}的" if hit.label else ""
        return f"{whose}这件没写完的申请读不出来,可能已损坏;请联系管理员从备份里找回,或重新填写"
    return ""


def subject_of(holder: Holder) -> Subject:
    """The subject under which reads of it are noted."""
    return holder.subject if isinstance(holder, Application) else holder.proceeding.subject


def number_of(holder: Holder) -> str:
    """The number people call it by; for a register without numbers the id."""
    if isinstance(holder, Application):
        return holder.number
    return holder.proceeding.number or holder.proceeding.id


def _numbers(parts: Parts, hit: Hit) -> tuple[str, ...]:
    """The numbers of one record, and its id."""
    taken = parts.store.applications.one(hit.id) if hit.kind == APPLICATION else None
    return (hit.number, hit.id, *([taken.office_number] if taken and taken.office_number else ()))


def _read(parts: Parts, hit: Hit) -> Holder:
    read = (
        parts.store.applications.one(hit.id)
        if hit.kind == APPLICATION
        else proceedings.record(parts, parts.window.who, hit.id)
    )
    if read is None:
        raise WorldError(
            f"{hit.number or hit.label}的内容读不出来,可能已损坏;请用 desk-app book check 核对,从备份里找回"
        )
    return read


def _several(hits: Sequence[Hit], found: Found) -> str:
    same = len({hit.number for hit in hits}) < len(hits)  # two have one number: their ids tell them apart
    told = "、".join(_told(hit, same=same) for hit in hits[:_MOST])
    more = "等" if found.more or len(hits) > _MOST else ""
    return f"找到不止一件,请写明{'记录号' if same else '编号'}:{told}{more}"


def _told(hit: Hit, *, same: bool) -> str:
    state = f",{hit.state.word}" if hit.state else ""
    return f"{hit.id if same else hit.number or hit.id}({hit.label}{state})"


def _none(found: Found, asked: str) -> str:
    if found.drafts:
        return f"“{asked.strip()[:24]}”只有还没有受理的草稿,草稿没有编号;请在窗口里打开它,受理后再用命令"
    return found.nothing or f"“{asked.strip()[:24]}”没有办件或登记,只有人的资料"
