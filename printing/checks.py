"""Reads and draws every layout before it is needed: with invented values, with none, and with long ones.

Faults are told at the start (a county's own layouts), by ``doctor`` and by ``forms check`` (all layouts),
so that no acceptance is left without its paper.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from forms.lines import At
from forms.pack import Pack
from forms.spelling import meant
from printing import draw, fonts, layout, paper_faults, plans, sample_sheets, text
from printing.draw import DrawnPage, Fill, Frame, Mark, Picture, Ring, Rule, Tick, Turned, Veil, Words
from printing.errors import LayoutError, UnprintableError
from printing.layout_rows import answers
from printing.paper_shapes import FormPlan, LargeNoticePlan, NoticePlan, ReceiptPlan
from printing.papers import document, form, notice, receipt
from printing.plan_shapes import PaperPlan
from printing.plans import AnyPlan
from printing.sheets import DocumentSheet, DocumentValue

_LONG: Final = "很长的内容" * 20
_SLACK: Final = 0.6
"""Mm by which a letter's own white may reach over the paper's edge."""


@dataclass(frozen=True, slots=True)
class CheckedLayout:
    """The result for one paper's layout."""

    name: str
    path: Path
    own: bool
    """Whether it is the county's own layout."""
    faults: tuple[str, ...]
    """One sentence for each fault, with file and line."""

    @property
    def told(self) -> str:
        """The sentence for an administrator; empty when there is no fault."""
        if not self.faults:
            return ""
        more = f"(共{len(self.faults)}处)" if len(self.faults) > 1 else ""
        replaced = self.own and self.name in plans.EVERY_VISIT
        until = "改正之前用随程序的版式印这种纸" if replaced else "改正之前这种纸印不了"
        return f"版式 {self.faults[0].rstrip('。?')}{more}。{until},文件在 {self.path.parent}"


def every(pack: Pack) -> Iterator[CheckedLayout]:
    """Check all layouts in force: the county's own, and the shipped ones they do not replace."""
    for name in (*plans.EVERY_VISIT, *plans.names()):
        yield _checked(name, pack)


def own(pack: Pack) -> Iterator[CheckedLayout]:
    """Check the county's own layouts that are in force."""
    found = {path.stem for folder in layout.own() for path in folder.glob("*.toml")}
    yield from (_checked(name, pack) for name in sorted(found))


def _checked(name: str, pack: Pack) -> CheckedLayout:
    path, lies = layout.path_of(name), layout.own_path(name) is not None
    return CheckedLayout(name, path, lies, tuple(dict.fromkeys(faults(name, path, pack))))


def faults(name: str, path: Path, pack: Pack) -> Iterator[str]:
    """Every fault of a file as the layout of the paper ``name``, each a sentence with file and line."""
    try:
        plan = plans.at(name, path)
    except LayoutError as error:
        yield from error.faults
        if not (layout.LAYOUTS / path.name).exists() and (near := meant(name, plans.EVERY_VISIT)):
            yield f"{path.name} 第1行:没有叫“{name}”的纸件{near}"
        return
    yield from _letters(path)
    if isinstance(plan, FormPlan):
        yield from (plan.source.told(told, at) for told, at in paper_faults.form_with(plan, pack))
    try:
        for pages, size in _drawn(plan, pack):
            if any(_outside(mark, size) for page in pages for mark in page.marks):
                yield plan.source.told("有的内容印到了纸外,请核对框的位置、字号和列宽")
    except LayoutError as error:
        yield from error.faults
    except UnprintableError as error:
        yield plan.source.told(str(error), error.place)


# ---- letters -------------------------------------------------------------------------------------


def _letters(path: Path) -> Iterator[str]:
    """Faults for characters in a layout's own texts that no font can print."""
    source, data = layout.read(path)
    for at, said in _texts(data, ()):
        if lacking := fonts.missing(said.replace("\t", "")):
            yield source.told(f"“{lacking[0]}”没有字形,印不出来,请换一个字", at)


def _texts(value: object, at: At) -> Iterator[tuple[At, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*at, str(key)))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*at, place))


# ---- drawing -------------------------------------------------------------------------------------

Drawn = tuple[Sequence[DrawnPage], tuple[float, float]]
"""The marks of a paper, and its width and height in mm."""


def _drawn(plan: AnyPlan, pack: Pack) -> Iterator[Drawn]:
    """The pages of the paper filled, empty and overfull; filled, it is also rendered."""
    match plan:
        case ReceiptPlan():
            yield from _receipts(plan, pack)
        case NoticePlan() | LargeNoticePlan():
            yield from _notices(plan, pack)
        case FormPlan():
            yield from _forms(plan, pack)
        case PaperPlan():
            yield from _documents(plan)


