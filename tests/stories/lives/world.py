"""The whole program with one person's years before it: window, book, line, county, and a clock that is moved.

Everything is real but the time and the printer: the window is worked by its buttons and lines, letters go
over HTTP to the county, departments decide in the county's book, and news come back by the courier. Papers
are drawn as the window draws them and read back as text.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget

from desk_app import bootstrap, settings
from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application, SendState
from desk_app.domain.events import Subject, Who
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.printing import offers
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.finder.dialog import FinderDialog
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.room import NEW_DAY
from desk_app.ui.papers.document_answers import LongEdit
from desk_app.ui.shell.window import MainWindow
from desk_app.ui.todos.group import TodoGroup
from desk_app.walkthrough.driver import Hands
from desk_app.walkthrough.run import HEIGHT, WIDTH
from forms import calendar
from forms.library import Library, in_force
from forms.procedures import DEPARTMENT
from tests.dressed import dressed, put_away
from tests.fakes import NOW, NoCamera, PaperTray, StillClock
from tests.law.world import later, make_law
from tests.printing.reading import squeezed, text_of
from tests.stories.lives.county import ServedCounty
from tests.stories.lives.visit import Person, Visit

WINDOW = "3"


class World:
    """The window on its book, the county on its own, and the clock both go by.

    ``visit`` or ``take`` at the counter, ``decide`` at the county; ``card``, ``act``, ``tell``, ``hand_over``
    in 办件; ``todos``, ``found``, ``paper``; ``wait`` lets days pass.
    """

    def __init__(
        self, desk: bootstrap.Desk, window: MainWindow, county: ServedCounty, clock: StillClock
    ) -> None:
        self.desk, self.window, self.county, self.clock = desk, window, county, clock
        self.hands = Hands(window)

    @property
    def parts(self) -> Parts:
        """The parts of the window."""
        return self.desk.parts

    @property
    def today(self) -> date:
        """The day at both ends."""
        return self.clock.today()

    # ---- time and line -------------------------------------------------------------------------

    def wait(self, months: int = 0, days: int = 0) -> None:
        """Let months, then days go by; the window notices the new day and hears the county's time."""
        self.clock.moment = later(self.clock.moment, months) + timedelta(days=days)
        self.window.page("todos").refresh(Subject(NEW_DAY, self.today.isoformat()))
        self.window.page("applications").refresh(Subject(NEW_DAY, self.today.isoformat()))
        self.hear()
        self.hands.wait(self._hears_the_time, "听到区县的时间")

    def hear(self) -> None:
        """Wait until letters are answered, all news is in the window's book, and the window is told of it."""
        self.desk.wake_line()
        self.hands.wait(self._heard, "信件送到,消息收齐")
        courier = self.desk.courier
        self.hands.wait(lambda: courier is None or courier.rests, "线路空闲")
        QApplication.processEvents()  # what the courier's thread told
        assert self.parts.store.inbox.set_aside() == ()
        self.settle()

    def settle(self) -> None:
        """Wait until no errand is under way."""
        self.hands.wait(
            lambda: (
                not (self.window.errands.busy or self.window.counter.opening or self.window.todos.filling)
            ),
            "后台的事都做完",
        )

    def _heard(self) -> bool:
        store = self.parts.store
        if store.outbox.waiting():
            return False
        cursor = store.inbox.cursor()
        news = self.county.book.news(cursor, WINDOW)
        return not news.pieces and news.cursor == cursor

    def _hears_the_time(self) -> bool:
        told = self.parts.watch.county()
        return told is not None and abs(told - self.clock.now()) < timedelta(minutes=2)

    # ---- at the counter ------------------------------------------------------------------------

    def visit(self, person: Person) -> Visit:
        """A new case for this person, with name and numbers typed and the county's answer awaited."""
        self.hands.click("rail-counter")
        self.hands.wait(lambda: self.hands.sees("new-case") or self.window.case is not None, "受理页")
        before = self.window.case
        self.hands.click("new-case" if before is None else self._next_person())
        # What was accepted stays in view, read-only, until the next case is made: nobody types into it.
        self.hands.wait(lambda: self.window.case not in (None, before), "打开一件新申请")
        made = Visit(self.window, self.hands, person)
        made.identify(answers=not self.county.down)
        return made

    def _next_person(self) -> str:
        """The button that leaves the open case, with a new one after it."""
        if self.hands.sees("next-person"):
            return "next-person"
        self.hands.click("set-aside")
        return "new-case"

    def take(self, person: Person, *matters: str, **answers: Any) -> Application:
        """A whole visit: questions answered, these matters chosen, form filled, accepted, at the county."""
        visit = self.visit(replace(person, facts={**person.facts, **answers}))
        visit.ask()
        visit.choose(*matters)
        application = visit.accept()
        self.hear()
        (letter,) = self.parts.store.outbox.letters(application.subject)
        assert letter.state == SendState.DELIVERED, letter.answer
        return application

    def leave(self) -> None:
        """Discard the open case, as when the person goes without applying."""
        self.hands.click("discard")
        self.hands.click("confirm-discard")
        self.hands.wait(lambda: self.window.case is None, "放弃这一件")
        self.settle()

    # ---- at the county -------------------------------------------------------------------------

    def decide(self, application: Application, matter: str, act: str, **values: Any) -> str:
        """Let a department act on a matter, bring the news; returns what the department was told."""
        ruling = Ruling(matter, act, values, "演示审核人")
        done = self.county.book.decide(application.number, ruling, self.clock.now())
        self.hear()
        return "\n".join(each.sentence for each in done)

    def refused(self, application: Application, matter: str, act: str, **values: Any) -> str:
        """A department's act that the county does not take; returns its sentence. Nothing has changed."""
        before = self.states(application)
        ruling = Ruling(matter, act, values, "演示审核人")
        with pytest.raises(RuleError) as caught:
            self.county.book.decide(application.number, ruling, self.clock.now())
        self.hear()
        assert self.states(application) == before
        return str(caught.value)

    def mark(self, id_number: str, act: str, reason: str) -> None:
        """Let the county note of a certificate: ``freeze``, ``restore``, ``move_away``, ``return``."""
        who = Who("演示审核人", DEPARTMENT, "平川区残联")
        self.county.book.mark(id_number, act, reason, who, self.clock.now())
        self.hear()

    def states(self, application: Application) -> Mapping[str, str]:
        """Matter → its state, which is the same at both ends."""
        case = self.county.book.case(application.number)
        assert case is not None
        there = {m.matter: m.state for m in case.matters}
        here = {m.matter: m.state for m in self.at_desk(application).matters}
        assert here == there
        return here

    def at_desk(self, application: Application) -> Application:
        """The application as the window's book has it now."""
        found = self.parts.store.applications.one(application.id)
        assert found is not None
        return found

    # ---- in 办件 -------------------------------------------------------------------------------

    def card(self, application: Application) -> str:
        """Open the application's card in 办件; returns every word on it."""
        self.window.open_application(application.id)
        detail = self.window.applications.detail
        self.hands.wait(
            lambda: detail.application is not None and detail.application.id == application.id, "打开办件卡"
        )
        self.settle()
        return words(detail)

    def act(self, application: Application, matter: str, code: str, **answers: str) -> None:
        """Do one act on a matter through the card and its form; ``answers`` by the id of the question."""
        self.card(application)
        self.hands.click(f"{code}-{matter}")
        form = self.dialog("act")
        assert isinstance(form, ActDialog)
        self.hands.wait(lambda: form.armed, "表单可以按了")
        for element, value in answers.items():
            self._give(element, value)
        self.hands.click("act:go")
        self.hands.wait(lambda: not self.open_dialogs("act"), f"登记{code}")
        self.hear()

    def tell(self, application: Application, matter: str, said: str = "", *, reached: str = "1") -> None:
        """Register that somebody was told of the matter by telephone; ``reached``: code of the table."""
        answers = {"told_on": self.today.isoformat(), "way": "2", "reached": reached}
        self.act(application, matter, "tell", **answers, **({"said": said} if said else {}))

    def hand_over(self, application: Application, matter: str) -> None:
        """Register that the result was handed to the applicant."""
        self.act(application, matter, "hand_over")

    def _give(self, element: str, value: str) -> None:
        if self.hands.sees(f"{element}:{value}"):
            self.hands.tick(f"{element}:{value}")
        elif self.hands.seen(element, QLineEdit) is not None:
            self.hands.write(element, value)
        else:
            self.hands.find(element, LongEdit).setPlainText(value)

    def dialog(self, name: str) -> QDialog:
        """The open dialog of this name, waited for."""
        self.hands.wait(lambda: bool(self.open_dialogs(name)), f"打开“{name}”")
        return self.open_dialogs(name)[0]

    def open_dialogs(self, name: str) -> Sequence[QDialog]:
        """The dialogs of this name that are open."""
        return [d for d in self.window.findChildren(QDialog, name) if d.isVisible()]

    # ---- to-dos and finding --------------------------------------------------------------------

    def todos(self) -> str:
        """Every word on the to-do page, every group unfolded."""
        self.hands.click("rail-todos")
        self.settle()
        page = self.window.todos
        for group in page.findChildren(TodoGroup):
            if group.isVisible() and not group.open:
                group.toggle()
        self.settle()
        return words(page)

    def found(self, text: str) -> str:
        """What 查找 (Ctrl+K) says of a text: hits a line each, then the card of an only person."""
        self.window.topbar.find_wanted.emit()
        dialog = self.dialog("finder")
        assert isinstance(dialog, FinderDialog)
        self.hands.write("finder-search", text)
        said = self.hands.find("finder-said", QLabel).text() if not dialog.view.isVisible() else ""
        self.hands.wait(
            lambda: dialog.view.isVisible() or words(dialog).find(squeezed(said)) < 0, "查找的答复"
        )
        self.settle()
        model = dialog.model
        lines = [squeezed(str(model.index(row).data())) for row in range(model.rowCount())]
        told = words(dialog)
        dialog.close()
        self.settle()
        return "\n".join((*lines, told))

    def listed(self) -> list[list[str]]:
        """The rows of 办件, by cell."""
        self.hands.click("rail-applications")
        self.settle()
        model = self.hands.find("applications", ListTable).model()
        columns = range(model.columnCount())
        return [[str(model.index(r, c).data()) for c in columns] for r in range(model.rowCount())]

    # ---- papers --------------------------------------------------------------------------------

    def papers(self, application: Application) -> tuple[str, ...]:
        """Ids of the papers of the application that can be printed now."""
        return tuple(offer.id for offer in offers.of(self.parts, self.at_desk(application)))

    def pdf(self, application: Application, paper: str, **given: str) -> bytes:
        """A paper of the application as PDF, drawn as the window draws it."""
        now = self.at_desk(application)
        return offers.draw(self.parts, now, offers.chosen(self.parts, now, paper), given)

    def paper(self, application: Application, paper: str, **given: str) -> str:
        """A paper of the application, read back: ``squeezed`` text."""
        return text_of(self.pdf(application, paper, **given))


