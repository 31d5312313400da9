"""The pages of materials that papers show as pictures."""

from collections.abc import Mapping
from contextlib import suppress

from desk_app.errors import WorldError
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms.schema import Material
from printing.sheets import DocumentValue


def values(parts: Parts, read: Reading, wanted: Mapping[str, str]) -> dict[str, DocumentValue]:
    """The pages of materials that the paper shows as pictures (bytes), by its names for them.

    One whose file is lost is left out, so that the paper says what it lacks.
    """
    found: dict[str, DocumentValue] = {}
    for material in read.pack.materials:
        names = [n for n in material.prints if wanted.get(n) == "picture"]
        pages = [p.id for p in read.holder.pages if p.material == material.id] if names else []
        for name, page in zip(material.prints, _newest(material, pages), strict=False):
            with suppress(WorldError):
                found[name] = parts.store.pages.read(page)
    return found


def _newest(material: Material, pages: list[str]) -> list[str]:
    """The pages to show of a material: where all of them came again (补正), those that came last."""
    sides = len(material.prints)
    return pages[-sides:] if sides and len(pages) % sides == 0 else pages
