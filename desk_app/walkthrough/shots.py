"""Every page and dialog by name, with the way to it. A test holds that no room and no dialog is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView

from desk_app.domain.applications import Application, MatterState
from desk_app.services.applications import mending, whole
from desk_app.ui.acts.preview import open_picture
from desk_app.ui.applications.amend import open_amendment
from desk_app.ui.applications.mend import MendDialog
from desk_app.ui.applications.supplement import SupplementDialog
from desk_app.ui.applications.whole import open_whole
from desk_app.ui.applications.whole_picture import LookDialog
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.counter.accept_question import AcceptQuestion
from desk_app.ui.counter.viewer import PageViewer
from desk_app.ui.kit.lists.periods import DaysDialog
from desk_app.ui.papers.whole import WholePaper
from desk_app.ui.shell.notices import IncidentDialog
from desk_app.walkthrough.devices import portrait
from desk_app.walkthrough.scene import Scene

Way = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Shot:
    """One thing to look at."""

    name: str
    shows: str
    """Name of the room it shows, or of the class of the dialog."""
    way: Way


SHOTS: Final[dict[str, Shot]] = {}
"""In the order they are taken: what is accepted comes last."""


def _shot(name: str, shows: str = "counter") -> Callable[[Way], Way]:
    def kept(way: Way) -> Way:
        SHOTS[name] = Shot(name, shows, way)
        return way

    return kept


# ---- the counter ------------------------------------------------------------------------------


@_shot("start")
def _start(scene: Scene) -> None:
    scene.start()


@_shot("start-discarding")
def _discarding(scene: Scene) -> None:
    scene.start()
    scene.press("discard-adult")


@_shot("situation-empty")
def _situation_empty(scene: Scene) -> None:
    scene.empty(1)


@_shot("situation-known")
def _situation_known(scene: Scene) -> None:
    scene.serve("known", 1)


@_shot("situation-wrong")
def _situation_wrong(scene: Scene) -> None:
    scene.serve("wrong", 1)


@_shot("situation")
def _situation(scene: Scene) -> None:
    scene.serve("lost", 1)


@_shot("notice-asking")
def _notice_asking(scene: Scene) -> None:
    scene.serve("asking", 2)


@_shot("notice")
def _notice(scene: Scene) -> None:
    scene.serve("adult", 2)


@_shot("notice-child")
def _notice_child(scene: Scene) -> None:
    scene.serve("child", 2)


@_shot("notice-paper", "NoticeDialog")
def _notice_paper(scene: Scene) -> None:
    scene.serve("adult", 2)
    scene.press("print-notice")


@_shot("fill")
def _fill(scene: Scene) -> None:
    scene.serve("adult", 3)


@_shot("fill-child")
def _fill_child(scene: Scene) -> None:
    scene.serve("child", 3)


@_shot("fill-long")
def _fill_long(scene: Scene) -> None:
    scene.serve("lost", 3)


@_shot("fill-wrong")
def _fill_wrong(scene: Scene) -> None:
    scene.serve("wrong", 3)


@_shot("fill-list")
def _fill_list(scene: Scene) -> None:
    """The list of a long choice hangs open."""
    scene.serve("adult", 3)
    line = scene.find(QLineEdit, "ethnicity")
    line.setFocus()
    scene.key(Qt.Key.Key_Down)


@_shot("fill-paper", "WholePaper")
def _fill_paper(scene: Scene) -> None:
    """The paper over the whole window, as F10 shows it in a narrow one."""
    scene.serve("adult", 3)
    paper = WholePaper(scene.window.errands, "申请表", "form-zoom", scene.window, "回到填表")
    paper.open()
    scene.case.draw_form(paper.view.show_pdf, scene.window.notices.report)


@_shot("fill-discarding")
def _fill_discarding(scene: Scene) -> None:
    scene.serve("adult", 3)
    scene.press("discard")


@_shot("capture")
def _capture(scene: Scene) -> None:
    scene.serve("adult", 4)


@_shot("capture-empty")
def _capture_empty(scene: Scene) -> None:
    scene.serve("wrong", 4)


@_shot("camera", "CameraDialog")
def _camera(scene: Scene) -> None:
    scene.serve("adult", 4)
    scene.press("camera:household")


@_shot("crop", "CropDialog")
def _crop(scene: Scene) -> None:
    scene.serve("adult", 4)
    CropDialog(scene.window.errands, scene.parts.pictures, portrait(), scene.window).open()


@_shot("confirm")
def _confirm(scene: Scene) -> None:
    scene.serve("adult", 5)


@_shot("confirm-wrong")
def _confirm_wrong(scene: Scene) -> None:
    scene.serve("wrong", 5)


@_shot("form-paper", "PaperDialog")
def _form_paper(scene: Scene) -> None:
    scene.serve("adult", 5)
    scene.press("print-form-here")


@_shot("documents", "DocumentsDialog")
def _documents(scene: Scene) -> None:
    scene.serve("adult", 5)
    scene.press("documents-here")


@_shot("accept-wrong")
def _accept_wrong(scene: Scene) -> None:
    scene.serve("wrong", 6)


@_shot("accept")
def _accept(scene: Scene) -> None:
    """The question is armed: F12 would accept."""
    scene.serve("adult", 6)
    question = scene.find(AcceptQuestion, "accept-question")
    scene.until(lambda: question.armed, "受理可以按了")


# ---- the other rooms --------------------------------------------------------------------------


@_shot("applications", "applications")
def _applications(scene: Scene) -> None:
    scene.room("applications")


@_shot("application", "applications")
def _application(scene: Scene) -> None:
    found = scene.parts.store.applications.search()
    scene.window.open_application(found[0].id)


@_shot("application-mending", "applications")
def _application_mending(scene: Scene) -> None:
    scene.window.open_application(_with_state(scene, MatterState.CORRECTION))


@_shot("nothing-found", "applications")
def _nothing_found(scene: Scene) -> None:
    scene.room("applications")
    scene.write("search", "没有这个人")
    scene.until(lambda: not scene.window.applications.list.model.rows, "一件也没有找到")


@_shot("todos", "todos")
def _todos(scene: Scene) -> None:
    scene.room("todos")


@_shot("registers", "registers")
def _registers(scene: Scene) -> None:
    scene.room("registers")


@_shot("record", "registers")
def _record(scene: Scene) -> None:
    scene.room("registers")
    scene.window.registers.show_record(scene.parts.store.proceedings.listed("loans")[0])


@_shot("statistics", "statistics")
def _statistics(scene: Scene) -> None:
    scene.room("statistics")


@_shot("settings", "settings")
def _settings(scene: Scene) -> None:
    scene.room("settings")


# ---- dialogs ----------------------------------------------------------------------------------


@_shot("keys", "KeysDialog")
def _keys(scene: Scene) -> None:
    scene.serve("adult", 3)
    scene.window.activateWindow()
    scene.key(Qt.Key.Key_F1)


@_shot("finder", "FinderDialog")
def _finder(scene: Scene) -> None:
    scene.room("todos")
    scene.window.topbar.find_wanted.emit()
    scene.write("finder-search", "张")
    hits = scene.find(QListView, "finder-hits")
    scene.until(hits.isVisible, "找到了几条")


@_shot("finder-empty", "FinderDialog")
def _finder_empty(scene: Scene) -> None:
    scene.room("todos")
    scene.window.topbar.find_wanted.emit()


@_shot("export", "ExportDialog")
def _export(scene: Scene) -> None:
    scene.room("applications")
    scene.press("list-export")


@_shot("days", "DaysDialog")
def _days(scene: Scene) -> None:
    scene.room("applications")
    DaysDialog((None, None), scene.parts.clock.today(), scene.window).open()


@_shot("transfer", "TransferDialog")
def _transfer(scene: Scene) -> None:
    scene.room("applications")
    scene.press("transfer")


@_shot("supplement", "SupplementDialog")
def _supplement(scene: Scene) -> None:
    scene.room("applications")
    found = next(a for a in scene.parts.store.applications.search() if a.promises)
    asked = (found, "household", scene.window)
    SupplementDialog(scene.parts, scene.window.errands, *asked).open()


@_shot("mend", "MendDialog")
def _mend(scene: Scene) -> None:
    scene.room("applications")
    wanted = _with_state(scene, MatterState.CORRECTION)
    found = next(a for a in scene.parts.store.applications.search() if a.id == wanted)
    case = next(m for m in found.matters if m.state == MatterState.CORRECTION)
    asked = mending.rows(scene.parts, found, case.matter)
    MendDialog(scene.parts, scene.window.errands, found, case, asked, scene.window).open()


@_shot("act", "ActDialog")
def _act(scene: Scene) -> None:
    scene.room("registers")
    scene.press("start-lend")


@_shot("act-second", "ActDialog")
def _act_second(scene: Scene) -> None:
    scene.room("registers")
    waiting = next(p for p in scene.parts.store.proceedings.listed("loans") if p.state == "out")
    scene.window.registers.show_record(waiting)
    scene.settle()
    scene.press("act-confirm")


@_shot("put-off", "PutOffDialog")
def _put_off(scene: Scene) -> None:
    scene.room("todos")
    scene.key(Qt.Key.Key_M)
    scene.until(lambda: scene.dialog("PutOffDialog") is not None, "问改到明天的原因")


@_shot("guide", "GuideDialog")
def _guide(scene: Scene) -> None:
    scene.room("settings")
    scene.press("guide-administration")


@_shot("picture", "PictureDialog")
def _picture(scene: Scene) -> None:
    scene.serve("adult", 4)
    page = next(p for p in scene.case.draft.pages if p.material == "household")
    open_picture(scene.parts, scene.window.errands, "户口簿", page.id, scene.window)


@_shot("pages", "PageViewer")
def _pages(scene: Scene) -> None:
    scene.serve("adult", 4)
    page = next(p for p in scene.case.draft.pages if p.material == "household")
    PageViewer(scene.case, page, "户口簿", scene.window).open()


@_shot("whole", "WholeDialog")
def _whole(scene: Scene) -> None:
    scene.room("applications")
    open_whole(scene.parts, scene.window.errands, _scanned(scene).id, scene.window, lambda _: None)


@_shot("whole-picture", "LookDialog")
def _whole_picture(scene: Scene) -> None:
    scene.room("applications")
    found = whole.again(scene.parts, _scanned(scene))
    group = found.scans[0]
    asked = (scene.parts, scene.window.errands, found.application, group, group.pages[0], scene.window)
    LookDialog(*asked).open()


@_shot("amend", "AmendDialog")
def _amend(scene: Scene) -> None:
    scene.room("applications")
    open_amendment(scene.parts, scene.window.errands, _scanned(scene).id, scene.window, lambda _: None)


@_shot("incident", "IncidentDialog")
def _incident(scene: Scene) -> None:
    scene.start()
    IncidentDialog("7F3A21", scene.window).open()


@_shot("notices")
def _notices(scene: Scene) -> None:
    scene.serve("adult", 3)
    told = "区县没有应答,信件已存好,线路恢复后自动送出;请接着办,不用等。"
    scene.window.notices.tell("caution", told)
    scene.window.notices.tell("wrong", "银行卡号应为13至19位数字,现在是4位。请对照卡面重新录入。")


# ---- what ends a case -------------------------------------------------------------------------


@_shot("accepted")
def _accepted(scene: Scene) -> None:
    scene.window.notice_area.clear()
    scene.serve("adult", 6)
    scene.case.accept()
    scene.until(lambda: scene.case.application is not None, "受理")


def _locked(step: int) -> Way:
    return lambda scene: scene.go(step)


for _step, _page in enumerate(("situation", "notice", "fill", "capture", "confirm"), 1):
    _shot(f"{_page}-locked")(_locked(_step))


def _scanned(scene: Scene) -> Application:
    """The newest application with pictures."""
    return next(a for a in scene.parts.store.applications.search() if a.pages)


def _with_state(scene: Scene, state: MatterState) -> str:
    """Id of the first application with a matter in this state."""
    found = scene.parts.store.applications.search()
    return next(a.id for a in found if any(m.state == state for m in a.matters))
