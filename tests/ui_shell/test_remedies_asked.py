"""A county that names no 复议机关: the window says so before paper is printed, and asks once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Draft
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, printouts, prints
from forms import loader
from forms.library import Versions
from forms.pack import Remedies
from tests.fakes import make_parts
from tests.people import sound_draft
from tests.ui_shell.test_documents import Counter, line, said, titles, words_of

TITLE = "不予受理通知书"
GIVEN = {"reviewer": "样例区人民政府", "court": "样例区人民法院"}


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    pack = replace(loader.shipped(), remedies=Remedies())
    made = Counter(qtbot, replace(make_parts(tmp_path), packs=Versions(pack)))
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def poor(parts: Parts) -> Draft:
    draft = sound_draft(parts)
    return replace(draft, answers={**draft.answers, "low_income": False})


def test_it_is_said_and_asked_before_anything_is_printed(counter: Counter) -> None:
    dialog = counter.open(poor(counter.parts), "not_accepted")
    assert TITLE in titles(dialog)
    sentences = [w.text() for w in dialog.findChildren(QLabel) if "复议机关、人民法院" in w.text()]
    assert any("county.toml" in s and "这里写一次" in s for s in sentences)
    assert "还缺行政复议机关" in said(dialog)
    # WHEN both are typed, the paper is there
    for name, words in GIVEN.items():
        line(dialog, name).setText(words)
    counter.until(lambda: not said(dialog))
    counter.settle()
    assert "样例区人民政府申请行政复议" in words_of(dialog)


def test_after_the_print_nobody_is_asked_again(counter: Counter) -> None:
    draft, parts = poor(counter.parts), counter.parts
    row = next(d for d in parts.pack.documents if d.id == "not_accepted")
    made = printouts.document(parts, draft, row, lambda: GIVEN)
    count = prints.count_of(parts, made)
    count.note(count.claim(""), "")
    assert not {q.name for q in documents.questions(parts, draft, "not_accepted")} & GIVEN.keys()
    dialog = counter.open(draft, "not_accepted")
    assert not said(dialog)
    assert "样例区人民法院提起行政诉讼" in words_of(dialog)
