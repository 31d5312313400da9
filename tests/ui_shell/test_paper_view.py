"""A paper that is only shown has a mark across its page; the bytes that are printed have none."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import desk_app
from desk_app.ui.kit.errands import Errands
from desk_app.ui.papers.view import SAMPLE, PaperView
from printing.papers import document
from printing.sheets import DocumentSheet
from tests.printing.reading import text_of


@pytest.mark.parametrize(("mark", "seen"), [("", False), (SAMPLE, True)])
def test_the_mark_stands_on_the_screen_alone(qtbot: QtBot, mark: str, seen: bool) -> None:
    errands = Errands()
    pdf = document.draw(DocumentSheet("loss_statement", {"applicant": "张样例", "certificate_number": "1"}))
    view = PaperView(errands, "残疾人证挂失声明", mark=mark)
    qtbot.addWidget(view)
    view.resize(500, 760)
    view.show()
    view.show_pdf(pdf)
    qtbot.waitUntil(lambda: view.count == 1)
    image = view.grab().toImage()
    shades = {image.pixelColor(x, y).lightness() for x in range(120, 380, 2) for y in range(420, 560, 2)}
    assert any(200 < shade < 250 for shade in shades) is seen
    assert SAMPLE not in text_of(pdf)
    errands.close()


def test_no_thread_but_the_main_one_connects_signals() -> None:
    # It would keep Python's lock and wait for Qt's; the main thread, deleting an object, waits the other way.
    root = Path(desk_app.__file__).parent
    inside = [p for p in root.rglob("*.py") if "QPdfPageRenderer" in p.read_text(encoding="utf-8")]
    assert inside == []
