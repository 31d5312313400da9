"""The plans of all papers: their layout files as frozen shapes, read once; faults are told all together.

Most papers are data alone: ``[paper]`` names the paper, ``[[variable]]`` its values with label and
invented sample, and either ``[[block]]`` rows flow down the page or ``[[box]]`` rows have a place in mm.
What tick boxes and ``when`` look at is in ``[sample_facts]``, so a file names all that must be given to its
paper. Receipt, notice and form have shapes of their own (``paper_shapes``): law and answers decide what is
printed on them, so a layout can only place and word it.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar, cast

from forms.pack import Pack
from printing import layout, paper_faults, plan_faults
from printing.errors import LayoutError, UnprintableError
from printing.layout import LayoutText
from printing.layout_rows import Given, RowReader
from printing.paper_shapes import Box, BoxLook, FormPlan, FormWord, LargeNoticePlan, NoticePlan, ReceiptPlan
from printing.plan_shapes import Block, PaperPlan, Spot, Variable

_LOG: Final = logging.getLogger(__name__)

RECEIPT: Final = "receipt"
NOTICE: Final = "notice"
LARGE_NOTICE: Final = "notice_large"
FORM: Final = "form"
EVERY_VISIT: Final = (NOTICE, LARGE_NOTICE, FORM, RECEIPT)
"""Papers every visit needs: a county's layout of these with a fault is replaced by the shipped one."""

AnyPlan = ReceiptPlan | NoticePlan | LargeNoticePlan | FormPlan | PaperPlan
Plan = TypeVar("Plan", ReceiptPlan, NoticePlan, LargeNoticePlan, FormPlan, PaperPlan)
Made = TypeVar("Made")


def names() -> tuple[str, ...]:
    """Names of all papers that are data alone, including the county's own."""
    found = {p.stem for folder in (layout.LAYOUTS, *layout.own()) for p in folder.glob("*.toml")}
    return tuple(sorted(found - set(EVERY_VISIT)))


def plan(name: str) -> PaperPlan:
    """The plan in force of a paper that is data alone; LayoutError names file, line and what to write."""
    return cast(PaperPlan, at(name, layout.path_of(name)))


def receipt(make: Callable[[ReceiptPlan], Made]) -> Made:
    """The result of ``make`` with the receipt's plan in force; see ``_standing``."""
    return _standing(RECEIPT, cast(Callable[[AnyPlan], Made], make))


def notice(make: Callable[[NoticePlan | LargeNoticePlan], Made], large: bool = False) -> Made:
    """The result of ``make`` with the plan in force of the notice, or of the notice in large print."""
    return _standing(LARGE_NOTICE if large else NOTICE, cast(Callable[[AnyPlan], Made], make))


def form(make: Callable[[FormPlan], Made], pack: Pack) -> Made:
    """The result of ``make`` with the form's plan in force; a county's own must print all the pack asks."""

    def made(found: AnyPlan) -> Made:
        plan = cast(FormPlan, found)
        if layout.own_path(FORM) and plan is not at(FORM, layout.LAYOUTS / f"{FORM}.toml"):
            for told, place in paper_faults.form_with(plan, pack):
                raise plan.source.fault(told, place)
        return make(plan)

    return _standing(FORM, made)


def _standing(name: str, make: Callable[[AnyPlan], Made]) -> Made:
    """The result of ``make`` with the county's own plan, or with the shipped one if that has a fault.

    So no fault in a county's layout leaves a visit without its paper; ``checks.own`` tells the fault. Raises
    what the shipped plan raises: UnprintableError when a value can not be printed.
    """
    if own := layout.own_path(name):
        try:
            return make(at(name, own))
        except LayoutError as error:
            _LOG.warning("the shipped layout stands in for a county's: %s", error)
        except UnprintableError:
            _LOG.info("a county's layout of %s could not be filled; the shipped one is tried", name)
    return make(at(name, layout.LAYOUTS / f"{name}.toml"))


# ---- reading, once -------------------------------------------------------------------------------

_KEPT: Final[dict[Path, tuple[tuple[int, int], AnyPlan]]] = {}
"""For each file that was read: its time of change and size, and its plan."""


def at(name: str, path: Path) -> AnyPlan:
    """The plan of a paper in a file, read again only when the file changed; LayoutError for its faults."""
    stamp = _stamp(path)
    kept = _KEPT.get(path)
    if kept and kept[0] == stamp:
        return kept[1]
    source, data = layout.read(path)
    # A file that was only touched or copied says the same.
    found = kept[1] if kept and kept[1].source == source else _SHAPES.get(name, _paper)(name, source, data)
    _KEPT[path] = (stamp, found)
    return found


