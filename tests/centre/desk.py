"""A desk of a county centre with an invented model, and short ways to work its registers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from tests.fakes import StillClock, make_parts
from tests.people import id_number

MODEL = {
    "title": "护理型轮椅",
    "class": "12",
    "unit": "辆",
    "use_years": "3",
    "least": "1",
    "labelled": True,
}
REQUEST = {
    "name": "张样例",
    "id_number": id_number("19650307", "001"),
    "phone": "13800000001",
    "village": "样例镇样例村",
    "class": "12",
    "wish": "轮椅",
}
STAMPED = {
    "village_stamp": {"village_on": "2026-11-23", "village_by": "村委会", "village_kept": True},
    "town_stamp": {"town_on": "2026-11-23", "town_by": "镇政府", "town_kept": True},
    "accept": {
        "id_copy": True,
        "certificate_copy": True,
        "certificate_shown": True,
        "proofs": "医院证明",
    },
}
"""The way of a request up to the county, by act."""


class Centre:
    """The registers of one window."""

    def __init__(self, parts: Parts, clock: StillClock) -> None:
        self.parts, self.clock = parts, clock

    @classmethod
    def at(cls, folder: Path) -> "Centre":
        """A window with a book of its own in a folder."""
        clock = StillClock()
        return cls(make_parts(folder, clock), clock)

    @classmethod
    def on(cls, parts: Parts) -> "Centre":
        """A window that is there already."""
        assert isinstance(parts.clock, StillClock)
        return cls(parts, parts.clock)

    def begin(self, register: str, act: str, given: Mapping[str, Any]) -> Proceeding:
        """Begin a record."""
        return proceedings.begin(self.parts, self.parts.window.who, register, act, given)

    def do(self, record: Proceeding, act: str, **given: Any) -> Proceeding:
        """Do an act to a record; returns it as it stands then."""
        proceedings.act(self.parts, self.parts.window.who, record.id, act, given)
        return self.now(record)

    def now(self, record: Proceeding) -> Proceeding:
        """A record as it stands now."""
        found = self.parts.store.proceedings.one(record.id)
        assert found is not None
        return found

    def model(self, **other: Any) -> Proceeding:
        """A model of wheelchair."""
        return self.begin("device_model", "enter", {**MODEL, **other})

    def piece(self, model: Proceeding) -> Proceeding:
        """One more piece of a model, on the shelf."""
        made = self.begin("device_item", "enter", {"model": model.number, "serial": "W-样例"})
        return self.do(made, "shelve")

    def approved(self, kind: str = "2", **other: Any) -> Proceeding:
        """A request that was stamped twice, accepted and approved."""
        made = self.begin("device_request", "fill", {**REQUEST, **other})
        for act, given in STAMPED.items():
            self.do(made, act, **given)
        return self.do(made, "approve", kind=kind, earlier="1")

    def stock(self, model: Proceeding) -> str:
        """What the account of a model says."""
        return str(self.now(model).facts["stock"])
