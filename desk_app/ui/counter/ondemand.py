"""Rows of a list that are built when first needed and then kept, in a fixed order."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ui.kit.layouts import laid_out_once

_W = TypeVar("_W", bound=QWidget)


class OnDemand(Generic[_W]):
    """Widgets by key in a layout of their own, each made by ``make`` when it is first needed."""

    def __init__(self, layout: QVBoxLayout, order: Iterable[str], make: Callable[[str], _W]) -> None:
        self._layout, self._make = layout, make
        self._places = {key: place for place, key in enumerate(order)}
        self._made: dict[str, _W] = {}

    def __getitem__(self, key: str) -> _W:
        """The widget of this key, built now if it was never needed before."""
        if key not in self._made:
            before = sum(self._places[k] < self._places[key] for k in self._made)
            self._made[key] = self._make(key)
            self._layout.insertWidget(before, self._made[key])
        return self._made[key]

    def get(self, key: str) -> _W | None:
        """The widget of this key; None when it was never needed."""
        return self._made.get(key)

    def show_only(self, wanted: Iterable[str]) -> None:
        """Show the widgets of these keys and no others."""
        keys = set(wanted)
        around = self._layout.parentWidget()
        with laid_out_once(around) if around is not None else nullcontext():
            for key in self._made.keys() | keys:
                self[key].setVisible(key in keys)
