"""The computer is gone: another one goes on with a backup and the printed sheet, as its first start asks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from desk_app import settings
from desk_app.clock import SystemClock
from desk_app.commands.choosing import at_hand
from desk_app.commands.restoring import found_in, over_demo
from desk_app.commands.window import started
from desk_app.devices.keys.opened import forget_opened
from desk_app.domain.settling import Settling
from desk_app.errors import WorldError
from desk_app.services.counter import intake
from desk_app.storage import belongings
from desk_app.ui.kit import cover
from desk_app.ui.kit.errands import Errands
from desk_app.ui.shell.window import MainWindow
from desk_app.ui.start.restoring import RestoreDialog
from forms import calendar, files, sources
from tests.devices.keyrings import BETTER, GOOD, installed
from tests.people import sound_draft
from tests.stories.lives.county import ServedCounty
from tests.ui_shell import hands

ADMINISTRATOR, WORD = "王样甲", "gan-zhou-2026-x"
Step = tuple[str, Callable[[QDialog], bool]]


def line(within: QDialog | MainWindow, name: str) -> QLineEdit:
    (found,) = within.findChildren(QLineEdit, name)
    return found


def press(within: QDialog | MainWindow, name: str) -> bool:
    next(b for b in within.findChildren(QAbstractButton, name) if b.isVisible()).click()
    return True


@contextmanager
def answering(*steps: Step) -> Iterator[None]:
    """Answer the dialogs that come, in this order; each is told its step again until it is done."""
    left, failed = list(steps), list[BaseException]()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or failed or dialog.objectName() == "wait-for-key":
            return
        try:
            assert left, f"nobody expected “{dialog.objectName()}”"
            assert dialog.objectName() == left[0][0]
            step = left.pop(0)
            if not step[1](dialog):
                left.insert(0, step)
        except BaseException as error:
            failed.append(error)
            dialog.reject()

    timer = QTimer(interval=30)
    timer.timeout.connect(look)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        if failed:
            raise failed[0]
    assert not left


class Sheet:
    """What lies in the cupboard."""

    code = ""

    def keep(self, dialog: QDialog) -> bool:
        """Read the sheet, and type two groups back."""
        shown = [dialog.findChildren(QLabel, f"recovery-key:group{n}")[0].text() for n in range(1, 9)]
        self.code = "-".join(shown)
        press(dialog, "recovery-key:next")
        for edit in dialog.findChildren(QLineEdit):
            edit.setText(shown[int(edit.objectName().removeprefix("recovery-key:typed")) - 1])
        return press(dialog, "recovery-key:done")

    def use(self, dialog: QDialog) -> bool:
        line(dialog, "open-book:recovery").setText(self.code.lower().replace("-", " "))
        return press(dialog, "open-book:open")


def sets(phrase: str) -> Step:
    """The new passphrase, typed twice."""

    def do(dialog: QDialog) -> bool:
        for name in ("first", "second"):
            line(dialog, f"new-passphrase:{name}").setText(phrase)
        return press(dialog, "new-passphrase:take")

    return "new-passphrase", do


def chooses(folder: Path) -> Step:
    """The newest backup of a folder, once it is listed."""

    def do(dialog: QDialog) -> bool:
        if line(dialog, "restore:folder").text() != str(folder):
            line(dialog, "restore:folder").setText(str(folder))
        (shown,) = dialog.findChildren(QListWidget, "restore:backups")
        return bool(shown.count()) and press(dialog, "restore:go")

    return "restore", do


def has(dialog: QDialog, words: str) -> bool:
    return any(words in label.text() for label in dialog.findChildren(QLabel))


def leaves(name: str, pressed: str) -> Step:
    return name, lambda dialog: press(dialog, pressed)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[ServedCounty]:
    versions = settings.versions_of(settings.load({}, tmp_path / "law"))
    served = ServedCounty(tmp_path / "county.db", Settling(versions, calendar.shipped()), SystemClock().now)
    yield served
    served.close()


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A pack of a hall that is no demo."""
    made = Path(shutil.copytree(sources.DEFINITIONS, tmp_path / "pack"))
    law = made / "county.toml"
    files.write(law, law.read_text(encoding="utf-8").replace("demo = true", "demo = false"))
    return made


