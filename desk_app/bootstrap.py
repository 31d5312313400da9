"""The only file that chooses real or embedded parts and connects them."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QLockFile, QTimer

from desk_app import release, settings
from desk_app.clock import SystemClock, zone_note
from desk_app.commands.opening import key_of, key_words
from desk_app.database import releases
from desk_app.devices.barcode.main import KeyboardScanner
from desk_app.devices.camera.main import camera_of
from desk_app.devices.card_reader.main import reader_of
from desk_app.devices.keys.keyrings import window_key
from desk_app.devices.keys.local import local_key
from desk_app.devices.keys.marks import KeyringMark
from desk_app.devices.keys.window import window_own_key
from desk_app.devices.lock import only_one
from desk_app.devices.pictures.main import PillowPictures
from desk_app.devices.printer.main import SystemPrinter
from desk_app.devices.reading.main import OfflineReader
from desk_app.devices.scanner.main import SystemScanner
from desk_app.domain import seals
from desk_app.domain.applications import subject_of
from desk_app.domain.events import Subject
from desk_app.domain.letters import Envelope
from desk_app.domain.photo_profiles import photo_profile
from desk_app.domain.retention import KeptDays
from desk_app.domain.settling import Settling
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import WorldError
from desk_app.services import clock_check, printable
from desk_app.services.camera_habits import CameraHabits
from desk_app.services.parts import LastFolder, LineState, Parts
from desk_app.services.questionnaires import Questionnaires
from desk_app.services.signin import seating
from desk_app.settings import Settings
from desk_app.storage import rights
from desk_app.storage.book import BOOK, STEPS, Book
from desk_app.storage.care import BookCare
from desk_app.storage.marks import Marks
from desk_app.storage.remembered import PICTURES
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.garbage import GarbageCollector
from desk_app.ui.kit.room import NEW_DAY
from desk_app.ui.shell.ahead import make_rooms, warm_up
from desk_app.ui.shell.day import NewDay
from desk_app.ui.shell.enrolling import Enrolling
from desk_app.ui.shell.line import CountyLine
from desk_app.ui.shell.notices import Notices
from desk_app.ui.shell.window import MainWindow
from forms import calendar, regions
from forms.library import Versions
from printing import folders, places, press

if TYPE_CHECKING:
    from desk_app.county.asking import CountyQuestions
    from desk_app.county.client import HttpCounty
    from desk_app.county.courier import Courier
    from desk_app.county_server.serve import EmbeddedCounty
    from desk_app.ui.counter.case import Case
    from desk_app.ui.counter.pages import StepPages

# What is imported within a function here is not needed for the window to be there: the line, the six steps.

_IDLE = 100
"""Milliseconds after which a new window has been drawn."""
_QT_IN_LANES = dict.fromkeys((Lane.PICTURE, Lane.SCAN, Lane.PRINT), "desk_app.devices.qt_classes")
"""Lanes in which devices work with Qt's classes, and the module that brings these."""
_TURN_S = 0.0005
"""Seconds an errand's thread may work on before the window gets its turn: Python's own 5 ms would add up,
for the window asks for it again after each call into Qt that lets others work."""


