"""Specimens of the papers that are layout files alone, with other values, for the tests that draw them."""

import io
from dataclasses import replace
from functools import cache

from PIL import Image

from printing import plans
from printing.errors import UnprintableError
from printing.papers import document
from printing.plan_shapes import Variable
from printing.sheets import DocumentSheet, DocumentValue

PAPERS = plans.names()
NAME = "阿依古丽·𬱟" * 10
LONGEST = "阿依古丽·" * 5
"""25 characters: what a name may have at the least (民委发〔2016〕33号)."""
ADDRESS = "、".join(f"{n:03}号" for n in range(60)) + "、甘"
"""300 characters whose pieces are all different."""


@cache
def sample(name: str) -> DocumentSheet:
    """The specimen of a paper, without its mark as a sample."""
    return replace(document.specimen(name), sample=False)


def with_values(name: str, /, **values: DocumentValue) -> DocumentSheet:
    made = sample(name)
    facts = {**made.facts, "has_materials": False} if "no_materials" in values else made.facts
    return replace(made, values={**made.values, **values}, facts=facts)


def variables(*kinds: str) -> list[tuple[str, Variable]]:
    return [(name, v) for name in PAPERS for v in plans.plan(name).variables if v.kind in kinds]


def drawn_or_refused(sheet: DocumentSheet) -> tuple[bytes, str]:
    try:
        return document.draw(sheet), ""
    except UnprintableError as refused:
        return b"", str(refused)


def in_codes(name: str) -> set[str]:
    """Names of the variables printed in a QR code and not as words."""
    paper = plans.plan(name)
    return {b.qr for b in paper.blocks} | {s.code for s in paper.boxes if s.square}


def black(wide: int, high: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (wide, high)).save(out, "PNG")
    return out.getvalue()
