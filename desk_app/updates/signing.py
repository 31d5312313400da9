"""Signs a stick: for whoever makes releases, with keys that lie in a folder of theirs."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from desk_app.errors import WorldError
from desk_app.updates import index
from desk_app.updates.checking import METADATA, PACKAGES
from forms import files

EXPIRES: Final = timedelta(days=800)
"""How long a stick is accepted: clocks are wrong and sticks lie about, so never under 400 days."""
ROOT: Final = "root.json"
_ROOT_EXPIRES: Final = timedelta(days=3660)
_SERIAL: Final = "serial"
_ROOT_KEY, _STICK_KEY = "root.pem", "stick.pem"


def sign(stick: Path, keys: Path, now: datetime) -> str:
    """Sign what lies in the packages of a stick; its release. Keys are made where there are none.

    WorldError when the packages are of no or two releases.
    """
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_key, stick_key = _key(keys / _ROOT_KEY), _key(keys / _STICK_KEY)
    found = index.of_files(path.name for path in (stick / PACKAGES).iterdir())
    files.write(stick / PACKAGES / index.INDEX, found.text(), mode=0o644)
    expires = (now + EXPIRES).astimezone(UTC).replace(microsecond=0)
    serial = _serial(keys / _SERIAL)
    names = [index.INDEX, *(name for each in found.files.values() for name in each)]
    targets = {name: TargetFile.from_file(name, str(stick / PACKAGES / name)) for name in names}
    signed: dict[str, Metadata[Targets] | Metadata[Snapshot] | Metadata[Timestamp]] = {
        "targets": Metadata(Targets(version=serial, expires=expires, targets=targets)),
        "snapshot": Metadata(
            Snapshot(version=serial, expires=expires, meta={"targets.json": MetaFile(serial)})
        ),
        "timestamp": Metadata(Timestamp(version=serial, expires=expires, snapshot_meta=MetaFile(serial))),
    }
    folder = stick / METADATA
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # whoever has the stick may read it
    for name, about in signed.items():
        about.sign(stick_key)
        files.write(folder / f"{name}.json", about.to_bytes(), mode=0o644)
    root = _root(keys / ROOT, root_key, stick_key, now)
    files.write(folder / f"1.{ROOT}", root, mode=0o644)
    return found.release


def _key(path: Path) -> CryptoSigner:
    """The signing key in a file, made where there is none."""
    if not path.exists():
        files.write(path, CryptoSigner.generate_ed25519().private_bytes, mode=0o600)
    try:
        return CryptoSigner(load_pem_private_key(path.read_bytes(), None))
    except (ValueError, TypeError) as error:
        raise WorldError(f"签名的密钥 {path} 读不出来") from error


def _root(path: Path, root_key: CryptoSigner, stick_key: CryptoSigner, now: datetime) -> bytes:
    """Who may sign what, as computers trust it; made once with the keys."""
    if path.exists():
        return path.read_bytes()
    root = Root(
        expires=(now + _ROOT_EXPIRES).astimezone(UTC).replace(microsecond=0), consistent_snapshot=False
    )
    roles: Mapping[str, CryptoSigner] = {
        "root": root_key,
        "targets": stick_key,
        "snapshot": stick_key,
        "timestamp": stick_key,
    }
    for role, key in roles.items():
        root.add_key(key.public_key, role)
    made = Metadata(root)
    made.sign(root_key)
    files.write(path, made.to_bytes(), mode=0o644)
    return path.read_bytes()


def _serial(path: Path) -> int:
    """The number of this signing, one more than the last: an older stick has a smaller one."""
    before = int(path.read_text("ascii")) if path.exists() else 0
    files.write(path, str(before + 1).encode(), mode=0o600)
    return before + 1
