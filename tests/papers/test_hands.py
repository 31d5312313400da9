"""Lists that go from hand to hand say what the papers of each application say."""

from collections.abc import Iterator

import pytest

from desk_app.services.applications import delivering, handover
from desk_app.services.applications.delivering import DeliveryKind
from desk_app.services.printing import deliveries
from tests.law.world import World, world
from tests.papers import courses
from tests.papers.cast import ADDRESS, SCAN, SUBSIDIES, Visit, adult, own
from tests.printing.reading import opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Five people who ask for the certificate and all that hangs on it, by post."""
    with world(tmp_path_factory.mktemp("hands")) as made:
        for number in range(5):
            told = adult(f"张样{'甲乙丙丁戊'[number]}", delivery="1", delivery_address=ADDRESS)
            visit = Visit("posted", told, ("cert_new", *SUBSIDIES, "employment"), own(told), {"photo": SCAN})
            courses.accepted(made, courses.draft(made, visit))
            made.clock.move(60)
        yield made


def sheet(here: World, department: str) -> bytes:
    (batch,) = handover.batches(here.desk, here.taken[0].accepted_at.date())[department]
    return handover.sheet(here.desk, batch)


def test_a_sheet_promises_no_day_over_a_stopped_clock(here: World) -> None:
    assert text_of(sheet(here, "平川区残联")).count("2026年12月10日") == 5
    said = text_of(sheet(here, "平川区民政局"))
    assert "2026年12月10日" not in said
    assert said.count("等证件结果,停止计时") == 5


def test_five_applications_of_four_matters_stand_on_one_sheet(here: World) -> None:
    assert opened(sheet(here, "平川区残联")).pageCount() == 1


def test_a_posting_list_calls_a_result_what_it_is_for_this_person(here: World) -> None:
    (first, *_) = here.taken
    courses.carry_out(here, first, "conclude:employment")
    parcels = delivering.standing(here.desk)[DeliveryKind.POST].shown
    said = squeezed(text_of(deliveries.draw_list(here.desk, "620403-03-20261124-Y1", parcels)))
    assert "失业登记,求职意向推荐" in said
    assert "就业登记或失业登记" not in said
