"""The shape of a paper that is data alone: its variables, and the blocks or boxes that print them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from forms.lines import At
from printing import draw
from printing.layout import LayoutText, Token
from printing.layout_rows import (
    Align,
    Filled,
    Given,
    Leading,
    PageNumber,
    Points,
    Rect,
    Share,
    Sides,
    Template,
    Valign,
    When,
    Width,
    number,
    one_of,
    whole,
)

Sample = str | tuple[Mapping[str, str], ...]

KINDS: Final = (
    "title codes section paragraph items table sign seal lines space foot".split()  # noqa: SIM905
)
VARIABLES: Final = ("text", "long", "date", "rows", "picture")
PICTURES: Final[Mapping[str, float]] = {"photo": 35 / 49, "id_front": 85.6 / 54, "id_back": 85.6 / 54}
"""Drawn pictures that stand for a sample, see ``specimens.of_layout``: width in parts of height."""


def _sample(raw: object) -> Sample:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list) and all(isinstance(row, Mapping) for row in raw):
        return tuple({str(key): str(value) for key, value in row.items()} for row in raw)
    raise ValueError('的样例应是引号中的文字,rows 的样例是几行 [{ 项 = "值" }]')


@dataclass(frozen=True, slots=True)
class Variable:
    """A value a paper prints: its label, kind and invented sample."""

    name: Filled
    label: Filled
    sample: Annotated[Sample, _sample] = ""
    """An invented value; of a picture one of ``PICTURES``."""
    kind: Annotated[str, one_of(VARIABLES)] = "text"
    """``text``, ``long``, ``date``, ``rows`` or ``picture``."""
    ask: bool = False
    """Whether the clerk is asked for it before the paper is drawn; unanswered, it is written by hand."""
    required: bool = False
    """Whether the paper is refused without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table: heading, width in mm, alignment, and the template of its cells."""

    title: str = ""
    width: Width
    align: Align = "left"
    shade: bool = False
    """Whether its cells are shaded, which marks labels."""
    optional: bool = False
    """Whether it is left out where none of its cells says anything; the first column gets its width."""
    text: Template = ()
    heading: Template = ()
    """The heading where it depends on what is printed; then ``title`` is not written."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a flowing paper; type in points, lengths in mm. Kinds: see ``papers.document``."""

    kind: Annotated[str, one_of(KINDS)]
    text: Template = ()
    when: When = None
    size: Points = 0.0
    """Type size; 0 for that of the paper's text."""
    align: Align = "left"
    heavy: bool = False
    indent: Annotated[float, number(0, 60, "毫米")] = 0.0
    first_indent: bool = False
    leads: bool = False
    """Of a paragraph: it stays on the page of what comes next."""
    after: Annotated[float, number(0, 100, "毫米")] = 1.5
    """White below it; below a table twice as much."""
    height: Annotated[float, number(0, 250, "毫米")] = 0.0
    """Height: of a table that of the lowest row, of lines their number, else of the whole block."""
    pad: Annotated[float, number(0, 5, "毫米")] = 1.6
    """White around the text of a table's cells."""
    label: str = ""
    qr: str = ""
    day: str = ""
    """Of a seal: the variable with its day."""
    sides: tuple[Filled, ...] = ()
    """Labels of signatures that stand side by side."""
    thumb: str = ""
    """Words in the dashed box for a thumbprint beside a signature."""
    date: str = ""
    """Words below a signature instead of the paper's ``date_words``; those before a tab at the left."""
    rows: str = ""
    spare_rows: Annotated[int, whole(0, 60)] = 0
    rows_whole: bool = False
    """Whether a row of a table is only divided where no page can hold it."""
    columns: tuple[TableColumn, ...] = ()
    cells: tuple[tuple[Template, ...], ...] = ()

    @property
    def headings(self) -> tuple[Token, ...]:
        """Every token of its columns' headings; they are filled from the sheet, never from a row."""
        return tuple(t for c in self.columns for t in c.heading)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Every token of the block, including those of its table's cells."""
        columns = (t for c in self.columns for t in c.text)
        cells = (t for row in self.cells for cell in row for t in cell)
        return (*self.text, *columns, *cells)


@dataclass(frozen=True, slots=True)
class Spot:
    """One fixed box of a paper, in mm from the page's top left corner; type in points."""

    at: Rect
    page: PageNumber = 1
    text: Template = ()
    when: When = None
    picture: str = ""
    exact: bool = False
    """The picture fills the box to 0.1 mm; a picture of other proportions is refused."""
    crop: bool = False
    """Marks outside the corners show where to cut."""
    code: str = ""
    square: bool = False
    seal: bool = False
    """A dashed ring in the box marks the place of the seal."""
    label: str = ""
    """The box's name on an attached page; empty: its variables' labels."""
    size: Points = 10.5
    floor: Points = 9.0
    leading: Leading = 1.3
    align: Align = "left"
    valign: Valign = "middle"
    pad: Annotated[float, number(0, 50, "毫米")] = 0.6
    grey: Share = 0.0
    alpha: Share = 1.0
    angle: Annotated[float, number(-80, 80, "度")] = 0.0
    """Degrees by which the text is turned around the centre of the box."""
    heavy: bool = False
    frame: bool = False
    line: Annotated[float, number(0.1, 5, "磅")] = draw.HAIRLINE
    dashed: bool = False

    @property
    def x(self) -> float:
        """Its left edge in mm."""
        return self.at[0]

    @property
    def y(self) -> float:
        """Its upper edge in mm."""
        return self.at[1]

    @property
    def w(self) -> float:
        """Its width in mm."""
        return self.at[2]

    @property
    def h(self) -> float:
        """Its height in mm."""
        return self.at[3]


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """The whole plan of a paper: its head, its variables, and blocks or boxes."""

    id: str
    source: LayoutText
    title: Filled
    basis: Filled
    variables: tuple[Variable, ...] = ()
    blocks: tuple[Block, ...] = ()
    boxes: tuple[Spot, ...] = ()
    size: Sides = draw.A4
    media: str = "A4"
    """The paper the printer must hold: A4, or a name with its size in mm."""
    overlay: bool = False
    """Printed on a pre-printed form, moved by the printer's calibration."""
    demo: bool = False
    """Its measures are invented, as no official ones were found: the county measures its own stock."""
    copies: Annotated[int, whole(1, 20)] = 1
    heading: Points = 22.0
    body: Annotated[float, number(5, 30, "磅")] = 13.0
    floor: Annotated[float, number(5, 30, "磅")] = 10.5
    footer: Template = ()
    date_words: str = "          年      月      日"
    sample_facts: Given = field(default_factory=dict)

    @property
    def attaches(self) -> bool:
        """Whether a text too long for its box goes on an attached page; if not, the paper is refused."""
        return not self.overlay and min(self.size) >= draw.WIDTH

    @property
    def tokens(self) -> tuple[tuple[Token, At], ...]:
        """Every token of the paper, with the row of the file it is in."""
        return (
            *((token, ("paper", "footer")) for token in self.footer),
            *((t, ("block", n)) for n, b in enumerate(self.blocks) for t in (*b.headings, *b.tokens)),
            *((t, ("box", n)) for n, spot in enumerate(self.boxes) for t in spot.text),
        )
