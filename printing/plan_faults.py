"""Faults of a paper's plan that no single row shows, with what to write instead."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from forms.lines import At
from printing import layout
from printing.layout_rows import answers
from printing.plan_shapes import PICTURES, Block, PaperPlan, Spot, TableColumn
from printing.text import MM_PER_PT

Fault = tuple[str, At]
"""A sentence, and the row or key of the file it is about."""

# A table may be as wide as the paper without its margins.
_MARGINS: Final = 30.0
_FLOWING: Final = (80.0, 70.0)
"""Width and height in mm of the smallest paper a text can flow on."""
_SEAL: Final = 30.0
_SHAPE: Final = 0.03
_CROP: Final = 4.0
"""How far crop marks reach beyond their box, in mm."""


def faults(found: PaperPlan) -> Iterator[Fault]:
    """Every such fault of a plan."""
    if bool(found.blocks) == bool(found.boxes):
        yield "要么写 [[block]],要么写 [[box]],不能都写或都不写", ()
    if found.floor > found.body:
        yield "floor 不能大于 body", ("paper", "floor")
    if found.blocks and (found.size[0] < _FLOWING[0] or found.size[1] < _FLOWING[1]):
        yield f"[[block]] 要至少{_FLOWING[0]:g}×{_FLOWING[1]:g}毫米的纸,小的纸请写 [[box]]", ("paper", "size")
    yield from _variable_faults(found)
    for number, block in enumerate(found.blocks):
        yield from ((told, ("block", number, *more)) for told, more in _block_faults(block, found))
    for number, spot in enumerate(found.boxes):
        yield from ((told, ("box", number, *more)) for told, more in _spot_faults(spot, found))
    yield from twice(found.boxes, ("box",))
    yield from _name_faults(found)
    yield from _fact_faults(found)


def twice(rows: Sequence[object], at: At) -> Iterator[Fault]:
    """A fault for each row that equals an earlier one."""
    for number, row in enumerate(rows):
        if row in rows[:number]:
            yield "这一行写了两次,请删去一行", (*at, number)


def _variable_faults(found: PaperPlan) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, variable in enumerate(found.variables):
        at = ("variable", number)
        if variable.name in seen:
            yield f"变量“{variable.name}”写了两次,请删去一个", at
        seen.add(variable.name)
        if (variable.kind == "rows") != isinstance(variable.sample, tuple):
            yield f'变量“{variable.name}”的样例不对:rows 写成几行 {{ 项 = "值" }},其他写成文字', at
        elif variable.kind == "picture" and variable.sample not in ("", *PICTURES):
            yield f"变量“{variable.name}”的样例图片可用:{'、'.join(PICTURES)}", (*at, "sample")


def _block_faults(block: Block, found: PaperPlan) -> Iterator[Fault]:
    said = any(isinstance(t, layout.AnswerText) for t in block.text)
    if block.kind in ("codes", "section", "paragraph", "items", "seal") and not block.text:
        yield f"{block.kind} 没有 text,请补上要印的文字或变量", ()
    if block.kind == "items" and not block.rows:
        yield "items 没有 rows,请写上一行一行的变量", ()
    if block.kind == "sign" and said:
        yield "sign 的 text 只写签名前面的字,不能带变量", ("text",)
    if block.kind == "sign" and not (block.text or block.sides):
        yield "sign 没有 text,请写上签名前面的字", ()
    if block.kind == "seal" and 0 < block.height < _SEAL:
        yield f"seal 的 height 至少{_SEAL:g}毫米", ("height",)
    if block.kind == "table":
        yield from _table_faults(block, found)


def _table_faults(block: Block, found: PaperPlan) -> Iterator[Fault]:
    size = block.size or found.body
    yield from column_faults(block.columns, found.size[0] - _MARGINS, size, block.pad)
    if any(len(row) != len(block.columns) for row in block.cells):
        yield f"表格有{len(block.columns)}列,cells 的每行也要写{len(block.columns)}格", ("cells",)
    if bool(block.cells) == bool(block.rows):
        yield "表格要么写 rows,要么写 cells,不能都写或都不写", ()
    said = [row if any(row) else number for number, row in enumerate(block.cells)]
    yield from twice(said, ("cells",))
    if block.rows:
        yield from twice([c if c.text else n for n, c in enumerate(block.columns)], ("columns",))


def column_faults(columns: Sequence[TableColumn], wide: float, size: float, pad: float) -> Iterator[Fault]:
    """No columns; columns together wider than ``wide`` mm; one too narrow for a letter of ``size`` points."""
    total, letter = sum(c.width for c in columns), size * MM_PER_PT
    if not columns:
        yield "表格没有 columns", ()
    if total > wide + 0.01:
        yield f"表格各列共{total:g}毫米,纸上只有{wide:g}毫米", ("columns",)
    for number, column in enumerate(columns):
        if column.width - 2 * pad < letter:
            yield f"这一列{column.width:g}毫米宽,放不下一个{size:g}磅的字", ("columns", number)


def _spot_faults(spot: Spot, found: PaperPlan) -> Iterator[Fault]:
    yield from box_faults(spot.at, found.size)
    if spot.text:
        yield from text_faults(spot.w - 2 * spot.pad, spot.h, spot.size, spot.floor)
    if sum(map(bool, (spot.picture, spot.code, spot.text))) > 1:
        yield "一个框只能是 picture、code、text 中的一样", ()
    elif not (spot.picture or spot.code or spot.text or spot.frame or spot.seal):
        yield "这个框什么也不印,请写 text、picture、code、frame = true 或 seal = true,或者删去", ()
    if spot.square and spot.h < spot.w - 0.01:
        yield "二维码的框要和它一样高,请改 at 的第四个数", ("at",)
    if spot.crop and not _inside(spot, found.size, _CROP):
        yield f"裁切线要在框外{_CROP:g}毫米,这个框离纸边太近", ("at",)
    sample = next((v.sample for v in found.variables if v.name == spot.picture), "")
    shape = PICTURES.get(sample) if isinstance(sample, str) else None
    if spot.exact and shape and abs(shape * spot.h / spot.w - 1) > _SHAPE:
        yield f"框的宽高和图片“{sample}”不成比例,应为宽÷高 = {shape:.3f}", ("at",)


def box_faults(at: tuple[float, float, float, float], page: tuple[float, float]) -> Iterator[Fault]:
    """A box without area, or that leaves its page; both in mm."""
    x, y, w, h = at
    if min(w, h) <= 0 or x + w > page[0] + 0.001 or y + h > page[1] + 0.001:
        yield f"框 at = {[*at]} 超出纸面({page[0]:g}×{page[1]:g} 毫米),四个数是左、上、宽、高", ("at",)


def text_faults(wide: float, high: float, size: float, floor: float) -> Iterator[Fault]:
    """A least type size above the size, and a box in mm too small for one letter."""
    letter = floor * MM_PER_PT
    if floor > size:
        yield "floor 不大于 size,请把 floor 改小或 size 改大", ()
    elif min(wide, high) < letter:
        yield f"框里放不下一个{floor:g}磅的字,请把框改大或 pad、floor 改小", ()


def _inside(spot: Spot, page: tuple[float, float], margin: float) -> bool:
    right, low = spot.x + spot.w + margin, spot.y + spot.h + margin
    return min(spot.x, spot.y) >= margin and right <= page[0] and low <= page[1]


# ---- names ---------------------------------------------------------------------------------------


def _name_faults(found: PaperPlan) -> Iterator[Fault]:
    """Names in templates that are no variable, variables never printed, variables of the wrong kind."""
    used = [*_used(found)]
    kinds = {v.name: v.kind for v in found.variables}
    for name, kind, at in used:
        if name not in kinds:
            yield f"没有变量“{name}”,请加 [[variable]] 或改正名字", at
        elif kind and kinds[name] != kind:
            yield f"变量“{name}”的 kind 应是 {kind}", at
        elif not kind and kinds[name] in ("rows", "picture"):
            yield f"变量“{name}”是 {kinds[name]},不能当文字用", at
    names = {name for name, _, _ in used}
    for number, variable in enumerate(found.variables):
        if variable.name not in names:
            yield f"变量“{variable.name}”没有用到,请删去,或者补上印它的那一行", ("variable", number)
    yield from _row_faults(found)


def _used(found: PaperPlan) -> Iterator[tuple[str, str, At]]:
    """Every variable that is printed: its name, the kind needed (empty: words), and where it is named."""
    yield from ((name, "", ("paper", "footer")) for name in answers(found.footer))
    for number, block in enumerate(found.blocks):
        at: At = ("block", number)
        yield from [(block.rows, "rows", (*at, "rows"))] if block.rows else ()
        yield from ((name, "", at) for name in (block.qr, block.day) if name)
        yield from ((name, "", at) for name in answers(block.headings))
        of_rows = _row_names(found, block)
        yield from ((name, "", at) for name in answers(block.tokens) if name not in of_rows)
    for number, spot in enumerate(found.boxes):
        at = ("box", number)
        yield from [(spot.picture, "picture", at)] if spot.picture else ()
        yield from [(spot.code, "", at)] if spot.code else ()
        yield from ((name, "", at) for name in answers(spot.text))


def _row_names(found: PaperPlan, block: Block) -> set[str]:
    """Names the rows of a block have beside the variables: the keys of its sample, and ``n``."""
    sample = next((v.sample for v in found.variables if block.rows and v.name == block.rows), ())
    return {"n", *(key for row in sample if isinstance(row, Mapping) for key in row)} if block.rows else set()


def _row_faults(found: PaperPlan) -> Iterator[Fault]:
    """Keys of a variable's rows that no column or text prints."""
    for number, variable in enumerate(found.variables):
        blocks = [b for b in found.blocks if b.rows == variable.name]
        shown = {name for b in blocks for name in answers(b.tokens)}
        parts = dict.fromkeys(key for row in variable.sample if isinstance(row, Mapping) for key in row)
        for part in parts if blocks else ():
            if part not in shown:
                yield f"变量“{variable.name}”的项“{part}”没有印出来,请补上它的列", ("variable", number)


def _fact_faults(found: PaperPlan) -> Iterator[Fault]:
    asked = [(t.clause.element, at) for t, at in found.tokens if isinstance(t, layout.Check)]
    asked += [(b.when.element, ("block", n, "when")) for n, b in enumerate(found.blocks) if b.when]
    asked += [(s.when.element, ("box", n)) for n, s in enumerate(found.boxes) if s.when]
    for name, at in asked:
        if name not in found.sample_facts:
            yield f"条件用到的“{name}”没有样例,请写进 [sample_facts],或改正名字", at
    for name in sorted(found.sample_facts.keys() - {name for name, _ in asked}):
        yield f"[sample_facts] 的“{name}”没有用到,请删去", ("sample_facts", name)
    for token, at in found.tokens:
        if isinstance(token, layout.Choices):
            yield "{* 选项} 只能用在申请表,这里一项一项写 {? 要素 = 值}", at
