"""The lists of a day, the register of what was collected, and what finds a parcel again."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.domain.applications import matter_id
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import OTHERS, DeliveryKind
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.storage.book import Book
from tests.fakes import StillClock, make_parts
from tests.opened import opened_book
from tests.printing.reading import squeezed, text_of
from tests.unit.parcels import (
    COLLECT,
    DAY,
    POST,
    concluded,
    of,
    posted,
    refused,
)

DATE = date(2026, 11, 23)


def test_lists_have_their_numbers_and_say_the_same_later(parts: Parts, clock: StillClock) -> None:
    for person in range(3):
        concluded(parts, person, {**POST, "delivery_address": f"甘肃省白银市平川区样例路{person}号"})
    concluded(parts, 3, COLLECT)
    today, who = clock.today(), parts.window.who
    one, two, three = of(parts, DeliveryKind.POST)
    delivering.post(parts, who, [(one, "1100000001"), (two, "1100000002")], today)
    delivering.post(parts, who, [(three, "1100000003")], today)
    delivering.send_out(parts, who, of(parts, DeliveryKind.COLLECT), "兴平路街道", "赵送达", today)
    found = delivering.of_day(parts, today)
    base = "620403-03-20261123"
    assert {n: len(p) for n, p in found.items()} == {f"{base}-S1": 1, f"{base}-Y1": 2, f"{base}-Y2": 1}
    before = {n: text_of(deliveries.draw_list(parts, n, p)) for n, p in found.items()}
    posting, bringing = squeezed(before[f"{base}-Y1"]), squeezed(before[f"{base}-S1"])
    assert "13800000001" in posting
    assert "1100000001" in posting
    assert "1100000003" not in posting
    assert "****" in bringing
    assert "赵送达" in bringing
    # WHEN a receipt is back and a week has passed, THEN the list still says the same
    delivering.received(parts, who, of(parts, DeliveryKind.SENT)[0], "张收件", "1", today)
    clock.move(7 * DAY)
    again = delivering.of_day(parts, today)
    after = squeezed(text_of(deliveries.draw_list(parts, f"{base}-Y1", again[f"{base}-Y1"])))
    assert after == posting
    assert delivering.next_list(parts, today, posted=True) == f"{base}-Y3"


def test_the_register_has_what_was_collected_and_nothing_that_was_sent(
    parts: Parts, clock: StillClock
) -> None:
    collected, sent = concluded(parts, 0, COLLECT), concluded(parts, 1)
    day = clock.today()
    given = {"receiver": "张样例", "relation": "1"}
    proceedings.act(parts, parts.window.who, matter_id(collected.id, "cert_new"), "hand_over", given)
    delivering.received(parts, parts.window.who, posted(parts), "张收件", "1", day)
    text = squeezed(text_of(deliveries.draw_register(parts, day, day)))
    assert collected.number in text
    assert sent.number not in text
    assert "2026年11月23日" in text
    other = day + timedelta(days=1)
    assert collected.number not in squeezed(text_of(deliveries.draw_register(parts, other, other)))
    for since, until in ((other, day), (day, day + timedelta(days=100))):
        with pytest.raises(RuleError, match="登记期间"):
            deliveries.draw_register(parts, since, until)


def test_towns_come_by_name_and_the_unknown_last(parts: Parts) -> None:
    for person, place in enumerate(
        ("外省某地1号", "甘肃省白银市平川区王家山镇样例村", "甘肃省白银市平川区宝积镇样例村")
    ):
        concluded(parts, person, {**COLLECT, "present_address": place, "registered_address": place})
    towns = delivering.by_town(of(parts, DeliveryKind.COLLECT))
    assert list(towns)[-1] == OTHERS
    assert set(towns) == {"王家山镇", "宝积镇", OTHERS}


def test_the_command_writes_the_lists_of_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN a book with one letter, one result taken along, and one collected
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    parts = make_parts(tmp_path / "data")
    concluded(parts)
    concluded(parts, 1, COLLECT)
    delivering.send_out(
        parts, parts.window.who, of(parts, DeliveryKind.COLLECT), "兴平路街道", "赵送达", DATE
    )
    posted(parts)
    taken = concluded(parts, 2, COLLECT)
    proceedings.act(parts, parts.window.who, matter_id(taken.id, "cert_new"), "hand_over", {})
    parts.store.close()
    # WHEN all papers of the day are asked for, or those of one kind
    out = tmp_path / "all"
    assert main(["papers", "deliveries", "--day", DATE.isoformat(), "--out", str(out)]) == 0
    assert "共3份" in capsys.readouterr().out
    base = "620403-03-20261123"
    assert {path.name for path in out.iterdir()} == {
        f"办理结果交寄清单-{base}-Y1.pdf",
        f"办理结果送达清单-{base}-S1.pdf",
        "证件、文书领取登记表-2026-11-23.pdf",
    }
    one = tmp_path / "one"
    command = ["papers", "deliveries", "--day", DATE.isoformat(), "--kind", "post", "--out", str(one)]
    assert main(command) == 0
    assert [path.name for path in one.iterdir()] == [f"办理结果交寄清单-{base}-Y1.pdf"]
    assert main(["papers", "deliveries", "--day", "2026-11-20", "--out", str(one)]) == 0
    assert "没有送出或领取的" in capsys.readouterr().out


def test_every_postal_number_that_was_ever_noted_finds_the_application(
    parts: Parts, tmp_path: Path, clock: StillClock
) -> None:
    # GIVEN a letter whose number was corrected, that came back and went out again; and a refusal's own
    first, second = concluded(parts), refused(parts, 1)
    who, today = parts.window.who, clock.today()
    numbers = {first.id: "1100000000001", second.id: "1100000000005"}
    given = [(d, numbers[d.application]) for d in of(parts, DeliveryKind.POST)]
    delivering.post(parts, who, given, today)
    sent = next(d for d in of(parts, DeliveryKind.SENT) if d.application == first.id)
    delivering.renumber(parts, who, sent, "1100000000002", "录错了一位")
    delivering.returned(parts, who, sent, "查无此人", today)
    (again,) = of(parts, DeliveryKind.POST)
    delivering.post(parts, who, [(again, "EA300000003CN")], today)
    # THEN each of them finds it, whole or by its end
    wanted = {
        "1100000000001": first, "1100000000002": first, "EA300000003CN": first, "000005": second,
    }  # fmt: skip
    for number, application in wanted.items():
        assert [h.id for h in finding.find(parts, number).applications] == [application.id], number
    assert isinstance(parts.store, Book)
    assert parts.store.check().unfindable == 0
    # AND a book whose keys are older gets them when it is opened
    parts.store.close()
    with closing(opened_book(tmp_path / "book.db")) as held:
        held.executescript(
            "DELETE FROM find_key; DELETE FROM findable; UPDATE counter SET value = 4 WHERE series = 'keys'"
        )
    later = make_parts(tmp_path, clock)
    for number, application in wanted.items():
        assert [h.id for h in finding.find(later, number).applications] == [application.id], number
    later.store.close()
