"""Writing a paper into a file."""

from pathlib import Path
from typing import Final

from desk_app.errors import WorldError
from forms import files

_NO_ROOM: Final = "没有存成,请检查磁盘空间,或换一个文件夹再试"


def write_file(path: Path, data: bytes) -> str:
    """Write a paper to disk and return what to tell the clerk; WorldError says what to do on failure."""
    try:
        if not path.parent.is_dir():  # a stick that was pulled out is not made anew as a folder
            raise NotADirectoryError(path.parent)
        files.sweep(path.parent)
        files.write(path, data, 0o644)
    except OSError as error:
        raise WorldError(_NO_ROOM) from error
    return f"已存为“{path.name}”"
