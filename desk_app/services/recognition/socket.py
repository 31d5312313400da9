"""The socket of what reads the words on pictures."""

from typing import Protocol

from desk_app.domain.page_words import PageWords
from desk_app.domain.portraits import Portrait
from desk_app.errors import WorldError


class PageReader(Protocol):
    """Reads the words on pictures of cards and pages; slow, so never called in the window's thread."""

    def missing(self) -> str:
        """Why nothing can be read here and what to do, as a sentence; empty when it can."""
        ...

    def state(self) -> str:
        """How it stands with the reading, as a sentence."""
        ...

    def words(self, data: bytes, quarters: int = 0) -> PageWords:
        """The words of a picture turned by so many quarters to the right; of a card lying in it, of the card.

        WorldError says what to do about an unusable picture, or why nothing can be read.
        """
        ...

    def straight(self, data: bytes, quarters: int = 0) -> bytes | None:
        """The picture as its words were read, as JPEG: turned, a card or page in it alone and flat, its
        lines level, without black strips beside it.

        None where it stands so already. WorldError as for ``words``.
        """
        ...

    def portrait(self, data: bytes) -> Portrait | None:
        """The face of a picture; None where none is found. WorldError as for ``words``."""
        ...

    def close(self) -> None:
        """Let go of all it holds; a later call begins anew."""
        ...


class NoPageReader:
    """A window where nothing is read off pictures: everything is typed."""

    def missing(self) -> str:
        """See ``PageReader.missing``."""
        return "这里没有开识别,请手工录入"

    def state(self) -> str:
        """See ``PageReader.state``."""
        return self.missing()

    def words(self, data: bytes, quarters: int = 0) -> PageWords:  # noqa: ARG002
        """See ``PageReader.words``."""
        raise WorldError(self.missing())

    def straight(self, data: bytes, quarters: int = 0) -> bytes | None:  # noqa: ARG002
        """See ``PageReader.straight``."""
        raise WorldError(self.missing())

    def portrait(self, data: bytes) -> Portrait | None:  # noqa: ARG002
        """See ``PageReader.portrait``."""
        raise WorldError(self.missing())

    def close(self) -> None:
        """See ``PageReader.close``."""
