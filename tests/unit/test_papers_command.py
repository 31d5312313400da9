"""``desk-app papers``: every paper as a sample; a fault in a county's layout is told."""

from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.commands import papers
from desk_app.domain.prints import JobState, Stage
from desk_app.errors import WorldError
from desk_app.services.printing.batch import Batch, BatchPaper
from printing import folders, layout, plans
from tests.fakes import PaperTray
from tests.printing.reading import text_of


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
    assert "loss_statement.toml 第1行：缺少键“basis”" in capsys.readouterr().out


def test_a_preview_shows_the_layouts_of_the_countys_definitions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (layout.LAYOUTS / "receipt.toml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "layouts").mkdir(parents=True)
    own = tmp_path / "forms" / "layouts" / "receipt.toml"
    own.write_text(shipped.replace("受理的事项", "本县受理事项"), encoding="utf-8")
    monkeypatch.setenv("DESK_FORMS", str(tmp_path / "forms"))
    try:
        assert main(["papers", "preview", "receipt", "--out", str(tmp_path)]) == 0
    finally:
        folders.lay(None)
    assert "本县受理事项" in text_of((tmp_path / "receipt.pdf").read_bytes())


@pytest.mark.warns
def test_a_slip_in_a_receipts_layout_is_told_though_the_shipped_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    (tmp_path / "layouts").mkdir()
    shipped = (layout.LAYOUTS / "receipt.toml").read_text(encoding="utf-8")
    own = tmp_path / "layouts" / "receipt.toml"
    own.write_text(shipped.replace("seal = ", "sael = "), encoding="utf-8")
    assert main(["papers", "preview", "receipt", "--out", str(tmp_path / "out")]) == 1
    assert "有1个版式要改" in (said := capsys.readouterr().out)
    assert "receipt.toml 第" in said


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


@pytest.mark.parametrize("verb", ["deliveries", "handover"])
@pytest.mark.parametrize("typed", ["昨天", "2026-13-40", ""])
def test_what_is_no_day_is_said_in_words(verb: str, typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["papers", verb, "--day", typed])
    assert f"“{typed}”不是日期，请写成 2026-11-23 这样" in capsys.readouterr().err


def test_a_folder_that_takes_no_file_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["papers", "guide", "cert_new", "--out", str(tmp_path / "file" / "deeper")]) == 1
    told = capsys.readouterr().err
    assert "路径中有一段是文件" in told
    assert "请换一个文件夹" in told
    assert main(["papers", "guide", "cert_new", "--out", str(tmp_path / "file")]) == 1
    assert "写不进去：路径中有一段是文件" in capsys.readouterr().err


def test_a_batch_is_kept_encrypted_until_it_is_printed(tmp_path: Path) -> None:
    tray = PaperTray()
    begun = Batch.begin(tmp_path, "托盘", [BatchPaper("张样例的回执", b"%PDF-secret", 1)], papers._cover())
    held = [p.read_bytes() for p in tmp_path.iterdir()]
    assert len(held) == 2
    assert not [d for d in held if b"secret" in d or "张样例".encode() in d or b"\\u5f20" in d]
    assert papers._carry(Batch(tmp_path, papers._cover()), tray) == 0
    assert begun.progress.total == len(tray.sent) == 1
