"""Identity, certificate, telephone and card numbers, and names: which are sound, and what is told else."""

from datetime import date

import pytest

from forms import numbers
from forms.numbers import CertificateNumber, IdKind
from tests.people import id_number

TODAY = date(2026, 11, 23)


def test_a_sound_number_says_birth_sex_and_age() -> None:
    read = numbers.read_id(id_number("19870312", "002"), TODAY)
    assert read is not None
    assert (read.birth, read.sex, read.region) == (date(1987, 3, 12), "2", "620403")
    assert numbers.age_on(read.birth, TODAY) == 39


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("11010519491231002", "还差1位"),
        ("110105194912310021", "校验位"),
        (id_number("19870230"), "19870230不存在"),
        (id_number("20301201"), "在今天之后"),
        (id_number("18000101"), "过早"),
        ("1101051949123100AX", "前17位应为数字"),
    ],
)
def test_a_wrong_number_gets_one_sentence(number: str, said: str) -> None:
    fault = numbers.id_fault(number, TODAY)
    assert fault is not None
    assert said in fault


def test_each_card_has_its_numbers() -> None:
    # The examples of GB 11643-1999 and of the National Immigration Administration's notice of 2023.
    sound = {
        "11010519491231002X": IdKind.RESIDENT,
        id_number("19850101", "001", "810000"): IdKind.HONG_KONG_MACAO,
        id_number("19850101", "001", "820000"): IdKind.HONG_KONG_MACAO,
        id_number("19850101", "001", "830000"): IdKind.TAIWAN,
        "932682198501010017": IdKind.FOREIGN_2023,
        "SAU320085010114": IdKind.FOREIGN_2017,
    }
    for number, kind in sound.items():
        assert numbers.id_kind(number) is kind
        assert numbers.id_fault(number, TODAY) is None
    assert numbers.id_kind("H12345678") is None
    assert IdKind.TAIWAN == "台湾居民居住证"


def test_a_card_of_2023_says_birth_and_sex_and_one_of_2017_says_nothing_for_sure() -> None:
    read = numbers.read_id("932682198501010017", TODAY)
    assert read is not None
    assert (read.birth, read.sex) == (date(1985, 1, 1), "1")
    assert numbers.read_id("SAU320085010114", TODAY) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("SAU320085130114", "出生日期851301不存在"),
        ("SAU320001022914", "出生日期010229不存在"),
        ("SAU32008501011", "3个字母加12位数字"),
        ("H12345678", "不录通行证和护照号"),
        ("620403870312002", "核对是不是“620403 19870312 0029”"),
        ("620403873112002", "按户口簿录入18位"),
        ("620403870312996", "按户口簿录入18位"),
        (id_number(region="062040"), "第1位不会是0"),
        ("٦٢٠٤٠٣١٩٨٧٠٣١٢٠٠٢٩", "应为数字"),
        ("", "还差18位"),
        ("12345678", "台湾居民录居住证上的18位号码"),
    ],
)
def test_what_is_no_number_of_any_card_gets_a_way_out(number: str, said: str) -> None:
    assert said in (numbers.id_fault(number, TODAY) or "")


def test_the_leap_day_of_2000_stands_on_a_card_of_2017() -> None:
    assert numbers.id_fault("SAU320000022914", TODAY) is None


def test_what_people_type_is_forgiven() -> None:
    assert numbers.tidy_number("６２０４０３ 1987-0312 002x") == "62040319870312002X"
    assert numbers.tidy_number("\u202d6217 0000\u20110000\u202c") == "621700000000"
    assert numbers.tidy_name("𬱟") == "𬱟"


@pytest.mark.parametrize(
    "typed",
    [" 阿依古丽•买买提 ", "阿依古丽.买买提", "阿依古丽。买买提", "阿依古丽 · 买买提", "阿依古丽・买买提"],
)
def test_every_look_alike_dot_becomes_the_one_dot(typed: str) -> None:
    assert numbers.tidy_name(typed) == "阿依古丽·买买提"


def test_spaces_stay_in_foreign_names_only() -> None:
    assert numbers.tidy_name("王\u3000芳") == "王芳"
    assert numbers.tidy_name("John  Q. Smith") == "John Q. Smith"


