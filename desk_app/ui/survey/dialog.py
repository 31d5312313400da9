"""The window of one sheet: sections at the left, one question after the other, last year's answers beside."""

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.services.parts import Parts
from desk_app.services.survey import asking as service
from desk_app.services.survey.sheets import COLLECTED, LOST, AskedSheet, HowAsked
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column, row, show_if
from desk_app.ui.kit.narrow import LOW, NARROW
from desk_app.ui.kit.page_stack import PageStack
from desk_app.ui.kit.rounds import Rounds, styled
from desk_app.ui.kit.section_list import SectionList
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import Card
from desk_app.ui.survey import acts
from desk_app.ui.survey.asking import SheetAsking
from desk_app.ui.survey.feet import SheetFeet
from desk_app.ui.survey.head import SheetHead
from desk_app.ui.survey.how import HowKeeper
from desk_app.ui.survey.items import AskedQuestion, ItemRow
from desk_app.ui.survey.keeping import AnswerKeeper
from desk_app.ui.survey.pages import HOW, HowPage, QuestionPage, SectionPage

_WIDE, _HIGH = 1340, 740
_SECTIONS: Final = 212
_AHEAD_MS: Final = 200
"""Milliseconds after which the other sections are made ready."""
_NARROW: Final = 860
"""Below this width of the questions, in grid pixels, last year's answers stand below them."""


