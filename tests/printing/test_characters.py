"""Which characters are refused whatever the fonts, and which the private ones of old data stand for."""

import tomllib
from pathlib import Path

import pytest

from forms import characters, private_use
from printing import fonts, text
from printing.errors import UnprintableError, unprintable

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
    said = str(unprintable("𫚔𫠀𫚔"))

    assert said.startswith("要打印的内容的“𫚔”(U+2B694)、“𫠀”(U+2B800)在这台电脑的字体中都没有字形,")
    assert said.count(".ttf") == 1


def test_characters_of_one_kind_have_one_advice() -> None:
    said = str(unprintable("שלם\u202e\u2028", "姓名"))

    assert said.count("从右往左") == 1
    assert "“ש”(U+05E9)、“ל”(U+05DC)、“ם”(U+05DD)属于" in said
    assert "有看不见的控制字符(U+202E、U+2028),请删去" in said


def test_advice_names_a_font_only_where_one_has_the_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")

    assert "fonts-hanazono,或把" in str(unprintable("𫚔"))
    assert "fonts-babelstone-han(只收了扩展G的一部分)" in str(unprintable("𰀀"))
    for char, block in (("𮯰", "扩展I"), ("\U000323b0", "扩展J")):
        told = str(unprintable(char))
        assert f"它在{block},已知的字体软件包都还没有收" in told
        assert "fonts-" not in told
    assert "没有可以用的字体,请填证件上的汉字或拉丁字母" in str(unprintable("Ⴀ"))
    assert ".ttf" not in str(unprintable("Ⴀ"))


def test_a_letter_and_its_mark_become_one_character_or_are_refused() -> None:
    assert characters.composed("Jose\u0301 n\u0303") == "José ñ"
    assert [unit[0].text for unit in text.words("e\u0301")] == ["é"]
    assert characters.composed("\uf900e\u0301") == "\uf900é", (
        "ideographs for compatibility stay what they are"
    )
    with pytest.raises(UnprintableError, match=r"“姓名”一栏有和前面的字母合不成一个字的附加符号\(U\+0301\)"):
        text.words("x\u0301y\u0301", "姓名")


def test_what_is_plain_at_a_glance_has_no_reason() -> None:
    # GIVEN every character WHEN it is plain at a glance THEN looking closer finds nothing against it
    plain = [chr(number) for number in range(0x30000) if characters._PLAIN.fullmatch(chr(number))]
    assert [char for char in plain if characters.reason(char)] == []
    assert {"中", "A", "。"} <= set(plain)
    assert {"\n", "\u3099", "\ue000", "\ufeff"}.isdisjoint(plain)
