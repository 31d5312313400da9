"""``desk-app show``: one record whole, for people or as JSON; masked unless a purpose is noted.

The names in the JSON stay the same from release to release; new ones may be added:

``masked``; ``kind`` (application, or the id of a register), ``title``, ``id``, ``number``, ``office_number``,
``label`` (whom or what it is about), ``subject``, ``state`` (``code word open``), ``began_at``, ``since``,
``clerk``, ``window``, ``pack`` (``version digest``), ``days`` (``handover promised provisional``);
``facts`` (``id label text``); ``holds``, what the applicant holds now (``asked_at``; ``lines``: ``kind
title number text state source``); ``children``, the matters of an application (``kind id matter number title
state note result waits_for facts working_days clocks``); ``clocks`` (``id title started due provisional``);
``materials``, ``follows``; ``events`` (``id at who role act text proceeding channel county_order void``);
``papers`` (``id title printed asks``); ``letters`` (``id written_at state attempts answer events files``).

Moments and days are ISO 8601 texts, null where there is none. What an application or a register does not
have is left out.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from forms.sentences import plain_date
from forms.typesetting import typeset


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    show = commands.add_parser(
        "show",
        help="一件办件或登记的全部内容:事项、期限、经过、文书、信件",
        description="证件号、电话、银行卡和住址遮住显示;查看记入查阅记录。窗口开着也可以用。",
        epilog="JSON 的键名不会改:" + " ".join(_KEYS),
    )
    show.add_argument("number", help="回执编号、办件编号或登记编号,有没有连字符都可以")
    show.add_argument("--json", action="store_true", help="写成 JSON")
    show.add_argument("--unmask", metavar="PURPOSE", help="不遮住,写明用途,记入查阅记录")
    show.set_defaults(run=_show)


_KEYS = (
    *("masked", "kind", "title", "id", "number", "office_number", "label", "subject", "state", "began_at"),
    *("since", "clerk", "window", "pack", "days", "facts", "holds", "children", "clocks", "materials"),
    *("follows", "events", "papers", "letters"),
)


def _show(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.lookup import at_hand, showing

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "show")
        told = showing.show(desk.parts, at_hand.one(desk.parts, options.number), options.unmask)
    said = (
        json.dumps(told, ensure_ascii=False, indent=1) if options.json else typeset("\n".join(_lines(told)))
    )
    try:
        print(said, flush=True)
    except BrokenPipeError:  # whoever reads it has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _lines(told: dict[str, Any]) -> Iterator[str]:
    """A record for people, part by part."""
    yield f"{told['title']} {told['number'] or told['id']} {told['label']}"
    yield f"状态 {told['state']['word']}"
    if told.get("office_number"):
        yield f"办件编号 {told['office_number']}"
    yield f"开始 {_moment(told['began_at'])}"
    if told["masked"]:
        yield "证件号、电话、银行卡和住址已遮住;要看全的加 --unmask 用途"
    yield from _part("内容", (f"{row['label']} {row['text']}" for row in told["facts"]))
    yield from _part("这个人现在持有", _holds(told.get("holds", {})))
    yield from _part("事项" if told["kind"] == "application" else "下属", _children(told["children"]))
    yield from _part("期限", _clocks(told["clocks"]))
    yield from _part("材料", (f"{row['title']} {row['state']}" for row in told.get("materials", ())))
    yield from _part("经过", _events(told["events"]))
    yield from _part("文书", (f"{p['id']} {p['title']} 打过{p['printed']}次" for p in told["papers"]))
    letters = (f"{_moment(x['written_at'])} {x['state']['word']} {x['answer']}" for x in told["letters"])
    yield from _part("信件", letters)


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = [line.rstrip() for line in lines]
    if found:
        yield f"\n{title}"
        yield from (f"  {line}" for line in found)


def _holds(holds: dict[str, Any]) -> Iterator[str]:
    for line in holds.get("lines", ()):
        title = " ".join(filter(None, (line["title"], line["number"])))
        yield ",".join(filter(None, (title, line["state"]["word"], line["text"], line["source"])))
    if holds.get("lines") and holds["asked_at"]:
        yield f"{_moment(holds['asked_at'])}问过区县"


def _children(children: list[dict[str, Any]]) -> Iterator[str]:
    for child in children:
        yield f"{child['title']} {child['state']['word']}"
        if days := child.get("working_days"):
            due = f",{plain_date(days['due'])}前" if days["due"] and not days["ended"] else ""
            yield f"  承诺{days['promised']}个工作日,已用{days['used']}个{due}"
        if child.get("result"):
            yield f"  结果 {child['result']}"
        told = (child["title"], child.get("matter"), child.get("waits_for"))
        for row in child["facts"]:
            if row["text"] not in told and row["text"] not in child.get("result", ""):
                yield f"  {row['label']} {row['text']}"


def _clocks(clocks: list[dict[str, Any]]) -> Iterator[str]:
    for clock in clocks:
        yield f"{clock['title']} {plain_date(clock['due']) if clock['due'] else '停着'}"


def _events(events: list[dict[str, Any]]) -> Iterator[str]:
    for event in events:
        if event["text"]:
            yield f"{_moment(event['at'])} {event['act']['word']} {event['text']}({event['who']})"


def _moment(text: str) -> str:
    return text[:16].replace("T", " ")
