"""The key of a demo's book: made once, in a file beside the book that only its owner may read."""

import secrets
from pathlib import Path
from typing import Final
from uuid import uuid4

from desk_app.devices.keys import sealed_files
from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError

FILE_NAME: Final = "book.key"


def demo_key(folder: Path) -> BookKey:
    """The key of this data folder, made at the first call; WorldError when its file can not be used."""
    path = folder / FILE_NAME
    try:
        if not path.exists():
            sealed_files.make(path, {"book": str(uuid4()), "secret": secrets.token_hex(32)})
        held = sealed_files.read(path, frozenset({"book", "secret"}))
        return BookKey(str(held["book"]), bytes.fromhex(held["secret"]))
    except (OSError, ValueError, TypeError) as error:
        raise WorldError(f"演示数据的密钥 {path} 读写不了,请检查数据文件夹的权限,或从备份恢复它") from error