def words(within: QWidget) -> str:
    """Every text that can be read in a widget, ``squeezed`` and a line each."""
    shown = (w for w in within.findChildren(QWidget) if isinstance(w, QLabel | QAbstractButton))
    return "\n".join(squeezed(w.text()) for w in shown if w.isVisible() and w.text())


def says(text: str, *parts: str) -> None:
    """Fail unless each of these stands in a text read off the screen or a paper."""
    flat = squeezed(text)
    lacking = [part for part in parts if squeezed(part) not in flat]
    assert not lacking, f"{lacking} not in: {text}"


def is_silent(text: str, *parts: str) -> None:
    """Fail when any of these stands in a text read off the screen or a paper."""
    flat = squeezed(text)
    told = [part for part in parts if squeezed(part) in flat]
    assert not told, f"{told} in: {text}"


@contextmanager
def opened_world(folder: Path, now: datetime = NOW, forms: Path | None = None) -> Iterator[World]:
    """A window and a county on the books in ``folder``; new ones on a Monday morning.

    ``forms``: a county's own definitions, by which both ends go.
    """
    dressed()
    clock = StillClock(now)
    law = Settling(in_force(Library(folder / "packs"), forms), calendar.shipped()) if forms else make_law()
    county = ServedCounty(folder / "county.db", law, clock.now)
    chosen = replace(
        settings.load(data=folder / "desk"),
        county_url=county.url,
        county_token=county.token,
        window=WINDOW,
        rounds=False,
        forms=forms,
    )
    try:
        with bootstrap.Desk(chosen, seated=True) as desk:
            desk.parts = replace(desk.parts, clock=clock, printer=PaperTray(), camera=NoCamera())
            with bootstrap.opened(desk) as window:
                window.show()
                window.resize(WIDTH, HEIGHT)  # a screen that is not there is smaller than any real one
                made = World(desk, window, county, clock)
                made.hands.wait(made._hears_the_time, "线路接通")
                yield made
                QApplication.closeAllWindows()
    finally:
        put_away()
        county.close()