@pytest.fixture
def computer(
    tmp_path: Path, forms: Path, county: ServedCounty, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Path]]:
    """Makes another computer the one that is worked at; none of them has a keyring."""

    def sits_at(name: str) -> Path:
        forget_opened()
        for kind in ("data", "state"):
            monkeypatch.setenv(f"DESK_{kind.upper()}", str(tmp_path / name / kind))
        return tmp_path / name / "data"

    monkeypatch.setenv("DESK_FORMS", str(forms))
    monkeypatch.setenv("DESK_COUNTY_URL", county.url)
    monkeypatch.setenv("DESK_COUNTY_TOKEN", county.token)
    with installed(fail.Keyring()):
        yield sits_at
    forget_opened()


class Sitting:
    """Whoever sits at the window that is open."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        window.show()
        window.resize(1366, 768)
        self.comes_first()

    def comes_first(self) -> None:
        """The window has the keyboard, whatever an earlier test left on the screen."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def signs_in(self, *, first: bool) -> None:
        if first:
            line(self.window, "sign-in:name").setText(ADMINISTRATOR)
            line(self.window, "sign-in:again").setText(WORD)
        line(self.window, "sign-in:password").setText(WORD)
        press(self.window, "sign-in:go")
        self.until(lambda: not cover.covered())

    def accepts(self, person: int) -> int:
        """Accept a person's draft by F12; returns the counter of its number."""
        window, draft = self.window, sound_draft(self.window.parts, person=person)
        window.parts.store.drafts.keep(draft)
        self.comes_first()
        window.resume_draft(draft.id)
        self.until(lambda: window.case is not None and window.case.draft.id == draft.id)
        self.until(lambda: not window.errands.busy)
        press(window, "step-6")
        case = window.case
        assert case is not None

        def taken() -> bool:
            """F12 when it is free, again when news made the question anew meanwhile."""
            if any(b.isEnabled() for b in window.findChildren(QAbstractButton, "accept")):
                self.comes_first()
                hands.press(window, Qt.Key.Key_F12)
            return case.application is not None

        self.until(taken)
        self.until(lambda: not window.errands.busy)
        assert case.application is not None
        self.until(lambda: self.is_told("回执还没有打"))
        hands.press(window, Qt.Key.Key_4)  # there is no printer: to be printed later
        self.until(lambda: any(b.isEnabled() for b in window.findChildren(QAbstractButton, "next-person")))
        press(window, "next-person")
        return int(case.application.number.split("-")[3][:4])

    def is_told(self, words: str) -> bool:
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())


@pytest.mark.warns
@pytest.mark.timeout(300)
def test_the_drill_of_a_new_administrator(
    qtbot: QtBot, tmp_path: Path, computer: Callable[[str], Path], county: ServedCounty
) -> None:
    sheet, stick, given = Sheet(), tmp_path / "stick", list[int]()
    old = computer("old")
    settings.keep(old, "window", "7")
    begins = (leaves("first-start", "first-start:new"), sets(GOOD), ("recovery-key", sheet.keep))
    with answering(*begins), started(["desk-app"], seated=False, dialogs=True) as (_, window):
        sits = Sitting(qtbot, window)
        sits.signs_in(first=True)
        given.append(sits.accepts(0))
        made = at_hand().back_up(stick)
        given.append(sits.accepts(1))
        sits.until(lambda: len(county.book.cases()) == 2)
    shutil.rmtree(old.parent)
    county.down = True
    new = computer("new")
    back = (
        leaves("first-start", "first-start:restore"),
        chooses(stick),
        ("open-book", sheet.use),
        sets(BETTER),
    )
    with answering(*back), started(["desk-app"], seated=False, dialogs=True) as (_, window):
        sits = Sitting(qtbot, window)
        assert window.parts.window.number == "7"
        sits.signs_in(first=False)
        sits.until(lambda: sits.is_told("这是恢复的账本"))
        given.append(sits.accepts(2))
        county.down = False
        sits.until(lambda: not sits.is_told("这是恢复的账本"))
        given.append(sits.accepts(3))
        sits.until(lambda: len(county.book.cases()) == 4)
    assert given == [1, 2, 1002, 1003]
    assert made.path.exists()
    assert (new / belongings.BOOK).exists()


def backed_up(computer: Callable[[str], Path], sheet: Sheet, stick: Path) -> Path:
    """A book with its sheet, made at a first start, and its backup; returns the data folder."""
    data = computer("old")
    begins = (leaves("first-start", "first-start:new"), sets(GOOD), ("recovery-key", sheet.keep))
    with answering(*begins), started(["desk-app"], seated=True, dialogs=True) as (_, window):
        intake.accept(window.parts, sound_draft(window.parts))
        at_hand().back_up(stick)
    return data


