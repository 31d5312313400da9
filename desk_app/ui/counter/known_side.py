"""Right of step 1: what is known of this person, the most pressing first."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.applications import Draft
from desk_app.services.counter import known
from desk_app.services.counter.known import Earlier, KnownPerson
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.inquiry import Asked
from desk_app.ui.kit import words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.held import HeldLines
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, clear, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Card, button, label
from forms import rules
from forms.particulars import AGE, ID_NUMBER, NAME
from forms.schema import Finding, Outcome
from forms.sentences import plain_date

_NOTHING_YET: Final = "录入身份证号后,这里列出本窗口办过的事项"
_NOBODY_YET: Final = "录入身份证号后,这里列出这个人的残疾人证、补贴和正在办的事项"
_NOTHING_HELD: Final = "没有记录"
_NOTHING_FOUND: Final = "本窗口没有办理记录,可以直接往下办"
_OWN: Final = (NAME, ID_NUMBER)


class KnownSide(Card):
    """Unfinished drafts, doubts, earlier applications, what is held, what can not be asked for."""

    draft_wanted = Signal(str, bool)
    """Id of an unfinished application to go on with, and whether the new one here is kept beside it."""

    survey_wanted = Signal()
    """This year's questionnaire of the person is wanted."""
    pressing_changed = Signal(str)
    """What of it is pressing, in a few words; empty for nothing."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._asked_for: tuple[object, ...] = ()
        self._shown = KnownPerson()
        self._took: frozenset[str] = frozenset()
        """What was taken over here, and said to be."""
        self._drafts, self._doubts = column(spacing=8), column(spacing=8)
        self._earlier, self._taken = column(spacing=8), column(spacing=8)
        self._held = HeldLines()
        self._held_said = label(_NOBODY_YET, "quiet", wrap=True, name="held-said")
        self._survey = button("填这个人的动态更新调查表…", "link", name="ask-survey")
        self._survey.clicked.connect(self.survey_wanted)
        self._closed_title = label("现在办不了的", "title")
        self._closed = column(spacing=8)
        self._build()
        self._say_taken((), strong=False, nothing=_NOTHING_YET)

    def _build(self) -> None:
        inner = QWidget()
        body = column(inner, margins=16, spacing=8)
        for lines in (self._drafts, self._doubts, self._earlier):
            body.addLayout(lines)
        body.addWidget(label("这个人持有什么", "title"))
        body.addWidget(self._held)
        body.addWidget(self._held_said)
        body.addWidget(self._survey, 0, Qt.AlignmentFlag.AlignLeft)
        body.addSpacing(px(16))
        body.addWidget(label("本窗口的办理记录", "title"))
        body.addLayout(self._taken)
        body.addSpacing(px(16))
        body.addWidget(self._closed_title)
        body.addLayout(self._closed)
        body.addStretch()
        self.body.setContentsMargins(px(2), px(2), px(2), px(2))
        self.body.addWidget(VerticalScroll(inner))

    # ---- following the case -------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is known by name and number as they stand; the book is asked when they changed."""
        self._survey.setVisible(AGE in self._case.facts and self._case.application is None)
        self._show_doubts()
        self._show_held()
        self._show_closed()
        if self._took and not self._took & set(self._case.draft.carried):  # taken back: offer it again
            self._asked_for, self._took = (), frozenset()
        self._look_up()

    def look_again(self) -> None:
        """Ask the book anew: the page is shown again."""
        self._asked_for = ()
        self.refresh()

    def _look_up(self) -> None:
        case, draft = self._case, self._case.draft
        asked = tuple(draft.answers.get(e, "") for e in _OWN)
        if asked == self._asked_for:
            return
        self._asked_for = asked
        parts, pack = case.parts, case.pack
        case.errands.run(
            lambda: known.of(parts, draft, pack),
            while_alive(self, lambda found: self._show(asked, found)),
            topic="earlier",
        )

    def _show(self, asked: tuple[object, ...], found: KnownPerson) -> None:
        if asked != self._asked_for:  # somebody else is asked about by now
            return
        self._shown = found
        clear(self._drafts)
        for draft in found.drafts if self._case.application is None else ():
            self._drafts.addWidget(self._draft(draft))
        self._show_earlier(found.earlier)
        above = (b for b in self.findChildren(QPushButton) if b is not self._survey and not b.isHidden())
        in_tab_order([*above, self._survey])
        self._tell_pressing()
        age_known = AGE in self._case.facts
        self._say_taken(
            found.taken, strong=bool(found.taken), nothing=_NOTHING_FOUND if age_known else _NOTHING_YET
        )

    def _tell_pressing(self) -> None:
        count, doubts = len(self._shown.drafts), self._doubts.count()
        told = (f"{count} 件没有办完" if count else "", f"{doubts} 处要核对" if doubts else "")
        earlier = "上次登记过" if self._shown.earlier else ""
        self.pressing_changed.emit("、".join(t for t in (*told, earlier) if t))

    # ---- unfinished ---------------------------------------------------------------------------

    def _draft(self, draft: Draft) -> QFrame:
        made, body = _strip("info")
        body.addWidget(label(unfinished(draft, self._case.parts.clock.today()), wrap=True))
        go_on = button("接着办", "link", name=f"go-on:{draft.id}")
        go_on.setAccessibleName(f"接着办 {words.who(draft.answers)}没有办完的申请")
        foot = FlowLayout(spacing=8)
        foot.addWidget(go_on)
        body.addLayout(foot)
        go_on.clicked.connect(lambda: self._go_on(draft, foot, go_on))
        return made

    def _go_on(self, draft: Draft, foot: FlowLayout, pressed: QPushButton) -> None:
        """Go on with a draft: at once while the new one says nothing more, else the clerk is asked."""
        mine = self._case.draft
        more = [e for e, v in mine.answers.items() if draft.answers.get(e) != v and e not in _OWN]
        if not more and not mine.pages and not mine.chosen:
            self.draft_wanted.emit(draft.id, False)
            return
        pressed.hide()
        count = len(mine.answers)
        foot.addWidget(label(f"现在这件已填{count}项,怎么办?", "strong", wrap=True))
        for text, name, keep in (("留着,以后再办", "keep", True), ("不要了", "drop", False)):
            answer = button(text, name=f"go-on-{name}:{draft.id}")
            answer.clicked.connect(lambda _=False, keep=keep: self.draft_wanted.emit(draft.id, keep))
            foot.addWidget(answer)
            answer.show()
            if keep:
                answer.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- doubts and exclusions -----------------------------------------------------------------

    def _show_doubts(self) -> None:
        told = [p.message for p in self._case.problems if not p.blocks and p.element in _OWN]
        clear(self._doubts)
        for sentence in told:
            made, body = _strip("caution")
            body.addWidget(label(sentence, wrap=True))
            self._doubts.addWidget(made)
        self._tell_pressing()

    def _show_closed(self) -> None:
        """Show the matters that number and records already rule out, with their reasons."""
        clear(self._closed)
        closed = list(self._ruled_out())
        for finding in closed:
            title = self._case.pack.matters[finding.matter].title
            self._closed.addWidget(label(f"{title}:{''.join(finding.reasons)}", wrap=True))
        self._closed_title.setVisible(bool(closed))

    def _ruled_out(self) -> Iterator[Finding]:
        by_number = {f.matter for f in self._case.reading.ruled_out}
        for finding in self._case.findings:
            chosen = finding.matter in self._case.draft.chosen
            by_record = finding.outcome is Outcome.NOT and bool(self._case.draft.records) and not chosen
            if finding.matter in by_number or by_record:
                yield finding

    def _show_held(self) -> None:
        """Show what the person holds by the newest answer, and when and where it was asked for."""
        inquiry = self._case.inquiry
        lines = inquiry.lines
        self._held.show_lines(lines)
        self._held.setVisible(bool(lines))
        nobody = inquiry.held.lines or inquiry.asked in (Asked.NOT, Asked.WAITING)
        nothing = "" if nobody else f"{_NOTHING_HELD};"
        self._held_said.setText(f"{nothing}{inquiry.said}" if inquiry.said else _NOBODY_YET)

    # ---- earlier applications ------------------------------------------------------------------

    def _say_taken(self, told: Sequence[str], *, strong: bool, nothing: str) -> None:
        clear(self._taken)
        for sentence in told or (nothing,):
            if strong:
                made, body = _strip("caution")
                body.addWidget(label(sentence, wrap=True))
                self._taken.addWidget(made)
            else:
                self._taken.addWidget(label(sentence, "quiet", wrap=True))

    def _show_earlier(self, earlier: Earlier | None) -> None:
        """Offer what the last application said; nothing is taken before the clerk says so."""
        clear(self._earlier)
        if earlier is None or self._case.application is not None:
            return
        made, body = _strip("info")
        body.addWidget(label(f"{plain_date(earlier.on)}登记过,请问申请人有没有变:", "strong", wrap=True))
        elements = self._case.pack.elements
        for element, value in earlier.answers.items():
            said = rules.label(self._case.pack, elements[element], value)
            line = row(spacing=8)
            line.addWidget(label(elements[element].label, "quiet"))
            line.addWidget(label(said, wrap=True, verbatim=True), 1)
            body.addLayout(line)
        take = button(f"照上次的填这 {len(earlier.answers)} 项", name="take-over")
        take.clicked.connect(self._take_over)
        across = row()
        across.addWidget(take)
        across.addStretch()
        body.addLayout(across)
        self._earlier.addWidget(made)

    @Slot()
    def _take_over(self) -> None:
        if earlier := self._shown.earlier:
            self._case.change(lambda d: known.take_over(d, earlier), "")
            self._took = frozenset(self._case.draft.carried)
            clear(self._earlier)
            made, body = _strip("good")
            told = f"已填上 {len(earlier.answers)} 项,每一项都标着“上次登记的”,填表时逐项核对"
            body.addWidget(label(told, wrap=True))
            self._earlier.addWidget(made)
            # The pressed button is gone; the name's own Ctrl+Z must not take back a part of the name instead.
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setAccessibleName(told)
            made.show()
            made.setFocus(Qt.FocusReason.OtherFocusReason)


def unfinished(draft: Draft, today: date) -> str:
    """What was left unfinished, in one sentence: when, at which step, how much is there."""
    pages = f",{len(draft.pages)}页材料" if draft.pages else ""
    when = "今天" if draft.updated_at.date() == today else ""
    at = words.day_time(draft.updated_at, today)
    who = words.who(draft.answers)
    return f"没有办完:{who} {when}{at}填到第{draft.step + 1}步,已填{len(draft.answers)}项{pages}"


def _strip(tone: str) -> tuple[QFrame, QVBoxLayout]:
    made = QFrame()
    set_property(made, "role", "strip")
    set_property(made, "tone", tone)
    return made, column(made, margins=12, spacing=4)
