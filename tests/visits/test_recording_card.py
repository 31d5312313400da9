"""A film of a visit in the real window: kept with progress, stopped, shown, handed on, its upload told."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QProgressBar
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk_app.domain.reads import ReadKind
from desk_app.services import proceedings
from desk_app.services.printing import record_papers, record_rows
from desk_app.services.proceedings import Record
from desk_app.storage.pieces import PIECE
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.acts.recording import RecordingField
from desk_app.ui.kit.errands import Lane
from desk_app.ui.registers.recording_saved import SavingDialog
from forms import recordings
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.printing.reading import squeezed, text_of
from tests.registers.conftest import Keys
from tests.storage.test_recordings import files, filmed, visit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Visits(Keys):
    """The window with the hall's own visits."""

    def choose(self, field: RecordingField, path: Path) -> None:
        """Choose a file in the file dialog."""
        field.findChild(QAbstractButton, "file:recording").click()
        dialog = field.findChild(QFileDialog)
        assert dialog is not None
        dialog.fileSelected.emit(str(path))
        dialog.reject()

    def record(self, proceeding: str) -> Record:
        found = proceedings.record(self.parts, self.parts.window.who, proceeding)
        assert found is not None
        return found


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Visits]:
    dressed()
    clock = StillClock()
    made = Visits(qtbot, make_parts(tmp_path / "desk", clock), clock)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def test_a_film_is_kept_shown_saved_and_its_upload_told(desk: Visits, tmp_path: Path) -> None:
    # GIVEN the form of 登记录像、录音, which takes no picture's way
    made, film = visit(desk.parts), filmed(tmp_path / "走访<b>录像.mp4", 3 * PIECE)
    desk.enter()
    desk.window.registers.show_record(made)
    form = desk.form("act-keep_recording")
    (field,) = form.findChildren(RecordingField)
    assert "不传给区县" in desk.words(field)
    # WHEN nothing is chosen, or a folder is, THEN that is told beside it
    desk.press(form)
    assert "请选择录像、录音文件" in desk.words(field)
    desk.choose(field, tmp_path)
    desk.settle()
    assert "不是文件" in desk.words(field)
    # WHEN a film is chosen THEN the press waits for it, and it can be done once it is kept
    desk.choose(field, film)
    assert field.findChild(QProgressBar).isVisible()
    assert field.problem is not None
    desk.settle()
    assert "走访<b>录像.mp4(3 MB)" in desk.words(field).replace("\u200b", "")
    assert not field.findChild(QProgressBar).isVisible()
    told = recordings.of(field.case.given("recording"))
    assert told is not None
    desk.press(form, "recording_kind:1")
    desk.fill(form, proof_taken_on="2026-11-23", proof_taken_by="王样乙")
    desk.press(form)
    desk.until(lambda: not isValid(form))
    # THEN the card has it, 未上传, and neither list nor answers its digest
    assert desk.find(QLabel, "recording-1").text().replace("\u200b", "") == told.words
    assert "未上传" in desk.words()
    assert told.digest not in desk.words()
    # WHEN it is saved THEN the bytes are the same and that is noted, without the file's name
    desk.click("recording-1:save")
    place = desk.window.registers.findChild(QFileDialog)
    place.fileSelected.emit(str(tmp_path / "out.mp4"))
    place.reject()
    saving = desk.visible(SavingDialog)
    assert saving is not None
    desk.settle()
    assert "校验值相符" in desk.words(saving)
    assert (tmp_path / "out.mp4").read_bytes() == film.read_bytes()
    desk.press(saving, "saving-close")
    (noted,) = [r for r in desk.parts.store.journal.of(made.subject) if r.how is ReadKind.EXPORTED]
    assert "走访" not in noted.text
    # WHEN its upload is told from the card THEN the form opens with what was said, and the mark is gone
    form = desk.form("recording-1:upload")
    assert told.words in desk.words(form).replace("\u200b", "")
    desk.fill(form, proof_upload_number="YL-0007", proof_uploaded_on="2026-11-23")
    desk.press(form)
    desk.until(lambda: not isValid(form))
    desk.until(lambda: "流水号 YL-0007" in desk.words())
    assert "未上传" not in desk.words()
    # AND the paper has it with digest, size and number
    held = desk.record(made.id)
    (row,) = record_rows.rows(desk.parts, held, "pictures") or ()
    assert (row["digest"], row["label"]) == (told.digest, "录像(3 MB,存在本机)")
    paper = squeezed(text_of(record_papers.draw(desk.parts, held, "evidence_list")))
    assert told.digest[:16] in paper
    assert "YL-0007" in paper
    # WHEN the file is gone THEN the card says so and offers no saving
    files(tmp_path / "desk")[0].unlink()
    desk.window.registers.refresh(made.subject)
    desk.until(lambda: "这台电脑上没有这个文件" in desk.words())
    assert not desk.sees("recording-1:save")


def test_a_film_may_be_stopped_and_a_closed_form_stops_it(desk: Visits, tmp_path: Path) -> None:
    made, film = visit(desk.parts), filmed(tmp_path / "film.mp4", 3 * PIECE)
    desk.enter()
    desk.window.registers.show_record(made)
    for stops in (True, False):
        form: ActDialog = desk.form("act-keep_recording")
        (field,) = form.findChildren(RecordingField)
        gate = Event()
        desk.errands.run(gate.wait, lane=Lane.FILES)  # so that it surely is under way
        desk.choose(field, film)
        if stops:
            field.findChild(QAbstractButton, "stop:recording").click()
            gate.set()
            desk.settle()
            assert "停下了,没有存下" in desk.words(field)
            assert not field.case.given("recording")
        form.close()
        desk.until(lambda form=form: not isValid(form))
        gate.set()
        desk.settle()
        assert files(tmp_path / "desk") == []
