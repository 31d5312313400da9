"""An act that requires a picture: taken in its form, shown on the card, brought to the county."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk_app import bootstrap, settings
from desk_app.county_server.book import CountyBook
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.domain.settling import Settling
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.acts.picture import PictureField
from desk_app.ui.acts.preview import PictureDialog, Preview
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.shell.app import make_application
from forms import calendar
from printing import folders
from tests.fakes import NoCamera, StillClock, make_parts
from tests.opened import key_beside, page_name
from tests.registers.conftest import Keys
from tests.ui_shell.conftest import write

WHEELCHAIRS = Path(__file__).parent / "wheelchairs"
PHOTO = "photo_of_wheelchair"
MISSING = "还没有轮椅照片,请从文件选一张,或用摄像头拍"


class OneCamera(NoCamera):
    """A camera that shows grey frames and takes one picture."""

    def __init__(self, picture: bytes) -> None:
        self.picture = picture

    def names(self) -> tuple[str, ...]:
        return ("窗口摄像头",)

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.gray)
        on_frame(image)

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        on_image(self.picture)


class Chairs(Keys):
    """The window with the register of wheelchairs."""

    @property
    def table(self) -> ListTable:
        """The list."""
        return self.find(ListTable, "register-wheelchairs")

    def begin(self, holder: str = "") -> ActDialog:
        """The form of 发放 with the name typed."""
        form = self.form("start-hand_out")
        if holder:
            self.fill(form, holder=holder)
        return form

    def picture(self, form: ActDialog, ask: str = PHOTO) -> PictureField:
        """The picture field of a form."""
        return next(f for f in form.findChildren(PictureField) if f.element.id == ask)

    def choose(self, form: ActDialog, path: Path, ask: str = PHOTO) -> None:
        """Choose a file in the file dialog."""
        self.press(form, f"file:{ask}")
        dialog = form.findChild(QFileDialog)
        assert dialog is not None
        dialog.filesSelected.emit([str(path)])
        dialog.reject()
        self.settle()
        self.in_front(form)

    def in_front(self, form: ActDialog) -> None:
        """Activate the form again, as a window system does."""
        form.activateWindow()
        self.until(form.isActiveWindow)

    def hand_out(self, path: Path, holder: str = "张样例") -> Proceeding:
        """Hand out a wheelchair through the window."""
        form = self.begin(holder)
        self.choose(form, path)
        self.press(form)
        self.until(lambda: not isValid(form))
        self.until(lambda: self.sees("act-visit"))
        return self.parts.store.proceedings.listed("wheelchairs")[0]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Files: two invented pictures of wheelchairs, and one that is no picture."""
    folder = tmp_path_factory.mktemp("stick")
    for name, tint in (("one", "teal"), ("two", "firebrick")):
        image = Image.new("RGB", (1200, 900), "white")
        draw = ImageDraw.Draw(image)
        draw.ellipse((250, 350, 750, 850), outline=tint, width=40)
        draw.line((500, 350, 800, 350, 800, 100), fill=tint, width=40)
        image.save(folder / f"{name}.jpg")
    (folder / "torn.jpg").write_bytes(b"no picture at all")
    return folder / "one.jpg", folder / "two.jpg", folder / "torn.jpg"


@pytest.fixture
def chairs(qtbot: QtBot, tmp_path: Path) -> Iterator[Chairs]:
    make_application([])
    clock = StillClock()
    made = Chairs(qtbot, make_parts(tmp_path / "desk", clock, WHEELCHAIRS), clock)
    made.enter()
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def test_an_act_is_done_with_a_picture_and_the_card_shows_it(
    chairs: Chairs, photos: tuple[Path, Path, Path]
) -> None:
    # GIVEN the form with a name and a picture from a file
    form = chairs.begin("张样例")
    chairs.choose(form, photos[0])
    page = chairs.picture(form).case.given(PHOTO)
    assert isinstance(page, str)
    assert len(page) == 64
    # WHEN it is done
    chairs.press(form)
    chairs.until(lambda: not isValid(form))
    # THEN the record names the page, which is kept as a clean JPEG
    (record,) = chairs.parts.store.proceedings.listed("wheelchairs")
    assert record.facts[PHOTO] == page
    assert chairs.parts.store.pages.read(page)[:2] == b"\xff\xd8"
    # AND the card shows it, the list does not tell its id
    shown = chairs.find(Preview, "picture-1")
    assert shown.page == page
    assert shown.accessibleName() == "轮椅照片 今天 09:15 看大图"
    assert chairs.cells() == [["LY-03-2026-0001", "张样例", "已发放"]]
    assert page not in chairs.words()
    # WHEN it is pressed, THEN it is seen large and that is noted, without a person's data
    chairs.click("picture-1")
    dialog = chairs.visible(PictureDialog)
    assert isinstance(dialog, PictureDialog)
    chairs.until(lambda: not dialog.large.image.isNull())
    assert dialog.large.image.width() > shown.width() * 4
    reads = chairs.parts.store.journal.of(record.subject)
    assert [(r.how, r.text) for r in reads] == [(ReadKind.OPENED, ""), (ReadKind.OPENED, "轮椅照片")]
    chairs.press(dialog, "picture:close")


