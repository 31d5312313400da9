"""The shapes of the layouts of receipt, notice and form: type in points, everything else in mm.

What is printed on these papers is decided by law and answers; their layouts say where and in which words.
"""

from dataclasses import dataclass, field
from typing import Annotated, Final

from printing.layout import AnswerText, Check, Choices, LayoutText
from printing.layout_rows import (
    Align,
    Filled,
    Given,
    Leading,
    Mm,
    Points,
    Rect,
    Template,
    Valign,
    When,
    number,
)
from printing.plan_shapes import TableColumn

Body = Annotated[float, number(5, 24, "磅")]
Heading = Annotated[float, number(5, 48, "磅")]
Cell = Annotated[float, number(0, 3, "毫米")]
Indent = Annotated[float, number(3, 40, "毫米")]
Columns = tuple[TableColumn, ...]

# ---- receipt -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceiptType:
    """Type sizes of the receipt; its text shrinks from ``body`` to ``floor`` where that makes it one page."""

    title: Heading
    number: Body
    section: Heading
    body: Body
    floor: Body


@dataclass(frozen=True, slots=True)
class ReceiptSpace:
    """Measures of the receipt: white of cells, codes and their block, seal and signatures."""

    cell: Cell
    code_height: Annotated[float, number(5, 30, "毫米")]
    number: Annotated[float, number(15, 60, "毫米")]
    qr: Annotated[float, number(18, 50, "毫米")]
    seal_radius: Annotated[float, number(12, 30, "毫米")]
    signature: Annotated[float, number(37, 120, "毫米")]


@dataclass(frozen=True, slots=True)
class ReceiptColumns:
    """The columns of the receipt's four tables."""

    person: Columns
    dates: Columns
    matters: Columns
    materials: Columns


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """Headings and sentences of the receipt that no law prescribes."""

    number: Filled
    matters: Filled
    materials: Filled
    no_materials: Filled
    dates: Filled
    notes: Filled
    copies: Filled
    query: Filled
    seal: Filled
    clerk_signs: Filled
    applicant_signs: Filled
    date: Filled


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """The layout of the receipt."""

    source: LayoutText
    type: ReceiptType
    space: ReceiptSpace
    columns: ReceiptColumns
    words: ReceiptWords


# ---- notice --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NoticeType:
    """Type sizes of the notice."""

    title: Heading
    section: Heading
    body: Body
    floor: Body


@dataclass(frozen=True, slots=True)
class NoticeSpace:
    """Measures of the notice: distance of signatures, white of cells, indent of numbered lines."""

    signature: Annotated[float, number(8, 60, "毫米")]
    cell: Cell
    indent: Indent = 6.0
    hall: Indent = 13.0
    """Indent of address, hours and telephones behind their labels."""


@dataclass(frozen=True, slots=True)
class LargeSpace:
    """The measures of the notice in large print, which has no cells."""

    signature: Annotated[float, number(20, 60, "毫米")]
    indent: Indent
    hall: Indent


@dataclass(frozen=True, slots=True)
class NoticeColumns:
    """The columns of the notice's three tables."""

    person: Columns
    matters: Columns
    materials: Columns


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Headings and sentences of the notice that no law prescribes."""

    person: tuple[Filled, Filled, Filled, Filled]
    """Labels of applicant, day, window and clerk."""
    matters: Filled
    materials: Filled
    no_materials: Filled
    process: Filled
    rights: Filled
    hall: Filled
    basis: Filled
    copies: Filled
    clerk_signs: Filled
    applicant_signs: Filled
    date: Filled


@dataclass(frozen=True, slots=True)
class LargeWords(NoticeWords):
    """Words of the notice in large print, where labels take the place of a table's headings."""

    summary: Filled
    to_bring: Filled
    chosen: Filled
    next_step: Filled
    state: Filled
    note: Filled


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """The layout of the notice with its tables."""

    source: LayoutText
    type: NoticeType
    space: NoticeSpace
    columns: NoticeColumns
    words: NoticeWords


@dataclass(frozen=True, slots=True)
class LargeNoticePlan:
    """The layout of the notice in large print."""

    source: LayoutText
    type: NoticeType
    space: LargeSpace
    words: LargeWords


# ---- form ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLook:
    """How the text of a box looks; ``[defaults]`` and a page may set it for all their boxes."""

    size: Points = 10.5
    floor: Points = 9.0
    leading: Leading = 1.3
    align: Align = "center"
    valign: Valign = "middle"
    pad: Annotated[float, number(0, 50, "毫米")] = 1.2
    heavy: bool = False
    frame: bool = True
    photo: bool = False
    thumb: bool = False
    """A dashed frame for a thumbprint, which is no cell of the table."""
    columns: tuple[Mm, ...] = ()
    """Columns in mm that tabs and options are aligned to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(BoxLook):
    """A rectangle of the form and its content."""

    at: Rect
    text: Template = ()

    @property
    def elements(self) -> tuple[str, ...]:
        """Ids of the elements whose answers are printed in the box."""
        named = (t for t in self.text if isinstance(t, AnswerText | Choices | Check))
        return tuple(dict.fromkeys(t.clause.element if isinstance(t, Check) else t.element for t in named))


ANSWER: Final = "{answer}"
"""Stands for the answer in the words of a ``FormWord``."""


@dataclass(frozen=True, slots=True)
class FormWord:
    """A name in the boxes of the form that prints an answer in other words than its own."""

    name: Filled
    of: Filled
    """Id of the element whose answer it prints."""
    words: Filled = ANSWER
    when: When = None
    """Condition under which it prints anything; None: whenever there is an answer."""
    month: bool = False
    """Of a date only year and month (the form asks 出生年月)."""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The layout of the form: its boxes by page, other words for answers, invented answers for a specimen.

    Beside answers ``sample`` names the matters that are asked for, as ``chosen``.
    """

    source: LayoutText
    pages: tuple[tuple[Box, ...], ...]
    words: tuple[FormWord, ...] = ()
    sample: Given = field(default_factory=dict)

    def element_of(self, name: str) -> str:
        """Id of the element that a name in the boxes prints: the name itself, or what its word is of."""
        return next((word.of for word in self.words if word.name == name), name)
