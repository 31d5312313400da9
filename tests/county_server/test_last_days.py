"""A department sets no last day for a correction that has passed already."""

from pathlib import Path

import pytest

from desk_app.domain.applications import MatterState
from desk_app.errors import RuleError
from tests.county_server.offices import body_of, office
from tests.fakes import NOW


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-11-22", "第2行的期限2026年11月22日已经过去,请写今天或以后的日期"),
        ("2025年12月1日", "第2行的期限2025年12月1日已经过去"),
        ("2026-11-23", ""),
        ("2026-12-01", ""),
        ("", ""),
    ],
)
def test_a_last_day_lies_not_before_the_notice(tmp_path: Path, until: str, said: str) -> None:
    assert f"{NOW:%Y-%m-%d}" == "2026-11-23"
    county = office(tmp_path)
    county.take(body_of(tmp_path / "desk"))
    rows = (
        {"material": "照片", "fault": "看不清", "remedy": "重拍"},
        {"material": "户口簿", "fault": "缺第2页", "remedy": "补拍第2页", "until": until},
    )
    if said:
        with pytest.raises(RuleError, match=said):
            county.say("cert_new", "correct", "请补正两处", rows=rows)
        assert county.states()[0] == MatterState.TAKEN
    else:
        county.say("cert_new", "correct", "请补正两处", rows=rows)
        assert county.states()[0] == MatterState.CORRECTION
