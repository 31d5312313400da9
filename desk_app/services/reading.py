"""What the law says about one draft or application as it is: worked out once, then shared."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from desk_app.domain import records, undertaken
from desk_app.domain.applications import Application, Draft, in_hand, masked_number, only_brought, promise_of
from desk_app.domain.cards import is_over
from desk_app.domain.promises import may_follow
from desk_app.domain.sources import WORDS
from desk_app.services import law, printable
from desk_app.services.parts import Parts
from forms import check, judging, live, opening, particulars, rules
from forms.conditions import known
from forms.numbers import read_certificate_number
from forms.pack import Pack
from forms.schema import Element, Facts, Finding, Need, Outcome, Problem, Section
from forms.sentences import plain_date

Holder = Draft | Application
_TOLD: Final = 3
"""So many numbers are named where more people have the same name and birth."""


class Reading:
    """A draft or application under its pack on one day. It never changes; parts are worked out when needed.

    Any thread may read it: a part that two threads ask for at once is the same for both.
    """

    def __init__(self, pack: Pack, holder: Holder, today: date) -> None:
        """``today`` is the day a draft is judged on; an application is read as it was accepted."""
        self.pack = pack
        self.holder = holder
        self.today = today

    @property
    def name(self) -> str:
        """The applicant's name, empty while it is not known."""
        return str(self.facts.get(particulars.NAME, ""))

    @property
    def id_number(self) -> str:
        """The applicant's identity number as typed, empty while there is none."""
        return str(self.facts.get(particulars.ID_NUMBER, ""))

    @property
    def certificate(self) -> str:
        """The number of the certificate that was shown or read, empty while there is none."""
        return str(self.facts.get(particulars.CERTIFICATE, ""))

    @cached_property
    def facts(self) -> Facts:
        """The answers that count and all that follows from them; the book's facts replace typed answers."""
        holder, chosen = self.holder, self.holder.chosen
        if isinstance(holder, Application):
            return live.without_hidden(self.pack, holder.answers, chosen)
        told = records.over(self.pack, holder.answers, holder.records)
        return live.facts(self.pack, told, chosen, self.today)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """One finding per matter, in pack order: whether it applies, with reasons."""
        if isinstance(self.holder, Application):
            return self.holder.findings
        return judging.judge(self.pack, self.facts, self.holder.chosen)

    @cached_property
    def told(self) -> tuple[Finding, ...]:
        """The findings as screen and papers tell them, see ``forms.opening``: what may apply is no 不符合.

        What keeps a draft from being accepted is in ``findings``.
        """
        if isinstance(self.holder, Application):
            return self.findings
        return opening.told(self.pack, self.facts, self.holder.chosen, self.findings)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The materials of the chosen matters, each once."""
        return rules.needs(self.pack, self.facts, self.holder.chosen)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps a draft from being accepted, in form order; and cautions, which do not block.

        Empty for an accepted application.
        """
        if isinstance(self.holder, Application):
            return ()
        draft = self.holder
        found = check.problems(self.pack, self.facts, draft.chosen, self.today, self.findings)
        found += tuple(self._unprintable(draft, {p.element for p in found if p.blocks}))
        doubts = (
            *self._other_person(draft),
            *self._expired(draft),
            *self._other_certificate(draft),
            *self._carried(draft),
            *self._read_off(draft),
        )
        promised = undertaken.problems(self.pack, self.facts, draft)
        return (*found, *doubts, *self._lacks(draft), *promised)

    @cached_property
    def questions(self) -> tuple[Element, ...]:
        """Every question of the interview that may still be asked, in order."""
        return rules.questions(self.pack, self.facts, self.holder.chosen, self.findings)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Blocks of the form the chosen matters need, in form order."""
        return rules.sections(self.pack, self.facts, self.holder.chosen)

    @cached_property
    def fields(self) -> tuple[Element, ...]:
        """Elements of the form that are shown, in form order."""
        return rules.fields(self.pack, self.facts, self.holder.chosen)

    @cached_property
    def ruled_out(self) -> tuple[Finding, ...]:
        """Findings of the matters that the identity number alone makes 不符合 (by age), with reasons."""
        number = {k: v for k, v in self.facts.items() if k == particulars.ID_NUMBER}
        told = judging.judge(self.pack, rules.complete(self.pack, number, self.today), ())
        return tuple(f for f in told if f.outcome is Outcome.NOT)

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """The problems that keep the draft from being accepted."""
        return tuple(p for p in self.problems if p.blocks)

    def finding(self, matter: str) -> Finding:
        """The finding of one matter; KeyError when the pack has no such matter."""
        return {f.matter: f for f in self.findings}[matter]

    def needed(self, element: Element) -> bool:
        """Whether an element must be answered before acceptance."""
        return rules.needed(element, self.facts, self.holder.chosen)

    def knows(self, element: str) -> bool:
        """Whether an element is answered with something other than 不清楚."""
        return known(self.facts, element)

    def _unprintable(self, draft: Draft, wrong: Collection[str]) -> Iterator[Problem]:
        """A problem for each answer no paper could show, as the receipt comes right after acceptance.

        What is ``wrong`` already has its sentence.
        """
        for problem in printable.of_answers(self.pack, self.facts, draft):
            if problem.element not in wrong:
                yield problem

    def _other_certificate(self, draft: Draft) -> Iterator[Problem]:
        """A caution for a certificate number that was typed while the records know another one."""
        typed = str(draft.answers.get(particulars.CERTIFICATE, ""))
        recorded = str(draft.records.get(particulars.CERTIFICATE, ""))
        if not recorded or typed == recorded or read_certificate_number(typed) is None:
            return
        known = "是以前的证号" if typed in draft.certificates else "记录里没有,请核对证件"
        told = f"录入的{masked_number(typed)}{known};现在的证号是{masked_number(recorded)},按记录办理"
        yield Problem(particulars.CERTIFICATE, told, blocks=False)

    def _other_person(self, draft: Draft) -> Iterator[Problem]:
        """Cautions for another name under the number, and another number under name and birth."""
        for name in draft.known_as:
            told = f"这个证号以前录的姓名是“{name}”,请核对证件;改过名的照现在的证件录"
            yield Problem(particulars.NAME, told, blocks=False)
        if draft.known_by:  # one sentence, however many there are
            tails = "、".join(f"…{number[-4:]}" for number in draft.known_by[:_TOLD])
            more = f"等{len(draft.known_by)}个" if len(draft.known_by) > _TOLD else ""
            told = f"同名、同一天出生的人还登记过证号{tails}{more},请核对是不是同一个人"
            yield Problem(particulars.ID_NUMBER, told, blocks=False)

    def _expired(self, draft: Draft) -> Iterator[Problem]:
        """A caution for an identity card that was read and is not good any more."""
        if draft.card and is_over(draft.card.until, self.today):
            until = plain_date(draft.card.until)
            told = f"身份证的有效期到{until}为止,已经过期;请申请人出示新证,还没有新证的照户口簿核对"
            yield Problem(particulars.ID_NUMBER, told, blocks=False)

    def _carried(self, draft: Draft) -> Iterator[Problem]:
        """A caution for each answer taken over and not confirmed yet, where it is asked."""
        shown = {e.id for e in self.fields} if draft.carried else set()
        for element in draft.carried:
            if element in shown:
                vouched = WORDS.get(draft.sources.get(element, ""), "")
                how = f"({vouched})" if vouched else ""
                yield Problem(element, f"上次登记的{how},请问申请人有没有变", blocks=False, at_once=True)

    def _read_off(self, draft: Draft) -> Iterator[Problem]:
        """A problem for each answer read off a picture, where it is asked, that nobody looked at yet."""
        marks = draft.unconfirmed
        shown = {*particulars.TYPED_FIRST, *(e.id for e in self.fields)} if marks else set()
        for mark in marks:
            if mark.element in shown:
                told = f"从{mark.title}读出,待核对:{mark.doubt or '请对照图片'}"
                yield Problem(mark.element, told, at_once=True)

    def _lacks(self, draft: Draft) -> Iterator[Problem]:
        """A problem for each required material not handed in (附件5); a promised one (容缺) only cautions."""
        for need in self.needs:
            if need.required and not in_hand(draft, need.material.id):
                yield self._lack(draft, need)

    def _lack(self, draft: Draft, need: Need) -> Problem:
        element, title = f"material:{need.material.id}", need.material.title
        promise = promise_of(draft, need.material.id)
        if promise and may_follow(self.pack, need.material):
            return Problem(element, f"容缺:{title},请于{promise.before(self.today.year)}补交", blocks=False)
        if only_brought(draft, need.material.id):
            return Problem(element, f"{title}带来了,还没有核对:请看过原件、留复印件或扫描")
        return Problem(element, f"还缺{title},请拍照、扫描,或确认已收到纸质件")


def fitting(parts: Parts, draft: Draft) -> Draft:
    """The draft without matters its pack lacks: its own may be lost, and another stand in for it."""
    known = law.of(parts, draft.pack_digest).matters
    return replace(draft, chosen=tuple(m for m in draft.chosen if m in known))


def of(parts: Parts, holder: Holder | Reading) -> Reading:
    """The reading of a draft today, or of an application as it was accepted; a reading is returned as is."""
    if isinstance(holder, Reading):
        return holder
    accepted = isinstance(holder, Application)
    day = holder.accepted_at.date() if isinstance(holder, Application) and accepted else parts.clock.today()
    return Reading(law.of(parts, holder.pack_digest), holder, day)
