"""受理: one applicant at a time, six steps in any order, nothing typed is ever lost."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.domain.applications import Draft
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.footer import Footer
from desk_app.ui.counter.links import step_of
from desk_app.ui.counter.pages import StepPages
from desk_app.ui.counter.start import StartPage
from desk_app.ui.counter.stepper import Stepper
from desk_app.ui.kit import words
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.widgets import Confirm, button

if TYPE_CHECKING:
    from desk_app.ui.counter.case import Case

# What only an open case needs is imported with it; it is read while nobody waits, right after the start.


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
        self._stepper.line.addWidget(self._aside)
        self._stepper.line.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignVCenter)
        body = column(self, spacing=0)
        body.addWidget(self._stepper)
        body.addWidget(self._stack, 1)
        body.addWidget(self._footer)

    def _connect(self) -> None:
        self._make_next.timeout.connect(self._make_one)
        self._look_again.timeout.connect(self._refresh)
        self.case.changed.connect(self._changed)
        self.case.saved.connect(self._saved)
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


class CounterPage(RoomPage):
    """The start page, or the workspace of the one open case."""

    serving_changed = Signal(str)
    """The masked person at the counter, or an empty text."""
    failed = Signal(object)
    accepted = Signal(object)
    """An Application that was accepted here just now."""
    closed = Signal()
    """A case was closed; nothing of its person may be shown any more."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._make_pages = tools.parts, tools.errands, tools.make_pages
        self.workspace: Workspace | None = None
        self._retired: list[Workspace] = []
        self._start = StartPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        column(self, spacing=0).addWidget(self._stack)
        self._start.new_wanted.connect(self.new_case)
        self._start.resumed.connect(self._resume)
        self._start.discarded.connect(self._drop)
        self._errands.idle.connect(self._bury)

    def begin(self) -> None:
        """Show the start page: a new application, and whatever was left unfinished."""
        self._show_start()

    @property
    def case(self) -> "Case | None":
        """The case that is open."""
        return self.workspace.case if self.workspace else None

    def page(self, name: str) -> StepPage:
        """The page of the open case with this object name; KeyError when there is none."""
        pages = self.workspace.pages if self.workspace else ()
        return {page.objectName(): page for page in pages}[name]

    def _list(self, drafts: tuple[Draft, ...]) -> None:
        self._start.show_drafts([d for d in drafts if _worth_keeping(d)], self._parts.clock.today())
        for draft in drafts:
            if not _worth_keeping(draft) and not self._is_open(draft):
                self._forget(draft)

    def _is_open(self, draft: Draft) -> bool:
        return self.workspace is not None and self.workspace.case.draft.id == draft.id

    @Slot()
    def new_case(self) -> None:
        """Open an empty application for the next person."""
        from desk_app.services.counter import inform

        self._open(inform.new_draft(self._parts))

    @Slot(object)
    def _resume(self, draft: Draft) -> None:
        self.resume(draft.id)

    @Slot(str)
    def resume(self, draft_id: str) -> None:
        """Open an unfinished application; one that is open already stays as it is."""
        if self.workspace is None or self.workspace.case.draft.id != draft_id:
            # Read again: an errand of the case set aside a moment ago may have added a page.
            self._errands.run(lambda: self._parts.store.drafts.one(draft_id), self._go_on_with)

    def _go_on_with(self, draft: Draft | None) -> None:
        if draft is None:
            self.notice.emit("caution", "这件申请已经受理或放弃,请到“办件”中查看")
            self._show_start()
            return
        self._open(draft)
        from desk_app.services import law

        tone, sentence = law.words(self._parts, draft)
        if sentence:
            self.notice.emit(tone, sentence)

    def _open(self, draft: Draft) -> None:
        from desk_app.ui.counter.case import Case

        self._close()
        # Without a parent: errands under way hold the case until their answers are in.
        case = Case(self._parts, self._errands, draft)
        case.changed.connect(self._tell_serving)
        case.accepted.connect(self.accepted)
        case.failed.connect(self.failed)
        case.told.connect(self.notice)
        workspace = Workspace(case, cast(Sequence[StepPage], self._make_pages(case)), self._stack)
        workspace.notice.connect(self.notice)
        workspace.left.connect(self._set_aside)
        workspace.discarded.connect(self._discard)
        workspace.next_person_wanted.connect(self.new_case)
        self.workspace = workspace
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        self.take_keyboard()
        self._tell_serving()

    def _close(self) -> None:
        """Close the open case; its widgets are hidden, and deleted once no errand is under way."""
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        workspace.retire()
        self._stack.removeWidget(workspace)
        workspace.hide()
        self._retired.append(workspace)
        if not self._errands.busy:
            self._bury()
        _wipe_clipboard()
        self.serving_changed.emit("")
        self.closed.emit()

    @Slot()
    def _bury(self) -> None:
        while self._retired:
            self._retired.pop().deleteLater()

    @Slot()
    def _set_aside(self) -> None:
        self._close()
        self._show_start()

    @Slot()
    def _discard(self) -> None:
        if self.workspace is not None:
            draft = self.workspace.case.draft
            self.workspace.case.give_up()
            self._close()
            self._drop(draft)

    @Slot(object)
    def _drop(self, draft: Draft) -> None:
        self._forget(draft)
        self._show_start()

    def _forget(self, draft: Draft) -> None:
        self._errands.run(lambda: self._parts.store.drafts.drop(draft.id))

    def _show_start(self) -> None:
        self._stack.setCurrentWidget(self._start)
        self.take_keyboard()
        self._errands.run(self._parts.store.drafts.all, self._list)

    @Slot()
    def _tell_serving(self) -> None:
        if self.workspace is not None:
            self.serving_changed.emit(words.who(self.workspace.case.draft.answers))

    @Slot(str)
    def show_element(self, element: str) -> None:
        """Show the step and field of the open case where an element is mended."""
        if self.workspace is not None:
            self.workspace.show_element(element)

    def take_keyboard(self) -> None:
        """Focus the page of the open case, or the start page."""
        if self.workspace:
            self.workspace.take_keyboard()
        else:
            focus_first(self._start)

    def keys(self) -> Iterable[tuple[str, str]]:
        """Keys of the page that is shown."""
        offered = self.workspace.offered() if self.workspace else ()
        return [(a.key, a.text) for a in offered if a.key]

    def leave(self) -> None:
        """Called when the window closes: release the camera and the like."""
        if self.workspace is not None:
            self.workspace.page.leave()


def _worth_keeping(draft: Draft) -> bool:
    return bool(draft.answers or draft.pages or draft.chosen)


def _wipe_clipboard() -> None:
    """Clear the clipboard, so that nothing copied of one person is pasted for the next."""
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
