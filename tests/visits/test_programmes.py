"""Programmes of home visits: switched by the county, checked with file and line, told three-valued."""

from pathlib import Path

import pytest

from desk_app.services import proceedings
from forms import criteria, loader
from forms.schema import Outcome
from tests.fakes import make_parts
from tests.unit.packs import Folder

VISIT = "visits/home/home_visit.toml"
SWITCH = '[visits]\nsource = "本区规定"'


def _switched(folder: Path, rows: str) -> frozenset[str]:
    """The programmes in force with a county's own ``[visits]``."""
    (folder / "visits.toml").write_text(f"{SWITCH}\n{rows}\n", encoding="utf-8")
    pack = loader.load(folder)
    shown = {p.programme for p in pack.procedures.values() if p.programme and p.register}
    assert shown == {p.id for p in pack.programmes.values() if p.switched_on}
    return frozenset(shown)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("", {"home"}),
        ('on = ["yinchuan"]', {"home", "yinchuan"}),
        ('on = ["quxian"]\noff = ["home"]', {"quxian"}),
    ],
)
def test_a_county_turns_programmes_on_and_off(tmp_path: Path, rows: str, found: set[str]) -> None:
    assert _switched(tmp_path, rows) == found


def test_a_programme_that_is_not_in_force_is_read_and_opens_nothing(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    found = [p for p in proceedings.registers(parts) if not p.room]
    assert [p.id for p in found] == ["home_visit", "entitled"]
    assert "one_plus_n" in parts.pack.procedures
    parts.store.close()


def test_a_county_brings_a_programme_of_its_own_as_data_alone(tmp_path: Path) -> None:
    home = tmp_path / "visits" / "ours"
    home.mkdir(parents=True)
    head = '[programme]\nid = "ours"\ntitle = "本区上门"\nshort = "上门"\nplace = "本区"\n'
    head += 'source = "本区规定"\non = true\n'
    (home / "pack.toml").write_text(head, encoding="utf-8")
    own = (loader.DEFINITIONS / VISIT).read_text(encoding="utf-8")
    own = own.replace('id = "home_visit"', 'id = "our_visit"').replace('prefix = "SM"', 'prefix = "BQ"')
    (home / "our_visit.toml").write_text(own, encoding="utf-8")
    pack = loader.load(tmp_path)
    assert pack.procedures["our_visit"].register
    assert pack.procedures["our_visit"].programme == "ours"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A whole copy of the shipped pack."""
    return Folder(tmp_path / "pack")


@pytest.mark.parametrize(
    ("name", "old", "new", "holding", "said"),
    [
        ("county.toml", "", f'{SWITCH}\non = ["yinchan"]', '"yinchan"', "没有上门服务“yinchan”"),
        ("county.toml", "", f'{SWITCH}\non = ["home"]\noff = ["home"]', "off", "不能又启用又停用"),
        ("county.toml", "", '[visits]\non = ["home"]', "[visits]", "source"),
        ("visits/home/pack.toml", 'id = "home"', 'id = "house"', 'id = "house"', "请写“home”"),
        ("visits/yinchuan/pack.toml", 'service = "child_rehab"', 'service = "child"', '"child"', "没有服务"),
        ("visits/quxian/pack.toml", "least = 70", "least = 0", "least = 0", "至少是1"),
        (VISIT, 'when = [["cannot_come = yes"]]', 'when = [["can_come = no"]]', "can_come", "没有一个动作问"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_and_line(
    folder: Folder, name: str, old: str, new: str, holding: str, said: str
) -> None:
    folder.change(name, old, new)
    folder.tells(name, holding, said)


def test_a_limit_has_a_source_or_is_marked_as_a_proposal(folder: Folder) -> None:
    folder.change(VISIT, 'county = "visit_return_months"', "")
    text = (folder.path / VISIT).read_text(encoding="utf-8")
    (folder.path / VISIT).write_text(text.removesuffix("proposed = true\n"), encoding="utf-8")
    folder.tells(VISIT, 'id = "return"', "没有写出处")


@pytest.mark.parametrize(
    ("facts", "outcome", "words"),
    [
        ({"cannot_come": True}, Outcome.APPLIES, "上门办"),
        ({"cannot_come": False}, Outcome.NOT, "还想上门的,由窗口定"),
        ({}, Outcome.MAY, "联系时问一句"),
    ],
)
def test_whom_it_serves_is_told_with_its_sentence(
    facts: dict[str, bool], outcome: Outcome, words: str
) -> None:
    (told,) = criteria.told(loader.shipped().procedures["home_visit"], facts)
    assert told.outcome is outcome
    assert words in told.text


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"hard_to_move": True, "no_carer": True, "severe_limb": False, "blind": True}, Outcome.APPLIES),
        ({"several_disabled": True}, Outcome.APPLIES),
        ({"hard_to_move": True, "no_carer": True, "severe_limb": True}, Outcome.APPLIES),
        ({"hard_to_move": True, "severe_limb": True}, Outcome.MAY),
        (
            dict.fromkeys(
                (
                    *("hard_to_move", "no_carer", "severe_limb", "blind"),
                    *("several_disabled", "old_carer", "schizophrenia", "special_case"),
                ),
                False,
            ),
            Outcome.NOT,
        ),
    ],
)
def test_the_persons_of_the_city_are_any_of_those_it_names(facts: dict[str, bool], outcome: Outcome) -> None:
    (told,) = criteria.told(loader.shipped().procedures["door_service"], facts)
    assert told.outcome is outcome


def test_what_ends_a_visit_without_a_service_is_never_the_next_step_offered() -> None:
    """F2 does the first act of a record: it leads on, and refuses or postpones nothing."""
    ending = {
        "not_for",
        "decline",
        "withdraw",
        "gone",
        "postpone",
        "agree_anew",
        "not_granted",
        "proof_failed",
    }
    for procedure in (p for p in loader.shipped().procedures.values() if p.programme):
        for state in procedure.states:
            offered = [act.code for act in procedure.offers(state.code, "clerk")]
            assert not offered or offered[0] not in ending, (procedure.id, state.code)
