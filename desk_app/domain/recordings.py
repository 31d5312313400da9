"""Recordings: files of evidence above what the county takes, which stay at the window, 未上传."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from forms.recordings import Recording

Going = Callable[[int], bool]
"""Told how many more bytes are done; whether to go on."""
ELSEWHERE: Final = "这台电脑上没有这个文件,或已损坏"
"""Of a recording whose file is not here."""


class Recordings(Protocol):
    """Encrypted files by the SHA-256 of their bytes; any thread may call, and each call takes its time."""

    def keep(self, source: Path, name: str, going: Going) -> Recording | None:
        """Keep a file of the disk durably under a name; None when it was stopped, and nothing of it is left.

        The same bytes are kept once. RuleError for what is no file, is empty, or changes while it is read;
        WorldError when it can not be read, or there is no room for it.
        """
        ...

    def has(self, recording: Recording) -> bool:
        """Whether its file is here; quick, and so without opening it."""
        ...

    def export(self, recording: Recording, target: Path, going: Going) -> bool:
        """Write the clear bytes into a file, whole or not at all; False when it was stopped.

        They are compared with the digest. WorldError when the file is missing or damaged, or has no room.
        """
        ...

    def release(self) -> int:
        """Remove what no event tells of any more; returns how many."""
        ...

    def sweep(self) -> int:
        """The same with what a crash or a form given up has left, unless it is of this hour; how many."""
        ...