def test_without_its_picture_it_is_refused_beside_the_field(
    chairs: Chairs, photos: tuple[Path, Path, Path]
) -> None:
    form = chairs.begin("张样例")
    assert MISSING not in chairs.words(form)
    chairs.press(form)
    # THEN it says so beside the picture, goes there, and nothing else is lost
    assert form.isVisible()
    assert form.said == ""
    assert MISSING in chairs.words(form)
    focused = QApplication.focusWidget()
    assert focused.objectName() == f"file:{PHOTO}"
    assert focused.accessibleDescription() == MISSING
    assert chairs.edit(form, "holder").text() == "张样例"
    assert chairs.parts.store.proceedings.listed("wheelchairs") == ()
    # WHEN the picture comes, THEN nothing is in the way any more
    chairs.choose(form, photos[0])
    assert MISSING not in chairs.words(form)
    # WHEN another field is refused, THEN the picture stays
    chairs.fill(form, holder="1")
    chairs.press(form)
    assert form.isVisible()
    assert chairs.picture(form).case.given(PHOTO)


def test_a_file_that_is_no_picture_is_told_and_the_picture_before_stays(
    chairs: Chairs, photos: tuple[Path, Path, Path]
) -> None:
    form = chairs.begin("张样例")
    chairs.choose(form, photos[0])
    before = chairs.picture(form).case.given(PHOTO)
    chairs.choose(form, photos[2])
    (told,) = [t for t in chairs.words(chairs.picture(form)).splitlines() if t != "轮椅照片"]
    assert "图片" in told
    assert chairs.picture(form).case.given(PHOTO) == before
    # WHEN a file that went away is chosen, THEN that is told; a sound one mends it
    chairs.choose(form, photos[2].with_name("gone.jpg"))
    assert "读不出来" in chairs.words(form)
    chairs.choose(form, photos[1])
    assert "读不出来" not in chairs.words(form)
    assert chairs.picture(form).case.given(PHOTO) != before


