"""What was taken down wrong is corrected after acceptance: in the window, both books, lists and papers."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit

from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application
from desk_app.services.applications import amending
from desk_app.services.counter import intake
from desk_app.ui.applications.amend import AmendDialog
from forms.schema import Facts
from tests.people import id_number, sound_draft
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says, words

HOLDER: Facts = {
    "certificate_number": Person().id_number + "42",
    "certificate_state": "1",
    "certificate_until": "2031-06-01",
    "low_income": True,
    "other_benefits": ("0",),
}
PHONE, RIGHT = "13809430000", "13912345678"


def test_a_wrong_phone_is_corrected_the_next_day_with_the_line_down(world: World) -> None:
    asked = _accepted(world, "cert_new")
    world.wait(days=1)
    world.county.down = True
    dialog = _opened(world, asked)
    _entered(world, dialog, "phone", RIGHT, "听错一位")
    _signed(world, dialog)
    says(world.card(asked), "更正联系电话由“*******0000”改为“*******5678”(听错一位)")
    assert _there(world, asked)["phone"] == PHONE
    world.county.down = False
    world.hear()
    assert _there(world, asked)["phone"] == RIGHT
    assert world.at_desk(asked).answers == _there(world, asked)
    says(world.found(RIGHT), "张样例")
    says(world.paper(asked, "form"), RIGHT)
    says(world.paper(asked, "receipt"), "更正于2026年11月24日:联系电话")
    # The department has a mark until it acted.
    says(world.decide(asked, "cert_new", "accept"), "请核对:窗口2026-11-24更正过联系电话")
    is_silent(world.decide(asked, "cert_new", "assess"), "更正过")


def test_a_wrong_digit_of_the_number_is_corrected_and_the_subsidy_is_judged_anew(world: World) -> None:
    care = _accepted(world, "care_subsidy", HOLDER)
    right = id_number("19810322", "002")
    dialog = _opened(world, care)
    _entered(world, dialog, "id_number", right, "与证件不符")
    # The certificate shown stands on the wrong number: it settles nothing any more, and that is told.
    said = _foreseen(world, dialog)
    says(said, "出生年月由1981年3月12日变为1981年3月22日", "“重度残疾人护理补贴”由符合变为可能符合")
    says(said, "更正后还要填", "残疾人证号")
    world.hands.click("amend:more:certificate_number")
    _entered(world, dialog, "certificate_number", f"{right}42", "与证件不符")
    is_silent(_foreseen(world, dialog), "护理补贴")
    _signed(world, dialog)
    world.hear()
    facts = _there(world, care)
    assert (facts["id_number"], facts["certificate_number"], facts["birth"]) == (
        right,
        f"{right}42",
        "1981-03-22",
    )
    assert world.at_desk(care).answers == facts
    assert world.county.book.history(Person().id_number).matters == ()
    assert [m.application for m in world.county.book.history(right).matters] == [care.id]
    visit = world.visit(Person(id_number=right))
    says(visit.held(), "重度残疾人护理补贴")
    world.leave()
    world.decide(care, "care_subsidy", "conclude", amount="110")
    says(world.card(care), "已办结")


def test_a_wrong_name_is_corrected_everywhere_and_the_old_one_still_leads_to_it(world: World) -> None:
    asked = _accepted(world, "cert_new")
    dialog = _opened(world, asked)
    _entered(world, dialog, "name", "张样丽", "与证件不符")
    _signed(world, dialog)
    world.hear()
    assert _there(world, asked)["name"] == "张样丽"
    assert [row[1] for row in world.listed()] == ["张样丽"]
    for text in ("张样丽", "zyl", "张样例"):
        says(world.found(text), "张样丽")
    for paper in ("form", "receipt", "archive_label"):
        says(world.paper(asked, paper), "张样丽")
        is_silent(world.paper(asked, paper), "张样例")
    # Nobody else: another name with another number is refused with what to do instead.
    dialog = _opened(world, asked)
    _entered(world, dialog, "name", "王样例", "录错")
    _entered(world, dialog, "id_number", id_number("19810322", "002"), "录错")
    says(_foreseen(world, dialog), "请撤回这一件,给这个人重新办理")
    dialog.close()


def test_it_crosses_a_conclusion_and_the_county_has_the_last_word(world: World) -> None:
    asked = _accepted(world, "cert_new")
    world.county.down = True
    dialog = _opened(world, asked)
    _entered(world, dialog, "phone", RIGHT, "听错一位")
    _signed(world, dialog)
    _closed_meanwhile(world, asked)
    world.county.down = False
    world.hear()
    assert world.at_desk(asked).answers["phone"] == PHONE
    says(world.card(asked), "(区县没有收下,不算)")
    says(world.todos(), "都已经有结果")
    assert "更正" not in [word.rstrip("…") for word in world.card(asked).split("\n")]
    assert amending.why_not(world.parts, world.at_desk(asked)) == amending.OVER


def _accepted(world: World, matter: str, more: Facts | None = None) -> Application:
    """An application of one matter by the person of all stories, at the county."""
    sound = sound_draft(world.parts)
    who: Facts = {"name": Person().name, "id_number": Person().id_number}
    draft = replace(sound, answers={**sound.answers, **who, **(more or {})}, chosen=(matter,))
    world.parts.store.drafts.keep(draft)
    application = intake.accept(world.parts, draft)
    if not world.county.down:
        world.hear()
    return application


def _opened(world: World, application: Application) -> AmendDialog:
    world.card(application)
    world.hands.click("amend-application")
    dialog = world.dialog("amend")
    assert isinstance(dialog, AmendDialog)
    return dialog


def _closed_meanwhile(world: World, application: Application) -> None:
    ruling = Ruling("cert_new", "close", {"text": "本人不办了"}, "演示审核人")
    world.county.book.decide(application.number, ruling, world.clock.now())


def _entered(world: World, dialog: AmendDialog, element: str, value: str, why: str) -> None:
    """Pick an answer as a press on its line does, type what is right and why."""
    if element not in dialog.answers.elements:
        dialog.pick(element)
    for name, text in ((element, value), (f"amend:{element}:why", why)):
        (line,) = dialog.findChildren(QLineEdit, name)
        line.setFocus()
        line.selectAll()
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        QCoreApplication.sendEvent(line, entry)
    world.settle()


def _foreseen(world: World, dialog: AmendDialog) -> str:
    world.hands.wait(lambda: dialog.answers.settled, "更正的后果")
    world.settle()
    return words(dialog)


def _signed(world: World, dialog: AmendDialog) -> None:
    (kept,) = dialog.findChildren(QCheckBox, "amend:kept")
    kept.click()
    world.hands.click("act:go")
    world.hands.wait(lambda: not world.open_dialogs("amend"), "更正完")
    world.settle()


def _there(world: World, application: Application) -> Facts:
    case = world.county.book.case(application.number)
    assert case is not None
    return case.facts
