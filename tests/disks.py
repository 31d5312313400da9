"""A disk that is full, for tests: no file of this process can grow; skipped where that can not be had."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

resource = pytest.importorskip("resource")
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is POSIX")


@contextmanager
def full_disk(room: int = 4000) -> Iterator[None]:
    """No file of this process can grow beyond ``room`` bytes, a page of the book; reading goes on."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
