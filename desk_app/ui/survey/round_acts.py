"""What is done with a year as a whole, with a town or with a village: buttons below the table of places."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.survey import SURVEY
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import printouts, record_papers
from desk_app.services.proceedings import Record
from desk_app.services.survey import deeds, needs, pay, people, quality, reporting
from desk_app.services.survey.reporting import CHAIRMAN, DIRECTOR
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, show_if
from desk_app.ui.kit.widgets import button
from desk_app.ui.papers.run import open_paper
from desk_app.ui.survey.deed import DeedDialog, DeedDone, DeedStanding, RoundDeed
from desk_app.ui.survey.places import RollPlace

_SEED: Final = "随机数(不写就自动生成;写以前的随机数,同样的表抽到的一样)"
_SHARE: Final = "每个采集员抽百分之几(不写的按设置,不足一张的算一张)"


class RoundActs(QWidget):
    """The buttons; each opens a dialog that tells how things stand before it does anything."""

    done = Signal(object)
    """What was DeedDone."""

    def __init__(self, parts: Parts, errands: Errands) -> None:
        super().__init__()
        self._parts, self._errands = parts, errands
        self._place: RollPlace | None = None
        self.year: int | None = None
        """Whose list is shown; None: the one that is asked now."""
        self._of_village = button("村上报…", name="roll-report")
        self._of_town = (button("汇总表…", name="roll-summary"), button("双签字…", name="roll-sign"))
        draw, check = button("列名单…", "soft", name="roll-draw"), button("核对…", name="roll-check")
        sample, needs_ = button("抽查回访…", name="roll-sample"), button("需求…", name="roll-needs")
        pay_, out = button("补助…", name="roll-pay"), button("导出…", name="roll-export")
        back = button("撤回名单…", name="roll-withdraw")
        self._all = (draw, check, self._of_village, *self._of_town, sample, needs_, pay_, out, back)
        self._folded = button("办理…", "soft", name="roll-acts")
        self._entries = self._arrange()
        draw.clicked.connect(self._draw)
        out.clicked.connect(self._export)
        for made, deed in (
            (check, self._check),
            (sample, self._sample),
            (needs_, self._needs),
            (pay_, self._pay),
            (back, self._withdraw),
            (self._of_village, self._report),
            (self._of_town[0], self._sum),
            (self._of_town[1], self._sign),
        ):
            made.clicked.connect(partial(self._open, deed))

    def _arrange(self) -> list[QAction]:
        """Place the buttons, and beside them the menu of the same; returns its entries."""
        menu = QMenu(self._folded)
        entries = [menu.addAction(each.text(), each.click) for each in self._all]
        menu.aboutToShow.connect(self._allow)
        self._folded.setMenu(menu)
        self._folded.hide()
        line = FlowLayout(self, spacing=8)
        for each in (*self._all, self._folded):
            line.addWidget(each)
        return entries

    def fold(self, *, low: bool) -> None:
        """Stand in a menu where there is little height."""
        for each in self._all:
            show_if(each, not low)
        show_if(self._folded, low)

    @Slot()
    def _allow(self) -> None:
        for entry, each in zip(self._entries, self._all, strict=True):
            entry.setEnabled(each.isEnabled())

    def show_place(self, place: RollPlace | None) -> None:
        """Offer what can be done with a place."""
        self._place = place
        village = bool(place and place.is_village and place.line.village)
        town = bool(place and not place.is_all and not place.is_village and place.line.town)
        self._of_village.setEnabled(village)
        for each in self._of_town:
            each.setEnabled(town)

    @property
    def _where(self) -> tuple[str, str]:
        return (self._place.line.town, self._place.line.village) if self._place else ("", "")

    # ---- the deeds ------------------------------------------------------------------------------

    def _check(self) -> RoundDeed:
        (town, village), year = self._where, self.year
        return RoundDeed(
            "survey-check",
            "核对各张表之间的",
            f"{town}{village or ''}" or "全部乡镇、村",
            lambda: DeedStanding(deeds.findings(self._parts, town, village, year)),
        )

    def _sample(self) -> RoundDeed:
        town, _ = self._where

        def draw(given: Mapping[str, str]) -> DeedDone:
            share = given["share"].removesuffix("%")
            if share and not (share.isascii() and share.isdigit() and 0 < int(share) <= 100):
                raise RuleError("百分之几写1到100的整数")
            kept = quality.draw(
                self._parts, self._parts.window.who, None, town, given["seed"], int(share or 0)
            )
            facts = kept.facts
            said = f"{kept.number}:从{facts['of']}张里抽{facts['drawn']}张,随机数{facts['seed']}"
            return DeedDone(said, kept.subject, kept.id, "draw")

        return RoundDeed(
            "survey-sample",
            "抽查回访",
            f"{town or '全县'}完成的表里,每个采集员抽一些再去看一次(式样、比例为建议)",
            lambda: DeedStanding(()),
            (("抽取、打印", draw),),
            (("seed", _SEED), ("share", _SHARE)),
        )

    def _needs(self) -> RoundDeed:
        (town, village), year = self._where, self.year

        def hand_over(_: Mapping[str, str]) -> DeedDone:
            found = needs.of(self._parts, town, village, year)
            count = needs.hand_over(self._parts, self._parts.window.who, found)
            return DeedDone(f"新登记了{count}件;已交的不再登记", Subject(SURVEY, ""))

        return RoundDeed(
            "survey-needs",
            "需求",
            f"{town}{village}" or "全部乡镇、村",
            lambda: DeedStanding(needs.sentences(needs.of(self._parts, town, village, year))),
            (("全部登记", hand_over),),
        )

    def _pay(self) -> RoundDeed:
        year = self.year

        def note(_: Mapping[str, str]) -> DeedDone:
            event = pay.note(self._parts, self._parts.window.who, year)
            said = f"补助发放表:{event.payload['pay_sheets']}张,共{event.payload['pay_total']}元"
            return DeedDone(said, event.subject, event.proceeding, "list_pay")

        return RoundDeed(
            "survey-pay",
            "补助发放表",
            "全县;各采集员、收到资料的乡镇签名领取",
            lambda: DeedStanding(pay.sentences(pay.of(self._parts, year))),
            (("记下、打印", note),),
        )

    def _withdraw(self) -> RoundDeed:
        year = self.year

        def withdraw(given: Mapping[str, str]) -> DeedDone:
            count = people.withdraw(self._parts, self._parts.window.who, given["reason"], year)
            return DeedDone(f"名单撤回了,原来{count}人", Subject(SURVEY, ""))

        return RoundDeed(
            "survey-withdraw",
            "撤回名单",
            "整个年度的名单列错了、还没有问过一个人的,可以撤回重列",
            lambda: DeedStanding(*deeds.withdrawing(self._parts, year)),
            (("撤回", withdraw),),
            (("reason", "撤回的原因"),),
        )

    def _report(self) -> RoundDeed:
        (town, village), year = self._where, self.year

        def report(_: Mapping[str, str]) -> DeedDone:
            event = reporting.report(self._parts, self._parts.window.who, town, village, year)
            told = f"{event.payload['told_count']}张,失访{event.payload['lost_count']}人"
            return DeedDone(f"{town}{village}已上报:{told};等乡镇审核", event.subject, event.proceeding)

        return RoundDeed(
            "survey-report",
            "村上报",
            f"{town}{village} 上报以后,这个村的表要改,先由乡镇退回",
            lambda: DeedStanding(deeds.reporting_of(self._parts, town, village, year)),
            (("上报乡镇", report),),
        )

    def _sum(self) -> RoundDeed:
        (town, _), year = self._where, self.year

        def summarise(_: Mapping[str, str]) -> DeedDone:
            event = reporting.summarise(self._parts, self._parts.window.who, town, year)
            return DeedDone(f"{town}已汇总", event.subject, event.proceeding, "summarise")

        return RoundDeed(
            "survey-summary",
            "汇总表",
            f"{town} 照现在的进度汇总,打印出来由主席、理事长签字,加盖残联章",
            lambda: DeedStanding(deeds.signing(self._parts, town, year)[0]),
            (("汇总、打印", summarise),),
        )

    def _sign(self) -> RoundDeed:
        (town, _), year = self._where, self.year

        def signs(role: str) -> Callable[[Mapping[str, str]], DeedDone]:
            def sign(_: Mapping[str, str]) -> DeedDone:
                event = reporting.sign(self._parts, self._parts.window.who, town, role, year)
                said = f"{town}:{event.who.person}以{role}身份签了字"
                return DeedDone(said, event.subject, event.proceeding)

            return sign

        clerk = self._parts.window.clerk
        about = f"{town} 现在签字的是{clerk};另一位要另外登录(Ctrl+L、F4)再签,同一个人不能签两次"
        ways = (("以主席身份签字", signs(CHAIRMAN)), ("以理事长身份签字", signs(DIRECTOR)))
        return RoundDeed(
            "survey-sign",
            "双签字",
            about,
            lambda: DeedStanding(*deeds.signing(self._parts, town, year)),
            ways,
        )

    # ---- doing ----------------------------------------------------------------------------------

    @Slot()
    def _export(self) -> None:
        from desk_app.ui.survey.exporting import ExportingDialog

        ExportingDialog(self._parts, self._errands, self, self._exported, self.year).open()

    def _exported(self, sentence: str) -> None:
        self.done.emit(DeedDone(sentence, Subject(SURVEY, "")))

    def _open(self, deed: Callable[[], RoundDeed], _on: bool = False) -> None:
        DeedDialog(self._parts, self._errands, deed(), self, self._finish).open()

    @Slot()
    def _draw(self) -> None:
        from desk_app.ui.survey.listing import ListingDialog  # brings the reading of tables

        ListingDialog(self._parts, self._errands, self, self._drawn, self.year).open()

    def _drawn(self, count: int) -> None:
        self.done.emit(DeedDone(f"名单上有{count:,}人", Subject(SURVEY, "")))

    def _finish(self, done: DeedDone) -> None:
        self.done.emit(done)
        if done.act:
            find = partial(proceedings.record, self._parts, self._parts.window.who, done.record)
            self._errands.run(find, while_alive(self, partial(self._print, done)))

    def _print(self, done: DeedDone, record: Record | None) -> None:
        paper = record_papers.of_act(record, done.act) if record else None
        if record is None or paper is None:
            return
        made, subject = printouts.of_record(self._parts, record, paper), record_papers.subject_of(record)
        open_paper(self._parts, self._errands, made, self, lambda: self.done.emit(DeedDone("", subject)))
