"""Who may read the data folder: its owner alone, whatever rights it was made with."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError, because

_OPEN: Final = (
    "数据文件夹 {folder} 这台电脑的其他用户也能打开,程序收不紧它的权限({why})。"
    "请管理员把这个文件夹改为只有登录窗口的用户能读写(目录0700,文件0600)"
)
_REFUSED: Final = "数据文件夹 {folder} 不能创建:{why}。请检查设置“数据文件夹”"


def tighten(folder: Path) -> str:
    """Make a data folder, or take others' rights to it and to what lies in it; a sentence where that fails.

    Empty when all is well. Folders within folders need nothing once the outer one is closed. WorldError when
    the folder can not be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WorldError(_REFUSED.format(folder=folder, why=because(error))) from error
    if sys.platform == "win32":
        return ""  # the user's own folders are closed to others there
    try:
        for path in _ours(folder):
            mode = path.stat().st_mode & 0o777
            if mode & 0o077:
                path.chmod(mode & 0o700)
    except FileNotFoundError:
        return ""  # another program's temporary file is gone again
    except OSError as error:
        return _OPEN.format(folder=folder, why=because(error))
    return ""


def _ours(folder: Path) -> Iterator[Path]:
    """The folder first, so that nobody comes in meanwhile, then what lies in it; links are others'."""
    yield folder
    for path in sorted(folder.iterdir()):
        if not path.is_symlink():
            yield path