def parts_of(
    chosen: Settings,
    versions: Versions,
    sign: Callable[[str], str] = lambda _message: "",
    ask: Callable[[Sequence[str]], HistoryAnswer | None] = lambda _numbers: None,
) -> Parts:
    """All parts of this computer on its book and the law in force."""
    folders.lay(chosen.forms / "layouts" if chosen.forms else None)
    pack, days, key = versions.current, calendar.of_desk(chosen.data), key_of(chosen, versions)
    found = regions.in_force(chosen.data / regions.FILE_NAME, pack.hall.region_code)
    places.know(found.above)
    demo = pack.hall.demo and not chosen.county_url
    law, mine = Settling(versions, days), release.of_package()
    book = Book(chosen.data, law, found, key=key, cipher=chosen.cipher, release=mine)
    return Parts(
        clock=SystemClock(),
        store=book,
        packs=versions,
        calendar=days,
        regions=found,
        window=seating.empty(pack.hall, chosen.window, chosen.county_url, chosen.idle, chosen.clerk),
        pictures=PillowPictures(photo_profile(chosen.photo)),
        camera=camera_of(chosen.camera, demo=demo),
        printer=SystemPrinter(folder=chosen.data),
        reader=reader_of(chosen.card_reader, demo=demo),
        scanner=SystemScanner(chosen.scanner, chosen.scan_folder, demo=demo),
        barcodes=KeyboardScanner(demo=demo),
        page_reader=OfflineReader(on=chosen.reading),
        write_letter=lambda envelope: _letter(envelope, pack.hall.region_code),
        ask_county=ask,
        sign=sign,
        keeping=KeptDays(chosen.keep_pages, chosen.keep_drafts, chosen.keep_reads, chosen.keep_books),
        folder=LastFolder(*book.remembered.folder(chosen.pictures)),
        cameras=CameraHabits(*book.remembered.cameras()),
        surveys=Questionnaires(chosen.data / "surveys", chosen.forms),
    )


def _letter(envelope: Envelope, region: str) -> str:
    from desk_app.county import frame

    return frame.write(envelope, region)