def test_certificate_numbers() -> None:
    own = id_number()
    assert numbers.certificate_fault(f"{own}42", own, TODAY) is None
    assert numbers.certificate_fault(f"{own}42B1", own, TODAY) is None
    assert "不一致" in (numbers.certificate_fault(f"{id_number(order='004')}42", own, TODAY) or "")
    assert numbers.read_certificate(f"{own}11") == ("1", "1")


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ("4", "还差1位"),
        ("82", "第19位是残疾类别"),
        ("45", "第20位是残疾等级"),
        ("42B0", "再加B1"),
        ("42B00", "再加B1"),
        ("42B01", "再加B1"),
        ("42B100", "再加B1"),
        ("42C1", "再加B1"),
    ],
)
def test_a_wrong_certificate_number_is_told_at_its_place(tail: str, said: str) -> None:
    fault = numbers.certificate_fault(f"{id_number()}{tail}", id_number(), TODAY) or ""
    assert fault.startswith("残疾人证号应为20位")
    assert said in fault


def test_a_certificate_number_comes_apart_and_together_again() -> None:
    own = id_number()
    read = numbers.read_certificate_number(f"{own}43B12")
    assert read == CertificateNumber(own, "4", "3", 12)
    assert str(read) == f"{own}43B12"
    assert numbers.read_certificate_number(f"{own}43") == CertificateNumber(own, "4", "3")
    assert numbers.read_certificate_number(f"{own}43B0") is None
    assert numbers.read_certificate_number("") is None


def test_a_lost_certificate_comes_back_as_the_next_b() -> None:
    first = f"{id_number()}43"
    assert numbers.reissued(first) == f"{first}B1"
    assert numbers.reissued(f"{first}B1") == f"{first}B2"
    assert numbers.reissued(f"{first}B9") == f"{first}B10"
    for none in (f"{first}B99", f"{first}B0", ""):
        with pytest.raises(ValueError, match="no reissue"):
            numbers.reissued(none)


def test_a_certificate_stands_on_any_number_the_person_had() -> None:
    own, former = id_number(), id_number(order="004")
    assert numbers.on_another_number(f"{former}43", [own])
    assert not numbers.on_another_number(f"{former}43B1", [own, former])
    assert not numbers.on_another_number(f"{former}43", [""])
    assert not numbers.on_another_number("43", [own])
    assert numbers.certificate_shape_fault(f"{former}43", TODAY) is None
    assert numbers.certificate_fault(f"{former}43", own, TODAY) == numbers.ANOTHERS_CERTIFICATE


