"""The recordings of a record on its card: what each is, whether it was uploaded, the way out for its file."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.domain.recordings import ELSEWHERE
from desk_app.services.recordings import KeptRecording
from desk_app.ui.kit import layouts, words
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, chip, label

_UPLOADED, _WAITING = ("已上传", "good", "good"), ("未上传", "caution", "ring")
_TITLE: Final = "录像、录音(只存在本窗口)"


@dataclass(frozen=True, slots=True)
class ShownRecording:
    """A recording, and whether its file is on this computer."""

    kept: KeptRecording
    here: bool


def recordings_part(
    shown: Iterable[ShownRecording],
    today: date,
    able: Collection[str],
    save: Callable[[KeptRecording], object],
    tell: Callable[[KeptRecording], object],
) -> QWidget:
    """A few lines for each; its upload can be told while the act that tells of it is among ``able``."""
    part = QWidget()
    lines = column(part, spacing=8)
    lines.addWidget(label(_TITLE, "title"))
    for place, one in enumerate(shown, 1):
        lines.addWidget(_one(one, today, able, save, tell, f"recording-{place}"))
    return part


def _one(
    shown: ShownRecording,
    today: date,
    able: Collection[str],
    save: Callable[[KeptRecording], object],
    tell: Callable[[KeptRecording], object],
    name: str,
) -> QWidget:
    kept, part = shown.kept, QWidget()
    lines, head, ways = column(part, spacing=2), layouts.row(), FlowLayout()
    head.addWidget(label(kept.kind or kept.label))
    head.addStretch(1)
    head.addWidget(chip(*(_UPLOADED if kept.uploaded else _WAITING)))
    lines.addLayout(head)
    lines.addWidget(label(words.breakable(kept.recording.words), wrap=True, name=name, verbatim=True))
    number = f",流水号 {kept.number}" if kept.number else ""
    lines.addWidget(label(f"{words.short_time(kept.at, today)} {kept.who}{number}", "quiet", wrap=True))
    if shown.here:
        ways.addWidget(_link("另存为…", f"{name}:save", kept, save))
    else:
        lines.addWidget(label(f"{ELSEWHERE},请管理员从备份找回", "problem", wrap=True))
    if kept.act in able:
        ways.addWidget(_link("改上传情况…" if kept.uploaded else "登记上传…", f"{name}:upload", kept, tell))
    lines.addLayout(ways)
    return part


def _link(text: str, name: str, kept: KeptRecording, wanted: Callable[[KeptRecording], object]) -> QWidget:
    made = button(text, "link", name=name)
    made.setAccessibleName(f"{kept.recording.name} {text}")
    made.clicked.connect(partial(_press, wanted, kept))
    return made


def _press(wanted: Callable[[KeptRecording], object], kept: KeptRecording, _on: bool = False) -> None:
    wanted(kept)
