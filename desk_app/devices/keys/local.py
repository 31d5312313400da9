"""The seal key of a computer without a county's key: made once, kept in the data folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.errors import WorldError

FILE_NAME: Final = "seal.key"


def local_key(folder: Path) -> str:
    """The key of this data folder, made at the first call; only the owner may read its file.

    WorldError when the file can not be read or written, or is not whole.
    """
    path = folder / FILE_NAME
    try:
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(32))
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(f"回执校验码的密钥 {path} 读写不了,请检查数据文件夹的权限") from error
    if len(key) < 32:
        raise WorldError(f"回执校验码的密钥 {path} 不完整,请从备份恢复,或删去它(以前的回执就核对不了)")
    return key
