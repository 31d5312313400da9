"""Whether a stick is what its makers signed, by the keys this computer trusts; nothing is installed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from desk_app.errors import WorldError, because
from desk_app.updates import index
from desk_app.updates.index import StickIndex

METADATA: Final = "metadata"
PACKAGES: Final = "packages"
"""Folders of a stick."""
_PORTION: Final = 1 << 20
_LARGEST: Final = 2_000_000_000
_TORN: Final = "优盘上的文件和签名不符:它坏了或被换过。没有安装,现在的程序照常能用;请换一个优盘重新拷"
_UNSIGNED: Final = "优盘上的签名不是本机信任的人签的。没有安装,请向发优盘的单位核对"
_OLD: Final = "优盘比本机已经看过的旧,里面的程序可能有已知的毛病。没有安装,请用最新的优盘"
_EXPIRED: Final = "优盘上的签名过期了,或者这台电脑的日期不对。没有安装;请先校准日期,日期正确的请换新的优盘"
_NONE: Final = "这里没有签过名的程序:请插好优盘,写明它的文件夹"


class StickFetcher(FetcherInterface):
    """Reads what TUF asks for from a folder instead of a network."""

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = Path(unquote(urlsplit(url).path))
        if not path.is_file():
            raise DownloadHTTPError("absent", 404)
        return self._portions(path)

    def _portions(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            while portion := file.read(_PORTION):
                yield portion


@dataclass(frozen=True, slots=True)
class StickFound:
    """A stick that is whole and signed: its release, and the files of one processor."""

    release: str
    files: tuple[Path, ...]


def check(stick: Path, root: bytes, kept: Path, machine: str) -> StickFound:
    """What a stick holds for this processor, every file of it compared with its signature.

    ``root`` is what this computer trusts, ``kept`` the folder in which it remembers the newest it has seen.
    WorldError says why the stick is refused.
    """
    try:
        kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _checked(stick, root, kept, machine)
    except ExpiredMetadataError as error:
        raise WorldError(_EXPIRED) from error
    except BadVersionNumberError as error:
        raise WorldError(_OLD) from error
    except UnsignedMetadataError as error:
        raise WorldError(_UNSIGNED) from error
    except DownloadError as error:
        if isinstance(error.__cause__, OSError):
            raise WorldError(f"优盘读不出来:{because(error.__cause__)}") from error
        raise WorldError(_NONE if isinstance(error, DownloadHTTPError) else _TORN) from error
    except RepositoryError as error:
        raise WorldError(_TORN) from error
    except OSError as error:
        raise WorldError(f"优盘读不出来:{because(error)}") from error


def _checked(stick: Path, root: bytes, kept: Path, machine: str) -> StickFound:
    folder = stick.resolve()
    updater = Updater(
        str(kept),
        f"{(folder / METADATA).as_uri()}/",
        fetcher=StickFetcher(),
        config=UpdaterConfig(targets_max_length=_LARGEST, prefix_targets_with_hash=False),
        bootstrap=root,
    )
    updater.refresh()
    found = _index(updater, folder / PACKAGES)
    files = found.files.get(machine, ())
    if not files:
        raise WorldError(f"优盘上没有这台电脑的处理器({machine})用的程序,有的是:{'、'.join(found.files)}")
    return StickFound(found.release, tuple(_verified(updater, folder / PACKAGES, name) for name in files))


def _index(updater: Updater, folder: Path) -> StickIndex:
    return index.read(_verified(updater, folder, index.INDEX))


def _verified(updater: Updater, folder: Path, name: str) -> Path:
    """A file of the stick that is what was signed; RepositoryError for another."""
    target = updater.get_targetinfo(name)
    if target is None:
        raise LengthOrHashMismatchError(name)
    with (folder / name).open("rb") as file:
        target.verify_length_and_hashes(file)
    return folder / name
