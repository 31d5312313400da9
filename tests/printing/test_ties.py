"""Names of places are whole on a line by the county's data; no place stands in code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forms import regions
from printing import places, ties

PRINTING = Path(ties.__file__).parent
AT_HAND = regions.shipped("620403").above


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """A window of another county."""
    places.know(("湖南省", "长沙市", "望城区"))
    yield
    places.know(AT_HAND)


def whole(said: str, word: str) -> bool:
    """Whether a line does not end within a word of a text."""
    start = said.index(word)
    return all(ties.ties(said).get(place) for place in range(start + 1, start + len(word)))


def test_the_countys_places_are_words() -> None:
    for word in ("甘肃省", "白银市", "平川区"):
        assert whole(f"由住在{word}的人申请", word)
    assert whole("由住在平川的人申请", "平川")


def test_another_county_has_its_own(elsewhere: None) -> None:
    assert whole("由住在望城区的人申请", "望城区")
    assert whole("由住在长沙的人申请", "长沙")
    assert not whole("由住在平川区的人申请", "平川区")
    assert whole("由残疾人证的持证人申请", "残疾人证")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("结果:《中华人民共和国残疾人证》,邮寄", "《中华"),
        ("结果:《中华人民共和国残疾人证》,邮寄", "人证》"),
        ("计发2026年11月起、每月120元。", "每月120元"),
        ("重度残疾人护理补贴（联办）、残疾人就业帮扶", "（联办）"),
    ],
)
def test_what_is_read_as_one_stays_on_one_line(said: str, word: str) -> None:
    assert whole(said, word)


def test_no_place_stands_in_the_code_that_draws() -> None:
    sources = {path.name: path.read_text("utf-8") for path in PRINTING.rglob("*.py")}
    sources.pop("specimens.py")  # invented cards
    assert not [(name, place) for name, text in sources.items() for place in AT_HAND if place[:-1] in text]
