"""Papers of no application alone, as a strict printer reads them: lists, labels, statistics, visits."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.services import proceedings
from desk_app.services.applications import delivering, handover
from desk_app.services.applications.delivering import DeliveryKind
from desk_app.services.lists import statistics, statistics_paper
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries, printouts, record_papers
from desk_app.services.printing.print_run import Printout
from desk_app.services.retention import paper as held
from desk_app.services.retention import rights
from desk_app.services.visits import day, plan_paper
from printing import proof
from printing.misprints import Proofed
from tests.law.world import World, world
from tests.papers import courses
from tests.papers.cast import ADDRESS, LONG, SCANNED, SUBSIDIES, Visit, adult, own, woman
from tests.papers.matrix import read, recorded
from tests.printing.reading import squeezed

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.timeout(60)]
_HAN = r"[㐀-鿿《》“”、。]"
_HALF = re.compile(rf"{_HAN}[,:;?!()]|[,:;?!()]{_HAN}")
_A4_LYING = (297.0, 210.0)
PHONE = "09436690004"
"""A landline, as it is stored."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Three people with results that go three ways; the second has the longest name."""
    with world(tmp_path_factory.mktemp("lists")) as made:
        for name, way in (("张样甲", "1"), (LONG, "1"), ("欧阳样乙", "2")):
            told = adult(name, delivery=way, delivery_address=f"{ADDRESS}(东)", phone=PHONE)
            told |= {"delivery_name": name, "delivery_phone": PHONE} if way == "1" else {}
            visit = Visit("listed", told, ("cert_new", *SUBSIDIES, "employment"), own(told), SCANNED)
            application = courses.accepted(made, courses.draft(made, visit))
            for step in ("conclude:cert_new:肢体2", "conclude"):
                courses.carry_out(made, application, step)
        yield made


def faults(paper: Printout, size: tuple[float, float] = _A4_LYING) -> list[str]:
    """What is wrong with a paper: of its lines, and half-width marks beside Chinese."""
    pdf, pages, footer = recorded(paper)
    small = min(size) < 200
    proofed = Proofed(
        size, footer, flowing=not small, least=7.0 if small else 9.0, edge=0.5 if small else 5.0
    )
    lines = [line for page in read(pdf) for line in re.split(r"[\r\n]+", page)]
    each = [(page,) for page in pages] if small else [tuple(pages)]
    found = [str(fault) for part in each for fault in proof.faults(part, proofed)]
    return [f"{paper.title}: {told}" for told in (*found, *filter(_HALF.search, lines))]


def every(papers: Sequence[Printout], size: tuple[float, float] = _A4_LYING) -> list[str]:
    assert papers
    return [fault for paper in papers for fault in faults(paper, size)]


def test_hand_over_sheets_count_what_their_department_gets(here: World) -> None:
    batches = handover.batches(here.desk, here.taken[0].accepted_at.date())
    sheets = {name: printouts.hand_over_sheet(here.desk, batch) for name, (batch,) in batches.items()}
    assert every(list(sheets.values())) == []
    texts = {name: squeezed("".join(read(recorded(s)[0]))) for name, s in sheets.items()}
    # an ID card of two pages is all that 就业帮扶 asks for; the photo is of the certificate alone
    assert "4件5页" in texts["平川区残联"]
    assert "1件2页" in texts["平川区人力资源和社会保障局"]
    assert "3件4页" in texts["平川区民政局"]


def test_lists_labels_and_register_stand_the_proof(here: World) -> None:
    standing, who, today = delivering.standing(here.desk), here.desk.window.who, here.today
    posted = standing[DeliveryKind.POST].shown
    delivering.post(here.desk, who, [(p, f"110000000000{n}") for n, p in enumerate(posted)], today)
    delivering.send_out(here.desk, who, standing[DeliveryKind.COLLECT].shown, "长征街道", "赵送达", today)
    sent = delivering.of_day(here.desk, today)
    lists = [deliveries.list_of(here.desk, number, parcels) for number, parcels in sent.items()]
    assert every(lists) == []
    texts = [squeezed("".join(read(recorded(paper)[0]))) for paper in lists]
    assert any("0943-6690004" in text for text in texts)
    assert any("0943-***0004" in text for text in texts)
    assert not any(PHONE in text for text in texts)
    # a label has room for the longest name
    assert every([deliveries.labels(here.desk, posted)], (100.0, 70.0)) == []
    assert every([deliveries.register(here.desk, today - timedelta(days=30), today)]) == []


def test_empty_rows_take_no_page_of_their_own(here: World) -> None:
    for application in here.taken[:1]:
        courses.carry_out(here, application, "hand_over:监护人")
    paper = deliveries.register(here.desk, here.today, here.today)
    assert every([paper]) == []
    assert len(read(recorded(paper)[0])) == 1


def test_statistics_have_no_column_of_nothing(here: World) -> None:
    periods = statistics.periods(here.today)
    found = [
        statistics.table(here.desk, name, periods[-1]) for name in ("application", "matter", "home_visit")
    ]
    papers = [statistics_paper.printout(here.desk, each, each.title) for each in found]
    assert every(papers) == []
    texts = [squeezed("".join(read(recorded(paper)[0]))) for paper in papers]
    assert ["按期/该办结" in text for text in texts] == [each.with_pace for each in found]
    assert ["在办停表其他结束" in text for text in texts] == [True, True, False]


def test_what_is_held_on_a_person_stands_the_proof(here: World) -> None:
    found = rights.report(here.desk, here.taken[0].number)
    assert every([held.printout(here.desk, found)], (210.0, 297.0)) == []


def test_papers_of_a_visit_stand_the_proof(here: World, tmp_path: Path) -> None:
    parts, said = here.desk, {"wish": "办残疾人证(新办),还有护理补贴", "why_home": "下肢瘫痪,没有人能送"}
    asked = {
        **said,
        "name": LONG,
        "village": "王家山镇样例村",
        "address": "一社12号(村委会后)",
        "phone": PHONE,
    }
    asked |= {"channel": "4", "read_back": True, "told_by": "李样例(母亲)", "id_number": woman()}
    visit = proceedings.begin(parts, parts.window.who, "home_visit", "request", asked).id
    assert every(of_record(parts, visit), (210.0, 297.0)) == []
    agreed = {"visit_on": here.today.isoformat(), "visit_time": "上午(10时)", "to_prepare": "身份证,户口簿"}
    for act, given in (("assign", {"doer": "王样例"}), ("agree", agreed), ("leave", {})):
        proceedings.act(parts, parts.window.who, visit, act, given)
        for paper in of_record(parts, visit):
            lying = paper.title == "佐证清单"
            assert faults(paper, _A4_LYING if lying else (210.0, 297.0)) == []
    assert every([plan_paper.printout(parts, day.coming(parts)[0])]) == []


def of_record(parts: Parts, identity: str) -> list[Printout]:
    record = proceedings.record(parts, parts.window.who, identity)
    assert record is not None
    return [printouts.of_record(parts, record, paper) for paper in record_papers.offered(record)]
