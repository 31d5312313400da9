"""The seal key of a computer without a county's key: made once, kept wrapped in the data folder.

Receipts printed under it stay genuine: the key of an earlier release, which lay in clear, is wrapped at the
first call and goes on being used.
"""

import json
import secrets
from pathlib import Path
from typing import Any, Final

from desk_app.devices.keys import sealed_files
from desk_app.domain.book_key import BookKey
from desk_app.errors import WorldError

FILE_NAME: Final = "seal.key"
_VERSION: Final = 1
_LEAST: Final = 32


def local_key(folder: Path, key: BookKey) -> str:
    """The key of this data folder, made at the first call; the book's ``key`` opens it.

    WorldError when the file can not be read or written, is not whole, or belongs to another book.
    """
    path = folder / FILE_NAME
    try:
        if not path.exists():
            sealed_files.make(path, _row(secrets.token_urlsafe(_LEAST), key))
        text = path.read_text(encoding="ascii").strip()
        if not text.startswith("{"):
            return _taken_over(path, text, key)
        row = json.loads(text)
        found = sealed_files.unwrap(key.of("seal"), row["wrapped"], _about(str(row["book"])))
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(f"回执校验码的密钥 {path} 读写不了,请检查数据文件夹的权限") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(path) from error
    if found is None:
        raise WorldError(f"回执校验码的密钥 {path} 是另一本数据的或被改过,{_WAY_OUT}")
    return found.decode("ascii")


def _taken_over(path: Path, text: str, key: BookKey) -> str:
    """Wrap a key that lies in clear, once it is known to open again."""
    if len(text) < _LEAST:
        raise _broken(path)
    row = _row(text, key)
    if sealed_files.unwrap(key.of("seal"), row["wrapped"], _about(key.id)) == text.encode("ascii"):
        sealed_files.replace(path, row)
    return text


_WAY_OUT: Final = "请从备份恢复,或删去它(以前的回执就核对不了)"


def _broken(path: Path) -> WorldError:
    return WorldError(f"回执校验码的密钥 {path} 不完整,{_WAY_OUT}")


def _row(text: str, key: BookKey) -> dict[str, Any]:
    wrapped = sealed_files.wrap(key.of("seal"), text.encode("ascii"), _about(key.id))
    return {"version": _VERSION, "book": key.id, "wrapped": wrapped}


def _about(book: str) -> str:
    return f"seal {_VERSION} {book}"
