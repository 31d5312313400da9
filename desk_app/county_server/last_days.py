"""Last days that a department sets in the rows of an act (补正期限): none has passed when it is set."""

from collections.abc import Mapping
from datetime import date

from desk_app.domain.events import Payload
from desk_app.errors import RuleError
from forms import moments
from forms.numbers import tidy_date
from forms.procedures import Act
from forms.sentences import plain_date


def check(title: str, act: Act | None, values: Payload, today: date) -> None:
    """RuleError, with the matter's title, when a row sets a day before ``today``: nobody could keep it.

    What is no row or no day is left to the checks of the act itself.
    """
    for ask in (a for a in act.asks if a.dates) if act else ():
        columns = {column.id: column.label for column in ask.rows}
        rows = values.get(ask.id)
        for number, row in enumerate(rows if isinstance(rows, list | tuple) else (), 1):
            for key in ask.dates if isinstance(row, Mapping) else ():
                if (day := moments.day(tidy_date(str(row.get(key) or "")))) and day < today:
                    said = f"第{number}行的{columns[key]}{plain_date(day)}已经过去,请写今天或以后的日期"
                    raise RuleError(f"“{title}”{said}")
