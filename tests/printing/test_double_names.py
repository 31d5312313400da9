"""A double name that no line of a box holds is parted behind its hyphen; a number never is."""

from printing import text


def lines(said: str, wide: float, size: float = 10.5, floor: float = 9.0) -> list[str]:
    fitted = text.fit(text.words(said), wide, 12, size, floor)
    return ["".join(piece.text for piece in line) for line in fitted.lines]


def test_a_name_with_accents_is_no_row_of_single_letters() -> None:
    for said in ("Zoë Müller-Nguyễn Thị", "Zoe\u0308 Mu\u0308ller-Nguye\u0302\u0303n Thi\u0323"):
        assert [line.strip() for line in lines(said, 24)] == ["Zoë", "Müller-Nguyễn", "Thị"]


def test_a_double_name_is_parted_behind_its_hyphen() -> None:
    assert lines("Anna Schmidt-Konstantin", 24) == ["Anna Schmidt-", "Konstantin"]


def test_a_double_name_that_fits_stays_whole() -> None:
    assert lines("Maria-Theresia O'Connor", 26) == ["Maria-Theresia", "O'Connor"]


def test_a_number_is_not_parted_at_its_hyphens() -> None:
    units = text.words("620403-20261123-000010")
    found, broken = text.wrap(units, 5)
    assert broken
    assert not "".join(piece.text for piece in found[0]).endswith("-")
