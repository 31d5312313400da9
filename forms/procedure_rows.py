"""The procedures of a pack, each from a file of its own; every mistake is noted with file and line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from forms.clock_kinds import Clock
from forms.procedures import Act, Listing, Procedure, State
from forms.rate_kinds import ActTally, Rate
from forms.record_kinds import Criterion, PaperOffer
from forms.report_kinds import UnitReport
from forms.round_kinds import Round
from forms.rows import File, Reader
from forms.spelling import choose
from forms.unit_sheets import UnitSheet

FOLDER: Final = "procedures"
"""The folder of procedures in the folder of a pack."""
_KEYS: Final = {
    **{"state": "code", "act": "code", "clock": "id", "round": "id"},
    **{"paper": "id", "rate": "id", "tally": "id", "criterion": "id", "sheet": "role"},
    "report": "id",
}
"""Tables of many rows → the key that identifies a row."""
_LIST: Final = "list"
_TABLES: Final = ("procedure", *_KEYS, _LIST)


def read(files: Iterable[File], values: Mapping[str, str]) -> Mapping[str, Procedure]:
    """The procedures of these files by id; ``values`` replace ``$name`` in their texts."""
    found = (_procedure(file, Reader(file, values)) for file in files)
    return MappingProxyType({p.id: p for p in found if p is not None})


def _procedure(file: File, reader: Reader) -> Procedure | None:
    for key in sorted(file.data.keys() - set(_TABLES)):
        file.fail(f"不认识的表“{key}”{choose(key, _TABLES)}", (key,))
    _repeated(file, reader)
    states, acts = reader.rows(State, "state"), _asking(reader.rows(Act, "act"))
    clocks, rounds = reader.rows(Clock, "clock"), reader.rows(Round, "round")
    papers, criteria = reader.rows(PaperOffer, "paper"), reader.rows(Criterion, "criterion")
    listing = reader.row(Listing, file.data[_LIST], (_LIST,)) if _LIST in file.data else Listing()
    if "procedure" not in file.data:
        file.fail("缺少 [procedure],请补上")
        return None
    head = reader.row(Procedure, file.data["procedure"], ("procedure",))
    if head is None:
        return None
    name = Path(file.name).stem
    if head.id != name:
        file.fail(f"id 应与文件名相同,请写“{name}”,或把文件改名为 {head.id}.toml", ("procedure", "id"))
    return replace(
        head,
        states=tuple(states),
        acts=tuple(acts),
        clocks=tuple(clocks),
        rounds=tuple(r.set_by(reader.values) for r in rounds),
        papers=tuple(papers),
        rates=tuple(reader.rows(Rate, "rate")),
        tallies=tuple(reader.rows(ActTally, "tally")),
        criteria=tuple(criteria),
        sheets=tuple(reader.rows(UnitSheet, "sheet")),
        reports=tuple(reader.rows(UnitReport, "report")),
        listing=listing or Listing(),
    )


def _asking(acts: Sequence[Act]) -> list[Act]:
    """The acts, each with the questions of the one it asks like; the audit names an act there is not."""
    asks = {act.code: act.asks for act in acts}
    return [replace(act, asks=(*asks.get(act.asks_like, ()), *act.asks)) for act in acts]


def _repeated(file: File, reader: Reader) -> None:
    """Notes a fault for rows of one kind with the same code or id."""
    for key, name in _KEYS.items():
        seen: set[str] = set()
        for at, row in reader.tables(key):
            said = str(row.get(name, ""))
            if said and said in seen:
                file.fail(f"“{said}”定义了两次,请删去一处或换个 {name}", (*at, name))
            seen.add(said)
