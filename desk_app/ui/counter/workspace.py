"""The open case: its six pages, the steps above them and the footer below."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desk_app.services import reading
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.frame import CaseFrame
from desk_app.ui.counter.links import PERSON_STEP, place_of, step_of
from desk_app.ui.counter.pages import StepPages
from desk_app.ui.counter.undo import Undo, UndoStrip
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.focus import close_popups, focus_first
from desk_app.ui.kit.rounds import Rounds, styled
from desk_app.ui.kit.shortcuts import on_key
from forms.particulars import TYPED_FIRST

if TYPE_CHECKING:
    from desk_app.domain.applications import Application
    from desk_app.services.parts import LineState
    from desk_app.ui.counter.case import Case

_SEEN_MS: Final = 30
"""After so long the page that is wanted is on the screen; then the rest is built behind it."""


@runtime_checkable
class ShowsElements(Protocol):
    """A page that can bring one element before the clerk."""

    def show_element(self, element: str) -> None:
        """Scroll to an element and give it the keyboard."""
        ...


class Workspace(CaseFrame):
    """One case with its six pages; made before it is known whose, deleted as a whole once it is closed."""

    seen = Signal()
    """The page that is wanted is on the screen; what nobody waits for can be made."""
    left = Signal()
    """The clerk puts the case aside."""
    discarded = Signal()
    next_person_wanted = Signal()
    correct_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    """The Application that was accepted here is to be corrected, or taken back."""
    whole_wanted = Signal(object)
    """The Application that was accepted here is to be looked at whole."""
    draft_wanted = Signal(str, bool)
    """Another unfinished application should be gone on with, and whether this one is kept."""
    notice = Signal(str, str)
    """A tone and a sentence, as ``Notices.tell`` takes them."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        """``titles`` name the steps. Whose case it is comes with ``serve``."""
        super().__init__(titles, parent)
        self._held: dict[int, StepPage] = {}
        self._step = 0
        self._told = ""
        """Why the case could not be left, as it was told."""
        self._mending = (False, False)
        self._line: LineState | None = None
        # A burst of changes costs one look at the pages.
        self._look_again = QTimer(self, singleShot=True, interval=0)
        # The page that is wanted is seen first; the rest is done behind it, a little at a time.
        self._behind = Rounds(self)
        self._connect()
        self.setEnabled(False)  # made ahead, without a case: no key, click or accessible action

    def serve(self, case: "Case", pages: Sequence[StepPage]) -> None:
        """Open a case at the step where it was left; called once."""
        self.case, self._pages = case, StepPages.of(pages)
        self.setEnabled(True)
        self._pages.within = self._stack
        self._visited = {*range(case.draft.step + 1)}
        self.undo = Undo(case, self)
        self._undo_strip = UndoStrip(self.undo, self._stack, self)
        case.changed.connect(self._changed)
        case.saved.connect(self._saved)
        case.saver.changed.connect(self._unsaved)
        case.accepted.connect(self._accepted)
        self._show(min(case.draft.step, len(self._pages) - 1))
        self._behind.begin(self._rest(), _SEEN_MS)

    def _connect(self) -> None:
        self._look_again.timeout.connect(self._refresh)
        self._stepper.step_wanted.connect(self.go_to)
        self._footer.previous_wanted.connect(self._back)
        self._footer.next_wanted.connect(self._on)
        self._footer.next_person_wanted.connect(self.call_next)
        on_key(self, "Ctrl+N", self.call_next)
        self._aside.clicked.connect(self.left)
        self._correct.clicked.connect(self._ask_to_correct)
        self._withdraw.clicked.connect(self._ask_to_withdraw)
        self._discard.confirmed.connect(self.discarded)
        self._discard.asking.connect(self._aside.setHidden)

    def retire(self) -> None:
        """Prepare for closing: let the page release the camera and the like, and make no further page.

        A dialog of the case is closed as by 取消: deleted with its page it would keep the camera it opened.
        """
        for dialog in self.findChildren(QDialog):
            dialog.done(QDialog.DialogCode.Rejected)
        self._behind.stop()
        self.page.behind.stop()
        if self.case.application is None:
            self.case.go_to(self.step, place_of(self._stack.focusWidget(), self._stack))
        self.case.inquiry.give_up()
        self.page.leave()

    @property
    def step(self) -> int:
        """The step that is shown, 0 … 5."""
        return self._step

    @property
    def under_way(self) -> bool:
        """Whether it is being accepted now."""
        return not self._stepper.isEnabled()

    @property
    def page(self) -> StepPage:
        """The page that is shown."""
        return self._at(self._step)

    @property
    def pages(self) -> list[StepPage]:
        """All pages; those that were not needed yet are made."""
        return [self._at(step) for step in range(len(self._pages))]

    def _at(self, step: int) -> StepPage:
        """The page of a step, made and put into the stack when it is first needed."""
        if step not in self._held:
            page = self._held[step] = self._pages[step]
            page.step_wanted.connect(self.go_to)
            page.element_wanted.connect(self.show_element)
            page.actions_changed.connect(self._look_again.start)
            page.notice.connect(self.notice)
            page.draft_wanted.connect(self.draft_wanted)
            self._stack.addWidget(page)
            if step == len(self._pages) - 1:
                correct, withdraw = self._mending
                page.offer_mending(correct=correct, withdraw=withdraw)
                if self._line is not None:
                    page.show_line(self._line)
            page.busy.connect(self._hold)
            page.whole_wanted.connect(self._ask_for_whole)
            page.correct_wanted.connect(self._ask_to_correct)
            page.withdraw_wanted.connect(self._ask_to_withdraw)
            if self.case.application is not None:
                page.lock()
            if beside := page.beside_steps():
                self._stepper.stand_beside(step, beside)
        return self._held[step]

    def _rest(self) -> Iterator[None]:
        """Look the person up and build what is not shown yet, in short parts."""
        self.case.look_up()
        yield
        self.seen.emit()
        yield
        for step in range(len(self._pages)):
            if step not in self._held:
                made = self._pages[step]
                yield
                yield from styled(made)
            page = self._at(step)
            yield
            if step != self._step and self.case.application is None:
                yield from page.build_ahead()
        self._refresh()

    @Slot(int)
    def go_to(self, step: int) -> None:
        """Show another step; for the step that is shown already, only focus it."""
        if step != self.step:
            self._discard.fold()
            self.page.leave()
            self._show(step)

    def _show(self, step: int) -> None:
        close_popups()  # then the page decides what has the keyboard, not the stack
        if focused := self._stack.focusWidget():
            focused.clearFocus()
        page, self._step = self._at(step), step
        self._stack.setCurrentWidget(page)
        self._visited.add(step)
        self.case.go_to(step)
        self.page.enter()
        if self.case.application is not None:
            page.lock()
        self._refresh()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Focus the page, or the stepper where the page has nothing to focus, or can only be read."""
        read_only = self.case.application is not None
        if not self.page.take_keyboard() and (read_only or not focus_first(self.page)):
            self._stepper.take_keyboard()

    def return_to(self, place: str) -> None:
        """Go on where the clerk was: the place on the page, the cursor behind what is written there."""
        first = self.step == PERSON_STEP and place in TYPED_FIRST  # name and number stand on the form as well
        here = first or (bool(place) and step_of(self.case, place) == self.step)
        if here and isinstance(self.page, ShowsElements):
            self.page.show_element(place)
        line = self._stack.focusWidget()
        if isinstance(line, QLineEdit):
            line.deselect()
            line.end(False)

    @Slot(str)
    def show_element(self, element: str) -> None:
        """Show the step where an element or a material is mended."""
        self.go_to(step_of(self.case, element))
        if isinstance(self.page, ShowsElements):
            self.page.show_element(element)

    @Slot()
    def _refresh(self) -> None:
        self._look_again.stop()
        accepted = self.case.application is not None
        held = [self._held.get(step) for step in range(len(self._pages))]
        counts = [page.open_count() if page and not accepted else 0 for page in held]
        done = [accepted or bool(page and page.done()) for page in held]
        self._stepper.show_states(self.step, frozenset(self._visited), counts, done)
        main = None if accepted else self.page.next_action()
        actions = self.page.footer_actions()
        self._footer.offer([a for a in actions if a.looks] if accepted else actions, main)
        last = self.step == len(held) - 1
        after = "" if last or main else self._pages.titles[self.step + 1]
        ready = not self.case.reading.blocking
        self._footer.lead_on(before=self.step > 0, after=after, accepted=accepted, ready=ready)
        self._read_only.setVisible(accepted and not last)
        if accepted:
            self._aside.hide()
            self._discard.hide()
            self.page.lock()  # what stands beside what, and so what scrolls, may have changed
            self._footer.show_receipt(self._last.settled() if self._last else "", self._waits())
        self._take_back_told()

    # ---- after acceptance ---------------------------------------------------------------------

    @property
    def _last(self) -> StepPage | None:
        return self._held.get(len(self._pages) - 1)

    def _waits(self) -> str:
        return self._last.waits() if self._last else ""

    @Slot()
    def call_next(self) -> None:
        """The next person: this one is put aside, or after acceptance let go once the receipt is settled."""
        if self.case.application is None and not self.under_way:
            self.left.emit()
        elif not self.stays():
            self.next_person_wanted.emit()

    def stays(self) -> bool:
        """Whether the case can not be left yet: being accepted, or its receipt waits; the clerk is told."""
        self._told = self._why_it_stays()
        if self._told:
            self.notice.emit("caution", self._told)
            self.go_to(len(self._pages) - 1)
        return bool(self._told)

    def _why_it_stays(self) -> str:
        if self.under_way:
            return "正在受理,请稍候"
        return self._waits() if self.case.application is not None else ""

    def _take_back_told(self) -> None:
        """Take away why the case could not be left, once that is not so any more."""
        if self._told and self._told != self._why_it_stays():
            self.notice.emit("", self._told)
            self._told = ""

    @Slot(bool)
    def _hold(self, under_way: bool) -> None:
        """While an acceptance is under way nothing else can be done with the case."""
        for each in (self._stepper, self._footer):
            each.setDisabled(under_way)
        if not under_way:
            self._refresh()
            if self.page is self._last:
                self.take_keyboard()

    def offer_mending(self, *, correct: bool, withdraw: bool) -> None:
        """Show the links by which an accepted application is mended, as far as they lead somewhere."""
        self._mending = (correct, withdraw)
        self._correct.setVisible(correct)
        self._withdraw.setVisible(withdraw)
        if self._last:
            self._last.offer_mending(correct=correct, withdraw=withdraw)

    def let_go(self) -> None:
        """The case is left: what the last step still has in hand is settled."""
        if self._last:
            self._last.let_go()

    def show_line(self, line: "LineState") -> None:
        """Show the connection to the county, where a letter of this case waits for it."""
        self._line = line
        if self._last:
            self._last.show_line(line)

    def look_again(self) -> None:
        """The accepted application was changed somewhere: show anew how it stands."""
        if self._last:
            self._last.look_again()
        case, application = self.case, self.case.application
        if application is not None:
            case.errands.run(
                lambda: case.parts.store.applications.one(application.id),
                while_alive(self, self._show_changed),
            )

    def _show_changed(self, found: "Application | None") -> None:
        """Show the accepted application as it was amended, or taken back, meanwhile."""
        case, before = self.case, self.case.application
        if found is None or before is None:
            return
        if (found.answers, found.matters) == (before.answers, before.matters):
            return
        for link, offered in zip((self._correct, self._withdraw), self._mending, strict=True):
            link.setVisible(offered and not found.gone)
        case.application, case.reading = found, reading.of(case.parts, found)
        case.changed.emit("")
        self.page.lock()  # the others when they are shown

    @Slot()
    def _ask_for_whole(self) -> None:
        self.whole_wanted.emit(self.case.application)

    @Slot()
    def _ask_to_correct(self) -> None:
        self.correct_wanted.emit(self.case.application)

    @Slot()
    def _ask_to_withdraw(self) -> None:
        self.withdraw_wanted.emit(self.case.application)

    # ---- saving -------------------------------------------------------------------------------

    @Slot(str)
    def _changed(self, what: str) -> None:
        if what and self.case.application is None:  # what only became known of the person is not saved
            self._show_saved()
        self._look_again.start()

    @Slot(object)
    def _saved(self, _draft: object) -> None:
        if self.case.application is None:
            self._show_saved()

    def _show_saved(self) -> None:
        """Say whether the draft is on disk as it stands now."""
        if self.case.saver.newest(self.case.draft.id) is not None:
            self._footer.show_saving()
        else:
            self._footer.show_saved(self.case.draft.updated_at)

    @Slot()
    def _unsaved(self) -> None:
        if self.case.draft in self.case.saver.unsaved:
            self._footer.show_unsaved()

    @Slot(object)
    def _accepted(self, _application: object) -> None:
        self._look_again.start()  # locks what is shown; the other pages are locked when they are shown
        self.take_keyboard()

    @Slot()
    def _back(self) -> None:
        self.go_to(max(0, self.step - 1))

    @Slot()
    def _on(self) -> None:
        self.go_to(min(len(self._pages) - 1, self.step + 1))

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work on the step that is shown, with what they do; each once."""
        main, accepted = self.page.next_action(), self.case.application is not None
        offered: tuple[Action, ...] = (*self.page.footer_actions(), *((main,) if main else ()))
        on, back = self.step < len(self._pages) - 1, self.step > 0
        ways = (
            *((("Ctrl+Return", "下一步"),) if on else ()),
            *((("Ctrl+Left", "上一步"),) if back else ()),
            (f"Ctrl+1–{len(self._pages)}", "到第几步"),
            *(() if accepted else (("Ctrl+Z", "撤销刚改的答案"),)),
        )
        shown = [(a.key, a.text) for a in offered if a.key and (a.looks or not accepted)]
        # Of a key that is named twice the button says what it does.
        return list({**dict(self.page.keys()), **dict(shown), **dict(ways)}.items())
