"""Which characters are refused whatever the fonts, and which the private ones of old data stand for."""

import tomllib
from pathlib import Path

import pytest

from forms import private_use
from printing import characters, fonts
from printing.errors import unprintable

MAPPED = tomllib.loads(Path(private_use.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def old_bytes(private: int) -> bytes:
    """The GBK bytes of the character displayed at this private code point (GB 18030-2000, appendix E)."""
    if private >= 0xE815:
        low = 0x50 + private - 0xE815
        return bytes((0xFE, low + (low >= 0x7F)))
    return {0xE7C7: b"\xa8\xbc", 0xE7C8: b"\xa8\xbf"}[private]


def test_characters_standardised_in_2000_are_those_of_pythons_own_table() -> None:
    rows = MAPPED["gb18030-2000"]

    assert len(rows) == 1 + 80 - 14
    for private, char in rows.items():
        assert chr(int(char, 16)) == old_bytes(int(private, 16)).decode("gb18030")


def test_the_24_of_2005_and_all_80_of_gbk_are_known() -> None:
    later = MAPPED["gb18030-2022"]

    assert len(later) == 24
    known = {int(private, 16) for table in MAPPED.values() for private in table}
    assert set(range(0xE815, 0xE865)) <= known
    assert private_use.standard("\ue816") == "𠂇"
    assert private_use.standard("\ue864") == "龻"
    assert private_use.standard("\ue863") == "䶮"
    assert private_use.standard("\ue7c7") == "ḿ"


def test_no_standard_character_stands_for_two_private_ones_or_is_private_itself() -> None:
    targets = [char for table in MAPPED.values() for char in table.values()]

    assert len(set(targets)) == len(targets)
    assert not any(characters.barred(chr(int(char, 16))) for char in targets)


def test_old_characters_are_drawn_as_the_standard_ones() -> None:
    assert fonts.missing("张\ue863\ue816") == ""
    assert "".join(stretch for _, stretch in fonts.runs("张\ue863\ue816")) == "张䶮𠂇"
    assert fonts.width("\ue863") == fonts.width("䶮")


@pytest.mark.parametrize("char", ["一", "㐀", "𠀀", "𱍐", "𮯰", "\U000323b0", "·", "é", "ꀀ", "郎", " "])
def test_characters_of_names_only_need_a_font(char: str) -> None:
    assert characters.barred(char) == ""


@pytest.mark.parametrize(
    ("char", "told"),
    [
        ("\x00", "有看不见的控制字符(U+0000),请删去"),
        ("\u202e", "有看不见的控制字符(U+202E),请删去"),
        ("\u2028", "有看不见的控制字符(U+2028),请删去"),
        ("\ud86d", "有录入时损坏的半个字(U+D86D),请删去后重新录入这个字"),
        ("\ue000", "的“\ue000”(U+E000)是自造字,换一台电脑就会变样,请改用国家标准中的字"),
        ("\ue5e5", "(U+E5E5)是自造字"),
        ("\U000f0000", "(U+F0000)是自造字"),
        ("\u0378", "的U+0378不是标准中的字,多半是录入时损坏的,请重新录入"),
        ("\uffff", "的U+FFFF不是标准中的字"),
        ("😀", "的“😀”(U+1F600)是表情符号,请删去"),
        ("ع", "(U+0639)属于从右往左写的文字,这里排不准,请填证件上的汉字"),
        ("ש", "(U+05E9)属于从右往左写的文字"),
        ("ཀ", "(U+0F40)属于要连写变形的文字,这里排不准,请填证件上的汉字"),
        ("ᠠ", "(U+1820)属于要连写变形的文字"),
        ("\ufe00", "带有异体字选择符(U+FE00),印出来会变成另一个字形"),
        ("\U000e0101", "带有异体字选择符(U+E0101),印出来会变成另一个字形"),
    ],
)
def test_what_is_refused_on_any_computer_says_why(char: str, told: str) -> None:
    assert told in characters.barred(char)
    assert fonts.missing(f"张{char}") == char
    said = str(unprintable([char, char], "姓名"))
    assert said.startswith("“姓名”一栏")
    assert said.count("。") == 2
    assert said.count("U+") == 1
    said.replace("\ud86d", "").encode()


def test_several_characters_without_a_font_are_told_together() -> None:
    said = str(unprintable("𫚔𮯰"))

    assert said.startswith("要打印的内容的“𫚔”(U+2B694)、“𮯰”(U+2EBF0)在这台电脑的字体中都没有字形,")
    assert said.count(".ttf") == 1
