"""Everything the register of rooms names exists, every table has its one room, every room opens."""

from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import resources
from desk_app import rooms, services
from desk_app.ui.kit.room import RoomPage
from tests.fakes import StillClock, make_parts
from tests.opened import opened_book
from tests.ui_shell.conftest import Desk

KEYS = Path(__file__).parent / "registers" / "keys"


def test_names_are_given_once() -> None:
    for field in ("name", "title", "icon", "page"):
        assert not [n for n, times in Counter(getattr(r, field) for r in rooms.ROOMS).items() if times > 1]


@pytest.mark.parametrize("room", rooms.ROOMS, ids=lambda room: room.name)
def test_what_a_room_names_is_there(room: rooms.Room) -> None:
    module, _, page = room.page.partition(":")
    assert issubclass(getattr(import_module(module), page), RoomPage)
    assert resources.path("icons", f"{room.icon}.svg").is_file()
    for service in room.services:
        assert find_spec(f"desk_app.services.{service}"), service


def test_what_the_spine_names_is_there() -> None:
    for service in rooms.SPINE_SERVICES:
        assert find_spec(f"desk_app.services.{service}"), service


def test_every_service_belongs_to_one_room_or_to_the_spine() -> None:
    folder = Path(services.__file__ or "").parent
    held = {p.name.removesuffix(".py") for p in folder.iterdir() if not p.name.startswith("__")}
    owned = Counter([*rooms.SPINE_SERVICES, *(s for room in rooms.ROOMS for s in room.services)])
    assert {service for service, owners in owned.items() if owners > 1} == set()
    assert held == set(owned)


def test_every_table_belongs_to_one_room_or_to_the_spine(tmp_path: Path) -> None:
    make_parts(tmp_path).store.close()
    book = opened_book(tmp_path / "book.db")
    wanted = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    held = {name for (name,) in book.execute(wanted)}
    book.close()
    owned = Counter([*rooms.SPINE_TABLES, *(t for room in rooms.ROOMS for t in room.tables)])
    assert {table for table, owners in owned.items() if owners > 1} == set()
    assert held == set(owned)


def test_every_room_opens_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(qtbot, make_parts(tmp_path, forms=KEYS), StillClock())
    window = desk.open()
    assert window.rooms == rooms.ROOMS
    for room in rooms.ROOMS:
        desk.click(f"rail-{room.name}")
        assert window.page(room.name).isVisible()
        assert list(window.page(room.name).keys()) is not None
    desk.errands.close()
    desk.parts.store.close()
