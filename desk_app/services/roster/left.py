"""Whether somebody died or moved away by what is known here: told to whoever goes to their home."""

from desk_app.domain import records
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.services.roster.bringing import DIED, LIFE, MOVED
from forms import particulars


def told(parts: Parts, id_number: str) -> str:
    """Who says that the person of this number died or moved away, as a sentence; empty where nobody does."""
    row = parts.store.roster.one(id_number)
    life = row.values.get(LIFE) if row else None
    history = inform.history(parts, {particulars.ID_NUMBER: id_number})
    known = records.facts_of(parts.pack, history, parts.clock.today())
    if known.get(particulars.DECEASED) is True:
        return "这个人登记过死亡注销,请先核实"
    return {DIED: "名册写着这个人已去世,请先核实", MOVED: "名册写着这个人已迁出,请先核实"}.get(str(life), "")
