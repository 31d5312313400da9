"""A way of working as data: states, acts, clocks and rounds of one kind of record.

A procedure is a file of ``definitions/procedures``. Codes are stored in books and letters, words are
only shown: rewording a state changes no database. The desk offers the acts that lead on from a state,
the county checks the same acts, lists show a state's word, tone and shape, and clocks and to-dos
follow from it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from forms import archives
from forms.clock_kinds import Clock
from forms.rate_kinds import ActTally, Rate
from forms.record_kinds import Criterion, ItemMove, Link, PaperOffer
from forms.report_kinds import UnitReport
from forms.round_kinds import Round
from forms.schema import Condition, Kind, Moment
from forms.unit_sheets import UnitSheet

CLERK, DEPARTMENT, COUNTY, SYSTEM = "clerk", "department", "county", "system"
"""Roles every hall has; a pack may name more of them in ``[procedure] roles``."""
ROLE_WORDS: Mapping[str, str] = {CLERK: "窗口", DEPARTMENT: "部门", COUNTY: "区县", SYSTEM: "程序自动"}
"""The roles as people read them; a pack's own role is its own word."""
GIVEN = ("name", "turn", "due")
"""What a round gives to the act that begins its proceeding: the member's name, the turn and its last day."""
NOT_BEGUN = ""
"""State code of a proceeding whose beginning the county refused."""
STATE, UNITS, MONEY, TOWN, YES = "state", "units", "money", "town", "yes"
NONE, ONE, AGE, LINKED, COMPARED = "none", "one", "age", "linked", "compared"
_ARCHIVED = (archives.CLASS, archives.NUMBER, archives.UNTIL)
FILLED = (STATE, UNITS, MONEY, TOWN, YES, NONE, ONE, AGE, LINKED, COMPARED, *_ARCHIVED)
"""What an ask may be ``filled`` with."""
ROSTER_ACTS = ("find_likely", "find_maybe", "now_likely", "now_maybe", "clear")
"""Acts of the program in a procedure of a ``roster``: two that begin a record, by the outcome, two that
change its outcome, and the one where nothing is left that looks as if the person were entitled to it."""
GRANTED = "granted"
"""The result of an act that gives what was asked for."""
ENDED = "ended"
"""The result of an act that ends what an earlier act granted (停发)."""
REFUSED, WITHDRAWN = "refused", "withdrawn"
"""The results of acts by which what was asked for is not given (不符合), and by which it is taken back."""
_WRITES: Final = re.compile("^(?:登记|记)")
"""How the word of an act begins that says itself that something is written down."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of proceedings."""

    code: str
    word: str
    tone: str
    """Colour: info, good, caution, wrong or plain."""
    shape: str
    """Name of the picture beside the word, so that nobody has to tell colours apart: ring, half, pause …"""
    told: str = ""
    """What a paper tells the applicant of it in place of the word, which is the clerk's."""
    open: bool = False
    """Whether something is still to come."""
    stops: str = ""
    """Why the working-day clocks are stopped in this state, in words; empty when they run."""
    lasts: int = 0
    """Working days after which the stop ends by itself (公示); 0 when only an event ends it."""
    rank: int = 0
    """A parent shows the word of its child with the lowest rank; a child of rank 0 is passed over."""
    over: bool = False
    """Where every child stands in such a state, the parent shows it, whatever its own state is (已撤回)."""
    silent: bool = False
    """It counts in the ranking, but where it ranks first the parent shows its own word."""
    moment: Moment | None = None
    """Moment whose documents (``documents.toml``) are offered while a proceeding stands here."""
    todo: str = ""
    """To-do while it stands here: ``title|text`` with ``{field}``; empty when nothing is to be done."""
    todo_act: str = ""
    """Act that answers the to-do without leading to another state (告知); empty where a step ends it."""
    todo_until: Condition = ()
    """Condition on what that act was given since the state was entered; once it is true ``todo`` is over."""
    todo_after: str = ""
    """The to-do from then on; empty: there is none."""
    todo_when: Condition = ()
    """Condition on the proceeding's facts under which there is a to-do at all; unknown counts as false."""
    todo_paper: str = ""
    """Title of the paper whose print settles the to-do; empty when an act does."""
    todo_tried: str = ""
    """Sentence behind the to-do while the act was done and did not answer it; ``{times}`` is how often."""


