"""Step 4: a promise in place of a proof is chosen, signed, scanned or kept; acceptance waits for it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton

from desk_app.domain import undertaken
from desk_app.domain.applications import matter_id
from desk_app.services.counter import intake
from desk_app.ui.counter.undertaking import UndertakingCard
from desk_app.ui.counter.undo import Undo
from desk_app.ui.papers.dialog import PaperDialog
from tests.printing.reading import text_of
from tests.ui_pages.conftest import CAPTURE, Desk, Pictures

INCOME = "living_income"
SHEET = f"undertaking:{INCOME}"


@pytest.fixture
def undo(desk: Desk) -> Iterator[Undo]:
    """A case that can be accepted stands in step 4."""
    made = Undo(desk.take_sound())
    desk.go(CAPTURE)
    yield made
    desk.settle()


def tick(desk: Desk, name: str) -> None:
    desk.find(f"{name}:{INCOME}", QCheckBox).click()


def blocking(desk: Desk) -> list[str]:
    return [p.message for p in desk.case.problems if p.blocks]


def test_a_promise_is_offered_and_nothing_asks_for_it(desk: Desk, undo: Undo) -> None:
    assert "家庭经济状况证明(可以告知承诺)" in desk.texts().replace("（", "(").replace("）", ")")
    assert not desk.find(f"promise:{INCOME}", QCheckBox).isChecked()
    assert blocking(desk) == []
    assert not desk.sees(f"promise-print:{INCOME}")


def test_a_chosen_promise_waits_for_its_signed_sheet(desk: Desk, undo: Undo) -> None:
    tick(desk, "promise")
    (told,) = blocking(desk)
    assert "承诺书还没有签好" in told
    assert not desk.page.done()
    assert "告知承诺书" in desk.texts()
    tick(desk, "promise-kept")
    assert blocking(desk) == []
    assert desk.page.done()
    assert desk.kept.undertaken[0].signed_for  # what it was signed for is on the disk too


def test_the_sheet_is_printed_with_everything_filled(desk: Desk, undo: Undo) -> None:
    tick(desk, "promise")
    desk.click(f"promise-print:{INCOME}")
    dialog = desk.dialog(f"promise-{INCOME}")
    assert isinstance(dialog, PaperDialog)
    pdf = undertaken_sheet(desk)
    said = text_of(pdf)
    for words in ("张样例", "困难残疾人生活补贴", "家庭经济状况证明", "国发〔2015〕52号", "10个工作日内核查"):
        assert words in said
    dialog.close()


def undertaken_sheet(desk: Desk) -> bytes:
    from desk_app.services.printing import printouts

    row = next(u for u in desk.case.pack.undertakings if u.id == INCOME)
    return printouts.promise_sheet(desk.parts, desk.case.reading, row).draw(0, (0.0, 0.0))


def test_a_scan_is_the_signature_and_goes_with_the_application(
    desk: Desk, undo: Undo, pictures: Pictures
) -> None:
    tick(desk, "promise")
    desk.find(f"material:{SHEET}", UndertakingCard).add_file(pictures.page)
    desk.until(lambda: any(p.material == SHEET for p in desk.case.draft.pages))
    assert blocking(desk) == []
    desk.settle()
    application = intake.accept(desk.parts, desk.case.draft)
    assert any(p.material == SHEET for p in application.pages)
    found = desk.parts.store.proceedings.one(matter_id(application.id, "living_subsidy"))
    assert found is not None
    assert found.facts["undertaken_page"] == next(p.id for p in application.pages if p.material == SHEET)
    assert "承诺待核查" in undertaken.standing(found.facts)


def test_an_answer_changed_after_signing_voids_the_sheet(desk: Desk, undo: Undo, pictures: Pictures) -> None:
    tick(desk, "promise")
    desk.find(f"material:{SHEET}", UndertakingCard).add_file(pictures.page)
    desk.until(lambda: any(p.material == SHEET for p in desk.case.draft.pages))
    desk.case.answer("name", "张样本")
    (told,) = blocking(desk)
    assert "这一张作废" in told
    assert "作废" in desk.texts()
    desk.click(f"promise-anew:{INCOME}")
    (told,) = blocking(desk)
    assert "还没有签好" in told
    undo.take_back()
    assert any(p.material == SHEET for p in desk.case.draft.pages)  # nothing is lost
    desk.case.answer("name", "张样例")
    assert blocking(desk) == []


def test_an_answer_that_fits_no_row_leaves_a_caution(desk: Desk, undo: Undo) -> None:
    tick(desk, "promise")
    tick(desk, "promise-kept")
    desk.case.answer("low_income", False)
    told = [p for p in desk.case.problems if p.element == SHEET]
    assert [p.blocks for p in told] == [False]
    assert "作废" in told[0].message
    assert not desk.sees(f"material:{SHEET}")


def test_an_unticked_matter_takes_its_promise_along_and_undo_brings_it_back(desk: Desk, undo: Undo) -> None:
    tick(desk, "promise")
    desk.case.choose("living_subsidy", False)
    assert blocking(desk) == []
    assert not desk.sees(f"material:{SHEET}")
    undo.take_back()
    assert desk.find(f"promise:{INCOME}", QCheckBox).isChecked()


def test_a_promise_given_up_comes_back_by_undo(desk: Desk, undo: Undo) -> None:
    tick(desk, "promise")
    tick(desk, "promise-kept")
    tick(desk, "promise")
    assert desk.case.draft.undertaken == ()
    undo.take_back()
    assert desk.case.draft.undertaken[0].kept


def test_f2_leads_to_the_sheet(desk: Desk, undo: Undo) -> None:
    tick(desk, "promise")
    desk.find("material:household").setFocus()
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_F2)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.objectName() == f"promise-print:{INCOME}"
