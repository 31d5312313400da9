"""Walks one case file through the six steps of the real window and writes papers and results."""

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

import resources
from desk_app import bootstrap, settings
from desk_app.commands import application
from desk_app.domain.applications import Application, HandedIn, SendState
from desk_app.errors import DeskError, RuleError, WorldError, because
from desk_app.services import clock_check
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.fill import FillPage
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.kit.widgets import Strip
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.shell.window import MainWindow
from desk_app.walkthrough import case_file, deciding, hiding, result
from desk_app.walkthrough.case_file import LATER, CaseFile
from desk_app.walkthrough.driver import Hands
from forms.schema import UNSURE, Element, Kind, Value
from forms.typesetting import typeset

WIDTH, HEIGHT = 1366, 768
DELIVERY_SECONDS: Final = 15.0
"""How long the walk waits for the county before it reports that the letter will follow."""
_ROWS_SECONDS: Final = 5.0
"""How long the walk waits for a matter's row, as they come a few a round, before it says there is none."""


def walk(case_path: Path | None, out: Path, *, mask: bool = False) -> int:
    """Take one application from a case file; returns 0 when it was accepted. RuleError for a wrong case.

    With ``mask`` the screenshots show nothing of the person.
    """
    path = case_path or sorted(resources.path("samples").glob("*.toml"))[0]
    chosen = replace(settings.load(), reading=False)  # what a picture adds nobody would look at
    case = case_file.read(path, settings.pack_of(chosen))
    _make(out)
    if not settings.given("data"):
        chosen = settings.moved(chosen, _fresh(out))
    app = application.made(sys.argv[:1])
    with bootstrap.Desk(chosen, seated=True) as desk, bootstrap.opened(desk) as window:
        window.show()
        window.resize(WIDTH, HEIGHT)  # a screen that is not there is smaller than any real one
        Walk(app, desk, window, case, out, mask=mask).go()
    return 0


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"结果文件夹 {out} 不能创建:{because(error)}。请换一个 --out") from error


def _fresh(out: Path) -> Path:
    """A new data folder for this walk: in the book of an earlier walk the person's matters are still open."""
    later = (f"data-{number}" for number in itertools.count(2))
    return next(out / name for name in itertools.chain(["data"], later) if not (out / name).exists())


