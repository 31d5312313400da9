"""What the departments decide after a walk, and the papers that then come out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from desk_app.bootstrap import Desk
from desk_app.domain.applications import Application
from desk_app.errors import RuleError
from desk_app.services.printing import documents
from forms.schema import Problem

_OWN: Final = ("matter", "act")
_WHO: Final = "演示审核人"


@dataclass(frozen=True, slots=True)
class Decision:
    """One act of a department on one matter, with what it is given."""

    matter: str
    act: str
    values: Mapping[str, Any]


def read(raw: Any) -> tuple[Decision, ...]:
    """The decisions of a case file whose ``faults`` are none."""
    return tuple(
        Decision(row["matter"], row["act"], {k: _value(v) for k, v in row.items() if k not in _OWN})
        for row in raw
    )


def faults(raw: Any, matters: Sequence[str]) -> Iterator[Problem]:
    """Everything wrong with the shape of a case file's decisions."""
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        yield Problem("decisions", "“decisions”应写成一节一节的 [[decisions]]")
        return
    for number, row in enumerate(raw, 1):
        if row.get("matter") not in matters:
            told = f"[[decisions]] 第{number}节的 matter 应是 matters 里的一个:{'、'.join(matters)}"
            yield Problem("decisions", told)
        if not isinstance(row.get("act"), str):
            yield Problem("decisions", f"[[decisions]] 第{number}节缺少 act,如 conclude")


def carry_out(desk: Desk, application: Application, decisions: Sequence[Decision]) -> Mapping[str, str]:
    """Let the departments decide in the county's own book; returns the state of each matter there.

    RuleError where the county is another computer's, or a decision is not allowed.
    """
    from desk_app.county_server.book import CountyBook
    from desk_app.county_server.decide import Ruling
    from desk_app.devices.keys.demo import demo_key

    if desk.settings.county_url:
        raise RuleError("案例文件里的 decisions 只能在内置的区县服务上走,请去掉设置“区县服务地址”")
    file = desk.settings.data / "county.db"
    with closing(CountyBook(file, desk.parts.law, key=demo_key(file.parent), create=False)) as book:
        for each in decisions:
            ruling = Ruling(each.matter, each.act, each.values, _WHO)
            book.decide(application.number, ruling, desk.parts.clock.now())
        case = book.case(application.number)
    assert case is not None
    return {m.matter: m.state for m in case.matters}


def papers(desk: Desk, application: Application) -> Iterator[tuple[str, bytes]]:
    """File name and PDF of every paper that the decisions brought and that asks nothing more."""
    for document in documents.offered(desk.parts, application):
        if not documents.missing(desk.parts, application, document.id, {}):
            yield f"{document.id}.pdf", documents.draw(desk.parts, application, document.id, {})


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
