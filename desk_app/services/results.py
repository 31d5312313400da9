"""The county's answers come home: states, to-dos and the hand-over of results."""

from typing import Final

from desk_app.domain.applications import (
    Act,
    Application,
    Entry,
    MatterState,
    SendState,
)
from desk_app.domain.letters import NewsBatch, NewsKind
from desk_app.errors import RuleError
from desk_app.services import following
from desk_app.services.parts import Parts, Store, Todo

STATES: Final[dict[NewsKind, MatterState]] = {
    NewsKind.ACCEPTED: MatterState.ACCEPTED,
    NewsKind.ASSESSING: MatterState.ASSESSING,
    NewsKind.RESUMED: MatterState.ACCEPTED,
    NewsKind.CORRECTION: MatterState.CORRECTION,
    NewsKind.REFUSED: MatterState.REFUSED,
    NewsKind.CONCLUDED: MatterState.CONCLUDED,
    NewsKind.CLOSED: MatterState.CLOSED,
}


def apply(store: Store, batch: NewsBatch) -> frozenset[str]:
    """Apply news and move the cursor in one transaction; ids of applications that changed.

    The county wins for review states; news applied twice change nothing.
    """
    return store.apply_news(tuple((n, STATES[n.kind]) for n in batch.news), batch.cursor)


def todos(parts: Parts) -> tuple[Todo, ...]:
    """What a clerk has to do next, oldest first."""
    found = [t for a in parts.store.applications(limit=1000) for t in (*_todos(a), *_follows(parts, a))]
    return tuple(sorted(found, key=lambda t: t.since))


def _todos(application: Application) -> list[Todo]:
    who, since = application.name, application.accepted_at
    found = []
    if application.sent is SendState.REFUSED:
        found.append(
            Todo(
                application.id,
                f"{who}:区县退回",
                "区县没有收下这件申请,请看办件中的退回原因并联系区县",
                since,
            )
        )
    for matter in application.matters:
        if matter.state is MatterState.CORRECTION:
            found.append(Todo(application.id, f"{who}:{matter.title}待补正", matter.note, since))
        elif matter.state is MatterState.CONCLUDED:
            text = matter.note or "结果已出,请通知申请人领取或邮寄"
            found.append(Todo(application.id, f"{who}:{matter.title}可以送达", text, since))
        elif matter.state is MatterState.REFUSED:
            found.append(Todo(application.id, f"{who}:{matter.title}不予受理", matter.note, since))
    return found


def _follows(parts: Parts, application: Application) -> list[Todo]:
    """A to-do for each material that was promised and has not come (容缺)."""
    who, since = application.name, application.accepted_at
    text = "材料到了,请在办件里点“补交材料”;没有到的,请联系申请人"
    waited = following.follows(parts, application)
    return [Todo(application.id, f"{who}:{f.sentence}", text, since) for f in waited]


def hand_over(parts: Parts, application: Application, matter: str) -> None:
    """Note that a concluded matter's result is in the applicant's hands; RuleError before that."""
    case = next((m for m in application.matters if m.matter == matter), None)
    if case is None or case.state is not MatterState.CONCLUDED:
        raise RuleError("这个事项还没有办结,不能登记送达")
    entry = Entry(
        parts.clock.now(), parts.window.clerk, Act.HAND_OVER, application.id, f"{case.title}的结果已送达本人"
    )
    parts.store.hand_over(application.id, matter, entry)
