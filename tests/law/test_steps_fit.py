"""What is told to do next fits who is told it: nobody old or unable is sent to look for work."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from forms import judging, loader, rules
from forms.schema import Facts, Finding, Value
from tests.people import id_number

PACK = loader.shipped()
TODAY = date(2026, 11, 23)
WORK = re.compile("找活|找工作|求职|就业服务|登记就业")
AGES = (0, 7, 15, 16, 30, 59, 60, 75, 99, 109)
FLAGS = ("willing_to_work", "able_to_work", "has_impairment", "low_income", "pension_joined")


def people() -> Iterator[Facts]:
    """Every age with every mix of answers about work, health and means, each known or not."""
    for age in AGES:
        for values in product((True, False, None), repeat=len(FLAGS)):
            told: dict[str, Value] = {"id_number": id_number(f"{2026 - age}0105")}
            told |= {name: value for name, value in zip(FLAGS, values, strict=True) if value is not None}
            told |= {"certificate_state": "0"} if values[2] is not None else {}
            yield rules.complete(PACK, told, TODAY)


@pytest.fixture(scope="module")
def judged() -> list[tuple[Facts, tuple[Finding, ...]]]:
    return [(facts, judging.judge(PACK, facts, ())) for facts in people()]


def test_work_is_spoken_of_to_whom_can_take_it(judged: list[tuple[Facts, tuple[Finding, ...]]]) -> None:
    told = 0
    for facts, findings in judged:
        for found in (f for f in findings if WORK.search(f.next_step)):
            told += 1
            assert 16 <= int(str(facts["age"])) <= 59, (found.next_step, facts)
            assert facts.get("able_to_work") is not False, (found.next_step, facts)
    assert told


def test_an_age_still_to_come_is_named_to_the_young_alone(
    judged: list[tuple[Facts, tuple[Finding, ...]]],
) -> None:
    for facts, findings in judged:
        for found in findings:
            for wanted in re.findall(r"满(\d+)周岁(?:后|参保)", found.next_step):
                assert int(str(facts["age"])) < int(wanted), found.next_step
