"""Notes on a person's certificate outside any matter: taken over from a register, frozen, moved away …"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection

from desk_app.county_server import cases, consequences, entering
from desk_app.domain import holdings
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import numbers, results
from forms.results import Holder

WORDS: Final[Mapping[str, str]] = {
    "freeze": "冻结", "restore": "恢复", "move_away": "迁出", "return": "迁回", "reinstate": "撤销注销",
}  # fmt: skip
_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "freeze": (holdings.VALID, holdings.EXPIRED, holdings.LOST),
    "restore": (holdings.FROZEN,),
    "move_away": (holdings.VALID, holdings.EXPIRED, holdings.LOST),
    "return": (holdings.MOVED,),
    "reinstate": (holdings.CANCELLED,),
}
"""Act → states of the certificate in which it can be noted."""


def note(
    db: Connection, law: Settling, id_number: str, code: str, reason: str, who: Who, now: datetime
) -> str:
    """Note an act on the certificate a person holds; returns its number, empty where it is not known.

    RuleError when the act is unknown, has no reason, or does not fit the certificate's state.
    """
    entering.lock(db)
    if code not in WORDS:
        raise RuleError(f"没有“{code}”这个动作,可用:{'、'.join(f'{k}({v})' for k, v in WORDS.items())}")
    if not reason.strip():
        raise RuleError(f"请写明{WORDS[code]}的原因")
    pack = law.packs.current
    held = holdings.held_certificate(pack, cases.history(db, law, id_number), now.date())
    if held is None:
        raise RuleError("区县没有这个人的残疾人证记录,请核对身份证号")
    if held.state not in _FROM[code]:
        word = pack.codes["recorded_state"].label(held.state)
        raise RuleError(f"这本残疾人证现在是“{word}”,不能{WORDS[code]}")
    payload = {"number": held.number, "reason": reason.strip()}
    event = Event(str(uuid4()), now, who, Subject(cases.HOLDER, id_number), code, payload)
    entering.enter(db, law, (event,))
    if code == "move_away":
        consequences.of_mark(db, law, id_number, event, WORDS[code])
    return held.number


def record(
    db: Connection, law: Settling, id_number: str, given: Mapping[str, Any], who: Who, now: datetime
) -> bool:
    """Take a certificate over from an older register; returns whether it is new here.

    ``given`` are the fields of a result: certificate_number, assessed, issued_on, expires_on. RuleError when
    they contradict each other, the identity number or what the county issued itself.
    """
    entering.lock(db)
    if fault := numbers.id_fault(id_number, now.date()):
        raise RuleError(fault)
    history = cases.history(db, law, id_number)
    holder = Holder(history.numbers or (id_number,), now.date())
    result = results.with_assessed(given)
    if found := results.register_problems(result, holder, now.date()):
        raise RuleError(";".join(p.message for p in found), found)
    number = str(result["certificate_number"])
    known = holdings.certificates(law.packs.current, history, now.date())
    if any(c.issued and c.number == number for c in known):
        return False
    over = (holdings.REPLACED, holdings.CANCELLED)
    if any(c.issued and c.state not in over for c in known):
        raise RuleError("区县已经有这个人的另一本证,以区县的为准,请核对登记册")
    payload = {"number": number, **result}
    subject = Subject(cases.HOLDER, id_number)
    entering.enter(db, law, (Event(str(uuid4()), now, who, subject, holdings.RECORD, payload),))
    return True
