"""Where commands write papers to: names a disk takes, and what is said when it refuses."""

import re
from pathlib import Path

from desk_app.errors import WorldError, because
from forms import files


def file_name(text: str) -> str:
    """A text as a file name that is allowed on every system."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", text)


def write_pdf(path: Path, pdf: bytes) -> None:
    """Write a paper where everybody may read it; WorldError with the way out when the disk refuses."""
    try:
        files.write(path, pdf, 0o644)
    except OSError as error:
        raise WorldError(f"{path} 写不进去:{because(error)},请换一个文件夹") from error
