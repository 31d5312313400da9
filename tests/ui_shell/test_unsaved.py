"""A disk that takes nothing: said as long as it is so, tried again by itself, and nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox

from desk_app.ui.kit import saver
from desk_app.ui.shell.unsaved import UnsavedStrip
from tests.disks import ON_POSIX, full_disk
from tests.ui_shell.conftest import Desk, write

pytestmark = ON_POSIX


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the saver try again soon; how long it rests is no part of what is proven."""
    monkeypatch.setattr(saver, "AGAIN_MS", 100)


def _strip(desk: Desk) -> UnsavedStrip:
    return desk.window.unsaved


def _begin(desk: Desk, name: str) -> str:
    before = desk.window.case
    desk.window.counter.new_case()
    desk.until(lambda: desk.window.case not in (None, before))
    write(desk.pages[0].line, name)
    case = desk.window.case
    assert case is not None
    return case.draft.id


@pytest.mark.usefixtures("soon")
def test_it_is_said_as_long_as_it_is_so_and_written_when_there_is_room(desk: Desk) -> None:
    desk.open()
    with full_disk():
        draft = _begin(desk, "张样例")
        desk.until(_strip(desk).isVisible)
        assert "张某某的录入还没有存到磁盘" in _strip(desk).text
        assert desk.window.findChild(QLabel, "saved").text() == "还没有存下,原因见上方"
        write(desk.pages[0].line, "张样例甲")
        desk.settle()
        assert desk.parts.store.drafts.one(draft) is None
        assert _strip(desk).isVisible()
    # No key is touched: the next try comes by itself.
    desk.qtbot.waitUntil(lambda: not _strip(desk).isVisible())
    kept = desk.parts.store.drafts.one(draft)
    assert kept is not None
    assert kept.answers["name"] == "张样例甲"
    assert "现在都存上了" in "".join(desk.shown())


def test_it_survives_set_aside_and_the_next_person(desk: Desk) -> None:
    desk.open()
    with full_disk():
        first = _begin(desk, "张样例")
        desk.until(_strip(desk).isVisible)
        desk.click("set-aside")
        assert _strip(desk).isVisible()
        desk.until(lambda: desk.sees(f"resume-{first}"))
        second = _begin(desk, "李样例")
        desk.until(lambda: "等2件" in _strip(desk).text)
        desk.click("set-aside")
        desk.until(lambda: desk.sees(f"resume-{first}"))
        # 继续 opens what is not on disk, with every word.
        desk.click(f"resume-{first}")
        desk.until(lambda: desk.window.case is not None)
        case = desk.window.case
        assert case is not None
        assert case.draft.answers["name"] == "张样例"
    desk.click("save-again")
    desk.until(lambda: not _strip(desk).isVisible())
    names = {d.answers["name"] for d in desk.parts.store.drafts.all()}
    assert names == {"张样例", "李样例"}
    assert desk.parts.store.drafts.one(second) is not None


@pytest.mark.usefixtures("soon")
def test_an_older_draft_keeps_its_newest_words(desk: Desk) -> None:
    draft = desk.keep_draft()
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.window.case is not None)
    with full_disk():
        write(desk.pages[draft.step].line, "张样例乙")
        desk.until(_strip(desk).isVisible)
        desk.click("set-aside")
        desk.settle()
    desk.qtbot.waitUntil(lambda: not _strip(desk).isVisible())
    kept = desk.parts.store.drafts.one(draft.id)
    assert kept is not None
    assert kept.answers["name"] == "张样例乙"


def test_what_was_given_up_is_not_written(desk: Desk) -> None:
    desk.open()
    with full_disk():
        draft = _begin(desk, "张样例")
        desk.until(_strip(desk).isVisible)
        desk.click("discard")
        desk.click("confirm-discard")
        desk.until(lambda: not _strip(desk).isVisible())
    desk.settle()
    assert desk.parts.store.drafts.one(draft) is None


def _press_in_box(name: str) -> None:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    next(b for b in box.findChildren(QAbstractButton) if name in b.text()).click()


@pytest.mark.parametrize(("answer", "open_after"), [("先不关", True), ("仍要关掉", False)])
@pytest.mark.usefixtures("soon")
def test_closing_the_window_asks(desk: Desk, answer: str, open_after: bool) -> None:
    desk.open()
    with full_disk():
        _begin(desk, "张样例")
        desk.until(_strip(desk).isVisible)
        QTimer.singleShot(0, lambda: _press_in_box(answer))
        desk.window.close()
        assert desk.window.isVisible() is open_after
    # Room again: it is written without a key, also while the window is closed, if its process goes on.
    desk.qtbot.waitUntil(lambda: not desk.window.counter.saver.unsaved)


@pytest.mark.usefixtures("soon")
def test_escape_stays(desk: Desk) -> None:
    desk.open()
    with full_disk():
        _begin(desk, "张样例")
        desk.until(_strip(desk).isVisible)
        QTimer.singleShot(0, lambda: desk.qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
        desk.window.close()
        assert desk.window.isVisible()
    desk.qtbot.waitUntil(lambda: not _strip(desk).isVisible())


@pytest.mark.usefixtures("soon")
def test_a_window_that_nobody_sits_at_any_more_closes_without_a_question(desk: Desk) -> None:
    desk.open()
    with full_disk():
        _begin(desk, "张样例")
        desk.until(_strip(desk).isVisible)
        _strip(desk).asks = False
        assert desk.window.close()
    desk.qtbot.waitUntil(lambda: not desk.window.counter.saver.unsaved)
