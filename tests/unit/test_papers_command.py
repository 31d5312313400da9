"""``desk-app papers``: every paper comes out as a sample, a broken layout of the county's is told."""

from pathlib import Path

import pytest

from desk_app.__main__ import main
from printing import plans


def test_every_paper_has_a_sample(tmp_path: Path) -> None:
    assert main(["papers", "preview", "--out", str(tmp_path)]) == 0
    made = {p.stem for p in tmp_path.glob("*.pdf")}
    assert made == {*plans.names(), "notice", "notice_large", "form", "receipt"}


def test_a_slip_of_a_countys_layout_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "loss_statement.toml").write_text('[paper]\ntitle = "声明"\n', encoding="utf-8")
    plans.layout.read.cache_clear()
    try:
        assert main(["papers", "preview", "loss_statement", "--out", str(tmp_path / "out")]) == 1
    finally:
        plans.layout.read.cache_clear()
    assert "loss_statement.toml" in capsys.readouterr().out


def test_an_unknown_paper_is_told_with_the_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["papers", "preview", "letter", "--out", str(tmp_path)]) == 1
    assert "receipt" in capsys.readouterr().err
