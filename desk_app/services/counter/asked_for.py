"""What can be asked for beside the case at the counter (上门), and what its form begins with there."""

from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from forms import phrases
from forms.particulars import PRESENT_ADDRESS, REGISTERED_ADDRESS
from forms.procedures import CLERK, Act, Procedure


def offered(parts: Parts) -> tuple[tuple[Procedure, Act], ...]:
    """The acts that begin a record and are offered beside a case, each with its register."""
    laws = (law for law in proceedings.registers(parts) if not law.resting)
    return tuple(
        (law, act) for law in laws for act in law.acts if act.start and act.at_counter and CLERK in act.roles
    )


def given(parts: Parts, read: Reading, act: Act) -> dict[str, str]:
    """What the act's form begins with: what is known of the applicant, each to be read back and completed."""
    matters = [read.pack.matters[m] for m in read.holder.chosen if m in read.pack.matters]
    known = {name: value for name, value in read.facts.items() if isinstance(value, str)}
    known["matters"] = "、".join(m.short or m.title for m in matters)
    known["village"] = _village(parts, read)
    filled = {row.id: phrases.fill(row.label, known) for row in act.at_counter}
    return {name: text for name, text in filled.items() if text}


def _village(parts: Parts, read: Reading) -> str:
    """Where the applicant lives, without what is the same for the whole county."""
    lives = str(read.facts.get(PRESENT_ADDRESS) or read.facts.get(REGISTERED_ADDRESS) or "")
    county = parts.window.hall.region
    return lives.partition(county)[2] or lives
