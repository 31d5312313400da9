"""What was read off a picture, and what of it still waits for a clerk's look."""

from dataclasses import dataclass

from forms.schema import Value


@dataclass(frozen=True, slots=True)
class PageSpot:
    """A part of the picture that was read, in fractions of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ReadField:
    """One value on a card or page."""

    id: str
    value: Value
    """As it is stored: a code where it is chosen from a list, an ISO date."""
    doubt: str
    """Why it may be wrong, as a sentence; empty where nothing speaks against it."""
    spot: PageSpot


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a picture is of. Nothing is known of one whose ``kind`` is empty."""

    kind: str = ""
    title: str = ""
    materials: tuple[str, ...] = ()
    """To which materials such a picture belongs; the first is meant where nothing else tells."""
    turn: int = 0
    """By how many quarters to the right the picture has to be turned to stand upright."""
    fields: tuple[ReadField, ...] = ()
    advice: tuple[str, ...] = ()
    """What could be better in the picture, in sentences."""
    written: bool = False
    """Whether there is writing on it: then it is a page, though nothing else may be known of it."""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """An answer that was read off a page and that nobody has held against it yet (待核对)."""

    element: str
    value: Value
    """What was read. Where the answer is another one by now, somebody gave it: nothing waits any more."""
    page: str
    """Id of the page it was read off; empty where the picture was not kept."""
    material: str
    kind: str
    """What the picture is of: the id of a kind, and its title (身份证人像面)."""
    title: str
    doubt: str
    spot: PageSpot
