"""At the counter a visit is asked for with one key: the person is taken over, what is open is told."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QWidget

from desk_app.services.counter import asked_for
from desk_app.ui.acts.dialog import ActDialog
from tests.people import id_number
from tests.ui_pages.conftest import SITUATION, Desk


def _form(desk: Desk) -> ActDialog:
    """The form of a request, opened by the menu of step 1."""
    (action,) = desk.page.footer_actions()
    assert (action.text, action.key) == ("上门、登记…", "F6")
    action.run()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(entry for entry in menu.actions() if entry.objectName() == "ask-home_visit").trigger()
    menu.close()
    desk.until(lambda: any(d.isVisible() for d in desk.page.findChildren(QDialog, "act")))
    (form,) = [d for d in desk.page.findChildren(ActDialog, "act") if d.isVisible()]
    desk.until(lambda: form.armed)
    return form


def _warning(form: ActDialog) -> str:
    found = form.findChild(QWidget, "still-open")
    assert found is not None
    return "".join(w.text() for w in found.findChildren(QLabel)) if found.isVisible() else ""


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_visit_is_asked_for_and_a_second_one_is_told(desk: Desk) -> None:
    case = desk.take_sound()
    desk.go(SITUATION)
    form = _form(desk)
    act = next(act for law, act in asked_for.offered(desk.parts) if law.id == "home_visit")
    known = asked_for.given(desk.parts, case.reading, act)
    assert known["id_number"] == id_number()
    assert known["wish"]
    assert form.answers.told["village"] == known["village"]
    assert _warning(form) == ""
    form.findChild(QWidget, "act:go").click()  # type: ignore[union-attr]
    desk.until(lambda: any("已登记“上门代办”,编号 SM-03-" in text for _, text in desk.told))
    (visit,) = desk.parts.store.proceedings.listed("home_visit")
    assert visit.facts["channel"] == "6"
    # WHEN it is asked for again THEN the open one is told, and nothing is forbidden
    again = _form(desk)
    desk.until(lambda: visit.number in _warning(again))
    again.close()
