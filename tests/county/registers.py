"""A register for tests that no pack ships: a device is asked for, approved, lent and given back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope, Opening
from desk_app.domain.settling import Settling
from forms import calendar, loader
from forms.library import Versions
from forms.pack import Pack
from forms.procedures import CLERK, COUNTY, DEPARTMENT, SYSTEM, Act, Ask, Procedure, RowField, State
from forms.schema import Clause, Kind
from tests.fakes import NOW

LOAN = Procedure(
    id="loan",
    title="辅具借用",
    subject="person",
    source="invented",
    states=(
        State("asked", "已申请", "info", "ring", open=True),
        State("approved", "已批准", "info", "half", open=True),
        State("lent", "已借出", "good", "hand", open=True),
        State("returned", "已归还", "plain", "ring"),
        State("refused", "不符合", "wrong", "wrong"),
    ),
    acts=(
        Act(
            "ask", "申请", start=True, target="asked", roles=(CLERK,),
            asks=(Ask("device", "辅具", required=True),),
        ),
        Act(
            "approve",
            "批准",
            sources=("asked",),
            target="approved",
            roles=(COUNTY, DEPARTMENT),
            asks=(
                Ask("text", "说明"),
                Ask("urgent", "加急", Kind.FLAG),
                Ask("lines", "逐条说明", rows=(RowField("item", "项目"), RowField("remedy", "怎样改"))),
            ),
        ),
        Act(
            "refuse", "不符合", sources=("asked",), target="refused", roles=(COUNTY,),
            asks=(Ask("text", "原因", required=True),),
        ),
        Act("lend", "借出", sources=("approved",), target="lent", roles=(CLERK,)),
        Act("give_back", "归还", sources=("lent",), target="returned", roles=(CLERK,)),
        Act("note", "备注", roles=(CLERK, COUNTY), asks=(Ask("text", "备注"),)),
        Act("hurry", "催办", roles=(CLERK,), when=((Clause("urgent", "=", ("yes",)),),)),
        Act("recheck", "复核", roles=(COUNTY,), unlike="approve"),
        Act("tick", "本机登记", roles=(CLERK,), travels=False),
        Act("lapse", "过期", sources=("asked",), target="refused", roles=(SYSTEM,)),
    ),
    prefix="FJ",
)  # fmt: skip

CLERK_3 = Who("演示经办员", CLERK, "样例大厅", "3")


def pack(*procedures: Procedure) -> Pack:
    """The shipped pack with the register of loans added, or with these procedures instead."""
    shipped = loader.shipped()
    more = {p.id: p for p in procedures or (LOAN,)}
    return replace(shipped, procedures={**shipped.procedures, **more})


def law(known: Pack | None = None) -> Settling:
    """The law of a county that has this register."""
    return Settling(Versions(known or pack()), calendar.shipped())


def event(
    name: str,
    act: str,
    proceeding: str = "loan-1",
    payload: Mapping[str, Any] | None = None,
    *,
    who: Who = CLERK_3,
    at: datetime = NOW,
    **more: Any,
) -> Event:
    """An event of a loan."""
    about = Subject("person", f"of-{proceeding}")
    return Event(name, at, who, about, act, payload or {}, proceeding, **more)


def opening(proceeding: str = "loan-1", number: str = "FJ-03-2026-0001", **more: Any) -> Opening:
    """The Opening of a loan."""
    about = Subject("person", f"of-{proceeding}")
    return Opening(more.pop("procedure", "loan"), about, more.pop("digest", pack().digest), number, **more)


def asked(proceeding: str = "loan-1", number: str = "FJ-03-2026-0001", **more: Any) -> Envelope:
    """The letter that begins a loan."""
    first = event(f"ask-{proceeding}", "ask", proceeding, {"device": "轮椅"})
    opens = ((proceeding, opening(proceeding, number, **more)),)
    return Envelope(f"letter-{proceeding}", Subject("loan", proceeding), (first,), opens)


def later(
    name: str, act: str, proceeding: str = "loan-1", payload: Mapping[str, Any] | None = None, **more: Any
) -> Envelope:
    """A letter with one later act on a loan."""
    done = event(name, act, proceeding, payload, **more)
    return Envelope(f"letter-{name}", Subject("loan", proceeding), (done,))
