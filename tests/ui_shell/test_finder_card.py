"""查找: the card of a person who was found says what they hold."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.finding import PERSON
from desk_app.domain.history import History, Mark
from desk_app.domain.reads import ReadKind
from desk_app.domain.told import HistoryAnswer
from desk_app.ui.finder.dialog import FinderDialog
from desk_app.ui.papers.dialog import PaperDialog
from tests.fakes import NOW
from tests.ui_shell.conftest import Desk
from tests.ui_shell.test_finder import finder, found, look


def card(dialog: FinderDialog) -> str:
    """The words of the card that is shown; empty while none is."""
    shown = dialog.findChild(QWidget, "finder-card")
    assert isinstance(shown, QWidget)
    return "\n".join(w.text() for w in shown.findChildren(QLabel) if w.isVisible())


def test_a_former_certificate_number_finds_the_person_and_the_card_says_what_they_hold(desk: Desk) -> None:
    number = str(desk.accepted("欧阳慧").answers["id_number"])
    marks = tuple(
        Mark("record", NOW.date().replace(year=year), n, "", {"certificate_number": n})
        for year, n in ((2019, f"{number}44"), (2024, f"{number}42B1"))
    )
    desk.parts.store.told.keep(number, HistoryAnswer(History((), marks, (number,)), 3, NOW))
    desk.open()
    dialog = finder(desk)
    look(desk, dialog, f"{number[-4:]}44", ["人", "欧阳慧", "办件", "欧阳慧"])
    desk.until(lambda: "欧阳慧持有什么" in card(dialog))
    shown = card(dialog)
    for words in (
        "42B1",
        "肢体二级",
        "有效",
        f"{number[-2:]}44",
        "肢体四级",
        "已换新证",
        "区县记录",
        "办理中",
    ):
        assert words in shown
    assert number not in shown
    person = desk.parts.store.people.by_number(number)
    assert person is not None
    (read,) = desk.parts.store.journal.of(Subject(PERSON, person.id))
    assert read.how is ReadKind.OPENED
    look(desk, dialog, "没有这个人", [])
    desk.until(lambda: card(dialog) == "")


def test_of_several_people_nobodys_holdings_are_read_before_one_is_chosen(desk: Desk) -> None:
    people = [desk.accepted(name) for name in ("欧阳慧", "欧阳丽")]
    desk.open()
    dialog = finder(desk)
    dialog.search.setText("欧阳")
    desk.until(lambda: found(dialog)[:1] == ["人"] and len(found(dialog)) == 6)
    desk.settle()
    assert card(dialog) == ""
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    desk.until(lambda: "持有什么" in card(dialog))
    numbers = [desk.parts.store.people.by_number(str(a.answers["id_number"])) for a in people]
    noted = [desk.parts.store.journal.of(Subject(PERSON, p.id)) for p in numbers if p]
    assert sorted(map(len, noted)) == [0, 1]


def test_the_report_on_a_person_is_printed_for_a_purpose(desk: Desk) -> None:
    number = str(desk.accepted("欧阳慧").answers["id_number"])
    desk.open()
    dialog = finder(desk)
    dialog.search.setText(number[-4:])
    desk.until(lambda: "持有什么" in card(dialog))
    report = desk.find(QPushButton, "finder-report")
    for _ in range(9):
        if report.hasFocus():
            break
        desk.qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert report.hasFocus()
    desk.click("finder-report")
    asked = desk.find_dialog("purpose")
    desk.click("purpose:go")
    assert "做什么用" in desk.find(QLabel, "purpose:said").text()
    assert asked.isVisible()
    desk.click("purpose:text:处理投诉")
    line = desk.find(QLineEdit, "purpose:text")
    assert line.text() == "处理投诉"
    desk.until(line.hasFocus)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(PaperDialog)))
    person = desk.parts.store.people.by_number(number)
    assert person is not None
    noted = [r.text for r in desk.parts.store.journal.of(Subject(PERSON, person.id))]
    assert "个人信息清单,用途:处理投诉" in noted
