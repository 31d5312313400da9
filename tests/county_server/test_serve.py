"""Running the county: started, restarted, and as a program of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from desk_app.county.client import HttpCounty
from desk_app.county_server.serve import EmbeddedCounty, serve
from desk_app.errors import LineError, WorldError
from forms import loader
from forms.library import Versions
from tests.county.letters import PICTURE, digest
from tests.opened import key_beside, opened_book


def test_an_embedded_county_starts_at_once_and_keeps_callers_waiting(tmp_path: Path) -> None:
    county = EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    )
    begun = perf_counter()
    line = county.start()
    assert perf_counter() - begun < 0.5
    assert HttpCounty(*line).news(0).cursor == 0
    assert county.wait_ready(5)
    assert county.start() == line
    county.stop()
    assert not county.wait_ready(0)
    with pytest.raises(LineError):
        HttpCounty(*line).news(0)


def test_what_it_was_given_is_there_after_a_new_start(tmp_path: Path) -> None:
    county = EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    )
    first = county.start()
    HttpCounty(*first).send_file(digest(PICTURE), PICTURE)
    county.stop()
    second = county.start()
    assert second[1] != first[1]
    assert HttpCounty(*second).has_file(digest(PICTURE))
    county.stop()


def test_stopping_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    for _ in range(3):
        county = EmbeddedCounty(
            tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
        )
        county.start()
        county.stop()
    assert {t for t in threading.enumerate() if t.name == "county"} <= before


def test_it_leaves_the_signals_to_the_window(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    county = EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    )
    county.start()
    assert county.wait_ready(5)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    county.stop()


@pytest.mark.warns
def test_a_book_that_can_not_be_opened_refuses_its_callers(tmp_path: Path) -> None:
    (tmp_path / "county.db").write_bytes(b"this is no database" * 100)
    county = EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    )
    line = county.start()
    assert not county.wait_ready(5)
    with pytest.raises(LineError):
        HttpCounty(*line).news(0)
    assert county.start() != line
    county.stop()


@pytest.mark.parametrize("token", ["", "short", "密钥密钥密钥密钥密钥密钥密钥密钥", "x" * 20 + "\n"])
def test_serving_wants_a_real_key(tmp_path: Path, token: str) -> None:
    with pytest.raises(WorldError, match="窗口密钥"):
        serve(f"sqlite:///{tmp_path}/county.db", "127.0.0.1", 0, token)


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(WorldError, match=f"端口{port}"):
            serve(f"sqlite:///{tmp_path}/county.db", "127.0.0.1", port, "x" * 32)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "told to end"])
def test_served_in_the_foreground_until_it_is_ended(tmp_path: Path, end: signal.Signals) -> None:
    """However it ends, the book is one whole file: a copy of it alone lacks nothing."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = tmp_path / "county.db"
    call = (
        "from desk_app.county_server.serve import serve; from tests.opened import key_beside; "
        f"serve('sqlite:///{path}', '127.0.0.1', {port}, 'k' * 32, key=key_beside('{path}'))"
    )
    program = subprocess.Popen([sys.executable, "-c", call], env={**os.environ, "PYTHONPATH": os.getcwd()})
    try:
        county = HttpCounty(f"http://127.0.0.1:{port}", "k" * 32)
        _until_served(county, program)
        county.send_file(digest(PICTURE), PICTURE)
        program.send_signal(end)
        assert program.wait(10) == 0
    finally:
        program.kill()
        program.wait()
    log = Path(f"{path}-wal")
    assert not log.exists() or log.stat().st_size == 0
    with closing(opened_book(shutil.copy(path, tmp_path / "copy.db"))) as copy:
        assert copy.execute("SELECT sha256 FROM file").fetchall() == [(digest(PICTURE),)]


def test_small_answers_are_sent_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Nagle's algorithm on, each letter took 40 ms longer."""
    served: list[socket.socket] = []
    accept = socket.socket.accept

    def watched(door: socket.socket) -> Any:
        line, address = accept(door)
        served.append(line)
        return line, address

    monkeypatch.setattr(socket.socket, "accept", watched)
    with EmbeddedCounty(
        tmp_path / "county.db", Versions(loader.shipped()), key=key_beside(tmp_path / "county.db")
    ) as address:
        county = HttpCounty(*address)
        county.news(0)
        assert [s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for s in served] != [0]
        assert served
        county.close()


def _until_served(county: HttpCounty, program: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        try:
            county.news(0)
        except LineError:
            with pytest.raises(subprocess.TimeoutExpired):
                program.wait(0.05)
        else:
            return
    raise AssertionError("the county never served")