@pytest.mark.warns
@pytest.mark.timeout(200)
def test_where_a_demo_was_begun_first_it_gives_way_and_comes_back_when_that_fails(
    qtbot: QtBot,
    tmp_path: Path,
    computer: Callable[[str], Path],
    county: ServedCounty,
    forms: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet, stick = Sheet(), tmp_path / "stick"
    for name in ("DESK_FORMS", "DESK_COUNTY_URL"):
        monkeypatch.delenv(name)
    settings.keep(computer("old"), "county_url", "https://county.example")
    settings.keep(computer("old"), "forms", str(forms))
    backed_up(computer, sheet, stick)
    new = computer("new")
    with answering(), started(["desk-app"], seated=False, dialogs=True) as (_, window):
        Sitting(qtbot, window)
        assert window.parts.window.demo
        with qtbot.waitSignal(window.locker.restore_wanted):
            press(window, "sign-in:restore")
    demo = sorted(p.name for p in new.iterdir())
    gives_up = (
        chooses(stick),
        leaves("open-book", "open-book:leave"),
        ("restore", lambda dialog: has(dialog, "没有打开数据") and press(dialog, "restore:leave")),
    )
    with answering(*gives_up):
        assert not over_demo()
    assert sorted(p.name for p in new.iterdir() if p.name not in ("replaced", "book.tries")) == demo
    with answering(chooses(stick), ("open-book", sheet.use), sets(BETTER)):
        assert over_demo()
    with answering(), started(["desk-app"], seated=True, dialogs=True) as (_, window):
        assert not window.parts.window.demo
        assert len(window.parts.store.applications.search()) == 1
    (aside,) = (new / "replaced").glob("*-demo")
    assert (aside / "book.key").exists()


@pytest.mark.warns
def test_without_the_sheet_nothing_moves_in_and_the_next_start_asks_again(
    qtbot: QtBot, tmp_path: Path, computer: Callable[[str], Path]
) -> None:
    sheet, stick = Sheet(), tmp_path / "stick"
    backed_up(computer, sheet, stick)
    new = computer("new")
    asks = (
        leaves("first-start", "first-start:restore"),
        chooses(stick),
        leaves("open-book", "open-book:leave"),
        ("restore", lambda dialog: has(dialog, "没有打开数据") and press(dialog, "restore:leave")),
        leaves("first-start", "first-start:leave"),
    )
    with (
        answering(*asks),
        pytest.raises(WorldError, match="没有新建也没有恢复"),
        started(["desk-app"], seated=True, dialogs=True),
    ):
        pass
    assert belongings.is_free(new)
    assert not list(new.glob("*.key*"))


@pytest.mark.warns
def test_a_lost_book_comes_back_from_a_stick_where_the_own_backups_are_lost_too(
    qtbot: QtBot, tmp_path: Path, computer: Callable[[str], Path]
) -> None:
    sheet, stick = Sheet(), tmp_path / "stick"
    data = backed_up(computer, sheet, stick)
    (data / belongings.BOOK).unlink()
    shutil.rmtree(data / "backups", ignore_errors=True)
    forget_opened()
    asks = (
        ("open-book", sheet.use),
        sets(BETTER),
        leaves("book-trouble", "restore-elsewhere"),
        chooses(stick),
    )
    with answering(*asks), started(["desk-app"], seated=True, dialogs=True) as (_, window):
        assert len(window.parts.store.applications.search()) == 1


def test_a_folder_without_backups_is_told_and_one_with_them_within_is_looked_into(
    qtbot: QtBot, tmp_path: Path
) -> None:
    for day in (1, 2):
        (tmp_path / "stick" / "backups").mkdir(parents=True, exist_ok=True)
        (tmp_path / "stick" / "backups" / f"book-2026112{day}-080000.db").write_bytes(b"sealed")
    errands = Errands()
    dialog = RestoreDialog(found_in, errands, str(tmp_path / "nowhere"))
    qtbot.addWidget(dialog)
    dialog.show()
    (said,) = dialog.findChildren(QLabel, "restore:said")
    qtbot.waitUntil(lambda: "里没有备份" in said.text())
    (go,) = dialog.findChildren(QAbstractButton, "restore:go")
    assert not go.isEnabled()
    dialog.path.setText(str(tmp_path / "stick"))
    qtbot.waitUntil(go.isEnabled)
    assert dialog.list.count() == 2
    assert "没有验证过" in dialog.list.item(0).text()
    go.click()
    assert dialog.chosen is not None
    errands.close()
