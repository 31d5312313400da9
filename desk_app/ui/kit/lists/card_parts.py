"""Parts of the cards beside a list: labels with values, and the timeline."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.domain.applications import TimelineEntry
from desk_app.services.lookup import masking
from desk_app.ui.kit import style, words
from desk_app.ui.kit.layouts import column, row
from desk_app.ui.kit.widgets import label

Facts = Sequence[tuple[str, str]]


def facts_part(
    facts: Facts, title: str = "", *, verbatim: bool = False, beside: Mapping[str, QWidget] | None = None
) -> QWidget:
    """Labels and values in two columns; values can be selected and copied with the mouse.

    ``beside`` has the links that stand beside values, by the label of the value.
    """
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(style.px(12))
    grid.setVerticalSpacing(style.px(6))
    grid.setColumnStretch(1, 1)
    if title:
        grid.addWidget(label(title, "title"), 0, 0, 1, 2)
    for line, (name, value) in enumerate(facts, 1):
        link = beside.get(name) if beside else None
        shown = label(value, wrap=link is None, verbatim=verbatim)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        at = Qt.AlignmentFlag.AlignTop if link is None else Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(label(name, "quiet"), line, 0, at)
        if link is None:
            grid.addWidget(shown, line, 1)
        else:
            across = row()
            across.addWidget(shown)
            across.addWidget(link)
            across.addStretch()
            grid.addLayout(across, line, 1)
    return part


def timeline_part(entries: Sequence[TimelineEntry], today: date, *, plain: bool = False) -> QWidget:
    """The timeline's entries, the newest first; numbers of people in them are masked unless ``plain``."""
    part = QWidget()
    body = column(part)
    body.addWidget(label("经过", "title"))
    for entry in reversed(entries):
        body.addWidget(label(f"{words.day_time(entry.at, today)}  {entry.act}  {entry.who}", "quiet"))
        body.addWidget(label(entry.text if plain else masking.entry(entry.text), wrap=True))
    return part
