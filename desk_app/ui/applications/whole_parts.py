"""The parts of 整件查看: scans side by side, papers with their prints, letters in words, amendments."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.services.applications import whole
from desk_app.services.applications.whole import (
    AmendmentLine,
    LetterLine,
    PaperLine,
    ScanGroup,
    Scanned,
    WholeApplication,
)
from desk_app.services.parts import Parts
from desk_app.ui.acts.preview import Preview
from desk_app.ui.applications.whole_picture import LookDialog
from desk_app.ui.kit import words
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.widgets import Card, button, chip, label
from desk_app.ui.kit.words import plain_tip

_NONE: Final = "没有。"
_NAME: Final = 10
"""Most characters of a file's name in sight; the tooltip has all of it."""


class ScansPart(QWidget):
    """Every picture of an application, by material; a press enlarges it."""

    def __init__(self, parts: Parts, errands: Errands, found: WholeApplication, today: date) -> None:
        super().__init__()
        self._parts, self._errands, self._found, self._today = parts, errands, found, today
        body = column(self, spacing=12)
        if not found.scans:
            body.addWidget(label("没有扫描的图片,材料是纸质的。", "quiet", wrap=True))
        for place, group in enumerate(found.scans):
            body.addWidget(label(f"{group.title} {len(group.pages)}页", "title", wrap=True))
            holder = QWidget()
            flow = FlowLayout(holder, spacing=12)
            for number, page in enumerate(group.pages):
                flow.addWidget(self._small(group, page, f"scan-{place}-{number}"))
            body.addWidget(holder)

    def _small(self, group: ScanGroup, page: Scanned, name: str) -> QWidget:
        when = words.day_time(page.at, self._today)
        shown = Preview(self._parts, self._errands, f"{group.title} {page.name} {when}", name)
        shown.show_page(page.id)
        shown.clicked.connect(lambda: self._enlarge(group, page))
        part = QWidget()
        part.setFixedWidth(shown.sizeHint().width())
        lines = column(part, spacing=2)
        lines.addWidget(shown)
        told = label(_short(page.name), "quiet", wrap=True, verbatim=True)
        told.setToolTip(plain_tip(page.name, verbatim=True))
        lines.addWidget(told, 0, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(label(f"{when} {page.who}", "quiet", wrap=True), 0, Qt.AlignmentFlag.AlignTop)
        if page.remark:
            lines.addWidget(label(page.remark, "quiet", wrap=True), 0, Qt.AlignmentFlag.AlignTop)
        return part

    def _enlarge(self, group: ScanGroup, page: Scanned) -> None:
        if any(d.isVisible() for d in self.window().findChildren(LookDialog)):
            return
        LookDialog(self._parts, self._errands, self._found.application, group, page, self.window()).open()


def papers_part(
    found: WholeApplication, today: date, again: Callable[[str], None], others: Callable[[], object]
) -> QWidget:
    """Which papers were printed, when, how often and by whom; each can be printed again."""
    part = QWidget()
    body = column(part, spacing=10)
    for place, line in enumerate(found.papers):
        body.addWidget(_paper(line, today, again, f"whole:print-{place}"))
    made = button("其他文书…", name="whole:documents")
    made.clicked.connect(others)
    body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
    return part


def _paper(line: PaperLine, today: date, again: Callable[[str], None], name: str) -> QWidget:
    made = Card()
    head = row()
    told = f"打过{line.printed}份" if line.printed else "还没有打过"
    head.addWidget(label(f"{line.title},{told}", "strong", wrap=True), 1)
    if whole.again_possible(line):
        pressed = button("看和打印…", "link", name=name)
        pressed.setAccessibleName(f"{line.title} 看和打印")
        pressed.clicked.connect(lambda: again(line.title))
        head.addWidget(pressed, 0, Qt.AlignmentFlag.AlignTop)
    made.body.addLayout(head)
    for entry in line.entries:
        made.body.addWidget(label(f"{words.day_time(entry.at, today)} {entry.who}:{entry.text}", wrap=True))
    return made


def letters_part(found: WholeApplication, today: date) -> QWidget:
    """The letters to the county, oldest first: what, when, and what became of each."""
    part = QWidget()
    body = column(part, spacing=10)
    for line in found.letters:
        body.addWidget(_letter(line, today))
    if not found.letters:
        body.addWidget(label(_NONE, "quiet"))
    return part


def _letter(line: LetterLine, today: date) -> QWidget:
    made = Card()
    head = row()
    head.addWidget(label(line.what, "strong", wrap=True), 1)
    head.addWidget(chip(line.state, line.tone), 0, Qt.AlignmentFlag.AlignTop)
    made.body.addLayout(head)
    made.body.addWidget(label(f"{words.day_time(line.at, today)}写好", "quiet"))
    if line.answer:
        made.body.addWidget(label(line.answer, wrap=True))
    return made


def amendments_part(found: WholeApplication, today: date, again: Callable[[str], None]) -> QWidget:
    """What was corrected: what was, what is, why, when and by whom."""
    part = QWidget()
    body = column(part, spacing=10)
    for line in found.amended:
        body.addWidget(_amendment(line, today, again))
    if not found.amended:
        body.addWidget(label("没有更正过,内容和受理时一样。", "quiet", wrap=True))
    return part


def _amendment(line: AmendmentLine, today: date, again: Callable[[str], None]) -> QWidget:
    made = Card()
    head = row()
    head.addWidget(label(f"{words.day_time(line.at, today)} {line.who}", "strong", wrap=True), 1)
    state = ("区县还没有收到", "caution") if line.waiting else ("区县已收到", "good")
    head.addWidget(chip(*state), 0, Qt.AlignmentFlag.AlignTop)
    made.body.addLayout(head)
    for name, was, now, why in line.rows:
        told = label(f"{name}:{was} → {now}({why})", wrap=True)
        made.body.addWidget(told)
    pressed = button("看确认单…", "link", name=f"whole:{line.paper}")
    pressed.clicked.connect(lambda: again(line.paper))
    made.body.addWidget(pressed, 0, Qt.AlignmentFlag.AlignLeft)
    return made


def _short(name: str) -> str:
    """A file's name in at most one line below its picture; a long one without its middle."""
    return name if len(name) <= _NAME else f"{name[:3]}…{name[-5:]}"
