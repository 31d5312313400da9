"""Whose a draft is, and a supervisor who gives it to another clerk."""

from dataclasses import replace

from desk_app.domain.applications import Draft
from desk_app.domain.clerks import SUPERVISOR
from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.parts import Parts


def receivers(parts: Parts) -> tuple[str, ...]:
    """Names of those whom who sits here may give a draft to; none for who is no supervisor."""
    if not parts.window.seat.has(SUPERVISOR):
        return ()
    from desk_app.services.signin import entering  # only here: not for every window that opens

    return tuple(clerk.name for clerk in entering.people(parts))


def hand_over(parts: Parts, draft_id: str, to: str) -> Draft:
    """Give a draft to another clerk, noted in the journal; RuleError when that can not be."""
    if not parts.window.seat.has(SUPERVISOR):
        raise RuleError("转交别人没办完的申请要负责人登录")
    if to not in receivers(parts):
        raise RuleError(f"“{to}”不能在这个窗口登录,请另选一位")
    draft = parts.store.drafts.one(draft_id)
    if draft is None:
        raise RuleError("这件草稿不在了,请刷新后再看")
    if draft.clerk == to:
        raise RuleError(f"这件本来就是{to}的")
    given = replace(draft, clerk=to)
    parts.store.drafts.keep(given)
    told = f"把{draft.clerk}的转给{to}" if draft.clerk else f"转给{to}"
    ledger.note_read(parts, parts.window.who, ReadKind.HANDED_OVER, Subject(DRAFT, draft_id), told)
    return given
