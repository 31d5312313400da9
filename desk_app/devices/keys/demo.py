"""The key of a demo's book: made once, in a file beside the book that only its owner may read."""

import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError

FILE_NAME: Final = "book.key"


def demo_key(folder: Path) -> BookKey:
    """The key of this data folder, made at the first call; WorldError when its file can not be used."""
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                json.dump({"book": str(uuid4()), "secret": secrets.token_hex(32)}, file)
                file.flush()
                os.fsync(file.fileno())
        held = json.loads(path.read_text(encoding="ascii"))
        return BookKey(str(held["book"]), bytes.fromhex(held["secret"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorldError(f"演示数据的密钥 {path} 读写不了,请检查数据文件夹的权限,或从备份恢复它") from error
