"""The pictures of a record on its card: small, opened large by a press."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.services.parts import Parts
from desk_app.services.proceedings import Record
from desk_app.ui.acts.preview import Preview
from desk_app.ui.kit import words
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import label
from forms.procedures import Procedure


@dataclass(frozen=True, slots=True)
class ActPicture:
    """A picture that was required by an act of a record."""

    label: str
    """What it shows, in the procedure's words."""
    page: str
    at: datetime
    """When the act was done."""


def asked_for(law: Procedure) -> frozenset[str]:
    """Ids of all questions of a procedure whose answers are pictures."""
    return frozenset(name for act in law.acts for name in act.evidence)


def of_record(record: Record) -> tuple[ActPicture, ...]:
    """Every picture of the record's acts in order, without void acts; each picture of a question once."""
    found: dict[tuple[str, str], ActPicture] = {}
    for event in record.events:
        act = None if event.void else record.procedure.act(event.act)
        for ask in act.asks if act else ():
            page = str(event.payload.get(ask.id) or "")
            if act and page and ask.id in act.evidence:
                found.setdefault((ask.id, page), ActPicture(ask.label, page, event.at))
    return tuple(found.values())


def pictures_part(
    parts: Parts,
    errands: Errands,
    pictures: Iterable[ActPicture],
    today: date,
    wanted: Callable[[ActPicture], object],
) -> QWidget:
    """The pictures side by side, each with its label and its moment."""
    part, flow = QWidget(), FlowLayout(spacing=12)
    lines = column(part)
    lines.addWidget(label("图片", "title"))
    for place, picture in enumerate(pictures, 1):
        flow.addWidget(_small(parts, errands, picture, today, f"picture-{place}", wanted))
    lines.addLayout(flow)
    return part


def _small(
    parts: Parts,
    errands: Errands,
    picture: ActPicture,
    today: date,
    name: str,
    wanted: Callable[[ActPicture], object],
) -> QWidget:
    when = words.short_time(picture.at, today)
    shown = Preview(parts, errands, f"{picture.label} {when}", name)
    shown.show_page(picture.page)
    shown.clicked.connect(lambda: wanted(picture))
    part = QWidget()
    part.setFixedWidth(shown.sizeHint().width())
    lines = column(part, spacing=2)
    lines.addWidget(shown)
    lines.addWidget(label(picture.label, wrap=True), 0, Qt.AlignmentFlag.AlignTop)
    lines.addWidget(label(when, "quiet", wrap=True), 0, Qt.AlignmentFlag.AlignTop)
    return part
