"""A volunteer's three years: sent out, confirmed, checked every year, published only by consent."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services import proceedings, rounds
from desk_app.services.lists import reports
from desk_app.services.printing import record_papers
from tests.centre.desk import Centre
from tests.fakes import CHINA
from tests.people import id_number
from tests.printing.reading import squeezed, text_of

APPLIES = {
    "name": "赵样例",
    "id_number": id_number("19920307", "001"),
    "phone": "13800000002",
    "village": "样例镇样例社区",
    "specialty": ("1", "2"),
    "station": "样例社区联络站",
    "apply_way": "1",
    "document_shown": True,
}


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """The centre's window on an empty book."""
    made = Centre.at(tmp_path / "desk")
    yield made
    made.parts.store.close()


def on(centre: Centre, year: int, month: int, day: int) -> None:
    """Move the clock and let the rounds open what is due."""
    centre.clock.moment = datetime(year, month, day, 9, tzinfo=CHINA)
    rounds.open_due(centre.parts)


def test_three_years_of_a_volunteer(centre: Centre) -> None:
    # GIVEN somebody who applied and was found fit
    made = centre.begin("volunteer", "apply", APPLIES)
    volunteer = centre.do(made, "approve", registered_on="2026-11-23")
    record = proceedings.record(centre.parts, centre.parts.window.who, volunteer.id)
    assert record is not None
    paper = squeezed(text_of(record_papers.draw(centre.parts, record, "volunteer_certificate")))
    assert "中国助残志愿者证" in paper
    assert volunteer.number in paper
    badge = squeezed(text_of(record_papers.draw(centre.parts, record, "volunteer_badge")))
    assert "中国助残志愿者" in badge
    # WHEN a visit asks for them and the person served confirms it
    wish = {"name": "张样例", "village": "样例镇样例村", "wish": "残疾人证换领", "channel": "2"}
    visit = centre.do(centre.begin("home_visit", "request", wish), "assign", doer="王样例")
    centre.do(visit, "ask_volunteer", volunteer=volunteer.number, help="手语翻译")
    told = {
        "volunteer": volunteer.number, "served_on": "2026-11-23", "service_hours": "2.5",
        "content": "2", "served": "张样例", "visit": visit.number,
    }  # fmt: skip
    service = centre.begin("volunteer_service", "record", told)
    assert centre.now(volunteer).facts.get("hours", "") == "", "nothing counts before it is confirmed"
    centre.do(service, "confirm", confirmed_by="张样例", confirm_way="2", confirm_kept=True)
    assert centre.now(volunteer).facts["hours"] == "2.5"
    # THEN each December the check comes by itself, and nobody unchecked is sent out
    for year, act, state in ((2026, "pass", "active"), (2027, "defer", "deferred"), (2028, "pass", "active")):
        on(centre, year, 12, 1)
        assert centre.now(volunteer).state == "to_check"
        with pytest.raises(RuleError, match="现在是“待年度审核”,不能“派去服务”"):
            centre.do(visit, "ask_volunteer", volunteer=volunteer.number, help="陪同")
        (check,) = centre.parts.store.proceedings.listed("volunteer_check", {"open"})
        centre.do(check, act, check_words="材料齐")
        assert centre.now(volunteer).state == state
    # training and an award count, and nothing is published without consent
    centre.do(volunteer, "train", trained_on="2028-12-01", topic="手语", train_hours="4")
    centre.do(volunteer, "award", awarded_on="2028-12-01", award_title="优秀志愿者")
    with pytest.raises(RuleError, match="没有本人同意,不得公开个人信息"):
        centre.do(volunteer, "publish", published_where="公示栏", published_what="姓名")
    centre.do(volunteer, "consent", may_publish="1", consent_kept=True)
    centre.do(volunteer, "publish", published_where="公示栏", published_what="姓名")
    centre.do(volunteer, "consent", may_publish="2", consent_kept=True)
    with pytest.raises(RuleError, match="没有本人同意"):
        centre.do(volunteer, "publish", published_where="网站", published_what="姓名")


def test_a_volunteer_of_nine_years_is_refused_with_one_sentence(centre: Centre) -> None:
    with pytest.raises(RuleError) as told:
        centre.begin("volunteer", "apply", {**APPLIES, "id_number": id_number("20170307", "001")})
    assert [p.message for p in told.value.problems] == ["按身份证号是9周岁,不满14周岁的不能登记"]
    with pytest.raises(RuleError) as told:
        centre.begin("volunteer", "apply", {**APPLIES, "id_number": id_number("20110307", "001")})
    assert [p.message for p in told.value.problems] == ["请填写监护人(不满18周岁的写)"]


def test_a_fault_of_the_self_check_stays_until_a_second_person_closed_it(centre: Centre) -> None:
    on(centre, 2026, 12, 1)
    (check,) = centre.parts.store.proceedings.listed("device_check", {"open"})
    centre.do(
        check, "fault", looked_on="2026-12-01", looked=("4",), fault="消毒没有登记",
        measure="当场登记", mend_by="2026-12-10", mender="王样例",
    )  # fmt: skip
    mended = centre.do(check, "mend", mended_on="2026-12-01", mended_words="补了登记本")
    assert mended.state == "mended"
    with pytest.raises(RuleError, match="不能是同一个人"):
        centre.do(check, "close")
    assert centre.now(check).state == "mended"


def test_what_the_civil_affairs_system_wants_goes_out_as_a_table(centre: Centre, tmp_path: Path) -> None:
    made = centre.begin("volunteer", "apply", APPLIES)
    centre.do(made, "approve", registered_on="2026-11-23")
    law = centre.parts.pack.procedures["volunteer"]
    (report,) = law.reports
    units = {u.title: u for u in reports.units(centre.parts, law, report)}
    period = next(p for p in reports.periods(report, centre.clock.today()) if "第4季度" in p.title)
    told = reports.ReportTold(law, report, units["样例镇"], period)
    reports.write(centre.parts, told, tmp_path / "信息表.xlsx")
    assert (tmp_path / "信息表.xlsx").stat().st_size > 0
    paper = squeezed(text_of(reports.printout(centre.parts, told).draw(0, (0.0, 0.0))))
    assert all(word in paper for word in ("赵样例", made.number, "陪同办事、就医", "在册"))
