"""What is wrong with a plan whose rows read well by themselves, and what to write instead."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from printing import layout
from printing.layout import Token
from printing.plan_shapes import KINDS, PICTURES, VARIABLES, Block, PaperPlan, Spot

_ALIGNED: Final = ("left", "center", "right")
_VALIGNED: Final = ("top", "middle")
# A table may be as wide as the paper without its margins.
_MARGINS: Final = 30.0


def faults(found: PaperPlan) -> Iterator[str]:
    """Every fault of a plan, each in one sentence."""
    if bool(found.blocks) == bool(found.boxes):
        yield "要么写 [[block]],要么写 [[box]],不能都写或都不写"
    yield from _variable_faults(found)
    for block in found.blocks:
        yield from _block_faults(block, found)
    for spot in found.boxes:
        yield from _spot_faults(spot, found)
    yield from _name_faults(found)
    yield from _fact_faults(found)


def _variable_faults(found: PaperPlan) -> Iterator[str]:
    seen: set[str] = set()
    for variable in found.variables:
        if variable.kind not in VARIABLES:
            yield f"变量“{variable.name}”的 kind“{variable.kind}”不认识,可用:{'、'.join(VARIABLES)}"
        if variable.name in seen:
            yield f"变量“{variable.name}”写了两次,请删去一个"
        seen.add(variable.name)
        if variable.kind == "picture" and variable.sample not in ("", *PICTURES):
            yield f"变量“{variable.name}”的样例图片可用:{'、'.join(PICTURES)}"


def _block_faults(block: Block, found: PaperPlan) -> Iterator[str]:
    if block.kind not in KINDS:
        yield f"不认识的块“{block.kind}”,可用:{'、'.join(KINDS)}"
    if block.align not in _ALIGNED or any(c.align not in _ALIGNED for c in block.columns):
        yield f"块“{block.kind}”的 align 可用:{'、'.join(_ALIGNED)}"
    if block.kind == "sign" and any(isinstance(t, layout.AnswerText) for t in block.tokens):
        yield "sign 的 text 只写签名前面的字,不能带变量"
    if block.kind == "table":
        yield from _table_faults(block, found)


def _table_faults(block: Block, found: PaperPlan) -> Iterator[str]:
    wide = found.size[0] - _MARGINS
    if not block.columns:
        yield "表格没有 columns"
    if sum(c.width for c in block.columns) > wide + 0.01:
        yield f"表格各列共{sum(c.width for c in block.columns):g}毫米,纸上只有{wide:g}毫米"
    if any(c.width < 8 for c in block.columns):
        yield "表格的列至少8毫米宽"
    if any(len(row) != len(block.columns) for row in block.cells):
        yield f"表格有{len(block.columns)}列,cells 的每行也要写{len(block.columns)}格"
    if bool(block.cells) == bool(block.rows):
        yield "表格要么写 rows,要么写 cells,不能都写或都不写"


def _spot_faults(spot: Spot, found: PaperPlan) -> Iterator[str]:
    place, (wide, high) = [spot.x, spot.y, spot.w, spot.h], found.size
    if (
        min(spot.x, spot.y) < 0
        or min(spot.w, spot.h) <= 0
        or spot.x + spot.w > wide
        or spot.y + spot.h > high
    ):
        yield f"框 at = {place} 超出纸面({wide:g}×{high:g} 毫米)"
    if spot.align not in _ALIGNED or spot.valign not in _VALIGNED:
        yield f"框 at = {place} 的 align 可用:{'、'.join(_ALIGNED)};valign 可用:{'、'.join(_VALIGNED)}"
    if spot.page < 1 or not 0 < spot.floor <= spot.size:
        yield f"框 at = {place} 的 page 从1起,floor 不大于 size"
    if sum(map(bool, (spot.picture, spot.code, spot.tokens))) > 1:
        yield f"框 at = {place} 只能是 picture、code、text 中的一样"


def _name_faults(found: PaperPlan) -> Iterator[str]:
    """Names a template uses that are no variable, variables nothing shows, and what is of another kind."""
    kinds = {v.name: v.kind for v in found.variables}
    wanted = {b.rows: "rows" for b in found.blocks if b.rows}
    wanted |= {s.picture: "picture" for s in found.boxes if s.picture}
    named = {b.qr for b in found.blocks} | {b.day for b in found.blocks} | {s.code for s in found.boxes}
    said = (named - {""}) | _answers(found.footer)
    said |= {n for s in found.boxes for n in _answers(s.tokens)}
    said |= {n for b in found.blocks for n in _answers(_tokens(b)) - _row_names(found, b)}
    for name in sorted((said | wanted.keys()) - kinds.keys()):
        yield f"没有变量“{name}”,请加 [[variable]] 或改正名字"
    for name in sorted(kinds.keys() - said - wanted.keys()):
        yield f"变量“{name}”没有用到,请删去"
    for name, kind in wanted.items():
        if kinds[name] != kind:
            yield f"变量“{name}”的 kind 应是 {kind}"
    for name in sorted(said & kinds.keys()):
        if kinds[name] in ("rows", "picture"):
            yield f"变量“{name}”是 {kinds[name]},不能当文字用"


def _fact_faults(found: PaperPlan) -> Iterator[str]:
    tokens = (
        *found.footer,
        *(t for b in found.blocks for t in _tokens(b)),
        *(t for s in found.boxes for t in s.tokens),
    )
    clauses = [t.clause for t in tokens if isinstance(t, layout.Check)]
    clauses += [b.when for b in found.blocks if b.when]
    clauses += [s.when for s in found.boxes if s.when]
    used = {clause.element for clause in clauses}
    for name in sorted(used - found.sample_facts.keys()):
        yield f"条件用到的“{name}”没有样例,请写进 [sample_facts]"
    for name in sorted(found.sample_facts.keys() - used):
        yield f"[sample_facts] 的“{name}”没有用到,请删去"
    if any(isinstance(t, layout.Choices) for t in tokens):
        yield "{* 选项} 只能用在申请表,这里一项一项写 {? 要素 = 值}"


def _tokens(block: Block) -> tuple[Token, ...]:
    """Every token of a block, those of its table among them."""
    columns = (t for c in block.columns for t in c.tokens)
    cells = (t for row in block.cells for cell in row for t in cell)
    return (*block.tokens, *columns, *cells)


def _answers(tokens: Sequence[Token]) -> set[str]:
    return {t.element for t in tokens if isinstance(t, layout.AnswerText)}


def _row_names(found: PaperPlan, block: Block) -> set[str]:
    """What the rows of a block offer besides the variables: the keys of their sample, and their number."""
    sample = next((v.sample for v in found.variables if block.rows and v.name == block.rows), ())
    return {"n", *(key for row in sample if isinstance(row, Mapping) for key in row)} if block.rows else set()
