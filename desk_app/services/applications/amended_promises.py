"""What a 更正 does to what was promised in place of a proof (告知承诺).

Who corrects the promised answer does not promise it any more: before the result the promise is taken back
with the correction, and the proof is asked for as of anybody (国办发〔2020〕42号). A corrected name or number
leaves the promise, and its department checks by the new one: the applicant signs that too.
"""

from collections.abc import Iterator
from typing import Any

from desk_app.domain import undertaken
from desk_app.domain.applications import Application, MatterCase, matter_id
from desk_app.services import law
from desk_app.services.parts import Parts
from forms import undertakings
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Facts


def told(parts: Parts, pack: Pack, application: Application, before: Facts, after: Facts) -> Iterator[str]:
    """For each promise that a correction touches, one sentence that says what becomes of it."""
    labels = [pack.elements[n].label for n in (NAME, ID_NUMBER) if before.get(n) != after.get(n)]
    for case in _promising(application):
        title, facts = f"“{case.title}”", case.facts
        proof, checker = facts.get("undertaken_proof", ""), facts.get("checker", "")
        if not _denied(pack, case, before, after):
            if labels and facts.get("checked") == undertaken.PENDING:
                yield f"{title}的告知承诺继续有效,{checker}按更正后的{'、'.join(labels)}核查。"
        elif facts.get("checked") == undertaken.UNTRUE:
            yield f"{title}的承诺已经查出不实,更正不改变核查结果,仍由{checker}处理。"
        elif _is_open(parts, application, case):
            proven = f";请补交{proof}" if _still_needed(pack, case, after) else ""
            yield f"{title}的告知承诺随更正撤回,不再核查{proven}。"
        else:
            yield f"{title}已经有结果,承诺仍由{checker}核查,请把这次更正告诉{checker}。"


def withdrawn(
    parts: Parts, pack: Pack, application: Application, before: Facts, after: Facts
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """For each promise that is taken back: its proceeding, the act, and what the act is given."""
    for case in _promising(application):
        fact = _fact(pack, case)
        if case.facts.get("checked") == undertaken.UNTRUE or not _is_open(parts, application, case):
            continue
        if fact and _denied(pack, case, before, after):
            why = f"“{pack.elements[fact].label}”更正了,不再承诺原来的内容"
            given = {"promise_gone": why, "checked": undertaken.WITHDRAWN}
            yield matter_id(application.id, case.matter), undertaken.WITHDRAW, given


def _promising(application: Application) -> Iterator[MatterCase]:
    """Matters with a promise that counts, whatever was found of it."""
    found = (undertaken.PENDING, undertaken.TRUE, undertaken.UNTRUE)
    return (m for m in application.matters if m.facts.get("checked") in found and m.facts.get("undertaking"))


def _fact(pack: Pack, case: MatterCase) -> str:
    """The element that was promised; empty where the pack has no such row."""
    row = undertakings.of(pack, str(case.facts["undertaking"]))
    return row.fact if row else ""


def _denied(pack: Pack, case: MatterCase, before: Facts, after: Facts) -> bool:
    """Whether the promised answer is another one now, or none."""
    fact = _fact(pack, case)
    return bool(fact) and before.get(fact) != after.get(fact)


def _still_needed(pack: Pack, case: MatterCase, after: Facts) -> bool:
    """Whether the corrected answer is one that has to be proven, now that it is not promised any more."""
    row = undertakings.of(pack, str(case.facts["undertaking"]))
    return row is not None and undertakings.said(after.get(row.fact)) in ("", *row.values)


def _is_open(parts: Parts, application: Application, case: MatterCase) -> bool:
    return law.matter(parts, application.pack_digest).state(case.state).open
