"""Playing the departments: one decision on one matter, and what follows from it for the others.

The decision on a certificate settles facts that subsidies of the same application hang on. They were
held since acceptance; now they are judged again by the same law, and go on or end (附件2 第十三、十四条).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk_app.county_server.store import Case, Change, CountyBook, Decision
from desk_app.domain.applications import OPEN_STATES, MatterCase, MatterState
from desk_app.domain.letters import NewsKind
from desk_app.domain.records import facts_of, over
from desk_app.errors import RuleError
from forms import numbers, rules
from forms.library import Versions
from forms.loader import shipped
from forms.pack import Pack
from forms.schema import Facts, Finding, Outcome, Value

_STATES: Final[Mapping[NewsKind, MatterState]] = {
    NewsKind.ACCEPTED: MatterState.ACCEPTED,
    NewsKind.ASSESSING: MatterState.ASSESSING,
    NewsKind.RESUMED: MatterState.ACCEPTED,
    NewsKind.CORRECTION: MatterState.CORRECTION,
    NewsKind.REFUSED: MatterState.REFUSED,
    NewsKind.CONCLUDED: MatterState.CONCLUDED,
    NewsKind.CLOSED: MatterState.CLOSED,
}
_WORDS: Final[Mapping[NewsKind, str]] = {
    NewsKind.ACCEPTED: "部门已受理",
    NewsKind.ASSESSING: "进入评定、公示,期间停止计时",
    NewsKind.RESUMED: "恢复审核",
    NewsKind.CONCLUDED: "已办结",
}
"""What the news says when the department adds nothing; the other kinds need its reason."""

_RESUMABLE: Final = frozenset({MatterState.ASSESSING, MatterState.CORRECTION})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a department says on one matter, with the facts of the certificate it issued."""

    matter: str
    kind: NewsKind
    text: str = ""
    grade: str = ""
    certificate_number: str = ""


def decide(
    database_url: str,
    number: str,
    matter: str,
    kind: NewsKind,
    text: str,
    grade: str = "",
    certificate_number: str = "",
    *,
    versions: Versions | None = None,
    now: datetime | None = None,
) -> list[str]:
    """Carry out a ruling in the county's book; what happened, a line per matter.

    ``number`` is a 回执编号 or 办件编号. Each application is judged by the pack it came in with, as long as
    ``versions`` hold it. RuleError, with nothing changed, when it can not be; WorldError
    when the book can not be opened.
    """
    known, at = versions or Versions(shipped()), now or datetime.now().astimezone()
    ruling = Ruling(matter, kind, text.strip(), grade, numbers.tidy_number(certificate_number))
    book = CountyBook(database_url, create=False)
    try:
        decision = book.decide(number, lambda case: plan(_law(known, case), case, ruling, at.date()), at)
        after = book.case(number)
    finally:
        book.close()
    titles = {m.matter: m.title for m in after.matters} if after else {}
    return [f"{titles[c.matter]}:{c.state.value},{c.text}" for c in decision.changes]


def _law(versions: Versions, case: Case) -> Pack:
    return versions.of(case.pack_digest) or versions.current


def plan(pack: Pack, case: Case, ruling: Ruling, today: date) -> Decision:
    """The changes a ruling makes to an application; RuleError in one sentence when it can not stand."""
    mine = _matter(pack, case, ruling.matter)
    _check_step(mine, ruling)
    facts = _settled(pack, case, ruling, today)
    own = Change(ruling.matter, _STATES[ruling.kind], ruling.kind, ruling.text or _WORDS.get(ruling.kind, ""))
    if own.state in OPEN_STATES or not pack.matters[ruling.matter].settles:
        return Decision(facts, (own,))
    return Decision(facts, (own, *_held(pack, case, own, facts, today)))


def _matter(pack: Pack, case: Case, matter: str) -> MatterCase:
    found = next((m for m in case.matters if m.matter == matter), None)
    if found is None:
        raise RuleError(f"办件{case.office_number}里没有事项“{matter}”,可选:{'、'.join(case.chosen)}")
    if unknown := sorted(set(case.chosen) - pack.matters.keys()):
        raise RuleError(f"现在的业务定义里没有事项“{unknown[0]}”,请用收件时的那一套")
    return found


