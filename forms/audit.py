"""What is wrong with a pack as a whole: names that do not exist, clauses that do not fit, rules that lose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from forms import conditions
from forms.derive import DERIVERS
from forms.rows import Fault, File
from forms.schema import Condition, Element, Kind, Pack


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, before its line is known: the row, its key, and a text that stands in the line."""

    row: str
    message: str
    key: str = ""
    holding: str = ""


def faults(pack: Pack, files: Sequence[File]) -> Iterator[Fault]:
    """Every mistake between the rows of a pack, with file and line."""
    for found in _findings(pack):
        file = next((f for f in files if _holds(f, found.row)), files[0])
        yield Fault(file.name, file.line(found.row, found.key, found.holding), found.message)


def _holds(file: File, row: str) -> bool:
    return any(line.replace(" ", "") == f'id="{row}"' for line in file.text.splitlines())


def _findings(pack: Pack) -> Iterator[Finding]:
    rows: list[Any] = [*pack.elements.values(), *pack.sections, *pack.matters.values()]
    for row in (*rows, *pack.materials, *pack.cautions):
        yield from (Finding(row.id, *told) for told in _row_faults(row, pack))


_Told = tuple[str, str, str]


def _row_faults(row: Any, pack: Pack) -> Iterator[_Told]:
    for key in ("matters", "excludes", "required_for"):
        yield from ((f"没有事项“{n}”", key, n) for n in getattr(row, key, ()) if n not in pack.matters)
    for name in (*getattr(row, "settles", ()), *([row.element] if hasattr(row, "element") else ())):
        if name not in pack.elements:
            yield f"没有要素“{name}”", "settles" if hasattr(row, "settles") else "element", name
    if isinstance(row, Element):
        yield from _element_faults(row, pack)
    for key, condition in _conditions(row):
        yield from _condition_faults(condition, key, pack)


def _conditions(row: Any) -> Iterator[tuple[str, Condition]]:
    """Every condition of a row and of the rows within it, with its key."""
    for spec in fields(row):
        if spec.type is Condition:
            yield spec.name, getattr(row, spec.name)
    for key in ("requirements", "extensions", "branches", "exempt"):
        for inner in getattr(row, key, ()):
            yield from _conditions(inner)


def _element_faults(row: Element, pack: Pack) -> Iterator[_Told]:
    if (row.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(row.codes):
        yield "单选、多选要素要写 codes,其他要素不写", "codes", ""
    if row.codes and row.codes not in pack.codes:
        yield f"没有代码表“{row.codes}”", "codes", ""
    if row.alone and row.alone not in {o.code for o in pack.codes[row.codes].options}:
        yield f"代码表“{row.codes}”没有代码“{row.alone}”", "alone", ""
    if row.section and row.section not in {s.id for s in pack.sections}:
        yield f"没有栏目“{row.section}”", "section", ""
    if row.kind is Kind.FLAG and not (row.yes and row.no):
        yield "是非要素要写 yes 和 no 两句话,告知书上用", "kind", ""
    yield from _derivation_faults(row, pack)


def _derivation_faults(row: Element, pack: Pack) -> Iterator[_Told]:
    if row.derived is None:
        return
    deriver = DERIVERS.get(row.derived.name)
    if deriver is None:
        yield f"不认识的推算“{row.derived.name}”,可用:{'、'.join(DERIVERS)}", "derived", ""
    elif len(row.derived.arguments) != deriver.arguments:
        yield f"推算“{row.derived.name}”要{deriver.arguments}个参数", "derived", ""
    elif row.derived.arguments and row.derived.arguments[0] not in pack.elements:
        yield f"没有要素“{row.derived.arguments[0]}”", "derived", ""


def _condition_faults(condition: Condition, key: str, pack: Pack) -> Iterator[_Told]:
    for clause in (c for row in condition for c in row):
        holding = f"{clause.element} {clause.operator}"
        element = pack.elements.get(clause.element)
        if element is None:
            yield f"条件用到的要素“{clause.element}”没有定义", key, holding
            continue
        codes = pack.codes.get(element.codes)
        message = conditions.fault(clause, element, [o.code for o in codes.options] if codes else [])
        if message:
            yield message, key, holding
