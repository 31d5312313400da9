"""An application begun at the counter from a record of a register: for its person, with its matters."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from desk_app.domain.applications import Application, Draft
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import DeskError, RuleError
from desk_app.services import proceedings
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from forms.pack import Pack
from forms.particulars import CERTIFICATE, ID_NUMBER, NAME
from forms.procedures import Act
from forms.schema import Value

_SHOWN: Final = (NAME, ID_NUMBER, CERTIFICATE)
"""What is read from the cards: the clerk compares it with them anyway."""


def begin(parts: Parts, proceeding_id: str, act_code: str) -> Draft:
    """Do an act that begins an application (``Act.application``) and keep its draft; returns the draft.

    Name and numbers are typed in already; lasting answers are carried over, each to be confirmed; whatever
    decides a matter is asked of the person anew. RuleError when the act is not possible: then no draft stays.
    """
    found = parts.store.proceedings.one(proceeding_id)
    law = parts.law.procedure(found.pack_digest, found.procedure) if found else None
    act = law.act(act_code) if law else None
    if found is None or act is None or not act.application:
        raise RuleError("没有这条记录,或不能由它开始办理,请刷新后再看")
    draft = _draft(parts, found, act)
    parts.store.drafts.keep(draft)
    try:
        proceedings.act(parts, parts.window.who, proceeding_id, act_code, {})
    except RuleError:
        parts.store.drafts.drop(draft.id)
        raise
    return draft


def _draft(parts: Parts, found: Proceeding, act: Act) -> Draft:
    fresh, pack = inform.new_draft(parts), parts.pack
    answers = _answers(pack, found)
    matters = tuple(_matters(pack, found.facts.get(act.application) or ()))
    carried = tuple(e for e in answers if e not in _SHOWN)
    return replace(fresh, answers=answers, chosen=matters, carried=carried, begun_from=found.id)


def _matters(pack: Pack, said: Any) -> Iterator[str]:
    """The matters that are chosen, or that a text names."""
    for matter in (m for m in pack.matters.values() if m.collected):
        names = (matter.title, matter.short) if isinstance(said, str) else (matter.id,)
        if any(name and name in said for name in names):
            yield matter.id


def tell(parts: Parts, application: Application) -> None:
    """Note the receipt number on the record an application was begun from, where an act of it takes one.

    The application stands whatever comes of it: the record may be out on a laptop, or over.
    """
    found = parts.store.proceedings.one(application.begun_from) if application.begun_from else None
    if found is None:
        return
    with suppress(DeskError):
        law, who = parts.law.procedure(found.pack_digest, found.procedure), parts.window.who
        for act in (a for a in law.offers(found.state, who.role) if a.receipt):
            proceedings.act(parts, who, found.id, act.code, {act.receipt: application.number})
            return


def _answers(pack: Pack, found: Proceeding) -> dict[str, Value]:
    """What the record knows of the person that may stand in a form before anybody is asked."""
    lasting = {e.id for e in pack.elements.values() if e.lasting}
    return {
        k: _value(v) for k, v in found.facts.items() if v not in ("", (), []) and k in {*_SHOWN, *lasting}
    }


def _value(held: Any) -> Value:
    return tuple(held) if isinstance(held, list) else held if isinstance(held, bool) else str(held)
