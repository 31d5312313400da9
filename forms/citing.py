"""How papers cite the law: full title in 《》, number and article, from the one table of provisions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from forms.pack import Pack
from forms.provisions import Law, Provision

UNREAD: Final = "未核对"
"""How a provision is marked whose text was not read."""
_ANALOGY: Final = "参照"
_LISTED: Final = re.compile(r"第([一二三四五六七八九十百千]+(?:、[一二三四五六七八九十百千]+)+)条")
_REMARK: Final = re.compile(r":|\((?![一二三四五六七八九十]+\))")
"""How a remark behind an article begins; the number of a paragraph is none."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One part of a clause, found in the table."""

    law: Law
    provisions: tuple[Provision, ...]
    remark: str = ""
    """What stands behind the article, with its bracket or colon: (属地管理)."""
    analogous: bool = False
    """Whether it is applied by analogy (参照)."""

    @property
    def read(self) -> bool:
        """Whether the words of every provision were read."""
        return all(p.read for p in self.provisions)

    @property
    def articles(self) -> str:
        """Its articles as cited: 第三条、第二十二条; empty for the document as a whole."""
        return "、".join(p.article for p in self.provisions if p.article)


def parts(clause: str) -> tuple[str, ...]:
    """The parts of a clause, which stand between semicolons; none of an empty one."""
    return tuple(part for raw in re.split("[;;]", clause) if (part := raw.strip()))


def find(pack: Pack, part: str) -> Citation | None:
    """One part of a clause in the table; None when it names no document, or an article without a row."""
    text = _plain(part)
    analogous = text.startswith(_ANALOGY)
    text = text.removeprefix(_ANALOGY)
    table = _table(pack)
    for name, law in table.names:
        if text.startswith(name):
            rest = text[len(name) :]
            if law.number and rest.startswith(f"({_plain(law.number)})"):
                rest = rest[len(law.number) + 2 :]
            found = _within(table, law, rest)
            if found is not None:
                provisions, remark = found
                return Citation(law, _in_order(pack, provisions), remark, analogous)
    return None


def unknown(pack: Pack, clause: str) -> tuple[str, ...]:
    """The parts of a clause that are not in the table."""
    return tuple(part for part in parts(clause) if find(pack, part) is None)


def cited(pack: Pack, clause: str) -> str:
    """A clause as a paper prints it: every document with its full title, number and articles.

    A part that is not in the table stands as it was written.
    """
    return Citing(pack).first(clause)


