"""受理: one applicant at a time, six steps in any order, nothing typed is ever lost."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMetaMethod, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.domain.applications import Application, Draft
from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT
from desk_app.services.parts import LineState
from desk_app.ui.counter import giving
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.pages import StepPages
from desk_app.ui.counter.start import StartPage
from desk_app.ui.kit import clipboard, words
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.layouts import column, paint_later
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.rounds import Rounds, styled
from desk_app.ui.kit.saver import DraftSaver

if TYPE_CHECKING:
    from desk_app.ui.acts.withdraw import Withdrawn
    from desk_app.ui.counter.case import Case
    from desk_app.ui.counter.workspace import Workspace


def laid_out(titles: Sequence[str], within: QWidget) -> "Workspace":
    """What a case opens in; read while nobody waits, right after the start, as all that only a case needs."""
    from desk_app.ui.counter.workspace import Workspace

    return Workspace(titles, within)


class CounterPage(RoomPage):
    """The start page, or the workspace of the one open case."""

    serving_changed = Signal(str)
    """The masked person at the counter, or an empty text."""
    failed = Signal(object)
    accepted = Signal(object)
    """An Application that was accepted here just now."""
    correct_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    """An Application accepted here is to be corrected, or taken back; the links are shown when connected."""
    whole_wanted = Signal(object)
    """An Application accepted here is to be looked at whole."""
    closed = Signal()
    """A case was closed; nothing of its person may be shown any more."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._make_pages = tools.parts, tools.errands, tools.make_pages
        self.workspace: Workspace | None = None
        self._next: Workspace | None = None
        self._retired: list[Workspace] = []
        self._line: LineState | None = None
        self._opening, self._telling = Rounds(self), Rounds(self)
        self._awaited: Draft | None = None
        self._newer: Draft | None = None
        """The draft that is being opened, and what it became meanwhile."""
        self._start = StartPage(demo=tools.parts.window.demo)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        column(self, spacing=0).addWidget(self._stack)
        self._start.new_wanted.connect(self.new_case)
        self._start.resumed.connect(self._resume)
        self._start.discarded.connect(self._drop)
        self._start.given.connect(self.give)
        self._start.guide_wanted.connect(self._open_guide)
        self.withdraw_wanted.connect(self._withdraw)
        self._errands.idle.connect(self._bury)
        self.saver = DraftSaver(self._parts, self._errands, self)
        self.saver.failed.connect(self.failed)
        self.saver.saved.connect(self._note_kept)

    def begin(self) -> None:
        """Show the start page: a new application, and whatever was left unfinished."""
        self._show_start()

    @property
    def case(self) -> "Case | None":
        """The case that is open."""
        return self.workspace.case if self.workspace else None

    @property
    def opening(self) -> bool:
        """Whether a draft that was read is being opened, or not all is told yet of the one that was."""
        return self._opening.under_way or self._telling.under_way

    def page(self, name: str) -> StepPage:
        """The page of the open case with this object name; KeyError when there is none."""
        pages = self.workspace.pages if self.workspace else ()
        return {page.objectName(): page for page in pages}[name]

    def _list(self, drafts: tuple[Draft, ...], receivers: Sequence[str]) -> None:
        unsaved = {draft.id: draft for draft in self.saver.unsaved}
        newest = (*unsaved.values(), *(d for d in drafts if d.id not in unsaved))
        shown = [d for d in newest if _worth_keeping(d)]
        self._start.show_drafts(shown, self._parts.clock.today(), receivers)
        for draft in drafts:
            if not _worth_keeping(draft) and not self._is_open(draft):
                self._forget(draft)

    def _is_open(self, draft: Draft) -> bool:
        return self.workspace is not None and self.workspace.case.draft.id == draft.id

    @Slot()
    def new_case(self, begun: Draft | None = None) -> None:
        """Open an application for the next person, in parts: an empty one, or what a card began."""
        from desk_app.services.counter import inform

        self._opening.begin(self._resumed(begun or inform.new_draft(self._parts)))

    @Slot(object)
    def _resume(self, draft: Draft) -> None:
        self.resume(draft.id)

    @Slot(str)
    def resume(self, draft_id: str) -> None:
        """Open an unfinished application; one that is open already stays as it is."""
        if self.workspace is None or self.workspace.case.draft.id != draft_id:
            # Read again: an errand of the case set aside a moment ago may have added a page.
            self._errands.run(
                lambda: self._parts.store.drafts.one(draft_id),
                lambda draft: self._opening.begin(self._resumed(self.saver.newest(draft_id) or draft)),
            )

    def _resumed(self, draft: Draft | None) -> Iterator[None]:
        """Go on with a draft, in parts: its first page is made before it takes the place of what is shown."""
        if draft is None:
            self._tell_gone()
            return
        self._awaited, self._newer = draft, None
        case, pages = self._made_for(draft)
        yield
        if self._next is None:
            self._next = laid_out(pages.titles, self._stack)
            yield
        page, served = pages.made_in(self._next.ground, draft.step), None
        try:
            yield from styled(page)
            yield from page.build_ahead()
            if self._newer is None and self._may_open(draft):
                served, self._next = self._next, None
                self._serve(served, case, pages)
                yield
            if self._newer is not None:
                self.resume(draft.id)
            elif served is not None and self._may_open(draft):
                self._open(draft, served)
                self._telling.begin(self._tell_opened(draft))
        finally:
            self._awaited = None
            if self.case is not case:  # another one was opened meanwhile, or the open one stays
                (served or page).deleteLater()

    def _may_open(self, draft: Draft) -> bool:
        """Whether a draft can take the place of what is shown."""
        return not (self._is_open(draft) or (self.workspace and self.workspace.stays()))

    @Slot(object)
    def _note_kept(self, kept: Draft) -> None:
        """A draft was written; it may be the one that is being opened, with a page more."""
        if self._awaited is not None and kept.id == self._awaited.id and kept != self._awaited:
            self._newer = kept

    @Slot(str, bool)
    def _take_up(self, draft_id: str, keep: bool) -> None:
        """Go on with another draft of the person at the counter; the open one goes unless it is kept."""

        def go_on(found: Draft | None) -> None:
            draft = self.saver.newest(draft_id) or found
            if draft is None:
                self.notice.emit("caution", "那件申请已经受理或放弃了,就在这件上办")
                return
            if self.workspace is not None and not keep:
                self.workspace.case.give_up()
                self._forget(self.workspace.case.draft)
            self._opening.begin(self._resumed(draft))

        self._errands.run(lambda: self._parts.store.drafts.one(draft_id), go_on)

    def _tell_gone(self) -> None:
        self.notice.emit("caution", "这件申请已经受理或放弃,请到“办件”中查看")
        if self.workspace is None:
            self._show_start()

    def _tell_opened(self, draft: Draft) -> Iterator[None]:
        """What is told around an open case, once it is seen."""
        yield
        self._start.show_drafts((), self._parts.clock.today())  # nobody else's name behind the open case
        self._tell_serving()
        yield
        from desk_app.services import law

        tone, sentence = law.words(self._parts, draft)
        if sentence:
            self.notice.emit(tone, sentence)

    def _made_for(self, draft: Draft) -> "tuple[Case, StepPages]":
        from desk_app.services.counter import inform
        from desk_app.ui.counter.case import Case

        parts, before = self._parts, draft.clerk
        draft, told = inform.taken_over(parts, draft)
        if told:
            self.notice.emit("info", told)
            self._errands.run(lambda: inform.note_taken_over(parts, draft.id, before))

        # Without a parent: errands under way hold the case until their answers are in.
        case = Case(self._parts, self._errands, draft, saver=self.saver)
        return case, StepPages.of(cast(Sequence[StepPage], self._make_pages(case)))

    def _open(self, draft: Draft, workspace: "Workspace") -> None:
        """Show a workspace that serves this draft, in place of what was open."""
        paint_later(self._stack)
        self._close()
        self.workspace = workspace
        self._stack.addWidget(workspace)
        self._turn_to(workspace)
        self.take_keyboard()
        workspace.return_to(draft.place)

    def _serve(self, workspace: "Workspace", case: "Case", pages: StepPages) -> None:
        """Put a case with its first page into a workspace, and connect both."""
        case.changed.connect(self._tell_serving)
        case.accepted.connect(self.accepted)
        case.failed.connect(self.failed)
        case.told.connect(self.notice)
        case.recorded.connect(self.changed)
        workspace.seen.connect(self._lay_out_next)
        workspace.notice.connect(self.notice)
        workspace.draft_wanted.connect(self._take_up)
        workspace.left.connect(self._set_aside)
        workspace.discarded.connect(self._discard)
        workspace.next_person_wanted.connect(self.new_case)
        workspace.whole_wanted.connect(self.whole_wanted)
        workspace.correct_wanted.connect(self.correct_wanted)
        workspace.withdraw_wanted.connect(self.withdraw_wanted)
        workspace.serve(case, pages)
        workspace.offer_mending(
            correct=self._is_heard(self.correct_wanted), withdraw=self._is_heard(self.withdraw_wanted)
        )
        if self._line is not None:
            workspace.show_line(self._line)

    @Slot()
    def _lay_out_next(self) -> None:
        """Make ready, while nobody waits, what the next person's case opens in."""
        if self.workspace is not None and self._next is None:
            self._next = laid_out(self.workspace.titles, self._stack)
            self._next.ensurePolished()

    @Slot()
    def _open_guide(self) -> None:
        """Open 办事指南 and the blank form, for somebody who only asks."""
        from desk_app.ui.papers.guide import open_guide

        open_guide(self._parts, self._errands, self)

    @Slot(object)
    def _withdraw(self, application: Application) -> None:
        """Open the form by which what was accepted here is taken back."""
        from desk_app.ui.acts.withdraw import open_withdrawal

        open_withdrawal(self._parts, self._errands, application.id, self, self._withdrawn)

    def _withdrawn(self, found: "Withdrawn") -> None:
        """What was accepted here is another thing now: its case is closed, and its draft made anew opened."""
        self._set_aside()  # what is told of the last person goes with it
        self.notice.emit("good", f"{found.sentence}。进展和回执见“办件”")
        self.changed.emit(found.application.subject)
        if found.draft:
            self.resume(found.draft)

    def _is_heard(self, signal: SignalInstance) -> bool:
        return self.isSignalConnected(QMetaMethod.fromSignal(signal))

    @Slot(object)
    def show_line(self, line: LineState) -> None:
        """The state of the connection to the county: shown beside what was accepted here."""
        self._line = line
        if self.workspace is not None:
            self.workspace.show_line(line)

    def refresh(self, subject: Subject) -> None:
        """A record was changed: what was accepted here may be with the county by now."""
        workspace = self.workspace
        accepted = workspace.case.application if workspace else None
        if workspace and accepted and accepted.subject == subject:
            workspace.look_again()
        elif workspace is None and subject.kind == DRAFT:
            self._read_drafts()

    def _close(self) -> None:
        """Close the open case; something else is turned to next."""
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        self._telling.stop()
        workspace.let_go()
        workspace.retire()
        self._retired.append(workspace)
        clipboard.wipe()
        self.serving_changed.emit("")
        self.closed.emit()

    def _turn_to(self, shown: QWidget) -> None:
        """Show the start page or a workspace; what was closed goes afterwards, so nothing else is shown."""
        self._stack.setCurrentWidget(shown)
        if not self._errands.busy:
            self._bury()

    @Slot()
    def _bury(self) -> None:
        """Delete what was closed, once no errand is under way that may still speak of it."""
        while self._retired:
            old = self._retired.pop()
            self._stack.removeWidget(old)
            old.deleteLater()

    @Slot()
    def _set_aside(self) -> None:
        self._close()
        self._show_start()

    def put_aside(self) -> None:
        """Another person takes the seat: the open case is closed and stays a draft."""
        self._opening.stop()
        if self.workspace is not None:
            self._set_aside()

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
        self.saver.forget(draft.id)
        self._errands.run(lambda: self._parts.store.drafts.drop(draft.id))

    def _show_start(self) -> None:
        self._turn_to(self._start)
        self.take_keyboard()
        self._read_drafts()

    def _read_drafts(self) -> None:
        from desk_app.services.counter import handing

        parts = self._parts
        self._errands.run(
            lambda: (parts.store.drafts.all(), handing.receivers(parts)), lambda found: self._list(*found)
        )

    @Slot(str, str)
    def give(self, draft_id: str, to: str) -> None:
        """Give a draft to another clerk; what is open or not on the disk yet is given later."""
        giving.give(self, self._parts, self._errands, draft_id, to)

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
        self.workspace.take_keyboard() if self.workspace else focus_first(self._start)

    def keys(self) -> Iterable[tuple[str, str]]:
        """Keys of the page that is shown."""
        if self.workspace is None:
            return (("F7", "办事指南和空白申请表"),)
        return self.workspace.keys()

    def leave(self) -> None:
        """Called when the window closes: settle what is in hand, release the camera and the like."""
        if self.workspace is not None:
            self.workspace.let_go()
            self.workspace.page.leave()


def _worth_keeping(draft: Draft) -> bool:
    return bool(draft.answers or draft.pages or draft.chosen)
