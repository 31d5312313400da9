"""What a matter was granted, as the window shows it: on the card of 办件 and in the column 等级."""

from PySide6.QtWidgets import QLabel, QTableView

from desk_app.domain.applications import MATTER, Application, matter_id
from desk_app.domain.lists import Wanted
from desk_app.services.lists import lists
from tests import news
from tests.people import nth_number
from tests.ui_shell.conftest import Desk

CARD = f"{nth_number(0)}72"
ISSUED = {
    "certificate_number": CARD,
    "assessed": ({"category": "4", "grade": "2"}, {"category": "5", "grade": "3"}),
    "grade": "2",
    "issued_on": "2026-11-23",
    "expires_on": "2036-11-23",
}
PAID = {"amount": "120", "first_month": "2026-11"}


def concluded(desk: Desk, **values: object) -> Application:
    """An application whose certificate was granted with these values, and its 生活补贴 with 120 元."""
    application = desk.accepted()
    now = desk.clock.now()
    news.tell(desk.parts, application, "cert_new", "conclude", now, **values)
    news.tell(desk.parts, application, "living_subsidy", "release", now)
    news.tell(desk.parts, application, "living_subsidy", "conclude", now, **PAID)
    return application


def said(desk: Desk, matter: str) -> str:
    """What the card says of a matter's result."""
    return desk.find(QLabel, f"result-{matter}").text()


def open_card(desk: Desk) -> None:
    desk.open()
    desk.click("rail-applications")
    desk.find(QTableView, "applications").selectRow(0)


def test_the_card_tells_what_was_granted_and_masks_its_number(desk: Desk) -> None:
    concluded(desk, **ISSUED)
    open_card(desk)
    told = said(desk, "cert_new")
    for words in ("多重二级", "肢体二级、智力三级", "有效期至2036年11月23日"):
        assert words in told
    assert CARD not in told
    assert f"****{CARD[-4:]}" in told
    assert "计发2026年11月起、每月120元" in said(desk, "living_subsidy")
    assert not desk.sees("result-care_subsidy")


def test_a_result_of_an_older_book_tells_what_it_knows(desk: Desk) -> None:
    concluded(desk, grade="3")
    open_card(desk)
    assert said(desk, "cert_new").endswith("三级")


def test_before_the_conclusion_no_result_is_shown(desk: Desk) -> None:
    desk.accepted()
    open_card(desk)
    desk.until(lambda: desk.sees("clock-cert_new"))
    assert not desk.sees("result-cert_new")


def test_the_column_of_grades_is_the_results(desk: Desk) -> None:
    first = concluded(desk, **ISSUED)
    older = concluded(desk, certificate_number=f"{nth_number(1)}44")
    desk.accepted()
    grade = lists.column(desk.parts, MATTER, "grade")
    assert grade is not None
    rows = [lists.one(desk.parts, matter_id(a.id, "cert_new")) for a in (first, older)]
    words = [lists.said(desk.parts, grade, row) if row else "" for row in rows]
    assert words == ["二级", "四级"]
    counts = lists.counts(desk.parts, Wanted(MATTER), "grade")
    assert (counts["2"], counts["4"]) == (1, 1)