def test_a_certificate_has_eighteen_places_for_the_person() -> None:
    assert "前18位" in (numbers.certificate_fault("SAU32008501011411100", "", TODAY) or "")
    wrong = id_number()[:17] + ("1" if id_number()[17] != "1" else "2")
    assert "校验位" in (numbers.certificate_fault(f"{wrong}42", "", TODAY) or "")


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("13809430000", True),
        ("09436690000", True),
        ("01066900000", True),
        ("075566900000", True),
        ("09436690000转8012", True),
        ("+85251234567", True),
        ("+8536123456", False),
        ("+886912345678", True),
        ("+12025550123", True),
        ("+1234567890123456", False),
        ("+8613800000", False),
        ("1380943210", False),
        ("12809430000", False),
        ("013829430000", False),
        ("6690000", False),
        ("4001234567", False),
        ("13800000001转8", False),
        ("１３８００００００００１", False),
        ("abc", False),
    ],
)
def test_telephones(number: str, sound: bool) -> None:
    assert (numbers.phone_fault(number) is None) is sound


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+86 138 0000 0001", "13800000001"),
        ("0086-13800000001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("013800000001", "13800000001"),
        ("\u202d13800000001\u202c", "13800000001"),
        ("（0943）6690000", "09436690000"),
        ("+86 943 669-0000", "09436690000"),
        ("+86 (0)10 6690 0000", "01066900000"),
        ("0943-6690000-8012", "09436690000转8012"),
        ("0943-6690000 转 8012", "09436690000转8012"),
        ("0943 6690000 分机8012", "09436690000转8012"),
        ("09436690000 ext. 8012", "09436690000转8012"),
        ("0755-6690-0000", "075566900000"),
        ("00852 5123 4567", "+85251234567"),
        ("138-0000-0001", "13800000001"),
    ],
)
def test_telephones_are_typed_in_many_ways(typed: str, kept: str) -> None:
    assert numbers.tidy_phone(typed) == kept
    assert numbers.phone_fault(kept) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1380943210", "还差1位"),
        ("138094300001", "多了1位"),
        ("12809430000", "第二位应为3至9"),
        ("51234567", "前加“+”"),
        ("+85212345", "香港号码在 +852 后应为8位"),
        ("+8860912345678", "8或9位(不录开头的0)"),
        ("+86123", "+86 后面应为"),
        ("+0", "7至15位"),
        ("1380000000a", "只能是数字"),
    ],
)
def test_a_wrong_telephone_gets_a_way_out(number: str, said: str) -> None:
    assert said in (numbers.phone_fault(number) or "")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("13800000001/13900000001", "留最打得通的一个:13800000001或13900000001"),
        ("13800000001、09436690000", "只录一个号码"),
        ("13800000001儿子", "“儿子”请删去"),
        ("09436690000转8012邻居", "“邻居”请删去"),
        ("无", "请录监护人、亲属或村(社区)能转告的电话"),
        ("没有电话", "能转告的电话"),
        ("4001234567", "400开头的是服务热线"),
        ("8001234567", "800开头的是服务热线"),
        ("12345", "12345是服务热线"),
        ("96510", "96510是服务热线"),
        ("120", "120是服务热线"),
        ("0943669000", "区号0943后面应为7或8位,现在是6位"),
        ("0106690000", "区号010后面应为8位,现在是7位"),
        ("09431690000", "座机号码不会以1开头"),
        ("85291234567", "写成 +852 91234567"),
        ("886912345678", "台湾号码前要加“+”"),
        ("1064812345678", "多了2位"),
        ("6690000", "请录区号加号码"),
    ],
)
def test_what_people_write_for_a_telephone_gets_one_clear_sentence(number: str, said: str) -> None:
    fault = numbers.phone_fault(number) or ""
    assert said in fault
    assert fault.count("请") <= 2


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800000001", "13800000001"),
        ("09436690000", "0943-6690000"),
        ("01066900000", "010-66900000"),
        ("075566900000", "0755-66900000"),
        ("09436690000转8012", "0943-6690000转8012"),
        ("+85251234567", "+852 51234567"),
        ("+12025550123", "+12025550123"),
        ("1380000", "1380000"),
        ("无", "无"),
        ("", ""),
    ],
)
def test_telephones_are_printed_as_people_write_them(number: str, shown: str) -> None:
    assert numbers.shown_phone(number) == shown
    if numbers.phone_fault(number) is None:
        assert numbers.tidy_phone(shown) == number


def test_whose_telephone_it_is_can_be_taken_off() -> None:
    assert numbers.mended_phone("13800000001儿子") == "13800000001"
    for none in ("13800000001", "13800000001/13900000001", "1380000儿子", "儿子", "13800000001儿子1"):
        assert numbers.mended_phone(none) == ""


CARD, PASSBOOK = "6217000000000000004", "190001508000123"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("4" * 13, "现在是13位"),
        ("4" * 23, "现在是23位"),
        ("", "现在是0位"),
        ("62170000000000000²", "只能是数字"),
        ("6217000000000000A04", "只能是数字"),
    ],
)
def test_what_is_no_account_is_refused(number: str, said: str) -> None:
    assert said in (numbers.bank_fault(number) or "")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (CARD, None),
        ("603367100133087342", None),
        ("4111111111111111", None),
        ("6214832018989180", "校验位不符"),
        ("4111111111111112", "校验位不符"),
        (PASSBOOK, "现在是15位"),
        ("62170000000000", "现在是14位"),
        ("123456789012345678901", "现在是21位"),
        ("1234567890123456789012", "现在是22位"),
    ],
)
def test_an_account_that_is_no_usual_card_is_cautioned_and_never_refused(
    number: str, said: str | None
) -> None:
    assert numbers.bank_fault(number) is None
    caution = numbers.bank_caution(number)
    if said is None:
        assert caution is None
    else:
        assert caution is not None
        assert caution.startswith("不是常见的卡号")
        assert said in caution
        assert "再录一遍" in caution


def test_two_entries_that_differ_say_from_where() -> None:
    assert numbers.repeat_fault(PASSBOOK, PASSBOOK) is None
    assert "从第15位起不同" in (numbers.repeat_fault(PASSBOOK[:-1] + "4", PASSBOOK) or "")
    assert "第一遍15位,这一遍14位" in (numbers.repeat_fault(PASSBOOK[:-1], PASSBOOK) or "")


# ---- look-alikes ------------------------------------------------------------------------------

ENDS_IN_X = "11010519491231002X"


