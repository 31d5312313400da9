"""受理回执: what was accepted, when, by whom, its last day, and where to ask (行政许可法 第三十二条)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from forms.sentences import day_and_weekday
from forms.typesetting import typeset
from printing import codes, plans, text
from printing import draw as page
from printing.code_marks import square
from printing.draw import DrawnPage, Mark
from printing.fitting import fitted
from printing.flow import (
    LEFT,
    RIGHT,
    Content,
    Flow,
    Table,
    placed,
    sign_here,
    units,
    words_here,
)
from printing.paper_shapes import ReceiptPlan
from printing.papers.notice import window
from printing.pieces import PageSetting
from printing.plan_shapes import TableColumn
from printing.sheets import MaterialLine, ReceiptSheet
from printing.signing import SEAL_LEADING, seal_here, seal_words

_LEADING: Final = 1.25
_UP: Final = 9.0
"""How far in mm the QR code reaches up beside the title."""


def draw(sheet: ReceiptSheet) -> bytes:
    """The receipt as PDF: one A4 page, or two where much was accepted; nothing is cut.

    UnprintableError when a character or the sealed text can not be printed. In place of a county's own layout
    with a fault the shipped one is used.
    """
    return plans.receipt(lambda plan: drawn(sheet, plan))


def drawn(sheet: ReceiptSheet, plan: ReceiptPlan) -> bytes:
    """The receipt as PDF by this plan; LayoutError when the plan's own words have no room."""
    title = typeset(sheet.title)
    return page.render(
        laid_out(sheet, plan), title, sheet.sample, _footer(sheet, plan), made=sheet.accepted_at
    )


def footer(sheet: ReceiptSheet) -> str:
    """The words below every page."""
    return plans.receipt(lambda plan: _footer(sheet, plan))


def _footer(sheet: ReceiptSheet, plan: ReceiptPlan) -> str:
    return typeset(f"{plan.words.number} {sheet.number}  {plan.words.copies}")


def pages(sheet: ReceiptSheet) -> list[DrawnPage]:
    """The marks of the receipt, page by page, by the layout in force."""
    return plans.receipt(lambda plan: laid_out(sheet, plan))


def laid_out(sheet: ReceiptSheet, plan: ReceiptPlan) -> list[DrawnPage]:
    """The marks of the receipt, page by page, by this plan."""
    size, floor = plan.type.body, plan.type.floor
    return fitted(lambda way: _laid_out(sheet, plan, way), size, floor).pages


def _laid_out(sheet: ReceiptSheet, plan: ReceiptPlan, way: PageSetting) -> Flow:
    flow = Flow(way, _LEADING)
    flow.heading(sheet.title, plan.type.title)
    flow.reprint(sheet.copy)
    flow.block(plan.space.number, lambda y: _numbered(sheet, y, plan))
    _person(flow, sheet, plan)
    _section(flow, plan.words.matters, plan)
    matters: list[list[Content]] = [[str(n), *line] for n, line in enumerate(sheet.matters, 1)]
    _table(flow, plan.columns.matters, matters, plan)
    _materials(flow, sheet.materials, plan)
    _dates(flow, sheet, plan)
    _notes(flow, sheet, plan)
    high = plan.space.signature
    # Signatures and seal stand at the foot, however little is said above.
    flow.foot(high)
    flow.block(high, lambda y: _signed(sheet, y, plan), signed=True)
    return flow


def _section(flow: Flow, words: str, plan: ReceiptPlan) -> None:
    flow.section(words, plan.type.section)


def _table(
    flow: Flow,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[Content]],
    plan: ReceiptPlan,
    head: bool = True,
    whole: bool = False,
) -> None:
    with placed(plan.source, ("columns",)):
        table = Table(columns, rows, flow.size, head, plan.space.cell, leading=flow.leading, whole=whole)
        flow.table(table)


def _numbered(sheet: ReceiptSheet, y: float, plan: ReceiptPlan) -> list[Mark]:
    """The number in large type above its bar code, and the QR code at the right edge, beside the title."""
    number, space = sheet.number, plan.space
    side, room = space.qr, RIGHT - space.qr - LEFT
    # Quiet zones reach into the margins, so that the dark parts keep to the edges of the text.
    with placed(plan.source, ("words", "number")):
        label = words_here(LEFT, y + 5, f"{plan.words.number}  {number}", plan.type.number, room, heavy=True)
    return [
        label,
        codes.code128(number, LEFT - 2.5, y + 8, space.code_height),
        square(sheet.sealed or number, RIGHT - side + 2.5, y - _UP, side, plan.words.number),
    ]


