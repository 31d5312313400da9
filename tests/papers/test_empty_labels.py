"""No label with nothing behind it: in the footers, codes and boxes of any paper in any state."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from printing import plans
from printing.layout import AnswerText, Literal, Token
from printing.papers import document
from printing.plan_shapes import PaperPlan
from printing.values import Values
from tests.papers.matrix import Shot
from tests.papers.test_matrix import LAYOUTS, layout

_LABEL = re.compile(r"[\u3400-\u9fff]{2,}[::]? *\Z")


def labels(plan: PaperPlan) -> Iterator[tuple[str, str]]:
    """The labels a plan prints before a value that the clerk is not asked for, each with its variable."""
    asked = {v.name for v in plan.variables if v.ask}
    codes = [(Literal(f"{b.label} "), *b.text) for b in plan.blocks if b.kind == "codes"]
    for tokens in (plan.footer, *codes, *(s.text for s in plan.boxes)):
        yield from ((found, name) for found, name in _labels(tokens) if name not in asked)


def _labels(tokens: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    for before, after in pairwise(tokens):
        if not (isinstance(before, Literal) and isinstance(after, AnswerText)):
            continue
        if not (after.blank or after.otherwise) and (found := _LABEL.search(before.text)):
            yield found[0].strip(), after.element


def test_no_label_stands_alone(shots: tuple[Shot, ...]) -> None:
    wrong, seen = [], set[str]()
    for shot in shots:
        if layout(shot) not in LAYOUTS or shot.fault:
            continue
        for label, _ in labels(plans.plan(layout(shot))):
            seen.add(label)
            alone = re.compile(rf"(?:^|  ){re.escape(label)}\s*(?:$|  )")
            lines = [*re.split(r"[\r\n]+", "\n".join(shot.pages)), shot.footer or ""]
            wrong += [f"{shot.name}: {line}" for line in lines if alone.search(line)]
    assert not wrong
    assert {"回执编号", "编号"} <= seen


def needed(plan: PaperPlan, name: str) -> bool:
    return any(v.name == name and v.required for v in plan.variables)


def test_a_label_goes_with_its_value_on_every_layout() -> None:
    """Without the values of footer, codes and boxes their labels are not printed either."""
    checked = 0
    for name in LAYOUTS:
        plan = plans.plan(name)
        pairs = [(label, variable) for label, variable in labels(plan)]
        for label, variable in pairs:
            full = document.filled(plan)
            left = {n: v for n, v in full.values.items() if n != variable or needed(plan, n)}
            values = Values(replace(full, values=left), plan)
            codes = [(Literal(f"{b.label} "), *b.text) for b in plan.blocks if b.kind == "codes"]
            for tokens in (plan.footer, *codes, *(s.text for s in plan.boxes)):
                named = any(isinstance(t, AnswerText) and t.element == variable for t in tokens)
                if named and not needed(plan, variable):
                    assert not values.line(tokens).rstrip().endswith(label), (name, label)
                    checked += 1
    assert checked > 15
