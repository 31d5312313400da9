"""Who may run which command: a row for each, so that none reads or changes what is guarded unasked.

A demo in which nobody is registered asks nobody. Everywhere else the person signs in at the terminal, has one
of the roles of the row, and is noted in the journal, with the purpose where the row wants one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desk_app.commands import clerks
from desk_app.domain.clerks import ADMINISTRATOR, AT_THE_WINDOW, SUPERVISOR
from desk_app.domain.events import Subject, Who
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError

if TYPE_CHECKING:
    from desk_app.services.parts import Parts
    from desk_app.settings import Settings

_ANYBODY_HERE: Final = AT_THE_WINDOW
_LEADING: Final = (SUPERVISOR, ADMINISTRATOR)
_KIND: Final = "command"
"""Kind of the subject that a line of the journal about a command has; its id is the command."""


@dataclass(frozen=True, slots=True)
class CommandGuard:
    """Who may run a command, and why they or anybody may."""

    why: str
    may: tuple[str, ...] = ()
    """Roles of which one is needed; empty: nobody is asked."""
    how: ReadKind | None = None
    """How its use is noted; None where what it reads or changes is noted one by one."""
    purpose: bool = False
    """Whether it asks what for."""


def _open(why: str) -> CommandGuard:
    return CommandGuard(why)


_LAW: Final = _open("the law as data, nothing of a person")
_SELF: Final = _open("invented people in a book of its own; a book with people refuses it (signin.seating)")
_PUBLIC: Final = _open("a public table, checked; whoever has this account can lay it into the folder")
_LOST: Final = _open("only for a book that is lost, torn or old; the printed recovery key is asked for")
_PAPER: Final = _open("nothing but what the person at the terminal holds in the hand already")
_PEOPLE: Final = CommandGuard("changes who may sign in; services.signin.people asks", (ADMINISTRATOR,))
_JOURNAL: Final = "what everybody read and did, with names"
_RIGHTS: Final = CommandGuard("changes what is held on a person; noted with its reason", _LEADING)
_KEYS: Final = CommandGuard("what opens the book, from then on", (ADMINISTRATOR,), ReadKind.CHANGED)
_DECIDES: Final = CommandGuard(
    "a department's words in the county's book that lies in this data folder", _LEADING, ReadKind.CHANGED
)

COMMANDS: Final[Mapping[str, CommandGuard]] = {
    "archive package": CommandGuard("one piece whole; noted on it with its purpose", _ANYBODY_HERE),
    "archive report": CommandGuard("counts of records by work", _ANYBODY_HERE, ReadKind.EXPORTED),
    "audit export": CommandGuard(_JOURNAL, _LEADING, ReadKind.EXPORTED, purpose=True),
    "audit show": CommandGuard(_JOURNAL, _LEADING, ReadKind.OPENED, purpose=True),
    "audit verify": _open("counts and places of lines, no line itself"),
    "bench": _SELF,
    "book backup": _open("an encrypted copy, which a nightly task makes as well"),
    "book backups": _open("days and counts of encrypted copies"),
    "book begin-anew": _LOST,
    "book check": _open("counts and ids, nothing of a person"),
    "book check --mend": CommandGuard("writes states and lists anew", (ADMINISTRATOR,), ReadKind.CHANGED),
    "book go-on": _LOST,
    "book restore": CommandGuard(
        "what was done since the backup is not in it; a lost book asks for its key alone",
        (ADMINISTRATOR,),
        ReadKind.CHANGED,
    ),
    "calendar import": _PUBLIC,
    "calendar show": _PUBLIC,
    "clerks add": _PEOPLE,
    "clerks disable": _PEOPLE,
    "clerks enable": _PEOPLE,
    "clerks list": _open("the names that stand on the page of the sign-in"),
    "clerks recover": _open("asks for the printed recovery key; for when no administrator can sign in"),
    "clerks reset": _PEOPLE,
    "clerks roles": _PEOPLE,
    "county act": _DECIDES,
    "county decide": _DECIDES,
    "county holds": CommandGuard("what the county holds of a person", _LEADING, ReadKind.OPENED),
    "county import": _DECIDES,
    "county mark": _DECIDES,
    "county serve": _open("only answers who has the window's secret"),
    "county verify": _PAPER,
    "county windows": _open("fingerprints of public keys"),
    "county windows --revoke": CommandGuard("shuts a window out", (ADMINISTRATOR,), ReadKind.CHANGED),
    "doctor": _open("what is installed, nothing of a person"),
    "forms check": _LAW,
    "forms explain": _LAW,
    "keys begin": _open("the first start, before there is a book"),
    "keys keyring": _KEYS,
    "keys passphrase": _KEYS,
    "keys recovery": _KEYS,
    "keys show": _open("where the key lies, not the key"),
    "licences": _open("names and licences of parts of the program"),
    "papers deliveries": CommandGuard("names and addresses of a day", _ANYBODY_HERE, ReadKind.PRINTED),
    "papers draw": CommandGuard("one record; noted on it", _ANYBODY_HERE),
    "papers drop": _open("reads nothing; what was to be printed is printed anew from its record"),
    "papers guide": _LAW,
    "papers handover": CommandGuard("names of a day", _ANYBODY_HERE, ReadKind.PRINTED),
    "papers preview": _LAW,
    "papers print": _PAPER,
    "papers report": CommandGuard("records of a unit; noted with each", _ANYBODY_HERE),
    "papers resume": CommandGuard("prints papers somebody else left", _ANYBODY_HERE, ReadKind.PRINTED),
    "people correct": _RIGHTS,
    "people delete": _RIGHTS,
    "people import": CommandGuard("people of a list come into the book; its event says whose", _LEADING),
    "people match": CommandGuard("goes through everybody; its event says who began it", _ANYBODY_HERE),
    "people needs": CommandGuard("whole numbers of whoever was found, to departments; noted", _LEADING),
    "people report": CommandGuard("one person, as on the card in 查找; noted on them", _ANYBODY_HERE),
    "printers": _open("names and offsets of printers"),
    "regions import": _PUBLIC,
    "regions show": _PUBLIC,
    "rollout": _open("the settings of this computer, which whoever has this account may write as well"),
    "screenshots": _SELF,
    "show": CommandGuard("one record, masked; noted on it, with the purpose where it is not", _ANYBODY_HERE),
    "survey check": CommandGuard(
        "names of people whose sheets are looked at", _ANYBODY_HERE, ReadKind.OPENED
    ),
    "survey coverage": CommandGuard("counts of people by village", _ANYBODY_HERE),
    "survey diff": _LAW,
    "survey export": CommandGuard("whole numbers of everybody asked; noted with its purpose", _LEADING),
    "survey figures": CommandGuard("counts of people, small ones too", _ANYBODY_HERE, ReadKind.EXPORTED),
    "survey needs": CommandGuard("names of people and what they need", _ANYBODY_HERE, ReadKind.OPENED),
    "survey new": _LAW,
    "survey pay": CommandGuard("what each collector is paid; its event says who noted it", _ANYBODY_HERE),
    "survey people": CommandGuard("people of a list come into the book; its event says whose", _LEADING),
    "survey report": CommandGuard("sheets go up to the town; its event says who", _ANYBODY_HERE),
    "survey sample": CommandGuard("names of people who are visited again; kept as a record", _LEADING),
    "survey summary": CommandGuard(
        "counts of a town, to be signed; its event says who summed up", _ANYBODY_HERE
    ),
    "survey withdraw": CommandGuard("the list of a year is taken back; its event says whose", _LEADING),
    "survey sign": CommandGuard("a signature for a town; its event says whose", _ANYBODY_HERE),
    "updates check": _open("signatures of packages on a stick, nothing of a person"),
    "updates sign": _open("packages of the program; whoever holds the keys may sign them"),
    "visits away": CommandGuard("names of records that are out", _ANYBODY_HERE, ReadKind.OPENED),
    "visits carry-in": CommandGuard("noted on every record that comes in", _ANYBODY_HERE),
    "visits carry-out": CommandGuard("noted on every record that leaves", _ANYBODY_HERE),
    "visits let-go": CommandGuard("what the hall has is gone here; its event says who", _ANYBODY_HERE),
    "visits list-in": CommandGuard("steps of towns and villages; each event says who took it", _ANYBODY_HERE),
    "visits list-out": CommandGuard("names and telephones, to towns and villages; noted", _ANYBODY_HERE),
    "visits settle": CommandGuard("what counts of two outcomes; its event says who decided", _LEADING),
    "visits take-back": CommandGuard("noted on every record, with a reason", _LEADING),
    "walkthrough": _SELF,
}
"""Every command as it is typed, and with an option where that one does more."""


def enter(parts: "Parts", command: str, purpose: str = "") -> None:
    """Let a person run a command: sign-in, role, purpose, note. RuleError says why they may not."""
    from desk_app.services import ledger
    from desk_app.services.signin import people

    guard = COMMANDS[command]
    if not guard.may:
        return
    clerks.sign_in(parts)
    if not parts.window.seat.given:
        people.require(parts, *guard.may)
        if guard.purpose and not purpose.strip():
            purpose = clerks.asked("做什么用")
            if not purpose:
                raise RuleError("请写明做什么用,记入查阅记录")
    if guard.how is not None:
        told = f"用途:{purpose.strip()[:80]}" if purpose.strip() else ""
        about = Subject(_KIND, command)
        ledger.note_read(parts, parts.window.who, guard.how, about, f"用命令 {command} {told}".strip())


def enter_book(chosen: "Settings", command: str) -> Who:
    """``enter`` for a command that works beside the book; nobody is asked where it knows no people yet.

    Returns who works. RuleError says why a person may not, WorldError why the book can not be asked.
    """
    from desk_app.bootstrap import Desk
    from desk_app.services.parts import NOBODY
    from desk_app.storage.book import BOOK

    if COMMANDS[command].may and (chosen.data / BOOK).exists():
        with Desk(chosen, beside=True) as desk:
            enter_known(desk.parts, command)
            return desk.parts.window.who
    return NOBODY


def enter_known(parts: "Parts", command: str) -> None:
    """``enter`` where the book knows people; nobody is asked where it knows none yet."""
    from desk_app.services.signin import entering

    if parts.window.seat.given or not entering.is_new(parts):
        enter(parts, command)
