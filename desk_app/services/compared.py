"""What was named one by one is held against what should be there (盘点), as an act's ``compares`` says."""

from collections.abc import Mapping
from typing import Any, Final

from desk_app.domain.proceedings import Proceeding
from desk_app.services import linked
from desk_app.services.parts import Parts
from forms import phrases
from forms.procedures import Act, Procedure
from forms.record_kinds import Link

_FOUND: Final = "扫到了"
_LACKING: Final = "没有扫到"


def completed(parts: Parts, code: str, found: Proceeding, values: Mapping[str, Any]) -> dict[str, Any]:
    """What an act on a record is given, with what other records know and what was found."""
    law = parts.law.procedure(found.pack_digest, found.procedure)
    act = law.act(code)
    if act is None:
        return dict(values)
    told = linked.completed(parts, act, found.facts, values, found.subject)
    return {**told, **differences(parts, law, act, found)}


def differences(parts: Parts, law: Procedure, act: Act, found: Proceeding) -> Mapping[str, Any]:
    """How many records were named, how many are missing, how many stand elsewhere, and each of the last two.

    Nothing for an act that compares nothing.
    """
    link, named = _named(parts, law, act, found)
    if link is None:
        return {}
    there = parts.store.proceedings.listed(link.register, link.expects, limit=None)
    missing = [p for p in there if p.id not in named]
    elsewhere = [p for p in named.values() if p.state not in link.expects]
    told = [_line(parts, p, _LACKING) for p in missing] + [_line(parts, p, _FOUND) for p in elsewhere]
    counts = {"counted": len(named), "missing": len(missing), "elsewhere": len(elsewhere)}
    return {**{name: str(count) for name, count in counts.items()}, "differences": tuple(told)}


def _named(
    parts: Parts, law: Procedure, act: Act, found: Proceeding
) -> tuple[Link | None, Mapping[str, Proceeding]]:
    """The link of the act that named them, and the records it named, by id."""
    first = law.act(act.compares)
    link = next((each for each in first.links if each.expects), None) if first else None
    if link is None:
        return None, {}
    done = (e for e in parts.store.events.of(found.id) if e.act == act.compares and not e.void)
    numbers = dict.fromkeys(n for e in done for n in linked.numbers(link.by, e.payload))
    return link, {p.id: p for p in (linked.numbered(parts, link.register, n) for n in numbers)}


def _line(parts: Parts, each: Proceeding, seen: str) -> Mapping[str, str]:
    law = parts.law.procedure(each.pack_digest, each.procedure)
    word = parts.law.shown(each.pack_digest, each.procedure, each.state).word
    title = phrases.fill(law.label, {"number": each.number, **each.facts})
    return {"number": each.number, "title": title, "book": word, "seen": seen}