class Desk:
    """Everything of one running window except the window itself; a context manager that closes it all.

    Without a county address an embedded county server with its own SQLite file is started by the
    courier's own thread and stopped with the desk.
    """

    def __init__(self, chosen: Settings, *, beside: bool = False, seated: bool | None = None) -> None:
        """Open the book and the law in force, and lock the data folder; WorldError when that fails.

        ``beside`` is for a command that only reads and notes its reads, also while the window is open.
        ``seated``: whether the usual clerk acts without a password (``services.signin.seating.prepare``).
        """
        self.settings = chosen
        self.versions = settings.versions_of(chosen)
        self.open_to_others = rights.tighten(chosen.data)
        self._lock = _beside(chosen, self.versions) if beside else only_one(chosen.data)
        self.courier: Courier | None = None
        self._embedded: EmbeddedCounty | None = None
        self._seal_key = ""
        self._calling = threading.Lock()
        self._questions: CountyQuestions | None = None
        with ExitStack() as undo:  # who chooses what is to be done with the book needs it left alone
            undo.callback(self._unlock)
            self.care = care_of(chosen, self.versions)
            self.care.stand()
            settings.keep_versions(self.versions)
            made = parts_of(chosen, self.versions, self._sign, self._ask)
            self.parts = replace(made, duties=self.care.duties, signer=self.care.signer)
            undo.callback(made.store.close)
            if not beside:
                undo.callback(self.care.close)
                self.care.follow(_book(self.parts))
                _book(made).remembered.keep(PICTURES, made.folder.path)
                settings.forget(chosen.data, PICTURES)  # earlier releases kept it in clear
            seating.prepare(self.parts, seated)
            undo.pop_all()

    def start_line(self, on_change: Callable[[Subject], None], on_line: Callable[[LineState], None]) -> None:
        """Start the courier; both callbacks are called from its thread."""
        from desk_app.county.asking import SECONDS, CountyQuestions
        from desk_app.county.courier import Courier

        parts = self.parts
        self.courier = Courier(
            parts.store,
            self._connect,
            parts.clock,
            on_change,
            on_line,
            note=lambda: clock_check.line_note(parts),
            on_all_news=lambda: _book(parts).identity.reached_county(parts.clock.now()),
        )
        self._questions = questions = CountyQuestions(lambda: self._connect(SECONDS), parts.clock)
        parts.store.pages.fetch_from(questions.page)
        self.courier.start()

    def wake_line(self) -> None:
        """A letter was written: the courier sends it now instead of at its next round."""
        if self.courier is not None:
            self.courier.wake()

    def enrolled(self) -> str:
        """Make this window's key known to the county; what is wrong with that, empty when all is well."""
        from desk_app.commands.enrolling import enrolled

        key, region = key_of(self.settings, self.versions), self.parts.pack.hall.region_code
        return enrolled(self.settings, key, region, self._connect)

    def _ask(self, numbers: Sequence[str]) -> HistoryAnswer | None:
        """What the county holds of a person; None while no line runs."""
        questions = self._questions
        return questions.history(numbers) if questions else None

    def _connect(self, timeout: float = 15.0) -> "HttpCounty":
        # Called in a thread of the line: the start does not wait for the line's libraries.
        from desk_app.county.client import HttpCounty

        with self._calling:
            url, token = self._county()
        own = self.settings
        told = self.parts.watch.told if own.county_url else None  # an embedded one has our clock
        sent = {"window": own.window, "proxy": own.county_proxy}
        return HttpCounty(url, token, **sent, timeout=timeout, on_date=told)

    def _county(self) -> tuple[str, str]:
        settings = self.settings
        if settings.county_url:
            return settings.county_url, settings.county_token or window_key(
                "desk-app", settings.county_url
            ) or ""
        if self._embedded is None:
            from desk_app.county_server.serve import EmbeddedCounty

            self._embedded = EmbeddedCounty(
                settings.data / "county.db",
                self.versions,
                self.parts.calendar,
                key=key_of(settings, self.versions),
            )
        return self._embedded.start()

    def _sign(self, message: str) -> str:
        """The seal of a message; empty when there is no key, so that a paper can still be printed."""
        settings = self.settings
        try:
            if not self._seal_key and settings.county_url:
                self._seal_key = settings.county_token or window_key("desk-app", settings.county_url) or ""
            elif not self._seal_key:
                self._seal_key = local_key(settings.data, key_of(settings, self.versions))
        except WorldError as fault:
            logging.getLogger(__name__).info("a paper has no seal: %s", fault)
        return seals.seal(self._seal_key, message) if self._seal_key else ""

    def stop_line(self) -> None:
        """Stop the courier and the embedded county; letters under way wait for the next start."""
        if self._questions is not None:
            self._questions.close()
            self._questions = None
        if self.courier is not None:
            self.courier.stop()
            self.courier = None
        if self._embedded is not None:
            self._embedded.stop()
            self._embedded = None

    def close(self) -> None:
        """Stop the line, close the book and unlock the folder."""
        self.stop_line()
        self.parts.page_reader.close()
        self.parts.pictures.close()
        self.care.close()
        self.parts.store.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.unlock()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def opened(desk: Desk) -> Iterator[MainWindow]:
    """The counter window on a desk, with its line running; all is stopped at the end of the block."""
    errands, line = Errands(ahead=_QT_IN_LANES), CountyLine()
    notices = Notices()
    notices.catch_unforeseen()
    refused = settings.fault(desk.versions)
    told = (desk.parts.regions.fault, desk.open_to_others, zone_note(), clock_check.warning(desk.parts))
    for sentence in filter(None, (refused, *told, *desk.care.notes(), *desk.parts.calendar.faults)):
        notices.tell("caution", sentence)
    key_row = ("数据的密钥", key_words(desk.settings, desk.versions))
    shown = [*settings.rows(desk.settings), key_row, ("工作日表", desk.parts.calendar.text())]
    shown.append(("识别组件", desk.parts.page_reader.state()))
    if refused:
        shown.append(("事项定义", refused))
    window = MainWindow(desk.parts, errands, line, _make_pages, shown, notices=notices)
    window.book_strip.follow(desk.care.words)
    window.look_chosen.connect(
        lambda look: errands.run(lambda: settings.keep(desk.settings.data, "look", look))
    )
    window.accepted.connect(desk.wake_line)
    window.letter_written.connect(desk.wake_line)
    later = QTimer(window, singleShot=True, interval=_IDLE)
    later.timeout.connect(lambda: _begin(desk, window, errands, line, notices))
    later.start()
    garbage = GarbageCollector(window)
    sys.setswitchinterval(_TURN_S)
    press.begin()
    try:
        yield window
    finally:
        garbage.stop()
        later.stop()
        desk.stop_line()
        window.unsaved.asks = False  # nobody answers any more: a question would never end
        window.close()
        errands.close()
        press.end()
        shiboken6.delete(window)  # now: one that goes while the next is there takes the keyboard from it