def _check_step(mine: MatterCase, ruling: Ruling) -> None:
    """RuleError unless the matter can take this step from where it stands."""
    if mine.state is MatterState.HELD:
        raise RuleError(f"“{mine.title}”正{mine.note},等它办结后再审核")
    if mine.state not in OPEN_STATES:
        raise RuleError(f"“{mine.title}”已经是“{mine.state}”,不能再改")
    if ruling.kind is NewsKind.RESUMED and mine.state not in _RESUMABLE:
        raise RuleError(f"“{mine.title}”现在是“{mine.state}”,没有停下,不用恢复")
    if _STATES[ruling.kind] is mine.state:
        raise RuleError(f"“{mine.title}”已经是“{mine.state}”,不用再记一次")
    if not ruling.text and ruling.kind not in _WORDS:
        raise RuleError("补正、不予受理和终止都要写明原因,请加上说明文字")


def _settled(pack: Pack, case: Case, ruling: Ruling, today: date) -> Facts:
    """The application's facts after the ruling: what a concluded matter settles takes the old one's place."""
    given = _given(pack, case, ruling, today)
    settles = pack.matters[ruling.matter].settles
    if ruling.kind is not NewsKind.CONCLUDED or not settles:
        if given:
            raise RuleError("残疾等级和残疾人证号只在残疾人证事项办结时填写")
        return case.facts
    if "holds_certificate" in settles:
        given["holds_certificate"] = True
    kept = {k: v for k, v in case.facts.items() if k not in settles}
    return rules.complete(pack, kept | given, today)


def _given(pack: Pack, case: Case, ruling: Ruling, today: date) -> dict[str, Value]:
    """The facts that came with the ruling; RuleError when they contradict the person or each other."""
    given: dict[str, Value] = {}
    if ruling.certificate_number:
        own = str(case.facts.get("id_number", ""))
        if fault := numbers.certificate_fault(ruling.certificate_number, own, today):
            raise RuleError(fault)
        given["certificate_number"] = ruling.certificate_number
    if ruling.grade:
        if ruling.grade not in {o.code for o in pack.options(pack.elements["grade"])}:
            raise RuleError(f"没有残疾等级“{ruling.grade}”,请写1至4")
        read = numbers.read_certificate(ruling.certificate_number)
        if read and read[1] != ruling.grade:
            raise RuleError(f"残疾人证号的等级位是{read[1]},与填写的等级{ruling.grade}不一致,请核对")
        given["grade"] = ruling.grade
    return given


def _held(pack: Pack, case: Case, own: Change, facts: Facts, today: date) -> list[Change]:
    """What the end of a settling matter does to the matters held for it."""
    undecided = [m.matter for m in case.matters if m.state in OPEN_STATES and m.matter != own.matter]
    known = rules.complete(pack, over(pack, facts, facts_of(case.records)), today)
    findings = {f.matter: f for f in rules.judge(pack, known, undecided)}
    title = pack.matters[own.matter].title
    return [
        _released(m.matter, findings[m.matter], own, title)
        for m in case.matters
        if m.state is MatterState.HELD and not findings[m.matter].waits_for
    ]


def _released(matter: str, finding: Finding, own: Change, title: str) -> Change:
    """A held matter goes on or ends by the law; after a refusal only a right beyond doubt goes on."""
    goes_on: Collection[Outcome] = (Outcome.APPLIES, Outcome.MAY)
    if own.state is not MatterState.CONCLUDED:
        goes_on = (Outcome.APPLIES,)
    reasons = "".join(finding.reasons)
    if finding.outcome in goes_on:
        return Change(
            matter,
            MatterState.ACCEPTED,
            NewsKind.RESUMED,
            f"“{title}”已有结果,自动恢复审核。{reasons}",
        )
    why = f"“{title}”{own.state.value}。{reasons}" if own.state is not MatterState.CONCLUDED else reasons
    return Change(matter, MatterState.CLOSED, NewsKind.CLOSED, f"{why}本次申请终止。")
