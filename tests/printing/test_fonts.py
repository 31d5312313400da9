"""The fonts: found fast, made whole or not at all, chosen for each character."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from printing import font_files, fonts
from tests.printing.font_files import make


def test_found_fonts_cost_no_library() -> None:
    code = (
        "import sys; from printing import font_files; font_files.regular(); "
        "sys.exit(bool({'fontTools', 'reportlab', 'PIL'} & sys.modules.keys()))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_set_up_says_in_chinese_that_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    font_files.main()

    assert capsys.readouterr().out.count("已就绪") == 3


def test_a_home_that_can_not_be_written_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(font_files, "_homes", lambda: iter([file / "fonts", tmp_path / "user"]))

    assert font_files._writable_home() == tmp_path / "user"


def test_a_font_that_breaks_off_half_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def save(self, file: Any) -> None:
            file.write(b"half")
            raise OSError("disk full")

    monkeypatch.setattr(font_files, "_homes", lambda: iter([tmp_path]))
    monkeypatch.setattr("fontTools.varLib.instancer.instantiateVariableFont", lambda *_, **__: Broken())

    with pytest.raises(OSError, match="disk full"):
        font_files.regular()
    assert list(tmp_path.iterdir()) == []


def test_a_made_font_comes_with_its_licence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Whole:
        def save(self, file: Any) -> None:
            file.write(b"font")

    monkeypatch.setattr(font_files, "_homes", lambda: iter([tmp_path]))
    monkeypatch.setattr("fontTools.varLib.instancer.instantiateVariableFont", lambda *_, **__: Whole())

    assert font_files.regular().read_bytes() == b"font"
    assert "SIL OPEN FONT LICENSE" in (tmp_path / "OFL.txt").read_text("utf-8")
    assert font_files.regular() == tmp_path / "NotoSansSC-Regular.ttf"


def test_missing_names_each_character_once_and_forgives_line_feeds(bare_system: Path) -> None:
    assert fonts.missing("颜𬱟㛃䶮·\n𠅤") == ""
    assert fonts.missing("鱼𫚔和𫚔\ue001\x00") == "𫚔\ue001\x00"


def test_text_is_cut_where_the_face_changes(bare_system: Path) -> None:
    further = f"{make(bare_system / 'Two.ttf', '甲𫚔')}#0"
    main = "NotoSansSC-Bold"

    cut = list(fonts.runs("甲𫚔𫚔乙", heavy=True))

    assert cut == [(main, "甲"), (further, "𫚔𫚔"), (main, "乙")]
    assert list(fonts.runs("")) == []


def test_characters_beyond_the_basic_plane_map_to_utf_16_in_blocks_of_100() -> None:
    codes = [0x2CC5F, *range(0x4E00, 0x4E00 + 220)]
    cmap = fonts.to_unicode("Font", codes)

    assert "<00> <D873DC5F>" in cmap
    assert [int(line.split()[0]) for line in cmap.splitlines() if line.endswith("beginbfchar")] == [
        100,
        100,
        21,
    ]
