"""What a paper that is data alone consists of: its values, and the blocks or boxes that show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from forms.schema import Clause, Facts
from printing import draw
from printing.layout import Token

Sample = str | tuple[Mapping[str, str], ...]

KINDS: Final = (
    "title codes section paragraph items table sign seal lines space foot".split()  # noqa: SIM905
)
VARIABLES: Final = ("text", "long", "date", "rows", "picture")
PICTURES: Final = ("photo", "id_front", "id_back")
"""Drawn pictures that stand for a sample, see ``specimens.of_layout``."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value a paper shows: how people call it and what an invented one looks like."""

    name: str
    label: str
    sample: Sample = ""
    """Of a picture: which of ``PICTURES`` stands for it."""
    kind: str = "text"
    """``text``, ``long``, ``date``, ``rows`` or ``picture``."""
    ask: bool = False
    """The clerk is asked for it before the paper is drawn; left open it is written in by hand."""
    required: bool = False
    """Without it the paper is not drawn."""


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of a table: heading, width in mm, alignment and what a row puts into it."""

    title: str
    width: float
    tokens: tuple[Token, ...]
    align: str = "left"
    shade: bool = False
    """It holds labels."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a flowing paper; sizes in points, lengths in mm. See ``papers.document`` for kinds."""

    kind: str
    tokens: tuple[Token, ...] = ()
    when: Clause | None = None
    size: float = 0.0
    align: str = "left"
    heavy: bool = False
    indent: float = 0.0
    first_indent: bool = False
    after: float = 1.5
    """White below it; a table leaves twice as much."""
    height: float = 0.0
    """Of a table the lowest row, of lines their number, of seal, space and foot their height."""
    label: str = ""
    qr: str = ""
    day: str = ""
    """Of a seal: the variable that holds its day."""
    sides: tuple[str, ...] = ()
    """Of signatures side by side: what stands before each."""
    thumb: str = ""
    """What stands in the dashed box for a thumbprint beside a signature."""
    date: str = ""
    """What stands below a signature instead of the paper's ``date_words``; before a tab, at the left."""
    rows: str = ""
    spare_rows: int = 0
    columns: tuple[PlanColumn, ...] = ()
    cells: tuple[tuple[tuple[Token, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """One box of a paper of fixed boxes, in mm from the page's top left corner; type in points."""

    x: float
    y: float
    w: float
    h: float
    page: int = 1
    tokens: tuple[Token, ...] = ()
    when: Clause | None = None
    picture: str = ""
    exact: bool = False
    """The picture fills the box to a tenth of a millimetre; one of another shape is refused."""
    crop: bool = False
    """Marks outside the corners show where to cut."""
    code: str = ""
    square: bool = False
    seal: bool = False
    """A dashed ring in the box shows where the seal goes."""
    label: str = ""
    """How the box is called where its text finds no room; else its variables are named."""
    size: float = 10.5
    floor: float = 6.0
    leading: float = 1.3
    align: str = "left"
    valign: str = "middle"
    pad: float = 0.6
    grey: float = 0.0
    alpha: float = 1.0
    angle: float = 0.0
    """Degrees by which the text is turned about the middle of the box."""
    heavy: bool = False
    frame: bool = False
    line: float = draw.HAIRLINE
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """A whole plan."""

    id: str
    title: str
    basis: str
    variables: tuple[Variable, ...]
    blocks: tuple[Block, ...] = ()
    boxes: tuple[Spot, ...] = ()
    size: tuple[float, float] = draw.A4
    media: str = "A4"
    """What the printer must hold: A4, or a name with its size in mm."""
    overlay: bool = False
    """Printed on a pre-printed form: the printer's calibration moves it."""
    demo: bool = False
    """Its measures are ours: no official ones were found, so the county measures its own stock."""
    copies: int = 1
    heading: float = 22.0
    body: float = 13.0
    floor: float = 9.5
    footer: tuple[Token, ...] = ()
    date_words: str = "          年      月      日"
    sample_facts: Facts = field(default_factory=dict)

    @property
    def attaches(self) -> bool:
        """Whether a text too long for its box goes on an attached page; else the paper is refused."""
        return not self.overlay and min(self.size) >= draw.WIDTH
