"""一次性告知书: every matter, material, step, day and right told at once (附件2 第十、十四条)."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from forms.rules import plain_date
from forms.schema import Hall, Outcome
from printing import draw as page
from printing import fonts, layout, text
from printing.draw import Mark
from printing.flow import LEFT, RIGHT, Content, Flow
from printing.sheets import MaterialLine, MatterLine, NoticeSheet

LAYOUT: Final = "notice"
# Outcomes are told by shape as well as by word, never by colour.
_SHAPES: Final = {Outcome.APPLIES: "●", Outcome.MAY: "◐", Outcome.NOT: "○"}


def draw(sheet: NoticeSheet) -> bytes:
    """The notice as PDF, A4, one page where the matters allow it."""
    plan = layout.read(LAYOUT)
    flow = Flow(plan["type"]["body"])
    title = text.typeset(sheet.pack.texts["notice_title"])
    flow.heading(title, plan["type"]["title"])
    _person(flow, sheet, plan)
    _matters(flow, sheet, plan)
    _materials(flow, sheet.materials, plan)
    _process(flow, sheet, plan)
    _rights(flow, sheet, plan)
    _hall(flow, sheet.hall, plan)
    flow.block(2 * plan["space"]["signature"], lambda y: _signatures(y, plan))
    return page.render(flow.pages, title, sheet.sample, _footer(sheet))


Plan = Any
"""The tables of the layout file."""


def _person(flow: Flow, sheet: NoticeSheet, plan: Plan) -> None:
    said = [sheet.applicant, plain_date(sheet.given_on.isoformat()), window(sheet.window), sheet.clerk]
    labels = plan["words"]["person"]
    columns = [layout.Column("", wide) for wide in (22.0, 68.0, 22.0, 68.0)]
    cells = [
        cell for label, value in zip(labels, said, strict=True) for cell in (label, text.words(value, label))
    ]
    flow.table(columns, [cells[:4], cells[4:]], head=False, least=8.5)


def window(name: str) -> str:
    """A window as people call it: 03 is 3号窗口."""
    return f"{int(name)}号窗口" if name.isdecimal() else name


def _matters(flow: Flow, sheet: NoticeSheet, plan: Plan) -> None:
    flow.section(plan["words"]["matters"], plan["type"]["section"])
    columns = layout.columns(plan["columns"]["matters"])
    flow.table(columns, [_matter(line) for line in sheet.matters], pad=plan["space"]["cell"])
    flow.skip(1.2)
    flow.paragraph(text.typeset(plan["words"]["legend"]), plan["type"]["small"], grey=0.2)


def _matter(line: MatterLine) -> list[Content]:
    shape = _SHAPES.get(Outcome(line.outcome), "")
    return [
        [(text.box(line.chosen),)],
        text.typeset(line.title),
        text.words(f"{shape} {line.outcome}", heavy=True),
        text.typeset(f"{line.reasons}\n依据:{line.clause}" if line.clause else line.reasons),
        text.typeset(line.next_step),
    ]


def _materials(flow: Flow, materials: Sequence[MaterialLine], plan: Plan) -> None:
    flow.section(plan["words"]["materials"], plan["type"]["section"])
    if not materials:
        flow.paragraph(plan["words"]["no_materials"])
        return
    columns = layout.columns([{**c, "title": text.typeset(c["title"])} for c in plan["columns"]["materials"]])
    rows = [_material(number, line) for number, line in enumerate(materials, 1)]
    flow.table(columns, rows, pad=plan["space"]["cell"])


def _material(number: int, line: MaterialLine) -> list[Content]:
    told = ";".join(part for part in (line.note, line.where) if part)
    cells = [str(number), line.title, line.form, f"{line.copies}份", line.state, told]
    return [text.typeset(cell) for cell in cells]


def _process(flow: Flow, sheet: NoticeSheet, plan: Plan) -> None:
    flow.section(plan["words"]["process"], plan["type"]["section"])
    for number, step in enumerate(_steps(sheet), 1):
        item(flow, f"{number}.", step)


def _steps(sheet: NoticeSheet) -> Iterator[str]:
    yield from sheet.process
    if sheet.promised:
        day = plain_date(sheet.promised.isoformat())
        may = "预计" if sheet.provisional else ""
        yield f"今天受理的,{may}{day}前办结。"


def _rights(flow: Flow, sheet: NoticeSheet, plan: Plan) -> None:
    flow.section(plan["words"]["free"], plan["type"]["section"])
    keys = ["fee", "once", *(["objection"] if _assessed(sheet) else []), "privacy"]
    for number, key in enumerate(keys, 1):
        item(flow, f"{number}.", sheet.pack.texts[key])


def _assessed(sheet: NoticeSheet) -> bool:
    """Whether a chosen matter passes through a disability assessment, which may be contested."""
    chosen = {line.title for line in sheet.matters if line.chosen}
    return any(m.title in chosen and "评定" in m.takes for m in sheet.pack.matters.values())


def _hall(flow: Flow, hall: Hall, plan: Plan) -> None:
    flow.section(plan["words"]["hall"], plan["type"]["section"])
    for label, value in (
        ("地点", f"{hall.name}({hall.address})"),
        ("时间", hall.hours),
        ("电话", f"咨询 {hall.phone}    监督投诉 {hall.complaint_phone}"),
    ):
        item(flow, f"{label}:", value, 12)
    flow.skip(1)
    flow.paragraph(text.typeset(plan["words"]["copies"]))


def item(flow: Flow, mark: str, words: str, indent: float = 6.0) -> None:
    """A numbered or named line; the lines after its first stand under its text. ``indent`` in mm."""
    flow.hanging(text.typeset(mark), text.typeset(words), indent)


def _signatures(y: float, plan: Plan) -> list[Mark]:
    """Two lines to sign on, each with its date."""
    size, step = plan["type"]["body"], plan["space"]["signature"]
    marks: list[Mark] = []
    for number, key in enumerate(("clerk_signs", "applicant_signs")):
        line = y + (number + 1) * step - 3
        marks += sign_here(plan["words"][key], plan["words"]["date"], line, size)
    return marks


def sign_here(label: str, date: str, y: float, size: float, right: float = RIGHT) -> list[Mark]:
    """A label, a rule to sign on and a date up to ``right``, on a baseline at ``y``, all in mm."""
    label, date = text.typeset(label), text.typeset(date)
    em = size * text.MM_PER_PT
    begins = LEFT + fonts.width(label) * em
    dated = right - fonts.width(date) * em
    return [
        page.Words(LEFT, y, label, size),
        page.Rule(begins, y + 1, dated - 6, y + 1),
        page.Words(dated, y, date, size),
    ]


def _footer(sheet: NoticeSheet) -> str:
    return text.typeset(f"{sheet.hall.name}  申请人 {sheet.applicant}  政策版本 {sheet.pack.version}")
