"""Writing files of commands into the data folder, whole or not at all."""

from pathlib import Path

from desk_app.errors import WorldError, because
from forms import files


def keep(path: Path, text: str, what: str) -> None:
    """Write a text as a file; WorldError naming ``what`` when that fails, with the old file untouched."""
    try:
        files.write(path, text)
    except OSError as error:
        raise WorldError(f"{what}存不进 {path}:{because(error)}。原来的照旧,请处理后再导入") from error
