"""重拍 from its to-do: another page by the card of the material, or the same file, which heals it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desk_app.domain.applications import Application
from desk_app.services.counter import capture, intake
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.todos.row import TodoRow
from tests.opened import page_name
from tests.people import sound_draft
from tests.ui_shell.conftest import Desk


def drawn(path: Path, grey: int) -> Path:
    out = BytesIO()
    Image.new("L", (600, 400), grey).save(out, "PNG")
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture
def damaged(desk: Desk, tmp_path: Path) -> Application:
    """An application whose one page of the household book was spoiled on the disk."""
    draft = capture.mark_seen(sound_draft(desk.parts), "household", None)
    file = drawn(tmp_path / "户口簿.png", 200)
    draft = capture.add_page(desk.parts, draft, "household", file.read_bytes(), file.name)
    application = intake.accept(desk.parts, draft)
    held = next((tmp_path / "pages").rglob(page_name(application.pages[0].id).rpartition("/")[2]))
    held.write_bytes(held.read_bytes()[:-1])
    desk.parts.store.pages.look()
    return application


@pytest.mark.parametrize("same", [True, False])
def test_a_damaged_page_is_taken_again_from_its_todo(
    desk: Desk, damaged: Application, tmp_path: Path, *, same: bool
) -> None:
    desk.open()
    desk.click("rail-todos")
    (row,) = [r for r in desk.window.findChildren(TodoRow) if r.todo.title.startswith("重拍")]
    assert row.todo.title == "重拍 张样例 …0029 的户口簿第1页"
    desk.qtbot.mouseClick(row.deed, Qt.MouseButton.LeftButton)
    desk.settle()
    dialog = desk.find_dialog("retake")
    send = dialog.findChild(QPushButton, "retake:send")
    reason = dialog.findChild(QLineEdit, "retake:reason")
    card = dialog.findChild(MaterialCard)
    assert send is not None
    assert reason is not None
    assert card is not None
    assert not send.isEnabled()
    card.add_file(tmp_path / "户口簿.png" if same else drawn(tmp_path / "新.png", 90))
    desk.until(send.isEnabled)
    reason.clear()
    reason.textEdited.emit("")
    assert not send.isEnabled()
    reason.setText("磁盘坏了")
    reason.textEdited.emit("磁盘坏了")
    send.click()
    said = "原图已恢复" if same else "已重拍"
    desk.until(lambda: any(said in w.text() for w in desk.window.findChildren(QLabel) if w.isVisible()))
    desk.until(
        lambda: not [r for r in desk.window.findChildren(TodoRow) if r.isVisible() and "重拍" in r.todo.title]
    )
    now = desk.parts.store.applications.one(damaged.id)
    assert now is not None
    assert (now.pages == damaged.pages) is same
    assert desk.parts.store.pages.read(now.pages[0].id)
    assert len(desk.parts.store.outbox.letters(damaged.subject)) == (1 if same else 2)
