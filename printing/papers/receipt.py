"""受理回执: what was accepted, when, by whom, until when, and where to ask (行政许可法 第三十二条)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from forms.typesetting import typeset
from printing import codes, layout, text
from printing import draw as page
from printing.draw import Mark
from printing.flow import BOTTOM, LEFT, RIGHT, Content, Flow, Table, on_one_page, sign_here, units
from printing.papers.notice import window
from printing.sheets import MaterialLine, ReceiptSheet

LAYOUT: Final = "receipt"
_WEEKDAYS: Final = "一二三四五六日"
_LEADING: Final = 1.35

Plan = Any
"""The tables of the layout file."""


def draw(sheet: ReceiptSheet) -> bytes:
    """The receipt as PDF: one A4 page, in smaller type when there is much to say, never cut."""
    plan = layout.read(LAYOUT)
    size, floor = plan["type"]["body"], plan["type"]["floor"]
    flow = on_one_page(lambda points: _laid_out(sheet, plan, points), size, floor)
    pages = (flow or _laid_out(sheet, plan, floor)).pages
    return page.render(pages, typeset(sheet.title), sheet.sample, f"回执编号 {sheet.number}")


def _laid_out(sheet: ReceiptSheet, plan: Plan, size: float) -> Flow:
    flow = Flow(size, _LEADING)
    flow.heading(sheet.title, plan["type"]["title"])
    if sheet.copy:
        flow.paragraph(f"(第{sheet.copy}次补打)", align="center")
    flow.block(plan["space"]["number"], lambda y: _numbered(sheet, y, plan))
    _person(flow, sheet, plan)
    _section(flow, "matters", plan)
    matters: list[list[Content]] = [[str(n), *line] for n, line in enumerate(sheet.matters, 1)]
    _table(flow, "matters", matters, plan)
    _materials(flow, sheet.materials, plan)
    _dates(flow, sheet, plan)
    _notes(flow, sheet, plan)
    high = plan["space"]["signature"]
    flow.room(high)
    # Signatures and seal stand at the foot, however little is said above.
    flow.y = BOTTOM - high
    flow.block(high, lambda y: _signed(sheet, y, plan))
    return flow


def _section(flow: Flow, key: str, plan: Plan) -> None:
    flow.section(plan["words"][key], plan["type"]["section"])


def _table(flow: Flow, key: str, rows: Sequence[Sequence[Content]], plan: Plan, head: bool = True) -> None:
    columns = layout.columns(plan["columns"][key])
    flow.table(Table(columns, rows, flow.size, head, plan["space"]["cell"], leading=_LEADING))


def _numbered(sheet: ReceiptSheet, y: float, plan: Plan) -> list[Mark]:
    """The number in large type over its bar code, and sealed as QR code at the right edge."""
    number = sheet.number
    side, size = plan["space"]["qr"], plan["type"]["number"]
    label = f"{plan['words']['number']}  {number}"
    # Quiet zones reach into the margins, so that the dark parts keep to the edges of the text.
    return [
        page.Words(LEFT, y + 5, label, size, heavy=True),
        codes.code128(number, LEFT - 2.5, y + 8, plan["space"]["code_height"]),
        codes.qr(sheet.sealed or number, RIGHT - side + 2.5, y - 3, side),
    ]


def _person(flow: Flow, sheet: ReceiptSheet, plan: Plan) -> None:
    place = f"{sheet.hall.name} {window(sheet.window)}"
    rows: list[list[Content]] = [
        ["申请人", text.words(sheet.applicant, "申请人"), "身份证号", text.words(sheet.id_number)],
        ["受理窗口", place, "受理人", text.words(sheet.clerk, "受理人")],
        ["咨询电话", sheet.hall.phone, "监督投诉电话", sheet.hall.complaint_phone],
    ]
    _table(flow, "person", rows, plan, head=False)


def _materials(flow: Flow, materials: Sequence[MaterialLine], plan: Plan) -> None:
    _section(flow, "materials", plan)
    if not materials:
        flow.paragraph(plan["words"]["no_materials"])
        return
    _table(flow, "materials", [_material(n, line) for n, line in enumerate(materials, 1)], plan)


def _material(number: int, line: MaterialLine) -> list[Content]:
    told = ";".join(part for part in (line.state, line.note) if part)
    return [str(number), line.title, line.form, f"{line.copies}份", told]


def _dates(flow: Flow, sheet: ReceiptSheet, plan: Plan) -> None:
    """When it was accepted, goes to the departments and is done; the last day in bold."""
    may = "预计" if sheet.provisional else ""
    day = units(f"{may}{_day(sheet.promised)}前办结", heavy=True)
    done = [*day, text.BREAK, *units(sheet.limits)]
    _section(flow, "dates", plan)
    rows: list[list[Content]] = [
        ["受理时间", _moment(sheet.accepted_at)],
        ["转交部门", f"{_day(sheet.handover)}前"],
        ["办结时间", done],
    ]
    _table(flow, "dates", rows, plan, head=False)


def _notes(flow: Flow, sheet: ReceiptSheet, plan: Plan) -> None:
    _section(flow, "notes", plan)
    for number, note in enumerate((*sheet.notes, plan["words"]["query"]), 1):
        flow.item(f"{number}.", note)


def _signed(sheet: ReceiptSheet, y: float, plan: Plan) -> list[Mark]:
    """Signatures left, the place of the round seal right."""
    size, radius, words = plan["type"]["body"], plan["space"]["seal_radius"], plan["words"]
    marks = sign_here(words["clerk_signs"], "", y + 9, size, RIGHT - 2 * radius)
    marks += sign_here(words["applicant_signs"], "", y + 22, size, RIGHT - 2 * radius)
    marks.append(page.Words(LEFT, y + 35, typeset(words["date"]), size))
    return marks + _seal(sheet.hall.seal, RIGHT - radius, y + radius, plan)


def _seal(name: str, x: float, y: float, plan: Plan) -> list[Mark]:
    """A light ring around (x, y) with the seal's name: stamped over, it does not disturb."""
    radius = plan["space"]["seal_radius"]
    side = 1.5 * radius
    fitted = text.fit(list(units(f"{name}\n{plan['words']['seal']}")), side, side, 9, 6, 1.5)
    inner = (x - side / 2, y - side / 2, side, side)
    words = page.set_lines(fitted, *inner, "center", leading=1.5, grey=0.45)
    return [page.Ring(x, y, radius), *words]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日(星期{_WEEKDAYS[day.weekday()]})"


def _moment(moment: datetime) -> str:
    return f"{_day(moment.date())} {moment:%H:%M}"
