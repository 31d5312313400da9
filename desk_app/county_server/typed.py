"""What is typed on a command line or a page for an act, in the kinds the act asks."""

from typing import Any, Final

from desk_app.domain.events import Payload
from desk_app.errors import RuleError
from forms import asked, result_words
from forms.conditions import known
from forms.pack import Pack
from forms.procedures import Act, Ask
from forms.schema import Kind

ROWS: Final = "rows"
"""The name under which rows may be given, whatever the act calls them."""


def fitted(pack: Pack, act: Act | None, values: Payload) -> dict[str, Any]:
    """Values in their kinds; ``rows`` under the name of the act's only table, unanswered ones left out.

    RuleError for categories with grades that can not be read. What the act does not ask stays as it is.
    """
    asks = {a.id: a for a in act.asks} if act else {}
    given = dict(values)
    tables = [a.id for a in asks.values() if a.rows]
    if ROWS in given and ROWS not in asks and len(tables) == 1:
        given[tables[0]] = given.pop(ROWS)
    return {k: _typed(pack, asks[k], v) if k in asks else v for k, v in given.items()}


def tidied(act: Act, values: Payload) -> dict[str, Any]:
    """The answers among ``values`` as they are stored (days as ISO texts); those not known are left out."""
    stored = asked.tidied(act, values)
    return {k: stored.get(k, v) for k, v in values.items() if known(values, k) or k not in stored}


def _typed(pack: Pack, ask: Ask, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if ask.id == result_words.ASSESSED:
        try:
            return result_words.read_assessed(pack, value)
        except ValueError as fault:
            raise RuleError(str(fault)) from fault
    if ask.kind is Kind.FLAG:
        return {"是": True, "yes": True, "否": False, "no": False}.get(value, value)
    if ask.kind is Kind.CHOICE and (table := pack.codes.get(ask.codes)):
        return next((o.code for o in table.options if o.label == value.strip()), value)
    if ask.kind is Kind.CHOICES:
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value
