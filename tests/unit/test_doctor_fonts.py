"""What ``doctor`` says of rare characters."""

from pathlib import Path

import pytest

from desk_app.commands import doctor
from printing import system_fonts
from tests.printing.font_files import make


def test_the_fonts_behind_the_bundled_one_and_their_share_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "Rare.ttf", "".join(map(chr, range(0x2B740, 0x2B81E))))
    make(tmp_path / "Usual.ttf", "张")
    monkeypatch.setattr(system_fonts, "_system_folders", lambda: iter([tmp_path]))
    monkeypatch.setattr(system_fonts._Shelf, "files", None)

    chain, share = doctor._rare_characters()

    assert chain.found == "Rare.ttf"
    assert not chain.well
    assert not chain.needed
    assert ".ttf" in chain.to_do
    assert "扩展A 99.8%、" in share.found
    assert "扩展D 100%、" in share.found
    assert "扩展I 0%" in share.found
