"""Files that commands keep in the data folder: whole or not at all, whatever is cut off meanwhile."""

from pathlib import Path

from desk_app.errors import WorldError
from forms import files


def keep(path: Path, text: str, what: str) -> None:
    """Write a text in its place; WorldError naming ``what`` when the disk refuses, the old file untouched."""
    try:
        files.write(path, text)
    except OSError as error:
        raise WorldError(f"{what}存不进 {path}:{error.strerror}。原来的照旧,请处理后再导入") from error
