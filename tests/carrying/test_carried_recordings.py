"""Recordings made at a home come home with the laptop's file, in pieces, and are let go of with the rest."""

import shutil
import tracemalloc
from pathlib import Path

import pytest

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError, WorldError
from desk_app.services import proceedings, recordings
from desk_app.services.visits import carrying
from desk_app.storage.pieces import PIECE
from forms.recordings import Recording
from tests.carrying.conftest import PHRASE, Field
from tests.carrying.test_carrying import book
from tests.storage.test_recordings import files, filmed, kept, on, tell

SIZE = 24 * PIECE + 5


def filmed_at_home(field: Field, tmp_path: Path) -> tuple[Proceeding, Recording, Path]:
    """A visit out with a laptop, and a film that was told of there."""
    visit, film = field.visit(), filmed(tmp_path / "film.mp4", SIZE)
    field.out("51", visit)
    found = kept(field.at("51"), film)
    tell(field.at("51"), visit, found)
    return visit, found, film


def test_a_film_comes_home_whole_in_little_memory_and_leaves_the_laptop(field: Field, tmp_path: Path) -> None:
    visit, found, film = filmed_at_home(field, tmp_path)
    tracemalloc.start()
    done = field.back("51")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 * PIECE, "the file is never whole in memory"
    hall = field.hall
    (one,) = recordings.of_record(proceedings.record(hall, hall.window.who, visit.id))
    assert one.recording == found
    assert hall.store.recordings.export(found, tmp_path / "out.mp4", on)
    assert (tmp_path / "out.mp4").read_bytes() == film.read_bytes()
    assert book(hall.store).check().recordings == ()
    # AND nothing of it is in the parcel in clear
    parcel, clear = field.file("back-51").read_bytes(), film.read_bytes()
    assert parcel.startswith(b"DESKCARRY 2\n")
    assert not any(clear[at : at + 24] in parcel for at in range(0, SIZE, 3 * PIECE))
    # WHEN the hall has it THEN the laptop lets go of it
    assert len(files(tmp_path / "51")) == 1
    carrying.let_go(field.at("51"), done.code)
    assert files(tmp_path / "51") == []
    # AND it goes out again with its visit, as pictures do
    field.out("51", visit)
    assert field.at("51").store.recordings.has(found)


def test_a_stick_without_room_is_told_before_and_a_torn_file_takes_nothing_in(
    field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, _, _ = filmed_at_home(field, tmp_path)
    with monkeypatch.context() as little:
        free = shutil.disk_usage(tmp_path)._replace(free=5_000_000)
        little.setattr(shutil, "disk_usage", lambda _place: free)
        with pytest.raises(WorldError, match=r"放不下:这个文件有25 MB,存外出包的盘只剩5 MB"):
            carrying.carry_back(field.at("51"), field.file("small"), PHRASE)
        assert not field.file("small").exists()
    path = field.file("torn")
    carrying.carry_back(field.at("51"), path, PHRASE)
    held = path.read_bytes()
    for wrong in (
        held[: -3 * PIECE],
        held[: 9 * PIECE] + bytes([held[9 * PIECE] ^ 1]) + held[9 * PIECE + 1 :],
    ):
        path.write_bytes(wrong)
        with pytest.raises(RuleError, match="文件损坏、没有拷完"):
            carrying.carry_in(field.hall, path, PHRASE)
    assert files(tmp_path / "3") == []
    path.write_bytes(held)
    assert carrying.carry_in(field.hall, path, PHRASE).events == 1
    assert field.state("3", visit) == "out"
