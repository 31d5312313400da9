"""Faults of the layouts of receipt, notice and form that no single row shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from forms.conditions import fault
from forms.lines import At
from forms.pack import Pack
from forms.schema import Element, Facts, Kind
from forms.spelling import meant
from printing import draw
from printing.layout import AnswerText, Check, Choices, Token
from printing.paper_shapes import ANSWER, Box, FormPlan, LargeNoticePlan, NoticePlan, ReceiptPlan
from printing.plan_faults import Fault, box_faults, column_faults, text_faults, twice
from printing.plan_shapes import TableColumn

_WIDE: Final = 180.0
"""Mm between the margins of an A4 page."""
_LABEL_ABOVE: Final = 8.0
"""Mm above the bar code, for the number in large type."""
_QUIET: Final = 9.0
"""Mm by which the QR code reaches above its block, beside the title."""


def receipt(found: ReceiptPlan) -> Iterator[Fault]:
    """Every such fault of the receipt's layout."""
    space, size = found.space, found.type.body
    yield from _shrinks(found.type.floor, size)
    tables = (("person", 4, False), ("dates", 2, False), ("matters", 3, True), ("materials", 5, True))
    for name, count, head in tables:
        yield from _columns(name, getattr(found.columns, name), count, size, space.cell, head)
    if space.number < max(space.code_height + _LABEL_ABOVE, space.qr - _QUIET):
        yield "number 放不下条形码和二维码,请改大", ("space", "number")
    if space.signature < 2 * space.seal_radius - 0.01:
        yield "signature 放不下印章,应不小于 seal_radius 的两倍", ("space", "signature")


def notice(found: NoticePlan) -> Iterator[Fault]:
    """Every such fault of the notice's layout."""
    yield from _shrinks(found.type.floor, found.type.body)
    for name, count, head in (("person", 4, False), ("matters", 5, True), ("materials", 5, True)):
        # The first column of matters holds a tick box, its heading is broken into two lines.
        yield from _columns(
            name, getattr(found.columns, name), count, found.type.body, found.space.cell, head
        )


def large_notice(found: LargeNoticePlan) -> Iterator[Fault]:
    """Every such fault of the layout in large print."""
    yield from _shrinks(found.type.floor, found.type.body)


def _shrinks(floor: float, body: float) -> Iterator[Fault]:
    if floor > body:
        yield "floor 不能大于 body", ("type", "floor")


def _columns(
    name: str, columns: Sequence[TableColumn], count: int, size: float, pad: float, head: bool
) -> Iterator[Fault]:
    at = ("columns", name)
    if len(columns) != count:
        yield f"{name} 要写{count}列,现在是{len(columns)}列", at
    for told, more in column_faults(columns, _WIDE, size, pad):
        yield told, (*at, *(more[1:] if more[:1] == ("columns",) else more))
    for number, column in enumerate(columns):
        if head and not column.title.strip():
            yield "这一列没有 title,请写上列名", (*at, number)
        if column.text:
            yield "这里的列不能写 text,印什么由程序决定", (*at, number)


# ---- form ----------------------------------------------------------------------------------------

OWN_WORDS: Final = ("form_title", "promise", "registered_on", "signer")
"""Names in the form's layout that print something else than an answer."""
_MUST: Final[Mapping[str, str]] = {
    "form_title": "标题",
    "promise": "承诺",
    "signature": "签名",
    "registered_on": "登记日期",
}
CHOSEN: Final = "chosen"
"""The name under which tick boxes and the sample speak of the matters asked for."""
_PHOTO: Final = 10.0
_WHITE: Final = 1.8
"""Mm of white above and below the text of a box, together."""


def form(found: FormPlan) -> Iterator[Fault]:
    """Every fault of the form's layout that shows without a pack."""
    shown: set[str] = set()
    if not found.pages:
        yield "缺少 [[page]],请补上每一页和它的框", ()
    for number, boxes in enumerate(found.pages):
        at = ("page", number, "boxes")
        for place, box in enumerate(boxes):
            shown |= set(box.elements)
            yield from ((told, (*at, place, *more)) for told, more in _box(box))
        yield from twice(boxes, at)
        yield from _table(boxes, at)
    for number, word in enumerate(found.words):
        if ANSWER not in word.words:
            yield f"words 里要写 {ANSWER},印出来是答案", ("word", number, "words")
    yield from twice([word.name for word in found.words], ("word",))
    for name in _MUST.keys() - shown:
        yield f"{_MUST[name]}没有印出来,请补上写有 {{{name}}} 的框", ()


def _box(box: Box) -> Iterator[Fault]:
    yield from box_faults(box.at, draw.A4)
    if box.text:
        yield from text_faults(box.at[2] - 2 * box.pad, box.at[3] - _WHITE, box.size, box.floor)
    if box.photo and min(box.at[2:]) < _PHOTO:
        yield "照片的框太小", ("at",)
    if any(stop >= box.at[2] for stop in box.columns):
        yield f"columns 要小于框的宽{box.at[2]:g}毫米", ("columns",)


def _table(boxes: Sequence[Box], at: At) -> Iterator[Fault]:
    """Framed boxes that overlap, or leave a hole in the table they form."""
    framed = [(n, box.at) for n, box in enumerate(boxes) if box.frame]
    if not framed:
        yield "这一页没有带框线的框", at
        return
    clear = True
    for place, (number, one) in enumerate(framed):
        for other, two in framed[:place]:
            if _overlap(one, two):
                clear = False
                yield f"框 at = {[*one]} 和 at = {[*two]} 叠在一起,请改正其中一个", (*at, max(number, other))
    left, top = min(r[0] for _, r in framed), min(r[1] for _, r in framed)
    right, low = max(r[0] + r[2] for _, r in framed), max(r[1] + r[3] for _, r in framed)
    if clear and abs(sum(r[2] * r[3] for _, r in framed) - (right - left) * (low - top)) > 0.5:
        hole = _hole([r for _, r in framed])
        before = next((n for n, r in framed if r[1] >= hole[1] - 0.01 and r[0] > hole[0]), framed[0][0])
        told = f"表格在左{hole[0]:g}、上{hole[1]:g}毫米处缺一个框,请补上;空的框写 text = "
        yield told + '""', (*at, before)


