"""The application on the counter: the only holder of its draft; tells the pages what changed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desk_app.domain.applications import Application, Draft, HandedIn, Page
from desk_app.errors import DeskError, RuleError
from desk_app.services import reading
from desk_app.services.counter import capture, inform, intake, known, sources
from desk_app.services.counter.capture import PhotoChoice
from desk_app.services.counter.holding import Holding
from desk_app.services.parts import Parts
from desk_app.services.printing import papers
from desk_app.ui.counter.inquiry import Inquiry
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.saver import DraftSaver
from forms import judging
from forms.numbers import on_another_number
from forms.pack import Pack
from forms.particulars import CERTIFICATE, FORMER_NUMBER, ID_NUMBER, NAME, OPEN_MATTERS
from forms.schema import Element, Facts, Finding, Need, Problem, Section, Value

_T = TypeVar("_T")


class Case(QObject):
    """One draft from its first answer to acceptance; pages read and change it only through these methods.

    Every change, valid or not, is saved at once by the data worker; ``saved`` tells when it is on disk.
    """

    changed = Signal(str)
    """An element id, ``matters``, ``pages``, or an empty text when anything may have changed."""
    saved = Signal(object)
    """The Draft that is on disk now; the clerk may have typed on since."""
    accepted = Signal(object)
    """The Application that was accepted; emitted once."""
    failed = Signal(object)
    """A DeskError to show to the clerk."""
    recorded = Signal(object)
    """The Subject of the accepted application: a print or a file of its receipt was noted."""
    told = Signal(str, str)
    """Tone and sentence: what became known of the person while the clerk was already further on."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        draft: Draft,
        parent: QObject | None = None,
        *,
        saver: DraftSaver | None = None,
    ) -> None:
        super().__init__(parent)
        self.parts, self.errands = parts, errands
        self.saver = saver or DraftSaver(parts, errands, self)
        self.saver.saved.connect(self._written)
        self.draft = draft = reading.fitting(parts, draft)
        self.application: Application | None = None
        self._given_up = False
        self._accepting = self._sent = False
        self._refused: Callable[[DeskError], None] = self.failed.emit
        self._incoming = 0
        self.inquiry = Inquiry(self)
        self.reading = reading.of(parts, draft)

    # ---- reading --------------------------------------------------------------------------

    @property
    def pack(self) -> Pack:
        """The definition pack this application goes by: the one it began with."""
        return self.reading.pack

    @property
    def facts(self) -> Facts:
        """The answers that count, and the facts derived from them."""
        return self.reading.facts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What applies and why, one per matter."""
        return self.reading.findings

    @property
    def open_matters(self) -> tuple[str, ...]:
        """Matters of this person that were accepted earlier and are still undecided in this window's book."""
        held = self.draft.records.get(OPEN_MATTERS, ())
        return held if isinstance(held, tuple) else ()

    @property
    def on_another_number(self) -> bool:
        """Whether the certificate stands on another identity number, for a reason no record knows."""
        own, shown = (str(self.facts.get(e, "")) for e in (ID_NUMBER, CERTIFICATE))
        asked = FORMER_NUMBER in self.pack.elements and FORMER_NUMBER not in self.draft.records
        return asked and on_another_number(shown, [own])

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that has to be mended before acceptance, in form order."""
        return self.reading.problems

    @property
    def needs(self) -> tuple[Need, ...]:
        """The materials this application needs."""
        return self.reading.needs

    @property
    def question(self) -> Element | None:
        """The next question of the interview; None when nothing more is asked."""
        return next(iter(self.questions), None)

    @property
    def questions(self) -> tuple[Element, ...]:
        """All questions that may still be asked, in order."""
        return self.reading.questions

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the form that this application needs."""
        return self.reading.sections

    @property
    def fields(self) -> tuple[Element, ...]:
        """Elements of the form to show now."""
        return self.reading.fields

    def needed(self, element: Element) -> bool:
        """Whether an element must be answered before acceptance."""
        return self.reading.needed(element)

    def problem(self, element: str) -> Problem | None:
        """The first problem of one element."""
        return next((p for p in self.problems if p.element == element), None)

    def trouble(self, element: Element) -> Problem | None:
        """The first problem of an answer, shown to the clerk yet or not; None if there is none."""
        return self.problem(element.id)

    def optional(self, element: Element) -> bool:
        """Whether an element of the form may be left open."""
        return bool(element.section) and not self.derived(element.id) and not self.needed(element)

    def given(self, element: str) -> Value | None:
        """An answer the clerk gave; None when nobody gave it."""
        return self.draft.answers.get(element)

    def derived(self, element: str) -> bool:
        """Whether a value was derived from other answers instead of given by the clerk."""
        return element in self.facts and element not in self.draft.answers

    def vouched(self, element: str) -> str:
        """What vouches for an answer, in a few words; empty where nothing does."""
        return sources.words(self.draft, element)

    def blocked_by(self, matter: str) -> str:
        """The id of a chosen matter that excludes this one, or an empty text."""
        return judging.blocked_by(self.pack, [m for m in self.draft.chosen if m != matter], matter)

    # ---- changing -------------------------------------------------------------------------

    def answer(self, element: str, value: Value) -> None:
        """Set an answer; an empty text or tuple removes it."""
        answers = dict(self.draft.answers)
        if value in ("", ()):
            answers.pop(element, None)
        else:
            answers[element] = value
        if answers != self.draft.answers:
            self._change(known.answered(self.draft, answers, element), element)
            if element in (ID_NUMBER, CERTIFICATE):
                self.answer(FORMER_NUMBER, "")  # the reason belongs to that very pair of numbers
            if element in (ID_NUMBER, FORMER_NUMBER, NAME):
                self.recall()
            if element in (ID_NUMBER, FORMER_NUMBER):
                self.inquiry.begin()

    def look_up(self) -> None:
        """Look up the person of a draft that is gone on with, here and with the county."""
        if self.draft.answers:
            self.recall()
            self.inquiry.begin()

    def recall(self, before: Callable[[], object] = lambda: None) -> None:
        """Look up the records of this person, after ``before``; rules that depend on them count then."""
        draft, pack = self.draft, self.pack

        def work() -> tuple[Draft, Holding]:
            before()
            told = known.recognised(self.parts, inform.recalled(self.parts, draft))
            return told, inform.held(self.parts, draft.answers, pack, draft.id)

        def done(found: tuple[Draft, Holding]) -> None:
            recalled, held = found
            if inform.same_person(draft.answers, self.draft.answers) and self.application is None:
                told = self.inquiry.take(held)
                self._keep(inform.looked_up(self.draft, recalled))
                self.changed.emit("")
                if told:
                    self.told.emit("info", told)

        self.errands.run(work, done, self.failed.emit, topic="recall")

    def choose(self, matter: str, wanted: bool) -> None:
        """Add a matter to the application or take it out; matters keep the order of the pack."""
        chosen = set(self.draft.chosen) | {matter} if wanted else set(self.draft.chosen) - {matter}
        ordered = tuple(m for m in self.pack.matters if m in chosen)
        if ordered != self.draft.chosen:
            self._change(replace(self.draft, chosen=ordered), "matters")

    def go_to(self, step: int, place: str = "") -> None:
        """Remember the step (0 … 5) and the place on it for the next start; no answer, so nothing changes."""
        settled = self.application is not None or self._given_up or self._accepting
        if not settled and (step != self.draft.step or place not in ("", self.draft.place)):
            self.draft = replace(self.draft, step=step, place=place, updated_at=self.parts.clock.now())
            self.save()
            self.inquiry.renew()

    def mark_informed(self) -> None:
        """Note that the 一次性告知书 was handed out now."""
        self._change(replace(self.draft, informed_at=self.parts.clock.now()), "informed")

    def mark_seen(self, material: str, paper: HandedIn | None) -> None:
        """Note how a material was handed in on paper; None for not at all."""
        self._change(capture.mark_seen(self.draft, material, paper), "pages")

    def change(self, work: Callable[[Draft], Draft], what: str = "pages") -> None:
        """Change the draft by a function of it; ``failed`` tells when the rules do not allow it."""
        try:
            changed = work(self.draft)
        except RuleError as error:
            self.failed.emit(error)
        else:
            self._change(changed, what)

    def promise(self, material: str) -> None:
        """Let a material be handed in later (容缺); ``failed`` tells when that is not allowed."""
        self.change(lambda draft: capture.promise(self.parts, draft, material))

    def take_back_promise(self, material: str) -> None:
        """Undo ``promise``: the material is required at acceptance again."""
        self._change(capture.take_back_promise(self.draft, material), "pages")

    def add_page(self, material: str, data: bytes, name: str) -> None:
        """Add a picture to a material; ``failed`` tells when the picture is unusable."""
        self._capture(lambda d: capture.add_page(self.parts, d, material, data, name))

    def set_photo(self, data: bytes, name: str, how: PhotoChoice | None = None) -> None:
        """Take the photo, cut as chosen or from the best centre."""
        self._capture(lambda d: capture.set_photo(self.parts, d, data, name, how), only_one=capture.PHOTO)

    def remove_page(self, page: Page) -> None:
        """Take a page out of this application."""
        self._change(capture.remove_page(self.draft, page), "pages")

    @property
    def awaited(self) -> int:
        """How many pictures an acceptance waits for: they were handed in before it was asked for."""
        return self._incoming if self._accepting and not self._sent else 0

    def take_in(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], None],
        refuse: Callable[[DeskError], None] | None = None,
    ) -> None:
        """Read a picture that is handed in, in the lane of pictures; an acceptance waits for ``done``.

        ``refuse`` tells of an unusable picture where it was handed in; without it ``failed`` tells. An
        acceptance that waits is called off, for the clerk thought it complete.
        """
        self.hold()

        def read(result: _T) -> None:
            try:
                done(result)
            finally:
                self.release()

        def unusable(error: DeskError) -> None:
            awaited = self.awaited > 0
            if awaited:
                self._accepting = False
            if refuse:
                refuse(error)
            if awaited:
                self._refused(error)
            elif not refuse:
                self.failed.emit(error)
            self.release()

        self.errands.run(work, read, unusable, lane=Lane.PICTURE)

    def hold(self) -> None:
        """Let an acceptance wait until ``release``: a picture is being handed in."""
        self._incoming += 1

    def release(self) -> None:
        """A picture is in, or it is not coming: accept, if that was all that was waited for."""
        last = self.awaited == 1
        self._incoming -= 1
        if last:
            self._accept()
        elif self.awaited:
            self.changed.emit("pages")

    def _capture(self, work: Callable[[Draft], Draft], only_one: str = "") -> None:
        # Only the pages of what the worker made: the clerk may have typed on, or taken a second photo.
        def done(new: Draft, before: Draft) -> None:
            added = [p for p in new.pages if p not in before.pages]
            gone = [p for p in before.pages if p not in new.pages]
            gone += [p for p in self.draft.pages if added and p.material == only_one]
            kept = [p for p in self.draft.pages if p not in gone and p not in added]
            pages = capture.without_kept(replace(self.draft, pages=(*kept, *added)))
            self.come_in(pages)

        before = self.draft
        self.take_in(lambda: work(before), lambda new: done(new, before))

    def come_in(self, pages: Draft) -> None:
        """Keep the draft with pages that came in: those handed in before an acceptance was pressed count."""
        (self._set if self.awaited else self._change)(pages, "pages")

    def _change(self, draft: Draft, what: str) -> None:
        if self.application is not None or self._given_up:
            return
        if self._accepting:  # what is being accepted is what the receipt will say, nothing typed later
            self.changed.emit(what)
            return
        self._set(draft, what)

    def _set(self, draft: Draft, what: str) -> None:
        place = what if what in self.pack.elements else draft.place
        self._keep(replace(draft, updated_at=self.parts.clock.now(), place=place))
        self.save()
        self.changed.emit(what)

    def give_up(self) -> None:
        """Ignore every further change of the draft, even of an errand under way."""
        self._given_up, self._accepting = True, False
        self.inquiry.give_up()
        self.saver.forget(self.draft.id)

    def save(self) -> None:
        """Save the draft; of several waiting saves only the newest is written."""
        self.saver.keep(self.draft)

    @Slot(object)
    def _written(self, draft: Draft) -> None:
        if draft.id == self.draft.id:
            self.saved.emit(draft)

    def _keep(self, draft: Draft) -> None:
        self.draft, self.reading = draft, reading.of(self.parts, draft)

    # ---- papers and acceptance ------------------------------------------------------------

    def draw_form(self, done: Callable[[bytes], None], failed: Callable[[DeskError], None]) -> None:
        """Draw the unified form as it stands: ``done`` gets the PDF, or ``failed`` the error."""
        self.errands.run(partial(papers.form, self.parts, self.reading), done, failed, lane=Lane.PAPER)

    def draw_notice(self, done: Callable[[bytes], None], large: bool = False) -> None:
        """Draw the 一次性告知书 as it stands, or in large print."""
        work = partial(papers.notice, self.parts, self.reading, large)
        self.errands.run(work, done, self.failed.emit, lane=Lane.PAPER)

    def draw_receipt(self, done: Callable[[bytes], None]) -> None:
        """Draw the 受理回执 of the accepted application."""
        assert self.application is not None
        work = partial(papers.receipt, self.parts, self.application)
        self.errands.run(work, done, self.failed.emit, lane=Lane.PAPER)

    def accept(self, refused: Callable[[DeskError], None] | None = None) -> None:
        """Accept for good, once every picture handed in before is in; then ``accepted`` is emitted.

        ``refused`` gets why it was not accepted; without it ``failed`` tells. Until then the draft can not be
        changed.
        """
        if self._sent:
            return
        self._accepting, self._refused = True, refused or self.failed.emit
        if not self._incoming:
            self._accept()

    def _accept(self) -> None:
        read, who, self._sent = self.reading, self.parts.window.who, True  # its step may be an earlier one

        def done(application: Application) -> None:
            self.application, self.reading = application, reading.of(self.parts, application)
            self.saver.forget(read.holder.id)
            self.accepted.emit(application)

        def failed(error: DeskError) -> None:
            self._accepting = self._sent = False
            self._refused(error)

        self.errands.run(lambda: intake.accept(self.parts, read, who, owes_receipt=True), done, failed)
