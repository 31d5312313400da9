"""The 受理回执: legible for people and scanners, on one page."""

from dataclasses import replace

import pytest
import zxingcpp

from printing import proofread
from printing.marks import Words
from printing.papers import receipt
from tests.printing import sheets
from tests.printing.reading import image_of, opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")


def test_bar_code_and_qr_code_are_read_from_a_200_dpi_scan() -> None:
    scan = image_of(receipt.draw(sheets.receipt()), dpi=200)

    found = {result.format.name: result.text for result in zxingcpp.read_barcodes(scan)}

    assert found == {"Code128": sheets.NUMBER, "QRCode": sheets.NUMBER}


def test_the_codes_are_read_through_the_specimen_mark_too() -> None:
    scan = image_of(receipt.draw(replace(sheets.receipt(), sample=True)), dpi=200)

    assert len(zxingcpp.read_barcodes(scan)) == 2


def test_everything_a_receipt_must_carry_is_on_it() -> None:
    sheet = sheets.receipt()
    printed = text_of(receipt.draw(sheet))

    told = [sheet.title, sheet.number, sheet.applicant, sheet.id_number, sheet.clerk, sheet.limits]
    told += [sheet.hall.name, sheet.hall.phone, sheet.hall.complaint_phone, sheet.hall.seal, *sheet.notes]
    told += [part for pair in sheet.matters for part in pair]
    told += [part for line in sheet.materials for part in (line.title, line.form, line.state)]
    told += ["2026年11月23日(星期一) 09:15", "2026年11月26日(星期四)前", "3号窗口", "3份"]
    told += ["预计2026年12月10日(星期四)前办结", "(盖章处)", "申请人(监护人或联系人)签收:"]
    for words in told:
        assert squeezed(words) in printed, words


def test_a_certain_day_is_not_called_provisional() -> None:
    assert "预计" not in text_of(receipt.draw(replace(sheets.receipt(), provisional=False)))


def test_a_receipt_of_four_matters_is_one_page() -> None:
    assert opened(receipt.draw(sheets.receipt())).pageCount() == 1


def test_what_a_page_does_not_hold_goes_overleaf_in_the_same_type_with_its_signatures() -> None:
    sheet = sheets.receipt()
    pages = receipt.pages(replace(sheet, materials=(*sheet.materials * 4,)[:15]))

    assert len(pages) == 2
    assert min(mark.size for page in pages for mark in page.marks if isinstance(mark, Words)) >= 10.5
    assert proofread.faults(replace(sheet, materials=(*sheet.materials * 4,)[:15])) == ()


def test_more_than_a_page_holds_goes_on_overleaf() -> None:
    pdf = receipt.draw(replace(sheets.receipt(), notes=("很长的提示。" * 60,) * 12))

    assert opened(pdf).pageCount() == 3
    assert text_of(pdf).count("很") == 720
    assert "盖章处" in opened(pdf).getAllText(2).text()
