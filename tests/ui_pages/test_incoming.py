"""Files with several pages at step 4: all of them come in, or none and the card says why."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desk_app.ui.counter.material import MaterialCard
from tests.devices import pdf_files
from tests.ui_pages.conftest import Desk
from tests.ui_pages.test_scans import HOUSEHOLD, begin, names


def dropped(card: MaterialCard, *paths: Path) -> None:
    """Files dropped onto a card from a folder."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    at, copy = QPointF(5, 5), Qt.DropAction.CopyAction
    card.dropEvent(QDropEvent(at, copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))


def test_all_pages_of_a_pdf_and_a_tiff_come_in_in_their_order(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path)
    pdf, tiff = tmp_path / "户口簿.jpg", tmp_path / "补页.tif"  # what is in a file counts, not its name
    pdf.write_bytes(pdf_files.pages(3))
    frames = [Image.new("L", (300 + n, 400), 60 * n) for n in range(2)]
    frames[0].save(tiff, save_all=True, append_images=frames[1:])
    dropped(card, pdf, tiff)
    desk.qtbot.waitUntil(lambda: len(desk.case.draft.pages) == 5)
    assert names(desk) == [
        *("户口簿 第1页", "户口簿 第2页", "户口簿 第3页"),
        *("补页 第1页.tif", "补页 第2页.tif"),
    ]
    assert not desk.sees(f"incoming:{HOUSEHOLD}")
    assert not desk.sees(f"problem:{HOUSEHOLD}")


def test_many_pages_tell_how_far_they_are_and_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path)
    path = tmp_path / "卷.tif"
    frames = [Image.new("L", (60 + n, 80), n) for n in range(60)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    dropped(card, path)
    desk.until(lambda: "共60页" in desk.texts())
    desk.click(f"incoming-stop:{HOUSEHOLD}")
    desk.until(lambda: "按“停止”没有收" in desk.texts())
    taken = len(names(desk))
    assert 0 < taken < 60
    assert f"卷.tif:只收了前{taken}页" in desk.texts()


def test_a_file_with_a_torn_page_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    card = begin(desk, tmp_path, "一")
    frames = [Image.effect_noise((200, 200), 50 + n) for n in range(3)]
    path = tmp_path / "断.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression=None)
    whole = path.read_bytes()
    place = whole.rindex(frames[2].tobytes()[:64])
    path.write_bytes(whole[:place] + whole[place + 39_000 :])
    dropped(card, path)
    desk.until(lambda: "整份没有收" in desk.texts())
    assert names(desk) == ["一"]
