"""一次性告知书: all matters, materials, steps, days and rights on one paper (附件2 第十、十四条)."""

from collections.abc import Iterator, Sequence
from typing import Final

from forms.pack import Hall
from forms.schema import Outcome
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing import draw as page
from printing import plans, text
from printing.draw import DrawnPage, Mark
from printing.flow import LEFT, RIGHT, Content, Flow, Table, must_fit, on_one_page, placed, sign_here
from printing.paper_shapes import LargeNoticePlan, NoticePlan
from printing.sheets import MaterialLine, MatterLine, NoticeSheet

# Outcomes are told by shape as well as by word, never by colour.
_SHAPES: Final[dict[str, str]] = {Outcome.APPLIES: "●", Outcome.MAY: "◐", Outcome.NOT: "○"}
# Clauses are for whoever wants to check, in smaller type than the reasons.
_CLAUSE: Final = 0.82

AnyNoticePlan = NoticePlan | LargeNoticePlan


def draw(sheet: NoticeSheet) -> bytes:
    """The notice as PDF: one A4 page if slightly smaller type makes it one, else as many as needed.

    UnprintableError when a character can not be printed. In place of a county's own layout with a fault the
    shipped one is used.
    """
    title = typeset(sheet.pack.texts["notice_title"])
    made = sheet.made or sheet.given_on
    return plans.notice(
        lambda plan: page.render(laid_out(sheet, plan), title, sheet.sample, _footer(sheet), made=made),
        sheet.large,
    )


def pages(sheet: NoticeSheet) -> list[DrawnPage]:
    """The marks of the notice, page by page, by the layout in force."""
    return plans.notice(lambda plan: laid_out(sheet, plan), sheet.large)


def laid_out(sheet: NoticeSheet, plan: AnyNoticePlan) -> list[DrawnPage]:
    """The marks of the notice, page by page, by this plan."""
    size, floor = plan.type.body, plan.type.floor
    flow = on_one_page(lambda points: _laid_out(sheet, plan, points), size, floor)
    return (flow or _laid_out(sheet, plan, size)).pages


def _laid_out(sheet: NoticeSheet, plan: AnyNoticePlan, size: float) -> Flow:
    flow = Flow(size)
    flow.heading(sheet.pack.texts["notice_title"], plan.type.title)
    flow.reprint(sheet.copy)
    if isinstance(plan, LargeNoticePlan):
        _stacked(flow, sheet, plan)
    else:
        _person(flow, sheet, plan)
        _matters(flow, sheet.matters, plan)
        _materials(flow, sheet.materials, plan)
    _process(flow, sheet, plan)
    _rights(flow, sheet, plan)
    _hall(flow, sheet.hall, plan)
    flow.block(2 * plan.space.signature, lambda y: _signatures(y, plan))
    return flow


def window(name: str) -> str:
    """The spoken name of a window: 03 is 3号窗口."""
    return f"{int(name)}号窗口" if name.isdecimal() else name


def _section(flow: Flow, words: str, plan: AnyNoticePlan, keep: float = 0.0) -> None:
    flow.section(words, plan.type.section, keep)


def _person(flow: Flow, sheet: NoticeSheet, plan: NoticePlan) -> None:
    said = [sheet.applicant, plain_date(sheet.given_on.isoformat()), window(sheet.window), sheet.clerk]
    labels = plan.words.person
    cells = [c for label, value in zip(labels, said, strict=True) for c in (label, text.words(value, label))]
    columns = plan.columns.person
    flow.table(Table(columns, [cells[:4], cells[4:]], flow.size, head=False, least=8.5))


def _matters(flow: Flow, matters: Sequence[MatterLine], plan: NoticePlan) -> None:
    _section(flow, plan.words.matters, plan)
    columns = plan.columns.matters
    with placed(plan.source, ("columns", "matters")):
        flow.table(Table(columns, [_matter(line) for line in matters], flow.size, pad=plan.space.cell))


def _matter(line: MatterLine) -> list[Content]:
    outcome = f"{_SHAPES.get(line.outcome, '')} {line.outcome}".strip()
    return [
        [(text.box(line.chosen),)],
        line.title,
        text.words(outcome, heavy=True),
        _reasons(line),
        line.next_step,
    ]


def _reasons(line: MatterLine) -> list[text.Unit]:
    """Each reason on a line of its own, then the clauses."""
    reasons = text.words(typeset(line.reasons.replace("。", "。\n").strip()))
    if not line.clause:
        return reasons
    return [*reasons, text.BREAK, *text.words(typeset(f"依据:{line.clause}"), scale=_CLAUSE)]


def _materials(flow: Flow, materials: Sequence[MaterialLine], plan: NoticePlan) -> None:
    """The table of materials, on one page if a page can hold it."""
    columns = plan.columns.materials
    rows = [_material(number, line) for number, line in enumerate(materials, 1)]
    table = Table(columns, rows, flow.size, pad=plan.space.cell)
    _section(flow, plan.words.materials, plan, table.height)
    if materials:
        with placed(plan.source, ("columns", "materials")):
            flow.table(table)
    else:
        flow.paragraph(plan.words.no_materials)


def _material(number: int, line: MaterialLine) -> list[Content]:
    told = ";".join(part for part in (line.note, line.where) if part)
    state = text.words(typeset(line.state), heavy=True)
    return [str(number), line.title, f"{line.form} {line.copies}份", state, told]


# ---- in large print ------------------------------------------------------------------------------


