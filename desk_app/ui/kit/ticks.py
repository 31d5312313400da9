"""Ticks and choices that act alike however they are worked: by click, by key, by a screen reader's action.

A screen reader's action on a tick box is ``toggle``, which emits ``toggled`` and no ``clicked``. So what a
tick does hangs on ``toggled``, and the program itself changes a tick silently, with ``show_ticked``.
"""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QAbstractButton


def on_tick(box: QAbstractButton, run: Callable[[bool], object]) -> None:
    """Call ``run`` with the new state whenever a person changes a tick."""
    box.toggled.connect(run)


def on_pick(choice: QAbstractButton, run: Callable[[], object]) -> None:
    """Call ``run`` when a person picks one choice of a group, and when the picked one is clicked again."""
    told = False

    def toggled(on: bool) -> None:
        nonlocal told
        if on:
            told = True
            run()  # which may take the tick away again

    def clicked(_on: bool = False) -> None:
        nonlocal told
        if not told:
            run()
        told = False

    choice.toggled.connect(toggled)
    choice.clicked.connect(clicked)


def show_ticked(box: QAbstractButton, on: bool) -> None:
    """Show a state that the program knows; nothing is done because of it."""
    with QSignalBlocker(box):
        box.setChecked(on)
