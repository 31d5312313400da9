"""The seal of a paper: made with a key, broken by any change, without personal data."""

import hashlib
import hmac
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import seals
from desk_app.domain.receipts import receipt_number
from desk_app.domain.seals import ALPHABET, RECEIPT, Sealed, seal

NUMBER = receipt_number("620403", "3", date(2026, 11, 23), 18)
PAPER = Sealed(NUMBER, RECEIPT, date(2026, 12, 10))
MESSAGE = PAPER.message("张样例", "620403198703120029")


@given(st.text(min_size=1), st.text(), st.dates(date(2024, 1, 1), date(2199, 1, 1)))
def test_what_is_written_is_read_again(key: str, message: str, promised: date) -> None:
    try:
        sealed = Sealed(NUMBER, RECEIPT, promised, seal(key, message))
    except UnicodeEncodeError:  # half a pair has no bytes
        return
    assert seals.read(sealed.text()) == sealed
    assert seals.read(sealed.text().lower() + "\n") == sealed


def test_a_paper_without_a_key_is_read_too() -> None:
    assert PAPER.text() == f"{NUMBER}:R1:20261210"
    assert seals.read(PAPER.text()) == PAPER


def test_letters_taken_for_digits_in_a_typed_seal_are_understood() -> None:
    sealed = Sealed(NUMBER, RECEIPT, PAPER.promised, "01" * 8)

    assert seals.read(sealed.text().replace(":0101", ":OIOL")) == sealed


@pytest.mark.parametrize(
    "text",
    ["", NUMBER, f"{NUMBER}:R1:20261310", f"{NUMBER}:R1:20261210:SHORT", "https://x/?a=1", ":::", "张"],
)
def test_other_texts_are_no_paper(text: str) -> None:
    assert seals.read(text) is None


def test_the_seal_is_80_bits_of_hmac_sha_256_in_letters_without_look_alikes() -> None:
    made = seal("key", MESSAGE)
    digest = hmac.new(b"key", b"desk-app paper seal\n" + MESSAGE.encode(), hashlib.sha256).digest()
    number = 0
    for letter in made:
        number = number * 32 + ALPHABET.index(letter)

    assert len(made) == 16
    assert number.to_bytes(10, "big") == digest[:10]
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_every_part_of_the_paper_and_the_person_is_sealed() -> None:
    other = [
        Sealed(NUMBER, "N1", PAPER.promised).message("张样例", "620403198703120029"),
        Sealed(NUMBER, RECEIPT, date(2026, 12, 11)).message("张样例", "620403198703120029"),
        PAPER.message("张样列", "620403198703120029"),
        PAPER.message("张样例", "620403198703120037"),
    ]

    assert len({seal("key", message) for message in (MESSAGE, *other)}) == 5
    assert seal("key", MESSAGE) != seal("other key", MESSAGE)
    assert seals.same(seal("key", MESSAGE), seal("key", MESSAGE))


def test_the_text_is_compact_and_names_nobody() -> None:
    text = Sealed(NUMBER, RECEIPT, PAPER.promised, seal("key", MESSAGE)).text()

    assert re.fullmatch(r"[0-9A-Z $%*+\-./:]{1,67}", text), "version 4 of level Q holds 67 such letters"
    assert "19870312" not in text
    assert not any(ord(char) > 127 for char in text)
