"""撤回: which matters are taken back, the paper to be signed for it, and what comes after it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.domain.applications import Application, MatterCase, MatterState
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import law
from desk_app.services.applications import withdrawing
from desk_app.services.parts import Parts
from desk_app.services.printing import withdrawal
from desk_app.ui.acts.dialog import ActDialog, Task
from desk_app.ui.acts.head import Head
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.ticks import on_tick, show_ticked
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.papers.run import open_paper
from forms.procedures import Act
from forms.typesetting import typeset

_NONE: Final = "请勾选要撤回的事项"
_ALONG: Final = "随之撤回"
_ANEW: Final = "用原来的录入重新办"
_CARRIED: Final = "录入、照片和材料带过去;申请表要重新签,受理时是新的编号。"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was taken back, and the draft that goes on with what was typed before."""

    application: Application
    titles: str
    draft: str = ""
    """Id of the new draft; empty when the clerk wanted none."""

    @property
    def sentence(self) -> str:
        """What was done, for the clerk."""
        return f"已撤回{self.titles},随后告诉区县和部门"


class WithdrawHead(Head):
    """The matters to tick, the paper to print, whether to begin anew, and the way to the other act."""

    other_wanted = Signal(object)
    """The clerk wants the other act (Act) instead of this one."""

    def __init__(self, parts: Parts, errands: Errands, asked: "WithdrawalAsked", dialog: ActDialog) -> None:
        super().__init__()
        self._parts, self._errands, self._asked, self._dialog = parts, errands, asked, dialog
        self.chosen: tuple[str, ...] = ()
        """Matters to take back, without those that go along."""
        self.anew = False
        """Whether a new draft is made of what was typed."""
        self._ticks = {m.matter: self._tick(m) for m in asked.open}
        self._along = label("", "quiet", wrap=True, name="withdraw:along")
        self._paper = button("打印撤回申请书…", name="withdraw:paper")
        self._paper.clicked.connect(self._print)
        self._again = QCheckBox(typeset(_ANEW))
        self._again.setObjectName("withdraw:anew")
        on_tick(self._again, self._choose_anew)
        self._carried = label(_CARRIED, "quiet", wrap=True)
        self._others = [self._way(act) for act in asked.others]
        self._build()
        if asked.act.same_day or len(asked.open) == 1:
            for tick in self._ticks.values():
                show_ticked(tick, True)
        self._again.setChecked(asked.act.same_day)
        self._choose()

    def _build(self) -> None:
        whole = column(self, spacing=6)
        whole.addWidget(label("撤回哪些事项", "strong"))
        for tick in self._ticks.values():
            whole.addWidget(tick)
        whole.addWidget(self._along)
        if self._asked.over:
            whole.addWidget(label(f"不能撤回:{self._asked.over}", "quiet", wrap=True))
        whole.addWidget(self._again)
        whole.addWidget(self._carried)
        for each in self._others:
            whole.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        self._again.setVisible(self._asked.act.same_day)
        self._carried.setVisible(self._asked.act.same_day)

    def _tick(self, case: MatterCase) -> QCheckBox:
        made = QCheckBox(case.title)
        made.setObjectName(f"withdraw:{case.matter}")
        on_tick(made, lambda _on: self._choose())
        return made

    def _way(self, act: Act) -> QWidget:
        made = button(f"改用“{act.word}”…", "link", name=f"withdraw:{act.code}")
        made.clicked.connect(lambda: self.other_wanted.emit(act))
        return made

    # ---- for the dialog -------------------------------------------------------------------

    def stops(self) -> list[QWidget]:
        """The ticks, then the ways below them."""
        return [*self._ticks.values(), self._again, *self._others]

    def before(self, ask: str) -> QWidget | None:
        """The paper to be signed is printed just above where it comes back."""
        return self._paper if ask in self._asked.act.evidence else None

    @property
    def fault(self) -> str:
        """That nothing is ticked."""
        return "" if self.chosen else _NONE

    def take_focus(self) -> None:
        """The keyboard goes to the first matter, or where all are ticked already to what is still lacking."""
        lacking = (f.focus_target() for f in self._dialog.fields if f.problem and f.problem.blocks)
        ticked = all(tick.isChecked() for tick in self._ticks.values())
        first = next(lacking, None) if ticked else next(iter(self._ticks.values()), None)
        if first is not None:
            first.setFocus()

    def _choose(self) -> None:
        """Tick and lock what goes along with a ticked matter, and free what does not any more."""
        application = self._asked.application
        held = {m.matter for m in self._asked.open if m.waits_for in self._ticks and _waits(m)}
        roots = [m for m, tick in self._ticks.items() if m not in held and tick.isChecked()]
        along = {m.matter for root in roots for m in withdrawing.along(application, root)}
        for case in self._asked.open:
            tick = self._ticks[case.matter]
            goes = case.matter in along
            if goes or not tick.isEnabled():
                show_ticked(tick, goes)
            tick.setEnabled(not goes)
            tick.setAccessibleDescription(_ALONG if goes else "")
        titles = "、".join(m.title for m in self._asked.open if m.matter in along)
        self._along.setText(typeset(f"{_ALONG}:{titles}"))
        self._along.setVisible(bool(along))
        self.chosen = tuple(m for m, tick in self._ticks.items() if tick.isChecked() and m not in along)

    def _choose_anew(self, on: bool) -> None:
        self.anew = on

    @Slot()
    def _print(self) -> None:
        """The paper of what is ticked and answered by now."""
        application, told = self._asked.application, dict(self._dialog.answers.told)
        paper = withdrawal.paper(self._parts, application, self.chosen, told)
        open_paper(self._parts, self._errands, paper, self._dialog, lambda: None)