def _begin(desk: Desk, window: MainWindow, errands: Errands, line: CountyLine, notices: Notices) -> None:
    """Start everything that is not needed before the window is drawn, so that it opens sooner."""
    from desk_app.services.applications import deadlines
    from desk_app.services.printing import drawing

    window.count_todos()
    make_rooms(window)
    desk.care.begin_backups()
    warm_up(window)
    errands.run(printable.make_ready, lane=Lane.PICTURE)
    errands.run(
        lambda: drawing.own_faults(desk.parts.pack),
        lambda faults: _tell_layouts(faults, notices),
        lane=Lane.PAPER,
    )
    Enrolling(desk.enrolled, line, errands, notices, window)
    desk.start_line(line.changed.emit, line.state_changed.emit)
    _catch_up(desk, errands)
    errands.run(lambda: deadlines.renew(desk.parts), lambda ids: _tell_renewed(ids, line, notices))
    day = NewDay(desk.parts.clock, window)
    day.came.connect(lambda: _begin_day(desk, errands, line))
    day.look()


def _catch_up(desk: Desk, errands: Errands) -> None:
    """Write missing rows of an older book's lists, a few at a time so that nothing waits for it."""
    from desk_app.services.lists import lists

    errands.run(lambda: lists.catch_up(desk.parts), lambda more: _catch_up(desk, errands) if more else None)


def _begin_day(desk: Desk, errands: Errands, line: CountyLine) -> None:
    """Open the records of today's rounds, then refresh what depends on the day."""
    from desk_app.services import rounds
    from desk_app.services.retention import purge

    today = Subject(NEW_DAY, desk.parts.clock.today().isoformat())
    opens = desk.settings.rounds
    errands.run(lambda: rounds.open_due(desk.parts) if opens else 0, lambda _: line.changed.emit(today))
    errands.run(lambda: purge.purge(desk.parts), lambda _: line.changed.emit(today))


def _tell_renewed(ids: tuple[str, ...], line: CountyLine, notices: Notices) -> None:
    """After a new year's table: tell how many applications got other promised days."""
    for application_id in ids:
        line.changed.emit(subject_of(application_id))
    if ids:
        notices.tell("info", f"工作日表有更新,已重算{len(ids)}件办件的期限,见各件的“经过”")


def _tell_layouts(faults: tuple[str, ...], notices: Notices) -> None:
    for fault in faults:
        notices.tell("caution", fault)


def _make_pages(case: "Case") -> "StepPages":
    from desk_app.ui.counter.steps import make_pages

    return make_pages(case)


def care_of(chosen: Settings, versions: Versions | None = None) -> BookCare:
    """What watches over the book of these settings; nothing is opened but its key."""
    key = key_of(chosen, versions)
    vault = KeyringMark(key.id) if chosen.county_url else None  # a demo leaves the keyring alone
    marks = Marks(chosen.state, chosen.data, key, vault)
    signer = partial(window_own_key, chosen.data, key)
    return BookCare(chosen.data, chosen.backups, key, marks, SystemClock().now, signer)


def _book(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def _beside(chosen: Settings, versions: Versions) -> QLockFile | None:
    """The lock for a command beside the window: none when the book is of this release.

    Transactions of two programs do not disturb each other; but a book that is to be made or brought up to
    date is locked like a window's.
    """
    key = key_of(chosen, versions).of("book")
    settled = releases.is_settled(chosen.data / BOOK, STEPS, key, release.of_package())
    return None if settled else only_one(chosen.data)
