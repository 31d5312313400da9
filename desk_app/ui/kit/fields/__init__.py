"""One widget for each kind of answer; ``make_field`` finds the right one and connects it to the case."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.ui.kit.fields.address import AddressField
from desk_app.ui.kit.fields.base import Answering, Field
from desk_app.ui.kit.fields.choices import ChoiceField, ChoicesField, FlagField
from desk_app.ui.kit.fields.lines import LineField
from desk_app.ui.kit.fields.search import SearchField
from forms.schema import Element, Kind

FEW: Final = 6
"""Up to so many options are shown as buttons side by side."""

_CLASSES: Final[dict[Kind, type[Field]]] = {Kind.FLAG: FlagField, Kind.CHOICES: ChoicesField}


def make_field(case: Answering, element: Element, parent: QWidget | None = None, *, few: int = FEW) -> Field:
    """The field that shows an element's answer in the case and changes it, made within ``parent``.

    One of up to ``few`` options is chosen by buttons, of more by typing.
    """
    made = _class(case, element, few)(case, element, parent)
    made.value_given.connect(partial(case.answer, element.id))
    made.refresh()
    return made


def _class(case: Answering, element: Element, few: int) -> type[Field]:
    if element.kind is Kind.CHOICE:
        return ChoiceField if len(case.pack.options(element)) <= few else SearchField
    if element.place:
        return AddressField
    return _CLASSES.get(element.kind, LineField)
