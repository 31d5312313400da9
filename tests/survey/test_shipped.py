"""The shipped questionnaires: every way through them walked, and held against a table written by hand."""

from collections.abc import Mapping

import pytest

from forms.schema import Value
from forms.surveys import completing, live, paths, reading
from forms.surveys.kinds import Questionnaire
from forms.surveys.live import ItemStanding, ReadSheet
from tests.survey.tables import HERE, rows

FORMS = {form.id: form for form in reading.every()}
PERSON = FORMS["person-2026"]
PUBLISHED = reading.load(HERE / "published-2017")
EXPECTED = list(rows(HERE / "expectations.md"))
JUMPS = list(rows(HERE / "published-2017" / "expectations.md"))
COLUMNS = {"R9就业": "r9", "R13居民医保": "r13", "R23改造": "r23", "R26文体": "r26"}
SAID = {"是": "1", "否": "2", "参加": "1", "没参加": "2", "做过": "1", "没做过": "2"}
CATEGORIES = {"视力": "1", "听力": "2", "言语": "3", "肢体": "4", "智力": "5", "精神": "6"}
GRADES = {"一级": "1", "二级": "2", "三级": "3", "四级": "4"}


def answers(row: Mapping[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {
        COLUMNS[head]: SAID[said] for head, said in row.items() if head in COLUMNS and said
    }
    if row["出生"]:
        found["birth"] = row["出生"]
    if row["类别"]:
        found["categories"] = tuple(CATEGORIES[word] for word in row["类别"].split())
    return found | {"grade": GRADES[row["等级"]]}


def numbers(sheet: ReadSheet, *standing: ItemStanding) -> set[str]:
    return {i.number for i in sheet.form.items if i.number and sheet.standing[i.id] in standing}


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["谁"])
def test_who_is_asked_what_is_as_the_published_form_has_it(row: Mapping[str, str]) -> None:
    sheet = live.read(PERSON, {}, answers(row))
    pending = set(row["待定"].split())
    assert numbers(sheet, ItemStanding.SKIPPED, ItemStanding.APART) == set(row["不问"].split())
    assert numbers(sheet, ItemStanding.PENDING) == pending
    every = {f"R{n}" for n in range(1, 28)}
    assert numbers(sheet, ItemStanding.ASKED) == every - pending - set(row["不问"].split())


@pytest.mark.parametrize("row", JUMPS, ids=lambda row: "-".join(row.values())[:12])
def test_the_jumps_of_the_form_of_2017_lead_where_it_says(row: Mapping[str, str]) -> None:
    given = {key.lower(): row[key] for key in ("R16", "R19", "R29") if row[key]}
    cared = "1" if row["托养的对象"] == "是" else "2"
    sheet = live.read(PUBLISHED, {}, {**given, "cared_for": cared})
    assert [item.number for item in sheet.asked if item.number] == row["问"].split()


@pytest.mark.parametrize("form", [*FORMS.values(), PUBLISHED], ids=lambda form: form.id)
def test_every_way_is_walked_once_item_by_item(form: Questionnaire) -> None:
    found = list(paths.paths(form))
    assert len({path.asked for path in found}) == len(found) > 1
    assert {name for path in found for name in path.asked} == {item.id for item in form.items}
    for path in found:
        facts = path.facts(form)
        given = {name: value for name, value in facts.items() if name not in path.asked}
        typed: dict[str, Value] = {}
        walked = []
        sheet = live.read(form, given, typed)
        while item := sheet.following(walked[-1] if walked else ""):
            walked.append(item.id)
            typed[item.id] = facts.get(item.id, "样例")
            sheet = live.read(form, given, typed)
        assert tuple(walked) == path.asked == tuple(item.id for item in sheet.asked)
        assert not numbers(sheet, ItemStanding.PENDING)


def test_the_ways_through_the_person_form_are_those_its_questions_make() -> None:
    """By hand: five ages and kinds of person, times what may be skipped."""
    under, working, cared, old = 1, 2, 2, 2  # ways through work: none under 16, else employed or not
    assert len(list(paths.paths(PERSON))) == (under + working + cared + old) * 2**3


def test_an_official_number_fills_what_follows_and_ages_are_of_the_reference_day() -> None:
    sheet = live.read(PERSON, {}, {"certificate_number": "62040319661001202X43"})
    assert sheet.facts["categories"] == ("4",)
    assert sheet.facts["grade"] == "3"
    known = live.read(PERSON, {"id_number": "62040319661001202X"}, {})
    assert (known.facts["birth"], known.facts["age"], known.facts["sex"]) == ("1966-10-01", "59", "2")
    several = live.read(PERSON, {}, {"certificate_number": "62040319661001202X73"})
    assert "categories" in {item.id for item in several.asked if item.id not in several.facts}


def test_what_is_not_of_a_published_form_is_marked() -> None:
    unmarked = [
        i.id for i in PERSON.items if "2022年" not in i.source and "国统制" not in i.source and not i.proposed
    ]
    assert unmarked == []
    assert all(item.proposed for item in FORMS["village-2026"].items)
    assert len(FORMS["village-2026"].items) == 11
    assert {i.number for i in PERSON.items if i.number} == {f"R{n}" for n in range(1, 28)}


def test_a_caution_mends_asks_for_a_reason_or_only_hints() -> None:
    typed: dict[str, Value] = {
        "birth": "2008-01-01", "r3": "2", "r9": "1", "r12": ("2",), "r13": "1", "r23": "1", "r24": ("3",),
        "r25": ("3", "4"),
    }  # fmt: skip
    sheet = live.read(PERSON, {"last_r9": "2"}, typed)
    found = {p.caution: p for p in completing.problems(sheet, {"married_young": "按民族习惯"}) if p.caution}
    assert {name: (p.grade.value, p.open) for name, p in found.items()} == {
        "married_young": ("说明", False),
        "work_changed": ("提示", False),
        "insured_twice": ("说明", True),
        "adapted_again": ("提示", False),
    }
    old: dict[str, Value] = {"birth": "1950-01-01", "r6": "2", "r17": ("3",)}
    (mended,) = (
        p for p in completing.problems(live.read(PERSON, {}, old), {"cared_outside": "x"}) if p.caution
    )
    assert (mended.grade.value, mended.open) == ("改正", True)