@dataclass(frozen=True, slots=True)
class WithdrawalAsked:
    """What the form of one act is about."""

    application: Application
    act: Act
    open: tuple[MatterCase, ...]
    """The matters that can be taken back by it."""
    over: str
    """The others with their states, in words."""
    others: tuple[Act, ...]
    """Other acts by which something of the application can be taken back now."""
    given: Mapping[str, Any]


def open_withdrawal(
    parts: Parts,
    errands: Errands,
    application_id: str,
    parent: QWidget,
    done: Callable[[Withdrawn], None],
    act: str = "",
) -> None:
    """Open the form by which matters are taken back; ``done`` gets what was.

    Without an ``act`` it is the one of the day of acceptance while that can be done, else the applicant's.
    A RuleError (nothing can be taken back) goes to the errands' own notice.
    """

    def show(asked: WithdrawalAsked) -> None:
        if any(d.isVisible() for d in parent.findChildren(ActDialog)):  # asked for twice, shown once
            return
        _open(parts, errands, asked, parent, done)

    errands.run(lambda: _asked(parts, application_id, act), while_alive(parent, show))


def _asked(parts: Parts, application_id: str, code: str) -> WithdrawalAsked:
    application = parts.store.applications.one(application_id)
    if application is None:
        raise RuleError("没有这件申请,请刷新后再看")
    acts = withdrawing.acts(parts, application)
    first = next((a for a in acts if a.same_day), acts[0] if acts else None)
    act = next((a for a in acts if a.code == code), first)
    if act is None:
        how = "撤回" if application.gone else "经有了结果,不能再撤回"
        raise RuleError(f"这件申请的事项都已{how}")
    procedure = law.matter(parts, application.pack_digest)
    able = withdrawing.choices(parts, application, act)
    rest = (f"{m.title}({procedure.state(m.state).word})" for m in application.matters if m not in able)
    given = withdrawing.known(parts, application)
    asks = {ask.id for ask in act.asks}
    return WithdrawalAsked(
        application,
        act,
        able,
        "、".join(rest),
        tuple(a for a in acts if a.code != act.code),
        {k: v for k, v in given.items() if k in asks},
    )


def _open(
    parts: Parts, errands: Errands, asked: WithdrawalAsked, parent: QWidget, done: Callable[[Withdrawn], None]
) -> None:
    heads: list[WithdrawHead] = []

    def head(dialog: ActDialog) -> WithdrawHead:
        made = WithdrawHead(parts, errands, asked, dialog)
        made.other_wanted.connect(other)
        heads.append(made)
        return made

    def other(act: Act) -> None:
        dialog.close()
        open_withdrawal(parts, errands, asked.application.id, parent, done, act.code)

    def carry_out(who: Who, told: Mapping[str, Any]) -> Withdrawn:
        return _carried_out(parts, asked, heads[0].chosen, who, told, anew=heads[0].anew)

    pack = law.of(parts, asked.application.pack_digest)
    procedure = law.matter(parts, asked.application.pack_digest)
    about = f"{asked.application.name},回执编号 {asked.application.number}"
    task = Task(pack, procedure, asked.act, about, carry_out, asked.given, head)
    dialog = ActDialog(parts, errands, task, parent, done)
    dialog.open()


def _carried_out(
    parts: Parts,
    asked: WithdrawalAsked,
    chosen: tuple[str, ...],
    who: Who,
    told: Mapping[str, Any],
    *,
    anew: bool,
) -> Withdrawn:
    application = asked.application
    withdrawing.withdraw(parts, application.id, chosen, asked.act.code, told, who)
    gone = withdrawing.whole(application, chosen)
    draft = withdrawing.anew(parts, application, [m.matter for m in gone]).id if anew else ""
    return Withdrawn(application, "、".join(m.title for m in gone), draft)


def _waits(case: MatterCase) -> bool:
    return case.state == MatterState.HELD
