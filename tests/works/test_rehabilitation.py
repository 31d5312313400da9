"""评估、精准康复、支持性服务、无障碍改造: from village or town to county, never 不符合 without its reply."""

from pathlib import Path

import pytest

from desk_app.domain.acting import told
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import record_papers
from forms import criteria, loader
from forms.schema import Outcome
from tests.fakes import make_parts
from tests.people import id_number
from tests.printing.reading import squeezed, text_of
from tests.works.conftest import done, now

PERSON = {
    "name": "张样例",
    "id_number": id_number("19650307"),
    "village": "样例乡样例村",
    "services": ("2", "3"),
    "town_opinion": "需要",
    "town_on": "2026-11-20",
}
KEPT = {"reply_to": "本人", "reply_on": "2026-11-23", "reply_kept": True}
MORE = {"rehab_work": {}, "support_work": {"age": "9"}, "access_work": {"poor": True, "grade": "1"}}
WHY = {"why_not": "评估没有这项需要", "basis": "实施方案"}


@pytest.fixture
def desk(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def applied(parts: Parts, procedure: str) -> str:
    given = PERSON | MORE[procedure]
    return proceedings.begin(parts, parts.window.who, procedure, "apply", given).id


@pytest.mark.parametrize("procedure", MORE)
@pytest.mark.parametrize("level", ["town", "county"])
def test_no_refusal_without_its_written_reply(desk: Parts, procedure: str, level: str) -> None:
    record = applied(desk, procedure)
    if level == "county":
        done(desk, record, "refer", handbook="0012", form_kept=True)
    with pytest.raises(RuleError, match="先按“写不符合回复”"):
        done(desk, record, f"refuse_{level}", **KEPT)
    done(desk, record, f"reply_{level}", **WHY)
    with pytest.raises(RuleError, match="要有书面回复"):
        done(desk, record, f"refuse_{level}", **KEPT | {"reply_kept": False})
    found = proceedings.record(desk, desk.window.who, record)
    assert found is not None
    said = squeezed(text_of(record_papers.draw(desk, found, "rehab_reply")))
    assert "评估没有这项需要" in said
    done(desk, record, f"refuse_{level}", **KEPT)
    assert now(desk, record).state == f"{level}_refused"
    desk.store.close()


def test_a_reply_of_the_town_is_none_of_the_county(desk: Parts) -> None:
    record = applied(desk, "rehab_work")
    done(desk, record, "reply_town", **WHY)
    done(desk, record, "refer", handbook="0012", form_kept=True)
    with pytest.raises(RuleError, match="先按“写不符合回复”"):
        done(desk, record, "refuse_county", **KEPT)
    desk.store.close()


def test_the_card_is_printed_from_the_register_with_its_number(desk: Parts) -> None:
    record = applied(desk, "support_work")
    with pytest.raises(RuleError) as fault:
        done(desk, record, "refer", handbook="0012")
    assert "审批表" in told(fault.value)
    done(desk, record, "refer", handbook="0012", form_kept=True)
    card = {
        "organisation": "样例中心",
        "contact": "王样例",
        "contact_phone": "0943-6600001",
        "reviewed_on": "2026-11-23",
    }
    done(desk, record, "approve", **card, valid_until="2027-11-22")
    found = proceedings.record(desk, desk.window.who, record)
    assert found is not None
    said = squeezed(text_of(record_papers.draw(desk, found, "service_card")))
    assert found.proceeding.number in said
    assert "支持性服务" in said
    desk.store.close()


def test_an_assessment_begins_in_the_village_and_ends_with_a_plan(desk: Parts) -> None:
    given = {k: v for k, v in PERSON.items() if not k.startswith("town")}
    more = {"how": "1", "opinion": "行走要人扶", "assessed_on": "2026-11-18"}
    begun = proceedings.begin(desk, desk.window.who, "rehab_assessment", "assess_village", given | more)
    done(desk, begun.id, "assess_town", town_opinion="符合", handbook="0012", town_on="2026-11-20")
    done(desk, begun.id, "transfer", organisation="样例康复中心", reviewed_on="2026-11-23")
    done(desk, begun.id, "plan", plan="每周两次", catalogue=("3",))
    assert now(desk, begun.id).state == "served"
    desk.store.close()


@pytest.mark.parametrize(
    ("procedure", "facts", "met"),
    [
        ("support_work", {"age": "7"}, True),
        ("support_work", {"age": "6"}, False),
        ("access_work", {"poor": True, "grade": "2"}, True),
        ("access_work", {"poor": True, "grade": "3"}, False),
        ("access_work", {"poor": False, "grade": "1"}, False),
    ],
)
def test_whom_it_serves_is_data(procedure: str, facts: dict[str, object], met: bool) -> None:
    law = loader.shipped().procedures[procedure]
    (found,) = criteria.told(law, facts)
    assert (found.outcome is Outcome.APPLIES) == met
