"""Lists of results tell what was on them; what became of a result meanwhile holds it back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.applications import amending, delivering, postal_numbers
from desk_app.services.applications.amending import Change
from desk_app.services.applications.delivering import Delivery, DeliveryKind
from desk_app.services.counter import intake
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from tests.fakes import StillClock
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

DEPARTMENT = Who("区残联", "department")
POST = {
    "delivery": "1",
    "delivery_name": "张收件",
    "delivery_phone": "13800000001",
    "delivery_address": "甘肃省白银市平川区兴平路街道样例社区12号楼",
}
_DAY = 24 * 3600
_BASE = "620403-03-20261123"


def concluded(parts: Parts, person: int = 0) -> Application:
    """An application for the post whose certificate was granted."""
    assert isinstance(parts.clock, StillClock)
    parts.clock.move(60)  # the order of what waits is that of the acceptances
    draft = sound_draft(parts, person=person)
    application = intake.accept(parts, replace(draft, answers={**draft.answers, **POST}))
    given = {
        "certificate_number": f"{application.answers['id_number']}43",
        "issued_on": parts.clock.today().isoformat(),
    }
    proceedings.act(parts, DEPARTMENT, matter_id(application.id, "cert_new"), "conclude", given)
    return application


def of(parts: Parts, kind: DeliveryKind) -> tuple[Delivery, ...]:
    return delivering.standing(parts)[kind].shown


def post(parts: Parts, number: str) -> str:
    """Post the first letter that waits; the number of its list."""
    (parcel, *_) = of(parts, DeliveryKind.POST)
    return delivering.post(parts, parts.window.who, [(parcel, number)], parts.clock.today())


def come_back(parts: Parts) -> None:
    (parcel,) = of(parts, DeliveryKind.SENT)
    delivering.returned(parts, parts.window.who, parcel, "家中无人", parts.clock.today())


def listed(parts: Parts, day: date, number: str) -> str:
    return squeezed(text_of(deliveries.draw_list(parts, number, delivering.of_day(parts, day)[number])))


# ---- lists ---------------------------------------------------------------------------------------


def test_a_list_keeps_what_was_on_it_when_it_goes_out_once_more(parts: Parts, clock: StillClock) -> None:
    # GIVEN a letter that was posted and whose list was printed
    concluded(parts)
    first_day = clock.today()
    first = post(parts, "1100000000001")
    printed = listed(parts, first_day, first)
    # WHEN it comes back and is posted again three days later
    clock.move(3 * _DAY)
    come_back(parts)
    second = post(parts, "1100000000002")
    # THEN each list has it under its own number and day, and the first says what it said
    assert listed(parts, first_day, first) == printed
    assert "1100000000002" in listed(parts, clock.today(), second)
    assert list(delivering.of_day(parts, first_day)) == [first]
    # AND also while it is back and waits
    come_back(parts)
    assert listed(parts, first_day, first) == printed


def test_no_number_is_given_to_two_lists_of_a_day(parts: Parts, clock: StillClock) -> None:
    concluded(parts)
    assert post(parts, "1100000000001") == f"{_BASE}-Y1"
    come_back(parts)
    (parcel,) = of(parts, DeliveryKind.POST)
    today = clock.today()
    assert (
        delivering.send_out(parts, parts.window.who, [parcel], "兴平路街道", "赵送达", today) == f"{_BASE}-S1"
    )
    come_back(parts)
    assert post(parts, "1100000000002") == f"{_BASE}-Y2"
    assert list(delivering.of_day(parts, today)) == [f"{_BASE}-S1", f"{_BASE}-Y1", f"{_BASE}-Y2"]


def test_a_corrected_postal_number_stands_on_its_list_alone(parts: Parts, clock: StillClock) -> None:
    concluded(parts)
    first = post(parts, "1100000000001")
    (parcel,) = of(parts, DeliveryKind.SENT)
    delivering.renumber(parts, parts.window.who, parcel, "1100000000009", "录错一位")
    come_back(parts)
    second = post(parts, "1100000000002")
    today = clock.today()
    assert "1100000000009" in listed(parts, today, first)
    assert "1100000000001" not in listed(parts, today, first)
    assert "1100000000002" in listed(parts, today, second)


def test_the_tenth_list_of_a_day_comes_last(parts: Parts, clock: StillClock) -> None:
    for person in range(11):
        concluded(parts, person)
    made = [post(parts, f"11000000001{n:02d}") for n in range(11)]
    assert made[-1] == f"{_BASE}-Y11"
    assert list(delivering.of_day(parts, clock.today())) == made


def test_nothing_comes_back_before_it_was_sent(parts: Parts, clock: StillClock) -> None:
    concluded(parts)
    post(parts, "1100000000001")
    (parcel,) = of(parts, DeliveryKind.SENT)
    before = clock.today() - timedelta(days=1)
    with pytest.raises(RuleError, match="退回日期不能早于送出日期2026-11-23"):
        delivering.returned(parts, parts.window.who, parcel, "家中无人", before)
    assert of(parts, DeliveryKind.SENT) == (parcel,)


# ---- numbers of our own papers -------------------------------------------------------------------


_WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


@pytest.mark.parametrize("number", [f"{_BASE}-Y1", f"{_BASE}-S12", "620403-03-20261123-J2-3"])
def test_the_number_of_a_list_or_sheet_is_no_postal_number(number: str) -> None:
    for typed in (number, number.replace("-", "").lower(), number.translate(_WIDE)):
        with pytest.raises(RuleError, match="不是邮寄单号,请扫面单"):
            postal_numbers.plain(typed)


def test_of_a_long_text_that_is_no_number_only_the_beginning_is_repeated() -> None:
    with pytest.raises(RuleError, match=r"“1{30}…”不是邮寄单号"):
        postal_numbers.plain("1" * 400)


def test_the_number_of_an_application_is_no_postal_number(parts: Parts) -> None:
    number = concluded(parts).number
    for typed in (number, number.replace("-", ""), f" {number.translate(_WIDE)}"):
        with pytest.raises(RuleError, match="不是邮寄单号,请扫面单"):
            postal_numbers.plain(typed)


# ---- what changed meanwhile ----------------------------------------------------------------------


def test_a_certificate_replaced_since_it_was_read_does_not_go(parts: Parts, clock: StillClock) -> None:
    # GIVEN a letter that was read before the certificate was lost and made anew
    application = concluded(parts)
    (parcel,) = of(parts, DeliveryKind.POST)
    clock.move(_DAY)
    draft = sound_draft(parts)
    answers = {**draft.answers, **POST, "certificate_state": "2", "lost_on": "2026-11-24"}
    again = intake.accept(parts, replace(draft, answers=answers, chosen=("cert_lost",)))
    given = {"certificate_number": f"{again.answers['id_number']}43B1", "issued_on": "2026-11-24"}
    proceedings.act(parts, DEPARTMENT, matter_id(again.id, "cert_lost"), "conclude", given)
    # WHEN it is posted, or taken along, THEN neither happens, and the reason is about sending
    today, who = clock.today(), parts.window.who
    with pytest.raises(RuleError, match="这一本不要送出"):
        delivering.post(parts, who, [(parcel, "1100000000001")], today)
    with pytest.raises(RuleError, match="已经换发或补办"):
        delivering.send_out(parts, who, [parcel], "兴平路街道", "赵送达", today)
    found = parts.store.proceedings.one(matter_id(application.id, "cert_new"))
    assert found is not None
    assert found.state == MatterState.CONCLUDED


# ---- found again ---------------------------------------------------------------------------------


def applications(parts: Parts, asked: str) -> list[str]:
    return [hit.id for hit in finding.find(parts, asked).applications]


def test_a_list_finds_what_was_on_it_and_a_postal_number_its_application(parts: Parts) -> None:
    first, second = concluded(parts), concluded(parts, 1)
    number = post(parts, "1100000000001")
    post(parts, "XA00000000002CN")
    for asked in (number, number.lower(), number.replace("-", "")):
        assert applications(parts, asked) == [first.id]
    assert applications(parts, "1100000000001") == [first.id]
    assert applications(parts, "XA 0000 0000 002 CN") == [second.id]
    # AND a corrected number finds it beside the one it was noted under, and the keys stand as the book says
    (parcel,) = (p for p in of(parts, DeliveryKind.SENT) if p.application == first.id)
    delivering.renumber(parts, parts.window.who, parcel, "1100000000009", "录错一位")
    assert applications(parts, "1100000000009") == [first.id]
    assert applications(parts, "1100000000001") == [first.id]
    assert parts.store.check().sound
    # AND a list of nobody says what it is
    told = finding.find(parts, "620403-03-20261123-S7").nothing
    assert told.startswith("“620403-03-20261123-S7”是2026年11月23日的办理结果送达清单")


def test_a_list_keeps_the_address_it_was_made_with(parts: Parts) -> None:
    application = concluded(parts)
    number = post(parts, "1100000000001")
    before = listed(parts, parts.clock.today(), number)
    moved = Change("delivery_address", "甘肃省白银市平川区长征街道新址9号", "搬家了")
    amending.carry_out(parts, application.id, [moved])
    again = parts.store.applications.one(application.id)

    assert again is not None
    assert again.answers["delivery_address"] == moved.now
    assert "样例社区12号楼" in before
    assert listed(parts, parts.clock.today(), number) == before
