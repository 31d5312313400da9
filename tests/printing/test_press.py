"""Papers drawn in a process of their own: the same bytes, and nothing lost when that process dies."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from desk_app.ui.papers import page_picture, view
from desk_app.ui.papers.page_picture import PageWanted
from forms import loader
from forms.pack import Pack
from printing import layout, press, sample_sheets
from printing.errors import LayoutError, PressError, UnprintableError
from printing.papers import document, form, notice, receipt
from printing.press_process import Press
from printing.press_work import PressGround
from printing.sheets import DocumentSheet, FormSheet
from tests.patience import PATIENCE_S
from tests.printing.reading import text_of

PACK = loader.load(loader.DEFINITIONS)
STATEMENT = DocumentSheet("loss_statement", {"applicant": "张样例", "certificate_number": "1"})


@pytest.fixture(scope="module")
def running() -> Iterator[Press]:
    press.begin()
    made = press.running()
    assert made is not None
    yield made
    press.end()


def pid(running: Press) -> int:
    running.warm()
    assert running._process is not None
    return running._process.pid


def gone(process: int) -> bool:
    return not Path("/proc", str(process)).exists()


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_paper_is_the_same_wherever_it_is_drawn(running: Press) -> None:
    form_sheet = FormSheet(PACK, {"name": "张样例"}, ("cert_new",), None, None)
    for draw, sheet in (
        (notice.draw, sample_sheets.notice(PACK)),
        (receipt.draw, sample_sheets.receipt(PACK)),
        (form.draw, form_sheet),
        (document.draw, STATEMENT),
    ):
        assert press.call(draw, sheet) == draw(sheet)  # type: ignore[arg-type]


def test_a_pack_goes_over_once_and_each_paper_has_its_own(running: Press) -> None:
    def titled(title: str) -> Pack:
        return replace(PACK, texts={**PACK.texts, "receipt_title": title})

    packs = [titled(f"回执{number}") for number in range(7)]
    for _ in range(2):
        for number, pack in enumerate(packs):
            sheet = FormSheet(pack, {}, (), None, None)
            assert running.call(_receipt_title, sheet) == f"回执{number}"
    running.call(_receipt_title, FormSheet(packs[-1], {}, (), None, None))
    assert running._packs.news() == (False, {})


def _receipt_title(sheet: FormSheet) -> str:
    return sheet.pack.texts["receipt_title"]


def test_what_refuses_a_paper_is_told_as_it_is(running: Press, tmp_path: Path) -> None:
    with pytest.raises(UnprintableError) as told:
        press.call(
            document.draw, replace(STATEMENT, values={**STATEMENT.values, "applicant": "张\U000e0100样例"})
        )
    assert "U+E0100" in str(told.value)
    (tmp_path / "loss_statement.toml").write_text("title = 1", encoding="utf-8")
    layout.use(tmp_path)
    try:
        with pytest.raises(LayoutError) as fault:
            press.call(document.draw, STATEMENT)
    finally:
        layout.use(None)
    assert "loss_statement.toml" in str(fault.value)
    assert fault.value.faults
    assert "张样例" in text_of(press.call(document.draw, STATEMENT))


def test_the_press_knows_the_halls_zone_and_its_places(running: Press) -> None:
    before = PressGround.here()
    there = PressGround(None, (Path("/layouts"),), ("湖南省", "长沙市"), timezone(timedelta(hours=7)))
    there.take()
    try:
        assert running.call(_ground, None) == there
    finally:
        before.take()
    assert running.call(_ground, None) == before


def _ground(_nothing: None) -> PressGround:
    return PressGround.here()


@pytest.mark.warns
def test_a_fault_of_ours_is_told_without_what_stood_on_the_paper(
    running: Press, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(PressError) as told:
        press.call(_stumble, "张样例")
    assert "_stumble" in str(told.value)
    assert "张样例" not in str(told.value) + caplog.text


def _stumble(name: str) -> None:
    raise KeyError(name)


@pytest.mark.warns
def test_a_press_that_was_killed_is_begun_anew(running: Press) -> None:
    before = pid(running)
    os.kill(before, signal.SIGKILL)
    assert "张样例" in text_of(press.call(document.draw, STATEMENT))
    assert pid(running) != before


@pytest.mark.warns
def test_a_paper_that_kills_the_press_is_not_drawn_and_the_next_one_is(running: Press) -> None:
    with pytest.raises(PressError):
        press.call(os._exit, 1)
    assert "张样例" in text_of(press.call(document.draw, STATEMENT))


@pytest.mark.warns
def test_a_press_that_stands_still_is_given_up_and_begun_anew() -> None:
    patient = Press(patience=0.5)
    with closing(patient):
        with pytest.raises(PressError):
            patient.call(time.sleep, 600)
        patient._patience = PATIENCE_S
        assert "张样例" in text_of(patient.call(document.draw, STATEMENT))


def test_the_press_stands_back_behind_the_window(running: Press) -> None:
    assert running.call(os.nice, 0) > os.nice(0)


def test_what_is_printed_by_the_way_does_not_run_into_the_answers(running: Press) -> None:
    assert running.call(print, "beside") is None
    assert running.call(os.path.basename, "/a/b") == "b"


def test_a_page_is_seen_in_greys_or_with_its_colours_on_white(running: Press) -> None:
    page = view.render(document.draw(STATEMENT), 0, 600)
    assert page.image.isGrayscale()
    assert page.image.pixelColor(2, 2).lightness() == 255
    assert page.count == 1
    assert "张样例" in page.texts[0]
    assert page.image.width() == 600
    made = running.call(page_picture.draw, PageWanted(document.draw(STATEMENT), 5, 300))
    assert made.width == 300


def test_the_press_ends_with_the_program_however_that_ends() -> None:
    script = """
import time
from printing import press
press.begin()
press.warm()
print(press.running()._process.pid, flush=True)
time.sleep(60)
"""
    window = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    child = int(window.stdout.readline())
    assert not gone(child)
    window.kill()
    window.wait()
    window.stdout.close()
    until(lambda: gone(child))


def test_papers_are_drawn_here_where_no_press_runs(running: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    assert press.call(_process, None) == pid(running)
    monkeypatch.setattr(press._Wanted, "on", False)
    monkeypatch.setattr(press._Wanted, "press", None)
    assert press.call(_process, None) == os.getpid()


def _process(_nothing: None) -> int:
    return os.getpid()


@pytest.mark.warns
def test_papers_are_drawn_here_where_no_process_can_be_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    made = Press()
    made.warm()
    assert made.call(_process, None) == os.getpid()
    made.close()


def test_a_frozen_program_begins_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press._Wanted, "on", False)
    monkeypatch.setattr(press._Wanted, "press", None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    press.begin()
    assert press.call(_process, None) == os.getpid()
