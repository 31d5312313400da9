"""The keys a record is found by, and how a query is understood."""

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_app.domain import keys
from desk_app.domain.keys import Findable, Meant
from desk_app.domain.seals import RECEIPT, Sealed
from tests.fakes import NOW

PERSON = Findable(
    names=("李秀英",), numbers=("620403195203120025", "62040319520312004X"), phones=("13809430000",)
)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("𬱟𠮷㛃龘")
NAMES = st.text(HAN, min_size=2, max_size=6)
NUMBERS = st.from_regex(r"6204[0-9]{13}[0-9X]", fullmatch=True)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
FULL_WIDTH = str.maketrans("0123456789X", "0123456789X")


def finds(asked: str, record: Findable) -> bool:
    """Whether a query finds a record."""
    held, wanted = keys.keys(record), keys.query(asked)

    def begins(some: tuple[str, ...]) -> bool:
        return any(key.startswith(begin) for key in held for begin in some)

    return begins(wanted.whole) or (bool(wanted.parts) and all(map(begins, wanted.parts)))


@pytest.mark.parametrize(
    "asked",
    [
        *("李秀英", "秀英", "英", " 李 秀英 ", "李秀"),
        *("lixiuying", "li xiu ying", "LI XIUYING", "lixiuy", "lǐ xiù yīng", "li'xiu'ying", "l", "lxy", "LX"),
        *("620403195203120025", "6204", "620403 19520312 0025", "620403-19520312-0025", "0025", "120025"),
        *("62040319520312004x", "62040319520312004X", "004x", "4X"),
        *("62040319520312002543", "62040319520312002543B1", "620403520312002"),
        *("13809430000", "138 0943 0000", "138-0943", "+86 138 0943 0000", "+8613809430000", "8613809430000"),
        *("0086 13809430000", "0000", "430000"),
        *("李 0025", "0025 李秀英", "lxy 0000", "秀英 138 0943", "李秀英0025", "lixiuying0025"),
        *("电话:13809430000", "身份证号码 620403195203120025", "姓名:李秀英 联系电话:138 0943 0000"),
        *("李秀英 13809430000 620403195203120025", "620403195203120025 13809430000"),
    ],
)
def test_a_person_is_found(asked: str) -> None:
    assert finds(asked, PERSON)


@pytest.mark.parametrize("asked", ["王", "李英", "xiu", "0312", "lxyz", "李 0026", "王 0025", "%", "", "😀"])
def test_another_person_is_not(asked: str) -> None:
    assert not finds(asked, PERSON)


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("曾伟", ("zengwei", "cengwei", "zw", "cw")),
        ("单丽", ("shanli", "danli", "sl", "dl")),
        ("仇英", ("qiuying", "chouying")),
        ("解放", ("xiefang", "jiefang")),
        ("查良", ("zhaliang", "chaliang")),
        ("区志", ("ouzhi", "quzhi")),
        ("朴明", ("piaoming", "puming")),
        ("盖天", ("getian", "gaitian")),
        ("黑军", ("hejun", "heijun")),
        ("乐平", ("yueping", "leping")),
        ("翟刚", ("zhaigang", "digang")),
        ("尉迟恭", ("yuchigong", "weichigong")),
        ("万俟兰", ("moqilan", "wanqilan")),
        ("吕娜", ("lvna", "luna", "lüna", "lyuna", "ln")),
        ("张长乐", ("zhangchangle", "zhangzhangyue")),
        ("阿卜杜拉", ("abudula", "abodula", "abdl")),
        ("张靓颖", ("zhangliangying", "zhangjingying")),
        ("𬱟龘", ("weida",)),
        ("张𠮷㛃", ("zhang", "z", "张𠮷", "𠮷㛃")),
        ("买买提·艾力", ("maimaitiaili", "买买提艾力", "买买提·艾力", "艾力")),
    ],
)
def test_each_reading_of_a_name_finds_it(name: str, readings: tuple[str, ...]) -> None:
    assert [asked for asked in readings if not finds(asked, Findable(names=(name,)))] == []


