"""登记: every register of the pack as a list with a card; a new register needs no code here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.domain.applications import Draft
from desk_app.domain.events import Event, Subject
from desk_app.domain.lists import Row, Wanted
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.domain.scans import is_number
from desk_app.errors import WorldError
from desk_app.services import ledger, proceedings
from desk_app.services.printing import printouts, record_papers
from desk_app.services.printing.record_papers import RecordPaper
from desk_app.services.proceedings import Record
from desk_app.services.recordings import KeptRecording
from desk_app.services.survey.sheets import SHEET
from desk_app.ui.acts.dialog import open_act, open_start
from desk_app.ui.acts.preview import open_picture
from desk_app.ui.kit import layouts
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists.beside import ListAndCard
from desk_app.ui.kit.purpose import ask_for_whole
from desk_app.ui.kit.room import NEW_DAY, RoomPage, Tools
from desk_app.ui.papers.run import open_paper
from desk_app.ui.registers import reading
from desk_app.ui.registers.card import RecordCard
from desk_app.ui.registers.finding import RosterRun
from desk_app.ui.registers.listing import RegisterList
from desk_app.ui.registers.pictures import ActPicture
from desk_app.ui.registers.reading import ShownRecord
from desk_app.ui.registers.recording_saved import save_recording
from desk_app.ui.registers.switch import RegisterSwitch
from desk_app.ui.registers.works import WorksPage
from forms.procedures import Act, Procedure


class RegistersPage(RoomPage):
    """Shows one register at a time; it reads the book when it is first shown."""

    EDGE = 16

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._sought = self._opened = self._plain = self._stood = ""
        self._laws = tuple(proceedings.registers(self._parts))
        self._lists: dict[str, RegisterList] = {}
        self.card = RecordCard(self._parts, self._errands)
        self._run = RosterRun(self._parts, self._errands, self)
        self._switch = RegisterSwitch(self._laws, works=bool(self._parts.pack.works))
        self._stack, self._side = QStackedWidget(), QStackedWidget()
        self._works: WorksPage | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        listed = QWidget()
        left = column(listed)
        left.addWidget(self._switch)
        left.addWidget(self._stack, 1)
        self._switch.setVisible(len(self._laws) + bool(self._parts.pack.works) > 1)  # alone: a window
        self._side.addWidget(self.card)
        self._both = ListAndCard(listed, self._side)
        layouts.row(self, margins=16).addWidget(self._both)
        self._turned_to(self._laws[0])

    def _connect(self) -> None:
        self._switch.chosen.connect(self._show_register)
        self._switch.works_wanted.connect(self.show_works)
        self._run.went_on.connect(self._finding)
        self._run.ended.connect(self._found)
        self._run.told.connect(self.notice)
        self._run.answered.connect(self._read_again)
        self.card.act_wanted.connect(self._act)
        self.card.paper_wanted.connect(self._paper)
        self.card.picture_wanted.connect(self._picture)
        self.card.recording_wanted.connect(self._save_recording)
        self.card.upload_wanted.connect(self._tell_upload)
        self.card.unmask_wanted.connect(self._unmask)
        self.card.record_wanted.connect(self._show_other)
        self.card.sheet_wanted.connect(self._open_sheet)

    @Slot()
    def show_works(self) -> None:
        """Show the work table with the card of one of its rows."""
        if self._works is None:
            self._works = WorksPage(self._parts, self._errands)
            self._works.opened.connect(self._both.show_card)
            self._works.told.connect(self.notice)
            self._works.card.wanted.connect(self.show_wanted)
            self._stack.addWidget(self._works)
            self._side.addWidget(self._works.card)
        self._both.show_list()
        self._show_both(self._works, self._works.card)
        self._switch.show_works()
        self._works.table.setFocus()

    @property
    def _on_works(self) -> WorksPage | None:
        return self._works if self._stack.currentWidget() is self._works else None

    def _turned_to(self, law: Procedure) -> RegisterList:
        """The list of a register, made when it is first looked at, and put into view."""
        if law.id not in self._lists:
            made = self._lists[law.id] = RegisterList(self._parts, self._errands, law)
            made.chosen.connect(partial(self._choose, made))
            made.opened.connect(self._both.show_card)
            made.start_wanted.connect(partial(self._start, law))
            made.roster_wanted.connect(self._run.bring)
            made.find_wanted.connect(self._find)
            made.reports_wanted.connect(partial(self._open_reports, law))
            made.several_wanted.connect(partial(self._open_several, law))
            made.roll_wanted.connect(self._open_roll)
            made.needs_wanted.connect(self._run.send_needs)
            made.replies_wanted.connect(self._run.take_replies)
            self._stack.addWidget(made)
        self.listing = self._lists[law.id]  # the one that is shown, or was before the work table
        self._show_both(self.listing, self.card)
        self._switch.show_law(law)
        return self.listing

    def _show_both(self, listed: QWidget, card: QWidget) -> None:
        self._stack.setCurrentWidget(listed)
        self._side.setCurrentWidget(card)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the book, and again whenever the page is shown, since what is due changes with the day."""
        super().showEvent(event)
        self._read_again()

    def _read_again(self) -> None:
        self.listing.reload()
        if found := self._record:
            self._read_card(found.id)

    def let_go(self) -> None:
        """The person at the counter left: no card of one person is shown any more."""
        self._sought = self._plain = self._stood = ""
        for listed in self._lists.values():
            listed.let_go()
        self.card.show_nothing()

    def take_keyboard(self) -> None:
        """Focus the search line, or the work table."""
        if works := self._on_works:
            works.table.setFocus()
        else:
            self.listing.start_search()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that work on this page beside those of the window, and what they do."""
        if self._on_works:
            return [("F5", "打印附表4"), ("Return", "看选中的一项工作")]
        starts = self.listing.starts
        word = starts[0].word if starts else "按规则找一遍" if self.listing.law.roster else ""
        word = word or ("动态更新名单" if self.listing.law.id == SHEET else "")
        begin = [("F5", word)] if word else []
        return [*begin, ("F2", "做下一步"), ("Ctrl+F", "在登记中查找"), ("Return", "打开选中的一条")]

    def refresh(self, subject: Subject) -> None:
        """A record was changed: read again the registers it can be in, and its card."""
        if subject.kind == NEW_DAY and self.isVisible():
            self._read_again()
        for each in self._lists.values():
            if each.loaded and subject.kind in (each.law.id, each.law.subject):
                each.refresh(subject.id)
        found = self._record
        if found and subject in (found.subject, Subject(found.procedure, found.id)):
            self._read_card(found.id)

    def show_record(self, found: Proceeding) -> None:
        """Make one record the current row and show its card, whatever was searched for before."""
        self._sought = found.id
        listed = self._turn_to(found.procedure)
        listed.show_record(found.id)
        listed.table.setFocus()  # a label that is scanned next is meant for the record, not for the search

    @Slot(str)
    def _show_other(self, proceeding: str) -> None:
        """Show a record that hangs together with the one on the card."""
        one = self._parts.store.proceedings.one
        self._errands.run(lambda: one(proceeding), lambda found: self.show_record(found) if found else None)

    def show_wanted(self, wanted: Wanted) -> None:
        """List these records of a register, e.g. those a figure counts."""
        self._both.show_list()
        self._turn_to(wanted.procedure).show_wanted(wanted)

    # ---- reading ------------------------------------------------------------------------------

    @property
    def _record(self) -> Proceeding | None:
        return self.card.shown.record.proceeding if self.card.shown else None

    def _turn_to(self, procedure: str) -> RegisterList:
        return self._turned_to(next(law for law in self._laws if law.id == procedure))

    @Slot(object)
    def _show_register(self, law: Procedure) -> None:
        listed = self._turned_to(law)
        self._both.show_list()
        listed.reload()
        self._choose(listed, listed.row)

    def _choose(self, listed: RegisterList, row: Row | None) -> None:
        """Show the current row of the register in view on the card."""
        if listed is not self.listing:
            return
        self._stood = row.id if row else ""
        if row is None:
            self._both.show_list()
            self.card.show_nothing()
            return
        if self._sought == row.id:
            self._both.show_card()
        self._sought = ""
        self._read_card(row.id)

    @Slot(str)
    def _read_card(self, proceeding: str) -> None:
        self._errands.run(lambda: self._shown(proceeding), self._show_card, topic="record")

    def _shown(self, proceeding: str) -> ShownRecord | None:
        """Run in a lane: the record for the card. Opening it is noted once, not at every refresh."""
        found = reading.shown(self._parts, proceeding, plain=self._plain == proceeding)
        if found and self._opened != proceeding:
            self._opened, self._plain = proceeding, self._plain if self._plain == proceeding else ""
            self._note(ReadKind.OPENED, found.record.proceeding.subject)
        return found

    def _note(self, how: ReadKind, subject: Subject, text: str = "") -> None:
        ledger.note_read(self._parts, self._parts.window.who, how, subject, text)

    @Slot()
    def _unmask(self) -> None:
        """Ask and note what the numbers of this record are for, then show them; unnoted they stay masked."""
        if found := self._record:
            ask_for_whole(self, partial(self._note_unmasked, found))

    def _note_unmasked(self, found: Proceeding, purpose: str) -> None:
        note = partial(self._note, ReadKind.UNMASKED, found.subject, purpose)
        self._errands.run(note, lambda _: self._show_plain(found.id))

    def _show_plain(self, proceeding: str) -> None:
        """Show the record's numbers whole, if its card is still in view."""
        if (found := self._record) and found.id == proceeding:
            self._plain = proceeding
            self._read_card(proceeding)

    @Slot(object)
    def _picture(self, picture: ActPicture) -> None:
        """Show a picture large, and note that."""
        if found := self._record:
            note = partial(self._note, ReadKind.OPENED, found.subject, picture.label)
            open_picture(self._parts, self._errands, picture.label, picture.page, self, note)

    @Slot(object)
    def _save_recording(self, kept: KeptRecording) -> None:
        """Save a recording for whoever takes it to another system."""
        if found := self._record:
            save_recording(self._parts, self._errands, found.subject, kept.recording, self)

    @Slot(object)
    def _tell_upload(self, kept: KeptRecording) -> None:
        """Do the act of a recording once more, with what was said of it, to tell of its upload."""
        if (found := self._record) and (act := self._act_of(kept.act)):
            done = partial(self._acted, act)
            open_act(self._parts, self._errands, found.id, act, self, done, kept.said)

    @Slot(str)
    def _open_sheet(self, proceeding: str) -> None:
        from desk_app.ui.survey.opening import open_record  # read when a questionnaire is asked

        open_record(self._parts, self._errands, proceeding, self, self.tell_changed)

    @Slot()
    def _open_roll(self) -> None:
        from desk_app.ui.survey.roll import RollDialog

        RollDialog(self._parts, self._errands, self, self.tell_changed).open()

    def _act_of(self, code: str) -> Act | None:
        return self.card.shown.record.procedure.act(code) if self.card.shown else None

    def _show_card(self, shown: ShownRecord | None) -> None:
        if shown is None:
            self.card.show_nothing()
        elif shown.record.proceeding.id == self._stood:  # else it was let go while it was read
            self.card.show_record(shown, self._parts.clock.today())

    # ---- what is done -------------------------------------------------------------------------

    def _start(self, law: Procedure, act: Act) -> None:
        open_start(self._parts, self._errands, law, act, self, partial(self._begun, act))

    def _begun(self, act: Act, begun: Proceeding) -> None:
        self._sought = begun.id
        self.listing.show_record(begun.id)
        self._done(begun.subject, act, begun.id, act.noted(begun.number))

    def take_scan(self, text: str) -> bool:
        """The label of the record on the card, scanned once more: its next act is asked for."""
        shown = self.card.shown
        if shown is None or not is_number(text, shown.record.proceeding.number) or not shown.record.acts:
            return False
        self._act(shown.record.acts[0])
        return True

    @Slot(object)
    def _act(self, act: Act) -> None:
        if (found := self._record) is None:
            return
        if act.application:
            self._begin_application(found.id, act)
        else:
            open_act(self._parts, self._errands, found.id, act, self, partial(self._acted, act))

    def _begin_application(self, proceeding: str, act: Act) -> None:
        """Do an act that begins an application, and go on with it at the counter."""
        from desk_app.services.counter import from_record  # brings the counter's services

        def begun(draft: Draft) -> None:
            self._tell_of(proceeding)
            self.draft_wanted.emit(draft.id)

        self._errands.run(lambda: from_record.begin(self._parts, proceeding, act.code), begun)

    def _tell_of(self, proceeding: str) -> None:
        if (found := self._record) and found.id == proceeding:
            self.changed.emit(found.subject)

    def _acted(self, act: Act, event: Event) -> None:
        self._done(event.subject, act, event.proceeding, act.noted())

    def _done(self, subject: Subject, act: Act, proceeding: str, sentence: str) -> None:
        self.tell_done(subject, sentence)
        if act.paper:
            self._errands.run(lambda: self._read(proceeding), partial(self._bring_paper, act))

    def _bring_paper(self, act: Act, record: Record) -> None:
        if paper := record_papers.of_act(record, act.code):
            self._open_paper(record, paper)

    @Slot(object)
    def _paper(self, paper: RecordPaper) -> None:
        if self.card.shown:
            self._open_paper(self.card.shown.record, paper)

    def _open_paper(self, record: Record, paper: RecordPaper) -> None:
        made, subject = printouts.of_record(self._parts, record, paper), record_papers.subject_of(record)
        open_paper(self._parts, self._errands, made, self, lambda: self.tell_changed(subject))

    def _read(self, proceeding: str) -> Record:
        """Run in a lane: the record as it stands now."""
        found = proceedings.record(self._parts, self._parts.window.who, proceeding)
        if found is None:
            raise WorldError("没有这条记录,请刷新后再看")
        return found

    def _open_several(self, law: Procedure, paper: RecordPaper) -> None:
        from desk_app.ui.acts.several import SeveralDialog  # read when a sheet of several is wanted

        SeveralDialog(self._parts, self._errands, law, paper, self, self._read_again).open()

    def _open_reports(self, law: Procedure) -> None:
        from desk_app.ui.acts.reports import ReportsDialog  # read when a report is wanted

        ReportsDialog(self._parts, self._errands, [law], self, self.notice.emit).open()

    # ---- the roster ---------------------------------------------------------------------------

    @Slot()
    def _find(self) -> None:
        """Begin a run, or stop the one under way."""
        if self._run.running:
            self._run.stop()
        else:
            self._run.begin()
            self._finding(0)

    @Slot(int)
    def _finding(self, looked: int) -> None:
        self._show_find(f"停下(看了{looked:,}人)")

    @Slot(str, str)
    def _found(self, tone: str, sentence: str) -> None:
        self._show_find("找一遍")
        self.notice.emit(tone, sentence)
        if self.isVisible():
            self._read_again()

    def _show_find(self, words: str) -> None:
        for each in self._lists.values():
            each.run_button.setText(words)
