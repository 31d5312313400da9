"""待办: what is overdue, due today or soon, each with its one act; what others have to do; drafts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desk_app.domain.applications import Application
from desk_app.domain.events import Event, Subject
from desk_app.domain.put_offs import PutOff
from desk_app.domain.retaking import RETAKE
from desk_app.services.parts import Parts
from desk_app.services.survey.sheets import SHEET
from desk_app.services.todos.board import TodoBoard, board
from desk_app.services.todos.todos import Todo, Urgency, put_away
from desk_app.ui.kit import layouts, style, words
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.giving import ask_receiver, may_give
from desk_app.ui.kit.layouts import VerticalScroll, column, laid_out_once
from desk_app.ui.kit.lists.foot import ListFoot
from desk_app.ui.kit.narrow import is_low
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.shortcuts import WITHIN, on_key
from desk_app.ui.kit.widgets import label
from desk_app.ui.todos import told
from desk_app.ui.todos.filters import RoomFilter
from desk_app.ui.todos.group import FoldedGroups, GroupLook, TodoGroup
from desk_app.ui.todos.put_off import PutOffDialog
from desk_app.ui.todos.row import TodoRow
from desk_app.ui.todos.side import SideCard

_OVERDUE: Final = GroupLook("overdue", "超期", "wrong", "wrong", "先办这些")
_TODAY: Final = GroupLook("today", "今天必须办", "caution", "caution", "")
_SOON: Final = GroupLook("soon", "三天内到期", "plain", "clock", "")
_WAITING: Final = GroupLook("waiting", "等别人办", "plain", "pause", "停表、部门在办", folded=True)
_DRAFTS: Final = GroupLook("drafts", "没写完的", "plain", "pen", "受理到一半", folded=True)
_URGENT: Final = {"overdue": Urgency.OVERDUE, "today": Urgency.TODAY, "soon": Urgency.SOON}
_KEYS: Final = (("↑", ""), ("↓", "选"), ("F2", "办这一件"), ("Enter", "打开"), ("M", "改到明天"))
_SIDE: Final = 268
_NARROW: Final = 900
"""Below this width of the room, in grid pixels, the side goes below the groups."""
_COMPACT: Final = 840
"""Below this width of the groups, in grid pixels, rows leave out what is said elsewhere too."""


class TodosPage(RoomPage):
    """Groups of to-dos; the page reads again by itself whenever a record changes."""

    EDGE = 16
    open_wanted = Signal(object)
    """The Todo whose record is to be opened; one about a draft continues in 受理."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._board: TodoBoard | None = None
        self._shown_for: tuple[date, str] | None = None
        """Day and person the rows were made for."""
        self._chosen = ""
        self._narrow = self._compact = self._stale = self._awaited = False
        self._filter = RoomFilter()
        self._empty = label("", "title", wrap=True, name="todos-empty")
        closing = tools.parts.window.hall.opening.periods[-1][1]
        today = replace(_TODAY, hint=f"{closing:%H:%M} 下班前")
        looks = (_OVERDUE, today, _SOON, _WAITING, _DRAFTS)
        self._groups = {look.name: TodoGroup(look, tools.parts) for look in looks}
        self._folded = FoldedGroups([self._groups["waiting"], self._groups["drafts"]])
        self._more = label("", "quiet", wrap=True, name="todos-more")
        self._side, self._foot = SideCard(), ListFoot(_KEYS, "todos-foot")
        self._arrange()
        self._filter.chosen.connect(self._show_groups)
        for group in self._groups.values():
            group.rows_changed.connect(self._wire)
        on_key(self, "F2", self._do_chosen, WITHIN)

    def _arrange(self) -> None:
        content = QWidget()
        self._content = content
        self._body = column(content, spacing=8)
        self._body.addWidget(self._empty)
        for name in _URGENT:
            self._body.addWidget(self._groups[name])
        self._body.addWidget(self._more)
        self._body.addWidget(self._folded)
        self._body.addStretch(1)
        self._scroll = VerticalScroll(content)
        left = column(spacing=10)
        left.addWidget(self._filter)
        left.addWidget(self._scroll, 1)
        left.addWidget(self._foot)
        self._right = column()
        self._right.addSpacing(style.px(48))
        self._right.addWidget(self._side)
        self._right.addStretch(1)
        across = layouts.row(self, margins=16, spacing=16)
        across.addLayout(left, 1)
        across.addLayout(self._right)
        self._side.setFixedWidth(style.px(_SIDE))

    # ---- what the window asks -----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was read while the page was hidden, then read the to-dos again."""
        super().showEvent(event)
        if self._stale:
            QTimer.singleShot(0, self, self._draw)  # the page itself is seen first
        self.refresh()

    def let_go(self) -> None:
        """The person at the counter left: no row stays behind while another room is shown."""
        if not self.isVisible():
            self._stale = True
            for group in self._groups.values():
                group.show_todos((), "0")
        else:  # perhaps somebody else sits here now, who may do other things
            self.refresh()

    def take_keyboard(self) -> None:
        """Focus the rows, so that ↑ ↓ work at once; where they are only being made, once they are there."""
        self._awaited = self._stale
        if row := self._row(self._chosen) or next(iter(self._rows()), None):
            row.setFocus()
        else:
            self._filter.take_keyboard()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that work on this page beside those of the window, and what they do."""
        return (("↑ ↓", "选一件"), ("F2", "办选中的一件"), ("Return", "打开它"), ("M", "改到明天,写原因"))

    def refresh(self, _subject: Subject | None = None) -> None:
        """A record was changed: read the to-dos again; several requests in a row cause one reading."""
        self._errands.run(lambda: board(self._parts), self._show, topic="todos")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put days and figures below the groups where there is no room beside them."""
        super().resizeEvent(event)
        narrow = self.width() < style.px(_NARROW)
        compact = self.width() - (0 if narrow else style.px(_SIDE + 48)) < style.px(_COMPACT)
        if (narrow, compact) != (self._narrow, self._compact):
            self._narrow, self._compact = narrow, compact
            self._right.removeWidget(self._side)
            self._body.removeWidget(self._side)
            if narrow:
                self._body.insertWidget(self._body.count() - 1, self._side)
            else:
                self._right.insertWidget(1, self._side)
            self._side.setMinimumWidth(0 if narrow else style.px(_SIDE))
            self._side.setMaximumWidth(self.maximumWidth() if narrow else style.px(_SIDE))
            with laid_out_once(self._content):
                self._folded.narrow(narrow=narrow)
                for each in self._rows():
                    each.narrow(narrow=compact)
        self._say_keys()

    # ---- showing ------------------------------------------------------------------------------

    def _show(self, found: TodoBoard) -> None:
        shown_for = (self._parts.clock.today(), self._parts.window.clerk)
        if (found, shown_for) == (self._board, self._shown_for):
            return
        self._board, self._shown_for = found, shown_for
        self.count_changed.emit(found.todos.pressing)
        if self.isVisible():
            self._draw()
        else:  # the rail has its number; rows are made when somebody looks
            self._stale = True

    def _draw(self) -> None:
        found, today = self._board, self._parts.clock.today()
        if found is None or not self.isVisible():
            return
        self._stale = False
        self._side.show_days(found.ahead, found.done, today)
        rooms = [told.room(t, self._parts) for t in found.todos.shown]
        self._filter.show_rooms(rooms, found.todos.total)
        with laid_out_once(self._content):
            self._show_groups()
        if self._awaited:
            self.take_keyboard()

    @Slot()
    def _show_groups(self) -> None:
        found = self._board
        if found is None:
            return
        stood = self.window().focusWidget()  # also while a dialog is closing and no window is active
        had = any(stood in (row, row.deed) for row in self._rows())
        shown = [t for t in found.todos.shown if self._filter.takes(told.room(t, self._parts))]
        cut = len(found.todos.shown) < found.todos.total
        for name, urgency in _URGENT.items():
            mine = sorted((t for t in shown if t.urgency is urgency), key=told.order)
            self._groups[name].show_todos(mine, f"{len(mine)}{'+' if cut else ''}", self._chosen)
        self._groups["soon"].call(_soon(self._groups["soon"].todos, self._parts))
        self._show_others(found, [t for t in shown if t.urgency is Urgency.WAITING])
        self._say_rest(found, shown)
        self._wire()
        if had:
            self.take_keyboard()

    def _show_others(self, found: TodoBoard, follows: Sequence[Todo]) -> None:
        waiting = [t for t in found.waiting.shown if self._filter.takes(told.room(t, self._parts))]
        total = len(follows) + (len(waiting) if self._filter.narrowed else found.waiting.total)
        self._groups["waiting"].show_todos([*follows, *waiting], str(total), self._chosen)
        kept = map(told.of_draft, found.drafts)
        drafts = [t for t in kept if self._filter.takes(told.room(t, self._parts))]
        self._groups["drafts"].show_todos(drafts, str(len(drafts)), self._chosen)

    def _say_rest(self, found: TodoBoard, shown: Sequence[Todo]) -> None:
        left = found.todos.total - len(found.todos.shown)
        self._more.setText(f"还有{left}件,办完上面的会接着出现。")
        self._more.setVisible(left > 0)
        self._empty.setText(told.free(shown, self._parts.clock.today(), narrowed=self._filter.narrowed))
        self._empty.setVisible(not any(t.urgency in (Urgency.OVERDUE, Urgency.TODAY) for t in shown))

    @Slot()
    def _wire(self) -> None:
        """Connect new rows to the page; keep the chosen row if it is still there, else choose the first."""
        rows, gives = self._rows(), may_give(self._parts)
        for row in rows:
            if not row.wired:
                row.wired = True
                row.chosen.connect(self._choose)
                row.opened.connect(self._open)
                row.done.connect(self._do)
                row.stepped.connect(self._step)
                row.give_wanted.connect(self._give)
            row.offer(give=gives)
            row.narrow(narrow=self._compact)
        in_tab_order((*self._filter.walk, *(w for group in self._groups.values() for w in group.walk)))
        chosen = self._row(self._chosen) or next(iter(rows), None)
        for row in rows:
            row.show_chosen(chosen=row is chosen)
        self._chosen = chosen.todo.key if chosen else ""
        self._say_keys()

    def _say_keys(self) -> None:
        self._foot.setVisible(bool(self._rows()) and not is_low(self))

    @property
    def filling(self) -> bool:
        """Whether rows are still being made."""
        return any(group.filling for group in self._groups.values())

    def _rows(self) -> list[TodoRow]:
        return [row for group in self._groups.values() for row in group.rows]

    def _row(self, key: str) -> TodoRow | None:
        return next((row for row in self._rows() if row.todo.key == key), None)

    # ---- choosing -----------------------------------------------------------------------------

    @Slot(object)
    def _choose(self, chosen: TodoRow) -> None:
        if chosen.todo.key != self._chosen:
            if before := self._row(self._chosen):
                before.show_chosen(chosen=False)
            self._chosen = chosen.todo.key
            chosen.show_chosen(chosen=True)
        self._scroll.ensureWidgetVisible(chosen, 0, style.px(8))

    @Slot(int)
    def _step(self, step: int) -> None:
        rows = self._rows()
        if row := self._row(self._chosen):
            rows[min(max(rows.index(row) + step, 0), len(rows) - 1)].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row, M puts it off; a key held down acts once."""
        row = self._row(self._chosen)
        if row is None or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(row.todo)
        elif event.key() == Qt.Key.Key_M:
            self._put_off(row.todo)
        else:
            super().keyPressEvent(event)

    # ---- doing --------------------------------------------------------------------------------

    @Slot(object)
    def _open(self, todo: Todo) -> None:
        if told.opens(todo):
            self.open_wanted.emit(todo)

    @Slot()
    def _do_chosen(self) -> None:
        if row := self._row(self._chosen):
            self._do(row.todo)

    @Slot(object)
    def _do(self, todo: Todo) -> None:
        """Do the to-do's one act: open its form or its material's card, end a notice, or open the record."""
        if todo.act is not None:
            self._open_act(todo)
        elif todo.material:
            self._open_supplement(todo)
        elif todo.paper:
            self._print(todo)
        elif todo.procedure == SHEET:
            self._open_sheet(todo)
        elif todo.notice is not None:
            self._errands.run(lambda: put_away(self._parts, todo), lambda _: self.refresh())
        else:
            self._open(todo)

    @Slot(object)
    def _give(self, row: TodoRow) -> None:
        """Ask who is to go on with the row's draft."""
        draft_id, drafts = row.todo.subject.id, self._board.drafts if self._board else ()
        holder = next((d.clerk for d in drafts if d.id == draft_id), "")
        wanted = partial(self.give_wanted.emit, draft_id)
        if row.give is not None:
            ask_receiver(self._parts, self._errands, row.give, holder, wanted)

    def _open_act(self, todo: Todo) -> None:
        # Forms come with their fields and the camera; the page itself opens without them.
        from desk_app.ui.acts.dialog import open_act

        act = todo.act
        assert act is not None
        if act.code == RETAKE:
            self._retake(todo)
            return

        def done(event: Event) -> None:
            self.tell_done(event.subject, act.noted())

        open_act(self._parts, self._errands, todo.proceeding, act, self, done, todo.given)

    def _open_sheet(self, todo: Todo) -> None:
        from desk_app.ui.survey.opening import open_record

        open_record(self._parts, self._errands, todo.proceeding, self, self.tell_changed)

    def _retake(self, todo: Todo) -> None:
        from desk_app.ui.applications.retake import open_retake

        page, done = todo.given["was"], partial(self.tell_done, todo.subject)
        open_retake(self._parts, self._errands, todo.subject, page, self, done)

    def _print(self, todo: Todo) -> None:
        """Open the receipt for printing: with its print, or its file, the to-do is over."""
        from desk_app.services.printing import printouts
        from desk_app.ui.papers.run import open_paper

        def show(found: Application | None) -> None:
            if found:
                paper = printouts.receipt(self._parts, found)
                open_paper(self._parts, self._errands, paper, self, lambda: self.tell_changed(found.subject))

        self._errands.run(lambda: self._parts.store.applications.one(todo.subject.id), show)

    def _open_supplement(self, todo: Todo) -> None:
        from desk_app.ui.applications.supplement import SupplementDialog

        def show(dialog: SupplementDialog) -> None:
            dialog.supplemented.connect(lambda _: self.tell_done(todo.subject, "已收下补交的材料,随后送区县"))
            dialog.open()

        self._errands.run(
            lambda: self._parts.store.applications.one(todo.subject.id),
            lambda found: (
                show(SupplementDialog(self._parts, self._errands, found, todo.material, self))
                if found
                else None
            ),
        )

    def _put_off(self, todo: Todo) -> None:
        if todo.urgency is Urgency.WAITING:
            self.notice.emit("info", "这一件现在不用您办,不必改期")
            return
        dialog = PutOffDialog(self._parts, self._errands, todo, self)
        dialog.put_off.connect(self._left)
        dialog.open()

    @Slot(object)
    def _left(self, kept: PutOff) -> None:
        self.notice.emit("info", f"已改到{words.day(kept.until)},原因:{kept.reason}")
        self._go_on(kept.key)
        self.refresh()

    def _go_on(self, left: str) -> None:
        """Choose the row after the one that was put off: M again would put that one off twice."""
        rows = self._rows()
        place = next((n for n, row in enumerate(rows) if row.todo.key == left), None)
        if place is not None and left == self._chosen and len(rows) > 1:
            self._choose(rows[place + 1 if place + 1 < len(rows) else place - 1])


def _soon(todos: Sequence[Todo], parts: Parts) -> str:
    """The title of the group due soon: 3 working days, or 快到期 when one is due later than that."""
    third = parts.calendar.after(parts.clock.today(), 3)[0]
    return _SOON.title if all(t.due is None or t.due <= third for t in todos) else "快到期"
