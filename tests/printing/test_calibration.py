"""The test page of a printer: its squares are where it says, on any paper, moved by the printer's offset."""

import pytest
from PIL import Image

from printing.draw import A4
from printing.papers import calibration
from tests.printing.reading import image_of, opened, squeezed, text_of

_DPI = 600


def dark(image: Image.Image, x: float, y: float) -> bool:
    """Whether there is ink within 0.1 mm of a place."""
    at = (x / 25.4 * _DPI, y / 25.4 * _DPI)
    reach = 0.1 / 25.4 * _DPI + 1
    box = tuple(round(value) for value in (at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach))
    lowest, _ = image.convert("L").crop(box).getextrema()  # type: ignore[arg-type]
    return lowest < 128


@pytest.mark.parametrize("size", [A4, (130.0, 90.0), (85.6, 54.0)])
@pytest.mark.parametrize("shift", [(0.0, 0.0), (2.0, -3.0)])
def test_squares_stand_where_the_page_says(size: tuple[float, float], shift: tuple[float, float]) -> None:
    pdf = calibration.draw("Office", shift, size)
    assert opened(pdf).pageCount() == 1
    image = image_of(pdf, dpi=_DPI)
    for x, y in calibration.squares(size):
        left, top = x + shift[0], y + shift[1]
        for place in ((left, top + 3), (left + 20, top + 3), (left + 3, top), (left + 3, top + 20)):
            assert dark(image, *place)
        assert not dark(image, left + 1, top + 3)


def test_it_says_what_to_measure_and_what_is_in_force() -> None:
    text = squeezed(text_of(calibration.draw("Office", (2.0, -3.0))))
    assert "打印校准页Office" in text
    assert "向右+2.0毫米" in text
    assert "向下-3.0毫米" in text
    assert "应为20毫米" in text


def test_small_paper_has_as_many_squares_as_fit() -> None:
    assert len(calibration.squares()) == 4
    assert len(calibration.squares((85.6, 54))) == 2
    assert calibration.squares((60, 60)) == ((15.0, 15.0),)
