"""``desk-app papers``: every paper as a sample; a fault in a county's layout is told."""

from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.commands import papers
from desk_app.domain.prints import JobState, Stage
from desk_app.errors import WorldError
from desk_app.services.batch import Batch, BatchPaper
from printing import plans
from tests.fakes import PaperTray


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
    assert main(["papers", "preview", "loss_statement", "--out", str(tmp_path / "out")]) == 1
    assert "loss_statement.toml 第1行:缺少键“basis”" in capsys.readouterr().out


def test_an_unknown_paper_is_told_with_the_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["papers", "preview", "letter", "--out", str(tmp_path)]) == 1
    assert "receipt" in capsys.readouterr().err


def test_a_batch_stops_at_a_jam_and_goes_on_at_its_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tray = PaperTray()
    tray.stage = JobState(Stage.FAILED, 1, "卡纸")
    begun = Batch.begin(tmp_path, "托盘", [BatchPaper("一", b"one", 3), BatchPaper("二", b"two", 1)])
    assert papers._carry(begun, tray) == 1
    assert "卡纸" in capsys.readouterr().out
    tray.stage = JobState(Stage.DONE, 3, "")
    again = Batch(tmp_path)
    again.resume(tray, 2)
    assert papers._carry(again, tray) == 0
    assert [title for title, _ in tray.sent] == ["一", "一", "二"]
    assert tray.parts == [None, range(2, 4), None]
    with pytest.raises(WorldError):
        Batch(tmp_path)


def test_what_is_no_pdf_is_refused_before_anything_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    (tmp_path / "x.pdf").write_bytes(b"no paper")
    assert main(["papers", "print", str(tmp_path / "x.pdf")]) == 1
    assert "x.pdf" in capsys.readouterr().err
    assert not (tmp_path / "data" / "batch").exists()
