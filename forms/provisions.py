"""The documents a pack rests on and the provisions its papers cite: rows of ``clauses.toml``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """A document that rules and papers cite, with the names it goes by."""

    id: str
    title: str
    """Its full title, without 《》."""
    names: tuple[str, ...] = ()
    """Names by which other files cite it; the first is what screens show. Its title is one too."""
    number: str = ""
    """文号 or the number of a standard; empty where papers name none."""
    within: str = ""
    """Id of the document it is an annex of."""
    annex: str = ""
    """What it is there: 附件3."""
    house: bool = False
    """A rule of the hall's own, or plain words of it: cited as it stands, without 《》."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision as it is cited, with the words it rests on and where they were read."""

    law: str
    """Id of its document."""
    article: str = ""
    """As cited behind the name: 第二十条, 二(四), 受理条件; empty for the document as a whole."""
    words: str = ""
    """The words of the source; of one not read, what it is taken to say."""
    read_in: str = ""
    """Where the words were read; empty where they were not."""
    read: bool = True
    """False: 未核对, its text was neither in the sources at hand nor readable."""
