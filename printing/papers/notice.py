"""一次性告知书: all matters, materials, steps, days and rights on one paper (附件2 第十、十四条)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from forms.schema import Outcome
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing import draw as page
from printing import plans, text
from printing.draw import DrawnPage, Mark
from printing.fitting import LAST, LayOut, aired, filled_up
from printing.flow import LEFT, RIGHT, Content, Flow, Table, must_fit, placed, sign_here
from printing.paper_shapes import LargeNoticePlan, NoticePlan
from printing.pieces import PageSetting
from printing.sheets import PERHAPS, MaterialLine, MatterLine, NoticeSheet

# Outcomes are told by shape as well as by word, never by colour.
_SHAPES: Final[dict[str, str]] = {Outcome.APPLIES: "●", Outcome.MAY: "◐", Outcome.NOT: "○"}
# Clauses are for whoever wants to check: at the end, in smaller type than the rest.
_CLAUSE: Final = 9.0

_LARGE_FOOT: Final = 14.0
"""Type size in points of the page number in large print."""

_WISHED: Final = 2
"""Most pages of a notice in ordinary type; reasons run on where that alone keeps it to them."""
_ALL_THERE: Final = "材料都齐了,不用再带。"

AnyNoticePlan = NoticePlan | LargeNoticePlan


@dataclass(frozen=True, slots=True)
class _Way:
    """How tightly a notice is set."""

    setting: PageSetting
    whole: bool
    """Its materials stay on one page, if a page can hold them."""
    apart: bool = True
    """Each reason begins a line of its own."""


def draw(sheet: NoticeSheet) -> bytes:
    """The notice as PDF, on as few A4 pages as the sizes of its type from body down to floor allow.

    UnprintableError when a character can not be printed. In place of a county's own layout with a fault the
    shipped one is used.
    """
    title = typeset(sheet.pack.texts["notice_title"])
    made, foot = sheet.made or sheet.given_on, _LARGE_FOOT if sheet.large else 0.0

    def drawn(plan: AnyNoticePlan) -> bytes:
        pages, below = laid_out(sheet, plan), _footer(sheet)
        return page.render(pages, title, sheet.sample, below, made=made, foot=foot)

    return plans.notice(drawn, sheet.large)


def pages(sheet: NoticeSheet) -> list[DrawnPage]:
    """The marks of the notice, page by page, by the layout in force."""
    return plans.notice(lambda plan: laid_out(sheet, plan), sheet.large)


def laid_out(sheet: NoticeSheet, plan: AnyNoticePlan) -> list[DrawnPage]:
    """The marks of the notice, page by page, by this plan.

    It is set tightly where that saves a page that would be one too many or nearly empty.
    """
    loose, way = _best(sheet, plan, tight=False)
    count = len(loose.pages)
    wished = count <= _WISHED or isinstance(plan, LargeNoticePlan)
    if count == 1 or (wished and loose.filled >= LAST):
        return aired(_by(sheet, plan, way), loose).pages
    close, closer = _best(sheet, plan, tight=True)
    best, way = (close, closer) if len(close.pages) < count else (loose, way)
    lay_out = _by(sheet, plan, way)
    return aired(lay_out, filled_up(lay_out, best)).pages


def _by(sheet: NoticeSheet, plan: AnyNoticePlan, way: _Way) -> LayOut:
    """Sets the notice in this way with another setting."""
    return lambda setting: _laid_out(sheet, plan, replace(way, setting=setting))


def _best(sheet: NoticeSheet, plan: AnyNoticePlan, tight: bool) -> tuple[Flow, _Way]:
    """The notice on the fewest pages, in the largest type that takes no more, and how it is set."""
    size, floor = plan.type.body, plan.type.floor
    sizes = [PageSetting(size - 0.5 * step, tight) for step in range(int((size - floor) / 0.5 + 1e-6) + 1)]
    wholes = (True,) if isinstance(plan, LargeNoticePlan) else (True, False)
    better = [_Way(points, whole) for whole in wholes for points in sizes]
    last = better.pop()
    closest = _laid_out(sheet, plan, last)  # nothing with a line for each reason takes fewer pages
    if len(closest.pages) > _WISHED and isinstance(plan, NoticePlan):
        closer = _Way(sizes[-1], whole=False, apart=False)
        running = _laid_out(sheet, plan, closer)
        if len(running.pages) <= _WISHED:
            better, last, closest = [replace(way, apart=False) for way in better], closer, running
    flows = ((_laid_out(sheet, plan, way), way) for way in better)
    return next((f for f in flows if len(f[0].pages) <= len(closest.pages)), (closest, last))


def _laid_out(sheet: NoticeSheet, plan: AnyNoticePlan, way: _Way) -> Flow:
    """The notice set in this way."""
    flow = Flow(way.setting)
    flow.heading(sheet.pack.texts["notice_title"], plan.type.title)
    flow.reprint(sheet.copy)
    if isinstance(plan, LargeNoticePlan):
        _stacked(flow, sheet, plan)
    else:
        _person(flow, sheet, plan)
        _matters(flow, sheet.matters, plan, way.apart)
        _materials(flow, sheet, plan, way.whole)
    _process(flow, sheet, plan)
    _standing(flow, sheet, plan)
    _contacts(flow, sheet, plan)
    _basis(flow, sheet, plan)
    flow.skip(1)
    flow.paragraph(plan.words.copies)
    flow.block(2 * plan.space.signature, lambda y: _signatures(y, plan), signed=True)
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
    flow.table(Table(columns, [cells[:4], cells[4:]], flow.size, head=False, least=7.5))


def _matters(flow: Flow, matters: Sequence[MatterLine], plan: NoticePlan, apart: bool) -> None:
    _section(flow, plan.words.matters, plan)
    columns = plan.columns.matters
    with placed(plan.source, ("columns", "matters")):
        flow.table(
            Table(
                columns,
                [_matter(line, apart) for line in matters],
                flow.size,
                pad=plan.space.cell,
                leading=flow.leading,
            )
        )


def _matter(line: MatterLine, apart: bool) -> list[Content]:
    outcome = f"{_SHAPES.get(line.outcome, '')} {line.outcome}".strip()
    return [
        [(text.box(line.chosen),)],
        line.title,
        text.words(outcome, heavy=True),
        text.words(typeset(line.reasons.replace("。", "。\n" if apart else "。").strip())),
        line.next_step,
    ]


def _materials(flow: Flow, sheet: NoticeSheet, plan: NoticePlan, whole: bool) -> None:
    """The table of materials; ``whole``: on one page, if a page can hold it."""
    columns = plan.columns.materials
    rows = [_material(number, line) for number, line in enumerate(sheet.materials, 1)]
    table = Table(columns, rows, flow.size, pad=plan.space.cell, leading=flow.leading)
    _section(flow, plan.words.materials, plan, table.height if whole else 0.0)
    _bring(flow, sheet, plan)
    if sheet.materials:
        with placed(plan.source, ("columns", "materials")):
            flow.table(table)


def _bring(flow: Flow, sheet: NoticeSheet, plan: AnyNoticePlan) -> None:
    """What is said above the materials."""
    said = "".join(sheet.bring) or ("" if sheet.materials else plan.words.no_materials)
    if said:
        flow.paragraph(said, leads=bool(sheet.materials))


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
    _summary(flow, sheet, plan)
    _section(flow, plan.words.matters, plan)
    for number, matter in enumerate(sheet.matters, 1):
        flow.whole(partial(_large_matter, flow, number, matter, plan))
    _section(flow, plan.words.materials, plan)
    _bring(flow, sheet, plan)
    for number, material in enumerate(sheet.materials, 1):
        flow.whole(partial(_large_material, flow, number, material, plan))


def _summary(flow: Flow, sheet: NoticeSheet, plan: LargeNoticePlan) -> None:
    """By when and what to bring, in bold on the first page."""
    words = plan.words
    titles = "、".join(_to_bring(line) for line in sheet.materials if not line.in_hand)
    none = _ALL_THERE if sheet.materials else "".join(sheet.bring) or words.no_materials
    said = [*sheet.promises, words.to_bring + titles + "。" if titles else none]
    _section(flow, words.summary, plan)
    for sentence in said:
        flow.paragraph(text.words(typeset(sentence), heavy=True))


def _to_bring(line: MaterialLine) -> str:
    """A material by its name; of one that is perhaps not needed, that it depends."""
    return f"{line.title}({PERHAPS})" if line.state == PERHAPS else line.title


def _large_matter(flow: Flow, number: int, line: MatterLine, plan: LargeNoticePlan) -> None:
    words = plan.words
    outcome = f"{_SHAPES.get(line.outcome, '')} {line.outcome}".strip()
    chosen = text.together([(text.box(line.chosen),), *text.words(words.chosen)])
    flow.item(f"{number}.", text.words(typeset(line.title), heavy=True), plan.space.indent)
    _inset(flow, [*text.words(outcome, heavy=True), *text.words("    "), chosen], plan)
    for reason in line.reasons.replace("。", "。\n").split("\n"):
        _inset(flow, reason, plan)
    _inset(flow, line.next_step and words.next_step + line.next_step, plan)
    flow.skip(3)


def _large_material(flow: Flow, number: int, line: MaterialLine, plan: LargeNoticePlan) -> None:
    words = plan.words
    told = ";".join(part for part in (line.note, line.where) if part)
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
    """By when first, in bold; then how."""
    _section(flow, plan.words.process, plan)
    steps: list[Content] = [text.words(typeset(sentence), heavy=True) for sentence in sheet.promises]
    for number, step in enumerate((*steps, *sheet.process), 1):
        flow.item(f"{number}.", step, plan.space.indent)


def _standing(flow: Flow, sheet: NoticeSheet, plan: AnyNoticePlan) -> None:
    _section(flow, plan.words.rights, plan)
    for number, words in enumerate(sheet.standing, 1):
        flow.item(f"{number}.", words, plan.space.indent)


def _contacts(flow: Flow, sheet: NoticeSheet, plan: AnyNoticePlan) -> None:
    _section(flow, plan.words.hall, plan)
    for label, value in sheet.contacts:
        flow.item(f"{label}:", value, indent=plan.space.hall)


def _basis(flow: Flow, sheet: NoticeSheet, plan: AnyNoticePlan) -> None:
    """The clauses that the outcomes rest on, matter by matter."""
    _section(flow, plan.words.basis, plan)
    clauses = [f"{line.title}:{line.clause}。" for line in sheet.matters if line.clause]
    if isinstance(plan, LargeNoticePlan):
        for clause in clauses:
            flow.paragraph(clause)
    else:
        flow.paragraph("".join(clauses), _CLAUSE)


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
    return typeset(f"{sheet.hall.name}  政策版本 {sheet.pack.version}  申请人 {sheet.applicant}")
