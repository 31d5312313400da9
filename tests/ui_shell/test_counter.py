"""The counter: steps in any order, nothing lost, nothing of the last person shown to the next."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCompleter, QLabel, QLineEdit, QPushButton
from shiboken6 import isValid

from forms import library
from tests import versions
from tests.people import sound_draft
from tests.ui_shell.conftest import Desk


def text(desk: Desk, name: str) -> str:
    return desk.find(QLabel, name).text()


def test_any_step_can_be_opened_and_what_was_typed_stays(desk: Desk) -> None:
    # GIVEN a new application with a name typed in step 1
    desk.open()
    desk.click("new-case")
    desk.qtbot.keyClicks(desk.find(QLineEdit, "situation:name"), "Zhang")
    # WHEN the clerk walks about
    desk.click("step-5")
    desk.click("step-1")
    # THEN the name is still there, and on the disk
    assert desk.find(QLineEdit, "situation:name").text() == "Zhang"
    desk.settle()
    assert desk.parts.store.drafts.all()[0].answers["name"] == "Zhang"


def test_the_foot_says_when_everything_is_on_the_disk(desk: Desk) -> None:
    desk.open()
    desk.click("new-case")
    desk.clock.move(7)
    desk.qtbot.keyClicks(desk.find(QLineEdit, "situation:name"), "Z")
    assert text(desk, "saved") == "正在保存…"
    desk.until(lambda: text(desk, "saved") == "已自动保存 09:15:07")


def test_keys_walk_to_the_next_step_and_back(desk: Desk) -> None:
    """Also from a text field, which has a use of its own for Ctrl+Left."""
    desk.open()
    desk.click("new-case")
    for key, step in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_6, 5), (Qt.Key.Key_Left, 4)):
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        desk.qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
        assert desk.find(QPushButton, f"step-{step + 1}").isChecked()
        desk.until(desk.pages[step].line.hasFocus)


def test_the_keyboard_starts_on_the_pages_first_field(desk: Desk) -> None:
    desk.open()
    desk.click("new-case")
    desk.click("next")
    assert desk.pages[1].line.hasFocus()


def test_a_step_says_what_is_open_and_ticks_what_is_done(desk: Desk) -> None:
    draft = desk.keep_draft()
    desk.parts.store.drafts.keep(replace(draft, answers={**draft.answers, "phone": "138"}))
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.click("step-3")
    desk.click("step-4")
    names = [desk.find(QPushButton, f"step-{i}").accessibleName() for i in (1, 3, 4, 5)]
    assert [n.replace("\uff0c", ",") for n in names] == [
        "第1步 读证查人,已完成",
        "第3步 填表,还有1处",
        "第4步 拍照与材料",
        "第5步 核对签字",
    ]


def test_page_actions_stand_in_the_foot_with_their_keys(desk: Desk) -> None:
    window = desk.open()
    desk.click("new-case")
    desk.click("step-2")
    desk.qtbot.keyClick(window, Qt.Key.Key_F8)
    desk.until(lambda: desk.sees("notice-close"))
    desk.click("step-3")
    assert not desk.sees("print")


def test_drafts_left_behind_are_offered_masked_and_can_be_resumed(desk: Desk) -> None:
    draft = desk.keep_draft(step=2)
    desk.open()
    desk.until(lambda: desk.sees(f"resume-{draft.id}"))
    shown = " ".join(desk.shown())
    assert "张某某" in shown
    assert "0029" in shown
    assert "张样例" not in shown
    desk.click(f"resume-{draft.id}")
    assert desk.find(QPushButton, "step-3").isChecked()
    assert "张某某" in text(desk, "serving")


def test_a_draft_whose_rules_are_gone_says_so(desk: Desk) -> None:
    draft = desk.keep_draft(pack_digest="older")
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.sees("notice-close"))
    assert any("请把各步再核对一遍" in words for words in desk.shown())


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("2026.10", "本件按2026.10版规则办理(现行2026.11版)"),
        ("2026.11", "本件按开始时的规则办理(规则改过,版本号仍是2026.11)"),
    ],
)
def test_a_draft_goes_on_under_the_rules_it_began_with(
    desk: Desk, tmp_path: Path, version: str, said: str
) -> None:
    kept = library.Library(tmp_path / "packs")
    older = library.in_force(kept, versions.write(tmp_path / "forms", version, versions.RENAMED))
    older.keep()
    draft = desk.keep_draft(pack_digest=older.current.digest)
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.sees("notice-close"))
    assert desk.pages[0].case.pack.version == version
    assert said in [plain(words) for words in desk.shown()]


def plain(words: str) -> str:
    """The text without the thin spaces of typesetting."""
    thin = dict.fromkeys(map(ord, " \u2009\u200a\u202f\u2006\u2005\u2060\u200b\u00a0"))
    return words.translate(thin).translate(str.maketrans("（），", "(),"))


@pytest.mark.parametrize("agreed", [True, False])
def test_giving_up_asks_once_in_place(desk: Desk, agreed: bool) -> None:
    draft = desk.keep_draft()
    desk.open()
    desk.click(f"discard-{draft.id}")
    assert desk.parts.store.drafts.all(), "asked, not done"
    desk.click(f"confirm-discard-{draft.id}" if agreed else f"keep-discard-{draft.id}")
    assert bool(desk.parts.store.drafts.all()) is not agreed
    assert desk.sees(f"resume-{draft.id}") is not agreed


def test_of_many_drafts_the_newest_are_listed_and_the_others_after_a_click(desk: Desk) -> None:
    # GIVEN twenty drafts of one person
    for number in range(20):
        desk.clock.move(60)
        desk.keep_draft(id=f"draft-{number}")
    # WHEN the start page is shown
    desk.open()
    listed = [f"resume-draft-{number}" for number in range(19, -1, -1)]
    # THEN the newest are listed, and Tab goes from the last of them to the others
    desk.until(lambda: desk.sees(listed[14]))
    assert [name for name in listed if desk.sees(name)] == listed[:15]
    more = desk.find(QPushButton, "more-unfinished")
    assert more.text() == "再看5件"
    desk.find(QPushButton, listed[14]).setFocus()
    desk.qtbot.keyClick(desk.find(QPushButton, listed[14]), Qt.Key.Key_Tab)
    assert more.hasFocus()
    desk.click("more-unfinished")
    desk.until(lambda: all(map(desk.sees, listed)))
    assert not desk.sees("more-unfinished")


def test_an_open_case_can_be_put_aside_and_given_up(desk: Desk) -> None:
    desk.open()
    desk.click("new-case")
    desk.qtbot.keyClicks(desk.find(QLineEdit, "situation:name"), "Zhang")
    desk.click("set-aside")
    (draft,) = desk.parts.store.drafts.all()
    desk.click(f"resume-{draft.id}")
    desk.click("discard")
    desk.click("confirm-discard")
    assert desk.parts.store.drafts.all() == ()
    assert desk.sees("new-case")


def test_an_empty_application_leaves_no_draft_behind(desk: Desk) -> None:
    desk.open()
    desk.click("new-case")
    desk.click("step-4")
    desk.click("set-aside")
    desk.until(lambda: not desk.parts.store.drafts.all())


def test_a_rule_that_says_no_leads_to_the_first_thing_to_mend(desk: Desk) -> None:
    draft = sound_draft(desk.parts)
    desk.parts.store.drafts.keep(replace(draft, answers={**draft.answers, "phone": "138"}))
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.click("step-6")
    desk.click("accept")
    desk.click("notice-mend")
    assert desk.pages[2].shown == ["phone"]
    assert not desk.sees("next-person")


def test_a_missing_material_leads_to_the_materials(desk: Desk) -> None:
    draft = replace(sound_draft(desk.parts), seen=())
    desk.parts.store.drafts.keep(draft)
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.click("step-6")
    desk.click("accept")
    desk.click("notice-mend")
    assert desk.find(QPushButton, "step-4").isChecked()


def test_after_acceptance_the_next_person_finds_a_clean_window(desk: Desk) -> None:
    # GIVEN an accepted application whose name was copied
    draft = desk.keep_draft()
    window = desk.open()
    desk.click(f"resume-{draft.id}")
    desk.click("step-6")
    with desk.qtbot.waitSignal(window.accepted):
        desk.click("accept")
    QApplication.clipboard().setText("张样例")
    old = desk.pages
    # WHEN the next person comes
    desk.click("next-person")
    # THEN nothing of the last one is left on the screen, in the clipboard or in memory
    assert QApplication.clipboard().text() == ""
    assert not desk.sees("serving")
    assert desk.pages is not old
    assert desk.find(QLineEdit, "situation:name").text() == ""
    desk.until(lambda: not any(isValid(page) for page in old))


def test_pages_live_until_their_last_errand_is_back(desk: Desk) -> None:
    # GIVEN a case put aside while its paper is being drawn
    desk.open()
    desk.click("new-case")
    page = desk.pages[0]
    got: list[bool] = []
    page.case.errands.run(lambda: b"%PDF", lambda _: got.append(isValid(page.line)))
    desk.find(QPushButton, "set-aside").click()
    # THEN the answer finds its page, and the page goes afterwards
    desk.until(lambda: got == [True])
    desk.until(lambda: not isValid(page))


def test_the_next_key_replaces_nothing_that_stands_on_a_page(desk: Desk) -> None:
    draft = desk.keep_draft(step=0)
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.window.case is not None)
    for step in (2, 1, 0):
        desk.click(f"step-{step + 1}")
        line = desk.pages[step].line
        desk.until(line.hasFocus)
        assert not line.hasSelectedText()
        assert line.cursorPosition() == len(line.text()) > 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_open_list_does_not_keep_the_keys_of_another_step(desk: Desk) -> None:
    draft = desk.keep_draft(step=0)
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.window.case is not None)
    line = desk.pages[0].line
    names = QCompleter(["张样例", "张样例甲"], line)
    line.setCompleter(names)
    line.setFocus()
    names.complete()
    desk.until(lambda: QApplication.activePopupWidget() is not None)
    desk.click("step-3")
    assert QApplication.activePopupWidget() is None
    desk.until(desk.pages[2].line.hasFocus)
