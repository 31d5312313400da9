"""Laws for every number, name, date and condition, tested with random ones."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forms import calendar, numbers
from forms.conditions import Truth, all_of, any_of, clause_truth, parse, truth
from forms.schema import UNSURE, Clause, Condition, Facts, Value
from tests.people import id_number

LAWS = settings(max_examples=200, deadline=None)
TODAY = date(2026, 11, 23)

# ---- identity numbers -------------------------------------------------------------------------

REGIONS = ("620403", "110105", "450311", "810000", "820000", "830000", "932682", "911840")
BIRTHS = st.dates(date(1900, 1, 1), TODAY)
PEOPLE = st.tuples(BIRTHS, st.integers(0, 999), st.sampled_from(REGIONS))
NUMBERS = PEOPLE.map(lambda p: id_number(f"{p[0]:%Y%m%d}", f"{p[1]:03d}", p[2]))


@LAWS
@given(PEOPLE)
def test_every_number_reads_back_birth_and_sex(person: tuple[date, int, str]) -> None:
    born, order, region = person
    number = id_number(f"{born:%Y%m%d}", f"{order:03d}", region)
    read = numbers.read_id(number, TODAY)
    assert read == numbers.Identity(number, region, born, "1" if order % 2 else "2")


@LAWS
@given(NUMBERS)
def test_every_single_wrong_character_is_refused(number: str) -> None:
    for place, right in enumerate(number):
        for char in "0123456789X":
            if char != right:
                assert numbers.id_fault(number[:place] + char + number[place + 1 :], TODAY) is not None


@LAWS
@given(NUMBERS)
def test_every_swap_of_two_neighbours_is_refused(number: str) -> None:
    for place, (left, right) in enumerate(pairwise(number)):
        if left != right:
            swapped = number[:place] + right + left + number[place + 2 :]
            assert numbers.id_fault(swapped, TODAY) is not None


def test_the_check_character_x_takes_part() -> None:
    """A tenth of all numbers ends with X: the tests above must have had some."""
    number = next(n for order in range(100) if (n := id_number(order=f"{order:03d}")).endswith("X"))
    assert numbers.id_fault(number, TODAY) is None
    assert numbers.id_fault(number[:16] + "X" + number[16], TODAY) is not None
    assert numbers.id_fault(number[:17] + "1", TODAY) is not None


@LAWS
@given(NUMBERS, st.sampled_from("1234567"), st.sampled_from("1234"), st.integers(0, 99))
def test_a_certificate_number_reads_back_its_parts(own: str, category: str, grade: str, times: int) -> None:
    number = f"{own}{category}{grade}" + (f"B{times}" if times else "")
    assert numbers.certificate_fault(number, own, TODAY) is None
    assert numbers.tidy_number(f" {number.lower()} ") == number
    assert numbers.read_certificate(number) == (category, grade)


@LAWS
@given(NUMBERS, st.sampled_from("1234567"), st.sampled_from("1234"), st.integers(0, 98))
def test_every_reissue_is_the_next_one_and_of_the_same_person(
    own: str, category: str, grade: str, times: int
) -> None:
    number = numbers.CertificateNumber(own, category, grade, times)
    assert numbers.read_certificate_number(str(number)) == number
    after = numbers.read_certificate_number(numbers.reissued(str(number)))
    assert after == numbers.CertificateNumber(own, category, grade, times + 1)


@LAWS
@given(NUMBERS, st.sampled_from("xＸⅩ×✕ΧХ乂"))
def test_a_look_alike_of_x_changes_no_other_number(number: str, like: str) -> None:
    assert numbers.tidy_id(number) == number
    assert numbers.tidy_id(number[:17] + like) == number[:17] + "X"
    assert numbers.tidy_certificate(f"{number}43В1") == f"{number}43B1"


@LAWS
@given(NUMBERS, st.integers(0, 17))
def test_a_letter_for_a_digit_is_found_again(number: str, place: int) -> None:
    letter = {"0": "O", "1": "I"}.get(number[place])
    assume(letter is not None)
    wrong = f"{number[:place]}{letter}{number[place + 1 :]}"
    assert numbers.id_fault(wrong, TODAY) is not None
    assert numbers.mended_id(wrong, TODAY) == number


@LAWS
@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 995), st.sampled_from(REGIONS[:3]))
def test_an_old_number_is_its_new_one_without_century_and_check(born: date, order: int, region: str) -> None:
    number = id_number(f"{born:%Y%m%d}", f"{order:03d}", region)
    assert numbers.renewed_id(number[:6] + number[8:17]) == number
    assert numbers.id_fault(number[:6] + number[8:17], TODAY) is not None


# ---- age --------------------------------------------------------------------------------------


@LAWS
@given(BIRTHS, st.integers(0, 120))
def test_the_birthday_itself_makes_a_year_older(born: date, years: int) -> None:
    year = born.year + years
    leap_day = (born.month, born.day) == (2, 29) and not _leap(year)
    birthday = date(year, 3, 1) if leap_day else born.replace(year=year)
    assert numbers.age_on(born, birthday) == years
    assert numbers.age_on(born, birthday - timedelta(days=1)) == years - 1


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@LAWS
@given(BIRTHS, BIRTHS, BIRTHS)
def test_nobody_grows_younger_and_the_elder_stays_elder(one: date, two: date, three: date) -> None:
    elder, younger, day = sorted((one, two, three))
    assert numbers.age_on(elder, younger) <= numbers.age_on(elder, day)
    assert numbers.age_on(elder, day) >= numbers.age_on(younger, day) >= 0


# ---- what is typed ----------------------------------------------------------------------------

TIDIES: tuple[Callable[[str], str], ...] = (
    numbers.tidy_number,
    numbers.tidy_phone,
    numbers.tidy_name,
    numbers.tidy_date,
)
DOTS = frozenset("·・•．‧∙⋅･\u0387.。")
SNIPPETS = (
    *"0123456789+-()x,#王李𬱟aX.。・· \u3000\u200b\u202d年月日/",
    "转",
    "ext.",
    "0943",
    "6690000",
    "+86",
    "138",
)
TYPED = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(SNIPPETS), max_size=16).map("".join))


@pytest.mark.parametrize("tidy", TIDIES)
def test_what_is_tidy_stays_as_it_is(tidy: Callable[[str], str]) -> None:
    @LAWS
    @given(TYPED)
    def law(text: str) -> None:
        assert tidy(tidy(text)) == tidy(text)

    law()


@LAWS
@given(TYPED)
def test_a_name_loses_nothing_but_spaces_and_dots(text: str) -> None:
    def rest(name: str) -> list[str]:
        return [c for c in name if not c.isspace() and c not in DOTS]

    assert rest(numbers.tidy_name(text)) == rest(text)


@LAWS
@given(TYPED)
def test_every_check_answers_whatever_was_typed(text: str) -> None:
    faults = (
        numbers.id_fault(text, TODAY),
        numbers.certificate_fault(text, "", TODAY),
        numbers.phone_fault(text),
        numbers.bank_fault(text),
        numbers.name_fault(text),
    )
    assert all(fault is None or (fault and "\n" not in fault) for fault in faults)


HAN = st.one_of(
    st.integers(0x4E00, 0x9FFF),
    st.integers(0x3400, 0x4DBF),
    st.integers(0x20000, 0x2FFFD),
    st.integers(0x30000, 0x3FFFD),
).map(chr)


@LAWS
@given(st.text(HAN, min_size=1, max_size=50))
def test_every_han_name_is_welcome_and_kept(name: str) -> None:
    assert numbers.name_fault(name) is None
    assert numbers.tidy_name(name) == name


@LAWS
@given(st.text(HAN, max_size=49), st.characters(categories=("Cc", "Cf", "Co", "Cs")), st.integers(0, 49))
def test_a_name_with_anything_invisible_is_refused(name: str, char: str, place: int) -> None:
    fault = numbers.name_fault(name[:place] + char + name[place:])
    assert fault is not None
    assert f"U+{ord(char):04X}" in fault


@LAWS
@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(("", "+86", "0086", "86", "0", "+86 0"))
)
def test_a_mobile_number_is_the_same_however_it_is_dialled(number: str, before: str) -> None:
    assert numbers.phone_fault(number) is None
    assert numbers.tidy_phone(f"{before}{number[:3]}-{number[3:7]} {number[7:]}") == number


@LAWS
@given(
    st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})", fullmatch=True),
    st.integers(2000000, 9999999),
    st.integers(0, 999999),
)
def test_a_landline_is_the_same_however_it_is_written(area: str, line: int, extension: int) -> None:
    local = f"{line}0" if len(area) == 3 else str(line)
    assert numbers.phone_fault(area + local) is None
    for typed in (f"{area}-{local}", f"({area}){local}", f"+86 {area[1:]} {local}"):
        assert numbers.tidy_phone(typed) == area + local
    assert numbers.tidy_phone(f"{area}-{local}转{extension}") == f"{area}{local}转{extension}"


@LAWS
@given(NUMBERS.map(lambda n: n[:15].replace("X", "0")), st.integers(0, 14), st.integers(1, 9))
def test_the_check_digit_of_a_card_notices_a_wrong_digit(first15: str, place: int, shift: int) -> None:
    number = next(f"{first15}{d}" for d in range(10) if numbers.luhn_holds(f"{first15}{d}"))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not numbers.luhn_holds(wrong)
    assert numbers.bank_fault(wrong) is None


@LAWS
@given(st.text(st.sampled_from("0123456789+-转 ()/、无儿子ox"), max_size=24))
def test_whatever_is_typed_for_a_telephone_gets_one_sentence_and_prints(text: str) -> None:
    kept = numbers.tidy_phone(text)
    fault = numbers.phone_fault(kept)
    assert fault is None or (fault and "\n" not in fault)
    if fault is None:
        assert numbers.tidy_phone(numbers.shown_phone(kept)) == kept
    meant = numbers.mended_phone(kept)
    assert meant == "" or numbers.phone_fault(meant) is None


@LAWS
@given(st.text(st.sampled_from("0123456789"), min_size=1, max_size=26))
def test_an_account_is_refused_cautioned_or_sound(number: str) -> None:
    refused = numbers.bank_fault(number) is not None
    assert refused is (not 14 <= len(number) <= 22)
    if not refused:
        usual = 16 <= len(number) <= 19 and numbers.luhn_holds(number)
        assert (numbers.bank_caution(number) is None) is usual


@LAWS
@given(st.text(st.characters(min_codepoint=0xE700, max_codepoint=0xE8FF), min_size=1, max_size=4))
def test_an_offered_name_is_sound_and_another(name: str) -> None:
    meant = numbers.mended_name(f"王{name}")
    assert meant == "" or (meant != f"王{name}" and numbers.name_fault(meant) is None)


# ---- dates ------------------------------------------------------------------------------------


@LAWS
@given(st.dates(date(1000, 1, 1)))
def test_every_way_to_write_a_date_means_the_same_day(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    for typed in (
        f"{day:%Y%m%d}",
        f"{year}-{month}-{number}",
        f"{year}.{month:02d}.{number:02d}",
        f"{year}/{month}/{number}",
        f"{year}年{month}月{number}日",
        f" {year} 年 {month} 月 {number} 号 ",
    ):
        assert numbers.tidy_date(typed) == day.isoformat()


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
LIMITS = st.integers(0, 40)
CALENDAR = calendar.shipped()


@LAWS
@given(DAYS, LIMITS)
def test_exactly_the_promised_working_days_pass(start: date, days: int) -> None:
    end, _ = CALENDAR.after(start, days)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.works(day) for day in passed) == days
    assert end == start if days == 0 else CALENDAR.works(end)


@LAWS
@given(DAYS, DAYS, LIMITS)
def test_a_later_start_and_a_longer_limit_never_end_earlier(one: date, two: date, days: int) -> None:
    early, late = sorted((one, two))
    assert CALENDAR.after(early, days)[0] <= CALENDAR.after(late, days)[0]
    assert CALENDAR.after(early, days)[0] < CALENDAR.after(early, days + 1)[0]


@LAWS
@given(DAYS, LIMITS, LIMITS)
def test_two_limits_one_after_the_other_are_one_limit(start: date, first: int, second: int) -> None:
    middle, unsure = CALENDAR.after(start, first)
    end, also = CALENDAR.after(middle, second)
    assert CALENDAR.after(start, first + second) == (end, unsure or also)


# ---- three-valued logic -----------------------------------------------------------------------

TRUTHS = st.sampled_from((True, False, None))
SEVERAL = st.lists(TRUTHS, max_size=5)


def _not(value: Truth) -> Truth:
    return None if value is None else not value


@LAWS
@given(SEVERAL, SEVERAL)
def test_and_and_or_keep_the_laws_of_kleene(one: list[Truth], two: list[Truth]) -> None:
    for joined in (all_of, any_of):
        assert joined(one + two) == joined([joined(one), joined(two)])  # associative
        assert joined(one + two) == joined(two + one)  # commutative
        assert joined(one + one) == joined(one)  # idempotent
    assert all_of(one) == _not(any_of(map(_not, one)))  # de Morgan
    both, either = all_of(one), any_of(one)
    assert all_of([both, any_of([both, all_of(two)])]) == both  # absorbing
    assert any_of([either, all_of([either, any_of(two)])]) == either


def test_the_three_values_by_name() -> None:
    assert (all_of([]), any_of([])) == (True, False)
    assert (all_of([True, None]), all_of([False, None])) == (None, False)
    assert (any_of([False, None]), any_of([True, None])) == (None, True)


CODES = ("1", "2", "3", "4")
WORDS = {
    "flag": ("= yes", "= no"),
    "choice": ("= 1", "!= 2", "in 1 3", "not-in 2 3 4"),
    "several": ("any-of 1 2", "none-of 3 4", "any-of 4"),
    "number": (">= 16", "<= 59", "between 16 59", ">= 0"),
}
KNOWN: dict[str, st.SearchStrategy[Value]] = {
    "flag": st.booleans(),
    "choice": st.sampled_from(CODES),
    "several": st.lists(st.sampled_from(CODES), min_size=1, unique=True).map(tuple),
    "number": st.integers(0, 120).map(str),
}
KINDS = {f"{kind}{n}": kind for kind in WORDS for n in (1, 2)}
CLAUSES = st.sampled_from([parse(f"{name} {words}") for name, kind in KINDS.items() for words in WORDS[kind]])
CONDITIONS = st.lists(st.lists(CLAUSES, min_size=1, max_size=4).map(tuple), max_size=4).map(tuple)
COMPLETE = st.fixed_dictionaries({name: KNOWN[kind] for name, kind in KINDS.items()})
UNKNOWN = st.sampled_from((None, "", (), UNSURE))
GAPS = st.dictionaries(st.sampled_from(sorted(KINDS)), UNKNOWN)


def _with_gaps(facts: Facts, gaps: dict[str, Value | None]) -> Facts:
    """The facts with some answers missing, empty or 不清楚."""
    kept = {name: gaps.get(name, value) for name, value in facts.items()}
    return {name: value for name, value in kept.items() if value is not None}


@LAWS
@given(CONDITIONS, COMPLETE, GAPS)
def test_what_is_settled_stays_settled_whatever_is_answered_later(
    condition: Condition, facts: Facts, gaps: dict[str, Value | None]
) -> None:
    """An answer given later can only turn 可能 into yes or no."""
    partial = truth(condition, _with_gaps(facts, gaps))
    assert partial in (None, truth(condition, facts))


@LAWS
@given(CONDITIONS, COMPLETE)
def test_complete_facts_leave_nothing_open(condition: Condition, facts: Facts) -> None:
    assert truth(condition, facts) is not None


@LAWS
@given(CONDITIONS, GAPS, COMPLETE)
def test_more_answers_never_unsettle(
    condition: Condition, gaps: dict[str, Value | None], facts: Facts
) -> None:
    """Also between two incomplete sets of answers."""
    assume(gaps)
    before = truth(condition, _with_gaps(facts, gaps))
    for name in gaps:
        after = truth(condition, _with_gaps(facts, {n: v for n, v in gaps.items() if n != name}))
        assert before is None or after == before


@LAWS
@given(CLAUSES, COMPLETE, UNKNOWN)
def test_an_unknown_fact_is_neither_true_nor_false(
    clause: Clause, facts: Facts, unknown: Value | None
) -> None:
    assert clause_truth(clause, _with_gaps(facts, {clause.element: unknown})) is None
    assert clause_truth(clause, facts) is not None
