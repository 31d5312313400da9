"""What of a ledger's sentence is masked on a card: numbers of people, and none of a letter in the post."""

import pytest

from desk_app.services.lookup import masking


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证620403198703120029没有错", "身份证**************0029没有错"),
        ("电话138 0943 0000,晚上", "电话*********0000,晚上"),
        ("卡号6217000000000000004", "卡号***************0004"),
        ("邮寄,单号1234567890123", "邮寄,单号1234567890123"),
        ("单号SF1234567890123", "单号SF1234567890123"),
        ("回执620403-03-20261127-0001-57", "回执620403-03-20261127-0001-57"),
    ],
)
def test_a_sentence_of_the_ledger(text: str, shown: str) -> None:
    assert masking.entry(text).replace(" ", "") == shown.replace(" ", "")
