"""A hall and its laptops: each a window with a book and a key of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.carrying import CarriedIn
from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.services.visits import carrying
from tests.fakes import CHINA, StillClock, make_parts, window_of

PHRASE = "湖边-青石板-路灯-4711"
ASKED = {"name": "张样例", "village": "样例村", "wish": "残疾人证新办", "channel": "2", "cannot_come": True}
DONE = {"done": "当场说清了政策", "visited_on": "2026-11-23"}
TAKEN = {"taken": "身份证复印件、照片", "visited_on": "2026-11-23"}


@dataclass
class Field:
    """The hall (window 3) and laptops by their number."""

    folder: Path
    windows: dict[str, Parts]
    clocks: dict[str, StillClock]

    @property
    def hall(self) -> Parts:
        return self.at("3")

    def at(self, number: str) -> Parts:
        """The parts of a window, made when it is first asked for."""
        if number not in self.windows:
            self.rule(number, None)
        return self.windows[number]

    def rule(self, number: str, forms: Path | None) -> None:
        """Start a window by the rules of a county's folder; None: by the shipped ones."""
        if number in self.windows:
            self.windows[number].store.close()
        clock = self.clocks.setdefault(number, StillClock(datetime(2026, 11, 23, 9, tzinfo=CHINA)))
        made = make_parts(self.folder / number, clock, forms)
        who = window_of(made.pack.hall, number, f"{number}号经办员")
        self.windows[number] = replace(made, window=who)

    def move(self, hours: float) -> None:
        """Time passes everywhere."""
        for clock in self.clocks.values():
            clock.moment += timedelta(hours=hours)

    def do(self, number: str, record: Proceeding, act: str, **given: Any) -> None:
        parts = self.at(number)
        proceedings.act(parts, parts.window.who, record.id, act, given)

    def visit(self, **more: Any) -> Proceeding:
        """A visit at the hall that is on its way (出访中)."""
        hall = self.hall
        made = proceedings.begin(hall, hall.window.who, "home_visit", "request", ASKED | more)
        self.do("3", made, "assign", doer="李样乙")
        self.do("3", made, "agree", visit_on="2026-11-23")
        self.do("3", made, "leave")
        return made

    def state(self, number: str, record: Proceeding) -> str:
        found = self.at(number).store.proceedings.one(record.id)
        return found.state if found else ""

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.desk"

    def out(self, laptop: str, *records: Proceeding) -> Path:
        """Carry records out to a laptop, which takes them in."""
        self.at(laptop)
        path = self.file(f"out-{laptop}")
        carrying.carry_out(self.hall, [r.number for r in records], laptop, path, PHRASE)
        carrying.carry_in(self.at(laptop), path, PHRASE)
        return path

    def back(self, laptop: str) -> CarriedIn:
        """Carry a laptop's work back to the hall."""
        path = self.file(f"back-{laptop}")
        carrying.carry_back(self.at(laptop), path, PHRASE)
        return carrying.carry_in(self.hall, path, PHRASE)

    def todos(self) -> list[tuple[str, str]]:
        return [(t.title, t.text) for t in todos.todos(self.hall).shown]


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = Field(tmp_path, {}, {})
    yield made
    for parts in made.windows.values():
        parts.store.close()
