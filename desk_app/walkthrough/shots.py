"""Every page and dialog by name, with the way to it. A test holds that no room and no dialog is missing."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QWidget

from desk_app.domain.applications import Application, MatterState
from desk_app.services.applications import mending, whole
from desk_app.ui.acts.preview import open_picture
from desk_app.ui.applications.amend import open_amendment
from desk_app.ui.applications.mend import MendDialog
from desk_app.ui.applications.supplement import SupplementDialog
from desk_app.ui.applications.whole import open_whole
from desk_app.ui.applications.whole_picture import LookDialog
from desk_app.ui.counter.viewer import PageViewer
from desk_app.ui.kit.lists.periods import DaysDialog
from desk_app.ui.kit.purpose import REPORT, PurposeDialog
from desk_app.ui.registers.card import RecordCard
from desk_app.ui.registers.recording_saved import SavingDialog
from desk_app.ui.registers.roster import RosterDialog
from desk_app.ui.shell.notices import IncidentDialog
from desk_app.ui.visits.away import ReasonDialog
from desk_app.walkthrough import (
    invented,
    shots_begin,
    shots_counter,
    shots_devices,
    shots_people,
    shots_survey,
    shots_works,
)
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import SHOTS, Shot, Way, shot

__all__ = [
    "SHOTS",
    "Shot",
    "shots_begin",
    "shots_counter",
    "shots_devices",
    "shots_people",
    "shots_survey",
    "shots_works",
]

# ---- the other rooms --------------------------------------------------------------------------


@shot("applications", "applications")
def _applications(scene: Showing) -> None:
    scene.room("applications")


@shot("application", "applications")
def _application(scene: Showing) -> None:
    found = scene.parts.store.applications.search()
    scene.window.open_application(found[0].id)


@shot("application-mending", "applications")
def _application_mending(scene: Showing) -> None:
    scene.window.open_application(_with_state(scene, MatterState.CORRECTION))


@shot("nothing-found", "applications")
def _nothing_found(scene: Showing) -> None:
    scene.window.let_go()  # a narrow window still shows the card of the shot before
    scene.room("applications")
    scene.write("search", "没有这个人")
    scene.until(lambda: not scene.window.applications.list.model.rows, "一件也没有找到")


@shot("todos", "todos")
def _todos(scene: Showing) -> None:
    scene.room("todos")


@shot("visits", "visits")
def _visits(scene: Showing) -> None:
    scene.room("visits")


@shot("duties", "DutiesDialog")
def _duties(scene: Showing) -> None:
    scene.room("visits")
    scene.press("visits-duties")


@shot("sample", "SampleDialog")
def _sample(scene: Showing) -> None:
    scene.room("visits")
    scene.press("visits-return_checks")


@shot("reports", "ReportsDialog")
def _reports(scene: Showing) -> None:
    scene.room("visits")
    scene.press("visits-reports")


@shot("several", "SeveralDialog")
def _several(scene: Showing) -> None:
    scene.room("registers")
    scene.choose("register:one_plus_n")
    scene.press("several-public_notice")
    scene.press("several-all")


@shot("reason", "ReasonDialog")
def _reason(scene: Showing) -> None:
    scene.room("visits")
    said = ("收回", "不等带回,就在大厅接着办;以后带回来的另外标明")
    ReasonDialog(scene.window.errands, said, lambda _: None, scene.window, lambda: None).open()


@shot("items", "registers")
def _items(scene: Showing) -> None:
    scene.room("registers")
    requests = scene.parts.store.proceedings.listed("one_plus_n", ("returned",))
    scene.window.registers.show_record(requests[0])


def _filmed(scene: Showing) -> RecordCard:
    """The card of a record with a recording, scrolled to it."""
    _items(scene)
    card = scene.window.registers.card
    scene.until(lambda: bool(card.shown and card.shown.recordings), "有录像的一条")
    card.scroller.ensureWidgetVisible(scene.find(QWidget, "recording-1:upload"))
    return card


@shot("recording", "registers")
def _recording(scene: Showing) -> None:
    _filmed(scene)


@shot("recording-upload", "ActDialog")
def _recording_upload(scene: Showing) -> None:
    _filmed(scene)
    scene.press("recording-1:upload")


@shot("recording-saved", "SavingDialog")
def _recording_saved(scene: Showing) -> None:
    shown = _filmed(scene).shown
    assert shown is not None
    told = (shown.record.proceeding.subject, shown.recordings[0].kept.recording, Path(os.devnull))
    SavingDialog(scene.parts, scene.window.errands, *told, scene.window).open()


@shot("registers", "registers")
def _registers(scene: Showing) -> None:
    scene.room("registers")


@shot("record", "registers")
def _record(scene: Showing) -> None:
    scene.room("registers")
    scene.window.registers.show_record(scene.parts.store.proceedings.listed("loans")[0])


@shot("entitled", "registers")
def _entitled(scene: Showing) -> None:
    scene.room("registers")
    scene.choose("register:entitled")
    scene.window.registers.show_record(scene.parts.store.proceedings.listed("entitled", ("likely",))[0])


@shot("statistics", "statistics")
def _statistics(scene: Showing) -> None:
    scene.room("statistics")


@shot("statistics-visits", "statistics")
def _statistics_visits(scene: Showing) -> None:
    scene.room("statistics")
    scene.choose("of-home_visit")


@shot("settings", "settings")
def _settings(scene: Showing) -> None:
    scene.room("settings")


@shot("keys", "KeysDialog")
def _keys(scene: Showing) -> None:
    scene.serve("adult", 3)
    scene.window.activateWindow()
    scene.key(Qt.Key.Key_F1)


@shot("finder", "FinderDialog")
def _finder(scene: Showing) -> None:
    scene.room("todos")
    scene.window.topbar.find_wanted.emit()
    scene.write("finder-search", "张")
    hits = scene.find(QListView, "finder-hits")
    scene.until(hits.isVisible, "找到了几条")


@shot("finder-empty", "FinderDialog")
def _finder_empty(scene: Showing) -> None:
    scene.room("todos")
    scene.window.topbar.find_wanted.emit()


@shot("export", "ExportDialog")
def _export(scene: Showing) -> None:
    scene.room("applications")
    scene.press("list-export")


@shot("days", "DaysDialog")
def _days(scene: Showing) -> None:
    scene.room("applications")
    DaysDialog((None, None), scene.parts.clock.today(), scene.window).open()


@shot("transfer", "TransferDialog")
def _transfer(scene: Showing) -> None:
    scene.room("applications")
    scene.press("transfer")


@shot("delivering", "DeliveringDialog")
def _delivering(scene: Showing) -> None:
    scene.room("applications")
    scene.press("delivering")


@shot("supplement", "SupplementDialog")
def _supplement(scene: Showing) -> None:
    scene.room("applications")
    found = next(a for a in scene.parts.store.applications.search() if a.promises)
    asked = (found, "household", scene.window)
    SupplementDialog(scene.parts, scene.window.errands, *asked).open()


@shot("mend", "MendDialog")
def _mend(scene: Showing) -> None:
    scene.room("applications")
    wanted = _with_state(scene, MatterState.CORRECTION)
    found = next(a for a in scene.parts.store.applications.search() if a.id == wanted)
    case = next(m for m in found.matters if m.state == MatterState.CORRECTION)
    asked = mending.rows(scene.parts, found, case.matter)
    MendDialog(scene.parts, scene.window.errands, found, case, asked, scene.window).open()


@shot("act", "ActDialog")
def _act(scene: Showing) -> None:
    scene.room("registers")
    scene.press("start-lend")


@shot("act-second", "ActDialog")
def _act_second(scene: Showing) -> None:
    scene.room("registers")
    waiting = next(p for p in scene.parts.store.proceedings.listed("loans") if p.state == "out")
    scene.window.registers.show_record(waiting)
    scene.settle()
    scene.press("act-confirm")


@shot("roster", "RosterDialog")
def _roster(scene: Showing) -> None:
    scene.room("registers")
    scene.choose("register:entitled")
    scene.press("roster-import")
    dialog = scene.dialog("RosterDialog")
    assert isinstance(dialog, RosterDialog)
    dialog.take(invented.ROSTER)


@shot("put-off", "PutOffDialog")
def _put_off(scene: Showing) -> None:
    scene.room("todos")
    scene.key(Qt.Key.Key_M)
    scene.until(lambda: scene.dialog("PutOffDialog") is not None, "问改到明天的原因")


@shot("guide", "GuideDialog")
def _guide(scene: Showing) -> None:
    scene.room("settings")
    scene.press("guide-administration")


@shot("picture", "PictureDialog")
def _picture(scene: Showing) -> None:
    scene.serve("adult", 4)
    page = next(p for p in scene.case.draft.pages if p.material == "household")
    open_picture(scene.parts, scene.window.errands, "户口簿", page.id, scene.window)


@shot("pages", "PageViewer")
def _pages(scene: Showing) -> None:
    scene.serve("adult", 4)
    page = next(p for p in scene.case.draft.pages if p.material == "household")
    PageViewer(scene.case, page, "户口簿", scene.window).open()


@shot("whole", "WholeDialog")
def _whole(scene: Showing) -> None:
    scene.room("applications")
    open_whole(scene.parts, scene.window.errands, _scanned(scene).id, scene.window, lambda _: None)


@shot("whole-masked", "WholeDialog")
def _whole_masked(scene: Showing) -> None:
    """As it opens from a card: what can not be masked is not shown."""
    scene.room("applications")
    asked = (scene.parts, scene.window.errands, _scanned(scene).id, scene.window)
    open_whole(*asked, lambda _: None, plain=False)


@shot("whole-picture", "LookDialog")
def _whole_picture(scene: Showing) -> None:
    scene.room("applications")
    found = whole.again(scene.parts, _scanned(scene))
    group = found.scans[0]
    asked = (scene.parts, scene.window.errands, found.application, group, group.pages[0], scene.window)
    LookDialog(*asked).open()


@shot("amend", "AmendDialog")
def _amend(scene: Showing) -> None:
    scene.room("applications")
    open_amendment(scene.parts, scene.window.errands, _scanned(scene).id, scene.window, lambda _: None)


@shot("people", "PeopleDialog")
def _people(scene: Showing) -> None:
    scene.room("settings")
    scene.press("people")


@shot("purpose", "PurposeDialog")
def _purpose(scene: Showing) -> None:
    scene.room("applications")
    told = "本窗口持有这个人的什么、为什么、谁看过、给了谁、保存多久。"
    PurposeDialog("本人信息报告", told, REPORT, "看报告", scene.window).open()


@shot("second", "SecondDialog")
def _second(scene: Showing) -> None:
    scene.room("settings")
    scene.press("second")


@shot("password", "PasswordDialog")
def _password(scene: Showing) -> None:
    scene.room("settings")
    scene.window.topbar.password_wanted.emit()


@shot("incident", "IncidentDialog")
def _incident(scene: Showing) -> None:
    scene.start()
    IncidentDialog("7F3A21", scene.window).open()


@shot("notices")
def _notices(scene: Showing) -> None:
    scene.serve("adult", 3)
    told = "区县没有应答,信件已存好,线路恢复后自动送出;请接着办,不用等。"
    scene.window.notices.tell("caution", told)
    scene.window.notices.tell("wrong", "银行卡号应为13至19位数字,现在是4位。请对照卡面重新录入。")


# ---- what ends a case -------------------------------------------------------------------------


@shot("accepted")
def _accepted(scene: Showing) -> None:
    scene.window.notice_area.clear()
    scene.serve("adult", 6)
    scene.case.accept()
    scene.until(lambda: scene.case.application is not None, "受理")


def _locked(step: int) -> Way:
    return lambda scene: scene.go(step)


for _step, _page in enumerate(("situation", "notice", "fill", "capture", "confirm"), 1):
    shot(f"{_page}-locked")(_locked(_step))


def _scanned(scene: Showing) -> Application:
    """The newest application with pictures."""
    return next(a for a in scene.parts.store.applications.search() if a.pages)


def _with_state(scene: Showing, state: MatterState) -> str:
    """Id of the first application with a matter in this state."""
    found = scene.parts.store.applications.search()
    return next(a.id for a in found if any(m.state == state for m in a.matters))
