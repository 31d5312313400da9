"""Papers that are layout files alone: they contain what the law requires."""

from dataclasses import replace

import pytest

from printing import plans
from printing.papers import document
from tests.printing.documents import PAPERS, in_codes, sample
from tests.printing.reading import fonts_of, squeezed, text_of
from tests.printing.required_words import LAW

pytestmark = pytest.mark.usefixtures("qapp")
OTHERWISE = ("no_materials", "due_return")
"""What stands on a paper only where the sample's facts are not true."""


def test_every_paper_is_told_what_it_must_say() -> None:
    assert set(PAPERS) == set(LAW)


@pytest.mark.parametrize("name", PAPERS)
def test_what_the_law_asks_stands_on_the_paper(name: str) -> None:
    printed = text_of(document.draw(sample(name)))

    for words in LAW[name]:
        assert squeezed(words) in printed, words


@pytest.mark.parametrize("name", PAPERS)
def test_every_value_of_the_sample_is_printed(name: str) -> None:
    printed = text_of(document.draw(sample(name)))
    for variable, value in sample(name).values.items():
        if isinstance(value, str) and variable not in (*in_codes(name), *OTHERWISE):
            assert squeezed(value) in printed, variable
        if isinstance(value, tuple):
            assert all(squeezed(said) in printed for row in value for said in row.values()), variable


@pytest.mark.parametrize("name", PAPERS)
def test_a_specimen_says_so_and_a_paper_that_counts_does_not(name: str) -> None:
    assert "样张" in text_of(document.draw(document.specimen(name)))
    assert "样张" not in text_of(document.draw(sample(name)))


@pytest.mark.parametrize("name", PAPERS)
def test_every_font_is_embedded_as_a_subset(name: str) -> None:
    for font in fonts_of(document.draw(sample(name))):
        assert "+NotoSansSC-" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_sheet_is_the_same_bytes(name: str) -> None:
    assert document.draw(sample(name)) == document.draw(sample(name))


@pytest.mark.parametrize("name", PAPERS)
def test_a_reprint_says_so_on_papers_that_flow(name: str) -> None:
    if plans.plan(name).blocks:
        assert squeezed("第2次补打") in text_of(document.draw(replace(sample(name), copy=2)))