class Citing:
    """Citations of one paper: a document has its full title the first time, its short name afterwards."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._told: set[str] = set()

    def first(self, clause: str) -> str:
        """A clause as the paper prints it here, the articles of a document together; see ``cited``."""
        said: list[str | Citation] = []
        where: dict[str, int] = {}
        for part in parts(clause):
            found = find(self._pack, part)
            if found is None or found.analogous or found.law.house or not found.articles:
                said.append(found or part)
                continue
            place = where.get(found.law.id)
            first = said[place] if place is not None else None
            if place is not None and isinstance(first, Citation):
                said[place] = _together(self._pack, first, found)
                continue
            if not found.remark:
                where[found.law.id] = len(said)
            said.append(found)
        return ";".join(self._part(each) for each in said)

    def _part(self, found: "str | Citation") -> str:
        if isinstance(found, str):
            return found
        law = found.law
        named = _short(law) if law.id in self._told else _full(self._pack, law, law.within in self._told)
        self._told |= {law.id, law.within} - {""}
        between = ":" if found.law.house and found.articles else ""
        return f"{_ANALOGY if found.analogous else ''}{named}{between}{found.articles}{found.remark}"


def _together(pack: Pack, first: Citation, more: Citation) -> Citation:
    """Two citations of one document as one; an article with a remark of its own stands last."""
    if more.remark:
        remark = f"{first.remark}、{more.articles}{more.remark}"
        return replace(first, remark=remark)
    both = dict.fromkeys((*first.provisions, *more.provisions))
    return replace(first, provisions=_in_order(pack, tuple(both)))


def _in_order(pack: Pack, provisions: Sequence[Provision]) -> tuple[Provision, ...]:
    """Provisions of one document in its own order, which is that of the table."""
    return tuple(sorted(provisions, key=pack.clauses.index))


def explained(pack: Pack, clause: str) -> str:
    """A clause for proof-reading: as papers cite it, 未核对 behind each part whose text was not read."""
    paper = Citing(pack)
    said = []
    for part in parts(clause):
        found = find(pack, part)
        mark = "(表中没有)" if found is None else "" if found.read else f"({UNREAD})"
        said.append(paper.first(part) + mark)
    return ";".join(said)


def named(pack: Pack, part: str) -> Law | None:
    """The document that one part of a clause names; None where the table has none of that name."""
    text = _plain(part).removeprefix(_ANALOGY)
    return next((law for name, law in _table(pack).names if text.startswith(name)), None)


def faults(laws: Sequence[Law], provisions: Sequence[Provision]) -> Iterator[tuple[str, int, str, str]]:
    """Faults of the table itself: the kind of row (law, clause), its place, the key, a sentence."""
    ids = {law.id for law in laws}
    for number, law in enumerate(laws):
        if bool(law.within) != bool(law.annex) or (law.within and law.within not in ids):
            yield (
                "law",
                number,
                "annex" if law.annex else "within",
                "within 和 annex 要一起写:是哪份文件(id)的附件几",
            )
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(provisions):
        place = (row.law, _plain(row.article))
        if row.law not in ids:
            yield "clause", number, "law", f"没有文件“{row.law}”,请写进 [[law]]"
        if place in seen:
            yield "clause", number, "article", f"“{row.law}”的“{row.article}”写了两次,请删去一处"
        seen.add(place)
        if row.read and not (row.words.strip() and row.read_in.strip()):
            said = "请写 words(原文)和 read_in(在哪里读到的);没有读到的写 read = false"
            yield "clause", number, "article", said


def _plain(text: str) -> str:
    """A text as it is compared: half-width brackets and colons, no spaces, no 《》."""
    wide = {"\uff08": "(", "\uff09": ")", "\uff1a": ":"}
    return "".join(wide.get(mark, mark) for mark in text if mark not in " 《》").replace("第(", "(")


@dataclass(frozen=True, slots=True)
class _Table:
    """The table of a pack, ready to be looked up."""

    pack: Pack
    names: tuple[tuple[str, Law], ...]
    """Every name of every document as it is compared, the longest first."""
    rows: Mapping[str, Mapping[str, Provision]]
    """Id of a document → its provisions by their article as it is compared."""


_KEPT: Final[list[_Table]] = []
"""The tables of the packs looked at last."""


def _table(pack: Pack) -> _Table:
    for kept in _KEPT:
        if kept.pack is pack:
            return kept
    names = ((_plain(name), law) for law in pack.laws.values() for name in (*law.names, law.title))
    rows: dict[str, dict[str, Provision]] = {}
    for row in pack.clauses:
        rows.setdefault(row.law, {}).setdefault(_plain(row.article), row)
    made = _Table(pack, tuple(sorted(names, key=lambda named: -len(named[0]))), rows)
    _KEPT[:] = [made, *_KEPT[:1]]
    return made


def _within(table: _Table, law: Law, rest: str) -> tuple[tuple[Provision, ...], str] | None:
    """The provisions that the text behind a document's name cites, and the remark behind them."""
    rows = table.rows.get(law.id, {})
    rest = rest.removeprefix(":") if law.house else rest
    ends = [len(rest), *sorted((m.start() for m in _REMARK.finditer(rest)), reverse=True)]
    for end in ends:
        found = [rows.get(article) for article in _articles(rest[:end])]
        if all(found):
            return tuple(p for p in found if p), rest[end:]
    return None


def _articles(text: str) -> tuple[str, ...]:
    """The articles of a list: 第三、二十三条 are 第三条 and 第二十三条."""
    spread = _LISTED.sub(lambda m: "、".join(f"第{n}条" for n in m[1].split("、")), text)
    return tuple(spread.split("、"))


def _full(pack: Pack, law: Law, within_told: bool) -> str:
    """The full title; of an annex with that of its document, unless this was told before."""
    if law.house:
        return law.title
    if law.within and within_told:
        return f"《{law.title}》({law.annex})"
    if law.within:
        return f"《{law.title}》(《{pack.laws[law.within].title}》{law.annex})"
    return f"《{law.title}》({law.number})" if law.number else f"《{law.title}》"


def _short(law: Law) -> str:
    if law.house:
        return law.title
    name = law.annex or (law.names or (law.title,))[0]
    return name if law.annex or "〔" in name or name.startswith(("GB", "ISO")) else f"《{name}》"
