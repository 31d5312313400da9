"""The start page and the six steps, with what opens on them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desk_app.devices import demo_papers
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.counter.accept_question import AcceptQuestion
from desk_app.ui.papers.whole import WholePaper
from desk_app.walkthrough.devices import dim_portrait
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import shot
from forms.particulars import ID_NUMBER, NAME


@shot("start")
def _start(scene: Showing) -> None:
    scene.start()


@shot("start-discarding")
def _discarding(scene: Showing) -> None:
    scene.start()
    scene.press("discard-adult")


@shot("situation-empty")
def _situation_empty(scene: Showing) -> None:
    scene.empty(1)


@shot("situation-known")
def _situation_known(scene: Showing) -> None:
    scene.serve("known", 1)


@shot("situation-wrong")
def _situation_wrong(scene: Showing) -> None:
    scene.serve("wrong", 1)


@shot("situation")
def _situation(scene: Showing) -> None:
    scene.serve("lost", 1)


@shot("situation-card")
def _situation_card(scene: Showing) -> None:
    """A card that was laid down, and is not good any more."""
    scene.start()
    _lay(scene, 1)
    scene.until(lambda: scene.window.case is not None and bool(scene.case.given(NAME)), "读到身份证")
    scene.settle()


@shot("another-card", "AnotherCardDialog")
def _another_card(scene: Showing) -> None:
    scene.serve("child", 1)
    _lay(scene, 0)
    scene.until(lambda: scene.dialog("AnotherCardDialog") is not None, "问另一个人的身份证")


@shot("read", "ReadDialog")
def _read(scene: Showing) -> None:
    """Two answers that were read off a page, each below its part of the picture; one of them is doubtful."""
    from desk_app.domain.recognised import PageSpot, ToConfirm
    from desk_app.ui.counter.read_dialog import ReadDialog

    scene.serve("adult", 1)
    case = scene.case
    page = next(p for p in case.draft.pages if p.material == "id_card")
    of_page = (page.id, page.material, "id_front", "身份证人像面")
    rows = ((NAME, "生僻字,请对照证件", 0.1), (ID_NUMBER, "", 0.78))
    marks = [
        ToConfirm(each, case.given(each) or "", *of_page, doubt, PageSpot(0.15, top, 0.9, top + 0.14))
        for each, doubt, top in rows
    ]
    ReadDialog(case, marks, scene.window).open()


@shot("demo-cards", "DemoCardsDialog")
def _demo_cards(scene: Showing) -> None:
    scene.empty(1)
    scene.key(Qt.Key.Key_F9)


def _lay(scene: Showing, sample: int) -> None:
    """Lay a card of the demo reader."""
    reader = scene.parts.reader
    reader.lay(reader.samples[sample])


@shot("notice-asking")
def _notice_asking(scene: Showing) -> None:
    scene.serve("asking", 2)


@shot("notice")
def _notice(scene: Showing) -> None:
    scene.serve("adult", 2)


@shot("notice-child")
def _notice_child(scene: Showing) -> None:
    scene.serve("child", 2)


@shot("notice-paper", "NoticeDialog")
def _notice_paper(scene: Showing) -> None:
    scene.serve("adult", 2)
    scene.press("print-notice")


@shot("guide-paper", "GuideSheetsDialog")
def _guide_paper(scene: Showing) -> None:
    """办事指南 and the blank form, from step 2."""
    scene.serve("adult", 2)
    scene.press("print-guide")


@shot("fill")
def _fill(scene: Showing) -> None:
    scene.serve("adult", 3)


@shot("fill-child")
def _fill_child(scene: Showing) -> None:
    scene.serve("child", 3)


@shot("fill-long")
def _fill_long(scene: Showing) -> None:
    scene.serve("lost", 3)


@shot("fill-wrong")
def _fill_wrong(scene: Showing) -> None:
    scene.serve("wrong", 3)


@shot("fill-list")
def _fill_list(scene: Showing) -> None:
    """The list of a long choice hangs open."""
    scene.serve("adult", 3)
    line = scene.find(QLineEdit, "ethnicity")
    line.setFocus()
    scene.key(Qt.Key.Key_Down)


@shot("fill-paper", "WholePaper")
def _fill_paper(scene: Showing) -> None:
    """The paper over the whole window, as F10 shows it in a narrow one."""
    scene.serve("adult", 3)
    paper = WholePaper(scene.window.errands, "申请表", "form-zoom", scene.window, "回到填表")
    paper.open()
    scene.case.draw_form(paper.view.show_pdf, scene.window.notices.report)


@shot("fill-discarding")
def _fill_discarding(scene: Showing) -> None:
    scene.serve("adult", 3)
    scene.press("discard")


@shot("capture")
def _capture(scene: Showing) -> None:
    scene.serve("adult", 4)


@shot("capture-empty")
def _capture_empty(scene: Showing) -> None:
    scene.serve("wrong", 4)


@shot("camera", "CameraDialog")
def _camera(scene: Showing) -> None:
    scene.serve("adult", 4)
    scene.press("camera:household")


@shot("camera-photo", "CameraDialog")
def _camera_photo(scene: Showing) -> None:
    """The place of the head over the live picture."""
    scene.serve("adult", 4)
    scene.press("camera:photo")


@shot("scan", "ScanDialog")
def _scan(scene: Showing) -> None:
    """A scanner was found, and says what it can."""
    scene.serve("adult", 4)
    scene.press("scan:household")
    scene.until(lambda: scene.find(QPushButton, "scan:start").isEnabled(), "找到扫描仪")


@shot("crop", "CropDialog")
def _crop(scene: Showing) -> None:
    scene.serve("adult", 4)
    CropDialog(
        scene.window.errands,
        scene.parts.pictures,
        scene.parts.page_reader,
        demo_papers.portrait(),
        scene.window,
    ).open()


@shot("crop-advice", "CropDialog")
def _crop_advice(scene: Showing) -> None:
    """A photo that could be better in several ways, each drawn beside its sentence."""
    scene.serve("adult", 4)
    window, parts = scene.window, scene.parts
    dialog = CropDialog(window.errands, parts.pictures, parts.page_reader, dim_portrait(), window)
    dialog.open()
    scene.until(lambda: bool(dialog.findChildren(QWidget, "advice")), "照片的建议")


@shot("confirm")
def _confirm(scene: Showing) -> None:
    scene.serve("adult", 5)


@shot("confirm-wrong")
def _confirm_wrong(scene: Showing) -> None:
    scene.serve("wrong", 5)


@shot("form-paper", "PaperDialog")
def _form_paper(scene: Showing) -> None:
    scene.serve("adult", 5)
    scene.press("print-form-here")


@shot("documents", "DocumentsDialog")
def _documents(scene: Showing) -> None:
    scene.serve("adult", 5)
    scene.press("documents-here")


@shot("accept-wrong")
def _accept_wrong(scene: Showing) -> None:
    scene.serve("wrong", 6)


@shot("accept")
def _accept(scene: Showing) -> None:
    """The question is armed: F12 would accept."""
    scene.serve("adult", 6)
    question = scene.find(AcceptQuestion, "accept-question")
    scene.until(lambda: question.armed, "受理可以按了")