def _stamp(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return 0, -1
    return seen.st_mtime_ns, seen.st_size


Data = Mapping[str, object]


def _paper(name: str, source: LayoutText, data: Data) -> PaperPlan:
    reader = RowReader(source)
    for key in data.keys() - {"paper", "variable", "block", "box", "sample_facts"}:
        reader.fail(f"不认识的部分“{key}”,可用:paper、variable、block、box、sample_facts", (key,))
    if "paper" not in data:
        reader.fail("缺少 [paper],请补上这一行和 title、basis")
    found = reader.row(
        PaperPlan,
        data.get("paper", {}),
        ("paper",),
        id=name,
        source=source,
        variables=reader.rows(Variable, data.get("variable", []), ("variable",)),
        blocks=reader.rows(Block, data.get("block", []), ("block",)),
        boxes=reader.rows(Spot, data.get("box", []), ("box",)),
        sample_facts=reader.value(Given, data.get("sample_facts", {}), ("sample_facts",)),
    )
    reader.finish()
    assert found
    for message, place in plan_faults.faults(found):
        reader.fail(message, place)
    reader.finish()
    return found


def _receipt(_name: str, source: LayoutText, data: Data) -> ReceiptPlan:
    return _checked(RowReader(source), ReceiptPlan, data, paper_faults.receipt)


def _notice(_name: str, source: LayoutText, data: Data) -> NoticePlan:
    return _checked(RowReader(source), NoticePlan, data, paper_faults.notice)


def _large(_name: str, source: LayoutText, data: Data) -> LargeNoticePlan:
    return _checked(RowReader(source), LargeNoticePlan, data, paper_faults.large_notice)


def _checked(
    reader: RowReader, shape: type[Plan], data: Data, faults: Callable[[Plan], Iterator[plan_faults.Fault]]
) -> Plan:
    found = reader.row(shape, data, source=reader.source)
    reader.finish()
    assert found
    for message, place in faults(found):
        reader.fail(message, place)
    reader.finish()
    return found


def _form(_name: str, source: LayoutText, data: Data) -> FormPlan:
    """The form's plan; a box takes its look from ``[defaults]``, then its page, then its own row."""
    reader = RowReader(source)
    looks = data.get("defaults", {})
    # What is wrong here is told once, not in every box it would be worked into.
    looks = looks if reader.row(BoxLook, looks, ("defaults",)) else {}
    pages = data.get("page", [])
    drawn = [_page(reader, looks, raw, ("page", n)) for n, raw in enumerate(_list(reader, pages, "page"))]
    shape = {k: v for k, v in data.items() if k not in ("defaults", "page", "word")}
    words = reader.rows(FormWord, data.get("word", _shipped_words()), ("word",))
    found = reader.row(FormPlan, shape, source=source, pages=tuple(drawn), words=words)
    reader.finish()
    assert found
    for message, place in paper_faults.form(found):
        reader.fail(message, place)
    reader.finish()
    return found


def _shipped_words() -> object:
    """The rows of words of the shipped form, for a county's own layout of a release that had none."""
    return layout.read(layout.LAYOUTS / f"{FORM}.toml")[1].get("word", [])


def _list(reader: RowReader, raw: object, key: str) -> list[object]:
    if isinstance(raw, list):
        return raw
    reader.fail(f"“{key}”应写成 [[{key}]]", (key,))
    return []


def _page(reader: RowReader, looks: object, raw: object, place: tuple[str | int, ...]) -> tuple[Box, ...]:
    if not isinstance(raw, Mapping) or "boxes" not in raw:
        reader.fail("缺少键“boxes”,请补上这一页的框:boxes = [ … ]", place)
        return ()
    own = {k: v for k, v in raw.items() if k != "boxes"}
    boxes = raw["boxes"]
    if not reader.row(BoxLook, own, place) or not isinstance(looks, Mapping) or not isinstance(boxes, list):
        if not isinstance(boxes, list):
            reader.fail("“boxes”应是 [ { at = …, text = … }, … ]", (*place, "boxes"))
        return ()
    merged = [{**looks, **own, **row} if isinstance(row, Mapping) else row for row in boxes]
    return reader.rows(Box, merged, (*place, "boxes"))


_SHAPES: Final[Mapping[str, Callable[[str, LayoutText, Data], AnyPlan]]] = {
    RECEIPT: _receipt,
    NOTICE: _notice,
    LARGE_NOTICE: _large,
    FORM: _form,
}
