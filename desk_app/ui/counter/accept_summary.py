"""What the press of step 6 will accept: for whom, which matters, on what papers, until when."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.domain import undertaken
from desk_app.domain.applications import MATTER, Application, Draft, promise_of
from desk_app.services import days
from desk_app.services.counter import intake
from desk_app.services.counter.capture import SIGNED_FORM
from desk_app.services.counter.materials import MaterialState, state_of, year_of
from desk_app.services.parts import Parts
from desk_app.services.printing.printouts import RECEIPT
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.rows import answer_text
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, clear, column, row
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import chip, label, rule
from forms import sentences
from forms.pack import Pack
from forms.particulars import AGE, ID_NUMBER, SEX
from forms.schema import Finding, Need, Outcome
from forms.stops import ASSESSING

_TAKEN: Final = ("现在办理", "good")
_HELD: Final = ("随证待审(停表)", "plain", "pause")
_REFUSED: Final = ("目前不符合", "plain", "ring")
_NO_SIGNATURE: Final = "没有签字页,签好的纸质表请留存归档"
_CAPTION: Final = 44


class AcceptSummary(QWidget):
    """For whom, which matters with what becomes of each, materials, signature and days; it scrolls."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._findings: list[Finding] = []
        self._title = label("", "headline", wrap=True, name="accept-title")
        self._who = label("", "quiet", wrap=True, name="accept-who")
        self._matters = column(spacing=0)
        self._facts = {title: label("", wrap=True) for title in ("材料", "签字", "期限")}
        inner = QWidget()
        body = column(inner, spacing=4)
        body.setContentsMargins(0, 0, px(8), 0)
        body.addWidget(self._title)
        body.addWidget(self._who)
        body.addLayout(self._matters)
        body.addSpacing(px(4))
        for title, words in self._facts.items():
            caption = label(title, "quiet")
            caption.setFixedWidth(px(_CAPTION))
            line = row(spacing=8)
            line.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            body.addLayout(line)
        body.addStretch()
        scroll = VerticalScroll(inner)
        scroll.setMinimumHeight(px(20))  # in a low window the question below comes first
        column(self).addWidget(scroll)

    def refresh(self) -> None:
        """Show the case in its present state."""
        case, draft = self._case, self._case.draft
        self._title.setText(title(case))
        known = (answer_text(case, case.pack.elements[e]) for e in (SEX, AGE))
        number = str(draft.answers.get(ID_NUMBER, ""))
        tail = f"身份证尾号 {number[-4:]}" if number else ""
        self._who.setText(" · ".join(t for t in (*known, tail) if t))
        self._show_matters([f for f in case.findings if f.matter in draft.chosen])
        self._facts["材料"].setText(
            "\n".join((_held(case.needs, draft), *follow(case.needs, draft), *_promised(case)))
        )
        pages = sum(page.material == SIGNED_FORM for page in draft.pages)
        self._facts["签字"].setText(f"签字页已扫描,{pages} 页" if pages else _NO_SIGNATURE)
        self._facts["期限"].setText(_days(case))

    def _show_matters(self, findings: list[Finding]) -> None:
        """A row for each; rows that stand as they are wanted are left alone."""
        if findings == self._findings:
            return
        self._findings = findings
        clear(self._matters)
        for finding in findings:
            self._matters.addWidget(self._matter(finding))

    def _matter(self, finding: Finding) -> QWidget:
        made, matter = QWidget(), self._case.pack.matters[finding.matter]
        body = column(made, spacing=2)
        body.setContentsMargins(0, px(5), 0, 0)
        named = FlowLayout(spacing=8)
        named.addWidget(label(matter.title, "strong"))
        named.addWidget(label(matter.department, "quiet"))
        head = row(spacing=8)
        head.addLayout(named, 1)
        head.addWidget(chip(*_chip(finding)), 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(head)
        if finding.outcome is not Outcome.APPLIES:
            body.addWidget(label(finding.next_step, "quiet", wrap=True))
        body.addWidget(rule())
        return made


def title(case: Case) -> str:
    """What the press does, in words: 为张样例受理 4 项."""
    chosen = len(case.draft.chosen)
    return f"为 {case.reading.name or '申请人'} 受理 {chosen} 项" if chosen else "还没有选要办的事项"


def limit(case: Case) -> str:
    """Until when the window takes back what it accepts now; empty where the pack has no such act."""
    law = case.pack.procedures.get(MATTER)
    own = any(act.takes_back and act.same_day for act in law.acts) if law else False
    return "今天县区开始办理前可以撤回。" if own else ""


def asked(case: Case) -> str:
    """What the press will do, as the question says it."""
    who, how_many = case.reading.name or "申请人", len(case.draft.chosen)
    return f"给{who}受理 {how_many} 项,送到区里,打印{RECEIPT}。{limit(case)}"


def apart(pack: Pack, matters: Collection[str]) -> str:
    """What is not counted in the promised days of these matters; empty where nothing is."""
    stopped = pack.stops(ASSESSING) and any(pack.matters[m].takes for m in matters)
    return "评定和公示的时间另计。" if stopped else ""


def follow(needs: Iterable[Need], holder: Draft | Application) -> Iterator[str]:
    """One sentence for each promised material that is still to come."""
    for need in needs:
        if promise := promise_of(holder, need.material.id):
            day = sentences.spoken_day(promise.until, provisional=promise.provisional, year=year_of(holder))
            yield f"{need.material.title}容缺,请于{day}前补交。"


def _promised(case: Case) -> Iterator[str]:
    """One sentence for each proof that is replaced by a signed promise."""
    for each, _ in undertaken.in_force(case.pack, case.facts, case.draft):
        yield f"{each.proof}由申请人承诺代替,受理后{each.days}个工作日内由{each.checker}核查。"


def _held(needs: Iterable[Need], draft: Draft) -> str:
    """How many materials there are: all, or how many of how many."""
    states = [state_of(need, draft) for need in needs]
    wanted = [s for s in states if s is not MaterialState.EXEMPT]
    here = sum(s in (MaterialState.SCANNED, MaterialState.PAPER, MaterialState.ELECTRONIC) for s in wanted)
    scans = f",扫描 {len(draft.pages)} 页" if draft.pages else ""
    if not wanted:
        return f"不用交材料{scans}"
    told = f"{here} 样都收到" if here == len(wanted) else f"已收 {here} 样,共 {len(wanted)} 样"
    return f"{told}{scans}"


def _days(case: Case) -> str:
    parts = case.parts
    dates = intake.dates(parts, case.pack, parts.clock.now())
    year = parts.clock.today().year
    handover = sentences.spoken_day(dates.handover, provisional=dates.handover_provisional, year=year)
    promised = sentences.spoken_day(dates.promised, provisional=dates.provisional, year=year)
    return f"{_start(parts)}{handover}前转交各部门,{promised}前办结。{apart(case.pack, case.draft.chosen)}"


def _chip(finding: Finding) -> tuple[str, ...]:
    """Word, tone and shape for a chosen matter: what acceptance makes of it."""
    if finding.outcome is Outcome.NOT:
        return _REFUSED
    return _HELD if finding.waits_for else _TAKEN


def _start(parts: Parts) -> str:
    """From which day it counts when it is accepted now; empty in office hours."""
    now = parts.clock.now()
    later = days.later_start(parts, now)
    if later is None:
        return ""
    return f"今天{now:%H:%M}是办公时间以外,现在受理从{sentences.spoken_day(later, year=now.year)}起算,"
