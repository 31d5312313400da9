"""The law an application goes by: the pack it began with, also when another is in force by now."""

from typing import Final

from desk_app.domain.applications import APPLICATION, MATTER, Application, Draft, MatterState
from desk_app.domain.proceedings import word_of
from desk_app.services.parts import Parts
from forms.pack import Pack
from forms.procedures import Procedure, State

GRANTED: Final = (MatterState.CONCLUDED, MatterState.SENT, MatterState.HANDED_OVER, MatterState.KEPT)
"""States of a matter that was granted."""


def of(parts: Parts, digest: str) -> Pack:
    """The pack of a digest; the one in force when that pack is not kept here."""
    return parts.packs.of(digest) or parts.pack


def matter(parts: Parts, digest: str) -> Procedure:
    """The procedure that every matter of an application runs by."""
    return parts.law.procedure(digest, MATTER)


def is_open(parts: Parts, application: Application) -> bool:
    """Whether something is still to come for any matter of an application."""
    procedure = matter(parts, application.pack_digest)
    return any(procedure.state(m.state).open for m in application.matters)


def lost(parts: Parts, application: Application) -> frozenset[str]:
    """The matters that are over without a result: refused, ended or taken back."""
    procedure = matter(parts, application.pack_digest)
    over = (m for m in application.matters if not procedure.state(m.state).open)
    return frozenset(m.matter for m in over if m.state not in GRANTED)


def going_on(parts: Parts, holder: Draft | Application) -> tuple[str, ...]:
    """The chosen matters that are not over without a result; of a draft all."""
    over = lost(parts, holder) if isinstance(holder, Application) else frozenset()
    return tuple(m for m in holder.chosen if m not in over)


def standing(parts: Parts, application: Application) -> State:
    """The state an application shows in lists, made of its own and its matters' states (see ``word_of``)."""
    own = parts.law.procedure(application.pack_digest, APPLICATION)
    child = matter(parts, application.pack_digest)
    procedure, code = word_of(own, application.sent, child, [m.state for m in application.matters])
    return parts.law.shown(application.pack_digest, procedure.id, code)


def words(parts: Parts, draft: Draft) -> tuple[str, str]:
    """Tone and sentence for a draft that began under other rules than those in force; else both empty."""
    pack, current = of(parts, draft.pack_digest), parts.pack
    if pack.digest != draft.pack_digest:
        return "caution", "上次填写后事项规则已更新,请把各步再核对一遍"
    if pack is current:
        return "", ""
    if pack.version == current.version:
        return "info", f"本件按开始时的规则办理(规则改过,版本号仍是 {current.version})"
    return "info", f"本件按 {pack.version} 版规则办理(现行 {current.version} 版)"
