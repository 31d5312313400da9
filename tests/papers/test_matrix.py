"""Papers of real applications, held against the record: no known value is empty, old or something else."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest

from forms import loader
from printing import plans
from printing.plan_shapes import PaperPlan
from tests.papers import expected, truth, truth_table
from tests.papers.matrix import Shot
from tests.papers.truth_table import FACTS, TABLE

pytestmark = pytest.mark.timeout(400)
PACK = loader.shipped()
LAYOUTS = ("amendment", *dict.fromkeys(d.drawn_by for d in PACK.documents))
"""The papers that are data alone and belong to applications."""
SHARED = {d.id: d.layout for d in PACK.documents if d.layout}
REFUSALS = set(SHARED)
ELSEWHERE = {"undertaking", *REFUSALS}
"""Papers that ask the clerk first, or whose sheets tests of their own hold."""


def layout(shot: Shot) -> str:
    return (
        shot.paper.rpartition("_")[0]
        if shot.paper.startswith("amendment_")
        else SHARED.get(shot.paper, shot.paper)
    )


def faults(shot: Shot) -> Iterator[str]:
    """What is wrong on a paper; of one that each department gives, on each one's part."""
    plan = plans.plan(layout(shot))
    row = truth.row(shot.record, shot.paper)
    deciding = [shot.record.pack.matters[m.matter].department for m in truth.cases(shot.record, shot.paper)]
    for only in dict.fromkeys(deciding) if row and row.each_department else ("",):
        record = replace(shot.record, only=only)
        told = truth_table.of(record, plan, shot.paper)
        facts = {name: FACTS[name](record, shot.paper) for name in expected.used(plan)}
        for place in expected.places(plan, told, facts):
            if only and place.absent:
                continue
            if place.fault(shot.text) and (fault := place.fault(shot.running)):
                yield f"{shot.name}: {fault}"


@pytest.mark.parametrize("paper", LAYOUTS)
def test_every_variable_has_a_row_for_its_truth(paper: str) -> None:
    plan = plans.plan(paper)
    names = {v.name for v in plan.variables}
    rows = {n for n in names if n in TABLE or f"{paper}.{n}" in TABLE}
    assert paper in ELSEWHERE or names == rows
    assert paper in ELSEWHERE or expected.used(plan) <= FACTS.keys()


def test_the_table_has_no_row_for_nothing() -> None:
    known = {(p, v.name) for p in LAYOUTS for v in plans.plan(p).variables}
    for row in TABLE:
        paper, dot, name = row.rpartition(".")
        assert any(n == name and (not dot or p == paper) for p, n in known), row


def test_no_paper_is_refused(shots: tuple[Shot, ...]) -> None:
    assert not [f"{s.name}: {s.fault}" for s in shots if s.fault]


@pytest.mark.parametrize("paper", sorted({*LAYOUTS} - ELSEWHERE))
def test_no_known_value_is_empty_old_or_something_else(shots: tuple[Shot, ...], paper: str) -> None:
    drawn = [s for s in shots if layout(s) == paper and s.paper not in ELSEWHERE and not s.fault]
    assert drawn, "no application of the matrix offers it"
    assert not [fault for s in drawn for fault in faults(s)]


def test_a_wrong_value_of_any_variable_would_be_noticed(
    shots: tuple[Shot, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each variable that is known on some paper: another truth than the real one fails there."""
    known = defaultdict[tuple[str, str], list[Shot]](list)
    for shot in shots:
        if layout(shot) in LAYOUTS and shot.paper not in ELSEWHERE and not shot.fault:
            plan = plans.plan(layout(shot))
            for name, said in truth_table.of(shot.record, plan, shot.paper).items():
                if isinstance(said, str) and said and expected.OPEN not in said and printed(plan, name):
                    known[layout(shot), name] += [shot]
    assert len(known) > 120
    for (paper, name), found in known.items():
        row = f"{paper}.{name}" if f"{paper}.{name}" in TABLE else name
        with monkeypatch.context() as patched:
            patched.setitem(TABLE, row, lambda _record, _paper: "别的话")  # type: ignore[misc]
            assert any(list(faults(shot)) for shot in found), (paper, name)


def printed(plan: PaperPlan, name: str) -> bool:
    texts = [*(t for b in plan.blocks for t in b.tokens), *(t for s in plan.boxes for t in s.text)]
    return any(getattr(t, "element", "") == name for t in texts)


# ---- what the matrix covers ---------------------------------------------------------------------------


def test_every_matter_goes_through_every_state_it_can_reach(shots: tuple[Shot, ...]) -> None:
    seen = {(m, str(state)) for s in shots for m, state in s.record.states.items()}
    states = {s.code for s in PACK.procedures["matter"].states if s.moment} - {"sent"} | {
        "taken",
        "withdrawn",
    }
    passed = {s.code for s in PACK.procedures["matter"].states if s.open}
    assert passed <= {state for _, state in seen}
    for matter in (m for m in PACK.matters.values() if m.collected):
        never = set() if matter.gives == "subsidy" else {"stopped"}
        missing = {state for state in states - never if (matter.id, state) not in seen}
        assert not missing, matter.id


def test_every_paper_is_drawn_in_every_state_and_for_every_matter_that_offers_it(
    shots: tuple[Shot, ...],
) -> None:
    drawn = {s.paper for s in shots}
    assert {d.id for d in PACK.documents} - ELSEWHERE | REFUSALS <= drawn
    assert {"receipt", "form", "notice", "notice_large", "amendment_1"} <= drawn
    by_state = {(s.paper, str(state)) for s in shots for state in s.record.states.values()}
    for document in PACK.documents:
        moments = [s for s in PACK.procedures["matter"].states if s.moment is document.moment]
        for state in moments:
            if state.code != "sent" and document.id not in ELSEWHERE:
                assert (document.id, state.code) in by_state, document.id


# ---- what stands on no paper ----------------------------------------------------------------------------


def test_no_number_of_a_person_stands_on_a_paper_that_is_not_theirs(shots: tuple[Shot, ...]) -> None:
    wrong = []
    for shot in shots:
        for found in re.findall(r"(?<![0-9-])(?:6204|810000)[0-9]{11,13}[0-9X]", "\n".join(shot.pages)):
            if not found.startswith(shot.record.visit.id_number[:17]):
                wrong.append(f"{shot.name}: {found}")
    assert not wrong


def test_a_landline_has_its_hyphen_on_every_paper(shots: tuple[Shot, ...]) -> None:
    phones = {s.name for s in shots if re.search(r"(?<![0-9])0943[0-9]{7}", s.text)}
    assert not phones
    assert any("0943-6690004" in s.text for s in shots)


_HAN = r"[㐀-鿿《》“”、。]"
_HALF = re.compile(rf"{_HAN}[,:;?!()]|[,:;?!()]{_HAN}")


def test_no_half_width_mark_stands_beside_a_chinese_character(shots: tuple[Shot, ...]) -> None:
    wrong = defaultdict[str, set[str]](set)
    for shot in shots:
        for line in re.split(r"[\r\n]+", "\n".join(shot.pages)):
            for found in _HALF.finditer(line):
                wrong[shot.paper].add(line[max(0, found.start() - 12) : found.end() + 12])
    assert not wrong
