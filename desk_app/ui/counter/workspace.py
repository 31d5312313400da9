"""The open case: its six pages, the steps above them and the footer below."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.domain.applications import Draft
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.footer import Footer
from desk_app.ui.counter.links import step_of
from desk_app.ui.counter.pages import StepPages
from desk_app.ui.counter.stepper import Stepper
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Confirm, button

if TYPE_CHECKING:
    from desk_app.ui.counter.case import Case


@runtime_checkable
class ShowsElements(Protocol):
    """A page that can bring one element before the clerk."""

    def show_element(self, element: str) -> None:
        """Scroll to an element and give it the keyboard."""
        ...


class Workspace(QWidget):
    """One case with its six pages; deleted as a whole after the case is closed."""

    left = Signal()
    """The clerk puts the case aside."""
    discarded = Signal()
    next_person_wanted = Signal()
    notice = Signal(str, str)

    def __init__(self, case: "Case", pages: Sequence[StepPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.case = case
        self._pages = StepPages.of(pages)
        self._held: dict[int, StepPage] = {}
        self._step = 0
        self._visited = {*range(case.draft.step + 1)}
        self._stack = self._pages.within = QStackedWidget(self)
        self._stepper = Stepper(self._pages.titles, self)
        self._footer = Footer()
        self._aside = button("暂存,换一位", "link", "Ctrl+N", name="set-aside")
        self._discard = Confirm("放弃", "", yes="确定放弃", no="不放弃", name="discard")
        # A burst of changes costs one look at the pages.
        self._look_again = QTimer(self, singleShot=True, interval=0)
        # The page that is wanted is drawn first; the others are made one by one behind it.
        self._make_next = QTimer(self, singleShot=True, interval=0)
        self._arrange()
        self._connect()
        self._show(min(case.draft.step, len(self._pages) - 1))
        self._make_next.start()

    def _arrange(self) -> None:
        self._stepper.end_with(self._aside, self._discard)
        body = column(self, spacing=0)
        body.addWidget(self._stepper)
        body.addWidget(self._stack, 1)
        body.addWidget(self._footer)

    def _connect(self) -> None:
        self._make_next.timeout.connect(self._make_one)
        self._look_again.timeout.connect(self._refresh)
        self.case.changed.connect(self._changed)
        self.case.saved.connect(self._saved)
        self.case.saver.changed.connect(self._unsaved)
        self.case.accepted.connect(self._accepted)
        self._stepper.step_wanted.connect(self.go_to)
        self._footer.previous_wanted.connect(self._back)
        self._footer.next_wanted.connect(self._on)
        self._footer.next_person_wanted.connect(self.next_person_wanted)
        self._aside.clicked.connect(self.left)
        self._discard.confirmed.connect(self.discarded)
        self._discard.asking.connect(self._aside.setHidden)

    def retire(self) -> None:
        """Prepare for closing: let the page release the camera and the like, and make no further page."""
        self._make_next.stop()
        self.case.inquiry.give_up()
        self.page.leave()

    @property
    def step(self) -> int:
        """The step that is shown, 0 … 5."""
        return self._step

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
            self._stack.addWidget(page)
            if beside := page.beside_steps():
                self._stepper.stand_beside(step, beside)
        return self._held[step]

    @Slot()
    def _make_one(self) -> None:
        missing = [step for step in range(len(self._pages)) if step not in self._held]
        if missing:
            self._at(missing[0])
            self._make_next.start()
        else:
            self._refresh()

    @Slot(int)
    def go_to(self, step: int) -> None:
        """Show another step; for the step that is shown already, only focus it."""
        if step != self.step:
            self.page.leave()
            self._show(step)

    def _show(self, step: int) -> None:
        # A stack hands the keyboard to whatever comes first on the new page; the page shall decide.
        if focused := self._stack.focusWidget():
            focused.clearFocus()
        page, self._step = self._at(step), step
        self._stack.setCurrentWidget(page)
        self._visited.add(step)
        self.case.go_to(step)
        self.page.enter()
        self._refresh()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Focus the page, or the stepper where the page has nothing to focus."""
        if not focus_first(self.page):
            self._stepper.take_keyboard()

    @Slot(str)
    def show_element(self, element: str) -> None:
        """Show the step where an element or a material is mended."""
        self.go_to(step_of(self.case, element))
        if isinstance(self.page, ShowsElements):
            self.page.show_element(element)

    @Slot()
    def _refresh(self) -> None:
        accepted = self.case.application is not None
        held = [self._held.get(step) for step in range(len(self._pages))]
        counts = [page.open_count() if page else 0 for page in held]
        # The last step is done by accepting, not by having been there.
        seen = self._visited if accepted else self._visited - {len(held) - 1}
        self._stepper.show_states(self.step, frozenset(seen), counts)
        main = None if accepted else self.page.next_action()
        self._footer.offer(self.page.footer_actions(), main)
        last = self.step == len(held) - 1
        after = "" if last or main else self._pages.titles[self.step + 1]
        self._footer.lead_on(before=self.step > 0, after=after, accepted=accepted)
        if accepted:
            self._aside.hide()
            self._discard.hide()

    @Slot(str)
    def _changed(self, what: str) -> None:
        if what:  # what only became known of the person is not saved
            self._footer.show_saving()
        self._look_again.start()

    @Slot(object)
    def _saved(self, draft: object) -> None:
        if isinstance(draft, Draft) and draft.kept == self.case.draft.kept:
            self._footer.show_saved(self.case.draft.updated_at)

    @Slot()
    def _unsaved(self) -> None:
        if self.case.draft in self.case.saver.unsaved:
            self._footer.show_unsaved()

    @Slot(object)
    def _accepted(self, _application: object) -> None:
        self._refresh()
        self.take_keyboard()

    @Slot()
    def _back(self) -> None:
        self.go_to(max(0, self.step - 1))

    @Slot()
    def _on(self) -> None:
        self.go_to(min(len(self._pages) - 1, self.step + 1))

    def offered(self) -> tuple[Action, ...]:
        """The buttons the page offers now, for the list of keys."""
        main = self.page.next_action()
        return (*self.page.footer_actions(), *((main,) if main else ()))
