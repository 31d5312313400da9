"""Fonts of this computer: found, judged, remembered, asked in a fixed order."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import characters
from printing import draw, fonts, system_fonts
from tests.printing.font_files import make, make_collection
from tests.printing.reading import fonts_of

RARE = "\U0002b694"  # 𫚔, which the bundled font lacks
OTHER = "\U0002ebf0"  # the first of extension I


def drawn_by(char: str) -> str:
    """File name and collection number of the face that draws a character."""
    return next(fonts.runs(char))[0].rsplit("/", 1)[-1]


def test_the_usual_name_looks_for_no_further_font() -> None:
    code = (
        "import sys; from printing import fonts, system_fonts; assert not fonts.missing('张样例·𬱟'); "
        "sys.exit(system_fonts._Shelf.files is not None or 'fontTools' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_font_of_this_computer_draws_what_the_bundled_one_lacks(bare_system: Path) -> None:
    make(bare_system / "deep" / "Rare.ttf", "张" + RARE)

    assert fonts.missing("张" + RARE) == ""
    assert next(name for name, _ in fonts.runs("张" + RARE)) == "NotoSansSC-Regular"
    assert drawn_by(RARE) == "Rare.ttf#0"
    assert fonts.width(RARE) == fonts.width(RARE, heavy=True) == 1.0


def test_a_font_installed_meanwhile_is_found(bare_system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fonts.missing(RARE) == RARE
    make(bare_system / "Rare.ttf", RARE)
    assert fonts.missing(RARE) == RARE, "the folders are not looked through for every key"

    monkeypatch.setattr(system_fonts, "_PAUSE", 0.0)

    assert fonts.missing(RARE) == ""


def test_the_administrators_font_comes_first_then_known_ones_then_the_fullest(
    own_folder: Path, bare_system: Path
) -> None:
    make(bare_system / "Aaa.ttf", RARE + "𠀀𠀁𠀂")
    make(bare_system / "HanaMinB.ttf", RARE + "𠀃")
    make(bare_system / "Plangothic.ttf", RARE)
    make(own_folder / "Zzz.ttf", RARE)

    found = [file.path.name for file in system_fonts.files()]

    assert found == ["Zzz.ttf", "Plangothic.ttf", "HanaMinB.ttf", "Aaa.ttf"]
    assert drawn_by(RARE) == "Zzz.ttf#0"


def test_of_a_family_the_upright_weight_is_taken(bare_system: Path) -> None:
    make(bare_system / "Rare-Black.ttf", RARE, weight=900)
    make(bare_system / "Rare-Regular.ttf", RARE, weight=400)

    assert drawn_by(RARE) == "Rare-Regular.ttf#0"


def test_the_order_asked_in_does_not_depend_on_what_was_printed_before(
    bare_system: Path, restart: Callable[[], None]
) -> None:
    make(bare_system / "HanaMinB.ttf", RARE)
    make(bare_system / "Jigmo.ttf", RARE + OTHER)

    assert drawn_by(OTHER) == "Jigmo.ttf#0"
    assert drawn_by(RARE) == "HanaMinB.ttf#0"
    restart()
    assert drawn_by(RARE) == "HanaMinB.ttf#0"


def test_a_face_of_a_collection_is_used_by_its_place(bare_system: Path) -> None:
    make_collection(bare_system / "Pair.ttc", ["𠀀𠀁", RARE])

    assert drawn_by(RARE) == "Pair.ttc#1"


@pytest.mark.parametrize("rights", [0x0002, 0x0100, 0x0200, 0x0102])
def test_a_font_that_may_not_be_embedded_is_not_used(bare_system: Path, rights: int) -> None:
    make(bare_system / "Closed.ttf", RARE, rights=rights)

    assert fonts.missing(RARE) == RARE


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008, 0x000A])
def test_a_font_for_printing_or_editing_is_used(bare_system: Path, rights: int) -> None:
    make(bare_system / "Open.ttf", RARE, rights=rights)

    assert fonts.missing(RARE) == ""


def test_what_can_not_be_drawn_is_passed_over(bare_system: Path) -> None:
    make(bare_system / "Curves.otf", RARE, outlines="CFF ")
    make(bare_system / "LastResort.ttf", RARE)
    make(bare_system / "Blank.ttf", RARE, blank=RARE)
    (bare_system / "Broken.ttf").write_bytes(b"\0\1\0\0 not a font")
    (bare_system / "Empty.ttc").write_bytes(b"ttcf")
    whole = make(bare_system / "Half.ttf", RARE).read_bytes()
    (bare_system / "Half.ttf").write_bytes(whole[: len(whole) // 2])
    (bare_system / "Gone.ttf").symlink_to(bare_system / "nowhere")

    assert fonts.missing(RARE) == RARE
    make(bare_system / "Right.ttf", RARE)
    system_fonts._Shelf.files = None
    fonts._face.cache_clear()
    assert drawn_by(RARE) == "Right.ttf#0"


@pytest.mark.warns
def test_a_font_that_breaks_when_it_is_opened_is_passed_over(bare_system: Path) -> None:
    make(bare_system / "HanaMinB.ttf", RARE)
    make(bare_system / "Sound.ttf", RARE)
    found = system_fonts.files()
    (bare_system / "HanaMinB.ttf").write_bytes(b"torn")

    assert [file.path.name for file in found] == ["HanaMinB.ttf", "Sound.ttf"]
    assert drawn_by(RARE) == "Sound.ttf#0"


def test_what_was_read_is_remembered_until_the_file_changes(
    bare_system: Path, restart: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(bare_system / "Rare.ttf", RARE)
    (bare_system / "Broken.ttf").write_bytes(b"torn")
    assert len(system_fonts.files()) == 1
    read: list[str] = []
    rows = system_fonts._rows
    monkeypatch.setattr(system_fonts, "_rows", lambda path: read.append(path.name) or rows(path))

    restart()
    assert len(system_fonts.files()) == 1
    assert read == []

    make(bare_system / "Rare.ttf", RARE + OTHER)
    restart()
    assert system_fonts.files()[0].covers(ord(OTHER))
    assert read == ["Rare.ttf"]

    (bare_system / "Rare.ttf").unlink()
    restart()
    assert system_fonts.files() == ()


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"version": 1, "files": {"a": 1}}', '{"version": 0}'])
def test_a_spoilt_memory_is_made_anew(bare_system: Path, restart: Callable[[], None], spoilt: str) -> None:
    make(bare_system / "Rare.ttf", RARE)
    memory = Path(os.environ["DESK_DATA"], "fonts.json")
    memory.write_text(spoilt, encoding="utf-8")

    assert fonts.missing(RARE) == ""
    assert list(json.loads(memory.read_text(encoding="utf-8"))["files"]) == [str(bare_system / "Rare.ttf")]


def test_without_room_for_the_memory_it_goes_on(
    bare_system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("DESK_DATA", str(file))
    make(bare_system / "Rare.ttf", RARE)

    assert fonts.missing(RARE) == ""


def test_many_threads_open_a_font_once(bare_system: Path) -> None:
    make(bare_system / "Rare.ttf", RARE + OTHER)
    names: list[str] = []

    def ask(char: str) -> None:
        names.extend(name for name, _ in fonts.runs(char))

    threads = [threading.Thread(target=ask, args=(char,)) for char in (RARE, OTHER) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(names) == {f"{bare_system / 'Rare.ttf'}#0"}
    assert len(names) == 16


@given(st.sets(st.sampled_from(range(0x4E00, 0x4E40)) | st.sampled_from(range(0x30, 0x40)), max_size=40))
def test_ranges_hold_exactly_the_wanted_characters(codes: set[int]) -> None:
    ranges = tuple((first, last) for first, last in system_fonts._ranges(codes))
    file = system_fonts.FontFile(Path("x"), 0, ranges)

    assert {c for c in range(0x4DFF, 0x4E42) if file.covers(c)} == {c for c in codes if c > 0x4DFF}
    assert not file.covers(0x30)


def test_two_files_of_one_name_are_two_fonts(own_folder: Path, bare_system: Path) -> None:
    make(own_folder / "Same.ttf", RARE)
    make(bare_system / "Same.ttf", RARE + OTHER)
    pages = [draw.DrawnPage([draw.Words(20, 20, RARE + OTHER, 20)])]

    assert [name.rsplit("/", 2)[-2] for name, _ in fonts.runs(RARE + OTHER)] == ["fonts", "system-fonts"]
    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts_of(draw.render(pages, "x"))} == {
        "NotoSansSC",
        "Same",
    }


def test_a_link_to_a_font_is_that_font(bare_system: Path, tmp_path: Path) -> None:
    make(bare_system / "deep" / "HanaMinB.ttf", RARE)
    (bare_system / "alternative.ttf").symlink_to(bare_system / "deep" / "HanaMinB.ttf")
    (bare_system / "outside.ttf").symlink_to(make(tmp_path / "Outside.ttf", OTHER))

    assert [file.path.name for file in system_fonts.files()] == ["HanaMinB.ttf", "Outside.ttf"]


def test_coverage_counts_what_can_be_printed(bare_system: Path) -> None:
    before = fonts.coverage()
    make(bare_system / "I.ttf", OTHER)
    system_fonts._Shelf.files = None

    assert before["扩展I"] == (0, 622)
    assert fonts.coverage()["扩展I"] == (1, 622)
    assert before["基本"][0] > 20_900
    assert list(before) == list(characters.BLOCKS)


@pytest.mark.parametrize(
    ("platform", "told"), [("linux", "fonts-hanazono"), ("win32", "SimSun-ExtB"), ("darwin", "TrueType")]
)
def test_the_way_to_more_characters_is_told_for_each_system(
    platform: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert told in system_fonts.how_to_install()
    assert str(Path(os.environ["DESK_DATA"], "fonts")) in system_fonts.how_to_install()
