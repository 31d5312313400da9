"""A whole application with what no bystander may read masked: numbers, addresses below the town."""

from collections.abc import Iterator
from dataclasses import replace

from desk_app.domain.reads import ReadKind
from desk_app.services import law, ledger
from desk_app.services.applications import amending
from desk_app.services.applications.whole import AmendmentLine, WholeApplication
from desk_app.services.lookup import masking
from desk_app.services.parts import Parts
from forms import rules

_TELLING = 6
"""Least length of an answer that is looked for in sentences."""


def masked(parts: Parts, found: WholeApplication) -> WholeApplication:
    """The same with every sentence in it masked; form and pictures can not be, and are not to be shown."""
    pairs = tuple(_pairs(parts, found))

    def said(text: str) -> str:
        return masking.sentence(text, pairs)

    return replace(
        found,
        scans=tuple(
            replace(g, pages=tuple(replace(p, name=said(p.name)) for p in g.pages)) for g in found.scans
        ),
        papers=tuple(
            replace(p, entries=tuple(replace(e, text=said(e.text)) for e in p.entries)) for p in found.papers
        ),
        letters=tuple(replace(line, answer=said(line.answer)) for line in found.letters),
        amended=tuple(_amended(parts, found, place, line) for place, line in enumerate(found.amended)),
        entries=tuple(replace(e, text=said(e.text)) for e in found.entries),
    )


def note_unmasked(parts: Parts, found: WholeApplication, purpose: str) -> None:
    """Note that the whole is looked at unmasked, and what for."""
    ledger.note_read(parts, parts.window.who, ReadKind.UNMASKED, found.application.subject, f"用途:{purpose}")


def _pairs(parts: Parts, found: WholeApplication) -> Iterator[tuple[str, str]]:
    """Each answer that is hidden, whole and masked: as accepted, as amended, as it counts now."""
    pack = law.of(parts, found.application.pack_digest)
    changed = (c for each in amending.made(parts, found.application) for c in each.amended)
    told = [(c.element, value) for c in changed for value in (c.was, c.now)]
    for name, value in (*found.application.answers.items(), *found.read.facts.items(), *told):
        element = pack.elements.get(name)
        if element is None or not masking.hides(element):
            continue
        for whole in {str(value), rules.label(pack, element, value)}:
            if len(whole) >= _TELLING:
                yield whole, masking.masked(element, whole)


def _amended(parts: Parts, found: WholeApplication, place: int, line: AmendmentLine) -> AmendmentLine:
    pack = law.of(parts, found.application.pack_digest)
    made = amending.made(parts, found.application)[place]
    pairs = tuple(_pairs(parts, found))
    rows = []
    for change, (name, *values, why) in zip(made.amended, line.rows, strict=True):
        element = pack.elements.get(change.element)
        was, now = (masking.masked(element, v) if element else v for v in values)
        rows.append((name, was, now, masking.sentence(why, pairs)))
    return replace(line, rows=tuple(rows))
