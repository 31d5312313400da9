"""受理回执: what was accepted, when, by whom, until when, and where to ask (行政许可法 第三十二条)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from printing import codes, layout, text
from printing import draw as page
from printing.draw import Mark
from printing.flow import BOTTOM, LEFT, RIGHT, Content, Flow
from printing.papers.notice import item, sign_here, window
from printing.sheets import MaterialLine, ReceiptSheet

LAYOUT: Final = "receipt"
_WEEKDAYS: Final = "一二三四五六日"

Plan = Any
"""The tables of the layout file."""


def draw(sheet: ReceiptSheet) -> bytes:
    """The receipt as PDF: one A4 page, in smaller type when there is much to say, never cut."""
    plan = layout.read(LAYOUT)
    size = plan["type"]["body"]
    flow = _laid_out(sheet, plan, size)
    while len(flow.pages) > 1 and size > plan["type"]["floor"]:
        size -= 0.5
        flow = _laid_out(sheet, plan, size)
    return page.render(flow.pages, text.typeset(sheet.title), sheet.sample, f"受理编号 {sheet.number}")


def _laid_out(sheet: ReceiptSheet, plan: Plan, size: float) -> Flow:
    flow = Flow(size)
    flow.heading(text.typeset(sheet.title), plan["type"]["title"])
    flow.block(plan["space"]["qr"] + 2, lambda y: _numbered(sheet.number, y, plan))
    _person(flow, sheet, plan)
    _section(flow, "matters", plan)
    columns = layout.columns(plan["columns"]["matters"])
    rows = [[str(n), text.typeset(t), text.typeset(w)] for n, (t, w) in enumerate(sheet.matters, 1)]
    flow.table(columns, rows, pad=plan["space"]["cell"])
    _materials(flow, sheet.materials, plan)
    _dates(flow, sheet, plan)
    _notes(flow, sheet, plan)
    flow.skip(2)
    flow.room(plan["space"]["signature"])
    # Signatures and seal stand at the foot, however little is said above.
    flow.y = BOTTOM - plan["space"]["signature"]
    flow.block(plan["space"]["signature"], lambda y: _signed(sheet, y, plan))
    return flow


def _section(flow: Flow, key: str, plan: Plan) -> None:
    flow.section(plan["words"][key], plan["type"]["section"])


def _numbered(number: str, y: float, plan: Plan) -> list[Mark]:
    """The number in large type over its bar code, and as QR code at the right edge."""
    side, size = plan["space"]["qr"], plan["type"]["number"]
    label = f"{plan['words']['number']}  {number}"
    return [
        page.Words(LEFT, y + 6, label, size, heavy=True),
        codes.code128(number, LEFT - 2.5, y + 9.5, plan["space"]["code_height"]),
        codes.qr(number, RIGHT - side + 2.5, y - 2, side),
    ]


def _person(flow: Flow, sheet: ReceiptSheet, plan: Plan) -> None:
    rows = (
        ("申请人", sheet.applicant, "身份证号", sheet.id_number),
        ("受理窗口", f"{sheet.hall.name} {window(sheet.window)}", "受理人", sheet.clerk),
        ("咨询电话", sheet.hall.phone, "监督投诉电话", sheet.hall.complaint_phone),
    )
    columns = layout.columns(plan["columns"]["person"])
    flow.table(columns, [[text.words(cell, row[0]) for cell in row] for row in rows], head=False, least=8)


def _materials(flow: Flow, materials: Sequence[MaterialLine], plan: Plan) -> None:
    _section(flow, "materials", plan)
    if not materials:
        flow.paragraph(plan["words"]["no_materials"])
        return
    columns = layout.columns(plan["columns"]["materials"])
    rows = [_material(number, line) for number, line in enumerate(materials, 1)]
    flow.table(columns, rows, pad=plan["space"]["cell"])


def _material(number: int, line: MaterialLine) -> list[Content]:
    told = ";".join(part for part in (line.state, line.note) if part)
    return [text.typeset(c) for c in (str(number), line.title, line.form, f"{line.copies}份", told)]


def _dates(flow: Flow, sheet: ReceiptSheet, plan: Plan) -> None:
    """When it was accepted, goes to the departments and is done; the last day in bold."""
    may = "预计" if sheet.provisional else ""
    limits = text.words(text.typeset(f"({sheet.limits})"))
    done = [*text.words(f"{may}{text.typeset(_day(sheet.promised))}前办结", heavy=True), *limits]
    _section(flow, "dates", plan)
    flow.table(
        layout.columns(plan["columns"]["dates"]),
        [
            ["受理时间", text.typeset(_moment(sheet.accepted_at))],
            ["转交部门", text.typeset(f"{_day(sheet.handover)}前")],
            ["办结时间", done],
        ],
        head=False,
        pad=plan["space"]["cell"],
    )


def _notes(flow: Flow, sheet: ReceiptSheet, plan: Plan) -> None:
    _section(flow, "notes", plan)
    for number, note in enumerate((*sheet.notes, plan["words"]["query"]), 1):
        item(flow, f"{number}.", note)


def _signed(sheet: ReceiptSheet, y: float, plan: Plan) -> list[Mark]:
    """Signatures left, the place of the round seal right."""
    size, radius, words = plan["type"]["body"], plan["space"]["seal_radius"], plan["words"]
    marks: list[Mark] = []
    for number, key in enumerate(("clerk_signs", "applicant_signs")):
        marks += sign_here(words[key], "", y + 10 + 14 * number, size, RIGHT - 2 * radius)
    marks.append(page.Words(LEFT, y + 38, text.typeset(words["date"]), size))
    middle, wide = RIGHT - radius, 1.5 * radius
    name = text.words(text.typeset(f"{sheet.hall.seal}\n{words['seal']}"))
    fitted = text.fit(name, wide, wide, 9, 6, 1.5)
    marks.append(page.Ring(middle, y + radius, radius))
    marks += page.set_lines(
        fitted, middle - wide / 2, y + radius - wide / 2, wide, wide, "center", leading=1.5, grey=0.45
    )
    return marks


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日(星期{_WEEKDAYS[day.weekday()]})"


def _moment(moment: datetime) -> str:
    return f"{_day(moment.date())} {moment:%H:%M}"
