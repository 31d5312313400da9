"""Results that are posted and come back, through both books: the county hears of every step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import Delivery, DeliveryKind
from tests.law.world import World, world
from tests.people import sound_draft

CERT, LIVING = "cert_new", "living_subsidy"
POST = {
    "delivery": "1",
    "delivery_name": "张收件",
    "delivery_phone": "13800000001",
    "delivery_address": "甘肃省白银市平川区兴平路街道样例社区12号楼",
}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


def granted(both: World) -> Application:
    """An application at the county whose certificate was granted, to be posted."""
    draft = sound_draft(both.desk)
    application = both.accept({**draft.answers, **POST}, draft.chosen)
    both.decide(application, CERT, "conclude", assessed=[{"category": "4", "grade": "2"}])
    return application


def ready(both: World, kind: DeliveryKind) -> Delivery:
    return delivering.standing(both.desk)[kind].shown[0]


def there(both: World, application: Application) -> dict[str, str]:
    case = both.county.case(application.number)
    assert case is not None
    return {m.matter: m.state for m in case.matters}


def test_the_county_hears_of_the_letter_its_return_and_its_receipt(both: World) -> None:
    application, who = granted(both), both.desk.window.who
    delivering.post(both.desk, who, [(ready(both, DeliveryKind.POST), "1100000000001")], both.today)
    both.carry()
    assert there(both, application)[CERT] == MatterState.SENT
    delivering.returned(both.desk, who, ready(both, DeliveryKind.SENT), "查无此人", both.today)
    both.carry()
    assert there(both, application)[CERT] == MatterState.CONCLUDED
    parcel = ready(both, DeliveryKind.POST)
    delivering.send_out(both.desk, who, [parcel], "兴平路街道", "赵送达", both.today)
    delivering.received(both.desk, who, ready(both, DeliveryKind.SENT), "张收件", "3", both.today)
    both.carry()
    assert there(both, application)[CERT] == MatterState.HANDED_OVER
    assert both.desk.store.outbox.waiting() == 0
    # AND both books come to the same from the events
    found = both.desk.store.proceedings.one(matter_id(application.id, CERT))
    assert found is not None
    assert found.state == MatterState.HANDED_OVER


def test_two_results_of_one_letter_go_together_and_are_posted_once(both: World) -> None:
    application, who = granted(both), both.desk.window.who
    both.carry()
    both.decide(application, LIVING, "conclude", amount="120")
    parcel = ready(both, DeliveryKind.POST)
    assert parcel.matters == (CERT, LIVING)
    delivering.post(both.desk, who, [(parcel, "1100000000001")], both.today)
    both.carry()
    states = there(both, application)
    assert (states[CERT], states[LIVING]) == (MatterState.SENT, MatterState.SENT)
    (sent,) = delivering.standing(both.desk)[DeliveryKind.SENT].shown
    assert sent.matters == (CERT, LIVING)


def test_a_payment_that_stops_while_its_paper_is_in_the_post_is_stopped(both: World) -> None:
    application, who = granted(both), both.desk.window.who
    both.carry()
    both.decide(application, LIVING, "conclude", amount="120")
    delivering.post(both.desk, who, [(ready(both, DeliveryKind.POST), "1100000000001")], both.today)
    both.carry()
    both.decide(application, LIVING, "stop", text="家庭收入超过标准")
    states = {m.matter: m.state for m in both.at_desk(application).matters}
    assert (states[CERT], states[LIVING]) == (MatterState.SENT, MatterState.STOPPED)
    (sent,) = delivering.standing(both.desk)[DeliveryKind.SENT].shown
    assert sent.matters == (CERT,)
