"""Who stands at the counter can be asked the yearly survey there, on a list or not."""

from desk_app.services.survey import people
from desk_app.ui.survey.dialog import SheetDialog
from tests.people import id_number
from tests.ui_pages.conftest import SITUATION, Desk


def test_who_is_known_at_the_counter_is_asked_there(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("name", "赵样丙")
    assert not desk.sees("ask-survey")
    desk.type("id_number", id_number("19820101"))
    desk.until(lambda: desk.sees("ask-survey"))
    desk.click("ask-survey")
    opened = desk.dialog("sheet")
    assert isinstance(opened, SheetDialog)
    assert opened.asking.facts["age"] == "44"
    assert [p.name for p in people.people(desk.parts)] == ["赵样丙"]
    opened.reject()
    desk.settle()
