"""A paper that is only shown has a mark across its page; the bytes that are printed have none."""

import pytest
from pytestqt.qtbot import QtBot

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