@dataclass(frozen=True, slots=True)
class RowField:
    """One column of a list of rows: its key in the payload and on papers, and its heading."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing an act asks, and a column of the register's list where ``column`` is set."""

    id: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    codes: str = ""
    """Code table of a choice."""
    rows: tuple[RowField, ...] = ()
    """Columns, where it is a list of rows of texts (补正: 材料, 问题, 怎样改, 期限, 依据)."""
    needed_when: Condition = ()
    """Condition on what is given, and on what the record knew before, under which it is required."""
    past: bool = False
    """Whether a date may not lie ahead (告知日期)."""
    not_before: str = ""
    """Id of a date asked earlier or beside it, before which this one may not lie (回访 before 上门)."""
    near: bool = False
    """Whether a date over half a year from today is told, as a slip of the year; it is taken all the same."""
    mapping: bool = False
    """Whether it is a table of answers by key, given by the program alone (those of a questionnaire)."""
    gathers: bool = False
    """Whether such a table is added to what earlier acts gave, key by key; a key without a value goes."""
    filled: str = ""
    """Not asked but filled in: ``state`` with the state the act is done in (what a call was about), ``units``
    and ``money`` with who is responsible for what another ask of the act chooses and what pays for it,
    ``town`` with the town that the ask before it names, ``yes`` with 是: what doing the act says, ``none``
    and ``one`` with 0 and 1, ``age`` with the age by the identity number asked before, ``linked`` with what
    another record knows (``Link.takes``), ``compared`` with what was found (``Act.compares``).
    ``archive_class`` and ``keep_until`` follow from the row of the retention table and the year that are
    asked; ``archive_number`` is the next number (档号) of its class, taken in the transaction."""
    same_as: str = ""
    """Id of a number given earlier that this one must equal (pages counted out and back)."""
    same_words: str = ""
    """What is said where it does not, a sentence; ``{same}`` is that number."""
    sums: int = 0
    """1 or -1: its number is added to, or taken from, what earlier acts left; never below 0."""
    places: int = 0
    """Decimal places that such a number may have."""
    youngest: int = 0
    """Of an identity number: the least age of its holder on the day of the act; 0: any."""
    needs: tuple[str, ...] = ()
    """Columns that every row must fill."""
    dates: tuple[str, ...] = ()
    """Columns whose cells are days."""
    column: bool = False
    max_length: int = 200
    least: int = 0
    most: int = 0
    """Least and greatest number; both 0: any."""
    proposed: bool = False
    """Whether no source asks it: a proposal of the program (建议)."""
    sought: bool = True
    """Whether its words find the record; not those of the rules, which are the same in every record."""
    headings: tuple[str, ...] = ()
    """Headings, beside its label, under which a table brings it (名册); empty: no table does."""
    spelled: tuple[str, ...] = ()
    """How a table may write its codes, each as ``word=code`` (健在=1); of a flag ``yes`` and ``no``.

    A word without a code tells nothing (多重=)."""

    def __hash__(self) -> int:
        """By what tells asks apart: of all that is written here it would be reckoned anew at each look."""
        return hash((self.id, self.label, self.kind, self.codes))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody does to a proceeding; ``from`` in a file is ``sources``, ``to`` is ``target``."""

    code: str
    word: str
    """Its word on buttons and in the timeline."""
    start: bool = False
    """Whether it begins a proceeding."""
    part_of: str = ""
    """Code of the act in whose form it is done: it has no button of its own (补齐 within 补正材料)."""
    sources: tuple[str, ...] = ()
    """States it may be done in; empty and no ``start``: any state."""
    target: str = ""
    """The state it leads to; empty when it leaves the state as it is."""
    roles: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    asks_like: str = ""
    """Code of the act whose questions it asks before its own; empty: only its own."""
    paper: str = ""
    """Layout of the paper that it brings; empty when it brings none."""
    paper_proposed: bool = False
    """Whether no source names that paper, or none shows its form (建议)."""
    evidence: tuple[str, ...] = ()
    """Ids of those of its asks whose answers are pictures."""
    instead: str = ""
    """Id of the flag that stands for the pictures: the signed paper is kept, it could not be scanned."""
    again: bool = False
    """Whether it is done again and again and leads nowhere else (记一次上门): a table offers it each time."""
    leading: bool = False
    """Whether only a supervisor or administrator who is signed in does it, at this window."""
    same_day: bool = False
    """Whether it may be done only on the day the proceeding began."""
    late: str = ""
    """Of an act of ``same_day``: what is done instead from the next day on, a sentence."""
    result: str = ""
    """What it decides: granted, refused …; empty when it decides nothing."""
    application: str = ""
    """Id of the ask whose matters, or those its text names, begin an application of the person."""
    receipt: str = ""
    """Id of its ask that takes, by itself, the number of an application that was begun from the record."""
    at_counter: tuple[RowField, ...] = ()
    """Of an act that begins a record and is offered beside a case at the counter: ids of its asks, each with
    the text it begins with there, which may name answers and ``{matters}``, ``{village}``."""
    feeds: str = ""
    """Register in which it begins a record, once, for whom its own is about (请上门), as the counter does."""
    brings: str = ""
    """Procedure of the records below its own that it begins, each in its own state; empty: it begins none."""
    each: str = ""
    """Id of its ask whose chosen codes each bring one; a code that brought one before brings no other."""
    moves: tuple[ItemMove, ...] = ()
    """What follows for the records below its own (否 leads an item back to its department)."""
    all_over: str = ""
    """What is said, behind their names, where records below its own are still open, so that it can not be
    done (都到位); empty: it does not look at them."""
    links: tuple[Link, ...] = ()
    """Records beside its own that it is about too (轮椅 of a 借用)."""
    compares: str = ""
    """Code of an act that was done for one record after another (扫标签): what it named is held against what
    should be there (``Link.expects``), into asks ``counted``, ``missing``, ``elsewhere``, ``differences``."""
    when: Condition = ()
    """Condition on the proceeding's facts that must be true; unknown counts as false."""
    otherwise: str = ""
    """What is said where ``when`` is not true, a sentence; empty: that its condition does not hold."""
    answers_when: Condition = ()
    """Condition on what it is given that must be true (没有到位: at least one 否); unknown is false."""
    answers_words: str = ""
    """What is said where ``answers_when`` is not true, a sentence beside the first question it is about."""
    unlike: str = ""
    """Code of an earlier act that must have been done by another person (four eyes)."""
    every: tuple[str, ...] = ()
    """The state changes only when each of these roles has done the act (double sign-off)."""
    travels: bool = True
    """Its event goes to the other end, when the procedure travels at all."""
    line: str = ""
    """The ledger's sentence with ``{field}`` and optional parts ``[,原因:{reason}]``; empty: not shown."""
    source: str = ""
    proposed: bool = False

    def noted(self, number: str = "") -> str:
        """What is said once it was done (已登记佐证), with the number of a record it began.

        A word that says itself that something is written down (登记佐证, 记一次上门) says it once.
        """
        told = f"已登记{_WRITES.sub('', self.word)}"
        return f"{told},编号 {number}" if number else told

    @property
    def takes_back(self) -> bool:
        """Whether it takes back what was asked for (撤回): never the next step that is offered."""
        return self.result == WITHDRAWN

    @property
    def for_good(self) -> bool:
        """Whether it decides something, which no other act takes back."""
        return bool(self.result)

    def lacks(self, given: Mapping[str, Any]) -> tuple[Ask, ...]:
        """The asks of its pictures that are empty; none where the flag of ``instead`` is set."""
        if self.instead and given.get(self.instead) is True:
            return ()
        return tuple(ask for ask in self.asks if ask.id in self.evidence and not given.get(ask.id))


