"""Before a case: what was left unfinished, and the way to a new application."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.domain.applications import Draft
from desk_app.ui.kit import layouts, style, words
from desk_app.ui.kit.giving import give_button
from desk_app.ui.kit.layouts import FlowLayout, centred, column
from desk_app.ui.kit.rounds import Rounds
from desk_app.ui.kit.widgets import Card, Confirm, button, label, rule

_DEMO: Final = "演示数据:密钥放在数据文件夹里,拿到这个文件夹的人都能看到内容。请只用虚构的人。"
_MOST: Final = 15
"""So many unfinished applications are listed, and so many more with each click."""
_A_ROUND: Final = 4
"""So many rows are made in one round of the event loop."""


class DraftRow(QWidget):
    """One unfinished application, masked, with its ways on."""

    resumed = Signal(object)
    discarded = Signal(object)
    given = Signal(str, str)
    """Id of the draft, and the name of the clerk who is to go on with it."""

    def __init__(self, draft: Draft, today: date, receivers: Sequence[str] = ()) -> None:
        """``receivers`` are those whom who sits here may give it to; usually nobody."""
        super().__init__()
        self._draft = draft
        line = layouts.row(self, margins=8, spacing=12)
        line.addWidget(label(words.who(draft.answers) or "还没有填姓名", "strong"))
        progress = label(_progress(draft, today), "quiet", wrap=True)
        line.addWidget(progress, 1)
        confirm = Confirm(
            "放弃",
            "确定放弃?已填的不能找回",
            yes="确定放弃",
            no="不放弃",
            name=f"discard-{draft.id}",
        )
        confirm.confirmed.connect(self._discard)
        confirm.asking.connect(progress.setHidden)  # the question needs its room
        line.addWidget(confirm, 0, Qt.AlignmentFlag.AlignVCenter)
        others = [name for name in receivers if name != draft.clerk]
        if others:
            give = self._giving(others)
            confirm.asking.connect(give.setHidden)
            line.addWidget(give)
        resume = button("继续", name=f"resume-{draft.id}")
        resume.setAccessibleName(f"继续办理 {words.who(draft.answers)}")
        resume.clicked.connect(self._resume)
        line.addWidget(resume)

    def _giving(self, others: Sequence[str]) -> QWidget:
        """A button with a menu of those who may go on with it."""
        give = give_button(self._draft.id, words.who(self._draft.answers))
        menu = QMenu(give)
        for name in others:
            menu.addAction(name, partial(self.given.emit, self._draft.id, name))
        give.setMenu(menu)
        return give

    @Slot()
    def _resume(self) -> None:
        self.resumed.emit(self._draft)

    @Slot()
    def _discard(self) -> None:
        self.discarded.emit(self._draft)


def _progress(draft: Draft, today: date) -> str:
    pages = f",{len(draft.pages)}页材料" if draft.pages else ""
    whose = f",{draft.clerk}在办" if draft.clerk else ""
    return f"已填{len(draft.answers)}项{pages},{words.day_time(draft.updated_at, today)}{whose}"


class StartPage(QWidget):
    """Unfinished applications, newest first, and 新的申请; and what is handed to whoever only asks."""

    new_wanted = Signal()
    resumed = Signal(object)
    discarded = Signal(object)
    given = Signal(str, str)
    guide_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, demo: bool = False) -> None:
        """``demo``: the book's key lies in a file, which is said here."""
        super().__init__(parent)
        self._demo = label(_DEMO, "caution", wrap=True, name="demo-key")
        if not demo:
            self._demo.hide()
        self._title = label("", "headline", name="unfinished")
        self._rows = column(spacing=0)
        self._card = Card()
        self._card.body.addLayout(self._rows)
        self._more = button("", "link", name="more-unfinished")
        self._more.clicked.connect(self._show_more)
        self._card.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._making = Rounds(self)
        self._drafts: tuple[Draft, ...] = ()
        self.new = button("新的申请", "primary", "Ctrl+N", name="new-case")
        self.new.clicked.connect(self.new_wanted)
        self._guide = button("办事指南和空白申请表", "secondary", "F7", name="guide")
        self._guide.clicked.connect(self.guide_wanted)
        self._arrange()

    def _arrange(self) -> None:
        content = QWidget()
        body = column(content, margins=32, spacing=16)
        body.addWidget(label("接待下一位", "headline"))
        body.addWidget(label("录入姓名和身份证号,从读证查人开始。", "quiet"))
        start = FlowLayout()
        start.addWidget(self.new)
        start.addWidget(self._guide)
        body.addLayout(start)
        body.addSpacing(style.px(16))
        body.addWidget(self._title)
        body.addWidget(self._card)
        body.addWidget(self._demo)
        body.addStretch()
        column(self).addWidget(centred(content, 920))

    def show_drafts(self, drafts: Sequence[Draft], today: date, receivers: Sequence[str] = ()) -> None:
        """List these drafts; without any only the new application is offered. ``receivers``: ``DraftRow``.

        The first rows are there at once, the others after a few rounds of the event loop.
        """
        layouts.clear(self._rows)
        self._drafts, self._today, self._receivers = tuple(drafts), today, tuple(receivers)
        self._title.setText("上次没有办完" if len(drafts) == 1 else f"没有办完的 {len(drafts)} 件")
        self._title.setVisible(bool(drafts))
        self._card.setVisible(bool(drafts))
        self._list(0, _MOST)

    @Slot()
    def _show_more(self) -> None:
        self._making.finish()
        self._list(self._limit, self._limit + _MOST)

    def _list(self, first: int, limit: int) -> None:
        """Make the rows from one place to another."""
        left = len(self._drafts) - limit
        self._limit = limit
        self._more.setText(f"再看{min(left, _MOST)}件")
        self._more.setVisible(left > 0)
        rows = self._make(self._drafts[first:limit])
        next(rows, None)
        self._making.begin(rows)

    def _make(self, drafts: Sequence[Draft]) -> Iterator[None]:
        for made, draft in enumerate(drafts, 1):
            if self._rows.count():
                self._rows.addWidget(rule())
            line = DraftRow(draft, self._today, self._receivers)
            line.resumed.connect(self.resumed)
            line.discarded.connect(self.discarded)
            line.given.connect(self.given)
            self._rows.addWidget(line)
            if made % _A_ROUND == 0:
                yield
