"""An answer whose question is hidden now decides nothing, is not asked again, and leaves with nothing."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk_app.commands import people
from desk_app.commands.people import DAY, InventedPerson
from forms import check, judging, live, loader, rules
from forms.pack import Pack
from forms.schema import UNSURE, Element, Kind, Origin, Value
from tests.people import id_number
from tests.unit.packs import Folder

PACK = loader.shipped()
WORK: dict[str, Value] = {
    "id_number": id_number(),
    "willing_to_work": True,
    "able_to_work": True,
    "employed": True,
    "employment_kind": "1",
    "unit_name": "样例公司",
    "contract": True,
    "contract_from": "2026-01-01",
}
CHOICES: tuple[tuple[str, ...], ...] = (
    (),
    ("cert_new", "living_subsidy"),
    ("cert_renew",),
    ("cert_cancel",),
    ("employment",),
    ("care_subsidy", "employment"),
)


def facts(answers: Mapping[str, Value], *chosen: str, pack: Pack = PACK) -> dict[str, Value]:
    return live.facts(pack, answers, chosen, DAY)


def test_what_is_on_the_form_counts() -> None:
    held = facts(WORK, "employment")
    assert (held["unit_name"], held["contract_from"], held["age"]) == ("样例公司", "2026-01-01", "39")


def test_a_chain_of_hidden_answers_goes_as_a_whole() -> None:
    held = facts({**WORK, "employed": False}, "employment")
    assert held["employed"] is False
    assert not held.keys() & {"employment_kind", "unit_name", "contract", "contract_from"}


def test_a_matter_taken_out_takes_its_block_along() -> None:
    held = facts(WORK, "cert_new")
    assert not held.keys() & {"employed", "unit_name"}
    # The interview asks these two for a matter that is told unasked, so they decide on.
    assert held["willing_to_work"] is True
    assert held["able_to_work"] is True


def test_a_question_asked_for_one_matter_only_goes_with_it() -> None:
    told: dict[str, Value] = {"certificate_state": "1", "renew_reason": "1"}
    assert facts(told, "cert_renew")["renew_reason"] == "1"
    assert "renew_reason" not in facts(told, "cert_lost")


def test_unsure_is_an_answer_like_any_other() -> None:
    assert facts({"low_income": UNSURE})["low_income"] == UNSURE


def test_what_only_follows_is_worked_out_anew_and_what_the_pack_does_not_know_is_left_out() -> None:
    held = facts({"id_number": id_number(), "age": "7", "shoe_size": "43"})
    assert held["age"] == "39"
    assert "shoe_size" not in held


def test_what_a_book_says_counts_without_a_question() -> None:
    assert facts({"open_matters": ("cert_new",)})["open_matters"] == ("cert_new",)


def test_an_element_that_its_own_section_hides_later_is_found() -> None:
    """A gate may come after what it hides: conditions look back by sections, not by lines."""
    late = replace(PACK.elements["school"], show_when=PACK.elements["unit_name"].show_when)
    elements = {"school": late, **{k: v for k, v in PACK.elements.items() if k != "school"}}
    pack = replace(PACK, elements=elements)
    told: dict[str, Value] = {**WORK, "school": "样例学校"}
    assert facts(told, "employment", pack=pack)["school"] == "样例学校"
    assert "school" not in facts({**told, "employed": False}, "employment", pack=pack)


def test_an_application_of_an_older_release_loses_what_was_not_on_its_form() -> None:
    whole = rules.complete(PACK, {**WORK, "employed": False}, DAY)
    held = live.without_hidden(PACK, whole, ("employment",))
    assert "unit_name" not in held
    assert held["age"] == whole["age"]


# ---- by many people ------------------------------------------------------------------------------


def value(element: Element, dice: random.Random) -> Value:
    """A random answer to a question, sound or not."""
    codes = [o.code for o in PACK.options(element)]
    match element.kind:
        case Kind.FLAG:
            return dice.choice((True, False))
        case Kind.CHOICE:
            return dice.choice([*codes, UNSURE])
        case Kind.CHOICES:
            return tuple(dice.sample(codes, min(2, len(codes))))
        case Kind.DATE:
            return date(dice.randint(1990, 2035), 3, 1).isoformat()
    return dice.choice(("样例", "1", "13809430000"))


def crowd(count: int = 250) -> Iterator[tuple[InventedPerson, dict[str, Value], tuple[str, ...]]]:
    """People with answers to a dozen random questions, and the matters they ask for."""
    dice = random.Random(20261126)
    typed = [e for e in PACK.elements.values() if e.ranks != (Origin.BOOK,)]
    for person in dice.sample(people.everybody(), count):
        extra = {e.id: value(e, dice) for e in dice.sample(typed, 12)}
        yield person, {**people.facts(person), **extra}, dice.choice(CHOICES)


def allowed(pack: Pack, held: Mapping[str, Value], chosen: tuple[str, ...]) -> set[str]:
    """The elements that may be answered: fields shown, questions, and those outside the form."""
    shown = {e.id for e in rules.fields(pack, held, chosen)}
    return shown | {e.id for e in pack.elements.values() if e.ask or not e.section}


def test_only_what_is_seen_is_kept_and_all_of_it() -> None:
    dropped = 0
    for person, told, chosen in crowd():
        held = facts(told, *chosen)
        kept = held.keys() & told.keys()
        assert kept <= allowed(PACK, held, chosen), person
        shown = {e.id for e in rules.fields(PACK, held, chosen)}
        assert shown & told.keys() <= kept, person
        dropped += len(told) - len(kept)
    assert dropped > 1000  # the crowd has enough to hide


def test_hidden_answers_decide_nothing() -> None:
    """A new draft with only the answers that count has the same outcome, questions and faults."""
    for person, told, chosen in crowd():
        held = facts(told, *chosen)
        fresh = facts({k: v for k, v in told.items() if k in held}, *chosen)
        assert fresh == held, person
        found = judging.judge(PACK, fresh, chosen)
        assert check.problems(PACK, fresh, chosen, DAY) == check.problems(PACK, held, chosen, DAY, found)
        assert rules.questions(PACK, fresh, chosen) == rules.questions(PACK, held, chosen, found)


# ---- what is answered beside the form is checked like all others ---------------------------------


@pytest.mark.parametrize(
    ("element", "wrong", "said"),
    [
        ("certificate_until", "2026-02-30", "不是日期"),
        ("certificate_until", "0026-02-03", "年份"),
        ("other_benefits", ("99",), "不认识的选项"),
        ("other_benefits", ("0", "1"), "不能再选别的"),
        ("grade", "9", "不认识的选项"),
        ("has_impairment", "yes", "请选择是或否"),
        ("certificate_number", "12345", "残疾人证"),
    ],
)
def test_a_bad_answer_outside_the_form_is_told(element: str, wrong: Value, said: str) -> None:
    found = check.problems(PACK, facts({"id_number": id_number(), element: wrong}), (), DAY)
    told = [p for p in found if p.element == element]
    assert [p.blocks for p in told] == [True]
    assert said in told[0].message


def test_a_number_is_a_number() -> None:
    people_at_home = replace(PACK.elements["grade"], id="heads", kind=Kind.NUMBER, codes="", derived=None)
    pack = replace(PACK, elements={**PACK.elements, "heads": people_at_home})
    for text, sound in (("4", True), ("-3", True), ("四", False), ("1e9", False)):
        told = [p.element for p in check.problems(pack, facts({"heads": text}, pack=pack), (), DAY)]
        assert ("heads" not in told) is sound, text


def test_a_day_before_another_is_told_by_both_names() -> None:
    held = facts({**WORK, "contract_to": "2025-12-31"}, "employment")
    told = {p.element: p.message for p in check.problems(PACK, held, ("employment",), DAY)}
    assert told["contract_to"] == "劳动合同终止日早于劳动合同起始日,请核对"


# ---- rows of earlier releases --------------------------------------------------------------------

HELPS = ("place", "same_as", "same_words", "also_as", "also_words", "not_before", "beside", "printed_as")
LATER = (*HELPS, "prints", "sealed", "promised", "by_hand", "dates")


def test_rows_that_know_no_later_key_have_it_as_the_shipped_row(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "pack")
    for name in ("elements.toml", "matters.toml", "materials.toml", "documents.toml"):
        file = folder.path / name
        lines = file.read_text(encoding="utf-8").splitlines()
        older = [line for line in lines if line.split(" = ")[0] not in LATER]
        assert len(older) < len(lines)
        file.write_text("\n".join(older), encoding="utf-8")
    pack = loader.load(folder.path)
    assert pack.digest != PACK.digest
    assert pack.documents == PACK.documents
    assert pack.materials == PACK.materials
    assert pack.elements == PACK.elements
    assert pack.matters == PACK.matters


def test_a_row_that_writes_the_key_is_taken_at_its_word(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change("documents.toml", 'sealed = "C1"\n', "")
    folder.change("documents.toml", "promised = true\n", "promised = false\n")
    documents = {d.id: d for d in loader.load(folder.path).documents}
    assert documents["correction"].sealed == "C1"
    assert documents["following_promise"].promised is False


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("documents.toml", 'sealed = "C1"', 'sealed = "C9"', "不认识的签章种类“C9”"),
        ("elements.toml", 'same_as = "phone"', 'same_as = "fone"', "没有别的要素“fone”"),
        ("elements.toml", 'same_words = "与现住址相同"', 'same_words = ""', "要一起写"),
        (
            "elements.toml",
            'also_as = "guardian_phone"',
            'also_as = "guardian_fone"',
            "没有别的要素“guardian_fone”",
        ),
        ("elements.toml", 'beside = "certificate_number"', 'beside = "grade"', "没有别的要素“grade”"),
        ("elements.toml", 'not_before = "contract_from"', 'not_before = "school"', "两个日期"),
        ("matters.toml", 'dates = "cancelled_on"', 'dates = "birth"', "本册记录的日期要素"),
        ("elements.toml", "place = true", 'place = "yes"', "true 或 false"),
    ],
)
def test_a_wrong_help_is_told_with_its_line(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change(name, old, new)
    faults = folder.faults()
    assert [f.file for f in faults] == [name], faults
    assert said in faults[0].message
