"""The state events lead to, by one pure function, in whatever order, twice, with gaps; and the clocks."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.clocks import first_warning, running
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.proceedings import fold, word_of
from desk_app.domain.rounds import Turn, turns
from forms import calendar, loader
from forms.clock_kinds import Clock, Unit
from forms.procedures import Act, Ask, Procedure, State
from forms.round_kinds import Every, Round
from forms.schema import Kind
from tests.fakes import CHINA, NOW

MATTER = loader.shipped().procedures["matter"]
SHIPPED = calendar.shipped()
SUBJECT = Subject("application", "a")
BOTH = ("clerk", "head")
PAIR = Procedure(
    "pair", "双签", "item", "测试",
    states=(State("new", "新", "info", "ring", open=True), State("done", "完成", "good", "good")),
    acts=(
        Act("open", "登记", start=True, target="new", roles=("clerk",)),
        Act("sign", "签字", sources=("new",), target="done", roles=BOTH, every=BOTH),
    ),
)  # fmt: skip


def event(
    act: str, *, county: int | None = None, after: int = 0, local: int = 0, role: str = "clerk"
) -> Event:
    at = NOW + timedelta(hours=county or local)
    told = {"title": "残疾人证新办", "matter": "cert_new"} if act in ("take", "hold") else {"text": act}
    return Event(
        f"{act}-{county}-{local}", at, Who("某人", role), SUBJECT, act, told, "a/m",
        county=county, after=after, local=local,
    )  # fmt: skip


def state(*events: Event, procedure: Procedure = MATTER) -> str:
    found = fold(procedure, events)
    return found.state if found else ""


def test_the_countys_order_counts_and_not_the_order_of_arrival() -> None:
    begun = event("take", local=1)
    accepted, concluded = event("accept", county=4), event("conclude", county=9)
    assert state(concluded, begun, accepted) == "concluded"
    assert state(begun, concluded, concluded, begun) == "concluded", "a gap is healed when it is filled"


def test_a_withdrawal_counts_where_the_county_had_not_decided_before() -> None:
    begun, concluded = event("take", county=1), event("conclude", county=5)
    assert state(begun, concluded, event("withdraw", after=1, local=2)) == "concluded"
    assert state(begun, event("withdraw", after=1, local=2)) == "withdrawn"
    assert state(begun, event("withdraw", county=4), replace(concluded, void=True)) == "withdrawn"
    assert state(begun, event("retract", after=1, local=2), event("accept", county=3)) == "accepted"


@pytest.mark.parametrize(
    ("own", "matters", "shown"),
    [
        ("waiting", ["withdrawn", "withdrawn"], "withdrawn"),
        ("waiting", ["withdrawn", "taken"], "waiting"),
        ("delivered", ["withdrawn", "held"], "held"),
        ("delivered", ["withdrawn", "concluded"], "concluded"),
        ("refused", ["", ""], "refused"),
        ("waiting", [], "waiting"),
    ],
)
def test_a_list_shows_it_where_all_matters_are_taken_back(own: str, matters: list[str], shown: str) -> None:
    application = loader.shipped().procedures["application"]
    assert word_of(application, own, MATTER, matters)[1] == shown


def test_without_a_beginning_nothing_is_known() -> None:
    assert fold(MATTER, [event("accept", county=4)]) is None


def test_an_own_act_counts_where_it_leads_on_from_what_was_known() -> None:
    begun, concluded = event("take", local=1), event("conclude", county=9)
    in_hand = event("hand_over", local=3, after=9)
    assert state(begun, in_hand, concluded) == "handed_over"
    # Done while the desk knew of no conclusion: it leads nowhere, until the county has it in its order.
    early = event("hand_over", local=3, after=2)
    assert state(begun, early, concluded) == "concluded"
    assert state(begun, replace(early, county=10), concluded) == "handed_over"


def test_what_the_county_refused_moves_nothing() -> None:
    begun, given_ = event("take", local=1), event("transfer", local=2)
    assert state(begun, given_) == "transferred"
    assert state(begun, replace(given_, void=True)) == "taken"


def test_where_the_county_judges_a_beginning_otherwise_its_own_counts() -> None:
    assert state(event("take", county=6), event("hold", county=5)) == "held"


def test_an_act_nobody_knows_moves_nothing_and_loses_nothing() -> None:
    assert state(event("take", local=1), event("dance", county=3)) == "taken"


def test_the_latest_answer_of_each_field_is_kept() -> None:
    found = fold(MATTER, [event("take", local=1), event("accept", county=2), event("refuse", county=3)])
    assert found is not None
    assert (found.facts["title"], found.facts["text"]) == ("残疾人证新办", "refuse")


def test_a_double_sign_off_needs_every_role() -> None:
    begun = event("open", local=1)
    clerk, head = event("sign", local=2), event("sign", local=3, role="head")
    assert state(begun, clerk, procedure=PAIR) == "new"
    assert state(begun, clerk, event("sign", local=4), procedure=PAIR) == "new", "twice the same is one"
    assert state(begun, head, clerk, procedure=PAIR) == "done"


@given(st.integers(0, 2**32))
def test_any_order_any_repetition_the_same_end(seed: int) -> None:
    chance = random.Random(seed)
    acts = ["accept", "assess", "resume", "correct", "transfer", "conclude", "hand_over", "refuse"]
    events = [event("take", local=1)]
    for place in range(2, 12):
        county = chance.choice([None, place * 10])
        events.append(event(chance.choice(acts), county=county, after=chance.randrange(120), local=place))
    whole = fold(MATTER, events)
    mixed = chance.choices(events, k=30) + chance.sample(events, len(events))
    assert fold(MATTER, mixed) == whole


Days = tuple[date | None, date | None]


# ---- clocks --------------------------------------------------------------------------------------


def done(*acts: tuple[str, date]) -> list[Event]:
    return [
        replace(event(act, county=n), at=datetime(day.year, day.month, day.day, 10, tzinfo=CHINA))
        for n, (act, day) in enumerate(acts, 1)
    ]


def clocks(
    *acts: tuple[str, date], procedure: Procedure = MATTER
) -> dict[str, tuple[date | None, date | None]]:
    limits = {"handover": 3, "review": 10, "promised": 13, "legal": 30}

    def amount(clock: Clock) -> int:
        return limits[clock.limit] if clock.limit else clock.amount

    found = running(procedure, acts[0][1], done(*acts), amount, SHIPPED)
    return {r.clock.id: (r.due, r.warn_on) for r in found}


def dec(day: int) -> date:
    return date(2026, 12, day)


def nov(day: int) -> date:
    return date(2026, 11, day)


def test_handing_over_ends_the_three_days_and_begins_the_ten() -> None:
    taken = clocks(("take", nov(9)))
    assert taken["handover"] == (nov(12), nov(11))
    assert "review" not in taken
    given_ = clocks(("take", nov(9)), ("transfer", nov(11)))
    assert "handover" not in given_
    assert given_["review"] == (nov(25), nov(24))
    assert given_["promised"] == taken["promised"]


def test_a_department_that_takes_it_up_by_the_line_ends_the_three_days_too() -> None:
    found = clocks(("take", nov(9)), ("accept", nov(10)), ("assess", nov(11)), ("resume", nov(18)))
    assert "handover" not in found
    assert found["review"][0] == date(2026, 12, 1), "from the acceptance, five days of 评定 not counted"


@pytest.mark.parametrize("first", ["assess", "correct"])
def test_a_department_that_acts_has_the_matter_and_its_ten_days_begin(first: str) -> None:
    found = clocks(("take", nov(9)), (first, nov(11)), ("resume", nov(18)))
    assert "handover" not in found
    assert found["review"] == (dec(2), dec(1)), "ten working days after the act, five of the stop not counted"


def test_while_a_clock_stands_nobody_is_warned() -> None:
    found = clocks(("take", nov(9)), ("transfer", nov(10)), ("correct", nov(11)))
    assert found["review"] == (None, None)


def test_a_decided_matter_has_no_clock() -> None:
    assert clocks(("take", nov(9)), ("conclude", nov(10))) == {}


@pytest.mark.parametrize(
    ("clock", "due", "warn_on"),
    [
        (Clock("c", "天", ("open",), amount=5, unit=Unit.CALENDAR), nov(16), nov(15)),  # 14th is a Saturday
        (
            Clock("c", "月", ("open",), amount=1, unit=Unit.MONTH, warn=7),
            date(2026, 12, 9),
            date(2026, 12, 2),
        ),
        (Clock("c", "年", ("open",), amount=1, unit=Unit.YEAR), date(2027, 11, 9), date(2027, 11, 8)),
        (Clock("c", "工作日", ("open",), amount=2, warn=2), nov(11), nov(9)),
    ],
)
def test_days_months_and_years(clock: Clock, due: date, warn_on: date) -> None:
    procedure = replace(PAIR, clocks=(clock,))
    assert clocks(("open", nov(9)), procedure=procedure) == {"c": (due, warn_on)}


def test_the_last_day_of_a_short_month() -> None:
    procedure = replace(PAIR, clocks=(Clock("c", "月", ("open",), amount=1, unit=Unit.MONTH),))
    assert clocks(("open", date(2026, 1, 31)), procedure=procedure)["c"][0] == date(2026, 2, 28)


def test_a_clock_that_ends_on_a_date_that_was_given() -> None:
    asked_for = Act(
        "open", "登记", True, target="new", roles=("clerk",), asks=(Ask("by", "期限", Kind.DATE),)
    )
    procedure = replace(
        PAIR, acts=(asked_for,), clocks=(Clock("c", "期限", ("open",), last_day="by", warn=2),)
    )
    for given_, expected in (("2026-11-20", (nov(20), nov(18))), ("", (None, None))):
        begun = replace(done(("open", nov(9)))[0], payload={"by": given_})
        (found,) = running(procedure, nov(9), [begun], lambda _: 0, SHIPPED)
        assert (found.due, found.warn_on) == expected


def test_the_first_warning_of_all_clocks() -> None:
    found = running(MATTER, nov(9), done(("take", nov(9))), lambda _: 3, SHIPPED)
    assert first_warning(found) == nov(11)


# ---- rounds --------------------------------------------------------------------------------------


def round_of(every: Every, **more: object) -> Round:
    return Round("r", "每月", "open", "village", every, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("round_", "since", "today", "expected"),
    [
        (
            round_of(Every.MONTH_DAY, on=10), nov(5), date(2026, 12, 1),
            [Turn("2026-11", nov(1), nov(10)), Turn("2026-12", date(2026, 12, 1), date(2026, 12, 10))],
        ),
        (
            round_of(Every.MONTH_DAY, on=31, months=("2",)), date(2026, 1, 1), date(2026, 3, 1),
            [Turn("2026-02", date(2026, 2, 1), date(2026, 2, 28))],
        ),
        (
            round_of(Every.LAST_WORKING_DAY, months=("1", "2")), date(2026, 1, 1), date(2026, 2, 3),
            [
                Turn("2026-01", date(2026, 1, 1), date(2026, 1, 30)),
                Turn("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
            ],
        ),
        (
            round_of(Every.WINDOW, since="07-01", until="09-30"), date(2025, 12, 1), date(2026, 7, 1),
            [Turn("2026", date(2026, 7, 1), date(2026, 9, 30))],
        ),
        (
            round_of(Every.WEEK, times=2), nov(10), nov(16),
            [
                Turn("2026-W46-1", nov(9), nov(15)), Turn("2026-W46-2", nov(9), nov(15)),
                Turn("2026-W47-1", nov(16), nov(22)), Turn("2026-W47-2", nov(16), nov(22)),
            ],
        ),
    ],
    ids=["month", "short-month", "last-working-day", "window", "week"],
)  # fmt: skip
def test_turns_of_a_round(round_: Round, since: date, today: date, expected: list[Turn]) -> None:
    assert list(turns(round_, SHIPPED, since, today)) == expected


def test_shipped_folder_has_a_procedure_for_every_code_the_program_names() -> None:
    from desk_app.domain.applications import MatterState, SendState

    codes = {p: {s.code for s in q.states} for p, q in loader.shipped().procedures.items()}
    assert codes["matter"] == set(MatterState), "a new state: handle it wherever MatterState is named"
    assert codes["application"] == set(SendState)
    assert Path(loader.DEFINITIONS, "procedures", "matter.toml").exists()


def test_a_table_of_answers_grows_key_by_key_in_the_true_order() -> None:
    asks = (Ask("answers", "回答", mapping=True, gathers=True), Ask("whole", "全部", mapping=True))
    form = Procedure(
        "form", "表", "item", "测试",
        states=(State("new", "新", "info", "ring", open=True),),
        acts=(
            Act("open", "登记", start=True, target="new", roles=("clerk",)),
            Act("tell", "回答", sources=("new",), roles=("clerk",), asks=asks),
        ),
    )  # fmt: skip
    told = [
        {"answers": {"a": "1", "b": ["1", "2"]}, "whole": {"a": "1"}},
        {"answers": {"a": "2"}, "whole": ""},
        {"answers": "", "whole": {"b": "3"}},
        {"answers": {"b": None, "c": True}},
    ]
    first = event("open", local=1)
    events = [replace(event("tell", local=n), payload=payload) for n, payload in enumerate(told, 2)]
    random.Random(7).shuffle(events)
    found = fold(form, [*events, first])
    assert found is not None
    assert found.facts == {"answers": {"a": "2", "c": True}, "whole": {"b": "3"}}