class Walk:
    """One walk through the window."""

    def __init__(
        self,
        app: QApplication,
        desk: bootstrap.Desk,
        window: MainWindow,
        file: CaseFile,
        out: Path,
        *,
        mask: bool = False,
    ) -> None:
        self.app, self.desk, self.window, self.file, self.out = app, desk, window, file, out
        self.hands = Hands(window)
        self.mask = mask
        self.faults: list[DeskError] = []
        self.timings: dict[str, float] = {}

    def go(self) -> None:
        """Walk through the six steps, save the papers, wait for the county's answer, write the results."""
        hands = self.hands
        open_case(hands, self.window)
        self.case.failed.connect(self.faults.append)
        steps = (self._situation, self._notice, self._fill, self._capture, self._confirm, self._accept)
        for number, step in enumerate(steps, 1):
            with self._timed(f"step_{number}"):
                step()
                self._settle()
            self._picture(f"step-{number}")
            if number < len(steps):
                hands.click("next")
        self._papers()
        delivered = self._delivered()
        if self.file.decisions:
            self._decide(delivered)
        hands.click("rail-applications")
        self._settle()
        if self.case.application is not None:
            self.window.open_application(self.case.application.id)
        self._settle()
        self._picture("applications")
        self._write_result()
        self._say(delivered)

    @property
    def case(self) -> Case:
        """The case that is open on the counter."""
        workspace = self.window.counter.workspace
        assert workspace is not None
        return workspace.case

    # ---- the steps ------------------------------------------------------------------------

    def _situation(self) -> None:
        for element, value in self.file.person.items():
            self._answer(element, value)

    def _notice(self) -> None:
        self._ask()
        for matter in self.file.matters:
            if not self.hands.comes_true(lambda m=matter: self.hands.sees(f"matter:{m}"), _ROWS_SECONDS):  # type: ignore[misc]
                self._refuse_matter(matter)
            self.hands.tick(f"matter:{matter}")
            self._ask()
        for material in self.file.paper:
            self.hands.tick(f"seen:{material}")

    def _ask(self) -> None:
        """Answer the interview until nothing more is asked; 不清楚 where the file has no answer."""
        while (question := self.case.question) is not None:
            value = self.file.situation.get(question.id, UNSURE)
            if question.kind is Kind.DATE and value != UNSURE:
                self._give_date(question, str(value))
            else:
                self._press(question, value)
            self.hands.wait(lambda q=question: self.case.question != q, f"问完“{question.label}”")  # type: ignore[misc]

    def _press(self, question: Element, value: Value) -> None:
        """Press the buttons of an answer; several answers are confirmed."""
        for button in presses(question, value):
            self.hands.click(button)
        if question.kind is Kind.CHOICES:
            self.hands.click(f"{question.id}:confirm")

    def _give_date(self, question: Element, text: str) -> None:
        self.hands.write(question.id, text)
        self.hands.click(f"{question.id}:confirm")
        line = self.hands.seen(question.id, QLineEdit)
        if line is not None and line.property("state") == "wrong":
            raise RuleError(f"{question.id}:{line.accessibleDescription()}")

    def _refuse_matter(self, matter: str) -> None:
        title = self.case.pack.matters[matter].title
        finding = next(f for f in self.case.findings if f.matter == matter)
        raise RuleError(f"matters:“{title}”不能办:{''.join(finding.reasons)}")

    def _fill(self) -> None:
        left = dict(self.file.answers)
        while left:
            shown = {e.id for e in self.case.fields} & left.keys()
            if not shown:
                names = "、".join(left)
                raise RuleError(f"{names}:这些要素在所选事项的申请表上没有,请从 [answers] 删去")
            for element in [e.id for e in self.case.fields if e.id in shown]:
                self._answer(element, left.pop(element))
        self._repeat()
        workspace = self.window.counter.workspace
        page = workspace.page if workspace else None
        assert isinstance(page, FillPage)
        self.hands.wait(lambda: page.paper_is_current, "画好右边的申请表")

    def _repeat(self) -> None:
        """Type a second time what is asked twice, where the file has no answer of its own."""
        for element in self.case.fields:
            if element.repeats in self.file.answers and element.id not in self.file.answers:
                self._answer(element.id, self.file.answers[element.repeats])

    def _capture(self) -> None:
        for material, paths in self.file.pictures.items():
            if material != SIGNED_FORM:
                for path in paths:
                    self._add(material, path)
        looked_at = [m for m in self.file.paper if m in {n.material.id for n in self.case.needs}]
        for material in looked_at:
            self.hands.tick(f"{HandedIn.ORIGINAL}:{material}")
        for material, way in self.file.materials.items():
            self._refuse_needless(material, "materials")
            if way == LATER:
                self.hands.click(f"later:{material}")
            else:
                self.hands.tick(f"{way}:{material}")

    def _refuse_needless(self, material: str, table: str) -> None:
        if material != SIGNED_FORM and material not in {n.material.id for n in self.case.needs}:
            raise RuleError(f"{material}:这件申请不用这种材料,请从 [{table}] 删去")

    def _add(self, material: str, path: Path) -> None:
        before = self.case.draft.pages
        self._refuse_needless(material, "pictures")
        self.hands.find(f"material:{material}", MaterialCard).add_file(path)
        self.hands.wait(
            lambda: self.case.draft.pages != before or bool(self._refused(material)), f"收下 {path.name}"
        )
        if words := self._refused(material):
            raise RuleError(f"{material}:{path.name}:{words}")

    def _refused(self, material: str) -> str:
        """What is wrong with a material: the message on its card, else a fault of the case, else empty."""
        said = [w.text() for w in self.window.findChildren(QLabel, f"problem:{material}") if w.isVisible()]
        wrong = [t for t in said if t and not t.startswith("正在")]
        return (wrong + [str(f) for f in self.faults] + [""])[0]

    def _confirm(self) -> None:
        for path in self.file.pictures.get(SIGNED_FORM, ()):
            self._add(SIGNED_FORM, path)
        blocking = [p for p in self.case.problems if p.blocks]
        if blocking:
            self._picture("step-5")
            elements = self.case.pack.elements
            told = ";".join(
                f"{p.element}({elements[p.element].label if p.element in elements else '材料'}):{p.message}"
                for p in blocking
            )
            raise RuleError(f"还不能受理,有{len(blocking)}处要处理:{told}", tuple(blocking))

    def _accept(self) -> None:
        self._confirm_clock()
        self.hands.click("accept")
        self.hands.wait(lambda: self.case.application is not None or bool(self._not_accepted()), "受理")
        if said := self._not_accepted():
            raise WorldError(said)

    def _not_accepted(self) -> str:
        """What the page says when it could not accept; empty when it does not."""
        strip = self.hands.seen("accept-fault", Strip)
        return strip.text if strip else "".join(map(str, self.faults[:1]))

    def _confirm_clock(self) -> None:
        """Tick that the clock is right where the window asks, and say so: there is nobody to set it here."""
        parts = self.desk.parts
        if found := clock_check.doubts(parts):
            self.hands.wait(lambda: self.hands.sees("clock-sure"), "问电脑时间")
            print(typeset(clock_check.question(found) + "演示照此受理。"), flush=True)
            self.hands.click("clock-sure")
            self.hands.wait(lambda: not clock_check.doubts(parts), "确认电脑时间")

    def _answer(self, element_id: str, value: Value) -> None:
        """Give an answer on the form: type into its line, or press its buttons."""
        element = self.case.pack.elements[element_id]
        buttons = presses(element, value)
        # Fields are made a few at a time: what is not there yet is neither a line nor buttons.
        self.hands.wait(lambda: self._offers(element_id, buttons), f"出现“{element.label}”")
        if buttons and self.hands.sees(buttons[0]):
            for name in buttons:
                self.hands.tick(name)
            return
        codes = self.case.pack.codes
        self.hands.write(element_id, codes[element.codes].label(str(value)) if element.codes else str(value))

    def _offers(self, element: str, buttons: list[str]) -> bool:
        line = self.hands.seen(element, QLineEdit) is not None
        return line or (bool(buttons) and self.hands.sees(buttons[0]))

    # ---- what is left behind --------------------------------------------------------------

    def _papers(self) -> None:
        for name, draw in (
            ("notice.pdf", self.case.draw_notice),
            ("form.pdf", lambda done: self.case.draw_form(done, self.faults.append)),
        ):
            self._write(name, self._drawn(draw))
        self._save_receipt()

    def _save_receipt(self) -> None:
        """Save the receipt as a clerk without a printer does; the next person may come then."""
        panel = self.window.counter.page("accept").findChild(PrintPanel)
        assert panel is not None
        self.hands.wait(lambda: bool(panel.pdf), "画好回执")
        panel.save_to(self.out / "receipt.pdf")
        self.hands.wait(lambda: not self.case.errands.busy, "存好回执")
        if not (self.out / "receipt.pdf").is_file():
            raise WorldError(panel.said)

    def _drawn(self, draw: Callable[[Callable[[bytes], None]], None]) -> bytes:
        got: list[bytes] = []
        draw(got.append)
        self.hands.wait(lambda: bool(got or self.faults), "画好纸件")
        if self.faults:
            raise self.faults[0]
        return got[0]

    def _delivered(self) -> bool:
        store, application = self.desk.parts.store, self.case.application
        assert application is not None

        def gone() -> bool:
            return all(x.state != SendState.WAITING for x in store.outbox.letters(application.subject))

        def in_vain() -> bool:
            line = self.window.topbar.line.state
            return line.waiting > 0 and not line.online

        self.hands.comes_true(lambda: gone() or in_vain(), DELIVERY_SECONDS)
        return gone()

    def _decide(self, delivered: bool) -> None:
        """Let the departments decide, wait until the window knows, and write the papers of it."""
        store, accepted = self.desk.parts.store, self.case.application
        assert accepted is not None
        if not delivered:
            raise WorldError("信件没有送到区县,案例文件里的 decisions 没有走,请看线路")
        there = deciding.carry_out(self.desk, accepted, self.file.decisions)
        self.desk.wake_line()

        def here() -> Application:
            found = store.applications.one(accepted.id)
            assert found is not None
            return found

        self.hands.wait(lambda: {m.matter: m.state for m in here().matters} == there, "区县的消息到了")
        for name, data in deciding.papers(self.desk, here()):
            self._write(name, data)

    def _write_result(self) -> None:
        accepted = self.case.application
        assert accepted is not None
        application = self.desk.parts.store.applications.one(accepted.id)
        assert application is not None
        told = result.told(self.desk, self.case.pack, self.file.title, application, self.timings)
        self._write("result.json", json.dumps(told, ensure_ascii=False, indent=1).encode())

    def _say(self, delivered: bool) -> None:
        application = self.case.application
        assert application is not None
        out = self.out.resolve()
        letter = "信件已送达区县" if delivered else "区县线路不通,信件已存好,线路恢复后自动送出"
        for line in (
            f"已受理“{self.file.title}”,回执编号 {application.number}",
            letter,
            f"纸件:{out / 'notice.pdf'}、form.pdf、receipt.pdf",
            f"每步的截图:{out / 'step-1.png'} 至 step-6.png、applications.png;结果:{out / 'result.json'}",
        ):
            print(typeset(line))

    def _write(self, name: str, data: bytes) -> None:
        try:
            (self.out / name).write_bytes(data)
        except OSError as error:
            raise WorldError(
                f"{name} 写不进 {self.out}:{because(error)}。请清理磁盘或换一个 --out"
            ) from error

    def _picture(self, name: str) -> None:
        told = hiding.covered(self.window, self.case.draft.answers) if self.mask else self.window.grab()
        if not told.save(str(self.out / f"{name}.png")):
            raise WorldError(f"截图 {name}.png 写不进 {self.out},请清理磁盘或换一个 --out")

    def _settle(self) -> None:
        self.hands.wait(lambda: not self.case.errands.busy, "后台的事都做完")

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        begin = perf_counter()
        yield
        self.timings[name] = perf_counter() - begin


def open_case(hands: Hands, window: MainWindow) -> None:
    """Open a new application on the counter, whatever was left unfinished."""
    hands.wait(lambda: window.counter.workspace is not None or hands.sees("new-case"), "窗口可以用了")
    if window.counter.workspace is None:
        hands.click("new-case")
    hands.wait(lambda: window.counter.workspace is not None, "打开一件新申请")


def presses(element: Element, value: Value) -> list[str]:
    """Object names of the buttons that give an answer; empty when it is typed instead."""
    match value:
        case bool():
            return [f"{element.id}:{'yes' if value else 'no'}"]
        case tuple():
            return [f"{element.id}:{code}" for code in value]
        case _ if value == UNSURE:
            return [f"{element.id}:unsure"]
        case _ if element.kind is Kind.CHOICE:
            return [f"{element.id}:{value}"]
    return []