def _person(flow: Flow, sheet: ReceiptSheet, plan: ReceiptPlan) -> None:
    place = f"{sheet.hall.name} {window(sheet.window)}"
    number: list[Content] = ["身份证号", text.words(sheet.id_number)]
    about: list[list[Content]] = [["申请人", text.words(sheet.applicant, "申请人"), *number]]
    if sheet.person:
        about = [
            ["申请人", text.words(sheet.applicant, "申请人"), "联系电话", text.words(sheet.applicant_phone)],
            ["持证人", text.words(sheet.person, "持证人"), *number],
        ]
    rows: list[list[Content]] = [
        *about,
        ["受理窗口", place, "受理人", text.words(sheet.clerk, "受理人")],
        ["咨询电话", sheet.hall.phone, "监督投诉电话", sheet.hall.complaint_phone],
    ]
    _table(flow, plan.columns.person, rows, plan, head=False)


def _materials(flow: Flow, materials: Sequence[MaterialLine], plan: ReceiptPlan) -> None:
    _section(flow, plan.words.materials, plan)
    if not materials:
        flow.paragraph(plan.words.no_materials)
        return
    _table(flow, plan.columns.materials, [_material(n, line) for n, line in enumerate(materials, 1)], plan)


def _material(number: int, line: MaterialLine) -> list[Content]:
    told = ";".join(part for part in (line.state, line.note) if part)
    return [str(number), line.title, line.form, line.amount or f"{line.copies}份", told]


def _dates(flow: Flow, sheet: ReceiptSheet, plan: ReceiptPlan) -> None:
    """When it was accepted, when it goes to the departments, and its last day in bold."""
    may = "预计" if sheet.provisional else ""
    # What is not published is the year of the last day; a hand-over before it is certain.
    same = sheet.handover.year == sheet.promised.year
    said = sheet.promises or (f"{may}{day_and_weekday(sheet.promised)}前办结",)
    lines = [units(words, heavy=True) for words in said] + [units(sheet.limits)] * bool(sheet.limits)
    done = [u for number, line in enumerate(lines) for u in (*[text.BREAK] * bool(number), *line)]
    _section(flow, plan.words.dates, plan)
    rows: list[list[Content]] = [
        ["受理时间", _accepted(sheet)],
        ["转交部门", f"{may if same else ''}{day_and_weekday(sheet.handover)}前"],
        ["办结时间", done],
    ]
    _table(flow, plan.columns.dates, rows, plan, head=False, whole=True)


def _notes(flow: Flow, sheet: ReceiptSheet, plan: ReceiptPlan) -> None:
    _section(flow, plan.words.notes, plan)
    for number, note in enumerate((*sheet.notes, plan.words.query), 1):
        flow.item(f"{number}.", note)


def _signed(sheet: ReceiptSheet, y: float, plan: ReceiptPlan) -> list[Mark]:
    """Lines to sign on at the left, the place of the round seal at the right."""
    size, radius, words = plan.type.body, plan.space.seal_radius, plan.words
    marks: list[Mark] = []
    for key, label, down in (
        ("clerk_signs", words.clerk_signs, 9),
        ("applicant_signs", words.applicant_signs, 22),
    ):
        with placed(plan.source, ("words", key)):
            marks += sign_here(label, "", y + down, size, RIGHT - 2 * radius)
    with placed(plan.source, ("words", "date")):
        marks.append(words_here(LEFT, y + 35, typeset(words.date), size, RIGHT - 2 * radius - LEFT))
    return marks + _seal(sheet.hall.seal, RIGHT - radius, y + radius, plan)


def _seal(name: str, x: float, y: float, plan: ReceiptPlan) -> list[Mark]:
    """A dashed ring around (x, y) with the seal's name inside."""
    radius = plan.space.seal_radius
    side = 1.5 * radius
    inside = seal_words(typeset(f"{name}\n{plan.words.seal}"), side, side, 10.5, 9)
    return seal_here(inside, x, y, radius, (side, side), SEAL_LEADING)


def _accepted(sheet: ReceiptSheet) -> str:
    """When it was accepted; outside the hall's hours also from which day it counts."""
    later = sheet.counts_from
    told = f";办公时间以外受理,期限从{day_and_weekday(later)}起算" if later else ""
    return f"{_moment(sheet.accepted_at)}{told}"


def _moment(moment: datetime) -> str:
    return f"{day_and_weekday(moment.date())} {moment:%H:%M}"
