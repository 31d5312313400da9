"""The register of rooms: those on the rail, with the services and tables of each, and its page.

Data only. A page is named here and imported when its room is first opened. Every table of the book belongs
to one room or to the spine; a register that is data (a procedure of the pack) needs no row here.
"""

from dataclasses import dataclass
from typing import Final

REGISTERS: Final = "*"
"""For ``Room.shows``: the records of every procedure of the pack that is a register."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the window."""

    name: str
    title: str
    icon: str
    page: str
    """``module:class``; a ``RoomPage`` made when the room is first opened."""
    shows: str = ""
    """Kind of subject whose records it opens, or ``REGISTERS``; such a room is only there with registers."""
    programmes: bool = False
    """Whether it is only there with a programme of home visits in force."""
    services: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


ROOMS: Final = (
    Room(
        "counter",
        "受理",
        "rail-counter",
        "desk_app.ui.counter.page:CounterPage",
        services=("counter", "recognition"),
        tables=("draft",),
    ),
    Room(
        "applications",
        "办件",
        "rail-applications",
        "desk_app.ui.applications.page:ApplicationsPage",
        shows="application",
        services=("applications",),
        tables=("application",),
    ),
    Room(
        "todos",
        "待办",
        "rail-todos",
        "desk_app.ui.todos.page:TodosPage",
        services=("todos",),
        tables=("put_off",),
    ),
    Room(
        "visits",
        "上门",
        "rail-visits",
        "desk_app.ui.visits.page:VisitsPage",
        programmes=True,
        services=("visits",),
        tables=("lease", "carried", "carried_event"),
    ),
    Room(
        "registers",
        "登记",
        "rail-registers",
        "desk_app.ui.registers.page:RegistersPage",
        shows=REGISTERS,
        services=("roster", "survey", "works"),
        tables=("roster", "surveyed"),
    ),
    Room(
        "statistics",
        "统计",
        "rail-statistics",
        "desk_app.ui.statistics.page:StatisticsPage",
    ),
    Room("settings", "设置", "rail-settings", "desk_app.ui.settings.page:SettingsPage"),
)
"""In the order of the rail; Alt and the number of its place opens a room."""

SPINE_SERVICES: Final = (
    *(
        "parts",
        "sockets",
        "law",
        "days",
        "reading",
        "items",
        "linked",
        "compared",
        "feeding",
        "ledger",
        "proceedings",
        "rounds",
    ),
    "recordings",
    "scanning",
    *("lists", "printing", "lookup", "clock_check", "clock_watch", "printable", "signin", "retention"),
    "camera_habits",
    "questionnaires",
    "numbering",
    "tables",
)
SPINE_TABLES: Final = (
    *("event", "payload", "touched", "proceeding", "counter", "letter", "set_aside", "journal", "clerk"),
    *("person", "person_number", "person_certificate", "told_history"),
    *("household_member", "organisation", "appointment"),
    *("findable", "find_key", "listed", "unlisted", "happened"),
    *("book", "row_mac", "audit_head", "page", "page_use", "page_freed", "recording_use"),
    "remembered",
)
"""Services and tables that belong to no room."""


def on_the_rail(*, registers: bool, programmes: bool) -> tuple[Room, ...]:
    """The rooms of a window; that of registers, and that of home visits, only where the pack has some."""
    here = (r for r in ROOMS if registers or r.shows != REGISTERS)
    return tuple(r for r in here if programmes or not r.programmes)
