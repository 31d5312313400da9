"""Each number of the two official programmes stands in the data, beside the clause it comes from.

The table was written from the documents by hand; a row says the words, the clause and where the number is.
"""

import pytest

from forms import explain, loader
from forms.clock_kinds import Clock, Cycle, Unit
from forms.programmes import Measure
from forms.round_kinds import Every, Round

PACK = loader.shipped()
QUXIAN, YINCHUAN = "渠府办〔2023〕79号", "银川方案"
SAID = (
    ("每月10日前", f"{QUXIAN} 三(一)", "village_survey", "monthly", (10, Every.MONTH_DAY)),
    ("乡镇(街道)残联5个工作日内组织实地核实", f"{QUXIAN} 三(一)", "one_plus_n", "verify", (5, Unit.WORKING)),
    ("接到乡镇(街道)上报情况后5个工作日内", f"{QUXIAN} 三(二)", "one_plus_n", "visit", (5, Unit.WORKING)),
    ("上门服务后1个月内", f"{QUXIAN} 三(四)", "one_plus_n", "return", (1, Unit.MONTH)),
    ("全覆盖回访", f"{QUXIAN} 三(四)", "quxian", "returned", (100, "%")),
    ("抽查比例不低于70%", f"{QUXIAN} 三(四)", "quxian", "checked", (70, "%")),
    ("每月开展康复训练不少于4次", f"{YINCHUAN} 三(二)6", "yinchuan", "rehab_month", (4, "次")),
    ("原则上每周提供不少于1次", f"{YINCHUAN} 三(二)7", "yinchuan", "teaching_week", (1, "次")),
    ("每次不少于2课时", f"{YINCHUAN} 三(二)7", "yinchuan", "teaching_hours", (2, "课时")),
    ("每月开展康复训练不少于4次", f"{YINCHUAN} 三(二)6", "door_service", "rehab_month", (4, Cycle.MONTH)),
    ("每周提供不少于1次", f"{YINCHUAN} 三(二)7", "door_service", "teaching_week", (1, Cycle.WEEK)),
    ("每月定期统计", f"{YINCHUAN} 四(四)", "door_report", "monthly", (12, Every.LAST_WORKING_DAY)),
    ("每季度结束前", f"{YINCHUAN} 四(四)", "door_report", "quarterly", (4, Every.LAST_WORKING_DAY)),
)
"""Words, clause, procedure or programme, id of the row there, number and what it counts."""


def _row(where: str, name: str) -> Clock | Round | Measure:
    procedure, programme = PACK.procedures.get(where), PACK.programmes.get(where)
    rows: list[Clock | Round | Measure] = list(programme.measures) if programme else []
    rows += [*procedure.clocks, *procedure.rounds] if procedure else []
    (found,) = (row for row in rows if row.id == name)
    return found


def _number(row: Clock | Round | Measure) -> tuple[int, str]:
    match row:
        case Clock(times=0):
            return row.amount, row.unit
        case Clock():
            return row.times, row.period
        case Measure():
            return row.least, row.unit
        case Round(every=Every.MONTH_DAY):
            return row.on, row.every
    return len(row.months) or 12, row.every


@pytest.mark.parametrize(("words", "clause", "where", "name", "number"), SAID, ids=[s[0] for s in SAID])
def test_a_number_of_a_source_stands_in_the_data(
    words: str, clause: str, where: str, name: str, number: tuple[int, str]
) -> None:
    row = _row(where, name)
    assert (_number(row), row.source) == (number, clause)
    if isinstance(row, Measure):
        assert words in row.words
        assert not row.proposed


def test_no_other_number_of_a_programme_passes_for_one_of_a_source() -> None:
    """Whatever the table lacks is marked as a proposal, or is a day that people agreed on or a round gave."""
    listed = {(where, name) for _, _, where, name, _ in SAID}
    for procedure in (p for p in PACK.procedures.values() if p.programme):
        rows: list[Clock | Round] = [*procedure.clocks, *procedure.rounds]
        for row in rows:
            counted = not (isinstance(row, Clock) and row.last_day)
            assert row.proposed or not counted or (procedure.id, row.id) in listed, row.id
    for programme in PACK.programmes.values():
        for measure in programme.measures:
            assert measure.proposed or (programme.id, measure.id) in listed, measure.id


def test_what_no_source_says_is_told_as_a_proposal() -> None:
    for procedure in (p for p in PACK.procedures.values() if p.programme):
        said = "\n".join(explain.lines(PACK, procedure))
        marked = [row.proposed for row in (*procedure.acts, *procedure.criteria)]
        marked += [move.proposed for act in procedure.acts for move in act.moves]
        marked += [tally.proposed for tally in procedure.tallies]
        marked += [row.proposed for row in procedure.papers] + [row.proposed for row in procedure.rates]
        marked += [procedure.listing.proposed, *(act.paper_proposed for act in procedure.acts)]
        marked += [row.proposed for row in procedure.clocks]
        marked += [row.proposed for row in procedure.rounds] + [r.proposed for r in procedure.reports]
        assert said.count("建议:来源没有写,由区县定") == sum(marked)


def test_every_city_service_names_who_answers_for_it_and_where_that_is_said() -> None:
    city = PACK.programmes["yinchuan"].services
    assert [s.source for s in city] == [
        *(f"{YINCHUAN} 三(一){n}" for n in (1, 2, 3, 4)),
        *(f"{YINCHUAN} 三(二){n}" for n in (5, 6, 7, 8)),
        *(f"{YINCHUAN} 三(三){n}" for n in (9, 10)),
        *(f"{YINCHUAN} 三(四){n}" for n in (11, 12)),
    ]
    assert {s.carried_out_by for s in city} == {"县级各相关部门"}
    assert all(s.responsible for s in city)
    assert [s.id for s in city if not s.supporting] == ["child_rehab", "insurance"]
    assert {s.id: s.money for s in city if s.money} == {
        "child_rehab": "0-6岁残疾儿童康复救助资金",
        "housework": "“阳光家园计划”残疾人托养服务项目资金",
    }


def test_the_one_and_the_eleven_of_the_county_have_their_units_and_their_term() -> None:
    services = {s.id: s for s in PACK.programmes["quxian"].services}
    beside = services.keys() - {"certificate", "assessment"}
    assert len(beside) == 11
    assert services["licence"].responsible == ("县行政审批局", "县市监局")
    assert {s.term for s in services.values()} == {"长期坚持"}
    assert PACK.codes["quxian_services"].label("device") == "辅具适配"
