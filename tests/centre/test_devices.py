"""Devices: stock is the sum of moves, a piece is in one place, nothing is handed out twice."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services.todos import todos
from tests.centre.desk import REQUEST, STAMPED, Centre
from tests.fakes import CHINA


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """The centre's window on an empty book."""
    made = Centre.at(tmp_path / "desk")
    yield made
    made.parts.store.close()


def test_a_piece_goes_out_and_comes_back_and_moves_the_stock_of_its_model(centre: Centre) -> None:
    # GIVEN a model with one piece on the shelf
    model = centre.model()
    piece = centre.piece(model)
    assert (centre.stock(model), piece.state, piece.facts["model_title"]) == ("1", "in_stock", "护理型轮椅")
    # WHEN it is put aside for a request, lent, and comes back
    request = centre.do(centre.approved(), "prepare", item=piece.number)
    assert (centre.stock(model), centre.now(piece).state) == ("0", "reserved")
    assert request.facts["use_years"] == "3", "what the piece knows fills the request"
    centre.do(request, "hand_out_lend")
    assert (centre.now(piece).state, centre.now(piece).facts["request"]) == ("lent", request.number)
    centre.do(request, "give_back")
    # THEN it is on the shelf again only after check and disinfection
    assert (centre.now(piece).state, centre.stock(model)) == ("to_check", "0")
    centre.do(piece, "sound")
    assert centre.do(piece, "disinfect").state == "in_stock"
    assert centre.stock(model) == "1"


def test_what_is_out_is_handed_out_to_nobody_else(centre: Centre) -> None:
    piece = centre.piece(centre.model())
    centre.do(centre.approved(), "prepare", item=piece.number)
    other = centre.approved(name="李样例")
    with pytest.raises(RuleError) as told:
        centre.do(other, "prepare", item=piece.number)
    assert str(told.value) == f"辅具 {piece.number}:现在是“已备货,待领”,不能“备货”"
    assert centre.now(other).state == "approved", "nothing is lost"


def test_a_return_of_what_was_never_lent_and_an_unknown_label_are_each_one_sentence(centre: Centre) -> None:
    piece = centre.piece(centre.model())
    request = centre.do(centre.approved(), "prepare", item=piece.number)
    with pytest.raises(RuleError, match="现在是“已备货,待领”,不能“归还”"):
        centre.do(request, "give_back")
    with pytest.raises(RuleError, match="“辅具”里没有编号FJ-03-2026-9999,请核对编号,或再扫一次"):
        centre.do(centre.approved(name="王样例"), "prepare", item="FJ-03-2026-9999")


def test_what_has_no_label_never_falls_below_nothing(centre: Centre) -> None:
    model = centre.model(title="腋拐", unit="副", labelled=False)
    centre.do(model, "receive", stock="3")
    given = centre.do(centre.approved("1"), "hand_out_some", model=model.number, quantity="2")
    assert (given.state, centre.stock(model)) == ("given", "1")
    with pytest.raises(RuleError, match=f"辅具型号和库存 {model.number}:在库现在是1,不够“发放几件”2"):
        centre.do(centre.approved("1", name="李样例"), "hand_out_some", model=model.number, quantity="2")
    with pytest.raises(RuleError) as told:
        centre.do(model, "shortage", stock="1.5", why="坏了")
    assert told.value.problems[0].message == "在库要写整数,现在是1.5"


def test_low_stock_and_what_is_due_for_replacement_are_told(centre: Centre) -> None:
    stick = centre.model(title="腋拐", unit="副", labelled=False, least="2", use_years="2")
    centre.do(stick, "receive", stock="2")
    assert "补货 腋拐" not in told(centre)
    given = centre.do(centre.approved("1"), "hand_out_some", model=stick.number, quantity="1")
    assert "补货 腋拐 现在有1副,低于最低库存2副" in told(centre)
    centre.do(given, "return_visit", return_way="1", content="1")
    centre.clock.moment = datetime(2028, 11, 10, 9, tzinfo=CHINA)
    assert "到使用年限 张样例 腋拐2028年11月23日到使用年限" in told(centre)


def test_a_request_without_both_copies_waits_and_within_the_years_nothing_more_is_given(
    centre: Centre,
) -> None:
    made = centre.begin("device_request", "fill", REQUEST)
    with pytest.raises(RuleError, match="现在是“待村盖章”,不能“县受理”"):
        centre.do(made, "accept", **STAMPED["accept"])
    centre.do(made, "village_stamp", **STAMPED["village_stamp"])
    centre.do(made, "town_stamp", **STAMPED["town_stamp"])
    with pytest.raises(RuleError) as lacking:
        centre.do(made, "accept", **{**STAMPED["accept"], "certificate_copy": False})
    assert "复印件各一份都要收下" in lacking.value.problems[0].message
    centre.do(made, "accept", **STAMPED["accept"])
    with pytest.raises(RuleError) as earlier:
        centre.do(made, "approve", kind="1", earlier="4")
    assert "使用年限没有到" in earlier.value.problems[0].message
    assert centre.now(made).state == "accepted"


def told(centre: Centre) -> str:
    """Everything 待办 says today."""
    return "\n".join(f"{t.title} {t.text}" for t in todos.todos(centre.parts).shown)
