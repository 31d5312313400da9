"""Kinds of personal data, as a pack describes them."""

from dataclasses import dataclass

from forms.schema import Condition


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of data (``[[privacy]]``), handled where the matters ask for one of its elements or materials.

    One that names neither is no kind of its own: it only says when all the data are sensitive.
    """

    id: str
    words: str
    source: str
    elements: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    when: Condition = ()
    answered: bool = False
    """Whether it counts only where an element is answered or compulsory, or a material has to be there."""
    sensitive: bool = False
    """Whether it is sensitive (个人信息保护法第二十八条)."""

    @property
    def own(self) -> bool:
        """Whether it is a kind of data."""
        return bool(self.elements or self.materials)
