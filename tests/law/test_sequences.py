"""Every row of the second table, at the window and at the county: one person, several visits, decisions."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, MatterState
from desk_app.domain.records import facts_of
from desk_app.errors import RuleError
from desk_app.services.reading import Reading
from forms import rules
from forms.schema import Facts, Finding, Outcome
from tests.law import sequences
from tests.law.sequences import MATTERS, Ask, Ruling, Sequence, Turn
from tests.law.visitors import Visitor, visitor
from tests.law.world import World, world

ROWS = {row.name: row for row in sequences.read()}
COLLECTED = tuple(m for m in MATTERS.values() if m != "pension")
DECIDED_AFTER = 10
"""Days between the second visit and what departments say then."""
ASSESSED = ("cert_new", "cert_change")


class Story:
    """One row, told from the first visit on."""

    def __init__(self, world: World, row: Sequence) -> None:
        self.world, self.row = world, row
        self.days: dict[str, date] = {}
        self.second: Application | None = None
        self.who = self._before(row)

    def _before(self, row: Sequence) -> Visitor:
        """The person of the row, when the second visit begins."""
        if row.follows:
            told = Story(self.world, ROWS[row.follows])
            told.goes_on()
            who = told.who
        else:
            who = visitor(row, self.world.today)
            self._marked(who)
        if row.first:
            self._visit(who, who.state(row.first, self.world.today), row.first, "一")
        for ruling in row.rulings:
            self._rule(who, ruling)
        self.world.wait(*row.gap)
        if "后来没有残疾" in row.remarks:
            who.facts["has_impairment"] = False
        return who

    def _marked(self, who: Visitor) -> None:
        """What the county noted of the certificate; it has to know one first, as a window told it."""
        if self.row.marked:
            self._visit(who, "有效", (Ask("就业帮扶"),), "零")
            self._rule(who, Ruling("就业帮扶", passed=True))
            self.world.note(who.id_number, self.row.marked)

    def _visit(self, who: Visitor, state: str, asked: tuple[Ask, ...], place: str) -> Application:
        self.days[place] = self.world.today
        return self.world.accept(who.told(state, asked), tuple(a.matter for a in asked))

    def goes_on(self) -> None:
        """The second visit is taken, and the later rulings are given."""
        (asked,) = self.row.visits
        self.second = self._visit(self.who, self.row.state, asked, "二")
        self.world.wait(0, DECIDED_AFTER)
        for turn in self.row.turns:
            self.turn(turn)

    # ---- decisions -------------------------------------------------------------------------------

    def _of(self, matter: str) -> Application:
        """The latest application with this matter."""
        return next(a for a in reversed(self.world.taken) if matter in a.chosen)

    def _rule(self, who: Visitor, ruling: Ruling) -> None:
        application, matter = self._of(ruling.matter), ruling.matter
        if matter in ASSESSED and self.world.states(application)[matter][0] == MatterState.TAKEN:
            self.world.decide(application, matter, "assess")
        if ruling.passed:
            result = who.result(ruling, self.world.today, self.days)
            self.world.decide(application, matter, "conclude", **result)
            who.after(ruling, self.world.today)
        else:
            self.world.decide(application, matter, "refuse", text="不符合规定的条件")

    def turn(self, turn: Turn) -> None:
        """A later ruling, with what becomes of the others."""
        if turn.ruling.taken:
            self._rule(self.who, turn.ruling)
            self._check(turn)
            return
        before = {a.id: self.world.states(a) for a in self.world.taken}
        with pytest.raises(RuleError):
            self._rule(self.who, turn.ruling)
        assert {a.id: self.world.states(a) for a in self.world.taken} == before

    def _check(self, turn: Turn) -> None:
        for word, end in turn.ends.items():
            matter = MATTERS[word]
            states = self.world.states(self._of(matter))[matter]
            match end:
                case "继续":
                    assert set(states) == {MatterState.ACCEPTED}, (word, states)
                case "终止":
                    assert set(states) == {MatterState.CLOSED}, (word, states)
                    assert self._note(matter), word
                case _:
                    still = {matter in paid for paid in self.paid()}
                    assert still == {end == "照发"}, (word, end, self.paid())

    def _note(self, matter: str) -> str:
        found = self.world.at_desk(self._of(matter))
        return next(m.note for m in found.matters if m.matter == matter)

    def paid(self) -> tuple[frozenset[str], frozenset[str]]:
        """The subsidies paid now, by the window's book and by the county's."""
        told = self.who.told("有效", ())
        here = self.world.draft(told, ()).records
        history = self.world.county.history(self.who.id_number)
        there = facts_of(self.world.desk.pack, history, self.world.today)
        return _codes(here["receives"]), _codes(there["receives"])


def _codes(value: object) -> frozenset[str]:
    return frozenset(value if isinstance(value, tuple) else ()) - {"0"}


# ---- what is judged --------------------------------------------------------------------------------


def outcome(read: Reading, matter: str) -> str:
    """The window's answer.

    What is told of the certificate and can not be is taken for no; a number that has to be confirmed first
    leaves everything open.
    """
    stopped = {p.element for p in read.blocking}
    if "certificate_number" in stopped:
        return Outcome.MAY
    return Outcome.NOT if "certificate_state" in stopped else read.finding(matter).outcome


def expected_wait(row: Sequence, matter: str, word: str, visit: tuple[Ask, ...]) -> str:
    """The matter waited for, checked to be of this visit or of an earlier one as the row says."""
    when, other = row.waits
    if not other or word != Outcome.MAY:
        return ""
    assert (other in [a.word for a in visit]) == (when == "同次"), row.name
    return MATTERS[other]


def judged(story: Story, visit: tuple[Ask, ...]) -> list[str]:
    """What is wrong with the answers to one visit; empty when all windows, county and table agree."""
    told = story.who.told(story.row.state, visit)
    chosen = tuple(a.matter for a in visit if a.matter in COLLECTED)
    at_county = story.world.judged(told, chosen)
    wrong: list[str] = []
    for place, read in readings(story, told, chosen):
        sent = story.world.judged(read.facts, chosen)
        for ask, word in zip(visit, story.row.outcomes, strict=False):
            expected = word, expected_wait(story.row, ask.matter, word, visit)
            found, here = read.finding(ask.matter), outcome(read, ask.matter)
            if (here, found.waits_for) != expected:
                wrong.append(f"{ask.word}{ask.kind}:应当{''.join(expected)},{place}{_said(found, here)}")
            for other in (at_county[ask.matter], sent[ask.matter]):
                if (other.outcome, other.waits_for) != (found.outcome, found.waits_for):
                    wrong.append(f"{ask.word}{ask.kind}:{place}{_said(found)},区县{_said(other)}")
        wrong += guarded(story, read, chosen)
    return wrong


def readings(story: Story, told: Facts, chosen: tuple[str, ...]) -> Iterator[tuple[str, Reading]]:
    """The visit at the same window without a line and with one, and at a window that never saw the person."""
    world = story.world
    if not story.row.marked:
        yield "本窗口(断网)", world.read(told, chosen)
    world.ask(world.desk, told)
    yield "本窗口", world.read(told, chosen)
    world.ask(world.elsewhere, told)
    yield "别的窗口", world.read(told, chosen, world.elsewhere)


def guarded(story: Story, read: Reading, chosen: tuple[str, ...]) -> list[str]:
    if not story.row.guardian:
        return []
    there = story.world.facts(read.facts, chosen)
    asked = [
        any(n.material.id == "guardian_id" and n.required for n in needs)
        for needs in (read.needs, rules.needs(story.world.desk.pack, there, chosen))
    ]
    right = [story.row.guardian == "要"] * 2
    return [] if asked == right else [f"监护人身份证应当{story.row.guardian},窗口、区县:{asked}"]


def _said(found: Finding, word: str = "") -> str:
    return f"{word or found.outcome}{found.waits_for and f',等{found.waits_for}'}({''.join(found.reasons)})"


def report(row: Sequence, wrong: list[str]) -> str:
    return f"\n{row.name}(表第{row.line}行,{row.basis})\n  " + "\n  ".join(wrong)


def _id(name: str) -> str:
    """The name of a row in letters that pytest shows: 甲3 → A3."""
    return chr(ord("A") + "甲乙丙丁戊己庚辛壬".index(name[0])) + name[1:]


@pytest.mark.parametrize("name", ROWS, ids=_id)
def test_a_sequence_of_visits(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    with world(tmp_path) as made:
        story = Story(made, row)
        wrong = [each for visit in row.visits for each in judged(story, visit)]
        assert not wrong, report(row, wrong)
        if row.turns or is_taken(row):
            story.goes_on()
            assert_begun(story, row)


def is_taken(row: Sequence) -> bool:
    """Whether the second visit is one that a window takes as it is."""
    (visit, *more) = row.visits
    return not more and Outcome.NOT not in row.outcomes and all(a.matter in COLLECTED for a in visit)


def assert_begun(story: Story, row: Sequence) -> None:
    """The two ends agree on every matter of every application."""
    for application in story.world.taken:
        states: Mapping[str, tuple[str, str]] = story.world.states(application)
        assert all(here == there for here, there in states.values()), (row.name, states)


# ---- a window that knows nothing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "lie", "asked", "told"),
    [
        ("丙1", "没有办过", Ask("新办"), "一年内"),
        ("丙3", "有效", Ask("生活补贴"), "注销"),
        ("丙10", "有效", Ask("迁移"), "注销"),
        ("丙12", "有效", Ask("变更"), "注销"),
        ("丁3", "没有办过", Ask("新办"), "去世"),
        ("丁2", "有效", Ask("就业帮扶"), "去世"),
        ("戊1", "没有办过", Ask("新办"), "正在办理"),
        ("戊6", "有效", Ask("生活补贴"), "正在办理"),
        ("庚16", "没有办过", Ask("新办"), "残疾人证"),
        ("庚17", "有效", Ask("护理补贴"), "已经在发"),
    ],
    ids=lambda value: _id(value) if isinstance(value, str) and value in ROWS else "",
)
def test_the_county_refuses_what_an_offline_window_was_told(
    name: str, lie: str, asked: Ask, told: str, tmp_path: Path
) -> None:
    """A window without a line and without a record believes what it is told; the county does not."""
    with world(tmp_path) as made:
        story = Story(made, ROWS[name])
        answers = story.who.told(lie, (asked,))
        application = made.accept(answers, (asked.matter,), made.elsewhere)
        (letter,) = made.elsewhere.store.outbox.letters(application.subject)
        with pytest.raises(RuleError) as refused:
            made.receive(letter, made.elsewhere)
        assert told in "".join(p.message for p in refused.value.problems)
        assert made.county.case(application.number) is None
