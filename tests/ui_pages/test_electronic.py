"""附件5 材料形式 电子: looked at on a phone or called up, and called that on every paper."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton

from desk_app.county import shapes
from desk_app.county.strict import WireError
from desk_app.county_server import review
from desk_app.domain.applications import Application, Electronic, in_hand, paper_of
from desk_app.domain.promises import takes_electronic
from desk_app.errors import RuleError
from desk_app.services.applications import handover
from desk_app.services.counter import capture, intake
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from desk_app.storage import rows
from forms import explain, loader
from tests.people import sound_draft
from tests.printing.reading import text_of
from tests.ui_pages.conftest import CAPTURE, CONFIRM, NOTICE, Desk

MATERIAL = "household"


def looked(parts: Parts, **changes: object) -> Electronic:
    seen = Electronic(MATERIAL, "公安部", "HK6204030001", parts.clock.now(), "演示经办员")
    return replace(seen, **changes)


def accepted(desk: Desk) -> Application:
    draft = replace(sound_draft(desk.parts), seen=("id_card", "photo", "bank_card_copy"))
    return intake.accept(desk.parts, capture.look_at(draft, looked(desk.parts)))


def fill_in(desk: Desk) -> None:
    """Give issuer and number of the electronic 户口簿 by the keyboard."""
    desk.click(f"electronic:{MATERIAL}")
    issuer = desk.find(f"electronic-issuer:{MATERIAL}", QLineEdit)
    assert issuer.hasFocus()
    desk.type(f"electronic-issuer:{MATERIAL}", "公安部")
    desk.qtbot.keyClick(issuer, Qt.Key.Key_Return)
    number = desk.find(f"electronic-number:{MATERIAL}", QLineEdit)
    number.setText("HK6204030001")  # typed this fast, with Enter, it would be a scanner's
    desk.find(f"electronic-called:{MATERIAL}", QRadioButton).click()
    number.setFocus()
    desk.qtbot.keyClick(number, Qt.Key.Key_Return)


# ---- step 4 --------------------------------------------------------------------------------------


def test_an_electronic_form_is_noted_with_issuer_number_moment_and_clerk(desk: Desk) -> None:
    desk.take_sound(seen=("id_card", "photo", "bank_card_copy"))
    desk.go(CAPTURE)
    fill_in(desk)
    (seen,) = desk.kept.electronic
    now = desk.parts.clock.now()
    assert seen == Electronic(MATERIAL, "公安部", "HK6204030001", now, "演示经办员", called_up=True)
    assert "电子(核验:公安部,编号HK6204030001,窗口调取,11月23日09:15 演示经办员查看)" in desk.texts()
    assert desk.page.open_count() == 0
    assert desk.find(f"not-electronic:{MATERIAL}").hasFocus()
    desk.go(NOTICE)
    assert "电子,已核验" in desk.texts()
    desk.go(CONFIRM)
    assert "电子（核验：公安部" in desk.texts()


def test_what_is_missing_in_it_is_told_and_nothing_is_noted(desk: Desk) -> None:
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    desk.click(f"electronic:{MATERIAL}")
    desk.click(f"electronic-take:{MATERIAL}")
    assert "请填写签发单位" in desk.texts()
    desk.type(f"electronic-issuer:{MATERIAL}", "公安部")
    desk.click(f"electronic-take:{MATERIAL}")
    assert "请填写证照编号" in desk.texts()
    assert desk.case.draft.electronic == ()
    desk.qtbot.keyClick(desk.find(f"electronic-number:{MATERIAL}", QLineEdit), Qt.Key.Key_Escape)
    assert not desk.sees(f"electronic-take:{MATERIAL}")
    assert desk.find(f"electronic:{MATERIAL}").hasFocus()


def test_it_can_be_taken_back_and_a_paper_takes_its_place(desk: Desk) -> None:
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    fill_in(desk)
    desk.click(f"not-electronic:{MATERIAL}")
    assert desk.kept.electronic == ()
    fill_in(desk)
    draft = capture.mark_seen(desk.case.draft, MATERIAL, paper_of(sound_draft(desk.parts), MATERIAL))
    assert draft.electronic == ()
    assert MATERIAL in draft.seen


def test_a_photo_is_never_an_electronic_certificate(desk: Desk) -> None:
    desk.take_sound(seen=())
    desk.go(CAPTURE)
    assert desk.sees("electronic:id_card")
    assert not desk.sees("electronic:photo")


@pytest.mark.parametrize("lacking", ["issuer", "number"])
def test_the_rule_holds_without_a_window_too(desk: Desk, lacking: str) -> None:
    draft = replace(sound_draft(desk.parts), seen=())
    with pytest.raises(RuleError, match="请填写"):
        capture.look_at(draft, looked(desk.parts, **{lacking: "  "}))
    assert not in_hand(draft, MATERIAL)


# ---- papers --------------------------------------------------------------------------------------


def test_the_receipt_says_electronic_and_not_original(desk: Desk) -> None:
    told = text_of(papers.receipt(desk.parts, accepted(desk)))
    assert "电子(核验:公安部,编号HK6204030001,手机出示,11月23日09:15演示经办员查看)" in told
    assert told.count("原件核对后退还") == 2  # 身份证 and 银行卡


def test_the_hand_over_sheet_says_it_too(desk: Desk) -> None:
    application = accepted(desk)
    day = application.accepted_at.date()
    (batch,) = handover.batches(desk.parts, day)["平川区残联"]
    told = text_of(handover.sheet(desk.parts, batch))
    assert "户口簿:电子(核验:公安部" in told
    assert "3件,没有扫描页" in told


# ---- letter and book -------------------------------------------------------------------------------


def sent(desk: Desk, application: Application) -> dict[str, object]:
    (letter,) = desk.parts.store.outbox.letters(application.subject)
    row: dict[str, object] = json.loads(letter.body)["application"]
    return row


def test_the_letter_carries_it_and_the_county_takes_it(desk: Desk) -> None:
    application = accepted(desk)
    row = sent(desk, application)
    body = shapes.read_application(row)
    assert body.electronic == application.electronic
    assert shapes.application_row(body) == row
    today = desk.parts.clock.today()
    assert not [p for p in review.problems(desk.parts.pack, body, today) if "电子" in p.message]


def test_a_letter_without_any_is_as_it_was(desk: Desk) -> None:
    row = sent(desk, intake.accept(desk.parts, sound_draft(desk.parts)))
    assert "electronic" not in row
    assert shapes.read_application(row).electronic == ()


def test_the_county_refuses_an_electronic_photo(desk: Desk) -> None:
    body = shapes.body_of(accepted(desk), "620403")
    wrong = replace(body, electronic=(replace(body.electronic[0], material="photo"),))
    told = [p.message for p in review.problems(desk.parts.pack, wrong, desk.parts.clock.today())]
    assert "照片不能用电子证照,请收纸质的后重新受理" in told


@pytest.mark.parametrize(
    ("key", "value"), [("issuer", ""), ("number", 5), ("seen_at", "gestern"), ("called_up", "ja")]
)
def test_a_misshapen_one_is_refused_whole(desk: Desk, key: str, value: object) -> None:
    row = sent(desk, accepted(desk))
    (seen,) = row["electronic"]  # type: ignore[misc]
    with pytest.raises(WireError):
        shapes.read_application({**row, "electronic": [{**seen, key: value}]})  # type: ignore[has-type]


def test_it_is_kept_and_books_of_before_are_read(desk: Desk) -> None:
    application = accepted(desk)
    assert desk.parts.store.applications.one(application.id) == application
    assert rows.follows_by(application) == ""
    bodies = [rows.application_body(application)]
    old = json.loads(bodies[0])
    del old["electronic"]
    assert "electronic" not in old
    assert rows.follows_by(json.dumps(old)) == ""


# ---- the pack ------------------------------------------------------------------------------------


def test_the_form_of_every_material_is_that_of_the_annex() -> None:
    pack = loader.shipped()
    assert {m.media for m in pack.materials} == {("纸质", "电子")}
    assert {m.id for m in pack.materials if takes_electronic(m)} == {
        m.id for m in pack.materials if m.id != "photo"
    }


def test_it_is_read_for_proof_reading() -> None:
    pack = loader.shipped()
    told = "\n".join(explain.lines(pack, pack.matters["cert_new"]))
    assert "户口簿:原件或复印件1份,纸质或电子" in told