class SheetDialog(DeskDialog):
    """Asks one sheet. Each answer is kept at once; closed and opened again it goes on where it stood."""

    left = Signal(object)
    """The Subject of the sheet: its window is closed."""
    next_wanted = Signal(object)
    """The clerk wants the next person; the HowAsked of this one, which a pile of paper forms shares."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        sheet: AskedSheet,
        parent: QWidget,
        carried: HowAsked | None = None,
    ) -> None:
        super().__init__("sheet", sheet.form.title, parent, _WIDE, _HIGH)
        self.parts, self.errands = parts, errands
        self.keeper = AnswerKeeper(parts, errands, sheet, self)
        self.asking = SheetAsking(parts, sheet, self.keeper, self)
        self.how = HowKeeper(parts, errands, self.asking, self, carried)
        self._sections = SectionList("调查表", _SECTIONS, "  ")
        self._head, self._feet = SheetHead(self.asking, self._sections.folded), SheetFeet()
        self._stack = PageStack()
        self._how = HowPage(self.how.answers)
        self._pages: dict[str, QuestionPage] = {HOW: self._how}
        self._now, self._item = HOW, ""
        self._stopped: set[tuple[str, ...]] = set()
        """What was pointed out once: the clerk may go on past it, it stays open."""
        self._leaving = self._low = False
        self._ahead = Rounds(self)
        self._arrange()
        self._connect()
        self._go_to_first()

    # ---- building -------------------------------------------------------------------------------

    def _arrange(self) -> None:
        content = QWidget()
        down = column(content, spacing=8)
        down.addWidget(self._head)
        across = row(spacing=12)
        card = Card()
        card.body.setContentsMargins(*(px(2),) * 4)
        card.body.addWidget(self._stack)
        self._take_in(self._how)
        across.addWidget(self._sections)
        across.addWidget(card, 1)
        down.addLayout(across, 1)
        self.lay_out(content, self._feet, scrolls=False)

    def _connect(self) -> None:
        self.asking.changed.connect(self._refresh)
        self.keeper.changed.connect(self._say)
        self.how.changed.connect(self._say)
        self._how.changed.connect(self._refresh_around)
        self._sections.section_wanted.connect(self.show_section)
        self._feet.previous_wanted.connect(lambda: self._turn(-1))
        self._feet.next_wanted.connect(lambda: self._turn(1))
        self._feet.person_wanted.connect(lambda: self._leave(self._want_next))
        self._feet.complete_wanted.connect(lambda: self._once_kept(self._complete))
        self._feet.lose_wanted.connect(lambda: self._once_kept(lambda: acts.lose(self, self._ended)))
        self._feet.picture_wanted.connect(lambda: acts.attach_picture(self))
        self._feet.reopen_wanted.connect(lambda: acts.reopen(self, self._reopened))
        self._head.again.clicked.connect(self.keeper.try_again)
        self._head.leave.clicked.connect(self._give_up)
        self.finished.connect(self.deleteLater)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _take_in(self, page: QuestionPage) -> None:
        page.onward.connect(self._go_on)
        page.stepped.connect(self._step)
        page.last_wanted.connect(self._take_over)
        self._fold_page(page)
        self._stack.take_in(page)

    def _page(self, section: str) -> QuestionPage:
        """The page of a section, made when it is first wanted."""
        if section not in self._pages:
            found = next(s for s in self.asking.form.sections if s.id == section)
            self._pages[section] = made = SectionPage(self.asking, found)
            self._take_in(made)
        return self._pages[section]

    @property
    def ready(self) -> bool:
        """Whether every section that is asked can be turned to at once."""
        return not self._ahead.under_way and all(section in self._pages for section in self._order())

    def _make_ahead(self) -> Iterator[None]:
        for section in self._order():
            page = self._page(section)
            yield
            yield from styled(page)
            self._stack.lay_out(page)
            yield

    # ---- size -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Make the other sections ready once this one is seen."""
        super().showEvent(event)
        self._ahead.begin(self._make_ahead(), _AHEAD_MS)

    def event(self, event: QEvent) -> bool:
        """Fold what has no room when the size, or the look, has changed."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show):
            self._fold(self.width(), self.height())
        return done

    def fit(self) -> None:
        """Take its size, folded for it before: unfolded it may need more than the screen has."""
        room = self.room()
        self._fold(min(px(_WIDE), room.width()), min(px(_HIGH), room.height()))
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        super().fit()

    def _fold(self, wide: int, high: int) -> None:
        narrow, low = wide < px(NARROW), high < px(LOW)
        show_if(self._sections, not narrow)
        self._head.fold(narrow=narrow)
        self._feet.fold(wide)
        if low is not self._low:
            self._low = low
            if low:
                self._how.hold(self._head.notes)
            else:
                self._head.hold_notes()
        for page in self._pages.values():
            self._fold_page(page)

    def _fold_page(self, page: QuestionPage) -> None:
        beside = self._stack.width() >= px(_NARROW)
        page.fold(narrow=not beside, low=self._low)

    # ---- from question to question --------------------------------------------------------------

    def _order(self) -> list[str]:
        """The sections of which something is asked."""
        form = self.asking.form
        asked = {item.section for item in self.asking.sheet.read.asked}
        return [HOW, *(s.id for s in form.sections if s.id in asked)]

    def _go_to_first(self) -> None:
        if (item := self._how.following()) and not self.asking.sheet.shut:
            self._bring(HOW, item)
        else:
            self._bring_next("")
        self._refresh_around()

    @Slot(str)
    def show_section(self, section: str) -> None:
        """Show a section and give the keyboard to what is open there, else to its first question."""
        page = self._page(section)
        shown = [q for q in page.questions if not q.isHidden()]
        wanting = self._how.following() if section == HOW else self._first_open(shown)
        self._bring(section, wanting or (shown[0].element.id if shown else ""))

    def _first_open(self, shown: "list[AskedQuestion]") -> str:
        open_ones = (q.item for q in shown if isinstance(q, ItemRow) and self.asking.needs(q.item))
        return next((item.id for item in open_ones), "")

    def _bring(self, section: str, item: str) -> None:
        """Show a section, and let the next key be the answer to an item of it."""
        page = self._page(section)
        if section != self._now or self._stack.page is not page:
            self._now = section
            page.refresh()
            self._stack.setFocus()  # a page that goes with the keyboard would let Qt look for another place
            self._stack.show_page(page)
            self._show_now()
        QApplication.sendPostedEvents(
            None, QEvent.Type.LayoutRequest
        )  # what is shown now has its place first
        if question := page.question(item):
            question.take_keyboard()

    def bring_item(self, item: str) -> None:
        """Show an item of the form, and let the next key be its answer."""
        self._bring(self.asking.form.elements[item].section, item)

    def _bring_next(self, after: str) -> None:
        """Go to the next question that wants something, or to what completes the sheet."""
        if following := self.asking.following(after):
            self.bring_item(following.id)
        elif item := self._how.following():
            self._bring(HOW, item)
        else:
            if self._now == HOW:
                self.show_section(self._order()[-1])
            (self._feet.complete if not self._feet.complete.isHidden() else self._feet.person).setFocus()

    @Slot(str)
    def _go_on(self, item: str) -> None:
        """An item is done: point out what is open on it, once, else go on."""
        if self._now == HOW:
            self.how.finish()
            following = self._how.following(item)
            if following and following != item:
                self._bring(HOW, following)
            else:
                self._bring_next("")
        elif not self._point_out(item):
            self._bring_next(item)

    def _point_out(self, item: str) -> bool:
        """Whether an answer that was just given wants a mending or a reason; the keyboard stays there."""
        row_ = self._page(self._now).question(item)
        found = tuple(p.message for p in self.asking.problems(item) if p.open)
        if not found or not isinstance(row_, ItemRow) or item not in self.asking.sheet.answers:
            return False
        if (item, *found) in self._stopped:
            return False
        self._stopped.add((item, *found))
        row_.field.tell_problems()
        (row_.reason_line or row_.field.focus_target()).setFocus()
        return True

    @Slot(str, int)
    def _step(self, item: str, step: int) -> None:
        if self._now == HOW:
            if beside := self._how.beside(item, step):
                self._bring(HOW, beside)
            elif step > 0:
                self.show_section(self._order()[1])
        elif found := self.asking.beside(item, step):
            self.bring_item(found.id)
        elif step < 0:
            self._bring(HOW, self._how.last_shown())

    @Slot(str)
    def _take_over(self, item: str) -> None:
        if self._now != HOW and self.asking.take_over(item):
            self._go_on(item)

    def _turn(self, step: int) -> None:
        order = self._order()
        place = order.index(self._now) + step if self._now in order else 0
        if 0 <= place < len(order):
            self.show_section(order[place])

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        page = self._stack.page
        if new is None or not isinstance(page, QuestionPage) or not page.isAncestorOf(new):
            return
        within: QWidget | None = new
        while within is not None and not isinstance(within, AskedQuestion):
            within = within.parentWidget()
        if isinstance(within, AskedQuestion):
            self._item = within.element.id
            page.mark(self._item)

    # ---- following the sheet --------------------------------------------------------------------

    @Slot(str)
    def _refresh(self, _item: str) -> None:
        self._pages[self._now].refresh()
        self._refresh_around()

    @Slot()
    def _refresh_around(self) -> None:
        """Show sections and ways as the sheet stands."""
        form = self.asking.form
        self._sections.show_blocks([self._how.block(), *(self.asking.block(s) for s in form.sections)])
        self._show_now()
        self._say()

    def _show_now(self) -> None:
        """Show which section is asked, and the ways from it."""
        form, sheet = self.asking.form, self.asking.sheet
        self._sections.show_current(self._now)
        order = self._order()
        place = order.index(self._now) if self._now in order else 0
        titles = {s.id: s.title for s in form.sections}
        following = titles[order[place + 1]] if place + 1 < len(order) else ""
        complete = not sheet.shut and not self.asking.count()[1] and self._how.whole
        reopens = sheet.record.state in (COLLECTED, LOST)
        self._feet.show_ways(
            shut=bool(sheet.shut), reopens=reopens, first=not place, following=following, complete=complete
        )

    @Slot()
    def _say(self) -> None:
        """Say what is kept, and what is on no disk."""
        done, still_open = self.asking.count()
        at = self.keeper.saved_at
        saved = f"已自动保存 {at:%H:%M:%S}" if at else "每题自动保存"
        self._feet.say(f"已答{done},还有{still_open}", saved)
        reason = self.keeper.reason or self.how.reason
        lost = self.keeper.unsaved + self.how.unsaved
        self._leaving = self._leaving and bool(lost)
        told = (
            f"有{lost}题还没有存到磁盘:{reason}。程序会一直重试,存上以前请不要关" if reason and lost else ""
        )
        if self._leaving and self.how.unsaved and not self.how.whole:
            told = told or "采集方式还没有填完,没有存下;请填完再关"
        self._head.tell_unsaved(told, may_leave=self._leaving)

    # ---- leaving --------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close once everything is on the disk; what is not is told, and given up by a press of its own."""
        self._leave(super().reject)

    def _leave(self, run: Callable[[], object]) -> None:
        self._leaving = True
        self.how.finish()
        if self.how.unsaved and not self.how.whole:
            self._bring(HOW, self._how.following())
        else:
            self._once_kept(lambda: self._left(run))
        self._say()

    def _once_kept(self, run: Callable[[], object]) -> None:
        """Do something when all that was told is on the disk."""
        self.how.finish()
        self.keeper.once_written(run)

    def _left(self, run: Callable[[], object]) -> None:
        self.left.emit(self.asking.sheet.record.subject)
        run()

    @Slot()
    def _give_up(self) -> None:
        self._left(super().reject)

    def _want_next(self) -> None:
        self.accept()
        self.next_wanted.emit(self.how.told)

    def _complete(self) -> None:
        parts, sheet = self.parts, self.asking.sheet
        self.errands.run(
            lambda: service.close(parts, parts.window.who, sheet),
            while_alive(self, self._ended),
            while_alive(self, lambda error: self._head.tell_refused(str(error))),
        )

    def _ended(self, sheet: AskedSheet) -> None:
        """The sheet is complete or given up: the next person is wanted."""
        self.asking.adopt(sheet)
        self._left(self._want_next)

    def _reopened(self, sheet: AskedSheet) -> None:
        self.asking.adopt(sheet)
        for page in self._pages.values():
            page.setEnabled(True)
        self._bring_next("")
