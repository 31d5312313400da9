"""The second of four eyes: another person proves at the same window who they are, by their own password."""

from desk_app.domain.clerks import CLERK_KIND
from desk_app.domain.events import Subject, Who
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger
from desk_app.services.parts import Parts
from desk_app.services.signin import counting, entering
from desk_app.services.signin.counting import Count
from desk_app.services.signin.second import FACTOR, SecondFactor


def wanted(parts: Parts, name: str) -> bool:
    """Whether the second person of this name is asked for a password.

    Who sits here has proved it by signing in.
    """
    return bool(name) and name != parts.window.clerk


def proved(
    parts: Parts,
    name: str,
    password: str,
    code: str = "",
    *,
    factor: SecondFactor = FACTOR,
    counted: Count = counting.count,
) -> Who:
    """The second person, proved and noted; who sits at the window stays. SignInRefused says why not.

    A wrong password or code counts as at the sign-in. Takes some 0.3 s for the hash.
    """
    if not wanted(parts, name):
        return parts.window.who
    clerk = entering.verify(parts, name, password, code, factor=factor, counted=counted)
    who = entering.who_of(parts, clerk)
    ledger.note_read(parts, who, ReadKind.SECOND, Subject(CLERK_KIND, clerk.id))
    return who
