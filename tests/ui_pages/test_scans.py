"""Scans at step 4: looked at large, turned, put in order, replaced, brought back; files chosen."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPushButton,
    QTreeView,
    QWidget,
)

from desk_app.devices.pictures.main import PillowPictures
from desk_app.domain.applications import Page
from desk_app.services.counter import capture, inform
from desk_app.services.counter.capture import PHOTO
from desk_app.services.parts import LastFolder
from desk_app.ui.counter.capture import CapturePage
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.counter.thumbnail import PAGE, Thumbnail
from desk_app.ui.counter.viewer import PageViewer
from tests.ui_pages.conftest import CAPTURE, Desk, Pictures

HOUSEHOLD = "household"


def sheet(folder: Path, name: str, width: int = 800, height: int = 1120) -> Path:
    """A page with a mark in its upper left corner and its name on it; its sides are whole blocks."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 8), fill=(200, 30, 30))
    draw.text((width // 4, height // 2), str(ord(name[0])), fill="black", font_size=80)
    path = folder / f"{name}.jpg"
    image.save(path, quality=85)
    return path


def begin(desk: Desk, folder: Path, *names: str) -> MaterialCard:
    """Step 4 with these pages in the household register, each added after the one before."""
    desk.take_sound(seen=())
    page = desk.go(CAPTURE)
    assert isinstance(page, CapturePage)
    for count, name in enumerate(names, 1):
        page.add_file(HOUSEHOLD, sheet(folder, name))
        desk.until(lambda count=count: len(desk.case.draft.pages) == count)
    desk.settle()
    return desk.find(f"material:{HOUSEHOLD}", MaterialCard)


def names(desk: Desk) -> list[str]:
    return [p.name.removesuffix(".jpg") for p in desk.case.draft.pages if p.material == HOUSEHOLD]


def thumbnails(card: MaterialCard) -> list[Thumbnail]:
    shown = [t for t in card.findChildren(Thumbnail) if t.isVisible()]
    return sorted(shown, key=lambda t: t.x())


def viewer(desk: Desk, card: MaterialCard, place: int = 0) -> PageViewer:
    """The viewer, opened with Enter on a thumbnail."""
    desk.qtbot.keyClick(thumbnails(card)[place].picture, Qt.Key.Key_Return)
    opened = desk.dialog("page-viewer")
    assert isinstance(opened, PageViewer)
    desk.until(lambda: not opened.sheet.image.isNull())
    return opened


def press(desk: Desk, within: QWidget, name: str) -> None:
    found = within.findChild(QPushButton, f"viewer:{name}")
    assert found is not None
    desk.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def corner(data: bytes) -> str:
    """In which corner of a picture the mark is."""
    image = Image.open(BytesIO(data)).convert("RGB")
    for upright, y in (("upper", 10), ("lower", image.height - 10)):
        for side, x in (("left", 10), ("right", image.width - 10)):
            red, green, _ = image.getpixel((x, y))  # type: ignore[misc]
            if red > 150 and green < 90:
                return f"{upright} {side}"
    return ""


# ---- the viewer ----------------------------------------------------------------------------------


def test_a_click_opens_a_page_large_and_arrows_walk_the_others(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一", "二", "三")
    desk.qtbot.mouseClick(thumbnails(card)[1].picture, Qt.MouseButton.LeftButton)
    opened = desk.dialog("page-viewer")
    assert isinstance(opened, PageViewer)
    assert opened.page is not None
    assert opened.page.name == "二.jpg"
    assert "第 2 页,共 3 页" in [w.text() for w in opened.findChildren(QLabel)]
    desk.qtbot.keyClick(opened, Qt.Key.Key_Right)
    assert opened.page.name == "三.jpg"
    desk.qtbot.keyClick(opened, Qt.Key.Key_Right)
    assert opened.page.name == "三.jpg"
    for _ in range(2):
        desk.qtbot.keyClick(opened, Qt.Key.Key_Left)
    assert opened.page.name == "一.jpg"
    opened.close()


def test_it_is_shown_fitted_and_at_a_hundred_percent(desk: Desk, tmp_path: Path) -> None:
    opened = viewer(desk, begin(desk, tmp_path, "一"))
    assert opened.sheet.fitted
    press(desk, opened, "size")
    assert not opened.sheet.fitted
    assert opened.sheet.minimumHeight() == 1120
    press(desk, opened, "size")
    assert opened.sheet.fitted
    opened.close()


@pytest.mark.parametrize(("button", "where"), [("left", "lower left"), ("right", "upper right")])
def test_a_turned_page_is_kept_as_it_was_turned(desk: Desk, tmp_path: Path, button: str, where: str) -> None:
    opened = viewer(desk, begin(desk, tmp_path, "一", "二"))
    before = desk.case.draft.pages
    press(desk, opened, button)
    desk.until(lambda: desk.case.draft.pages[0] != before[0])
    (first, second) = desk.kept.pages
    assert first.id != before[0].id
    assert second == before[1]
    assert corner(desk.parts.store.pages.read(first.id)) == where
    assert opened.page == first
    opened.close()


def test_several_quick_turns_all_count(desk: Desk, tmp_path: Path) -> None:
    opened = viewer(desk, begin(desk, tmp_path, "一"))
    for _ in range(2):
        press(desk, opened, "right")
    desk.settle()
    assert corner(desk.parts.store.pages.read(desk.kept.pages[0].id)) == "lower right"
    opened.close()


def test_a_page_taken_out_in_the_viewer_is_brought_back_to_its_place(desk: Desk, tmp_path: Path) -> None:
    opened = viewer(desk, begin(desk, tmp_path, "一", "二", "三"), 1)
    desk.qtbot.keyClick(opened, Qt.Key.Key_Delete)
    assert names(desk) == ["一", "三"]
    press(desk, opened, "undo")
    assert names(desk) == ["一", "二", "三"]
    opened.close()


def test_the_last_page_taken_out_leaves_a_sentence(desk: Desk, tmp_path: Path) -> None:
    opened = viewer(desk, begin(desk, tmp_path, "一"))
    press(desk, opened, "remove")
    assert opened.page is None
    assert "都删除了" in opened.sheet.words
    opened.close()


def test_another_picture_takes_the_place_of_a_page(desk: Desk, tmp_path: Path) -> None:
    opened = viewer(desk, begin(desk, tmp_path, "一", "二", "三"), 1)
    press(desk, opened, "replace")
    (dialog,) = opened.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(sheet(tmp_path, "新"))])
    dialog.close()
    desk.until(lambda: names(desk) == ["一", "新", "三"])
    opened.close()


# ---- order ---------------------------------------------------------------------------------------


def test_alt_and_an_arrow_move_a_page(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一", "二", "三")
    picture = thumbnails(card)[0].picture
    picture.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    desk.qtbot.keyClick(picture, Qt.Key.Key_Right, alt)
    assert names(desk) == ["二", "一", "三"]
    assert picture.hasFocus()
    for _ in range(3):
        desk.qtbot.keyClick(picture, Qt.Key.Key_Right, alt)
    assert names(desk) == ["二", "三", "一"]
    desk.qtbot.keyClick(picture, Qt.Key.Key_Left, alt)
    desk.until(lambda: [t.page.name for t in thumbnails(card)] == ["二.jpg", "一.jpg", "三.jpg"])
    assert [p.name for p in desk.kept.pages] == ["二.jpg", "一.jpg", "三.jpg"]


def drop(onto: Thumbnail, page: Page) -> None:
    data = QMimeData()
    data.setData(PAGE, f"{page.material}:{page.id}".encode())
    onto.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_page_dropped_on_another_takes_its_place(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一", "二", "三")
    shown = thumbnails(card)
    drop(shown[0], shown[2].page)
    assert names(desk) == ["三", "一", "二"]


def test_a_page_of_another_material_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一", "二")
    drop(thumbnails(card)[0], Page("0" * 64, "id_card", "x.jpg", "image/jpeg", 1))
    assert names(desk) == ["一", "二"]


# ---- taken out on the card ------------------------------------------------------------------------


def test_the_place_of_a_page_taken_out_offers_it_back(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一", "二", "三")
    gone = thumbnails(card)[1]
    before = gone.remove.mapTo(card, gone.remove.rect().center())
    gone.remove.click()
    assert names(desk) == ["一", "三"]
    back = desk.find(f"restore:{HOUSEHOLD}", QPushButton)
    assert back.hasFocus()
    desk.until(lambda: back.geometry().contains(back.mapFrom(card, before) + back.pos()))
    back.click()
    assert names(desk) == ["一", "二", "三"]
    assert not desk.sees(f"restore:{HOUSEHOLD}")


def test_ctrl_z_on_the_card_brings_it_back_too(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一", "二")
    desk.qtbot.keyClick(thumbnails(card)[0].picture, Qt.Key.Key_Delete)
    assert names(desk) == ["二"]
    desk.qtbot.keyClick(desk.find(f"restore:{HOUSEHOLD}"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(desk) == ["一", "二"]


def test_left_pages_stay_taken_out(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一")
    thumbnails(card)[0].remove.click()
    desk.go(CAPTURE - 1)
    desk.go(CAPTURE)
    assert not desk.sees(f"restore:{HOUSEHOLD}")


def test_more_pages_than_fit_stand_behind_one_button(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, *"一二三四五六七八九")
    more = desk.find("more-pages", QPushButton)
    shown = thumbnails(card)
    assert more.text() == f"还有 {9 - len(shown)} 页"
    more.click()
    opened = desk.dialog("page-viewer")
    assert isinstance(opened, PageViewer)
    assert opened.page == desk.case.draft.pages[len(shown)]
    opened.close()


# ---- files ---------------------------------------------------------------------------------------


def latin(texts: Sequence[str]) -> list[str]:
    """Texts with a word in Latin letters, other than the names of kinds of files."""
    words = [t for t in texts if any(c.isascii() and c.isalpha() for c in t)]
    return [t for t in words if "*." not in t and not t.startswith("/")]


def test_the_choice_of_files_speaks_chinese_and_takes_several(desk: Desk, tmp_path: Path) -> None:
    begin(desk, tmp_path)
    desk.parts.folder.note(str(tmp_path))
    desk.click(f"file:{HOUSEHOLD}")
    (dialog,) = desk.stack.findChildren(QFileDialog)
    desk.until(dialog.isVisible)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    assert Path(dialog.directory().absolutePath()) == tmp_path
    shown = [w for w in dialog.findChildren(QWidget) if w.isVisible()]
    texts = [w.text() for w in shown if isinstance(w, QLabel | QAbstractButton)]
    texts += [w.currentText() for w in shown if isinstance(w, QComboBox)]
    for view in (w for w in shown if isinstance(w, QTreeView)):
        model = view.model()
        across = range(model.columnCount()) if not view.isColumnHidden(0) else ()
        texts += [str(model.headerData(i, Qt.Orientation.Horizontal)) for i in across]
    assert latin(texts) == []
    assert "文件名:" in " ".join(texts) or "文件名：" in " ".join(texts)
    dialog.filesSelected.emit([str(sheet(tmp_path, n)) for n in ("一", "二")])
    dialog.close()
    desk.until(lambda: sorted(names(desk)) == ["一", "二"])


def test_the_folder_is_remembered_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    kept: list[str] = []
    folder = LastFolder("", kept.append)
    folder.note(str(tmp_path / "stick"))
    folder.note(str(tmp_path / "stick"))
    assert kept == [str(tmp_path / "stick")]


def test_what_is_no_picture_gets_one_sentence_with_its_name(desk: Desk, tmp_path: Path) -> None:
    begin(desk, tmp_path)
    page = desk.page
    assert isinstance(page, CapturePage)
    for name, data, told in (
        ("<img src=x>.pdf", b"%PDF-1.4 ...", "这个PDF损坏或不完整"),
        ("表.docx", b"PK\x03\x04 words", "这是压缩包或Office文件,不是图片"),
        ("空.jpg", b"", "这个文件是空的"),
    ):
        (tmp_path / name).write_bytes(data)
        page.add_file(HOUSEHOLD, tmp_path / name)
        desk.until(lambda told=told: told in desk.texts())
        assert f"{name}:" in desk.texts()
    assert desk.case.draft.pages == ()


def test_a_name_that_looks_like_markup_is_shown_as_it_is(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "<b>")
    (shown,) = thumbnails(card)
    assert shown.picture.toolTip() == "<qt>&lt;b&gt;.jpg</qt>"


def test_another_photo_leaves_the_keyboard_where_the_photo_stands(desk: Desk, pictures: Pictures) -> None:
    desk.take_sound()
    desk.go(CAPTURE)
    desk.case.set_photo(pictures.portrait.read_bytes(), "1.jpg")
    desk.settle()
    (first,) = [t for t in desk.page.findChildren(Thumbnail) if t.page.material == PHOTO]
    first.picture.setFocus()
    desk.until(first.picture.hasFocus)
    desk.case.set_photo(pictures.page.read_bytes(), "2.jpg")
    desk.settle()
    (second,) = [t for t in desk.page.findChildren(Thumbnail) if t.isVisible() and t.page.material == PHOTO]
    assert second.page.name == "2.jpg"
    assert second.picture.hasFocus()


def test_several_files_dropped_on_the_photo_are_refused_in_one_sentence(desk: Desk, tmp_path: Path) -> None:
    begin(desk, tmp_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet(tmp_path, n))) for n in ("一", "二")])
    card = desk.find(f"material:{PHOTO}", MaterialCard)
    card.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert "照片只要一张" in desk.texts()
    assert desk.case.draft.pages == ()


@pytest.mark.parametrize(("key", "opens"), [(Qt.Key.Key_F3, "QFileDialog"), (Qt.Key.Key_F4, "camera")])
def test_the_device_keys_work_on_the_card_that_has_the_keyboard(
    desk: Desk, tmp_path: Path, key: Qt.Key, opens: str
) -> None:
    begin(desk, tmp_path)
    desk.find("file:id_card").setFocus()
    desk.qtbot.keyClick(desk.find("file:id_card"), key)
    card = desk.find("material:id_card", MaterialCard)
    opened = [d for d in card.findChildren(QDialog) if opens in (d.objectName(), type(d).__name__)]
    assert opened
    opened[0].close()


# ---- the pictures themselves -----------------------------------------------------------------------


def test_four_turns_give_the_same_picture_but_for_rounding(tmp_path: Path) -> None:
    pictures = PillowPictures()
    first = pictures.page(sheet(tmp_path, "一").read_bytes())
    data = first
    for _ in range(4):
        data = pictures.turned(data, 1)
    one, other = (Image.open(BytesIO(d)).convert("RGB") for d in (first, data))
    assert one.size == other.size
    assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 0.1
    assert abs(len(data) - len(first)) < len(first) // 10


def test_pages_of_other_materials_keep_their_places(desk: Desk) -> None:
    pages = tuple(Page(f"{n}" * 64, m, f"{n}", "image/jpeg", 1) for n, m in enumerate("abab"))
    draft = inform.new_draft(desk.parts)
    moved = capture.move_page(replace(draft, pages=pages), pages[0], 1)
    assert [p.name for p in moved.pages] == ["2", "1", "0", "3"]