Rectangle = tuple[float, float, float, float]


def _overlap(one: Rectangle, two: Rectangle) -> bool:
    return (
        one[0] + one[2] > two[0] + 0.01
        and two[0] + two[2] > one[0] + 0.01
        and one[1] + one[3] > two[1] + 0.01
        and two[1] + two[3] > one[1] + 0.01
    )


def _hole(boxes: Sequence[Rectangle]) -> tuple[float, float]:
    """The top left corner in mm of the first part of the table that no box covers."""
    lefts = sorted({x for b in boxes for x in (b[0], b[0] + b[2])})
    tops = sorted({y for b in boxes for y in (b[1], b[1] + b[3])})
    for top in tops[:-1]:
        for left in lefts[:-1]:
            if not any(_overlap((left + 0.02, top + 0.02, 0.05, 0.05), box) for box in boxes):
                return left, top
    return lefts[0], tops[0]


# ---- form and pack -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Held:
    """A form's plan with a pack as a cache key: equal for the same two objects."""

    plan: FormPlan
    pack: Pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.plan is other.plan and self.pack is other.pack

    def __hash__(self) -> int:
        return hash((id(self.plan), id(self.pack)))


def form_with(plan: FormPlan, pack: Pack) -> tuple[Fault, ...]:
    """Faults of a form's plan with this pack: unknown names, and answers without a place."""
    return _form_with(_Held(plan, pack))


@lru_cache(8)
def _form_with(held: _Held) -> tuple[Fault, ...]:
    plan, pack = held.plan, held.pack
    shown: set[str] = set()
    found: list[Fault] = []
    for number, boxes in enumerate(plan.pages):
        for place, box in enumerate(boxes):
            at = ("page", number, "boxes", place)
            shown |= {plan.element_of(name) for name in box.elements}
            found += [(told, at) for token in box.text for told in _unknown(token, plan, pack)]
    for number, word in enumerate(plan.words):
        if word.when and word.of in shown:
            told_of = _unknown(Check(word.when, ""), plan, pack)
            found += [(told, ("word", number, "when")) for told in told_of]
    for element in pack.elements.values():
        unplaced = element.section and element.id not in shown and not element.repeats
        if unplaced and element.id not in _write_ins(pack, shown):
            found.append((f"“{element.label}”没有地方填写,请补上写有 {{{element.id}}} 的框", ()))
    return (*found, *_sample(plan.sample, pack))


def _write_ins(pack: Pack, shown: set[str]) -> set[str]:
    """Ids of the free texts of the options of these elements."""
    elements = (pack.elements[name] for name in shown if name in pack.elements)
    return {option.write_in for element in elements for option in pack.options(element) if option.write_in}


def _unknown(token: Token, plan: FormPlan, pack: Pack) -> Iterator[str]:
    """Faults for names in a token that the pack does not have; names with a ``blank`` need not be known."""
    known = pack.elements.keys() | set(OWN_WORDS)
    match token:
        case AnswerText() if (name := plan.element_of(token.element)) not in known and not token.blank:
            near = meant(name, {*known, *(word.name for word in plan.words)})
            yield f"没有要素“{name}”{near};留空手写的要写横线的长度,如 {{{token.element} 10}}"
        case Choices():
            element = pack.elements.get(token.element)
            if element is None or not element.codes:
                yield f"“{token.element}”不是有选项的要素{meant(token.element, pack.elements)}"
        case Check(clause=clause) if clause.element == CHOSEN:
            yield from _no_matters(clause.values, pack)
        case Check(clause=clause):
            element = pack.elements.get(clause.element)
            if element is None:
                yield f"没有要素“{clause.element}”{meant(clause.element, pack.elements)}"
            elif told := fault(clause, element, _codes(element, pack)):
                yield told


def _no_matters(named: Iterable[str], pack: Pack) -> Iterator[str]:
    for matter in named:
        if matter not in pack.matters:
            yield f"没有事项“{matter}”{meant(matter, pack.matters)}"


def _codes(element: Element, pack: Pack) -> tuple[str, ...]:
    return tuple(option.code for option in pack.options(element)) if element.codes else ()


def _sample(sample: Facts, pack: Pack) -> Iterator[Fault]:
    """Faults of the layout's invented answers: unknown to the pack, or not of their element's kind."""
    for name, value in sample.items():
        at = ("sample", name)
        if name == CHOSEN:
            named = value if isinstance(value, tuple) else (str(value),)
            yield from ((told, at) for told in _no_matters(named, pack))
            continue
        element = pack.elements.get(name)
        if element is None:
            yield f"没有要素“{name}”{meant(name, pack.elements)}", at
            continue
        wanted = {Kind.FLAG: bool, Kind.CHOICES: tuple}.get(element.kind, str)
        if not isinstance(value, wanted):
            words = {bool: "true 或 false", tuple: '["代码", …]', str: '"文字"'}
            yield f"“{element.label}”的样例应写成 {words[wanted]}", at
        elif element.codes:
            codes = _codes(element, pack)
            for code in value if isinstance(value, tuple) else (str(value),):
                if code not in codes:
                    yield f"“{element.label}”没有代码“{code}”", at
