"""No dead loops: whoever is sent to another matter can take it, for the same facts (附件2第十四条)."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import pytest

from desk_app.commands import people
from desk_app.commands.people import DAY, HELD
from forms import judging, loader, rules
from forms.schema import Facts, Finding, Outcome, Value

PACK = loader.shipped()
SHOWN = 8
LATER = ("年后", "以后")
"""Words of a step that can be taken only later: it names a matter and leads to none now."""
ASKED_THEN = ("renew_reason",)
"""Asked only of those who choose the matter."""
CERTIFICATE = ("new", "renew", "lost", "cancel", "change")
SITUATIONS: Mapping[str, tuple[Value, ...]] = {
    "id_number": ("620403201903120029", "620403200403120027", "620403198703120026", "620403196103120023"),
    "certificate_state": ("0", "1", "2", "3", "4", "5"),
    "recorded_state": ("0", "1", "2", "3", "5", "6", "7"),
    "cancelled_on": ("", "2026-09-01", "2024-05-06"),
    "has_impairment": (True, False),
    "grade": ("2", "4"),
    "certificate_until": ("2023-01-05", "2033-06-30"),
    "open_matters": (("0",), *((f"cert_{m}",) for m in CERTIFICATE)),
    "receives": (("0",), ("living_subsidy", "care_subsidy")),
}
"""Answers and records, crossed; what no person can be is left out by ``possible``."""
PLAIN: Facts = {
    "low_income": True,
    "other_benefits": ("0",),
    "willing_to_work": True,
    "able_to_work": True,
    "pension_joined": True,
    "registered_here": True,
}
HOLDERS = frozenset({"cert_renew", "cert_lost", "cert_cancel", "cert_change"})


def possible(facts: Facts) -> bool:
    """Whether what is told, what is recorded and what is open can be of one person."""
    state, recorded, still = facts["certificate_state"], facts["recorded_state"], facts["open_matters"]
    held, over = state in HELD, str(facts["certificate_until"]) < DAY.isoformat()
    cancelled = bool(facts["cancelled_on"])
    assert isinstance(still, tuple)
    right = [
        cancelled == (recorded == "5"),
        not cancelled or state == "5",
        held or recorded in ("0", "5"),
        (recorded == "2") == ("cert_lost" in still),
        over or (recorded != "3" and state != "3"),
        not over or recorded not in ("1", "2"),
        not over or state not in ("1", "4") or recorded in ("6", "7"),
        held or not HOLDERS.intersection(still),
        not held or "cert_new" not in still,
        facts["receives"] == ("0",) or state in ("1", "2", "4"),
    ]
    return all(right)


@cache
def situations() -> tuple[Facts, ...]:
    """Every possible person of the product, complete."""
    whole = (dict(zip(SITUATIONS, row, strict=True)) for row in itertools.product(*SITUATIONS.values()))
    kept = ({k: v for k, v in s.items() if v != ""} for s in whole if possible(s))
    return tuple(rules.complete(PACK, {**facts, **PLAIN}, DAY) for facts in kept)


def others() -> Iterator[Facts]:
    """People of the matrix, with unknown answers among them."""
    for person in people.everybody()[::2]:
        known = {k: v for k, v in people.facts(person).items() if k not in ASKED_THEN}
        yield rules.complete(PACK, known, DAY)


def loops(facts: Facts) -> Iterator[tuple[Finding, Finding]]:
    """Findings that send somebody to a matter, with the finding of that matter when it is 不符合."""
    for finding in judging.judge(PACK, facts, ()):
        if finding.outcome is Outcome.NOT and finding.leads_to:
            to = {f.matter: f for f in judging.judge(PACK, facts, (finding.leads_to,))}[finding.leads_to]
            if to.outcome is Outcome.NOT:
                yield finding, to


def told(facts: Facts, finding: Finding, to: Finding) -> str:
    asked = {k: facts[k] for k in SITUATIONS if k in facts}
    return f"\n{asked}\n  {finding.matter}:{finding.next_step}\n  {to.matter}:{''.join(to.reasons)}"


@pytest.mark.parametrize("crowd", [situations, others], ids=["situations", "matrix"])
def test_whoever_is_sent_to_a_matter_can_take_it(crowd: Callable[[], Iterable[Facts]]) -> None:
    wrong: list[str] = []
    kinds: Counter[str] = Counter()
    for facts in crowd():
        for finding, to in loops(facts):
            kinds[f"{finding.matter}→{to.matter}:{to.reasons[0]}"] += 1
            wrong.append(told(facts, finding, to))
    assert not wrong, f"{len(wrong)}处死路:{dict(kinds)}" + "".join(wrong[:SHOWN])


TOGETHER = "一并申请"


@pytest.mark.parametrize("crowd", [situations, others], ids=["situations", "matrix"])
def test_what_may_be_applied_for_together_can_be(crowd: Callable[[], Iterable[Facts]]) -> None:
    """Nobody is told to add a matter that mends only one of two things in the way."""
    seen, wrong = 0, []
    for facts in crowd():
        for finding in judging.judge(PACK, facts, ()):
            if finding.outcome is Outcome.NOT and TOGETHER in finding.next_step and finding.leads_to:
                seen += 1
                both = judging.judge(PACK, facts, (finding.leads_to, finding.matter))
                then = next(f for f in both if f.matter == finding.matter)
                if then.outcome is Outcome.NOT:
                    wrong.append(told(facts, finding, then))
    assert seen > 100
    assert not wrong, f"{len(wrong)}" + "".join(wrong[:SHOWN])


def test_what_still_fails_beside_a_ticked_matter_is_what_is_told() -> None:
    lost = {**PLAIN, "certificate_state": "2", "grade": "3"}
    facts = rules.complete(PACK, lost | {"id_number": "620403198703120026"}, DAY)
    found = next(f for f in judging.judge(PACK, facts, ("cert_lost",)) if f.matter == "care_subsidy")
    assert found.outcome is Outcome.NOT
    assert "遗失" not in "".join(found.reasons)
    assert "残疾等级不是一级或二级" in "".join(found.reasons)
    assert "挂失" not in found.next_step


def test_people_are_sent_to_every_matter_that_is_named() -> None:
    """The crowd is large enough: each ``leads_to`` of the pack is somebody's."""
    named = {(m.id, r.leads_to) for m in PACK.matters.values() for r in m.requirements if r.leads_to}
    sent = {(f.matter, f.leads_to) for s in situations() for f in judging.judge(PACK, s, ()) if f.leads_to}
    assert named - sent == set()


def test_a_step_that_names_a_matter_leads_to_it() -> None:
    titles = {m.title: m.id for m in PACK.matters.values()}
    for matter in PACK.matters.values():
        for each in matter.requirements:
            names = [i for title, i in titles.items() if f"“{title}”" in each.next_step]
            if names and not any(word in each.next_step for word in LATER):
                assert each.leads_to in names, (matter.id, each.id, each.next_step)