def _rendered(each: Iterator[Sequence[DrawnPage]], size: tuple[float, float] = draw.A4) -> Iterator[Drawn]:
    filled = next(each)
    draw.render(filled, "样张", sample=True, size=size)
    yield filled, size
    yield from ((pages, size) for pages in each)


def _receipts(plan: ReceiptPlan, pack: Pack) -> Iterator[Drawn]:
    sheet = sample_sheets.receipt(pack)
    bare = replace(sheet, matters=(), materials=(), notes=(), sealed="", copy=1)
    full = replace(
        sheet, applicant=_LONG, clerk=_LONG, notes=(_LONG,) * 20, matters=((_LONG, _LONG),) * 9, copy=99
    )
    yield from _rendered(receipt.laid_out(each, plan) for each in (sheet, bare, full))


def _notices(plan: NoticePlan | LargeNoticePlan, pack: Pack) -> Iterator[Drawn]:
    sheet = sample_sheets.notice(pack, isinstance(plan, LargeNoticePlan))
    bare = replace(sheet, matters=(), materials=(), process=(), promises=(), applicant="", copy=1)
    full = replace(
        sheet, applicant=_LONG, clerk=_LONG, process=(_LONG,) * 20, materials=sheet.materials * 5, copy=99
    )
    yield from _rendered(notice.laid_out(each, plan) for each in (sheet, bare, full))


def _forms(plan: FormPlan, pack: Pack) -> Iterator[Drawn]:
    sheet = form.filled(plan, pack)
    bare = replace(sheet, facts={}, chosen=())
    long = {name: _LONG if isinstance(value, str) else value for name, value in sheet.facts.items()}
    sheets = (sheet, bare, replace(sheet, facts=long, copy=99))
    yield from _rendered(form.laid_out(each, plan) for each in sheets)


def _documents(plan: PaperPlan) -> Iterator[Drawn]:
    sheet = document.filled(plan)
    must = {v.name for v in plan.variables if v.required}
    bare = replace(sheet, values={k: v for k, v in sheet.values.items() if k in must}, facts={})
    sheets = (sheet, replace(bare, copy=1))
    yield from _rendered((document.laid_out(each, plan) for each in sheets), plan.size)
    try:
        yield document.laid_out(_overfull(sheet, plan), plan), plan.size
    except UnprintableError:
        # A label or a code may be too small for what nobody writes; the clerk is told by name.
        return


def _overfull(sheet: DocumentSheet, plan: PaperPlan) -> DocumentSheet:
    long: dict[str, Callable[[DocumentValue], DocumentValue]] = {
        "text": lambda _: _LONG[:40],
        "long": lambda _: _LONG,
        "rows": lambda rows: rows * 9 if isinstance(rows, tuple) else rows,
    }
    as_it_is: Callable[[DocumentValue], DocumentValue] = lambda value: value  # noqa: E731
    codes = {b.qr for b in plan.blocks} | {s.code for s in plan.boxes}
    numbers = {name for b in plan.blocks if b.kind == "codes" for name in answers(b.text)} | codes
    kinds = {v.name: "" if v.name in numbers else v.kind for v in plan.variables}
    return replace(
        sheet, values={k: long.get(kinds[k], as_it_is)(value) for k, value in sheet.values.items()}, copy=99
    )


# ---- paper's edges -------------------------------------------------------------------------------


def _outside(mark: Mark, page: tuple[float, float]) -> bool:
    """Whether a mark reaches beyond a page of this width and height in mm."""
    left, top, right, low = _reach(mark)
    return min(left, top) < -_SLACK or right > page[0] + _SLACK or low > page[1] + _SLACK


def _reach(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge of a mark in mm; for turned words only their centre."""
    match mark:
        case Words():
            em = mark.size * text.MM_PER_PT
            return mark.x, mark.y - em, mark.x + fonts.width(mark.text, mark.heavy) * em, mark.y
        case Rule():
            return min(mark.x1, mark.x2), min(mark.y1, mark.y2), max(mark.x1, mark.x2), max(mark.y1, mark.y2)
        case Frame() | Picture():
            return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h
        case Ring():
            return mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius
        case Turned() | Veil():
            return mark.x, mark.y, mark.x, mark.y
        case Tick():
            return mark.x, mark.y, mark.x + mark.side, mark.y + mark.side
        case Fill():
            rects = mark.rects
            return (
                min(r[0] for r in rects),
                min(r[1] for r in rects),
                max(r[0] + r[2] for r in rects),
                max(r[1] + r[3] for r in rects),
            )