def _stacked(flow: Flow, sheet: NoticeSheet, plan: LargeNoticePlan) -> None:
    """Person, matters and materials in large print, one below the other without tables."""
    said = [sheet.applicant, plain_date(sheet.given_on.isoformat()), window(sheet.window), sheet.clerk]
    for label, value in zip(plan.words.person, said, strict=True):
        flow.paragraph([*text.words(typeset(f"{label}:一")[:-1]), *text.words(value, label)])
    _section(flow, plan.words.matters, plan)
    for number, matter in enumerate(sheet.matters, 1):
        _large_matter(flow, number, matter, plan)
    _section(flow, plan.words.materials, plan)
    for number, material in enumerate(sheet.materials, 1):
        _large_material(flow, number, material, plan)
    if not sheet.materials:
        flow.paragraph(plan.words.no_materials)


def _large_matter(flow: Flow, number: int, line: MatterLine, plan: LargeNoticePlan) -> None:
    words = plan.words
    outcome = f"{_SHAPES.get(line.outcome, '')} {line.outcome}".strip()
    chosen = text.together([(text.box(line.chosen),), *text.words(words.chosen)])
    flow.room(4 * flow.leading * flow.size * text.MM_PER_PT)
    flow.item(f"{number}.", text.words(typeset(line.title), heavy=True), plan.space.indent)
    _inset(flow, [*text.words(outcome, heavy=True), *text.words("    "), chosen], plan)
    for reason in line.reasons.replace("。", "。\n").split("\n"):
        _inset(flow, reason, plan)
    _inset(flow, line.clause and words.basis + line.clause, plan)
    _inset(flow, line.next_step and words.next_step + line.next_step, plan)
    flow.skip(3)


def _large_material(flow: Flow, number: int, line: MaterialLine, plan: LargeNoticePlan) -> None:
    words = plan.words
    told = ";".join(part for part in (line.note, line.where) if part)
    flow.room(3 * flow.leading * flow.size * text.MM_PER_PT)
    flow.item(f"{number}.", text.words(typeset(line.title), heavy=True), plan.space.indent)
    _inset(flow, f"{line.form} {line.copies}份", plan)
    _inset(flow, line.state and text.words(typeset(words.state + line.state), heavy=True), plan)
    _inset(flow, told and words.note + told, plan)
    flow.skip(3)


def _inset(flow: Flow, content: Content, plan: AnyNoticePlan) -> None:
    """A paragraph indented below a numbered line; nothing when it is empty."""
    if content:
        flow.paragraph(content, indent=plan.space.indent)


# ---- what both say -------------------------------------------------------------------------------


def _process(flow: Flow, sheet: NoticeSheet, plan: AnyNoticePlan) -> None:
    _section(flow, plan.words.process, plan)
    for number, step in enumerate(_steps(sheet), 1):
        flow.item(f"{number}.", step, plan.space.indent)


def _steps(sheet: NoticeSheet) -> Iterator[Content]:
    yield from sheet.process
    if sheet.promised:
        day = plain_date(sheet.promised.isoformat())
        may = "预计" if sheet.provisional else ""
        later = sheet.counts_from
        start = f"现在是办公时间以外,期限从{plain_date(later)}起算;" if later else ""
        yield text.words(typeset(f"{start}今天受理的,{may}{day}前办结。"), heavy=True)


def _rights(flow: Flow, sheet: NoticeSheet, plan: AnyNoticePlan) -> None:
    _section(flow, plan.words.rights, plan)
    keys = ("fee", "once", *(("objection",) if _assessed(sheet) else ()), "privacy")
    for number, key in enumerate(keys, 1):
        flow.item(f"{number}.", sheet.pack.texts[key], plan.space.indent)


def _assessed(sheet: NoticeSheet) -> bool:
    """Whether a chosen matter includes a disability assessment, whose result may be contested."""
    chosen = {line.title for line in sheet.matters if line.chosen}
    return any(m.title in chosen and "评定" in m.takes for m in sheet.pack.matters.values())


def _hall(flow: Flow, hall: Hall, plan: AnyNoticePlan) -> None:
    _section(flow, plan.words.hall, plan)
    place = hall.address if hall.name in hall.address else f"{hall.name}({hall.address})"
    phones = f"咨询 {hall.phone}    监督投诉 {hall.complaint_phone}"
    for label, value in (("地点", place), ("时间", hall.hours), ("电话", phones)):
        flow.item(f"{label}:", value, indent=plan.space.hall)
    flow.paragraph(plan.words.copies)


def _signatures(y: float, plan: AnyNoticePlan) -> list[Mark]:
    """Two lines to sign on, each with a date."""
    size, step, words = plan.type.body, plan.space.signature, plan.words
    marks: list[Mark] = []
    for number, (key, label) in enumerate(
        (("clerk_signs", words.clerk_signs), ("applicant_signs", words.applicant_signs))
    ):
        with placed(plan.source, ("words", key)):
            if isinstance(plan, LargeNoticePlan):
                marks += _large_signature(label, y + number * step, plan)
            else:
                marks += sign_here(label, words.date, y + (number + 1) * step - 3, size)
    return marks


def _large_signature(label: str, y: float, plan: LargeNoticePlan) -> list[Mark]:
    """A line to sign on over the whole width, with the date below it."""
    size = plan.type.body
    date = must_fit(text.words(typeset(plan.words.date)), RIGHT - LEFT, 8, size, size)
    return [
        *sign_here(label, "", y + 11, size),
        *page.set_lines(date, LEFT, y + 18, RIGHT - LEFT, 8, "right"),
    ]


def _footer(sheet: NoticeSheet) -> str:
    return typeset(f"{sheet.hall.name}  申请人 {sheet.applicant}  政策版本 {sheet.pack.version}")
