"""The list of one register, with buttons for the acts that begin a record."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.services.printing import record_papers
from desk_app.services.survey.sheets import SHEET
from desk_app.services.works.table import ARCHIVE
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.lists.controls import ShownList
from desk_app.ui.kit.lists.page import ListPage
from desk_app.ui.kit.widgets import button
from desk_app.ui.kit.words import plain_tip
from forms.procedures import CLERK, Act, Procedure


class RegisterList(ListPage):
    """A list page whose first line also has buttons to begin records."""

    start_wanted = Signal(object)
    """The Act that begins a record, whose button was pressed."""
    roster_wanted = Signal()
    """A roster is to be imported."""
    needs_wanted = Signal()
    """What was found is to go to the departments (需求名单)."""
    replies_wanted = Signal()
    """What a department sent back is to be noted."""
    several_wanted = Signal(object)
    """The RecordPaper that several records are to stand on."""
    reports_wanted = Signal()
    """A form of the register is to be printed or written (台账)."""
    roll_wanted = Signal()
    """The people of the year's survey are to be shown."""
    find_wanted = Signal()
    """The rules are to go through everybody, or to stop."""

    def __init__(self, parts: Parts, errands: Errands, law: Procedure, parent: QWidget | None = None) -> None:
        self.law = law
        self.starts: Sequence[Act] = lists.starts(parts, law.id, CLERK)
        super().__init__(parts, errands, _listed(law, self.starts), parent)
        for place, act in enumerate(self.starts):
            made = button(f"{act.word}…", "secondary" if place else "soft", "" if place else "F5")
            made.setObjectName(f"start-{act.code}")
            made.setToolTip(plain_tip(act.source))
            made.clicked.connect(lambda _on=False, wanted=act: self.start_wanted.emit(wanted))
            self.controls.add(made)
        for paper in record_papers.several(law):
            together = button(f"{paper.title}(多人)…", name=f"several-{paper.id}")
            together.clicked.connect(lambda _on=False, wanted=paper: self.several_wanted.emit(wanted))
            self.controls.add(together)
        if law.reports:
            told = button("台账和报表…", name="register-reports")
            told.clicked.connect(lambda _on=False: self.reports_wanted.emit())
            self.controls.add(told)
        if law.id == ARCHIVE:
            filing = button("年度归档…", name="archive-filing")
            filing.clicked.connect(lambda _on=False: self._open_filing())
            self.controls.add(filing)
        if law.id == SHEET:
            roll = button("名单…", "soft", "F5", name="survey-roll-open")
            roll.clicked.connect(lambda _on=False: self.roll_wanted.emit())
            self.controls.add(roll)
        self.run_button = button("找一遍", "soft", "F5", name="roster-find")
        if law.roster:
            self._add_roster()

    def _open_filing(self) -> None:
        from desk_app.ui.registers.filing import FilingDialog  # read when a year is filed

        FilingDialog(self._parts, self._errands, self, self.reload).open()

    def _add_roster(self) -> None:
        """Buttons for a register whose records the rules begin."""
        bring = button("导入名册…", name="roster-import")
        bring.clicked.connect(lambda _on=False: self.roster_wanted.emit())
        self.run_button.clicked.connect(lambda _on=False: self.find_wanted.emit())
        self.run_button.setToolTip(plain_tip(self.law.source))
        self.controls.add(self.run_button)
        self.controls.add(bring)
        for name, title, wanted in (
            ("needs-send", "发需求名单…", self.needs_wanted),
            ("needs-take", "收部门答复…", self.replies_wanted),
        ):
            made = button(title, name=name)
            made.clicked.connect(lambda _on=False, signal=wanted: signal.emit())
            self.controls.add(made)


def _listed(law: Procedure, starts: Sequence[Act]) -> ShownList:
    way = f"点“{starts[0].word}…”登记第一条。" if starts else "有了会自动出现在这里。"
    if law.roster:
        way = "先导入名册,再点“找一遍”:按规则看名册里和办过的每一个人。"
    return ShownList(
        procedure=law.id,
        title=law.title,
        name=f"register-{law.id}",
        icon="rail-registers",
        hint="扫条码,或输编号、姓名、内容的一部分",
        nothing=f"“{law.title}”还没有记录。{way}",
    )