@given(NAMES, NUMBERS, PHONES, st.data())
def test_any_part_of_what_a_record_has_finds_it(
    name: str, number: str, phone: str, data: st.DataObject
) -> None:
    record = Findable((name,), (number,), (phone,), ("钥匙A-101室",))
    start = data.draw(st.integers(0, len(name) - 1))
    size = data.draw(st.integers(2, 18))
    parts = {
        name[start : data.draw(st.integers(start + 1, len(name)))],
        number[:size], number[-size:], number.lower()[:size], number[-size:].translate(FULL_WIDTH),
        phone[: size % 11 + 1], f"+86 {phone}", phone[-4:], f"{name[-1]} {number[-4:]}", "101室", "钥匙a101",
    }  # fmt: skip
    assert [part for part in parts if not finds(part, record)] == []


@given(NAMES)
@example("𠮷㛃")
def test_every_key_begins_what_finds_it(name: str) -> None:
    held = keys.keys(Findable(names=(name,)))
    words = {key[1:] for key in held}
    assert [word for word in words if not finds(word, Findable(names=(name,)))] == []


@given(st.text(max_size=300))
def test_any_text_is_understood(asked: str) -> None:
    wanted = keys.query(asked)
    assert all(len(begin) > 1 for begin in wanted.whole)
    assert all(len(begin) > 1 for part in wanted.parts for begin in part)
    assert bool(wanted.whole) == (wanted.meant not in (Meant.NOTHING, Meant.TOO_LONG))


def test_a_scanned_code_asks_for_its_number() -> None:
    number = "620403-03-20261123-000106"
    sealed = Sealed(number, RECEIPT, NOW.date(), "0123456789ABCDEF").text()
    assert keys.query(sealed).meant is Meant.PAPER
    assert finds(sealed, Findable(numbers=(number,)))
    assert finds(sealed.lower(), Findable(numbers=(number,)))
    assert not finds(sealed, Findable(numbers=("620403-03-20261123-000203",)))
    assert finds("YS-03-2026-0001", Findable(numbers=("YS-03-2026-0001",)))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("1" * 10_000, Meant.TOO_LONG),
        ("\x00\x07\u202e", Meant.NOTHING),
        ("…。!?“”", Meant.NOTHING),
        ("6204", Meant.DIGITS),
        ("lxy", Meant.LETTERS),
        ("王秀英", Meant.WORDS),
        ("YS-03", Meant.NUMBER),
        ("王 0025", Meant.SEVERAL),
    ],
)
def test_what_a_query_means(asked: str, meant: Meant) -> None:
    assert keys.query(asked).meant is meant


def test_a_query_loads_no_table_of_readings() -> None:
    script = (
        "import sys; from desk_app.domain import keys; keys.query('li xiu ying 0025');"
        "assert 'pypinyin' not in sys.modules;"
        "keys.keys(keys.Findable(names=('李',))); import pypinyin.constants as c;"
        "assert 'pypinyin' in sys.modules and c.PHRASES_DICT == {}"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(
    ("label", "spelled"),
    [
        ("", ""),
        ("张三", "zhang 张san 三"),
        ("单晓", "shan 单xiao 晓"),
        ("尉迟恭", "yu 尉chi 迟gong 恭"),
        ("吕布", "lu! 吕bu 布"),
        ("Li An１", "lian1"),
        ("2026年3号", "2026nian 年3hao 号"),
    ],
)
def test_a_label_is_spelled_for_sorting(label: str, spelled: str) -> None:
    assert keys.spelling(label) == spelled


@pytest.mark.parametrize("sign", ["\u2460", "\u2474", "\u00b2", "\u32b1", "\U0001d7cf", "\u00bd"])
def test_a_sign_made_of_a_digit_is_no_digit(sign: str) -> None:
    assert not finds(sign, Findable(numbers=("120",), phones=("13809430000",)))
    assert not finds(f"{sign}2", Findable(numbers=("120", "220")))
    assert finds(sign, Findable(texts=(f"钥匙{sign}号",)))
    assert keys.query(sign).meant is Meant.WORDS


def test_one_digit_of_any_width_is_a_beginning_or_an_end_of_a_number() -> None:
    for digit in "1\uff11":
        assert keys.query(digit).meant is Meant.DIGITS
        assert finds(digit, Findable(numbers=("120",)))
        assert finds(digit, Findable(numbers=("021",)))
        assert not finds(digit, Findable(numbers=("010",)))