def test_a_picture_is_taken_out_and_may_be_dropped_onto_its_place(
    chairs: Chairs, photos: tuple[Path, Path, Path]
) -> None:
    form = chairs.begin("张样例")
    field = chairs.picture(form)
    assert not field.findChild(QAbstractButton, f"remove:{PHOTO}").isVisible()
    chairs.choose(form, photos[0])
    assert field.findChild(QAbstractButton, f"file:{PHOTO}").text() == "从文件换一张…"
    chairs.press(form, f"remove:{PHOTO}")
    assert not field.case.given(PHOTO)
    assert QApplication.focusWidget().objectName() == f"file:{PHOTO}"
    chairs.press(form)
    assert form.isVisible()
    # WHEN a file is dropped
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photos[1]))])
    none = Qt.KeyboardModifier.NoModifier
    field.dropEvent(
        QDropEvent(QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    )
    chairs.settle()
    assert field.case.given(PHOTO)
    assert MISSING not in chairs.words(form)


def test_the_press_that_counts_waits_for_a_picture_that_is_being_read(
    chairs: Chairs, photos: tuple[Path, Path, Path]
) -> None:
    form = chairs.begin("张样例")
    chairs.picture(form).add_file(photos[0])
    (go,) = form.findChildren(QAbstractButton, "act:go")
    go.click()
    assert "正在读取图片…" in chairs.words(form)
    chairs.settle()
    assert form.isVisible()
    assert "正在读取图片…" not in chairs.words(form)
    chairs.press(form)
    chairs.until(lambda: not isValid(form))


def test_a_picture_comes_from_the_camera_and_every_control_has_a_name(
    qtbot: QtBot, tmp_path: Path, photos: tuple[Path, Path, Path]
) -> None:
    make_application([])
    parts = make_parts(tmp_path / "desk", StillClock(), WHEELCHAIRS)
    parts = replace(parts, camera=OneCamera(photos[1].read_bytes()))
    chairs = Chairs(qtbot, parts, StillClock())
    chairs.enter()
    form = chairs.begin("张样例")
    chairs.press(form, f"camera:{PHOTO}")
    camera = chairs.visible(CameraDialog)
    assert camera is not None
    chairs.press(camera, "camera:take")
    chairs.until(lambda: bool(chairs.picture(form).case.given(PHOTO)))
    chairs.in_front(form)
    # THEN the keyboard walks over the picture and its ways, each with a name
    walked = []
    chairs.edit(form, "holder").setFocus()
    while (focused := QApplication.focusWidget()).objectName() != "act:go":
        walked.append(focused.objectName())
        assert QAccessible.queryAccessibleInterface(focused).text(QAccessible.Text.Name), focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert len(walked) < 12
    ways = [f"{way}:{PHOTO}" for way in ("preview", "file", "camera", "remove")]
    assert walked == ["holder", *ways, "remark", "act:cancel"]
    # AND Enter on the picture shows it large
    form.findChild(Preview, f"preview:{PHOTO}").setFocus()
    QTest.keyClick(form.findChild(Preview, f"preview:{PHOTO}"), Qt.Key.Key_Return)
    chairs.until(lambda: bool(form.findChildren(PictureDialog)))
    form.findChildren(PictureDialog)[0].close()
    chairs.settle()
    form.done(0)
    chairs.errands.close()
    parts.store.close()


def test_every_visit_brings_its_own_picture(chairs: Chairs, photos: tuple[Path, Path, Path]) -> None:
    chairs.hand_out(photos[0])
    for path in (photos[0], photos[1]):
        form = chairs.form("act-visit")
        chairs.choose(form, path, "photo_of_visit")
        chairs.press(form)
        chairs.until(lambda f=form: not isValid(f))
    chairs.until(lambda: chairs.sees("picture-3"))
    names = [chairs.find(Preview, f"picture-{n}").accessibleName() for n in (1, 2, 3)]
    assert [name.split()[0] for name in names] == ["轮椅照片", "回访照片", "回访照片"]


def test_a_picture_that_is_gone_is_told_and_the_record_stays_open(
    chairs: Chairs, tmp_path: Path, photos: tuple[Path, Path, Path]
) -> None:
    record = chairs.hand_out(photos[0])
    chairs.settle()
    (path,) = tmp_path.rglob(page_name(str(record.facts[PHOTO])))
    path.unlink()
    chairs.click("picture-1")
    dialog = chairs.visible(PictureDialog)
    assert isinstance(dialog, PictureDialog)
    chairs.until(lambda: "找不到" in dialog.large.words)
    dialog.close()


def test_giving_up_what_was_typed_is_asked_once(chairs: Chairs, photos: tuple[Path, Path, Path]) -> None:
    # GIVEN an empty form: Esc closes it at once
    form = chairs.begin()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    chairs.until(lambda: not isValid(form))
    # WHEN something was typed, THEN Esc asks, held down as well, and the keyboard is on what keeps it
    form = chairs.begin("张样例")
    QTest.keyClick(chairs.edit(form, "holder"), Qt.Key.Key_Escape)
    for _ in range(4):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "", True)
        QApplication.sendEvent(QApplication.focusWidget(), held)
    assert "现在放弃?填好的不会留下。" in chairs.words(form)
    assert QApplication.focusWidget().objectName() == "act:keep"
    # WHEN Esc is pressed anew, or it is kept, or typing goes on, THEN the question is gone
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert "现在放弃" not in chairs.words(form)
    assert chairs.edit(form, "holder").hasFocus()
    chairs.press(form, "act:cancel")
    chairs.press(form, "act:keep")
    assert form.isVisible()
    form.close()
    assert "现在放弃" in chairs.words(form)
    chairs.fill(form, holder="李样例")
    assert "现在放弃" not in chairs.words(form)
    # WHEN it is given up, THEN nothing was begun
    QTest.keyClick(chairs.edit(form, "holder"), Qt.Key.Key_Escape)
    chairs.press(form, "act:give-up")
    chairs.until(lambda: not isValid(form))
    assert chairs.parts.store.proceedings.listed("wheelchairs") == ()
    # AND a picture alone, or what was taken out again, is asked about or not
    form = chairs.begin()
    chairs.choose(form, photos[0])
    form.reject()
    assert "现在放弃" in chairs.words(form)
    chairs.press(form, "act:keep")
    chairs.press(form, f"remove:{PHOTO}")
    form.reject()
    chairs.until(lambda: not isValid(form))


def test_the_letter_brings_the_picture_to_the_county(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, photos: tuple[Path, Path, Path]
) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("DESK_DATA", str(data))
    monkeypatch.setenv("DESK_FORMS", str(WHEELCHAIRS))
    with bootstrap.Desk(settings.load()) as desk, bootstrap.opened(desk) as window:
        chairs = Chairs(qtbot, desk.parts, StillClock())
        chairs.errands.close()
        chairs.window, chairs.errands = window, window.errands
        window.show()
        window.resize(1366, 768)
        chairs.click("rail-registers")
        record = chairs.hand_out(photos[0])
        outbox = chairs.parts.store.outbox
        qtbot.waitUntil(lambda: not outbox.waiting())
        assert [letter.state for letter in outbox.letters()] == ["delivered"]
        page = str(record.facts[PHOTO])
        kept = chairs.parts.store.pages.read(page)
        law = Settling(chairs.parts.packs, calendar.shipped())
        with closing(
            CountyBook(
                f"sqlite:///{data / 'county.db'}",
                law,
                create=False,
                key=key_beside(f"sqlite:///{data / 'county.db'}"),
            )
        ) as county:
            held = county.one(record.id)
            assert held is not None
            assert held.facts[PHOTO] == page
            assert county.file_size(page) == len(kept)
    folders.lay(None)


def test_what_is_typed_goes_on_after_the_question(chairs: Chairs) -> None:
    form = chairs.begin("张样例")
    form.reject()
    # Ctrl+Return does nothing behind the question
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    chairs.settle()
    assert form.isVisible()
    (line,) = form.findChildren(QLineEdit, "remark")
    write(line, "左轮已修")
    assert "现在放弃" not in chairs.words(form)
    form.done(0)
