"""A county that wrote its retention table, and pieces of its archive on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from tests.fakes import StillClock, make_parts
from tests.people import id_number

TABLE = """
[archive]
number = "X043"
name = "样例区残疾人联合会"
approved = "样例档发〔2026〕3号"
window = "3"
source = "本区规定"

[[retention]]
id = "visits"
title = "上门材料"
term = "D30"
organ = "BGS"
covers = ["home_visit"]
source = "本区规定"

[[retention]]
id = "papers"
title = "文件"
term = "D10"
source = "本区规定"

[[retention]]
id = "rules"
title = "制度"
term = "Y"
organ = "FJ"
source = "本区规定"
"""
PIECE = {
    "kind": "case",
    "title": "张样例申请材料",
    "name": "张样例",
    "id_number": id_number("19900307"),
    "formed_on": "2026-11-20",
    "archive_year": "2026",
    "retention": "visits",
    "restricted": False,
}
LOAN = {
    "borrower": "王样例",
    "borrower_unit": "样例区审计局",
    "purpose": "核对发放",
    "basis": "介绍信8号",
    "approver": "陈样例",
    "pages_out": "12",
}


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    county = tmp_path / "county"
    county.mkdir()
    (county / "retention.toml").write_text(TABLE, encoding="utf-8")
    made = make_parts(tmp_path / "desk", clock, county)
    yield made
    made.store.close()


def done(parts: Parts, piece: str, act: str, **given: Any) -> None:
    """Do an act to a record."""
    proceedings.act(parts, parts.window.who, piece, act, given)


def piece(parts: Parts, **other: Any) -> str:
    """A piece that was taken in."""
    return proceedings.begin(parts, parts.window.who, "archive_item", "take_in", PIECE | other).id


def held(parts: Parts, **other: Any) -> str:
    """A piece on its shelf, of twelve pages."""
    made = piece(parts, **other)
    given = {k: v for k, v in (PIECE | other).items() if k in ("retention", "archive_year")}
    done(parts, made, "sort", pages="12", complete=True, **given)
    done(parts, made, "file")
    done(parts, made, "shelve", shelf="A架2层")
    return made


def now(parts: Parts, piece_id: str) -> Proceeding:
    """A record as it stands."""
    found = parts.store.proceedings.one(piece_id)
    assert found is not None
    return found
