"""Files that commands keep in the data folder: whole or not at all, whatever is cut off meanwhile."""

import os
from pathlib import Path

from desk_app.errors import WorldError


def keep(path: Path, text: str, what: str) -> None:
    """Write a text in its place; WorldError naming ``what`` when the disk refuses, the old file untouched."""
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with fresh.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    except OSError as error:
        raise WorldError(f"{what}存不进 {path}:{error.strerror}。原来的照旧,请处理后再导入") from error
