"""告知承诺 chosen at the counter, and how the promised fact stands after acceptance. All pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from forms import undertakings
from forms.county_rows import Undertaking
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Facts, Problem
from forms.sentences import EXPECTED, plain_date

if TYPE_CHECKING:
    from desk_app.domain.applications import Draft

PAPER: Final = "undertaking"
"""Id of the document 告知承诺书."""
SHEET: Final = "undertaking:"
"""Prefix of the pages of a signed sheet, and of the problems about it; the row's id follows."""
PROMISE: Final = "promise_fact"
CHECK: Final = "check_fact"
RECHECK: Final = "recheck_fact"
SETTLE: Final = "settle_untrue"
WITHDRAW: Final = "withdraw_promise"
REDATE: Final = "redate_check"
"""Acts of a matter: the promise, what its department found, that corrected, what it did of it; the promise
taken back; the day of its check reckoned anew."""
CERTAIN: Final = "确定"
"""Stands in place of 预计 once the year of that day is published."""
PENDING: Final = "0"
TRUE: Final = "1"
UNTRUE: Final = "2"
WITHDRAWN: Final = "3"
"""Codes of the table ``fact_check``; the last: the promise was taken back, as by correcting its answer."""
_OVER: Final = (
    "refused", "decision_sent", "notified", "decision_kept", "closed", "stopped", "withdrawn",
)  # fmt: skip
"""States of a matter in which nothing is checked any more."""


@dataclass(frozen=True, slots=True)
class Undertaken:
    """An applicant's choice to promise a fact in place of its proof, while the application is a draft."""

    row: str
    """Id of the county's row."""
    kept: bool = False
    """Whether the signed sheet is here on paper and could not be scanned."""
    signed_for: str = ""
    """Digest of what the sheet said of person and fact when it came back signed; empty before that."""


def sheet_of(row: str) -> str:
    """The material of the pages of a row's signed sheet, and the element of its problems."""
    return f"{SHEET}{row}"


def offered(pack: Pack, facts: Facts, chosen: Collection[str], known: Facts) -> tuple[Undertaking, ...]:
    """The rows an applicant may choose now; what the records show (``known``) needs no promise."""
    return tuple(u for u in undertakings.possible(pack, facts, chosen) if u.fact not in known)


def of(draft: "Draft", row: str) -> Undertaken | None:
    """The choice of a row in a draft; None when it was not chosen."""
    return next((u for u in draft.undertaken if u.row == row), None)


def in_force(pack: Pack, facts: Facts, draft: "Draft") -> tuple[tuple[Undertaking, Undertaken], ...]:
    """The rows that were chosen and can be promised as the draft is now, each with its choice."""
    now = offered(pack, facts, draft.chosen, draft.records)
    return tuple((row, chosen) for row in now if (chosen := of(draft, row.id)))


def toggled(draft: "Draft", row: str, *, on: bool) -> "Draft":
    """The draft with a row chosen or not; what was signed for it is void with the choice."""
    others = tuple(u for u in draft.undertaken if u.row != row)
    pages = tuple(p for p in draft.pages if p.material != sheet_of(row))
    return replace(draft, undertaken=(*others, *((Undertaken(row),) if on else ())), pages=pages)


def lost(before: "Draft", now: "Draft", row: str) -> bool:
    """Whether a choice of a row, or the sheet that was signed for it, is not in the draft any more."""
    old, new = of(before, row), of(now, row)
    return old is not None and (new is None or (is_here(before, old) and not is_here(now, new)))


def restored(draft: "Draft", before: "Draft") -> "Draft":
    """The draft with the promises of an earlier one, and the pages of their sheets."""
    sheets = {sheet_of(u.row) for u in before.undertaken}
    others = tuple(p for p in draft.pages if p.material not in sheets)
    back = tuple(p for p in before.pages if p.material in sheets)
    return replace(draft, undertaken=before.undertaken, pages=(*others, *back))


def kept(draft: "Draft", row: str, *, on: bool) -> "Draft":
    """The draft with a signed sheet noted as kept on paper, or not."""
    return _changed(draft, row, kept=on)


def stamped(pack: Pack, facts: Facts, draft: "Draft") -> "Draft":
    """The draft with each sheet that is here bound to the person and the answer it was signed for."""
    for row, chosen in in_force(pack, facts, draft):
        here = is_here(draft, chosen)
        if here and not chosen.signed_for:
            draft = _changed(draft, row.id, signed_for=words_of(row, facts))
        elif chosen.signed_for and not here:
            draft = _changed(draft, row.id, signed_for="")
    return draft