@pytest.mark.parametrize("like", "xＸｘⅩⅹ×✕✖╳⨯ΧχХх乂")
def test_what_looks_like_x_in_the_last_place_is_x(like: str) -> None:
    assert numbers.tidy_id(ENDS_IN_X[:-1] + like) == ENDS_IN_X
    assert numbers.tidy_certificate(f"{ENDS_IN_X[:-1]}{like}43b1") == f"{ENDS_IN_X}43B1"
    elsewhere = f"{ENDS_IN_X[:10]}{like}{ENDS_IN_X[11:]}"
    assert numbers.id_fault(numbers.tidy_id(elsewhere), TODAY) is not None


@pytest.mark.parametrize("hidden", ["*", "?", "＊", "？"])
def test_a_masked_place_is_never_guessed(hidden: str) -> None:
    kept = numbers.tidy_id(ENDS_IN_X[:-1] + hidden)
    assert kept[-1] in "*?"
    assert "第18位是" in (numbers.id_fault(kept, TODAY) or "")
    assert "对照证件录入这一位" in (numbers.id_fault(kept, TODAY) or "")


@pytest.mark.parametrize(("typed", "digit"), [("O", "0"), ("o", "0"), ("О", "0"), ("〇", "0")])
def test_a_letter_in_the_place_of_a_digit_is_named_and_the_number_offered(typed: str, digit: str) -> None:
    sound = id_number()
    place = sound.index(digit)
    wrong = numbers.tidy_id(sound[:place] + typed + sound[place + 1 :])
    assert f"第{place + 1}位是“{typed.upper()}”,不是数字,请对照证件改为“{digit}”" in (
        numbers.id_fault(wrong, TODAY) or ""
    )
    assert numbers.mended_id(wrong, TODAY) == sound


def test_a_number_is_only_offered_when_it_is_sound() -> None:
    assert numbers.mended_id(numbers.tidy_id("l1010519491231002X"), TODAY) == ENDS_IN_X
    assert numbers.mended_id("11O10519491231003X", TODAY) == ""
    assert numbers.mended_id(ENDS_IN_X, TODAY) == ""
    assert numbers.mended_id("SAU32OO85010114", TODAY) == "SAU320085010114"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("43В1", "43B1"),
        ("43Β2", "43B2"),
        ("43补1", "43B1"),
        ("43Ｂ１", "43B1"),
        ("43 b 12", "43B12"),
        ("4381", "4381"),
        ("43BI", "43BI"),
    ],
)
def test_what_looks_like_b_behind_the_twentieth_place_is_b(typed: str, kept: str) -> None:
    assert numbers.tidy_certificate(f"{id_number()}{typed}") == f"{id_number()}{kept}"


@pytest.mark.parametrize(
    ("tail", "said"), [("4381", "看看是不是字母B"), ("43BI", "不是数字1"), ("43BL", "不是数字1")]
)
def test_a_suffix_that_may_be_meant_otherwise_is_told(tail: str, said: str) -> None:
    assert said in (numbers.certificate_fault(f"{id_number()}{tail}", "", TODAY) or "")


def test_a_certificate_on_an_old_number_says_the_new_one() -> None:
    said = numbers.certificate_fault("62040387031200243", "", TODAY) or ""
    assert "看看是不是“62040319870312002943”" in said
    said = numbers.certificate_fault("62040387031200243B1", "", TODAY) or ""
    assert "“62040319870312002943B1”" in said
    assert "15位老号码" not in (numbers.certificate_fault(f"{id_number()[:15]}43", "", TODAY) or "")


def test_an_old_number_becomes_the_one_of_the_standard() -> None:
    # The worked example of GB 11643-1999 with its century left out.
    assert numbers.renewed_id("110105491231002") == ENDS_IN_X
    for none in ("110105491331002", "110105491231999", "010105491231002", "11010549123100", ENDS_IN_X, ""):
        assert numbers.renewed_id(none) == ""


RARE = {
    "扩展B": "\U00020087",
    "扩展E": "\U0002b820",
    "扩展F": "\U0002cc5f",
    "扩展G": "\U00030000",
    "扩展H": "\U00031350",
    "扩展I": "\U0002ebf0",
    "兼容": "\ufa0e",
    "零": "\u3007",
}


