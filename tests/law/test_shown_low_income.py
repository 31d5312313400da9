"""低保 that the record itself shows: told with its day where 417号 names the group, while it is fresh."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.applications import Application
from desk_app.domain.records import facts_of
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from forms import loader
from forms.schema import Facts, Finding
from tests.law.world import World, world
from tests.people import id_number
from tests.printing.reading import squeezed, text_of
from tests.unit.packs import Folder

LIVING, PENSION = "living_subsidy", "pension"
HOLDER: Facts = {
    "name": "张样例",
    "id_number": id_number("19810312", "002"),
    "certificate_number": f"{id_number('19810312', '002')}43",
    "certificate_state": "1",
    "low_income": True,
    "other_benefits": ("0",),
    "registered_here": True,
    "pension_joined": True,
}
ASKED = "是不是属于,可以问乡镇(街道)便民服务中心或人社局"
TOLD = "低保对象也由政府代缴:记录里2026年11月23日批准、现在还在发困难残疾人生活补贴,家庭在低保内"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def paid(both: World) -> Application:
    """A man of the third grade whose household is on 低保, paid the living subsidy since today."""
    application = both.accept(HOLDER, (LIVING,))
    both.decide(application, LIVING, "conclude", amount="110")
    return application


def now(both: World, parts: Parts, **more: Any) -> Finding:
    """What is found of the pension today, by one who says nothing of 低保 this time."""
    told = {k: v for k, v in HOLDER.items() if k != "low_income"} | more
    if parts is both.elsewhere:
        both.ask(parts, told)
    found = both.read(told, (), parts).findings
    return next(f for f in found if f.matter == PENSION)


def test_the_record_tells_it_with_its_day_at_both_windows_and_on_the_paper(both: World) -> None:
    assert ASKED in now(both, both.desk).next_step
    paid(both)
    for parts in (both.desk, both.elsewhere):
        found = now(both, parts)
        assert found.next_step.startswith(TOLD)
        assert ASKED not in found.next_step
        assert found.outcome is now(both, parts).outcome
        assert len(set(found.reasons)) == len(found.reasons)
    draft = both.draft({k: v for k, v in HOLDER.items() if k != "low_income"}, ("care_subsidy",))
    assert squeezed(TOLD) in squeezed(text_of(papers.notice(both.desk, draft)))


def test_it_is_asked_again_once_a_review_is_over_and_when_the_payment_ends(both: World) -> None:
    application = paid(both)
    both.wait(12, 0)
    assert TOLD in now(both, both.desk).next_step
    both.wait(1, 0)
    assert ASKED in now(both, both.desk).next_step
    both.wait(-6, 0)
    assert TOLD in now(both, both.desk).next_step
    both.decide(application, LIVING, "stop", text="退出低保")
    assert ASKED in now(both, both.desk).next_step


def test_whoever_is_heavily_disabled_is_matched_as_before(both: World) -> None:
    paid(both)
    number = f"{HOLDER['id_number']}42"
    found = now(both, both.desk, certificate_number=number)
    assert found.next_step == "免申即享:不用申请,也不交材料"
    assert not any("低保" in reason for reason in found.reasons)


def test_a_subsidy_that_a_county_gives_to_others_too_shows_nothing(both: World, tmp_path: Path) -> None:
    paid(both)
    history = inform.history(both.desk, HOLDER)
    assert facts_of(both.desk.pack, history, both.today)["low_income_shown_on"] == "2026-11-23"
    folder = Folder(tmp_path / "own")
    text = (folder.path / "county.toml").read_text("utf-8")
    row = """
[[extension]]
id = "low_edge"
matter = "living_subsidy"
requirement = "income"
when = [["other_benefits any-of 4"]]
met = "家庭是低保边缘家庭。"
clause = "国发〔2015〕52号二(一)"
since = "2026-01-01"
"""
    (folder.path / "county.toml").write_text(text + row, "utf-8")
    wider = loader.load(folder.path)
    assert "low_income_shown_on" not in facts_of(wider, history, both.today)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("matters.toml", 'shows = "low_income_shown_on"', 'shows = "low_incom"', "shows 要写一个"),
        ("matters.toml", "{low_income_shown_on}批准", "{low_income}批准", "“{low_income}”不是日期要素"),
        ("county.toml", 'subsidy_review_months = "12" ', 'subsidy_review_months = "24" ', "应在1至12之间"),
    ],
)  # fmt: skip
def test_a_fault_of_the_row_is_told(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    folder = Folder(tmp_path / "own")
    folder.change(file, old, new)
    assert [f.file for f in folder.faults() if said in f.message] == [file]