def is_here(draft: "Draft", chosen: Undertaken) -> bool:
    """Whether the signed sheet was scanned, or is kept on paper."""
    return chosen.kept or any(p.material == sheet_of(chosen.row) for p in draft.pages)


def is_void(row: Undertaking, chosen: Undertaken, facts: Facts) -> bool:
    """Whether the person or the answer is another since the sheet was signed."""
    return bool(chosen.signed_for) and chosen.signed_for != words_of(row, facts)


def words_of(row: Undertaking, facts: Facts) -> str:
    """Everything a signature on a row's sheet stands for, as a SHA-256 in hex."""
    told = (facts.get(NAME, ""), facts.get(ID_NUMBER, ""), undertakings.said(facts.get(row.fact)))
    said = "|".join((*map(str, told), row.proof, row.content, row.conditions, row.consequences))
    return sha256(said.encode()).hexdigest()


def problems(pack: Pack, facts: Facts, draft: "Draft") -> Iterator[Problem]:
    """What keeps a draft from being accepted with a promise; and a caution for a sheet no longer needed."""
    held = in_force(pack, facts, draft)
    for row, chosen in held:
        if is_void(row, chosen, facts):
            told = f"{row.proof}的告知承诺书签过以后内容改了,这一张作废:请重新打印、签字"
            yield Problem(sheet_of(row.id), told)
        elif not is_here(draft, chosen):
            told = f"{row.proof}选了告知承诺,承诺书还没有签好:请签字后扫描,或勾“纸件已收”"
            yield Problem(sheet_of(row.id), f"{told};不承诺的请取消勾选")
    going = {row.id for row, _ in held}
    for chosen in draft.undertaken:
        lost = undertakings.of(pack, chosen.row)
        if lost and chosen.row not in going and lost.matter in draft.chosen and is_here(draft, chosen):
            told = f"{lost.proof}的告知承诺书作废:答案改了,或记录里已经查到;这一张不用了"
            yield Problem(sheet_of(lost.id), told, blocks=False)


def standing(facts: Mapping[str, Any], state: str = "") -> str:
    """How the promised fact of a matter in this state stands, in words; empty where nothing was promised."""
    proof, result = str(facts.get("undertaken_proof") or ""), str(facts.get("checked") or "")
    if not proof:
        return ""
    found = f",{facts['checked_text']}" if facts.get("checked_text") else ""
    if result == TRUE:
        return f"承诺代替{proof}:核查属实{found}"
    if result == UNTRUE:
        settled = str(facts.get("settled_text") or "")
        return f"承诺代替{proof}:核查不实{found}" + (f";部门处理:{settled}" if settled else "")
    if result == WITHDRAWN:
        return f"承诺代替{proof}:已撤回,不再核查{found}"
    if state in _OVER:
        return f"承诺代替{proof}:没有核查,事项已经结束"
    may = EXPECTED if facts.get("check_may") == EXPECTED else ""
    day = f"{may}{plain_date(str(facts.get('check_by') or ''))}"
    return f"承诺代替{proof}:承诺待核查,{day}前由{facts.get('checker', '')}核查"


def pending(facts: Mapping[str, Any], state: str) -> bool:
    """Whether a fact of a matter in this state was promised and is not checked yet."""
    return bool(facts.get("undertaken_proof")) and facts.get("checked") == PENDING and state not in _OVER


def tone(facts: Mapping[str, Any], state: str) -> str:
    """The look of those words: a caution while it is not checked, a problem where it is not true."""
    if facts.get("checked") == UNTRUE and state not in _OVER and not facts.get("settled_text"):
        return "problem"
    return "caution" if pending(facts, state) else "quiet"


def given(act: str, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What a department gives to an act on a promise: its words under the act's name, the day if not said."""
    words = {CHECK: "checked_text", RECHECK: "checked_text", SETTLE: "settled_text"}.get(act)
    if words is None:
        return dict(values)
    told = {k: v for k, v in values.items() if k != "text"}
    if values.get("text"):
        told.setdefault(words, values["text"])
    if act != SETTLE:
        told.setdefault("checked_on", today.isoformat())
    return told


def _changed(draft: "Draft", row: str, **fields: Any) -> "Draft":
    changed = tuple(replace(u, **fields) if u.row == row else u for u in draft.undertaken)
    return replace(draft, undertaken=changed)