@pytest.mark.parametrize(
    "name",
    [
        "王",
        "阿依古丽·买买提",
        "𬱟",
        "John Smith",
        "SMITH, JOHN JR.",
        "Anne-Marie O'Neill",
        "D’Angelo",
        "José",
        "Jose\u0301",
        "Ｊｏｈｎ",
        "ئايگۈل",
        "玛" * 50,
        *(f"李{char}" for char in RARE.values()),
    ],
)
def test_any_real_name_is_welcome(name: str) -> None:
    assert numbers.name_fault(name) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "请录入姓名"),
        ("玛" * 51, "现在是51个"),
        ("张3", "有数字“3”"),
        ("张３", "有数字“３”"),
        ("李<b>", "“<”不是文字"),
        ("王😀", "“😀”不是文字"),
        ("王\x07", "看不见的控制字符(U+0007)"),
        ("\u202e王", "看不见的控制字符(U+202E)"),
        ("王\u200b芳", "看不见的控制字符(U+200B)"),
        ("王\U000e0100", "看不见的控制字符(U+E0100)"),
        ("\u3164", "看不见的控制字符(U+3164)"),
        ("王\ue86b", "造字(U+E86B)"),
        ("王\U000f0000", "造字(U+F0000)"),
        ("王\ue863", "姓名中有造字(U+E863),国标汉字是“䶮”,请改录"),
        ("王\ue816", "国标汉字是“𠂇”"),
        ("王\ue83e", "其他系统读不出"),  # its standard form is a radical symbol, which no name has
        ("王\ud842", "残缺的字符(U+D842)"),
        ("王\U0002fffe", "不认识的字符(U+2FFFE)"),
        ("\u2f6f磊", "请改录汉字“石”"),
        ("·买买提", "以“·”开头"),
        ("\u0301王", "开头"),
        ("阿依古丽·", "以“·”结尾"),
        ("阿依古丽··买买提", "只留一个"),
        ("''", "没有文字"),
    ],
)
def test_what_is_no_name_gets_a_sentence(name: str, said: str) -> None:
    fault = numbers.name_fault(name) or ""
    assert said in fault
    assert "\ud842" not in fault


@pytest.mark.parametrize(
    ("name", "mended"),
    [
        ("王\ue863", "王䶮"),
        ("王\u200b五", "王五"),
        ("李\u2f49\ue863", "李月䶮"),
        ("王\ue83e", ""),
        ("王\ue001", ""),
        ("王䶮", ""),
        ("\u200b", ""),
        ("张3", ""),
    ],
)
def test_the_name_that_is_meant_is_known_where_the_tables_say_it(name: str, mended: str) -> None:
    assert numbers.mended_name(name) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "20260305",
        "2026-3-5",
        "2026.03.05",
        "2026/3/5",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "２０２６－０３－０５",
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "2026 3 5",
    ],
)
def test_dates_are_typed_in_many_ways(typed: str) -> None:
    assert numbers.tidy_date(typed) == "2026-03-05"


@pytest.mark.parametrize("typed", ["2026-02-30", "20260230", "2019年6月", "去年", "", "26.3.5"])
def test_what_is_no_date_stays_as_it_was_typed(typed: str) -> None:
    assert numbers.tidy_date(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("二〇一九年十二月三十一日", "2019-12-31"),
        ("二零一九年十月十日", "2019-10-10"),
        ("一九六五年十一月二十日", "1965-11-20"),
        ("二〇一九年十三月一日", "二〇一九年十三月一日"),
        ("二〇一九年二月三十日", "二〇一九年二月三十日"),
        ("二〇一九年十十月一日", "二〇一九年十十月一日"),
    ],
)
def test_dates_in_chinese_numerals_are_read(typed: str, kept: str) -> None:
    assert numbers.tidy_date(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("长期", "没有说是哪一天"),
        ("永久", "没有说是哪一天"),
        ("农历1965年正月初三", "请按证件或户口簿录公历日期"),
        ("1965年闰三月初三", "是农历"),
        ("民国五十四年", "请换成公历"),
        ("2026年3月", "请录到日"),
        ("2026", "请录到日"),
        ("26-3-5", "四位年份写在前面"),
        ("5/3/2026", "四位年份写在前面"),
        ("2026-02-30", "不是日期"),
        ("20361301", "不是日期"),
        ("昨天", "不是日期"),
    ],
)
def test_what_is_no_date_gets_a_way_out(typed: str, said: str) -> None:
    assert numbers.tidy_date(typed) == typed
    assert said in numbers.why_no_date(typed)
