"""What rules are written in: the facts that a pack or a questionnaire defines, and their codes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from forms.schema import Caution, CodeTable, Element, Option, Section


class Vocabulary(Protocol):
    """Whatever conditions can be read against: a definition pack, a questionnaire."""

    @property
    def elements(self) -> Mapping[str, Element]:
        """Every fact by id, in the order of the files."""

    @property
    def codes(self) -> Mapping[str, CodeTable]:
        """The code tables by id."""

    @property
    def sections(self) -> Sequence[Section]:
        """The blocks of the form, in its order."""

    @property
    def cautions(self) -> Sequence[Caution]:
        """The warnings about answers that do not go together."""

    def options(self, element: Element) -> tuple[Option, ...]:
        """What an element with a code table offers; empty for other kinds."""
