"""An application begun at the counter from a record of a register: for its person, with its matters."""

from dataclasses import replace
from typing import Any, Final

from desk_app.domain.applications import Draft
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
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
    chosen = found.facts.get(act.application) or ()
    matters = tuple(m for m in pack.matters if m in chosen and pack.matters[m].collected)
    carried = tuple(e for e in answers if e not in _SHOWN)
    return replace(fresh, answers=answers, chosen=matters, carried=carried)


def _answers(pack: Pack, found: Proceeding) -> dict[str, Value]:
    """What the record knows of the person that may stand in a form before anybody is asked."""
    lasting = {e.id for e in pack.elements.values() if e.lasting}
    return {
        k: _value(v) for k, v in found.facts.items() if v not in ("", (), []) and k in {*_SHOWN, *lasting}
    }


def _value(held: Any) -> Value:
    return tuple(held) if isinstance(held, list) else held if isinstance(held, bool) else str(held)
