"""A wheelchair over two years: requested, lent by scanner, renewed, brought back, disinfected, counted."""

from datetime import datetime

import pytest

from desk_app.errors import RuleError
from desk_app.services import rounds
from desk_app.services.todos import todos
from tests.centre.conftest import Scanned
from tests.centre.desk import Centre
from tests.fakes import CHINA


def on(centre: Centre, year: int, month: int, day: int) -> None:
    """Move the clock."""
    centre.clock.moment = datetime(year, month, day, 9, tzinfo=CHINA)


def told(centre: Centre) -> str:
    """Everything 待办 says today."""
    return "\n".join(f"{t.title} {t.text}" for t in todos.todos(centre.parts).shown)


def test_a_wheelchair_from_request_to_disinfection_and_stock_taking(desk: tuple[Centre, Scanned]) -> None:
    # GIVEN a model with two labelled pieces, and a request that was stamped, accepted and approved
    centre, window = desk
    model = centre.model()
    first, second = centre.piece(model), centre.piece(model)
    request = centre.approved()
    window.open()
    # WHEN the request's paper is scanned, then the label of the piece that is taken from the shelf
    window.scan(request.number)
    window.shows(request.number)
    window.scan(request.number)
    window.answers(first.number, "item", first.number)
    window.scan(first.number)
    window.until(lambda: window.form() is None)
    assert centre.stock(model) == "1"
    window.done(request.number)
    # THEN it is lent for two months by the county's number, and its sheet has to come back signed
    assert (centre.now(request).state, centre.now(first).state) == ("lent", "lent")
    assert "签领 张样例" in told(centre)
    centre.do(request, "sign", signed_by="本人", signed_kept=True)
    on(centre, 2027, 1, 18)
    assert "提醒归还 张样例 护理型轮椅 FJ-03-2026-0001,2027年1月25日到期,可以续借一次" in told(centre)
    # renewed once, and no second time
    centre.do(request, "renew")
    with pytest.raises(RuleError, match="已经续借过一次,不能再续"):
        centre.do(request, "renew")
    on(centre, 2027, 3, 20)
    assert "续借超期未还 张样例" in told(centre)
    # WHEN its label is scanned on its return, after the check and after the disinfection
    window.done(first.number)
    assert (centre.now(request).state, centre.now(first).state) == ("returned", "to_check")
    window.done(first.number)
    assert "消毒 护理型轮椅" in told(centre)
    window.done(first.number)
    assert (centre.now(first).state, centre.stock(model)) == ("in_stock", "2")
    # THEN two years later it is missed at the stock-taking, of which every label is scanned in one form
    on(centre, 2028, 12, 1)
    assert rounds.open_due(centre.parts)
    (count,) = centre.parts.store.proceedings.listed("device_count", {"counting"})
    window.scan(count.number)
    window.shows(count.number)
    window.scan(count.number)
    for _ in range(2):  # scanned twice, it counts once
        window.answers(second.number, "scanned", ({"number": second.number},))
    window.scan(count.number)
    window.until(lambda: window.form() is None)
    found = centre.do(count, "compare")
    assert (found.facts["counted"], found.facts["missing"], found.facts["elsewhere"]) == ("1", "1", "0")
    assert found.facts["differences"][0] == {
        "number": first.number, "title": "护理型轮椅", "book": "在库", "seen": "没有扫到",
    }  # fmt: skip
    centre.do(first, "lost")
    assert centre.stock(model) == "1"
    assert centre.do(first, "found").state == "to_check"