@dataclass(frozen=True, slots=True)
class Listing:
    """What a procedure's list shows, counts and promises; ``forms.listing`` has the ids and the defaults."""

    columns: tuple[str, ...] = ()
    """Ids of columns on the screen, from left to right; empty: those every register has, and its asks."""
    others: tuple[str, ...] = ()
    """Further columns for filters and exports; empty: everything else that is known of a record."""
    divides: tuple[str, ...] = ()
    """Columns by which records are filtered and counted; empty: every choice, window and clerk."""
    order: str = ""
    """Column it is sorted by at first; empty: the newest first."""
    descending: bool = False
    promise: str = ""
    """Clock that tells whether a record is in time; empty: the last of its clocks."""
    counts: str = ""
    """Act whose records the statistics count (补正); empty: they count what is overdue instead."""
    shortcuts: tuple[RowField, ...] = ()
    """States of its own or its children that get a filter always in sight, each with its title."""
    proposed: bool = False
    """Whether its columns are a proposal of the program: no source has such a table, or shows it (建议)."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One way of working; ``id`` is the name of its file."""

    id: str
    title: str
    subject: str
    """Kind of subject it is about."""
    source: str
    states: tuple[State, ...] = ()
    acts: tuple[Act, ...] = ()
    clocks: tuple[Clock, ...] = ()
    rounds: tuple[Round, ...] = ()
    papers: tuple[PaperOffer, ...] = ()
    """Papers it has by its state, beside those its acts bring."""
    sheets: tuple[UnitSheet, ...] = ()
    """Units that act by a table."""
    listing: Listing = Listing()
    rates: tuple[Rate, ...] = ()
    """What its statistics tell beside the figures of every list."""
    reports: tuple[UnitReport, ...] = ()
    """Forms it is told by, for a unit and a period."""
    tallies: tuple[ActTally, ...] = ()
    """Acts its statistics count."""
    parent: str = ""
    """Procedure of the parents of its proceedings; empty when they have none."""
    travels: bool = True
    """Whether its events may leave this computer; False for 保密."""
    shared: bool = False
    """Whether every window is told of its records, not the one alone that began them (库存)."""
    fields: str = "free"
    """``numbers-and-dates``: no free text may be typed (保密)."""
    register: bool = True
    """Whether it is shown as a register of its own (list page and record card)."""
    room: str = ""
    """The room of the window that works with its records; among registers it stands behind those without."""
    label: str = ""
    """What one record is called in lists and to-dos, with ``{field}``; empty: its number."""
    prefix: str = ""
    """Letters before its numbers: ``YS`` gives YS-03-2026-0001 (window, year, counter); empty: no numbers."""
    roles: tuple[str, ...] = ()
    """Further roles beside clerk, department, county and system."""
    proposed_roles: tuple[str, ...] = ()
    """Those of all its roles that no source gives anything to do: a proposal of the program (建议)."""
    roster: bool = False
    """Whether the rules begin its records, from a roster that is imported and from what is held here: its
    acts are then those of ``ROSTER_ACTS``."""
    demo: bool = False
    criteria: tuple[Criterion, ...] = ()
    """Whom it serves; all of them have to hold."""
    switch: str = ""
    """Name of the county's value (``[values]``) that switches it on; empty: it is on."""
    switch_words: str = ""
    """What the county has to write there: what must be minded."""
    works: tuple[str, ...] = ()
    """Rows of the work table (``works.toml``) that its records carry out."""
    programme: str = ""
    """The programme of home visits it belongs to; empty for most."""
    resting: bool = False
    """Whether its programme is not in force: no record begins, those there are go on under their own pack."""

    def state(self, code: str) -> State:
        """The state of a code; an unknown code gives an open state that says it was taken out."""
        if code == NOT_BEGUN:
            return State(code, "区县没有收下", "wrong", "wrong")
        known = next((s for s in self.states if s.code == code), None)
        return known or State(code, f"{code}(已取消的状态)", "plain", "ring", open=True)

    def act(self, code: str) -> Act | None:
        """The act of a code; None when the procedure has none such."""
        return next((a for a in self.acts if a.code == code), None)

    def offers(self, state: str, role: str) -> Iterator[Act]:
        """Acts a role may do in a state, in the order of the file; without those done in another's form."""
        for act in self.acts:
            if (
                state != NOT_BEGUN
                and not act.part_of
                and role in act.roles
                and not act.start
                and (not act.sources or state in act.sources)
                and self._answers_in(act, state)
            ):
                yield act

    def _answers_in(self, act: Act, state: str) -> bool:
        """Whether a state's to-do is what the act answers; True for every act that answers none."""
        states = [s.code for s in self.states if s.todo_act == act.code]
        return not states or state in states

    @property
    def ranked(self) -> bool:
        """Whether a parent shows the words of its states (事项); else it shows its own, beside its items."""
        return any(s.rank for s in self.states)

    @property
    def open_states(self) -> frozenset[str]:
        """Codes of the states in which something is still to come."""
        return frozenset(s.code for s in self.states if s.open)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Everything its acts ask, each id once."""
        return tuple({a.id: a for act in self.acts for a in act.asks}.values())

    def about(self, act: Act, state: str) -> Mapping[str, str]:
        """What an act of it is given by the program: by id of the asks that hold the state it is done in."""
        return {ask.id: state for ask in act.asks if ask.filled == STATE}
