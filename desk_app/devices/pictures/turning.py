"""Turns kept pages by quarters without making them worse."""

from collections.abc import Sequence
from io import BytesIO
from math import ceil
from typing import Any, Final

from PIL import Image, JpegImagePlugin

from desk_app.devices.pictures.reading import decoded, opened

_TURNS: Final = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}
"""Quarters to the right → Pillow's turn, which goes to the left."""
_MOST: Final = 25_000_000
"""Pixels from which on a picture comes out smaller; a kept page has 9 million."""
_EVEN: Final = (0, 2)
"""Subsamplings (4:4:4, 4:2:0) that are the same across and down, so that a quarter turn keeps them."""


def turned(data: bytes, quarters: int) -> bytes:
    """See ``Pictures.turned``.

    The tables a JPEG was written with are used again, turned along. Where its sides are whole blocks nearly
    every coefficient then falls on the value it had: four turns give the first picture but for rounding.
    What has very many pixels comes out with fewer.
    """
    source = opened(data)
    turn = _TURNS.get(quarters % 4)
    # A photo of a telephone is turned smaller: whole and its turned copy together would take a gigabyte.
    picture = decoded(source, shrink=ceil((source.width * source.height / _MOST) ** 0.5))
    picture = picture.transpose(turn) if turn is not None else picture.copy()
    dpi = source.info.get("dpi")
    written = _as_written(source, across=quarters % 2 == 1)
    picture.info = {}
    out = BytesIO()
    picture.convert("L" if picture.mode == "L" else "RGB").save(
        out, "JPEG", **written, **({"dpi": dpi} if dpi else {})
    )
    return out.getvalue()


def _as_written(source: Image.Image, *, across: bool) -> dict[str, Any]:
    """Pillow's options to write a picture as the source was; the best quality for what is no JPEG."""
    tables = getattr(source, "quantization", None)
    if not tables:
        return {"quality": 95, "subsampling": 0}
    sampling = JpegImagePlugin.get_sampling(source)
    kept = [_mirrored(tables[n]) if across else list(tables[n]) for n in sorted(tables)]
    return {"qtables": kept, "subsampling": sampling if sampling in _EVEN else 0}


def _mirrored(table: Sequence[int]) -> list[int]:
    """A quantisation table of 8×8 values, row by row, with rows and columns exchanged."""
    return [table[column * 8 + row] for row in range(8) for column in range(8)]
